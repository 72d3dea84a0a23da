"""One rotating file of JSON lines in a home; ids only, never a person's data."""

import json
import logging
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from traceback import walk_tb
from types import TracebackType

from agent_app.runtime.paths import Home

OWN_LOGGER = "agent_app"
_MAX_BYTES = 1_000_000


class JsonLines(logging.Formatter):
    """One JSON object a line: instant, level, logger, message, and the trace of a bug."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one record."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[2] is not None:
            # Only where it happened: an exception's own words may quote what people typed.
            line["error"] = record.exc_info[0].__name__ if record.exc_info[0] else ""
            line["trace"] = trace_places(record.exc_info[2])
        return json.dumps(line, ensure_ascii=False)


def trace_places(trace: TracebackType) -> list[str]:
    """Return the places of a traceback, without any value."""
    return [f"{frame.f_code.co_filename}:{line}" for frame, line in walk_tb(trace)]


def start_logging(home: Home) -> None:
    """Send this program's log to the home's file."""
    home.logs.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        home.logs / "agent-app.jsonl", maxBytes=_MAX_BYTES, backupCount=5, encoding="utf-8", delay=True
    )
    handler.setFormatter(JsonLines())
    logger = logging.getLogger(OWN_LOGGER)
    stop_logging()
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)


def stop_logging() -> None:
    """Let go of the file."""
    logger = logging.getLogger(OWN_LOGGER)
    for handler in [each for each in logger.handlers if isinstance(each, RotatingFileHandler)]:
        logger.removeHandler(handler)
        handler.close()
