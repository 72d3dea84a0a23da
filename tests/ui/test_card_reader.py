import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from agent_app.domain.payment_qr import Transfer
from agent_app.services.lines import MemberLine
from agent_app.ui.card_reader import Known, Stranger
from agent_app.ui.dialogs.people.home_choice import Home
from agent_app.ui.dialogs.people.person import PersonDialog
from agent_app.ui.main_window import MainWindow
from agent_app.ui.places import Place
from tests.domain.test_card_qr import CITIZEN, HEALTH
from tests.domain.test_payment_qr import PUBLISHED
from tests.domain.test_scanned import typed_with
from tests.ui.fake_core import FakeCore
from tests.ui.seeing import Eyes, texts


@pytest.fixture(autouse=True)
def standing_clock(window: MainWindow) -> None:
    """Let no busy machine make a scanner as slow as a hand."""
    window.scanner._clock = lambda: 1.0


def scan(target: QWidget, text: str) -> None:
    target.setFocus()
    QTest.keyClicks(target, text)
    QTest.keyClick(target, Qt.Key.Key_Return)


def card_of(member: MemberLine) -> str:
    return f"{member.citizen_id}||Nguyen Van Minh|12031985|Nam|To 1|10052021"


def test_a_citizens_card_opens_the_household_wherever_the_focus_is(
    core: FakeCore, window: MainWindow, eyes: Eyes
) -> None:
    for at, target in enumerate((window.search, window.due.table, window.due.text)):
        household, members = list(core.queries.members.items())[at]
        window.go(Place.DUE)
        eyes.settle()
        scan(target, card_of(members[0]))
        eyes.settle()

        ready = window.households.household.presenter.ready
        assert ready is not None
        assert ready.page.household.id == household
        assert window.cards.state == Known(household, members[0].id)
        assert window.search.text() == window.due.text.text() == ""


def test_a_number_alone_opens_the_household_too(core: FakeCore, window: MainWindow, eyes: Eyes) -> None:
    household, members = list(core.queries.members.items())[2]
    scan(window.due.table, str(members[0].insurance_no))
    eyes.settle()

    assert window.cards.state == Known(household, members[0].id)


def test_a_stranger_is_told_and_may_be_added_where_that_is_offered(
    window: MainWindow, eyes: Eyes, qtbot: QtBot
) -> None:
    window.card_bar.offers_adding = False
    scan(window.due.table, HEALTH)
    eyes.settle()

    assert isinstance(window.cards.state, Stranger)
    assert "Trong sổ chưa có ai mang mã số BHXH" in texts(window.card_bar)
    assert "Nguyễn Văn Minh" in texts(window.card_bar)
    assert window.cards.state.number.value not in texts(window.card_bar)
    assert not window.card_bar.add.isVisible()
    eyes.shoot(window, "stranger")

    window.card_bar.offers_adding = True
    scan(window.due.table, HEALTH)
    eyes.settle()
    told = window.cards.state
    with qtbot.waitSignal(window.card_bar.add_wanted) as wanted:
        window.card_bar.add.click()
    assert wanted.args == [told]
    assert not window.card_bar.isVisible()
    eyes.settle()

    dialog = window.households.people.desk.dialog
    assert isinstance(dialog, PersonDialog)
    assert dialog.form.said().name == "Nguyễn Văn Minh"
    assert dialog.home.chosen is Home.NEW
    dialog.done(0)
    eyes.settle()


def test_what_is_said_of_a_card_can_be_put_away(window: MainWindow, eyes: Eyes) -> None:
    scan(window.due.table, HEALTH)
    eyes.settle()
    window.card_bar.close_button.click()

    assert not window.card_bar.isVisible()


def test_a_card_that_is_scanned_into_a_dialog_of_people_fills_it(window: MainWindow, eyes: Eyes) -> None:
    window.go(Place.HOUSEHOLDS)
    window.households.search.add.click()
    eyes.settle()
    dialog = window.households.people.desk.dialog
    assert isinstance(dialog, PersonDialog)
    for target in (dialog.form.name, dialog.form.phone.line, dialog.save_button):
        dialog.form.name.clear()
        scan(target, HEALTH)
        eyes.settle()

        assert dialog.form.name.text() == "Nguyễn Văn Minh"
        assert dialog.form.phone.line.text() == ""
        assert dialog.isVisible()
    assert not window.card_bar.isVisible()
    dialog.done(0)
    eyes.settle()


def test_a_card_of_somebody_known_in_a_dialog_offers_their_household(
    core: FakeCore, window: MainWindow, eyes: Eyes
) -> None:
    household, members = list(core.queries.members.items())[2]
    window.go(Place.HOUSEHOLDS)
    window.households.search.add.click()
    eyes.settle()
    dialog = window.households.people.desk.dialog
    assert isinstance(dialog, PersonDialog)
    scan(dialog.form.name, card_of(members[0]))
    eyes.settle()
    dialog._check()
    eyes.settle()
    dialog.alike.rows[0].open.click()
    eyes.settle()

    ready = window.households.household.presenter.ready
    assert ready is not None
    assert ready.page.household.id == household


def test_the_code_of_a_transfer_is_no_card(window: MainWindow, eyes: Eyes) -> None:
    payload, transfer = next(iter(PUBLISHED.items()))
    assert isinstance(transfer, Transfer)
    window.cards.take(payload)
    eyes.settle()

    assert "mã chuyển khoản" in texts(window.card_bar)


def test_a_damaged_card_is_told_in_a_sentence(window: MainWindow, eyes: Eyes) -> None:
    scan(window.due.table, "x|y|z|w|v|u")
    eyes.settle()

    assert window.card_bar.isVisible()
    assert texts(window.card_bar)


def test_a_card_that_is_scanned_into_a_dialog_is_left_aside_and_said_so(
    window: MainWindow, eyes: Eyes, qtbot: QtBot
) -> None:
    dialog = QDialog(window)
    qtbot.addWidget(dialog)
    dialog.open()
    window.cards.take(CITIZEN)
    dialog.close()
    eyes.settle()

    assert "hộp thoại" in texts(window.card_bar)


def test_a_window_that_rests_hears_no_card(core: FakeCore, window: MainWindow, eyes: Eyes) -> None:
    window.rest()
    scan(window.due.table, card_of(next(iter(core.queries.members.values()))[0]))
    eyes.settle()

    assert not isinstance(window.cards.state, Known)


@pytest.mark.parametrize("vni", [False, True])
def test_a_card_that_an_input_method_has_had_its_hands_in_fills_the_dialog_too(
    window: MainWindow, eyes: Eyes, *, vni: bool
) -> None:
    window.go(Place.HOUSEHOLDS)
    window.households.search.add.click()
    eyes.settle()
    dialog = window.households.people.desk.dialog
    assert isinstance(dialog, PersonDialog)
    dialog.form.name.setText("đang gõ dở")
    dialog.form.name.setFocus()
    for letter in typed_with(HEALTH, vni=vni):
        QApplication.sendEvent(dialog.form.name, QInputMethodEvent(letter, []))
        done = QInputMethodEvent("", [])
        done.setCommitString(letter)
        QApplication.sendEvent(dialog.form.name, done)
    QTest.keyClick(dialog.form.name, Qt.Key.Key_Return)
    eyes.settle()

    assert dialog.form.name.text() == "Nguyễn Văn Minh"
    assert dialog.form.said().insurance_no == "0123456789"
    dialog.done(0)
    eyes.settle()
