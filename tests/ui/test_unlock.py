import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from agent_app import app as application
from agent_app.runtime.messages import sentence
from agent_app.runtime.paths import Home
from agent_app.services.ports import Report
from agent_app.ui.book import Book
from agent_app.ui.choices import keep_window
from agent_app.ui.dialogs.unlock import UnlockWindow
from agent_app.ui.dialogs.unlocking import Way
from agent_app.ui.following import FocusFollower
from agent_app.ui.look import Look
from agent_app.ui.places import Place
from agent_app.ui.tasks import TaskRunner
from agent_app.ui.theme import LIGHT
from tests.ui.doors import CODE, PIN, RIGHT, FakeDoor
from tests.ui.fake_core import FakeCore
from tests.ui.runs import a_run
from tests.ui.seeing import Eyes, texts


@pytest.fixture
def door(core: FakeCore) -> FakeDoor:
    """A door to the commune in memory."""
    return FakeDoor([core])


@pytest.fixture
def unlock(look: Look, runner: TaskRunner, door: FakeDoor, qtbot: QtBot, eyes: Eyes) -> UnlockWindow:
    """The first window."""
    made = UnlockWindow(look, runner, door, sentence)
    qtbot.addWidget(made)
    made.ask()
    eyes.settle()
    return made


def seen(unlock: UnlockWindow) -> list[str]:
    """Name the fields that are asked for."""
    return [each.accessibleName() for each in unlock.findChildren(QLineEdit) if each.isVisible()]


def test_the_right_password_opens_the_home(
    unlock: UnlockWindow, qtbot: QtBot, core: FakeCore, eyes: Eyes
) -> None:
    assert seen(unlock) == ["Mật khẩu"]
    unlock.password.setText(RIGHT)
    with qtbot.waitSignal(unlock.presenter.opened) as opened:
        QTest.keyClick(unlock.password, Qt.Key.Key_Return)
    eyes.settle()

    assert opened.args == [core]


@pytest.mark.logs_warning(r"not done: secrets\.wrong_password")
def test_a_wrong_password_is_a_sentence_and_can_be_tried_again(unlock: UnlockWindow, eyes: Eyes) -> None:
    unlock.password.setText("sai")
    unlock.open_button.click()
    assert not unlock.open_button.isEnabled()
    eyes.settle()

    assert "Mật khẩu không đúng. Dữ liệu trong sổ không bị đổi." in texts(unlock)
    assert unlock.password.isEnabled()
    assert unlock.open_button.isEnabled()
    eyes.shoot(unlock, "unlock")


@pytest.mark.logs_warning(r"not done: (secrets|pin)\.")
@pytest.mark.parametrize("how", ["key", "button"])
@pytest.mark.parametrize("way", list(Way))
def test_whoever_was_wrong_types_again_at_once(
    unlock: UnlockWindow, door: FakeDoor, eyes: Eyes, way: Way, how: str
) -> None:
    door.pin = PIN
    unlock.ask()
    eyes.settle()
    unlock.presenter.choose(way)
    fields = {Way.PASSWORD: [unlock.password], Way.PIN: [unlock.pin]}.get(
        way, [unlock.recovery.code, unlock.recovery.new_password, unlock.recovery.again]
    )
    for field in fields:
        field.setText("sai")
    if how == "key":
        QTest.keyClick(fields[-1], Qt.Key.Key_Return)
    else:
        unlock.open_button.setFocus()
        QTest.keyClick(unlock.open_button, Qt.Key.Key_Space)
    assert unlock.bar.isVisible()
    assert unlock.focusWidget() in fields
    eyes.settle()

    assert QApplication.focusWidget() is fields[0]
    assert fields[0].selectedText() == "sai"
    QTest.keyClicks(fields[0], "dung")
    assert fields[0].text() == "dung"


@pytest.mark.logs_warning(r"not done: secrets\.wrong_password")
def test_the_seconds_that_go_by_take_nothing_from_whoever_types(
    unlock: UnlockWindow, door: FakeDoor, eyes: Eyes
) -> None:
    door.wait_after = 5
    unlock.presenter.try_password("sai")
    eyes.settle()
    QTest.keyClicks(unlock.password, "dung")
    unlock.presenter.count_down()
    assert unlock.password.selectedText() == ""
    unlock.forgotten.setFocus()
    unlock.presenter.count_down()

    assert unlock.forgotten.hasFocus()


