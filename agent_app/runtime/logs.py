"""One rotating file of JSON lines in a home; ids only, never a person's data."""

import logging

from agent_app.runtime.paths import Home

OWN_LOGGER = "agent_app"

# Before a log begins, its words are for nobody: Python would write warnings on the console.
# SQLAlchemy's are for nobody at any time: what it has to say of a damaged file, we say in Vietnamese.
for _name in (OWN_LOGGER, "sqlalchemy"):
    logging.getLogger(_name).addHandler(logging.NullHandler())


class _OwnersLog(logging.Handler):
    """Fetches the file's handler with the first line: few runs write one, and no window waits for it."""

    def __init__(self, home: Home) -> None:
        super().__init__()
        self._home = home
        self.path = home.log
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line."""
        if self._file is None:
            from agent_app.runtime.log_file import LogFile  # noqa: PLC0415

            self._file = LogFile(self._home)
        self._file.emit(record)

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()
        super().close()


def start_logging(home: Home) -> None:
    """Send this program's log to the home's file; nothing is touched before the first line."""
    handler = _OwnersLog(home)
    logger = logging.getLogger(OWN_LOGGER)
    stop_logging()
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)


def stop_logging() -> None:
    """Let go of the file."""
    logger = logging.getLogger(OWN_LOGGER)
    for handler in [each for each in logger.handlers if isinstance(each, _OwnersLog)]:
        logger.removeHandler(handler)
        handler.close()
