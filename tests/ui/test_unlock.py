import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from agent_app import app as application
from agent_app.runtime.messages import sentence
from agent_app.runtime.paths import Home
from agent_app.runtime.secrets import WrongPasswordError
from agent_app.ui.core import Core
from agent_app.ui.dialogs.unlock import UnlockWindow
from agent_app.ui.look import Look
from agent_app.ui.tasks import TaskRunner
from tests.ui.fake_core import FakeCore
from tests.ui.seeing import Eyes, texts

RIGHT = "mật khẩu đúng"


class Door:
    """Opens for one password."""

    def __init__(self, core: FakeCore) -> None:
        self.core = core
        self.tries: list[str] = []

    def open(self, password: str) -> Core:
        self.tries.append(password)
        if password != RIGHT:
            raise WrongPasswordError
        return self.core


@pytest.fixture
def door(core: FakeCore) -> Door:
    """A door to the commune in memory."""
    return Door(core)


@pytest.fixture
def unlock(look: Look, runner: TaskRunner, door: Door, qtbot: QtBot) -> UnlockWindow:
    """The first window."""
    made = UnlockWindow(look, runner, door.open, sentence)
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_right_password_opens_the_home(
    unlock: UnlockWindow, qtbot: QtBot, core: FakeCore, eyes: Eyes
) -> None:
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

    assert "Mật khẩu không đúng. Không tệp nào bị thay đổi." in texts(unlock)
    assert unlock.password.isEnabled()
    eyes.shoot(unlock, "unlock")


def test_one_password_is_tried_at_a_time(unlock: UnlockWindow, door: Door, eyes: Eyes) -> None:
    unlock.presenter.try_password(RIGHT)
    unlock.presenter.try_password(RIGHT)
    eyes.settle()

    assert door.tries == [RIGHT]


@pytest.fixture
def session(
    qapp: QApplication, door: Door, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, look: Look
) -> Iterator[application.Session]:
    """A run of the program on a home that opens for one password."""

    def open_core(_home: Home, password: str) -> Core:
        return door.open(password)

    monkeypatch.setattr(application, "open_home_core", open_core)
    made = application.Session(qapp, Home(tmp_path))
    yield made
    made.end()
    for window in (made.window, made.unlock):
        if window is not None:
            window.close()
            window.deleteLater()
    made.deleteLater()
    look.dress(qapp)


def test_a_password_from_a_file_leads_straight_to_the_window(
    session: application.Session, qtbot: QtBot
) -> None:
    session.begin(RIGHT)
    qtbot.waitUntil(lambda: session.window is not None and not session.runner.busy)

    assert session.window is not None
    assert session.window.isVisible()
    assert not session.unlock.isVisible()


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