def test_one_password_is_tried_at_a_time(unlock: UnlockWindow, door: FakeDoor, eyes: Eyes) -> None:
    unlock.presenter.try_password(RIGHT)
    unlock.presenter.try_password(RIGHT)
    eyes.settle()

    assert door.tries == [RIGHT]


@pytest.mark.logs_warning(r"not done: secrets\.wrong_password")
def test_whoever_must_wait_sees_the_seconds_go_by(unlock: UnlockWindow, door: FakeDoor, eyes: Eyes) -> None:
    door.wait_after = 64
    unlock.presenter.try_password("sai")
    eyes.settle()
    assert "Chờ 1 phút 04 giây" in unlock.open_button.text()
    assert not unlock.open_button.isEnabled()
    eyes.shoot(unlock, "slowed")
    unlock.password.setText(RIGHT)
    QTest.keyClick(unlock.password, Qt.Key.Key_Return)
    assert door.tries == ["sai"]
    for _second in range(63):
        unlock.presenter.count_down()
    assert "Chờ 1 giây" in unlock.open_button.text()
    unlock.presenter.count_down()

    assert "Mở sổ" in unlock.open_button.text()
    assert unlock.open_button.isEnabled()
    assert unlock.password.text() == RIGHT


def test_the_seconds_go_by_of_themselves(
    look: Look, runner: TaskRunner, door: FakeDoor, qtbot: QtBot, eyes: Eyes
) -> None:
    door.wait = 1
    made = UnlockWindow(look, runner, door, sentence)
    qtbot.addWidget(made)
    made.ask()
    eyes.settle()
    assert not made.open_button.isEnabled()

    qtbot.waitUntil(made.open_button.isEnabled)


@pytest.mark.logs_warning(r"not done: secrets\.too_soon")
def test_a_wait_that_another_program_has_caused_is_counted_down_too(
    unlock: UnlockWindow, door: FakeDoor, eyes: Eyes
) -> None:
    door.wait = 8
    unlock.presenter.try_password(RIGHT)
    eyes.settle()

    assert "phải chờ 8 giây" in texts(unlock)
    assert "Chờ 8 giây" in unlock.open_button.text()


@pytest.fixture
def with_pin(door: FakeDoor, unlock: UnlockWindow, eyes: Eyes) -> UnlockWindow:
    """The first window of a home that has a PIN on this machine."""
    door.pin = PIN
    unlock.ask()
    eyes.settle()
    return unlock


def test_where_there_is_a_pin_it_is_asked_for(with_pin: UnlockWindow, qtbot: QtBot, eyes: Eyes) -> None:
    assert seen(with_pin) == ["Mã PIN"]
    with_pin.pin.setText(PIN)
    with qtbot.waitSignal(with_pin.presenter.opened):
        QTest.keyClick(with_pin.pin, Qt.Key.Key_Return)
    eyes.settle()


def test_the_password_opens_beside_the_pin(with_pin: UnlockWindow, door: FakeDoor, eyes: Eyes) -> None:
    with_pin.by_password.click()
    assert seen(with_pin) == ["Mật khẩu"]
    assert with_pin.password.hasFocus()
    with_pin.password.setText(RIGHT)
    with_pin.open_button.click()
    eyes.settle()
    assert door.tries == [RIGHT]
    with_pin.forget()
    with_pin.by_pin.click()

    assert seen(with_pin) == ["Mã PIN"]


def test_whoever_types_already_is_not_asked_for_something_else(
    unlock: UnlockWindow, door: FakeDoor, runner: TaskRunner, eyes: Eyes
) -> None:
    gate = Event()

    def work(_report: Report) -> None:
        gate.wait(10)

    door.pin, door.wait = PIN, 3
    runner.start(runner.make(work))
    unlock.ask()
    QTest.keyClicks(unlock.password, "mat")
    gate.set()
    eyes.settle()

    assert seen(unlock) == ["Mật khẩu"]
    assert unlock.password.text() == "mat"
    assert unlock.by_pin.isVisible()
    assert "Chờ 3 giây" in unlock.open_button.text()


@pytest.mark.logs_warning(r"not done: secrets\.wrong_password")
def test_a_wrong_password_from_a_file_leaves_the_pin(
    unlock: UnlockWindow, door: FakeDoor, eyes: Eyes
) -> None:
    door.pin = PIN
    unlock.ask()
    unlock.presenter.try_password("sai")
    assert not unlock.forgotten.isEnabled()
    eyes.settle()

    assert unlock.by_pin.isVisible()
    assert unlock.by_pin.isEnabled()


