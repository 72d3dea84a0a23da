"""What was printed, as rows."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, delete, exists, func, insert, select
from sqlalchemy.orm import Session, aliased

from agent_app.domain.print_log import MONTHLY, PaperKind, Printing
from agent_app.storage.models import PrintRow
from agent_app.storage.sorting import chunks


class SqlPrintLog:
    """Fulfils ``ports.PrintLog``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def times(self, kind: PaperKind, about: UUID | None) -> int:
        # The greatest, not how many: old rows are swept.
        whose = PrintRow.about.is_(None) if about is None else PrintRow.about == about
        query = select(func.max(PrintRow.nth)).where(PrintRow.kind == kind.value, whose)
        return self._session.scalar(query) or 0

    def times_of(
        self, kind: PaperKind, papers: Collection[UUID], since: datetime | None = None
    ) -> dict[UUID, int]:
        found: dict[UUID, int] = {}
        for chunk in chunks(papers):
            query = (
                select(PrintRow.about, func.max(PrintRow.nth))
                .where(PrintRow.kind == kind.value, PrintRow.about.in_(chunk))
                .group_by(PrintRow.about)
            )
            counted = query if since is None else query.where(PrintRow.printed_at >= since)
            found |= {about: nth for about, nth in self._session.execute(counted) if about is not None}
        return found

    def add_all(self, printings: Iterable[Printing]) -> None:
        rows = [
            {
                "id": each.id,
                "kind": each.kind.value,
                "about": each.about,
                "way": each.way.value,
                "copies": each.copies,
                "nth": each.nth,
                "printed_at": each.printed_at,
            }
            for each in printings
        ]
        if rows:
            self._session.connection().execute(insert(PrintRow), rows)


def sweep_prints(session: Session, limit: datetime) -> int:
    """Remove prints from before a limit, but for the newest of each paper: it says how many there were.

    What is counted anew each month needs no newest one.
    """
    newer = aliased(PrintRow)
    followed = exists().where(
        and_(newer.kind == PrintRow.kind, newer.about == PrintRow.about, newer.nth > PrintRow.nth)
    )
    monthly = PrintRow.kind.in_([each.value for each in MONTHLY])
    old = delete(PrintRow).where(PrintRow.printed_at < limit, followed | PrintRow.about.is_(None) | monthly)
    return session.connection().execute(old).rowcount


def forget_prints(session: Session, household_id: UUID) -> int:
    """Forget which notices a household was given."""
    kinds = [each.value for each in MONTHLY]
    notices = delete(PrintRow).where(PrintRow.kind.in_(kinds), PrintRow.about == household_id)
    return session.connection().execute(notices).rowcount
