"""The presenters behind the dialogs about people: which states they enter, and what they ask the core."""

from dataclasses import replace

import pytest

from agent_app.domain.due_list import Sex
from agent_app.domain.household import HouseholdId, PersonId
from agent_app.domain.person_fields import HouseholdFields, PersonFields
from agent_app.services.changes import Changed, Touched
from agent_app.services.people_checks import CheckPerson, PeopleChecks
from agent_app.services.people_commands import AddHousehold, AddPerson, EditPerson, SettleHousehold
from agent_app.services.people_lines import FieldsChanged, HistoryLine, HistoryOf
from agent_app.ui.bench import Bench
from agent_app.ui.dialogs.people.history_presenter import HistoryPresenter, Shown
from agent_app.ui.dialogs.people.merge_presenter import Choosing, MergePresenter
from agent_app.ui.dialogs.people.person_presenter import Form, PersonPresenter
from agent_app.ui.dialogs.people.saved import Saved
from agent_app.ui.dialogs.people.undoing import UndoPresenter
from agent_app.ui.tasks import TaskRunner
from tests.builders import NOW, an_id
from tests.ui.fake_core import FakeCore
from tests.ui.seeing import Eyes, Kept

FIRST, SECOND = HouseholdId(an_id(1)), HouseholdId(an_id(2))
STRANGER = PersonFields("Lê Thị Mến", "1990", Sex.FEMALE.value)


@pytest.fixture
def presenter(bench: Bench) -> PersonPresenter:
    """Behind the dialog that adds and corrects."""
    return PersonPresenter(bench)


class Counting:
    """Counts how often somebody asks the checks."""

    def __init__(self, checks: PeopleChecks) -> None:
        self._checks = checks
        self.asked: list[str | None] = []

    def person(self, command: CheckPerson) -> object:
        self.asked.append(command.fields.name)
        return self._checks.person(command)


def test_of_what_is_typed_meanwhile_only_the_last_is_checked(
    core: FakeCore, presenter: PersonPresenter, eyes: Eyes
) -> None:
    counting = Counting(core.people_checks)
    core.people_checks = counting  # type: ignore[assignment]
    for at in range(1, 6):
        presenter.check(CheckPerson(PersonFields("Mến" + "n" * at)))
    eyes.settle()

    assert counting.asked == ["Mếnn", "Mếnnnnnn"]


def test_saving_is_one_state_and_announces_what_it_changed(
    core: FakeCore, presenter: PersonPresenter, runner: TaskRunner, eyes: Eyes
) -> None:
    kept, changed, saved = Kept(presenter), list[Changed](), list[Saved]()
    runner.changed.connect(changed.append)
    presenter.saved.connect(saved.append)
    presenter.save(AddPerson(FIRST, STRANGER))
    presenter.save(AddPerson(FIRST, STRANGER))
    eyes.settle()

    assert [state.saving for state in kept.states if isinstance(state, Form)] == [True, False]
    assert changed == [Changed.of(Touched.PEOPLE, Touched.DUE_LIST, Touched.SYNC)]
    assert len(saved) == 1
    assert [each.name for each in core.queries.members[FIRST]].count("Lê Thị Mến") == 1


def test_a_household_at_the_same_door_is_a_doubt_and_one_of_the_same_number_is_sure(
    core: FakeCore, presenter: PersonPresenter, eyes: Eyes
) -> None:
    there = core.queries.households[FIRST]
    presenter.save(SettleHousehold(AddHousehold(HouseholdFields(there.address)), STRANGER))
    eyes.settle()
    assert presenter.form.other_home is not None
    assert (presenter.form.other_home.household_id, presenter.form.other_home.sure) == (FIRST, False)
    presenter.save(
        SettleHousehold(AddHousehold(HouseholdFields("Số 99", household_no=there.household_no)), STRANGER)
    )
    eyes.settle()

    assert getattr(presenter.form.other_home, "sure", False)
    assert list(core.queries.households)[-1] != FIRST
    assert core.people_queries.kinds == []


def test_an_edit_of_nothing_is_told_so_and_cannot_be_taken_back(
    core: FakeCore, presenter: PersonPresenter, eyes: Eyes
) -> None:
    saved = list[Saved]()
    presenter.saved.connect(saved.append)
    who = core.queries.members[FIRST][0]
    presenter.save(EditPerson(who.id, PersonFields(name=who.name)))
    eyes.settle()

    assert saved == [Saved("Không có gì khác, không thay đổi.", FIRST)]


def test_a_merge_goes_from_proposals_to_both_sides(core: FakeCore, bench: Bench, eyes: Eyes) -> None:
    one = core.queries.members[FIRST][0]
    twin = replace(one, id=PersonId(an_id(0xABC)), insurance_no=None, citizen_id=None)
    core.queries.members[SECOND] += (twin,)
    presenter = MergePresenter(bench, one.id)
    kept = Kept(presenter)
    presenter.begin()
    eyes.settle()
    (choosing,) = kept.states
    assert isinstance(choosing, Choosing)
    assert [each.person.id for each in choosing.proposed] == [twin.id]
    presenter.compare(twin.id)
    eyes.settle()
    presenter.merge()

    assert kept.names == ["Choosing", "Compared", "Compared"]
    assert presenter.compared is not None
    assert presenter.compared.asked
    assert core.people_queries.kinds == []


def test_a_page_of_history_is_read_at_a_time(core: FakeCore, bench: Bench, eyes: Eyes) -> None:
    core.people_queries.lines = [HistoryLine(NOW, f"{at}", FieldsChanged(())) for at in range(25)]
    presenter = HistoryPresenter(bench, HistoryOf(FIRST))
    presenter.begin()
    eyes.settle()
    presenter.turn(1)
    eyes.settle()

    assert isinstance(presenter.state, Shown)
    assert (presenter.state.first, len(presenter.state.lines), presenter.state.more) == (20, 5, False)


def test_nothing_is_taken_back_where_nothing_was_kept(core: FakeCore, bench: Bench, eyes: Eyes) -> None:
    presenter = UndoPresenter(bench)
    presenter.undo()
    presenter.remember(Saved("Đã thêm", FIRST))
    presenter.undo()
    eyes.settle()

    assert core.people_queries.kinds == []
