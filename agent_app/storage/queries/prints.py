"""What was printed on this machine, newest first."""

from sqlalchemy import Engine, select

from agent_app.domain.print_log import PaperKind, Printing, PrintWay
from agent_app.services.ports import PrintFilter
from agent_app.storage.models import PrintRow
from agent_app.storage.short_session import short_session


class SqlPrintQueries:
    """Fulfils ``ports.PrintQueries``."""

    def __init__(self, read: Engine) -> None:
        self._read = read

    def printed(self, wanted: PrintFilter) -> list[Printing]:
        query = select(PrintRow)
        if wanted.since is not None:
            query = query.where(PrintRow.printed_at >= wanted.since)
        if wanted.kind is not None:
            query = query.where(PrintRow.kind == wanted.kind.value)
        if wanted.about is not None:
            query = query.where(PrintRow.about == wanted.about)
        newest = query.order_by(PrintRow.printed_at.desc(), PrintRow.id.desc()).limit(wanted.limit)
        with short_session(self._read) as session:
            return [_printing(row) for row in session.scalars(newest)]


def _printing(row: PrintRow) -> Printing:
    return Printing(
        row.id, PaperKind(row.kind), row.about, PrintWay(row.way), row.copies, row.nth, row.printed_at
    )
