"""A locked home: nothing is seen, its key is gone, and whoever opens it again is where they were."""

import gc
import weakref
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Timer

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from agent_app import app as application
from agent_app.bootstrap import HomeMissingError, create_home
from agent_app.domain.household import HouseholdId
from agent_app.doors import HomeDoor, OnlyWindow
from agent_app.runtime.home_keys import HomeKeys
from agent_app.runtime.home_locks import alone_in
from agent_app.runtime.key_failures import EmptyPasswordError, WrongPasswordError
from agent_app.runtime.paths import Home
from agent_app.runtime.secrets import Argon2Cost
from agent_app.services import backups
from agent_app.services.changes import Changed, Touched
from agent_app.services.ports import Report
from agent_app.storage import backup_shelf
from agent_app.storage.backup_file import write_backup
from agent_app.storage.errors import StoreMissingError
from agent_app.storage.store import Store
from agent_app.ui.choices import keep_minutes_to_lock, minutes_to_lock
from agent_app.ui.dialogs.visit import VisitDialog
from agent_app.ui.fields.search_field import PAUSE_MS
from agent_app.ui.idle import IdleWatch
from agent_app.ui.look import Look
from agent_app.ui.main_window import MainWindow
from agent_app.ui.places import Place
from agent_app.ui.tasks import Lane
from tests.builders import an_id
from tests.fake_keyring import MemoryKeyring
from tests.fakes import FixedClock
from tests.storage.till import home_at
from tests.ui.doors import RIGHT, FakeDoor
from tests.ui.fake_core import FakeCore
from tests.ui.seeing import Eyes, texts

FIRST = HouseholdId(an_id(1))
CHEAP = Argon2Cost(1, 8, 1)


class Wall:
    """A clock on the wall."""

    def __init__(self) -> None:
        self.now = 1_795_000_000.0

    def read(self) -> float:
        return self.now


@pytest.fixture
def wall() -> Wall:
    """A clock that stands until it is set."""
    return Wall()


@pytest.fixture
def steady() -> Wall:
    """A clock that nobody sets, and that stands while the laptop sleeps."""
    return Wall()


@pytest.fixture
def watch(wall: Wall, steady: Wall, qapp: QApplication) -> Iterator[IdleWatch]:
    """Notices ten minutes without a touch."""
    made = IdleWatch(10, qapp, wall.read, steady.read)
    made.begin()
    yield made
    made.stop()
    made.deleteLater()


def test_ten_minutes_without_a_touch_are_noticed_once(watch: IdleWatch, wall: Wall, qtbot: QtBot) -> None:
    wall.now += 599
    with qtbot.assertNotEmitted(watch.idle):
        watch.check()
    wall.now += 1
    with qtbot.waitSignal(watch.idle):
        watch.check()
    with qtbot.assertNotEmitted(watch.idle):
        QTest.keyClick(QLineEdit(), Qt.Key.Key_A)


@pytest.mark.parametrize("touch", ["key", "move", "click"])
def test_every_touch_begins_the_time_anew(watch: IdleWatch, wall: Wall, qtbot: QtBot, touch: str) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    with qtbot.waitExposed(field):
        field.show()
    wall.now += 599
    if touch == "key":
        QTest.keyClick(field, Qt.Key.Key_A)
    elif touch == "move":
        QTest.mouseMove(field.windowHandle(), QPoint(5, 5))
    else:
        QTest.mouseClick(field, Qt.MouseButton.LeftButton)
    wall.now += 5

    with qtbot.assertNotEmitted(watch.idle):
        watch.check()


def test_what_the_program_does_by_itself_is_no_touch(
    watch: IdleWatch, wall: Wall, qapp: QApplication, qtbot: QtBot
) -> None:
    wall.now += 599
    for kind in (QEvent.Type.Paint, QEvent.Type.Timer, QEvent.Type.UpdateRequest):
        assert not watch.eventFilter(qapp, QEvent(kind))
    wall.now += 1

    with qtbot.waitSignal(watch.idle):
        watch.check()


