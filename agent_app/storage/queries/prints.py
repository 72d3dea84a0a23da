"""What was printed lately."""

from sqlalchemy import Engine, func, select

from agent_app.domain.print_log import PaperKind, PrintWay
from agent_app.domain.receipt_book import shown_number
from agent_app.services.print_lines import PrintedLine
from agent_app.storage.models import PrintRow, ReceiptRow
from agent_app.storage.short_session import short_session


class SqlPrintQueries:
    """Fulfils ``ports.PrintQueries``."""

    def __init__(self, read: Engine) -> None:
        self._read = read

    def recent(self, limit: int) -> list[PrintedLine]:
        # A batch is entered in one moment.
        together = (PrintRow.kind, PrintRow.way, PrintRow.copies, PrintRow.printed_at)
        query = (
            select(
                *together,
                func.count().label("papers"),
                func.max(PrintRow.nth).label("nth"),
                func.max(ReceiptRow.number).label("number"),
            )
            .outerjoin(ReceiptRow, ReceiptRow.id == PrintRow.about)
            .group_by(*together)
            .order_by(PrintRow.printed_at.desc())
            .limit(limit)
        )
        with short_session(self._read) as session:
            return [
                PrintedLine(
                    PaperKind(row.kind),
                    PrintWay(row.way),
                    row.copies,
                    row.papers,
                    row.nth,
                    row.printed_at,
                    shown_number(row.number) if row.number is not None and row.papers == 1 else "",
                )
                for row in session.execute(query)
            ]
