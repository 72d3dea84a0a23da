"""The agent's own papers; the first one loads the type-setting library."""

from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from agent_app.services.day_paper_lines import BookUse, DayList, RemittanceStatement, StockReport, Summary
from agent_app.services.work import Report

if TYPE_CHECKING:
    from agent_app.printing.sheets.model import Sheet


@dataclass(frozen=True, slots=True)
class DayPapers:
    """Fulfils ``DayPress``; may be called from several threads."""

    _press: Lock = field(default_factory=Lock, repr=False, compare=False)

    def day_list(self, told: DayList, report: Report, nth: int = 1) -> bytes:
        from agent_app.printing.lists.day_list_words import day_list_sheet  # noqa: PLC0415 (loads reportlab)

        return self._rendered(day_list_sheet(told, _mark(nth)), report)

    def remittance(self, told: RemittanceStatement, report: Report, nth: int = 1) -> bytes:
        from agent_app.printing.lists.remittance_words import remittance_sheet  # noqa: PLC0415

        return self._rendered(remittance_sheet(told, _mark(nth)), report)

    def book(self, told: BookUse, report: Report, nth: int = 1) -> bytes:
        from agent_app.printing.lists.book_words import book_sheet  # noqa: PLC0415

        return self._rendered(book_sheet(told, _mark(nth)), report)

    def stock(self, told: StockReport, report: Report, nth: int = 1) -> bytes:
        from agent_app.printing.lists.stock_words import stock_sheet  # noqa: PLC0415

        return self._rendered(stock_sheet(told, _mark(nth)), report)

    def summary(self, told: Summary, report: Report, nth: int = 1) -> bytes:
        from agent_app.printing.lists.summary_words import summary_sheet  # noqa: PLC0415

        return self._rendered(summary_sheet(told, _mark(nth)), report)

    def _rendered(self, sheet: "Sheet", report: Report) -> bytes:
        from agent_app.printing.sheets.press import render_sheet  # noqa: PLC0415

        with self._press:
            return render_sheet(sheet, report)


def _mark(nth: int) -> str:
    return f"In lại lần {nth - 1}" if nth > 1 else ""
