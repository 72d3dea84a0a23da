import gc
import weakref
from collections.abc import Callable
from datetime import timedelta
from itertools import groupby
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QTableView, QWidget
from pytestqt.qtbot import QtBot

from agent_app.domain.household import HouseholdId
from agent_app.services.backups import BackupState
from agent_app.services.standing import ReadOnlyReason, Standing
from agent_app.ui.bench import Bench
from agent_app.ui.dialogs.unlock import UnlockWindow
from agent_app.ui.dialogs.visit import VisitDialog
from agent_app.ui.look import Look
from agent_app.ui.main_window import MainWindow
from agent_app.ui.pages.collect.view import CollectView
from agent_app.ui.pages.due_list.view import DueListView
from agent_app.ui.pages.households.page import HouseholdsPage
from agent_app.ui.pages.settings.presenter import SettingsPresenter
from agent_app.ui.pages.settings.view import SettingsView
from agent_app.ui.pages.sync.presenter import RunPresenter
from agent_app.ui.pages.sync.view import SyncView
from agent_app.ui.pages.today.view import TodayView
from agent_app.ui.places import Place
from agent_app.ui.theme import DARK
from tests.builders import NOW, TODAY, an_id
from tests.ui.conftest import Heartbeat
from tests.ui.doors import FakeDoor
from tests.ui.fake_core import FakeCore, fill_receipts
from tests.ui.seeing import Eyes, texts

