"""Whether the file itself is sound."""

from collections.abc import Iterator

from sqlalchemy import text
from sqlalchemy.orm import Session

from agent_app.services.ports import Finding


def pages(session: Session) -> Iterator[Finding]:
    """Ask the database about its own pages, and the cipher about their seals."""
    for (said,) in session.execute(text("PRAGMA cipher_integrity_check")):
        yield Finding("store.page_seal", str(said))
    for (said,) in session.execute(text("PRAGMA integrity_check")):
        if said != "ok":
            yield Finding("store.page", str(said))


def references(session: Session) -> Iterator[Finding]:
    """Look for rows that refer to nothing."""
    for row in session.execute(text("PRAGMA foreign_key_check")):
        yield Finding("store.reference", f"{row[0]} {row[1]} -> {row[2]}")
