"""The file of a home's log: its owner's alone, a new one when it is full."""

import json
import logging
import os
import sys
from contextlib import suppress
from datetime import UTC, datetime
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from traceback import walk_tb
from types import TracebackType

from agent_app.runtime.durable import OWNER_ONLY, make_folder
from agent_app.runtime.paths import Home

_MAX_BYTES = 1_000_000


class JsonLines(logging.Formatter):
    """One JSON object a line: instant, level, logger, message, and the trace of a bug.

    ``words`` are the program's own, before anything was put into them: all that a support bundle shows.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Write one record."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "words": str(record.msg),
        }
        if record.exc_info and record.exc_info[2] is not None:
            # Only where it happened: an exception's own words may quote what people typed.
            line["error"] = record.exc_info[0].__name__ if record.exc_info[0] else ""
            line["trace"] = trace_places(record.exc_info[2])
        return json.dumps(line, ensure_ascii=False)


def trace_places(trace: TracebackType) -> list[str]:
    """Return the places of a traceback, without any value."""
    return [f"{frame.f_code.co_filename}:{line}" for frame, line in walk_tb(trace)]


class LogFile(RotatingFileHandler):
    """Files that only their owner reads, made with the first line that is written."""

    def __init__(self, home: Home) -> None:
        super().__init__(home.log, maxBytes=_MAX_BYTES, backupCount=5, encoding="utf-8", delay=True)
        self._home = home
        self.setFormatter(JsonLines())

    def _open(self) -> TextIOWrapper:
        self._home.make()
        make_folder(self._home.logs)
        opened = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, OWNER_ONLY)
        return os.fdopen(opened, "a", encoding=self.encoding)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (its name in logging)
        """Let a full or foreign disk pass: the work goes on, and nobody is told in English."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handleError(record)

    def close(self) -> None:
        """Let go of the file, also where the disk does not take its last lines any more."""
        with suppress(OSError):
            super().close()
