"""The agent's own papers; the first one loads the type-setting library."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent_app.printing.one_press import PRESS
from agent_app.runtime.paper_words import print_note
from agent_app.services.day_paper_lines import BookUse, DayList, RemittanceStatement, StockReport, Summary
from agent_app.services.day_paper_ports import FIRST, PrintMark
from agent_app.services.work import Report

if TYPE_CHECKING:
    from agent_app.printing.sheets.model import Sheet


@dataclass(frozen=True, slots=True)
class DayPapers:
    """Fulfils ``DayPress``; may be called from several threads."""

    def day_list(self, told: DayList, report: Report, mark: PrintMark = FIRST) -> bytes:
        from agent_app.printing.lists.day_list_words import day_list_sheet  # noqa: PLC0415 (loads reportlab)

        return _rendered(day_list_sheet(told, _note(mark)), report)

    def remittance(self, told: RemittanceStatement, report: Report, mark: PrintMark = FIRST) -> bytes:
        from agent_app.printing.lists.remittance_words import remittance_sheet  # noqa: PLC0415

        return _rendered(remittance_sheet(told, _note(mark)), report)

    def book(self, told: BookUse, report: Report, mark: PrintMark = FIRST) -> bytes:
        from agent_app.printing.lists.book_words import book_sheet  # noqa: PLC0415

        return _rendered(book_sheet(told, _note(mark)), report)

    def stock(self, told: StockReport, report: Report, mark: PrintMark = FIRST) -> bytes:
        from agent_app.printing.lists.stock_words import stock_sheet  # noqa: PLC0415

        return _rendered(stock_sheet(told, _note(mark)), report)

    def summary(self, told: Summary, report: Report, mark: PrintMark = FIRST) -> bytes:
        from agent_app.printing.lists.summary_words import summary_sheet  # noqa: PLC0415

        return _rendered(summary_sheet(told, _note(mark)), report)


def _rendered(sheet: "Sheet", report: Report) -> bytes:
    from agent_app.printing.sheets.press import render_sheet  # noqa: PLC0415

    with PRESS:
        return render_sheet(sheet, report)


def _note(mark: PrintMark) -> str:
    return print_note(mark.nth)
