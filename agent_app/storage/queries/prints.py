"""What was printed on this machine, newest first."""

from datetime import datetime

from sqlalchemy import Engine, Row, func, select

from agent_app.domain.print_log import PaperKind, Printing, PrintWay
from agent_app.domain.receipt_book import shown_number
from agent_app.services.ports import PrintFilter
from agent_app.services.print_lines import PrintedLine
from agent_app.storage.models import PrintRow, ReceiptRow
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

    def recent(self, limit: int) -> list[PrintedLine]:
        # A batch is entered in one moment.
        together = (PrintRow.kind, PrintRow.way, PrintRow.copies, PrintRow.printed_at)
        moments = select(PrintRow.printed_at).distinct().order_by(PrintRow.printed_at.desc()).limit(limit)
        newest = moments.subquery()
        query = (
            select(
                *together,
                func.count().label("papers"),
                func.max(PrintRow.nth).label("nth"),
                func.max(ReceiptRow.number).label("number"),
            )
            .outerjoin(ReceiptRow, ReceiptRow.id == PrintRow.about)
            .where(PrintRow.printed_at >= select(func.min(newest.c.printed_at)).scalar_subquery())
            .group_by(*together)
            .order_by(PrintRow.printed_at.desc())
            .limit(limit)
        )
        with short_session(self._read) as session:
            return [_line(row) for row in session.execute(query)]


def _line(row: Row[str, str, int, datetime, int, int, int | None]) -> PrintedLine:
    kind, way, copies, printed_at, papers, nth, number = row
    shown = shown_number(number) if number is not None and papers == 1 else ""
    return PrintedLine(PaperKind(kind), PrintWay(way), copies, papers, nth, printed_at, shown)


def _printing(row: PrintRow) -> Printing:
    return Printing(
        row.id, PaperKind(row.kind), row.about, PrintWay(row.way), row.copies, row.nth, row.printed_at
    )
