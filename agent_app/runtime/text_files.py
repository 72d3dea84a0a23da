"""Small text files that somebody names: a password, an enrolment."""

from pathlib import Path

from agent_app.services.failures import FileUnreadableError


def read_text(path: Path) -> str:
    """Read a file, with or without a byte order mark; raise ``FileUnreadableError``."""
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise FileUnreadableError(path.name) from error


def read_password(path: Path) -> str:
    """Read a password: all of the file but the end of its line."""
    return read_text(path).rstrip("\r\n")
