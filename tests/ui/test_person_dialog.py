"""Adding and correcting people: fields checked as one types, cards, duplicates, masked numbers."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from agent_app.domain.due_list import Sex
from agent_app.domain.household import HouseholdId, PersonId
from agent_app.domain.operation import OperationKind
from agent_app.services.failures import HouseholdUnknownError
from agent_app.services.lines import MemberLine
from agent_app.ui.bench import Bench
from agent_app.ui.dialogs.people.home_choice import Home
from agent_app.ui.dialogs.people.person import Newcomer, PersonDialog
from agent_app.ui.dialogs.people.saved import Saved
from tests.builders import an_id
from tests.domain.test_card_qr import CITIZEN, HEALTH
from tests.ui.fake_core import FakeCore
from tests.ui.seeing import Eyes, texts

FIRST = HouseholdId(an_id(1))


class Desk:
    """Opens dialogs as the window does, and keeps what they tell."""

    def __init__(self, bench: Bench, qtbot: QtBot, eyes: Eyes) -> None:
        self.bench, self.qtbot, self.eyes = bench, qtbot, eyes
        self.saved: list[Saved] = []
        self.wanted: list[object] = []
        self.over = QWidget()
        qtbot.addWidget(self.over)

    def open(self, about: Newcomer | PersonId) -> PersonDialog:
        dialog = PersonDialog(self.over, self.bench, about)
        dialog.saved.connect(self.saved.append)
        dialog.household_wanted.connect(self.wanted.append)
        dialog.begin()
        self.qtbot.waitExposed(dialog)
        self.eyes.settle()
        return dialog

    def type(self, dialog: PersonDialog, name: str, text: str) -> None:
        """Type into a field, and wait until it was checked."""
        editor = dialog.form.fields[name].editor
        target = editor.focusProxy() or editor
        target.setFocus()
        assert isinstance(target, QLineEdit)
        if text.isascii():
            QTest.keyClicks(target, text)
        else:
            # Qt's test keys know no letters with accents; an input method commits them like this.
            QApplication.sendEvent(target, committed(text))
        self.check(dialog)

    def check(self, dialog: PersonDialog) -> None:
        dialog._pause.stop()
        dialog._check()
        self.eyes.settle()


def committed(text: str) -> QInputMethodEvent:
    event = QInputMethodEvent()
    event.setCommitString(text)
    return event


@pytest.fixture
def desk(bench: Bench, qtbot: QtBot, eyes: Eyes) -> Desk:
    """The desk."""
    return Desk(bench, qtbot, eyes)


def first_of(core: FakeCore, at: int = 0) -> MemberLine:
    return core.queries.members[FIRST][at]


def newcomer(core: FakeCore) -> Newcomer:
    return Newcomer(core.queries.households[FIRST], "Hộ Lê Quốc Dũng")


def test_a_person_is_added_to_the_household_that_is_seen(core: FakeCore, desk: Desk) -> None:
    dialog = desk.open(newcomer(core))
    for name, text in (("name", "Lê Thị Mến"), ("birth", "03/1990"), ("phone", "0911222333")):
        desk.type(dialog, name, text)
    dialog.form.sex.buttons[1].click()
    desk.eyes.settle()
    desk.eyes.shoot(dialog, "add-person")
    dialog.save_button.click()
    desk.eyes.settle()

    made = core.queries.members[FIRST][-1]
    assert (made.name, made.sex, made.phone) == ("Lê Thị Mến", Sex.FEMALE, "0911222333")
    assert made.birth is not None
    assert made.birth.shown == "03/1990"
    assert desk.saved == [Saved("Đã thêm Lê Thị Mến vào hộ. Đã lưu trên máy.", FIRST)]
    assert core.people_queries.kinds == [OperationKind.PERSON_ADDED]


def test_what_is_wrong_is_said_below_its_field_while_one_types(core: FakeCore, desk: Desk) -> None:
    dialog = desk.open(newcomer(core))
    for name, text in (("name", "Le Thi Men"), ("birth", "31/02/1990"), ("citizen_id", "12"), ("phone", "1")):
        desk.type(dialog, name, text)

    faulty = [name for name, field in dialog.form.fields.items() if field.faulty]
    assert faulty == ["birth", "citizen_id", "phone"]
    assert "12 chữ số" in dialog.form.fields["citizen_id"].fault.text()
    assert dialog.form.birth.accessibleDescription() == dialog.form.fields["birth"].fault.text()
    desk.eyes.settle()
    desk.eyes.shoot(dialog, "faults")
    dialog.save_button.click()
    desk.eyes.settle()
    assert desk.saved == []
    assert dialog.focusWidget() is dialog.form.birth
    assert "mục được đánh dấu" in texts(dialog)

    dialog.form.birth.clear()
    desk.type(dialog, "birth", "1990")
    assert not dialog.form.fields["birth"].faulty


def test_a_name_is_asked_for_before_anything_is_kept(core: FakeCore, desk: Desk) -> None:
    dialog = desk.open(newcomer(core))
    assert not any(field.faulty for field in dialog.form.fields.values())
    dialog.save_button.click()

    assert dialog.form.fields["name"].faulty
    assert dialog.focusWidget() is dialog.form.name
    assert core.people_queries.kinds == []


def test_a_new_household_needs_only_the_house_where_the_hamlet_is_known(core: FakeCore, desk: Desk) -> None:
    dialog = desk.open(Newcomer())
    form = dialog.home.form
    assert dialog.home.chosen is Home.NEW
    assert not dialog.home.choices.buttons[0].isVisible()
    desk.type(dialog, "name", "Le Thi Men")
    form.hamlet.setEditText("Thôn Đông Thành")
    assert form.address.text() == "Thôn Đông Thành, xã Tân Minh"
    form.address.setFocus()
    form.address.setCursorPosition(0)
    QTest.keyClicks(form.address, "12A, ")
    desk.eyes.settle()
    desk.eyes.shoot(dialog, "new-household")
    dialog.save_button.click()
    desk.eyes.settle()

    made = list(core.queries.households.values())[-1]
    assert (made.address, made.hamlet) == ("12A, Thôn Đông Thành, xã Tân Minh", "Thôn Đông Thành")
    assert [each.name for each in core.queries.members[made.id]] == ["Le Thi Men"]
    assert core.people_queries.kinds == [OperationKind.HOUSEHOLD_ADDED, OperationKind.PERSON_ADDED]
    assert desk.saved[0].household_id == made.id


def test_a_household_at_the_same_door_is_shown_before_another_is_added(core: FakeCore, desk: Desk) -> None:
    there = core.queries.households[FIRST]
    dialog = desk.open(Newcomer())
    desk.type(dialog, "name", "Le Thi Men")
    dialog.home.form.address.setText(there.address)
    dialog.save_button.click()
    desk.eyes.settle()

    assert there.address in dialog.other_home.words.text()
    assert dialog.save_button.text() == "Đúng là hộ khác, lưu"
    assert core.people_queries.kinds == []
    desk.eyes.settle()
    desk.eyes.shoot(dialog, "same-door")

    dialog.other_home.join.click()
    assert dialog.home.household_id == FIRST
    dialog.save_button.click()
    desk.eyes.settle()
    assert core.people_queries.kinds == [OperationKind.PERSON_ADDED]


def test_who_says_twice_that_it_is_another_household_is_believed(core: FakeCore, desk: Desk) -> None:
    dialog = desk.open(Newcomer())
    desk.type(dialog, "name", "Le Thi Men")
    dialog.home.form.address.setText(core.queries.households[FIRST].address)
    for _press in range(2):
        dialog.save_button.click()
        desk.eyes.settle()

    assert len(desk.saved) == 1
    assert core.people_queries.kinds == [OperationKind.HOUSEHOLD_ADDED, OperationKind.PERSON_ADDED]


def test_who_bears_the_number_is_offered_to_be_opened(core: FakeCore, desk: Desk) -> None:
    known = first_of(core)
    dialog = desk.open(Newcomer())
    desk.type(dialog, "citizen_id", str(known.citizen_id))

    assert known.name in texts(dialog.alike)
    assert "trùng số CCCD" in texts(dialog.alike)
    desk.eyes.settle()
    desk.eyes.shoot(dialog, "alike")
    dialog.alike.rows[0].open.click()
    assert desk.wanted == [FIRST]
    assert not dialog.isVisible()


def test_what_was_typed_may_be_laid_over_who_is_here(core: FakeCore, desk: Desk) -> None:
    known = first_of(core)
    dialog = desk.open(Newcomer())
    desk.type(dialog, "citizen_id", str(known.citizen_id))
    dialog.form.relation.setEditText("Con")
    desk.check(dialog)
    dialog.alike.rows[0].join.click()
    desk.eyes.settle()

    assert dialog.title.text() == "Sửa thông tin"
    assert not dialog.adding
    assert dialog.form.name.text() == known.name
    dialog.save_button.click()
    desk.eyes.settle()
    assert first_of(core).relation == "Con"
    assert core.people_queries.kinds == [OperationKind.PERSON_EDITED]


def test_a_namesake_is_doubted_once_and_added_at_the_second_word(core: FakeCore, desk: Desk) -> None:
    known = first_of(core)
    assert known.birth is not None
    dialog = desk.open(newcomer(core))
    desk.type(dialog, "name", known.name)
    desk.type(dialog, "birth", known.birth.shown)
    assert "trùng tên" in texts(dialog.alike)
    dialog.save_button.click()
    desk.eyes.settle()
    assert desk.saved == []
    assert dialog.save_button.text() == "Đúng là người khác, lưu"
    dialog.save_button.click()
    desk.eyes.settle()

    assert len(desk.saved) == 1
    assert [each.name for each in core.queries.members[FIRST]].count(known.name) == 2


def test_a_card_fills_the_fields_wherever_the_focus_is(core: FakeCore, desk: Desk) -> None:
    dialog = desk.open(newcomer(core))
    dialog.card_scanned.emit(HEALTH)
    desk.eyes.settle()
    desk.check(dialog)

    said = dialog.form.said()
    assert said.name == "Nguyễn Văn Minh"
    assert said.insurance_no
    dialog.save_button.click()
    desk.eyes.settle()
    assert core.queries.members[FIRST][-1].name == "Nguyễn Văn Minh"


def test_a_code_from_the_clipboard_is_taken_in_and_a_wrong_one_said(desk: Desk) -> None:
    dialog = desk.open(Newcomer())
    QGuiApplication.clipboard().setText("không phải mã thẻ nào cả")
    dialog.paste.click()
    desk.eyes.settle()
    assert dialog.notice.isVisible()
    QGuiApplication.clipboard().setText(CITIZEN)
    dialog.paste.click()
    desk.eyes.settle()

    assert dialog.form.said().citizen_id
    assert dialog.home.form.said().address


def test_a_card_without_accents_does_not_take_them_from_a_name(core: FakeCore, desk: Desk) -> None:
    known = first_of(core)
    dialog = desk.open(known.id)
    dialog.card_scanned.emit(f"{known.citizen_id}||Le Quoc Dung|12031985|Nam|To 1|10052021")
    desk.eyes.settle()

    assert dialog.form.name.text() == known.name


def test_held_numbers_are_covered_until_the_access_log_knows(core: FakeCore, desk: Desk) -> None:
    known = first_of(core)
    dialog = desk.open(known.id)
    desk.eyes.settle()
    desk.eyes.shoot(dialog, "edit-person")

    for number in (known.citizen_id, known.insurance_no, known.phone):
        assert str(number) not in texts(dialog)
    assert dialog.form.citizen_id.line.isReadOnly()
    dialog.form.citizen_id.button.click()
    desk.eyes.settle()
    assert dialog.form.citizen_id.line.text() == known.citizen_id
    assert core.access.uncovered == [("person", known.id, ("citizen_id",))]
    assert known.id in core.access.seen
    assert str(known.phone) not in texts(dialog)


def test_only_what_was_changed_is_said_and_can_be_taken_back(core: FakeCore, desk: Desk) -> None:
    known = first_of(core)
    dialog = desk.open(known.id)
    dialog.save_button.click()
    assert "chưa sửa mục nào" in texts(dialog)
    dialog.form.birth.clear()
    desk.type(dialog, "birth", "1979")
    dialog.form.relation.setEditText("Con")
    desk.check(dialog)
    dialog.save_button.click()
    desk.eyes.settle()

    saved = desk.saved[0]
    assert "ngày sinh" in saved.words
    assert saved.undo is not None
    changed = first_of(core)
    assert (changed.relation, changed.citizen_id) == ("Con", known.citizen_id)


def test_what_the_office_alone_says_cannot_be_typed_over(core: FakeCore, desk: Desk) -> None:
    known = first_of(core)
    core.people_queries.office_knows.add(known.id)
    dialog = desk.open(known.id)

    assert dialog.form.insurance_no.locked
    assert dialog.form.insurance_no.button.isEnabled()
    assert "cơ quan BHXH quyết định" in texts(dialog)
    assert dialog.form.name.isEnabled()


def test_what_was_typed_is_given_up_at_the_second_word_only(core: FakeCore, desk: Desk) -> None:
    dialog = desk.open(newcomer(core))
    desk.type(dialog, "name", "Le Thi Men")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert "chưa được lưu" in texts(dialog)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)

    assert not dialog.isVisible()
    assert core.people_queries.kinds == []


def test_an_untouched_dialog_goes_at_the_first_word(core: FakeCore, desk: Desk) -> None:
    dialog = desk.open(newcomer(core))
    QTest.keyClick(dialog, Qt.Key.Key_Escape)

    assert not dialog.isVisible()


def test_a_failure_is_a_sentence_and_what_was_typed_stays(core: FakeCore, desk: Desk) -> None:
    core.people_queries.error = HouseholdUnknownError("x")
    dialog = desk.open(newcomer(core))
    desk.type(dialog, "name", "Le Thi Men")
    dialog.save_button.click()
    desk.eyes.settle()

    assert "Không tìm thấy hộ" in texts(dialog)
    assert dialog.form.name.text() == "Le Thi Men"
    assert dialog.save_button.isEnabled()


def test_another_household_is_found_by_somebody_in_it(core: FakeCore, desk: Desk) -> None:
    other = list(core.queries.households)[3]
    dialog = desk.open(newcomer(core))
    desk.type(dialog, "name", "Le Thi Men")
    dialog.home.choices.buttons[2].click()
    dialog.save_button.click()
    assert "tìm và chọn hộ" in texts(dialog)
    QTest.keyClicks(dialog.home.picker.field, "hoang dinh")
    QTest.keyClick(dialog.home.picker.field, Qt.Key.Key_Return)
    desk.eyes.settle()
    QTest.keyClick(dialog.home.picker.field, Qt.Key.Key_Down)
    QTest.keyClick(dialog.home.picker.table, Qt.Key.Key_Return)
    desk.eyes.settle()
    assert dialog.isVisible()
    assert dialog.home.household_id == other
    dialog.save_button.click()
    desk.eyes.settle()

    assert core.queries.members[other][-1].name == "Le Thi Men"
