from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from agent_app.domain.household import HouseholdId
from agent_app.domain.visit import Outcome
from agent_app.ui.dialogs.visit import VisitDialog
from agent_app.ui.look import Look
from agent_app.ui.parts.boxes import Scroller
from tests.builders import TODAY, an_id
from tests.ui.fake_core import FakeCore, make_member
from tests.ui.seeing import Eyes, texts

FIRST = HouseholdId(an_id(1))


@pytest.fixture
def dialog(core: FakeCore, look: Look, qtbot: QtBot) -> VisitDialog:
    """The dialog for the first household: two are due, two are not."""
    made = VisitDialog(None, look, core.queries.household(FIRST, 2026), TODAY)
    qtbot.addWidget(made)
    made.show()
    return made


def press(dialog: VisitDialog, row: int, outcome: Outcome) -> None:
    buttons = dialog.rows[row].choices.buttons
    next(each for each in buttons if each.value is outcome).click()


def test_an_outcome_and_enter_are_enough(dialog: VisitDialog) -> None:
    press(dialog, 0, Outcome.ABSENT)
    QTest.keyClick(dialog.rows[0].choices.buttons[3], Qt.Key.Key_Return)

    assert dialog.command is not None
    assert [each.outcome for each in dialog.command.outcomes] == [Outcome.ABSENT]
    assert dialog.command.met == ""  # nobody who is absent was met


def test_who_was_met_is_proposed_where_somebody_was(dialog: VisitDialog) -> None:
    press(dialog, 0, Outcome.PAID)
    dialog.save()

    assert dialog.command is not None
    assert dialog.command.met == "Lê Quốc Dũng"


def test_somebody_else_may_say_that_all_are_absent(dialog: VisitDialog) -> None:
    press(dialog, 0, Outcome.ABSENT)
    dialog.met.setEditText("hàng xóm")
    dialog.save()

    assert dialog.command is not None
    assert dialog.command.met == "hàng xóm"


def test_the_commonest_outcome_takes_three_strokes(core: FakeCore, look: Look, qtbot: QtBot) -> None:
    made = VisitDialog(None, look, core.queries.household(FIRST, 2026), TODAY)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    # F8, which has opened the dialog, was the first of them.
    first = made.whole.choices.buttons[0]
    assert made.focusWidget() is first
    QTest.keyClick(first, Qt.Key.Key_Space)
    QTest.keyClick(first, Qt.Key.Key_Return)

    assert made.command is not None
    assert [each.outcome for each in made.command.outcomes] == [Outcome.PAID, Outcome.PAID]


def test_a_promise_asks_for_its_date(dialog: VisitDialog, eyes: Eyes) -> None:
    assert not dialog.rows[0].promise.isVisible()
    press(dialog, 0, Outcome.PROMISED)
    assert dialog.rows[0].promise.isVisible()
    dialog.rows[0].quick.buttons[0].click()
    eyes.shoot(dialog, "visit")
    dialog.save()

    assert dialog.command is not None
    assert dialog.command.outcomes[0].promised_on == TODAY + timedelta(1)


def test_a_promise_cannot_be_for_yesterday(dialog: VisitDialog) -> None:
    dialog.rows[0].date.put(TODAY - timedelta(1))

    assert dialog.rows[0].date.value >= TODAY


def test_a_refusal_asks_for_its_reason(dialog: VisitDialog) -> None:
    press(dialog, 1, Outcome.REFUSED)
    assert dialog.rows[1].refusal.isVisible()
    dialog.rows[1].reason.setCurrentText("")
    dialog.save()
    assert "lý do từ chối" in texts(dialog)
    dialog.rows[1].reason.setCurrentText("Đi làm xa")
    dialog.save()

    assert dialog.command is not None
    assert dialog.command.outcomes[0].reason == "Đi làm xa"


def test_nothing_chosen_is_not_saved(dialog: VisitDialog) -> None:
    dialog.save()

    assert dialog.command is None
    assert "ít nhất một người" in texts(dialog)


def test_a_second_press_takes_an_outcome_back(dialog: VisitDialog) -> None:
    press(dialog, 0, Outcome.MOVED)
    press(dialog, 0, Outcome.MOVED)

    assert dialog.rows[0].outcome is None


def test_one_press_answers_for_the_whole_household(dialog: VisitDialog) -> None:
    dialog.whole.choices.buttons[3].click()
    dialog.save()

    assert dialog.command is not None
    assert {each.outcome for each in dialog.command.outcomes} == {Outcome.ABSENT}
    assert len(dialog.command.outcomes) == 2


def test_what_the_household_was_asked_is_not_asked_again_for_each(dialog: VisitDialog) -> None:
    whole, first = dialog.whole, dialog.rows[0]
    next(each for each in whole.choices.buttons if each.value is Outcome.PROMISED).click()
    assert whole.promise.isVisible()
    assert not any(row.promise.isVisible() for row in dialog.rows)
    press(dialog, 0, Outcome.REFUSED)
    assert first.refusal.isVisible()
    whole.quick.buttons[1].click()
    dialog.save()

    assert dialog.command is not None
    assert [each.outcome for each in dialog.command.outcomes] == [Outcome.REFUSED, Outcome.PROMISED]
    assert dialog.command.outcomes[1].promised_on == TODAY + timedelta(3)


def test_six_people_fit_on_a_small_screen(core: FakeCore, look: Look, qtbot: QtBot, eyes: Eyes) -> None:
    page = core.queries.household(FIRST, 2026)
    six = tuple(make_member(at, "Nguyễn Hoàng Phương Thảo", 0) for at in range(6))
    window = QWidget()
    window.resize(1366, 768)
    qtbot.addWidget(window)
    made = VisitDialog(window, look, replace(page, members=six), TODAY)
    made.show()
    made.whole.choices.buttons[1].click()
    eyes.shoot(made, "visit-six")
    bar = made.findChildren(Scroller)[0].verticalScrollBar()

    assert bar.maximum() == 0
    assert made.width() <= 1100
    assert made.height() <= 700


def test_the_buttons_say_outcomes_in_full(dialog: VisitDialog) -> None:
    words = texts(dialog.rows[0])

    assert "Đã tham gia nơi khác" in words
    assert "Đã vào BHXH bắt buộc" in words


def test_people_who_are_not_due_are_shown_when_asked_for(dialog: VisitDialog) -> None:
    assert [row.isVisible() for row in dialog.rows] == [True, True, False, False]
    dialog.more.click()

    assert all(row.isVisible() for row in dialog.rows)
    assert not dialog.more.isVisible()


def test_every_outcome_has_a_button(dialog: VisitDialog) -> None:
    assert {button.value for button in dialog.rows[0].choices.buttons} == set(Outcome)


def test_asking_returns_what_was_saved_or_nothing(
    core: FakeCore, look: Look, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    page = core.queries.household(FIRST, 2026)

    def save_at_once(dialog: VisitDialog) -> int:
        press(dialog, 0, Outcome.DIED)
        dialog.save()
        return 1

    def give_up(_dialog: VisitDialog) -> int:
        return 0

    monkeypatch.setattr(VisitDialog, "exec", save_at_once)
    command = VisitDialog.ask(parent, look, page, TODAY)
    monkeypatch.setattr(VisitDialog, "exec", give_up)

    assert command is not None
    assert command.outcomes[0].outcome is Outcome.DIED
    assert VisitDialog.ask(parent, look, page, TODAY) is None
