"""Notices for whoever is asked for, each a sheet with a black box on it."""

from dataclasses import dataclass, field

from agent_app.domain.household import HouseholdId
from agent_app.domain.print_log import PrintWay
from agent_app.services.notice_lines import NoticeChoice, NoticeOrder, PrintedNotices, Told
from agent_app.services.ports import Report
from tests.ui.fake_papers import PDF


@dataclass
class FakeNotices:
    """Keeps what was printed; ``due`` are those that are chosen."""

    due: tuple[HouseholdId, ...] = ()
    error: Exception | None = None
    printed: list[NoticeOrder] = field(default_factory=list)

    def choose(self, wanted: NoticeChoice) -> tuple[HouseholdId, ...]:
        del wanted
        return self.due

    def sheets(self, order: NoticeOrder, report: Report) -> bytes:
        if self.error is not None:
            raise self.error
        for done, _ in enumerate(order.households, 1):
            report(done, len(order.households))
        return PDF

    def print_sheets(
        self, order: NoticeOrder, report: Report, way: PrintWay = PrintWay.PDF, copies: int = 1
    ) -> PrintedNotices:
        del way, copies
        content = self.sheets(order, report)
        self.printed.append(order)
        return PrintedNotices(content, Told(dict.fromkeys(order.households, 1)))
