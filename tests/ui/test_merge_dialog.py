"""Two lines of one person side by side: what differs, whose word stays, and what joins."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from agent_app.domain.household import HouseholdId, PersonId
from agent_app.domain.operation import OperationKind
from agent_app.services.lines import MemberLine
from agent_app.services.ports import Weight
from agent_app.ui.bench import Bench
from agent_app.ui.dialogs.people.merge import MergeDialog, Two
from agent_app.ui.dialogs.people.merge_presenter import Choosing, Compared
from agent_app.ui.dialogs.people.saved import Saved
from tests.builders import an_id
from tests.ui.fake_core import FakeCore
from tests.ui.seeing import Eyes, texts

FIRST, SECOND = HouseholdId(an_id(1)), HouseholdId(an_id(2))
TWIN = PersonId(an_id(0xABC))


@pytest.fixture
def pair(core: FakeCore) -> tuple[MemberLine, MemberLine]:
    """Somebody, and a line of the same person in another household, without numbers."""
    one = core.queries.members[FIRST][0]
    twin = replace(
        one, id=TWIN, insurance_no=None, citizen_id=None, phone="0911222333", covers=(), relation="Con"
    )
    core.queries.members[SECOND] += (twin,)
    core.people_queries.weights = {one.id: Weight(2, 1, 3), TWIN: Weight(visits=1)}
    return one, twin


@pytest.fixture
def saved() -> list[Saved]:
    """What the dialog has told."""
    return []


@pytest.fixture
def over(qtbot: QtBot) -> QWidget:
    """What the dialog lies over, and goes with."""
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def dialog(
    bench: Bench, pair: tuple[MemberLine, MemberLine], over: QWidget, eyes: Eyes, saved: list[Saved]
) -> MergeDialog:
    """The dialog about the first of the two."""
    made = MergeDialog(over, bench, Two(pair[0].id, pair[0].name))
    made.saved.connect(saved.append)
    made.begin()
    eyes.settle()
    return made


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def test_who_may_be_the_other_is_proposed_and_shown_beside(
    core: FakeCore, dialog: MergeDialog, pair: tuple[MemberLine, MemberLine], eyes: Eyes
) -> None:
    assert isinstance(dialog.presenter.state, Choosing)
    (proposal,) = dialog.proposals
    eyes.settle()
    eyes.shoot(dialog, "proposals")
    proposal.click()
    eyes.settle()
    eyes.settle()
    eyes.shoot(dialog, "merge")

    words = texts(dialog.table)
    assert "Khác: chọn một" in words
    assert "Giống nhau" in words
    assert set(dialog.table.choices) == {"phone", "relation"}
    assert "cộng lại 3" in words
    assert "3 lần đến, 1 khoản đã thu, 3 dòng danh sách" in dialog.sum.text()
    for number in (pair[0].citizen_id, pair[0].phone, pair[1].phone):
        assert str(number) not in words
    assert {pair[0].id, TWIN} <= set(core.access.seen)
    assert core.people_queries.kinds == []


def test_numbers_are_seen_once_the_access_log_knows(
    core: FakeCore, dialog: MergeDialog, pair: tuple[MemberLine, MemberLine], eyes: Eyes
) -> None:
    dialog.proposals[0].click()
    eyes.settle()
    dialog.uncover.click()
    eyes.settle()

    assert str(pair[1].phone) in texts(dialog.table)
    assert [entry[1] for entry in core.access.uncovered] == [pair[0].id, TWIN]


def test_nothing_is_merged_before_the_second_word_and_what_was_chosen_stays(
    core: FakeCore, dialog: MergeDialog, pair: tuple[MemberLine, MemberLine], eyes: Eyes, saved: list[Saved]
) -> None:
    dialog.proposals[0].click()
    eyes.settle()
    dialog.table.choices["phone"][1].click()
    dialog.merge_button.click()
    eyes.settle()
    assert "không tách lại được" in texts(dialog)
    assert core.people_queries.kinds == []
    eyes.settle()
    eyes.shoot(dialog, "merge-asked")
    dialog.merge_button.click()
    eyes.settle()

    kept = core.queries.members[FIRST][0]
    assert (kept.id, kept.phone, kept.relation) == (pair[0].id, pair[1].phone, pair[0].relation)
    assert TWIN not in {each.id for each in core.queries.members[SECOND]}
    assert core.people_queries.kinds == [OperationKind.PERSON_MERGED, OperationKind.PERSON_EDITED]
    assert saved[0].household_id == FIRST
    assert saved[0].undo is None


def test_another_choice_takes_back_that_it_was_asked(dialog: MergeDialog, eyes: Eyes) -> None:
    dialog.proposals[0].click()
    eyes.settle()
    dialog.merge_button.click()
    dialog.table.choices["relation"][1].click()

    state = dialog.presenter.state
    assert isinstance(state, Compared)
    assert not state.asked
    assert dialog.merge_button.text() == "Gộp hai dòng này…"


def test_two_with_different_numbers_are_not_merged_and_the_number_is_shown(
    core: FakeCore, dialog: MergeDialog, eyes: Eyes
) -> None:
    other = core.queries.members[SECOND][0]
    dialog.picker.picked.emit(core.queries.search_people(other.name)[0])
    eyes.settle()
    eyes.settle()
    eyes.shoot(dialog, "apart")

    assert "khác nhau nên chưa gộp" in texts(dialog)
    assert "Khác: không gộp" in texts(dialog.table)
    assert not dialog.merge_button.isEnabled()


def test_somebody_cannot_be_merged_with_themselves(
    core: FakeCore, dialog: MergeDialog, pair: tuple[MemberLine, MemberLine], eyes: Eyes
) -> None:
    mine = next(each for each in core.queries.search_people(pair[0].name) if each.id == pair[0].id)
    dialog.picker.picked.emit(mine)
    eyes.settle()

    assert "đã là một người" in texts(dialog)
    assert isinstance(dialog.presenter.state, Choosing)


def test_what_the_office_alone_says_is_not_to_be_chosen(
    core: FakeCore, dialog: MergeDialog, pair: tuple[MemberLine, MemberLine], eyes: Eyes
) -> None:
    core.people_queries.office_knows.add(pair[0].id)
    core.people_queries.facilities = {pair[0].id: "60-058", TWIN: "60-001"}
    dialog.proposals[0].click()
    eyes.settle()

    assert not dialog.table.choices["facility"][1].isEnabled()


def test_the_merge_needs_the_keyboard_only(core: FakeCore, dialog: MergeDialog, eyes: Eyes) -> None:
    QTest.keyClick(focused(), Qt.Key.Key_Backtab)
    while focused() not in dialog.proposals:
        QTest.keyClick(focused(), Qt.Key.Key_Backtab)
    QTest.keyClick(focused(), Qt.Key.Key_Space)
    eyes.settle()
    assert focused() is dialog.table.choices["phone"][0]
    QTest.keyClick(focused(), Qt.Key.Key_Tab)
    QTest.keyClick(focused(), Qt.Key.Key_Space)
    for _way in range(20):
        if focused() is dialog.merge_button:
            break
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    eyes.settle()

    assert core.people_queries.kinds == [OperationKind.PERSON_MERGED, OperationKind.PERSON_EDITED]


def test_another_one_may_be_chosen_after_all(dialog: MergeDialog, eyes: Eyes) -> None:
    dialog.proposals[0].click()
    eyes.settle()
    dialog.again.click()
    eyes.settle()

    assert isinstance(dialog.presenter.state, Choosing)
    assert dialog.finding.isVisible()
    assert len(dialog.proposals) == 1
