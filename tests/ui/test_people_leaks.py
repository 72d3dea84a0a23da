"""What is closed is gone: no dialog about people outlives its answer."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from agent_app.domain.household import HouseholdId
from agent_app.services.people_lines import HistoryOf
from agent_app.ui.bench import Bench
from agent_app.ui.dialogs.people.frame import PeopleDialog
from agent_app.ui.dialogs.people.history import HistoryDialog
from agent_app.ui.dialogs.people.home import HomeDialog
from agent_app.ui.dialogs.people.merge import MergeDialog, Two
from agent_app.ui.dialogs.people.move import MoveDialog
from agent_app.ui.dialogs.people.person import Newcomer, PersonDialog
from agent_app.ui.dialogs.people.status import StatusDialog
from agent_app.ui.pages.households.people_bar import PeopleBar
from agent_app.ui.pages.households.presenter import HouseholdPresenter
from tests.builders import TODAY, an_id
from tests.domain.test_card_qr import HEALTH
from tests.ui.fake_core import FakeCore
from tests.ui.seeing import Eyes
from tests.ui.test_due_leaks import gone

FIRST = HouseholdId(an_id(1))
Make = Callable[[Bench, FakeCore], PeopleDialog]


def adding(bench: Bench, core: FakeCore) -> PeopleDialog:
    return PersonDialog(None, bench, Newcomer(core.queries.households[FIRST]))


def editing(bench: Bench, core: FakeCore) -> PeopleDialog:
    return PersonDialog(None, bench, core.queries.members[FIRST][0].id)


def home(bench: Bench, _core: FakeCore) -> PeopleDialog:
    return HomeDialog(None, bench, FIRST)


def moving(bench: Bench, core: FakeCore) -> PeopleDialog:
    return MoveDialog(None, bench, core.queries.members[FIRST][0].id, "x")


def merging(bench: Bench, core: FakeCore) -> PeopleDialog:
    one, other = core.queries.members[FIRST][:2]
    return MergeDialog(None, bench, Two(one.id, "x", other.id))


def standing(bench: Bench, core: FakeCore) -> PeopleDialog:
    return StatusDialog(None, bench, core.queries.household(FIRST, 2026), TODAY)


def history(bench: Bench, _core: FakeCore) -> PeopleDialog:
    return HistoryDialog(None, bench, HistoryOf(FIRST), "x")


@pytest.mark.parametrize("make", [adding, editing, home, moving, merging, standing, history])
def test_nothing_is_left_of_a_dialog(make: Make, bench: Bench, core: FakeCore, eyes: Eyes) -> None:
    def used() -> QObject:
        dialog = make(bench, core)
        dialog.begin()
        eyes.settle()
        dialog.card_scanned.emit(HEALTH)
        eyes.settle()
        dialog.done(0)
        eyes.settle()
        return dialog

    assert gone(used) == []


def test_nothing_is_left_of_the_bar(bench: Bench, core: FakeCore, eyes: Eyes) -> None:
    def used() -> QObject:
        page = QWidget()
        household = HouseholdPresenter(bench, page)
        bar = PeopleBar(bench, household)
        for part in (bar, bar.told):
            part.setParent(page)
        household.open(FIRST)
        household.set_active(active=True)
        eyes.settle()
        bar.desk.edit(core.queries.members[FIRST][0].id)
        eyes.settle()
        if bar.desk.dialog is not None:
            bar.desk.dialog.done(0)
        eyes.settle()
        return page

    assert gone(used) == []