FIRST = HouseholdId(an_id(1))
Key = Qt.Key


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def test_the_main_job_needs_the_keyboard_only(
    window: MainWindow, core: FakeCore, eyes: Eyes, heartbeat: Heartbeat
) -> None:
    QTest.keyClick(window, Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert focused() is window.search
    QTest.keyClicks(window.search, "le quoc dung")
    QTest.keyClick(window.search, Key.Key_Return)
    eyes.settle()
    assert isinstance(focused(), QAbstractButton)
    QTest.keyClick(focused(), Key.Key_F9)
    eyes.settle()
    assert focused() is window.collect.draft.issue
    QTest.keyClick(focused(), Key.Key_Return)
    eyes.settle()
    QTest.keyClick(window, Key.Key_F5)
    eyes.settle()

    assert [view.receipt.shown_number for view in core.queries.views] == ["0000124"]
    assert core.queries.waiting == 0
    assert "Không còn gì chờ gửi" in texts(window.status_line)
    heartbeat.beat()


def test_there_is_one_search_field_and_it_shows_what_the_list_answers(window: MainWindow, eyes: Eyes) -> None:
    window.look_for("le quoc dung")
    eyes.settle()
    assert focused() is window.households.search.table
    fields = [each for each in window.households.findChildren(QLineEdit) if each.isVisible()]
    assert fields == []
    assert window.search.text() == "le quoc dung"
    QTest.keyClick(focused(), Key.Key_Return)
    eyes.settle()
    assert window.search.text() == ""
    QTest.keyClick(window, Key.Key_Escape)

    assert window.search.text() == "le quoc dung"


def test_a_search_is_forgotten_when_its_page_is_left(window: MainWindow, eyes: Eyes) -> None:
    window.look_for("le quoc dung")
    eyes.settle()
    window.go(Place.SYNC)
    eyes.settle()
    assert window.search.text() == ""
    window.go(Place.HOUSEHOLDS)

    assert window.search.text() == ""
    assert focused() is window.search
    assert "Tìm một người để mở hộ của họ" in texts(window.households)


def test_what_is_being_typed_is_dropped_when_another_page_is_asked_for(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.focus_search()
    QTest.keyClicks(window.search, "le")
    window.go(Place.SYNC)
    with qtbot.assertNotEmitted(window.search.asked, wait=400):
        assert window.search.text() == ""


def test_a_household_that_is_opened_again_gets_the_focus_again(window: MainWindow, eyes: Eyes) -> None:
    for _each in range(2):
        window.open_household(FIRST)
        eyes.settle()
        assert focused() is window.households.household.members.cells[0].box
        window.go(Place.DUE)
        eyes.settle()


def test_the_tab_key_follows_the_reading_order(window: MainWindow, eyes: Eyes) -> None:
    window.open_household(FIRST)
    eyes.settle()
    page = window.households.household
    stops: list[QAbstractButton] = [page.members.cells[0].box]
    stops += [
        each for each in (*(cell.box for cell in page.members.cells[1:]), page.quote.how) if each.isEnabled()
    ]
    stops += [page.collect, page.record]
    stops[0].setFocus()
    visited = [focused()]
    for _press in range(40):
        QTest.keyClick(focused(), Key.Key_Tab)
        visited.append(focused())

    assert [each for each in visited if each in stops][: len(stops)] == stops


def test_the_pages_answer_to_alt_and_a_number(window: MainWindow, eyes: Eyes) -> None:
    keys = {
        Key.Key_1: window.today,
        Key.Key_2: window.due,
        Key.Key_3: window.households,
        Key.Key_4: window.collect,
        Key.Key_8: window.sync,
        Key.Key_9: window.settings,
    }
    for key, page in keys.items():
        QTest.keyClick(window, key, Qt.KeyboardModifier.AltModifier)
        eyes.settle()
        assert window.pages.currentWidget() is page


def test_a_page_with_nothing_to_offer_is_not_shown(window: MainWindow) -> None:
    QTest.keyClick(window, Key.Key_6, Qt.KeyboardModifier.AltModifier)
    window.go(Place.TARGETS)

    assert window.pages.currentWidget() is window.due
    assert "Chỉ tiêu" not in texts(window.navigation)


def test_f8_records_a_visit_at_the_household_that_is_seen(
    window: MainWindow, eyes: Eyes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(dialog: VisitDialog) -> int:
        dialog.whole.choices.buttons[3].click()
        dialog.save()
        return 1

    monkeypatch.setattr(VisitDialog, "exec", absent)
    window.open_household(FIRST)
    eyes.settle()
    QTest.keyClick(window, Key.Key_F8)
    eyes.settle()

    assert "Đã lưu trên máy kết quả của 2 người." in texts(window)
    assert "Vắng nhà 21/11" in texts(window)


def test_outside_a_household_f8_and_f9_do_nothing(window: MainWindow, core: FakeCore) -> None:
    QTest.keyClick(window, Key.Key_F8)
    QTest.keyClick(window, Key.Key_F9)

    assert window.pages.currentWidget() is window.due
    assert core.queries.views == []


def test_ctrl_i_shows_a_list_to_import_from_any_page(
    window: MainWindow, eyes: Eyes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def choose(_view: DueListView) -> Path:
        return Path("list.xlsx")

    monkeypatch.setattr(DueListView, "choose_file", choose)
    window.go(Place.SYNC)
    QTest.keyClick(window, Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    eyes.settle()

    assert "list.xlsx: danh sách tháng 11/2026" in texts(window.due)


@pytest.mark.parametrize("place", [Place.DUE, Place.TODAY, Place.COLLECT])
def test_escape_goes_back_to_where_a_household_was_opened(
    window: MainWindow, eyes: Eyes, place: Place
) -> None:
    window.go(place)
    eyes.settle()
    window.open_household(FIRST)
    eyes.settle()
    QTest.keyClick(window, Key.Key_Escape)
    assert window.pages.currentWidget() is window.book[place]
    QTest.keyClick(window, Key.Key_Escape)
    eyes.settle()

    assert window.pages.currentWidget() is window.today


def test_the_status_line_is_true_after_a_receipt(window: MainWindow, core: FakeCore, eyes: Eyes) -> None:
    fill_receipts(core)
    window.status.reload()
    eyes.settle()

    assert "1 biên lai · 1.366.200 đ chưa gửi, cũ nhất 4 ngày" in texts(window.status_line)
    assert "Quyển 0001: còn 24 số" in texts(window.status_line)


def test_a_receipt_and_a_sync_ask_for_a_backup_and_the_status_line_shows_it(
    window: MainWindow, core: FakeCore, eyes: Eyes
) -> None:
    assert core.backups.asked == 0
    core.backups.kept = BackupState(made_at=NOW + timedelta(days=1))

    window.start_sync()
    eyes.settle()

    assert core.backups.asked == 1
    assert "Sao lưu 22/11" in texts(window.status_line)


def test_the_count_beside_the_list_is_of_those_who_have_not_paid(
    window: MainWindow, core: FakeCore, eyes: Eyes
) -> None:
    due = len(core.queries.due)
    assert window.navigation.buttons[Place.DUE].count.text() == str(due)
    window.open_household(FIRST)
    eyes.settle()
    window.collect_money()
    window.collect.presenter.issue("Lê Quốc Dũng")
    eyes.settle()

    assert window.navigation.buttons[Place.DUE].count.text() == str(due - 3)


def test_each_part_of_the_status_line_leads_to_its_page(window: MainWindow, eyes: Eyes) -> None:
    window.status_line.waiting.click()
    assert window.pages.currentWidget() is window.sync
    window.status_line.book.click()
    assert window.pages.currentWidget() is window.collect
    eyes.settle()


def test_a_household_opened_from_the_list_is_shown(window: MainWindow, eyes: Eyes) -> None:
    QTest.keyClick(window.due.table, Key.Key_Return)
    eyes.settle()

    assert "Hộ " in texts(window.households.household)
    eyes.shoot(window, "window")


def test_giving_up_a_payment_shows_the_household_again(window: MainWindow, eyes: Eyes) -> None:
    window.open_household(FIRST)
    eyes.settle()
    window.collect_money()
    window.collect.draft.given_up.emit()
    eyes.settle()

    assert window.pages.currentWidget() is window.households


def test_everything_that_can_be_used_has_a_name(window: MainWindow, eyes: Eyes) -> None:
    window.open_household(FIRST)
    eyes.settle()
    window.collect_money()
    eyes.settle()
    nameless = [
        widget
        for kind in (QAbstractButton, QLineEdit, QComboBox, QTableView)
        for widget in window.findChildren(kind)
        if widget.focusPolicy() is not Qt.FocusPolicy.NoFocus
        and not widget.objectName().startswith("qt_")
        and not spoken(widget)
    ]

    assert nameless == []


def spoken(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def test_the_window_is_readable_in_the_dark(
    qapp: QApplication, core: FakeCore, bench: Bench, qtbot: QtBot, eyes: Eyes
) -> None:
    dark = Look(DARK)
    dark.dress(qapp)
    try:
        fill_receipts(core)
        made = MainWindow(Bench(core, bench.runner, bench.say, dark))
        qtbot.addWidget(made)
        made.begin()
        made.show()
        eyes.settle()
        picture = eyes.shoot(made, "dark")
        assert picture.pixelColor(700, 700).lightness() < 64
    finally:
        bench.look.dress(qapp)


def settings_view(bench: Bench) -> QWidget:
    return SettingsView(bench, SettingsPresenter(bench))


def sync_view(bench: Bench) -> SyncView:
    return SyncView(bench, RunPresenter(bench))


def visit_dialog(bench: Bench) -> QWidget:
    return VisitDialog(None, bench.look, bench.core.queries.household(FIRST, 2026), TODAY)


def unlock_window(bench: Bench) -> QWidget:
    return UnlockWindow(bench.look, bench.runner, FakeDoor([FakeCore()]), bench.say)


def searching_window(bench: Bench) -> QWidget:
    """A window whose search has found something and lies open."""
    window = MainWindow(bench)
    window.show()
    window.focus_search()
    QTest.keyClicks(window.search, "le")
    window.search.ask()
    return window


@pytest.mark.parametrize(
    "make",
    [
        TodayView,
        DueListView,
        HouseholdsPage,
        CollectView,
        sync_view,
        settings_view,
        MainWindow,
        searching_window,
        visit_dialog,
        unlock_window,
    ],
    ids=lambda make: make.__name__,
)
def test_a_window_that_is_let_go_is_freed(
    make: Callable[[Bench], QWidget], bench: Bench, qtbot: QtBot, eyes: Eyes
) -> None:
    widget = make(bench)
    with qtbot.waitExposed(widget):
        widget.show()
    eyes.settle()
    gone = weakref.ref(widget)
    widget.close()
    del widget
    gc.collect()

    assert gone() is None


def test_a_household_that_was_shown_is_freed_with_its_page(bench: Bench, eyes: Eyes) -> None:
    page = HouseholdsPage(bench)
    page.set_active(active=True)
    page.open(FIRST)
    eyes.settle()
    gone = weakref.ref(page)
    del page
    gc.collect()

    assert gone() is None


def test_a_page_that_is_closed_while_it_reads_does_no_harm(bench: Bench, eyes: Eyes) -> None:
    view = DueListView(bench)
    view.presenter.set_active(active=True)
    del view
    gc.collect()
    eyes.settle()

    assert not bench.runner.busy


def test_a_page_is_made_when_it_is_first_gone_to(
    bench: Bench, core: FakeCore, qtbot: QtBot, eyes: Eyes
) -> None:
    window = MainWindow(bench)
    qtbot.addWidget(window)
    window.begin(Place.SYNC)
    window.ahead.rest()
    eyes.settle()
    assert list(window.book.pages()) == [Place.SYNC]
    window.go(Place.DUE)
    assert window.book.find(TodayView) is None
    eyes.settle()

    assert window.due is window.book[Place.DUE] is window.book.find(DueListView)
    assert window.due.table.rows.total == len(core.queries.due)


def test_a_page_that_is_made_while_nothing_can_be_written_offers_nothing(
    bench: Bench, core: FakeCore, qtbot: QtBot, eyes: Eyes
) -> None:
    core.stands = Standing(read_only=ReadOnlyReason.DISK_FULL)
    window = MainWindow(bench)
    qtbot.addWidget(window)
    window.begin(Place.SYNC)
    eyes.settle()
    window.go(Place.DUE)
    eyes.settle()

    assert not window.due.import_button.isEnabled()


def tabbed(window: MainWindow, place: Place) -> list[int]:
    """Press Tab from the search on.

    The top bar is 0, the page 1, the status line 2, the navigation 3.
    """
    parts = (window.top_bar, window.book[place], window.status_line, window.navigation)
    window.search.setFocus()
    visited = [0]
    while visited[-1] != parts.index(window.navigation) and len(visited) < 100:
        QTest.keyClick(focused(), Key.Key_Tab)
        visited.append(next(at for at, part in enumerate(parts) if part.isAncestorOf(focused())))
    return [at for at, _same in groupby(visited)]


@pytest.mark.parametrize("place", [Place.TODAY, Place.COLLECT, Place.SYNC, Place.SETTINGS])
def test_the_tab_key_goes_from_any_page_to_the_status_line(
    window: MainWindow, core: FakeCore, eyes: Eyes, place: Place
) -> None:
    fill_receipts(core)
    window.go(place)
    eyes.settle()

    assert tabbed(window, place) == [0, 1, 2, 3]


@pytest.mark.parametrize("place", [Place.COLLECT, Place.DUE])
def test_the_tab_key_goes_through_what_a_page_got_later_before_the_status_line(
    window: MainWindow, core: FakeCore, eyes: Eyes, place: Place
) -> None:
    fill_receipts(core)
    window.go(place)
    eyes.settle()
    if place is Place.COLLECT:
        window.collect.receipt.open(core.queries.views[0].receipt.id)
        eyes.settle()
        assert window.collect.stack.currentWidget() is window.collect.opened
    else:
        window.due.panel.result.report_button.show()
        window.due.panel.result.show()
        window.due.panel.show()

    assert tabbed(window, place) == [0, 1, 2, 3]


def test_a_sheet_that_is_made_while_nothing_can_be_written_offers_nothing(
    bench: Bench, core: FakeCore, qtbot: QtBot, eyes: Eyes
) -> None:
    fill_receipts(core)
    core.stands = Standing(read_only=ReadOnlyReason.DISK_FULL)
    window = MainWindow(bench)
    qtbot.addWidget(window)
    window.begin(Place.COLLECT)
    eyes.settle()
    window.collect.receipt.open(core.queries.views[0].receipt.id)
    eyes.settle()

    assert window.collect.stack.currentWidget() is window.collect.opened
    assert not window.collect.opened.cancel_button.isEnabled()
    assert not window.collect.draft.issue.isEnabled()