def test_whoever_wakes_a_laptop_that_slept_sees_nothing(watch: IdleWatch, wall: Wall, qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    wall.now += 8 * 3600
    with qtbot.waitSignal(watch.idle):
        QTest.keyClick(field, Qt.Key.Key_A)

    assert field.text() == ""


def test_a_clock_that_is_set_back_does_not_keep_the_window_open(
    watch: IdleWatch, wall: Wall, steady: Wall, qtbot: QtBot
) -> None:
    steady.now += 300
    wall.now -= 2 * 365 * 86400
    watch.check()
    steady.now += 300

    with qtbot.waitSignal(watch.idle):
        watch.check()


def test_a_laptop_that_slept_after_its_clock_was_set_back_counts_its_sleep(
    watch: IdleWatch, wall: Wall, qtbot: QtBot
) -> None:
    wall.now -= 2 * 365 * 86400
    watch.check()
    wall.now += 600

    with qtbot.waitSignal(watch.idle):
        watch.check()


def test_another_number_of_minutes_counts_from_now_on(watch: IdleWatch, wall: Wall, qtbot: QtBot) -> None:
    watch.allow(5)
    wall.now += 301

    with qtbot.waitSignal(watch.idle):
        watch.check()


@pytest.mark.parametrize("kept", [None, "", "0", "7", "-5", "mười", "1e9"])
def test_a_choice_that_is_none_means_ten_minutes(kept: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert minutes_to_lock() == 10
    keep_minutes_to_lock(30)
    assert minutes_to_lock() == 30
    monkeypatch.setattr("agent_app.ui.choices.MINUTES_TO_LOCK", (5, 10))
    assert minutes_to_lock() == 10
    monkeypatch.undo()
    keep_minutes_to_lock(kept)  # type: ignore[arg-type]
    assert minutes_to_lock() == 10


@pytest.fixture
def door() -> FakeDoor:
    """A door that opens to one core after the other."""
    return FakeDoor([FakeCore(), FakeCore(), FakeCore()])


@pytest.fixture
def session(
    qapp: QApplication, door: FakeDoor, tmp_path: Path, look: Look, qtbot: QtBot
) -> Iterator[application.Session]:
    """A run of the program, opened."""
    made = application.Session(qapp, Home(tmp_path), door)
    made.begin(RIGHT)
    qtbot.waitUntil(lambda: made.window is not None and not made.runner.busy)
    yield made
    made.end()
    for window in (made.window, made.unlock):
        if window is not None:
            window.close()
            window.deleteLater()
    made.deleteLater()
    look.dress(qapp)


def shown(session: application.Session) -> MainWindow:
    """The window of an open home."""
    assert session.window is not None
    return session.window


def settle(session: application.Session, qtbot: QtBot) -> None:
    """Wait until the core is gone and no task is left."""
    qtbot.waitUntil(lambda: not session.leaving and not session.runner.busy)


def open_again(session: application.Session, qtbot: QtBot) -> MainWindow:
    """Open a locked home."""
    session.unlock.password.setText(RIGHT)
    session.unlock.open_button.click()
    qtbot.waitUntil(lambda: session.window is not None and not session.runner.busy)
    return shown(session)


@pytest.mark.parametrize("how", ["button", "keys", "time"])
def test_a_locked_home_shows_nothing_and_has_let_its_core_go(
    session: application.Session, qtbot: QtBot, how: str
) -> None:
    window, core = shown(session), session.core
    assert isinstance(core, FakeCore)
    if how == "button":
        window.lock.click()
    elif how == "keys":
        QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    else:
        session.watch.idle.emit()

    assert not window.isVisible()
    assert session.unlock.isVisible()
    assert [each for each in QApplication.topLevelWidgets() if each.isVisible()] == [session.unlock]
    settle(session, qtbot)
    assert core.closed
    assert "Sổ đang khoá" in texts(session.unlock)
    assert QApplication.focusWidget() is session.unlock.password
    session.lock()


def test_nothing_keeps_the_core_of_a_locked_home(session: application.Session, qtbot: QtBot) -> None:
    window, core = shown(session), session.core
    window.open_household(FIRST)
    qtbot.waitUntil(lambda: not session.runner.busy)
    gone, seen = weakref.ref(core), weakref.ref(window)
    del window, core
    session.lock()
    settle(session, qtbot)

    qtbot.waitUntil(lambda: seen() is None and gone() is None)


@pytest.mark.parametrize("place", list(Place))
def test_whoever_opens_again_is_where_they_were(
    session: application.Session, qtbot: QtBot, place: Place
) -> None:
    window = shown(session)
    window.resize(1100, 660)
    window.go(place)
    session.lock()
    settle(session, qtbot)
    again = open_again(session, qtbot)

    assert again is not window
    assert again.where().place is place
    assert (again.width(), again.height()) == (1100, 660)
    assert not session.unlock.isVisible()
    assert session.unlock.password.text() == ""


def test_whoever_had_a_receipt_half_written_is_at_its_household(
    session: application.Session, qtbot: QtBot
) -> None:
    window = shown(session)
    window.open_household(FIRST)
    qtbot.waitUntil(lambda: not session.runner.busy)
    window.collect_money()
    qtbot.waitUntil(lambda: not session.runner.busy)
    assert window.where().place is Place.HOUSEHOLDS
    session.lock()
    settle(session, qtbot)
    again = open_again(session, qtbot)

    ready = again.households.household.presenter.ready
    assert ready is not None
    assert ready.page.household.id == FIRST
    assert again.pages.currentWidget() is again.households


def test_work_under_way_ends_before_the_core_goes(session: application.Session, qtbot: QtBot) -> None:
    core, gate, order = session.core, Event(), list[str]()
    assert isinstance(core, FakeCore)

    def work(_report: Report) -> None:
        gate.wait(10)
        order.append("closed early" if core.closed else "done")

    for lane in Lane:
        session.runner.start(session.runner.make(work), lane)
    session.lock()
    QTest.qWait(50)
    assert not core.closed
    gate.set()
    settle(session, qtbot)

    assert order == ["done", "done"]
    assert core.closed


def test_the_program_may_end_while_a_core_is_on_its_way_out(
    session: application.Session, qtbot: QtBot
) -> None:
    core, gate = session.core, Event()
    assert isinstance(core, FakeCore)

    def work(_report: Report) -> None:
        gate.wait(10)

    session.runner.start(session.runner.make(work), Lane.NETWORK)
    session.lock()
    QTimer.singleShot(20, gate.set)
    qtbot.waitUntil(gate.is_set)
    session.end()

    assert core.closed


def test_whoever_locks_while_a_receipt_is_issued_is_told_where_to_look(
    session: application.Session, qtbot: QtBot
) -> None:
    window, gate = shown(session), Event()
    window.open_household(FIRST)
    qtbot.waitUntil(lambda: not session.runner.busy)
    window.collect_money()
    qtbot.waitUntil(lambda: not session.runner.busy)

    def work(_report: Report) -> None:
        gate.wait(10)

    session.runner.start(session.runner.make(work))
    window.collect.presenter.issue("Lê Quốc Dũng")
    session.lock()
    assert "xem trang Thu tiền biên lai đã có chưa" in texts(session.unlock)
    gate.set()
    settle(session, qtbot)
    again = open_again(session, qtbot)

    assert again.where().place is Place.COLLECT


def test_a_dialog_that_is_open_is_given_up(session: application.Session, qtbot: QtBot) -> None:
    window, core = shown(session), session.core
    assert isinstance(core, FakeCore)
    window.open_household(FIRST)
    qtbot.waitUntil(lambda: not session.runner.busy)
    seen = list[bool]()

    def lock_now() -> None:
        seen.append(
            any(isinstance(each, VisitDialog) and each.isVisible() for each in QApplication.topLevelWidgets())
        )
        session.lock()

    QTimer.singleShot(50, lock_now)
    window.record_outcomes()
    settle(session, qtbot)

    assert seen == [True]
    assert [each for each in QApplication.topLevelWidgets() if each.isVisible()] == [session.unlock]
    assert core.closed


def test_what_a_sync_leads_to_does_not_reach_a_core_that_goes(
    session: application.Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, core, gate = shown(session), session.core, Event()
    assert isinstance(core, FakeCore)

    def sync(_report: Report) -> None:
        gate.wait(10)

    session.runner.start(session.runner.make(sync, Changed.of(Touched.SYNC)), Lane.NETWORK)
    asked = core.backups.asked
    session.lock()
    core.queries.error = AssertionError("a core on its way out was asked")
    monkeypatch.setattr(core, "standing", core.queries.counts)
    window.standing.reload()
    gate.set()
    settle(session, qtbot)

    assert core.backups.asked == asked
    assert core.closed
    again = open_again(session, qtbot)
    assert isinstance(session.core, FakeCore)
    assert session.core.backups.asked == 1
    assert again is not window


def test_what_is_typed_when_the_home_is_locked_is_not_searched_for(
    session: application.Session, qtbot: QtBot
) -> None:
    window, gate = shown(session), Event()

    def work(_report: Report) -> None:
        gate.wait(10)

    session.runner.start(session.runner.make(work), Lane.NETWORK)
    for field in (window.search, window.due.text):
        field.setText("ngu")
        field.textEdited.emit("ngu")
    session.lock()
    QTest.qWait(2 * PAUSE_MS)

    assert window.where().place is Place.DUE
    assert not window.households.search.presenter.text
    assert not window.due.presenter.wanted.text
    gate.set()
    settle(session, qtbot)


@pytest.mark.logs_warning(r"not done: secrets\.wrong_password")
def test_a_locked_home_opens_to_nobody_else(session: application.Session, qtbot: QtBot) -> None:
    session.lock()
    settle(session, qtbot)
    session.unlock.password.setText("sai")
    session.unlock.open_button.click()
    qtbot.waitUntil(lambda: not session.runner.busy)

    assert session.window is None
    assert "Mật khẩu không đúng" in texts(session.unlock)


def test_the_minutes_are_chosen_in_the_window_and_kept(session: application.Session, qtbot: QtBot) -> None:
    chosen = shown(session).navigation.lock_after
    assert chosen.currentText() == "Tự khoá: 10 phút"
    chosen.setCurrentIndex(1 + chosen.currentIndex())
    chosen.activated.emit(chosen.currentIndex())
    qtbot.waitUntil(lambda: not session.runner.busy)
    try:
        assert minutes_to_lock() == 15
    finally:
        keep_minutes_to_lock(10)


def test_a_real_home_is_opened_by_each_way(tmp_path: Path) -> None:
    home = home_at(tmp_path)
    only = OnlyWindow(home)
    door = HomeDoor(home, only)
    assert (door.ways().pin, door.ways().wait) == (False, 0)
    create_home(home, RIGHT, CHEAP)
    code = HomeKeys(home, MemoryKeyring(), FixedClock()).new_recovery_code(
        HomeKeys(home, MemoryKeyring(), FixedClock()).by_password(RIGHT)
    )
    door.by_password(RIGHT).close()
    door.by_recovery(code, "mới").close()
    door.by_password("mới").close()
    with pytest.raises(WrongPasswordError):
        door.by_password(RIGHT)

    assert not door.ways().pin
    only.let_go()


def test_a_home_that_the_code_does_not_open_keeps_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, only = home_at(tmp_path), OnlyWindow(home_at(tmp_path))
    create_home(home, RIGHT, CHEAP)
    keys = HomeKeys(home, MemoryKeyring(), FixedClock())
    code, door = keys.new_recovery_code(keys.by_password(RIGHT)), HomeDoor(home, only)
    aside = home.store.rename(home.folder / "aside.db")
    with pytest.raises((StoreMissingError, HomeMissingError)):
        door.by_recovery(code, "mới")
    aside.rename(home.store)
    door.by_password(RIGHT).close()
    monkeypatch.setattr(HomeKeys, "change_password", refuse_password)
    with pytest.raises(EmptyPasswordError):
        door.by_recovery(code, "")

    only.let_go()
    with alone_in(home, 0):
        assert home.exists


def refuse_password(*_arguments: object) -> None:
    """Refuse a new password."""
    raise EmptyPasswordError


def stores() -> int:
    """Count the stores in this process, whoever holds them."""
    gc.collect()
    return sum(type(each) is Store for each in gc.get_objects())


def test_of_a_real_home_no_store_and_no_open_file_is_left(
    qapp: QApplication, tmp_path: Path, qtbot: QtBot, look: Look
) -> None:
    home, before = home_at(tmp_path), stores()
    create_home(home, RIGHT, CHEAP)
    made = application.Session(qapp, home)
    made.begin(RIGHT)
    qtbot.waitUntil(lambda: made.window is not None and not made.runner.busy, timeout=20_000)
    assert stores() == before + 1
    made.lock()
    settle(made, qtbot)
    qtbot.waitUntil(lambda: stores() == before)

    assert not any(home.store.name in name for name in open_files())
    assert {each.name for each in home.folder.iterdir()}.isdisjoint({"store.db-wal", "keys.lock"})
    made.end()
    made.unlock.close()
    made.deleteLater()
    look.dress(qapp)


def open_files() -> list[str]:
    """Name the files that this process has open, where the system tells."""
    folder = Path("/proc/self/fd")
    return [str(each.readlink()) for each in folder.iterdir() if each.is_symlink()] if folder.exists() else []


@pytest.mark.parametrize("how", ["lock", "quit", "lock and quit"])
def test_a_backup_under_way_is_finished_before_its_home_is_let_go(
    qapp: QApplication, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    home, begun, gate = home_at(tmp_path), Event(), Event()
    create_home(home, RIGHT, CHEAP)
    real = write_backup

    def slow(*arguments: object) -> None:
        begun.set()
        gate.wait(20)
        real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(backup_shelf, "write_backup", slow)
    monkeypatch.setattr(backups, "RECEIPTS_UNTIL_DUE", 0)
    made = application.Session(qapp, home)
    made.begin(RIGHT)
    qtbot.waitUntil(lambda: made.window is not None and not made.runner.busy, timeout=20_000)
    made.runner.changed.emit(Changed(frozenset({Touched.RECEIPTS})))
    qtbot.waitUntil(begun.is_set, timeout=20_000)

    if "lock" in how:
        made.lock()
        QTest.qWait(50)
        assert made.leaving
    if "quit" in how:
        Timer(0.1, gate.set).start()
        made.end()
    else:
        gate.set()
        settle(made, qtbot)
        made.end()
    made.unlock.close()
    made.look.dress(qapp)
    made.deleteLater()

    names = {each.name for each in home.backups.iterdir()} - {"backup.lock"}
    assert [Path(name).suffix for name in names] == [".dtnbak"]
    assert not home.store.with_name("store.db-wal").exists()


def test_a_locked_window_is_readable(session: application.Session, qtbot: QtBot, eyes: Eyes) -> None:
    session.lock()
    settle(session, qtbot)

    eyes.shoot(session.unlock, "locked")
