"""The one search: what is typed is found at once, and the keys never leave the field."""

from threading import Event

import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from agent_app.services.failures import FileUnreadableError
from agent_app.services.ports import Report
from agent_app.ui.bench import Bench
from agent_app.ui.finder.presenter import FinderPresenter, Found, Hit, Kind, is_about_home
from agent_app.ui.main_window import MainWindow
from agent_app.ui.pages.collect.recent import Recent
from agent_app.ui.places import Place
from tests.ui.fake_core import FakeCore, fill_receipts, person_line
from tests.ui.seeing import Eyes, Kept, texts

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def type_in(window: MainWindow, eyes: Eyes, text: str) -> None:
    QTest.keyClick(window, Key.Key_K, Ctrl)
    QTest.keyClicks(window.search, text)
    window.search.ask()
    eyes.settle()


def kinds(window: MainWindow) -> list[Kind]:
    return [hit.kind for hit in window.finder.popup.table.rows.rows]


def hits(bench: Bench, eyes: Eyes, text: str) -> tuple[Hit, ...]:
    presenter = FinderPresenter(bench)
    presenter.find(text)
    eyes.settle()
    found = presenter.answered()
    assert isinstance(found, Found)
    return found.hits


def test_results_come_while_one_types_and_the_page_stays(
    window: MainWindow, eyes: Eyes, qtbot: QtBot
) -> None:
    QTest.keyClick(window, Key.Key_K, Ctrl)
    QTest.keyClicks(window.search, "le quoc")
    qtbot.waitUntil(window.finder.popup.isVisible)
    eyes.settle()

    assert window.pages.currentWidget() is window.due
    assert focused() is window.search
    assert set(kinds(window)) == {Kind.PERSON, Kind.EVERYBODY}
    QTest.keyClicks(window.search, " dung")
    assert window.search.text() == "le quoc dung"
    eyes.shoot(window, "search")


def test_enter_opens_the_first_and_the_arrows_choose_another(window: MainWindow, eyes: Eyes) -> None:
    type_in(window, eyes, "le quoc")
    first, second = window.finder.popup.table.rows.rows[:2]
    QTest.keyClick(focused(), Key.Key_Up)
    QTest.keyClick(focused(), Key.Key_Down)
    QTest.keyClick(focused(), Key.Key_Down)
    assert window.finder.popup.current == second
    QTest.keyClick(focused(), Key.Key_Return)
    eyes.settle()
    ready = window.households.household.presenter.ready

    assert ready is not None
    assert ready.page.household.id == second.target
    assert window.finder.popup.isHidden()
    assert window.search.text() == ""
    assert first != second


def test_enter_before_the_answer_opens_it_as_soon_as_it_is_there(
    window: MainWindow, eyes: Eyes, bench: Bench
) -> None:
    gate = Event()

    def wait(_report: Report) -> None:
        gate.wait(10)

    bench.runner.start(bench.runner.make(wait))
    QTest.keyClick(window, Key.Key_K, Ctrl)
    QTest.keyClicks(window.search, "hoang")
    QTest.keyClick(window.search, Key.Key_Return)
    assert window.pages.currentWidget() is window.due
    gate.set()
    eyes.settle()

    assert window.pages.currentWidget() is window.households
    assert "Hộ Hoàng Đình Phương" in texts(window.households)


def test_answers_to_what_was_typed_before_are_dropped(bench: Bench, eyes: Eyes) -> None:
    presenter = FinderPresenter(bench)
    kept = Kept(presenter)
    for text in ("l", "le", "le q", "ngo"):
        presenter.find(text)
    eyes.settle()

    assert [each.text for each in kept.states if isinstance(each, Found)] == ["ngo"]


def test_nothing_that_was_asked_is_shown_when_the_field_is_empty_again(bench: Bench, eyes: Eyes) -> None:
    presenter = FinderPresenter(bench)
    presenter.find("le")
    presenter.find("")
    eyes.settle()

    assert presenter.answered() is None


def test_escape_closes_and_gives_the_keys_back(window: MainWindow, eyes: Eyes) -> None:
    window.due.table.setFocus()
    type_in(window, eyes, "le")
    QTest.keyClick(focused(), Key.Key_Escape)

    assert window.finder.popup.isHidden()
    assert window.search.text() == ""
    assert focused() is window.due.table
    assert window.pages.currentWidget() is window.due