def test_tab_goes_through_the_recovery_in_the_order_of_reading(unlock: UnlockWindow, eyes: Eyes) -> None:
    unlock.ask()
    eyes.settle()
    unlock.forgotten.click()
    asked = unlock.recovery
    for stop in (asked.code, asked.new_password, asked.again, unlock.open_button):
        assert QApplication.focusWidget() is stop
        QTest.keyClick(stop, Qt.Key.Key_Tab)


@pytest.mark.usefixtures("light_again")
def test_the_recovery_can_be_filled_in_however_large_the_texts_are(
    unlock: UnlockWindow, look: Look, qapp: QApplication, qtbot: QtBot, eyes: Eyes
) -> None:
    look.wear(LIGHT, qapp, 200)
    FocusFollower(unlock)
    unlock.ask()
    eyes.settle()
    unlock.forgotten.click()
    unlock.recovery.code.setText("x")
    unlock.recovery.new_password.setText("một")
    unlock.open_button.click()
    eyes.settle()

    assert unlock.height() <= unlock.screen().availableSize().height()
    for part in (*unlock.recovery.fields, unlock.open_button, unlock.notice):
        hint = part.minimumSizeHint()
        assert part.height() >= hint.height()
        assert part.width() >= hint.width()
    unlock.open_button.setFocus()
    qtbot.wait(30)
    assert unlock.open_button.visibleRegion().boundingRect().size() == unlock.open_button.size()


def test_each_field_of_the_recovery_is_named_in_sight(unlock: UnlockWindow) -> None:
    unlock.forgotten.click()
    for field in (unlock.recovery.code, unlock.recovery.new_password, unlock.recovery.again):
        field.setText("x")

    assert {"Mã khôi phục", "Mật khẩu mới", "Mật khẩu mới, lần nữa"} <= set(texts(unlock).split("\n"))


@pytest.mark.logs_warning(r"not done: pin\.(wrong|void)")
def test_a_pin_that_has_become_void_gives_way_to_the_password(with_pin: UnlockWindow, eyes: Eyes) -> None:
    for left in (4, 3, 2, 1):
        with_pin.presenter.try_pin("0000")
        eyes.settle()
        assert f"còn {left} lần" in texts(with_pin)
    with_pin.presenter.try_pin("0000")
    eyes.settle()

    assert seen(with_pin) == ["Mật khẩu"]
    assert not with_pin.by_pin.isVisible()
    assert "mã PIN đã bị bỏ" in texts(with_pin)


def test_a_forgotten_password_is_replaced_by_the_offices_code(
    unlock: UnlockWindow, door: FakeDoor, qtbot: QtBot, eyes: Eyes
) -> None:
    unlock.forgotten.click()
    assert seen(unlock) == ["Mã khôi phục", "Mật khẩu mới", "Mật khẩu mới, lần nữa"]
    unlock.recovery.code.setText(CODE)
    unlock.open_button.click()
    assert "đang để trống" in texts(unlock)
    unlock.recovery.new_password.setText("mới")
    unlock.recovery.again.setText("mớii")
    unlock.open_button.click()
    assert "không giống nhau" in texts(unlock)
    assert door.tries == []
    eyes.shoot(unlock, "recovery")
    unlock.recovery.again.setText("mới")
    with qtbot.waitSignal(unlock.presenter.opened):
        unlock.open_button.click()
    eyes.settle()

    assert door.password == "mới"


@pytest.mark.logs_warning(r"not done: secrets\.wrong_recovery_code")
def test_a_wrong_code_can_be_tried_again(unlock: UnlockWindow, eyes: Eyes) -> None:
    unlock.forgotten.click()
    unlock.presenter.try_recovery("x", "mới", "mới")
    eyes.settle()

    assert "Mã khôi phục không phải của sổ này" in texts(unlock)
    assert unlock.recovery.code.isEnabled()
    unlock.by_password.click()
    assert seen(unlock) == ["Mật khẩu"]


def test_what_was_typed_is_forgotten(unlock: UnlockWindow) -> None:
    unlock.forgotten.click()
    fields = unlock.findChildren(QLineEdit)
    assert len(fields) == 5
    for field in fields:
        field.setText("bí mật")
    unlock.forget()
    for field in unlock.findChildren(QLineEdit):
        field.undo()

    assert {field.text() for field in unlock.findChildren(QLineEdit)} == {""}


