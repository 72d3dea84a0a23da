"""Correcting a household's address, moving somebody, and telling how people stand."""

from datetime import date

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from agent_app.domain.household import HouseholdId
from agent_app.domain.operation import OperationKind
from agent_app.domain.people_edit import FieldEdit
from agent_app.domain.visit import Outcome
from agent_app.services.people_commands import Edited
from agent_app.ui.bench import Bench
from agent_app.ui.dialogs.people.frame import PeopleDialog
from agent_app.ui.dialogs.people.home import HomeDialog
from agent_app.ui.dialogs.people.move import MoveDialog
from agent_app.ui.dialogs.people.saved import Saved
from agent_app.ui.dialogs.people.status import About, StatusDialog
from agent_app.ui.parts.boxes import Card
from tests.builders import TODAY, an_id
from tests.ui.fake_core import FakeCore
from tests.ui.seeing import Eyes, texts

FIRST = HouseholdId(an_id(1))


class Opened:
    """Opens a dialog, and keeps what it tells."""

    def __init__(self, qtbot: QtBot, eyes: Eyes) -> None:
        self.qtbot, self.eyes = qtbot, eyes
        self.saved: list[Saved] = []
        self.over = QWidget()
        qtbot.addWidget(self.over)

    def open(self, dialog: HomeDialog | MoveDialog | StatusDialog) -> PeopleDialog:
        dialog.saved.connect(self.saved.append)
        dialog.begin()
        self.qtbot.waitExposed(dialog)
        self.eyes.settle()
        return dialog


@pytest.fixture
def opened(qtbot: QtBot, eyes: Eyes) -> Opened:
    """The opener."""
    return Opened(qtbot, eyes)


@pytest.mark.parametrize("size", [QSize(980, 700), QSize(980, 300)])
def test_what_a_dialog_shows_ends_where_its_buttons_end(
    core: FakeCore, bench: Bench, opened: Opened, size: QSize
) -> None:
    dialog = opened.open(StatusDialog(opened.over, bench, core.queries.household(FIRST, TODAY.year), TODAY))
    dialog.resize(size)
    opened.eyes.settle()
    opened.eyes.shoot(dialog, f"status-{size.height()}")

    bar = dialog.scroller.verticalScrollBar()
    scrolls = bar.maximum() > 0
    assert scrolls is (size.height() < 500)
    edge = dialog.foot.geometry().right()
    widest = max(each.geometry().right() for each in dialog.content.findChildren(Card))
    right = dialog.content.mapTo(dialog, QPoint(widest, 0)).x()
    assert right == (edge - bar.width() - 8 if scrolls else edge)


def test_an_address_is_corrected_and_can_be_taken_back(core: FakeCore, bench: Bench, opened: Opened) -> None:
    dialog = HomeDialog(opened.over, bench, FIRST)
    opened.open(dialog)
    before = core.queries.households[FIRST]
    assert dialog.form.address.text() == before.address
    dialog.form.address.setText("Số 9, Thôn Láng Gòn, xã Tân Minh")
    opened.eyes.settle()
    opened.eyes.shoot(dialog, "edit-home")
    dialog.save_button.click()
    opened.eyes.settle()

    assert core.queries.households[FIRST].address == "Số 9, Thôn Láng Gòn, xã Tân Minh"
    done = opened.saved[0].undo
    assert isinstance(done, Edited)
    assert done.edits == (FieldEdit("address", before.address, "Số 9, Thôn Láng Gòn, xã Tân Minh"),)
    assert "địa chỉ" in opened.saved[0].words


def test_an_address_may_not_be_emptied_and_nothing_is_no_edit(
    core: FakeCore, bench: Bench, opened: Opened
) -> None:
    dialog = HomeDialog(opened.over, bench, FIRST)
    opened.open(dialog)
    dialog.save_button.click()
    assert "chưa sửa mục nào" in texts(dialog)
    dialog.form.address.clear()
    dialog.check()
    opened.eyes.settle()
    dialog.save_button.click()
    opened.eyes.settle()

    assert dialog.form.fields["address"].faulty
    assert core.people_queries.kinds == []


def test_somebody_moves_to_a_household_that_is_looked_for(
    core: FakeCore, bench: Bench, opened: Opened
) -> None:
    who, other = core.queries.members[FIRST][2], list(core.queries.households)[3]
    dialog = MoveDialog(opened.over, bench, who.id, who.name)
    opened.open(dialog)
    dialog.save_button.click()
    assert "chọn người đó" in texts(dialog)
    QTest.keyClicks(dialog.picker.field, "hoang dinh phuong")
    QTest.keyClick(dialog.picker.field, Qt.Key.Key_Return)
    opened.eyes.settle()
    QTest.keyClick(dialog.picker.field, Qt.Key.Key_Down)
    QTest.keyClick(dialog.picker.table, Qt.Key.Key_Return)
    dialog.relation.setEditText("Con rể")
    opened.eyes.settle()
    opened.eyes.shoot(dialog, "move")
    dialog.save_button.click()
    opened.eyes.settle()

    moved = next(each for each in core.queries.members[other] if each.id == who.id)
    assert moved.relation == "Con rể"
    assert who.id not in {each.id for each in core.queries.members[FIRST]}
    assert opened.saved[0].household_id == other
    assert isinstance(opened.saved[0].undo, Edited)
    core.people.take_back(opened.saved[0].undo)
    assert who.id in {each.id for each in core.queries.members[FIRST]}


