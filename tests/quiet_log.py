"""Our own log as part of what a test checks: a warning is expected and comes, or it fails the test."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

OUR_LOGGERS = ("agent_app", "provincial_server")


class _Kept(logging.Handler):
    """Keeps the warnings and errors of one test."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@contextmanager
def only_expected_warnings(patterns: list[str]) -> Iterator[None]:
    """Fail on a warning that matches no pattern, and on a pattern that no warning matches."""
    kept = _Kept()
    loggers = [logging.getLogger(name) for name in OUR_LOGGERS]
    for logger in loggers:
        logger.addHandler(kept)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeHandler(kept)
    unexpected = [line for line in kept.lines if not any(re.search(each, line) for each in patterns)]
    missing = [each for each in patterns if not any(re.search(each, line) for line in kept.lines)]
    assert not unexpected, f"logged without @pytest.mark.logs_warning: {unexpected}"
    assert not missing, f"announced by @pytest.mark.logs_warning and never logged: {missing}"