@pytest.fixture
def session(qapp: QApplication, door: FakeDoor, tmp_path: Path, look: Look) -> Iterator[application.Session]:
    """A run of the program on a home that opens for one password."""
    with a_run(qapp, look, Home(tmp_path), door) as made:
        yield made


def test_a_password_from_a_file_leads_straight_to_the_window(
    session: application.Session, qtbot: QtBot
) -> None:
    session.begin(RIGHT)
    qtbot.waitUntil(lambda: session.window is not None and not session.runner.busy)

    assert session.window is not None
    assert session.window.isVisible()
    assert not session.unlock.isVisible()


@pytest.mark.parametrize("kept", ["TARGETS", "SYNC", "NOWHERE"])
def test_the_window_opens_where_it_was_left_or_on_the_day_if_that_is_not_offered(
    session: application.Session, qtbot: QtBot, kept: str
) -> None:
    keep_window(b"", kept)
    session.begin(RIGHT)
    qtbot.waitUntil(lambda: session.window is not None and not session.runner.busy)

    assert session.window is not None
    place = Place.SYNC if kept == "SYNC" else Place.TODAY
    assert session.window.pages.currentWidget() is session.window.book.pages()[place]


@pytest.mark.parametrize("turn", ["prepare", "make"])
def test_a_window_that_cannot_be_opened_leaves_the_home_closed_and_the_door_there(
    session: application.Session, qtbot: QtBot, core: FakeCore, monkeypatch: pytest.MonkeyPatch, turn: str
) -> None:
    def broken(_book: Book, _place: Place) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Book, turn, broken)
    with qtbot.captureExceptions() as failures:
        session.begin(RIGHT)
        qtbot.waitUntil(lambda: core.closed and not session.unlock.presenter.opening)

    assert [each[0] for each in failures] == [ZeroDivisionError]
    assert session.window is None
    assert session.unlock.isVisible()


def test_a_program_that_ends_while_its_window_is_made_lets_the_home_go(
    session: application.Session, qtbot: QtBot, core: FakeCore
) -> None:
    session.begin(RIGHT)
    qtbot.waitUntil(lambda: session.core is not None)
    assert session.window is None
    session.end()
    qtbot.wait(50)

    assert core.closed
    assert session.window is None


def test_the_program_ends_in_order(session: application.Session, qtbot: QtBot, core: FakeCore) -> None:
    session.begin(RIGHT)
    qtbot.waitUntil(lambda: session.window is not None)
    session.end()

    assert core.closed
    assert not session.runner.busy


def test_the_password_file_is_read_without_its_line_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "password"
    path.write_text(f"{RIGHT}\n", encoding="utf-8")
    monkeypatch.setenv("AGENT_APP_PASSWORD_FILE", str(path))

    assert application.given_password(None) == RIGHT
    monkeypatch.delenv("AGENT_APP_PASSWORD_FILE")
    assert application.given_password(None) is None


@pytest.mark.logs_warning("the password file cannot be read")
def test_without_a_readable_password_file_the_window_asks(tmp_path: Path) -> None:
    assert application.given_password(str(tmp_path / "missing")) is None


def test_the_first_window_waits_for_qt_only() -> None:
    heavy = "{'sqlalchemy', 'sqlcipher3', 'reportlab', 'requests', 'python_calamine', 'argon2'}"
    program = f"import sys, agent_app.app; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


@pytest.mark.logs_warning("ERROR agent_app.app: unexpected")
def test_a_bug_is_logged_and_said_calmly_and_once(qapp: QApplication) -> None:
    teller = application.BugTeller(qapp)
    for _each in range(2):
        teller.report(ZeroDivisionError, ZeroDivisionError(), None)
    boxes = [each for each in qapp.topLevelWidgets() if isinstance(each, QMessageBox) and each.isVisible()]

    assert ["vẫn nguyên trên máy" in box.text() for box in boxes] == [True]
    boxes[0].close()


def test_what_is_too_old_is_removed_once_the_window_is_open(
    session: application.Session, qtbot: QtBot, core: FakeCore
) -> None:
    session.begin(RIGHT)
    qtbot.waitUntil(lambda: session.window is not None and not session.runner.busy)

    assert core.access.sweeps == 1