def test_nobody_moves_to_where_they_live(core: FakeCore, bench: Bench, opened: Opened) -> None:
    who = core.queries.members[FIRST][2]
    dialog = MoveDialog(opened.over, bench, who.id, who.name)
    opened.open(dialog)
    dialog.picker.picked.emit(core.queries.search_people(who.name)[0])
    dialog.save_button.click()
    opened.eyes.settle()

    assert "đang ở hộ đó rồi" in texts(dialog)
    assert opened.saved == []


def standing(core: FakeCore, bench: Bench, opened: Opened) -> StatusDialog:
    return StatusDialog(opened.over, bench, core.queries.household(FIRST, 2026), TODAY)


def test_a_decision_is_kept_for_the_household_or_for_one_person(
    core: FakeCore, bench: Bench, opened: Opened
) -> None:
    dialog = standing(core, bench, opened)
    opened.open(dialog)
    dialog.save_button.click()
    faulty = [name for name, field in dialog.decision.fields.items() if field.faulty]
    assert faulty == ["group", "number", "issuer"]
    dialog.decision.group.setCurrentIndex(1)
    dialog.decision.number.setText("12/QĐ-UBND")
    dialog.decision.issuer.setText("UBND xã Tân Minh")
    opened.eyes.settle()
    opened.eyes.shoot(dialog, "decision")
    dialog.save_button.click()
    opened.eyes.settle()

    (kept,) = core.queries.records
    assert (kept.household_id, kept.person_id, kept.decision.group) == (FIRST, None, "CN")
    assert (kept.decision.since, kept.decision.until) == (date(2026, 1, 1), date(2026, 12, 31))
    assert opened.saved[0].undo == kept

    again = standing(core, bench, opened)
    again.who.buttons[1].click()
    opened.open(again)
    assert "12/QĐ-UBND" in texts(again)
    again.decision.group.setEditText("dtts-70")
    again.decision.number.setText("77/QĐ-UBND")
    again.decision.issuer.setText("UBND xã Tân Minh")
    again.save_button.click()
    opened.eyes.settle()
    assert core.queries.records[-1].person_id == core.queries.members[FIRST][0].id


def test_a_decision_may_be_taken_back(core: FakeCore, bench: Bench, opened: Opened) -> None:
    first = standing(core, bench, opened)
    opened.open(first)
    first.decision.group.setCurrentIndex(0)
    first.decision.number.setText("12/QĐ-UBND")
    first.decision.issuer.setText("UBND xã Tân Minh")
    first.save_button.click()
    opened.eyes.settle()
    again = standing(core, bench, opened)
    opened.open(again)
    opened.eyes.settle()
    opened.eyes.shoot(again, "decisions")
    held = next(each for each in again.kept if hasattr(each, "button"))
    held.button.click()
    opened.eyes.settle()

    assert core.queries.records[-1].withdrawn
    assert "Đã rút lại" in opened.saved[-1].words
    assert opened.saved[-1].undo is None


def test_a_group_that_nobody_knows_is_refused_in_a_sentence(
    core: FakeCore, bench: Bench, opened: Opened
) -> None:
    dialog = standing(core, bench, opened)
    opened.open(dialog)
    dialog.decision.group.setEditText("giau")
    dialog.decision.number.setText("1")
    dialog.decision.issuer.setText("UBND")
    dialog.save_button.click()
    opened.eyes.settle()

    assert dialog.notice.isVisible()
    assert core.queries.records == []


def test_who_has_died_is_told_without_a_visit_of_its_own_dialog(
    core: FakeCore, bench: Bench, opened: Opened
) -> None:
    dialog = standing(core, bench, opened)
    opened.open(dialog)
    dialog.about.buttons[1].click()
    assert dialog.about.value is About.GONE
    assert not dialog.who.buttons[0].isVisible()
    dialog.save_button.click()
    assert "chọn một người" in texts(dialog)
    dialog.who.buttons[3].click()
    dialog.gone.buttons[0].click()
    opened.eyes.settle()
    opened.eyes.shoot(dialog, "gone")
    dialog.save_button.click()
    opened.eyes.settle()

    assert core.queries.members[FIRST][2].outcome is Outcome.DIED
    assert "đã mất" in opened.saved[0].words
    assert core.people_queries.kinds == []


def test_every_change_is_an_operation(core: FakeCore, bench: Bench, opened: Opened) -> None:
    dialog = standing(core, bench, opened)
    opened.open(dialog)
    dialog.decision.group.setCurrentIndex(0)
    dialog.decision.number.setText("12/QĐ-UBND")
    dialog.decision.issuer.setText("UBND xã Tân Minh")
    dialog.save_button.click()
    opened.eyes.settle()

    assert core.people_queries.kinds == [OperationKind.STATUS_RECORDED]