def test_escape_does_no_harm_where_what_had_the_keys_is_gone(window: MainWindow, eyes: Eyes) -> None:
    gone = QLineEdit(window.due)
    gone.show()
    gone.setFocus()
    type_in(window, eyes, "le")
    shiboken6.delete(gone)
    QTest.keyClick(window.search, Key.Key_Escape)

    assert window.finder.popup.isHidden()


def test_whoever_leaves_the_field_sees_the_page_again(window: MainWindow, eyes: Eyes) -> None:
    type_in(window, eyes, "le")
    QTest.keyClick(focused(), Key.Key_Tab)
    assert window.finder.popup.isHidden()
    QTest.keyClick(window, Key.Key_K, Ctrl)
    eyes.settle()

    assert window.finder.popup.isVisible()


def test_one_click_opens_a_row(window: MainWindow, eyes: Eyes) -> None:
    type_in(window, eyes, "hoang")
    table = window.finder.popup.table
    place = table.visualRect(table.rows.index(0, 0)).center()
    QTest.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(place)
    )
    eyes.settle()

    assert "Hộ Hoàng Đình Phương" in texts(window.households)


def test_a_receipt_is_found_by_its_number_and_shown_among_the_others(
    window: MainWindow, core: FakeCore, eyes: Eyes
) -> None:
    fill_receipts(core)
    type_in(window, eyes, "hoang thi khong")
    type_in(window, eyes, "ngo thi")
    assert window.finder.popup.table.isColumnHidden(2)
    type_in(window, eyes, "125")
    assert not window.finder.popup.table.isColumnHidden(2)
    assert kinds(window)[0] is Kind.RECEIPT
    assert "0000125" in window.finder.field.accessibleDescription()
    QTest.keyClick(focused(), Key.Key_Return)
    eyes.settle()
    current = window.collect.table.current()

    assert window.pages.currentWidget() is window.collect
    assert current is not None
    assert current.receipt.shown_number == "0000125"
    window.go(Place.DUE)
    window.go(Place.COLLECT)
    eyes.settle()
    state = window.collect.recent.state
    assert isinstance(state, Recent)
    assert state.sought is None


def test_everybody_is_listed_where_more_match_than_are_shown(window: MainWindow, eyes: Eyes) -> None:
    type_in(window, eyes, "le quoc")
    QTest.keyClick(focused(), Key.Key_Up)
    assert window.finder.popup.current is not None
    assert window.finder.popup.current.kind is Kind.EVERYBODY
    QTest.keyClick(focused(), Key.Key_Return)
    eyes.settle()

    assert window.search.text() == "le quoc"
    assert focused() is window.households.search.table


def test_nobody_is_a_sentence(window: MainWindow, eyes: Eyes) -> None:
    type_in(window, eyes, "khong co ai")
    QTest.keyClick(focused(), Key.Key_Return)

    assert "Không tìm thấy người, hộ hay biên lai nào." in texts(window.finder.popup)


def test_a_failure_is_a_sentence(window: MainWindow, core: FakeCore, eyes: Eyes) -> None:
    core.queries.error = FileUnreadableError("so.db")
    type_in(window, eyes, "le")

    assert "so.db" in texts(window.finder.popup)
    core.queries.error = None


def test_an_address_finds_its_household_once(core: FakeCore) -> None:
    home = next(iter(core.queries.households.values()))
    member = core.queries.members[home.id][0]
    person = person_line(home, member)

    assert is_about_home(person, "Số 8/1 lang gon")
    assert is_about_home(person, home.household_no or "")
    assert not is_about_home(person, "le quoc")
    assert not is_about_home(person, member.phone or "")


def test_the_rows_are_a_sound_model(window: MainWindow, eyes: Eyes) -> None:
    model = window.finder.popup.table.rows
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    for text in ("le", "ngo", ""):
        type_in(window, eyes, text)

    assert tester.model() is model


def test_what_is_found_fits_the_window_with_large_texts(window: MainWindow, eyes: Eyes) -> None:
    window.settings.presenter.choose_text(200)
    window.resize(1366, 768)
    type_in(window, eyes, "le quoc")
    popup = window.finder.popup
    corner = popup.mapTo(window, popup.rect().bottomRight())

    assert corner.x() < window.width()
    assert corner.y() < window.height()
    window.settings.presenter.choose_text(100)
    eyes.settle()


def test_more_hits_than_one_kind_are_kept_apart(bench: Bench, core: FakeCore, eyes: Eyes) -> None:
    fill_receipts(core)
    found = hits(bench, eyes, "000")

    assert [each.kind for each in found if each.kind is Kind.RECEIPT] == [Kind.RECEIPT] * 3
    assert found[-1].kind is Kind.EVERYBODY
