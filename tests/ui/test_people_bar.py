"""People from the household's page and from the search: by keyboard alone, told in a line, taken back."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from agent_app.domain.due_list import Scheme
from agent_app.domain.household import HouseholdId
from agent_app.domain.operation import OperationKind
from agent_app.services.standing import ReadOnlyReason, Standing
from agent_app.ui.dialogs.people.history import HistoryDialog
from agent_app.ui.dialogs.people.home import HomeDialog
from agent_app.ui.dialogs.people.home_choice import Home
from agent_app.ui.dialogs.people.merge import MergeDialog
from agent_app.ui.dialogs.people.move import MoveDialog
from agent_app.ui.dialogs.people.person import PersonDialog
from agent_app.ui.dialogs.people.status import StatusDialog
from agent_app.ui.main_window import MainWindow
from agent_app.ui.pages.households.people_bar import MenuButton, PeopleBar
from agent_app.ui.places import Place
from tests.builders import an_id
from tests.ui.fake_core import FakeCore
from tests.ui.seeing import Eyes, texts

FIRST = HouseholdId(an_id(1))
Key = Qt.Key


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def at_home(window: MainWindow, eyes: Eyes) -> PeopleBar:
    window.open_household(FIRST)
    eyes.settle()
    return window.households.people


def dialog_of(window: MainWindow, eyes: Eyes) -> PersonDialog:
    eyes.settle()
    dialog = window.households.people.desk.dialog
    assert isinstance(dialog, PersonDialog)
    return dialog


def tab_to(target: QWidget) -> None:
    for _way in range(60):
        if focused() is target:
            return
        QTest.keyClick(focused(), Key.Key_Tab)
    raise AssertionError(f"Tab never comes to {target}")


def test_a_person_is_added_by_the_keyboard_alone(core: FakeCore, window: MainWindow, eyes: Eyes) -> None:
    bar = at_home(window, eyes)
    QTest.keyClick(window, Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = dialog_of(window, eyes)
    assert focused() is dialog.form.name
    QTest.keyClicks(focused(), "Le Thi Men")
    QTest.keyClick(focused(), Key.Key_Tab)
    assert focused() is dialog.form.birth
    QTest.keyClicks(focused(), "1990")
    QTest.keyClick(focused(), Key.Key_Tab)
    QTest.keyClick(focused(), Key.Key_Space)
    tab_to(dialog.form.phone.line)
    # Ten digits without a pause are a scanner's.
    QTest.keyClicks(focused(), "0911 222 333")
    QTest.keyClick(focused(), Key.Key_Return)
    eyes.settle()

    made = core.queries.members[FIRST][-1]
    assert (made.name, made.phone) == ("Le Thi Men", "0911222333")
    assert bar.told.isVisible()
    assert "Đã thêm Le Thi Men" in texts(bar.told)
    assert not bar.told.undo.isVisible()
    assert "Le Thi Men" in texts(window.households.household)
    eyes.shoot(window, "told")


def test_the_buttons_of_the_page_are_reached_by_tab_in_their_order(window: MainWindow, eyes: Eyes) -> None:
    bar = at_home(window, eyes)
    bar.add.setFocus()
    for button in bar.menus:
        QTest.keyClick(focused(), Key.Key_Tab)
        assert focused() is button
        assert button.accessibleName()


def choose(button: MenuButton, words: str) -> None:
    next(each for each in button.actions_offered if each.text() == words).trigger()


def test_a_menu_asks_whom_it_is_about(core: FakeCore, window: MainWindow, eyes: Eyes) -> None:
    bar = at_home(window, eyes)
    names = [each.name for each in core.queries.members[FIRST]]

    assert [each.text() for each in bar.edit.actions_offered] == [*names, "Địa chỉ của hộ"]
    assert [each.text() for each in bar.merge.actions_offered] == names
    assert [each.text() for each in bar.history.actions_offered] == [*names, "Cả hộ"]
    assert isinstance(bar.edit.menu(), QMenu)


def test_each_button_opens_its_dialog(core: FakeCore, window: MainWindow, eyes: Eyes) -> None:
    bar = at_home(window, eyes)
    name = core.queries.members[FIRST][0].name
    for button, words, kind in (
        (bar.edit, name, PersonDialog),
        (bar.edit, "Địa chỉ của hộ", HomeDialog),
        (bar.merge, name, MergeDialog),
        (bar.standing, name, StatusDialog),
        (bar.standing, "Cả hộ", StatusDialog),
        (bar.history, name, HistoryDialog),
        (bar.history, "Cả hộ", HistoryDialog),
    ):
        choose(button, words)
        eyes.settle()
        dialog = bar.desk.dialog
        assert type(dialog) is kind
        assert dialog.isVisible()
        assert dialog.parentWidget() is window
        dialog.done(0)
        eyes.settle()
        assert bar.desk.dialog is None


def test_who_is_corrected_may_move_but_not_before_what_was_typed_is_kept(
    core: FakeCore, window: MainWindow, eyes: Eyes
) -> None:
    bar = at_home(window, eyes)
    choose(bar.edit, core.queries.members[FIRST][0].name)
    dialog = dialog_of(window, eyes)
    dialog.form.relation.setEditText("Con")
    dialog.move_button.click()
    assert "trước khi chuyển hộ" in texts(dialog)
    dialog.form.relation.setEditText("Chủ hộ")
    dialog.move_button.click()
    eyes.settle()

    moving = bar.desk.dialog
    assert isinstance(moving, MoveDialog)
    moving.done(0)
    eyes.settle()


def test_an_edit_is_taken_back_by_one_button(core: FakeCore, window: MainWindow, eyes: Eyes) -> None:
    bar = at_home(window, eyes)
    before = core.queries.members[FIRST][0]
    choose(bar.edit, before.name)
    dialog = dialog_of(window, eyes)
    dialog.form.relation.setEditText("Con")
    dialog.save()
    eyes.settle()
    assert core.queries.members[FIRST][0].relation == "Con"
    assert bar.told.undo.isVisible()
    bar.told.undo.click()
    eyes.settle()

    assert core.queries.members[FIRST][0] == before
    assert "Đã hoàn tác" in texts(bar.told)
    assert not bar.told.undo.isVisible()
    assert core.people_queries.kinds == [OperationKind.PERSON_EDITED] * 2
    bar.told.away.click()
    assert not bar.told.isVisible()


def test_an_edit_keeps_what_is_ticked_on_the_page(core: FakeCore, window: MainWindow, eyes: Eyes) -> None:
    bar = at_home(window, eyes)
    presenter = window.households.household.presenter
    assert presenter.ready is not None
    ticked = (core.queries.members[FIRST][3].id, Scheme.HEALTH)
    presenter.tick(ticked, on=True)
    eyes.settle()
    choose(bar.edit, core.queries.members[FIRST][0].name)
    dialog = dialog_of(window, eyes)
    dialog.form.relation.setEditText("Con")
    dialog.save()
    eyes.settle()

    assert bar.told.isVisible()
    assert ticked in presenter.ready.wish.ticked
    assert presenter.ready.page.members[0].relation == "Con"


def test_what_has_changed_since_is_not_taken_back_and_said_so(
    core: FakeCore, window: MainWindow, eyes: Eyes
) -> None:
    bar = at_home(window, eyes)
    choose(bar.edit, core.queries.members[FIRST][0].name)
    dialog = dialog_of(window, eyes)
    dialog.form.relation.setEditText("Con")
    dialog.save()
    eyes.settle()
    core.people_queries.put(
        next(each for each in core.people_queries.everybody() if each.household_id == FIRST)
    )
    held = core.people_queries.everybody()[0]
    core.people_queries.put(type(held)(held.id, held.household_id, held.name, relation="Cháu"))
    bar.told.undo.click()
    eyes.settle()

    assert "không hoàn tác" in texts(bar.told)
    assert core.queries.members[FIRST][0].relation == "Cháu"


def test_the_line_is_seen_at_its_own_household_only(core: FakeCore, window: MainWindow, eyes: Eyes) -> None:
    bar = at_home(window, eyes)
    choose(bar.edit, core.queries.members[FIRST][0].name)
    dialog = dialog_of(window, eyes)
    dialog.form.relation.setEditText("Con")
    dialog.save()
    eyes.settle()
    window.open_household(list(core.queries.households)[1])
    eyes.settle()
    assert not bar.told.isVisible()
    window.open_household(FIRST)
    eyes.settle()

    assert bar.told.isVisible()


def test_whom_the_search_does_not_find_is_added_from_it(
    core: FakeCore, window: MainWindow, eyes: Eyes
) -> None:
    QTest.keyClick(window, Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(window.search, "tran van ky")
    window.search.ask()
    eyes.settle()
    assert "Không tìm thấy" in texts(window.finder.popup)
    assert window.finder.popup.table.rows.index(0, 0).data() == "Thêm người này vào sổ…"
    eyes.shoot(window, "nobody")
    QTest.keyClick(window.search, Key.Key_Return)
    dialog = dialog_of(window, eyes)
    assert dialog.form.name.text() == "tran van ky"
    assert dialog.home.chosen is Home.NEW
    dialog.home.form.address.setText("Số 77, Thôn Láng Gòn, xã Tân Minh")
    dialog.save()
    eyes.settle()

    ready = window.households.household.presenter.ready
    assert ready is not None
    assert ready.page.household.address == "Số 77, Thôn Láng Gòn, xã Tân Minh"
    assert core.people_queries.kinds == [OperationKind.HOUSEHOLD_ADDED, OperationKind.PERSON_ADDED]


def test_a_number_that_nobody_has_offers_nobody(window: MainWindow, eyes: Eyes) -> None:
    QTest.keyClick(window, Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(window.search, "999888777")
    window.search.ask()
    eyes.settle()

    assert window.finder.popup.current is None


def test_the_page_of_households_offers_a_new_one(window: MainWindow, eyes: Eyes) -> None:
    window.go(Place.HOUSEHOLDS)
    eyes.settle()
    window.households.search.add.click()
    dialog = dialog_of(window, eyes)

    assert dialog.home.chosen is Home.NEW
    dialog.done(0)
    eyes.settle()


def test_where_nothing_can_be_written_nobody_is_added(core: FakeCore, window: MainWindow, eyes: Eyes) -> None:
    bar = at_home(window, eyes)
    core.stands = Standing(read_only=ReadOnlyReason.DISK_FULL)
    window.standing.reload()
    eyes.settle()
    QTest.keyClick(window, Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    eyes.settle()

    assert bar.desk.dialog is None
    assert not any(each.isEnabled() for each in (bar.add, bar.edit, bar.merge, bar.standing))
    assert bar.history.isEnabled()
    assert not window.card_bar.offers_adding
