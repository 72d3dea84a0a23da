"""What the windows need of due notices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from agent_app.domain.household import HouseholdId
    from agent_app.domain.print_log import PrintWay
    from agent_app.services.notice_lines import NoticeChoice, NoticeOrder, PrintedNotices
    from agent_app.services.work import Report


class Notices(Protocol):
    """Makes due notices."""

    def choose(self, wanted: NoticeChoice) -> tuple[HouseholdId, ...]:
        """Return the households that have something due, in the order in which they are walked."""
        ...

    def sheets(self, order: NoticeOrder, report: Report) -> bytes:
        """Return the PDF to be looked at."""
        ...

    def print_sheets(self, order: NoticeOrder, report: Report, way: PrintWay, copies: int) -> PrintedNotices:
        """Return the PDF to be given away, logged."""
        ...
