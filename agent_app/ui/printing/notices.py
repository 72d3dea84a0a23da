"""Due notices for some households, so many on a page."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from uuid import UUID

from agent_app.domain.household import HouseholdId
from agent_app.domain.print_log import PaperKind
from agent_app.services.due_choices import PromiseWindow
from agent_app.services.lines import DueFilter
from agent_app.services.notice_lines import NoticeChoice, NoticeOrder, NoticeSize
from agent_app.services.work import Report
from agent_app.ui.core import Core
from agent_app.ui.printing.wanted import PaperWanted, PrintRun
from agent_app.ui.words import _

Whose = Callable[[Core], tuple[HouseholdId, ...]]
"""Finds the households; a task calls it."""


def of_today(core: Core) -> tuple[HouseholdId, ...]:
    """Find those that are to be visited today."""
    return core.notices.choose(NoticeChoice(core.today(), planned=True, agent=core.queries.agent_code()))


def of_hamlet(hamlet: str | None, core: Core) -> tuple[HouseholdId, ...]:
    """Find those of a hamlet that have something due; of all without one."""
    return core.notices.choose(NoticeChoice(core.today(), hamlet=hamlet, agent=core.queries.agent_code()))


def of_promises(core: Core) -> tuple[HouseholdId, ...]:
    """Find those who have promised to pay today, or should have paid before."""
    today, found = core.today(), list[HouseholdId]()
    for promise in (PromiseWindow.TODAY, PromiseWindow.PAST):
        wanted = DueFilter(unanswered=True, promise=promise, today=today, agent=core.queries.agent_code())
        found += [line.household_id for line in core.queries.due_lines(wanted)]
    return tuple(dict.fromkeys(found))


def of_lines(lines: tuple[UUID, ...], core: Core) -> tuple[HouseholdId, ...]:
    """Find those of some lines of the due list, in their order."""
    return tuple(dict.fromkeys(line.household_id for line in core.queries.due_lines_of(lines)))


def of_doors(households: tuple[HouseholdId, ...], _core: Core) -> tuple[HouseholdId, ...]:
    """Take some as they stand."""
    return households


def lines_paper(lines: tuple[UUID, ...]) -> PaperWanted:
    """Ask for the notices of whose lines of the due list these are."""
    words = _("Thông báo đến hạn đóng · {count} dòng đã chọn").format(count=len(lines))
    return notice_paper(partial(of_lines, lines), words)


def notice_paper(whose: Whose, title: str) -> PaperWanted:
    """Ask for notices: four on a page by default, else two or one."""
    sheets = [
        _notices(whose, title, *each)
        for each in (
            (4, NoticeSize.A6, _("4 tờ A6 trên một trang A4")),
            (2, NoticeSize.A5, _("2 tờ A5 trên một trang A4")),
            (1, NoticeSize.A5, _("Mỗi tờ một trang A5")),
            (1, NoticeSize.A6, _("Mỗi tờ một trang A6")),
        )
    ]
    return replace(sheets[0], others=tuple(sheets[1:]))


def look_at_notices(whose: Whose, per_page: int, size: NoticeSize, core: Core, report: Report) -> bytes:
    """Make what the next print would be."""
    return core.notices.sheets(_order(whose, per_page, size, core), report)


def print_notices(  # noqa: PLR0913, PLR0917
    whose: Whose, per_page: int, size: NoticeSize, run: PrintRun, core: Core, report: Report
) -> bytes:
    """Log a print of each household and make them."""
    order = _order(whose, per_page, size, core)
    return core.notices.print_sheets(order, report, run.way, run.copies).content


def _order(whose: Whose, per_page: int, size: NoticeSize, core: Core) -> NoticeOrder:
    return NoticeOrder(whose(core), core.today(), per_page, size)


def _notices(whose: Whose, title: str, per_page: int, size: NoticeSize, shape: str) -> PaperWanted:
    return PaperWanted(
        PaperKind.NOTICE,
        title,
        partial(look_at_notices, whose, per_page, size),
        partial(print_notices, whose, per_page, size),
        shape=shape,
    )
