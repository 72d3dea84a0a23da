"""What is kept of imports: whether it can be read, and which list an undo would bring back."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from agent_app.domain.plain import NotPlainError, as_map, decode
from agent_app.services.ports import Finding
from agent_app.storage.checks.log import PAGE
from agent_app.storage.models import DueImportRow, DueItemRow, DueListRow, ImportNoteRow


def imports(session: Session) -> Iterator[Finding]:
    """Read all cells and counts, and compare the month of each list with that of the one it replaced."""
    unreadable = dict.fromkeys(_unreadable(session))
    yield from (Finding("import.unreadable", str(list_id)) for list_id in unreadable)
    older = aliased(DueListRow)
    query = (
        select(DueListRow.id)
        .join(DueImportRow, DueImportRow.due_list_id == DueListRow.id)
        .join(older, older.id == DueImportRow.replaced_id)
        .where(older.month != DueListRow.month)
        .order_by(DueListRow.id)
    )
    yield from (Finding("import.other_month", str(list_id)) for list_id in session.scalars(query))


def _unreadable(session: Session) -> Iterator[UUID]:
    queries = (
        select(DueImportRow.due_list_id, DueImportRow.counts),
        select(ImportNoteRow.due_list_id, ImportNoteRow.original).where(ImportNoteRow.original.is_not(None)),
        select(DueItemRow.due_list_id, DueItemRow.original),
    )
    for query in queries:
        for list_id, content in session.execute(query).yield_per(PAGE):
            if not _is_map(content):
                yield list_id


def _is_map(content: bytes | None) -> bool:
    try:
        as_map(decode(content or b""))
    except NotPlainError:
        return False
    return True
