"""A locked home: nothing is seen, its key is gone, and whoever opens it again is where they were."""

import weakref
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from agent_app import app as application
from agent_app.domain.household import HouseholdId
from agent_app.runtime.paths import Home
from agent_app.services.changes import Changed, Touched
from agent_app.services.ports import Report, no_report
from agent_app.ui.choices import keep_minutes_to_lock, keep_window, minutes_to_lock
from agent_app.ui.collector import Collector
from agent_app.ui.dialogs.visit import VisitDialog
from agent_app.ui.fields.search_field import PAUSE_MS
from agent_app.ui.look import Look
from agent_app.ui.main_window import MainWindow
from agent_app.ui.places import Place
from agent_app.ui.tasks import Lane
from tests.builders import an_id
from tests.ui.doors import RIGHT, FakeDoor
from tests.ui.fake_core import FakeCore
from tests.ui.runs import a_run
from tests.ui.seeing import Eyes, settle, texts

FIRST = HouseholdId(an_id(1))


@pytest.fixture
def door() -> FakeDoor:
    """A door that opens to one core after the other."""
    return FakeDoor([FakeCore(), FakeCore(), FakeCore()])


class NotedCollector(Collector):
    """Notes how often it is to spare what there is."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.spared, self.tried = 0, False

    def spare(self, *, tried: bool = False) -> None:
        self.spared += 1
        self.tried = tried


@pytest.fixture
def collector(qapp: QApplication) -> Iterator[NotedCollector]:
    """What is asked to spare what has been fetched ahead."""
    made = NotedCollector(qapp)
    yield made
    made.deleteLater()


@pytest.fixture
def unopened(
    qapp: QApplication, door: FakeDoor, tmp_path: Path, look: Look, collector: NotedCollector
) -> Iterator[application.Session]:
    """A run of the program that nobody has begun."""
    with a_run(qapp, look, Home(tmp_path), door, collector) as made:
        yield made


@pytest.fixture
def session(unopened: application.Session, qtbot: QtBot) -> application.Session:
    """A run of the program, opened."""
    unopened.begin(RIGHT)
    qtbot.waitUntil(lambda: unopened.window is not None and not unopened.runner.busy)
    return unopened


def shown(session: application.Session) -> MainWindow:
    """The window of an open home."""
    assert session.window is not None
    return session.window


def open_again(session: application.Session, qtbot: QtBot) -> MainWindow:
    """Open a locked home."""
    session.unlock.password.setText(RIGHT)
    session.unlock.open_button.click()
    qtbot.waitUntil(lambda: session.window is not None and not session.runner.busy, timeout=20_000)
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


def test_what_is_fetched_ahead_while_somebody_types_is_spared(
    unopened: application.Session, qtbot: QtBot, collector: NotedCollector
) -> None:
    unopened.begin(None)

    qtbot.waitUntil(lambda: collector.spared == 1, timeout=20_000)
    assert not collector.tried


@pytest.mark.logs_warning(r"not done: secrets\.wrong_password")
def test_what_a_refused_password_leaves_behind_is_not_spared(
    unopened: application.Session, qtbot: QtBot, collector: NotedCollector
) -> None:
    unopened.begin(None)
    qtbot.waitUntil(unopened.unlock.isVisible)
    unopened.unlock.password.setText("sai")
    unopened.unlock.open_button.click()

    qtbot.waitUntil(lambda: collector.spared == 1, timeout=20_000)
    assert collector.tried


def test_what_is_fetched_ahead_too_late_keeps_nothing_of_a_home_that_was_open(
    unopened: application.Session, qtbot: QtBot, collector: NotedCollector, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, gate = Event(), Event()

    def slow(_report: Report) -> None:
        begun.set()
        gate.wait(20)

    monkeypatch.setattr(application, "fetch_ahead", slow)
    unopened.begin(None)
    qtbot.waitUntil(begun.is_set)
    unopened.unlock.password.setText(RIGHT)
    unopened.unlock.open_button.click()
    qtbot.waitUntil(lambda: unopened.window is not None)
    assert isinstance(unopened.core, FakeCore)
    gone = weakref.ref(unopened.core)
    unopened.lock()
    gate.set()
    settle(unopened, qtbot)

    qtbot.waitUntil(lambda: gone() is None)
    assert collector.spared == 0


@pytest.mark.parametrize("place", [Place.DUE, Place.HOUSEHOLDS, Place.COLLECT, Place.SYNC, Place.SETTINGS])
def test_whoever_opens_again_is_where_they_were(
    session: application.Session, qtbot: QtBot, place: Place
) -> None:
    window = shown(session)
    window.resize(1024, 660)
    window.go(place)
    session.lock()
    settle(session, qtbot)
    again = open_again(session, qtbot)

    assert again is not window
    assert again.where().place is place
    assert (again.width(), again.height()) == (1024, 660)
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

    assert order == ["done"] * len(Lane)
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

    assert window.where().place is Place.TODAY
    assert not window.finder.presenter.text
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
    chosen = shown(session).settings.minutes
    assert chosen.value == 10
    chosen.buttons[2].click()
    qtbot.waitUntil(lambda: not session.runner.busy)
    try:
        assert minutes_to_lock() == 15
    finally:
        keep_minutes_to_lock(10)


def test_a_locked_window_is_readable(session: application.Session, qtbot: QtBot, eyes: Eyes) -> None:
    session.lock()
    settle(session, qtbot)

    eyes.shoot(session.unlock, "locked")


def test_the_next_run_begins_as_the_last_one_was_closed(
    qapp: QApplication, tmp_path: Path, look: Look, qtbot: QtBot
) -> None:
    sizes = []
    for _run in range(2):
        with a_run(qapp, look, Home(tmp_path), FakeDoor([FakeCore()])) as made:
            made.begin(RIGHT)
            qtbot.waitUntil(lambda: made.window is not None and not made.runner.busy)
            window = shown(made)
            sizes.append((window.where().place, window.height()))
            window.resize(1024, 666)
            window.go(Place.COLLECT)
            window.close()

    assert sizes == [(Place.TODAY, 768), (Place.COLLECT, 666)]


def test_a_page_that_is_kept_and_not_known_any_more_does_no_harm() -> None:
    keep_window(b"nonsense", "GARDEN")

    assert application.read_window(no_report).place is Place.TODAY


def test_the_menu_of_the_agent_locks_and_leads_to_the_settings(
    session: application.Session, qtbot: QtBot
) -> None:
    window = shown(session)
    menu = window.top_bar.agent.menu()
    settings, lock = menu.actions()
    assert window.top_bar.agent.text().strip() == "Nguyễn Thị Hoa"
    settings.trigger()
    assert window.pages.currentWidget() is window.settings
    lock.trigger()
    settle(session, qtbot)

    assert session.window is None


def type_password(session: application.Session, times: int = 1) -> None:
    """Type the password and press Enter, perhaps more than once."""
    session.unlock.password.setText(RIGHT)
    for _ in range(times):
        QTest.keyClick(session.unlock.password, Qt.Key.Key_Return)


def test_who_presses_enter_again_while_the_window_is_made_opens_one_home(
    unopened: application.Session, door: FakeDoor, qtbot: QtBot
) -> None:
    unopened.begin(None)
    qtbot.waitUntil(unopened.unlock.isVisible)

    def hasty(_core: object) -> None:
        type_password(unopened, 2)

    unopened.unlock.presenter.opened.connect(hasty)
    type_password(unopened)
    qtbot.waitUntil(lambda: unopened.window is not None and not unopened.runner.busy)
    qtbot.wait(30)

    assert len(door.tries) == 1
    assert unopened.unlock.password.text() == ""


@pytest.mark.parametrize("turn", ["opened", "begun"])
def test_who_ends_the_program_while_the_window_is_made_leaves_no_home_open(
    unopened: application.Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, turn: str
) -> None:
    cores: list[FakeCore] = []
    unopened.begin(None)
    qtbot.waitUntil(unopened.unlock.isVisible)
    unopened.unlock.presenter.opened.connect(cores.append)
    if turn == "opened":
        unopened.unlock.presenter.opened.connect(unopened.end)
    else:
        begin = MainWindow.begin

        def begun(window: MainWindow, place: Place = Place.TODAY) -> None:
            begin(window, place)
            unopened.end()

        monkeypatch.setattr(MainWindow, "begin", begun)
    type_password(unopened)
    qtbot.waitUntil(lambda: bool(cores) and cores[0].closed)
    qtbot.wait(30)

    assert unopened.window is None


def test_a_window_that_cannot_be_made_leaves_no_home_open(
    unopened: application.Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> MainWindow:
        raise ValueError("no window")

    cores: list[FakeCore] = []
    unopened.begin(None)
    qtbot.waitUntil(unopened.unlock.isVisible)
    monkeypatch.setattr(application, "build_window", refuse)
    unopened.unlock.presenter.opened.connect(cores.append)
    with qtbot.captureExceptions() as caught:
        type_password(unopened)
        qtbot.waitUntil(lambda: bool(cores) and cores[0].closed)

    assert [kind for kind, *_ in caught] == [ValueError]
    assert unopened.core is None
    assert unopened.unlock.open_button.isEnabled()
