"""A made-up day for the pictures: the list is in, some doors are done, some money is sent and some not."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from agent_app.domain.calendar import add_months
from agent_app.domain.due_list import Scheme
from agent_app.domain.household import HouseholdId
from agent_app.domain.receipt import ReceiptId
from agent_app.domain.visit import Outcome
from agent_app.doors import open_home_core
from agent_app.runtime.paths import Home
from agent_app.services.lines import DueFilter, DueLine
from agent_app.services.ports import no_report
from agent_app.services.quotes import PaymentRequest
from agent_app.services.receipts import IssueReceipt
from agent_app.services.visits import OutcomeRequest, RecordVisit
from agent_app.ui.core import Core
from scripts.commune import make_commune
from scripts.commune_files import write_due_list
from scripts.demo_cast import Cast, choose_cast
from scripts.demo_stage import DemoError, Stage
from scripts.demo_stage import Scene as StageScene

_MONTHS = 12
_DONE = 8
SCENE = StageScene(settings=(("account", "970415:0011001932418:BHXH CO SO SUOI TRUC"),))


@dataclass(frozen=True, slots=True)
class Day:
    """What the pictures are taken of; ``made`` is what one has made, for the same one in another dress."""

    stage: Stage
    core: Core
    cast: Cast
    next_list: Path
    made: dict[str, ReceiptId] = field(default_factory=dict)

    def household(self, household_no: str) -> HouseholdId:
        """Find a household by its number."""
        lines = self.core.queries.due_lines(DueFilter())
        found = (each.household_id for each in lines if each.household_no == household_no)
        return _there(next(found, None))


def begin_day(stage: Stage) -> Day:
    """Take in the month's list and do half a day's work."""
    home = Home(stage.home)
    core = open_home_core(home, stage.password())
    core.due_lists.commit(core.due_lists.prepare(stage.due_list, no_report), no_report)
    core.sync.run(no_report)
    day = Day(stage, core, choose_cast(stage.commune), _next_list(stage))
    doors = _doors(core)
    kept = {each.household_no for each in (day.cast.paying, day.cast.promising)}
    free = [lines for lines in doors if lines[0].household_no not in kept]
    if len(free) < _DONE:
        raise DemoError("Xã giả định này không có đủ hộ đến hạn, hãy chọn số khác bằng --seed.")
    for lines in free[:3]:
        _take_money(core, lines)
    core.sync.run(no_report)
    for lines in free[3:5]:
        _take_money(core, lines)
    today = core.today()
    for lines, outcome, promised_on in (
        (free[5], Outcome.ABSENT, None),
        (free[6], Outcome.PROMISED, today),
        (free[7], Outcome.PROMISED, today + timedelta(5)),
    ):
        outcomes = tuple(
            OutcomeRequest(each, outcome, promised_on)
            for each in dict.fromkeys(one.person_id for one in lines)
        )
        core.visits.record(RecordVisit(lines[0].household_id, outcomes, lines[0].name))
    return day


def _next_list(stage: Stage) -> Path:
    """Write the list that the office would send a month later."""
    later = make_commune(stage.seed, today=add_months(stage.commune.today, 1))
    path = stage.folder / f"D08a-TS-{later.month}.xlsx"
    write_due_list(later, path)
    return path


def _there(found: HouseholdId | None) -> HouseholdId:
    if found is None:
        raise DemoError("Danh sách không có hộ cần chụp.")
    return found


def _doors(core: Core) -> list[list[DueLine]]:
    """Group the payable lines by household, the first hamlet's first."""
    doors: dict[HouseholdId, list[DueLine]] = {}
    for hamlet in core.queries.hamlets():
        for line in core.queries.due_lines(DueFilter(hamlet=hamlet)):
            doors.setdefault(line.household_id, []).append(line)
    return [lines for lines in doors.values() if any(_payable(each) for each in lines)]


def _payable(line: DueLine) -> bool:
    return line.scheme is Scheme.HEALTH and line.group == "GD"


def _take_money(core: Core, lines: list[DueLine]) -> None:
    requests = tuple(
        PaymentRequest(each.person_id, Scheme.HEALTH, _MONTHS) for each in lines if _payable(each)
    )
    core.receipts.issue(IssueReceipt(requests, lines[0].name, lines[0].household_id))
