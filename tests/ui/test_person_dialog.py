"""Adding and correcting people: fields checked as one types, cards, duplicates, masked numbers."""

import pytest
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from agent_app.domain.due_list import Sex
from agent_app.domain.household import HouseholdId, PersonId
from agent_app.domain.operation import OperationKind
from agent_app.services.lines import MemberLine
from agent_app.ui.bench import Bench
from agent_app.ui.dialogs.people.person import Newcomer, PersonDialog
from agent_app.ui.dialogs.people.saved import Saved
from tests.builders import an_id
from tests.ui.fake_core import FakeCore
from tests.ui.seeing import Eyes

FIRST = HouseholdId(an_id(1))


class Desk:
    """Opens dialogs as the window does, and keeps what they tell."""

    def __init__(self, bench: Bench, qtbot: QtBot, eyes: Eyes) -> None:
        self.bench, self.qtbot, self.eyes = bench, qtbot, eyes
        self.saved: list[Saved] = []
        self.wanted: list[object] = []

    def open(self, about: Newcomer | PersonId) -> PersonDialog:
        dialog = PersonDialog(None, self.bench, about)
        self.qtbot.addWidget(dialog)
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
    desk.eyes.shoot(dialog, "add-person")
    dialog.save_button.click()
    desk.eyes.settle()

    made = core.queries.members[FIRST][-1]
    assert (made.name, made.sex, made.phone) == ("Lê Thị Mến", Sex.FEMALE, "0911222333")
    assert made.birth is not None
    assert made.birth.shown == "03/1990"
    assert desk.saved == [Saved("Đã thêm Lê Thị Mến vào hộ. Đã lưu trên máy.", FIRST)]
    assert core.people_queries.kinds == [OperationKind.PERSON_ADDED]
