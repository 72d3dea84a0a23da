"""The windowed entry: logging, password, main window, and an ordered end."""

import argparse
import logging
import os
import sys
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from agent_app.domain.access import AccessPlace
from agent_app.runtime.home_locks import Hold, HomeShownError, shown
from agent_app.runtime.logs import start_logging, stop_logging
from agent_app.runtime.messages import sentence
from agent_app.runtime.paths import Home, default_home
from agent_app.runtime.text_files import read_password
from agent_app.services.failures import FileUnreadableError
from agent_app.services.ports import Report
from agent_app.ui.bench import Bench, bug_sentence
from agent_app.ui.choices import minutes_to_lock
from agent_app.ui.core import Core, Say
from agent_app.ui.dialogs.unlock import UnlockWindow
from agent_app.ui.door import Door, Ways
from agent_app.ui.idle import IdleWatch
from agent_app.ui.look import Look
from agent_app.ui.main_window import MainWindow, Where
from agent_app.ui.qt_words import QtWords
from agent_app.ui.retiring import Retiring, forget_cycles
from agent_app.ui.tasks import TaskRunner
from agent_app.ui.words import _

if TYPE_CHECKING:
    from agent_app.bootstrap import Core as HomeCore

log = logging.getLogger(__name__)

EXIT_REFUSED = 5
_A_MOMENT = 200


def build_window(core: Core, runner: TaskRunner, look: Look | None = None, say: Say = sentence) -> MainWindow:
    """Assemble the main window on an open core; ``begin`` makes it read."""
    app = QApplication.instance()
    if look is None:
        if not isinstance(app, QApplication):
            raise RuntimeError("a window needs its application first")
        look = Look.of_system(app)
        look.dress(app)
    return MainWindow(Bench(core, runner, say, look))


def open_home_core(home: Home, password: str) -> Core:
    """Open a home; what it needs is imported here, after the first window is seen."""
    from agent_app.bootstrap import open_home  # noqa: PLC0415

    return seen_in_window(open_home(home, password))


def seen_in_window(core: "HomeCore") -> Core:
    """Let the access log know that a window shows what is read."""
    core.access.place = AccessPlace.WINDOW
    return core


def sweep_old(core: Core, _report: Report) -> None:
    """Remove what is too old, once a day, when the window has read what it shows."""
    core.privacy.sweep_daily()


class OnlyWindow:
    """Sees to it that a home has one window, from before its password is asked for."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._hold: Hold | None = None

    def hold(self) -> None:
        """Raise ``HomeShownError`` where another window shows the home; one that is not there yet waits."""
        if self._hold is None and self._home.folder.is_dir():
            self._hold = shown(self._home)

    def let_go(self) -> None:
        """Leave the home to another window."""
        if self._hold is not None:
            self._hold.let_go()
            self._hold = None


class HomeDoor:
    """The door of a real home; what it needs is imported at the first use, after the first window is seen.

    The home may have been made since the window began, so its only window is held at every opening.
    """

    def __init__(self, home: Home, only: OnlyWindow) -> None:
        self._home, self._only = home, only

    def ways(self) -> Ways:
        """Say how the home may be opened now; a folder without a home tells no more than one with."""
        from agent_app.runtime.home_keys import keys_at  # noqa: PLC0415 (the store's library can wait longer)

        if not self._home.exists:
            return Ways()
        found = keys_at(self._home).ways()
        return Ways(found.pin, found.wait)

    def by_password(self, password: str) -> Core:
        """Open it by the password."""
        self._only.hold()
        return open_home_core(self._home, password)

    def by_pin(self, pin: str) -> Core:
        """Open it by this machine's PIN."""
        from agent_app.bootstrap import keys_of, open_home_with  # noqa: PLC0415

        self._only.hold()
        return seen_in_window(open_home_with(self._home, keys_of(self._home).by_pin(pin)))

    def by_recovery(self, code: str, new_password: str) -> Core:
        """Set a new password by the office's code, and open it."""
        from agent_app.bootstrap import keys_of, open_home_with  # noqa: PLC0415

        self._only.hold()
        keys = keys_of(self._home)
        data_key = keys.by_recovery(code)
        keys.change_password(data_key, new_password)
        return seen_in_window(open_home_with(self._home, data_key))


class Session(QObject):
    """One run of the program: a key, then the window, locked and opened again, then an ordered end."""

    def __init__(self, app: QApplication, home: Home, door: Door | None = None) -> None:
        super().__init__(app)
        self.look = Look.of_system(app)
        self.look.dress(app)
        self.runner = TaskRunner(self)
        self.core: Core | None = None
        self.window: MainWindow | None = None
        self.only = OnlyWindow(home)
        self.unlock = UnlockWindow(self.look, self.runner, door or HomeDoor(home, self.only), sentence)
        self.unlock.presenter.opened.connect(self._on_opened)
        self.watch = IdleWatch(minutes_to_lock(), self)
        self.watch.idle.connect(self.lock)
        self._where: Where | None = None
        self.leaving: list[tuple[MainWindow, Retiring]] = []
        app.aboutToQuit.connect(self.end)

    def begin(self, password: str | None) -> None:
        """Show the first window; a password from a file is tried at once.

        Raise ``HomeShownError`` where the home has a window already.
        """
        self.only.hold()
        self.unlock.ask()
        if password is not None:
            self.unlock.presenter.try_password(password)

    def lock(self) -> None:
        """Hide everything, ask for the key again, let the core go as soon as its work under way has ended."""
        if self.window is None or self.core is None:
            return
        window, retiring = self.window, Retiring(self.core, self.runner, self)
        self.window = self.core = None
        self.watch.stop()
        self._where = window.where()
        window.rest()
        self.unlock.ask(locked_words())
        window.hide()
        close_all_but(self.unlock)
        self.leaving.append((window, retiring))
        retiring.ended.connect(self._on_retired)
        retiring.begin()

    def end(self) -> None:
        """Stop the work, wait for it, let go of the store."""
        self.watch.stop()
        self.runner.shutdown()
        for _window, retiring in self.leaving:
            retiring.end_now()
        if self.core is not None:
            self.core.close()
            self.core = None
        self.only.let_go()

    def _on_opened(self, core: Core) -> None:
        self.core = core
        self.window = build_window(core, self.runner, self.look)
        self.window.lock_wanted.connect(self.lock)
        self.window.lock_after_changed.connect(self.watch.allow)
        self.window.begin()
        if self._where is not None:
            self.window.come_back(self._where)
        self.window.show()
        self.unlock.forget()
        self.unlock.close()
        self.runner.start(self.runner.make(partial(sweep_old, core)))
        self.watch.begin()

    def _on_retired(self) -> None:
        for window, retiring in self.leaving:
            if retiring is self.sender():
                window.deleteLater()
                retiring.deleteLater()
        self.leaving = [each for each in self.leaving if each[1] is not self.sender()]
        # By then the event loop has ended the window and the last task.
        QTimer.singleShot(_A_MOMENT, forget_cycles)


def locked_words() -> str:
    """Say what locking has kept."""
    return _("Sổ đang khoá. Những gì đã lưu vẫn nguyên trên máy; việc đang gõ dở thì làm lại sau khi mở.")


def close_all_but(kept: QWidget) -> None:
    """Close every window that is open, dialogs as if nobody had answered them."""
    for each in reversed(QApplication.topLevelWidgets()):
        if each.isVisible() and each is not kept:
            each.close()


class BugTeller(QObject):
    """Logs what nobody expected and says one calm sentence; the program lives on."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._box: QMessageBox | None = None

    def report(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Stand in for ``sys.excepthook``, which slots reach too."""
        log.error("unexpected", exc_info=(kind, error, trace))
        if self._box is None or not self._box.isVisible():
            self._box = QMessageBox(QMessageBox.Icon.Warning, "Đi Từng Nhà", bug_sentence())
            self._box.setModal(False)
            self._box.show()


def tell_refusal(text: str) -> None:
    """Say why no window opens, on the screen and to whoever started the program."""
    if sys.stderr is not None:
        sys.stderr.write(f"{text}\n")
    QMessageBox.warning(None, "Đi Từng Nhà", text)


def given_password(option: str | None) -> str | None:
    """Read the password file that was named, if one was."""
    named = option or os.environ.get("AGENT_APP_PASSWORD_FILE")
    if not named:
        return None
    try:
        return read_password(Path(named))
    except FileUnreadableError:
        log.warning("the password file cannot be read; the window asks")
        return None


def run(arguments: list[str] | None = None) -> int:
    """Run the program until its last window is closed."""
    parser = argparse.ArgumentParser("agent-app-gui")
    parser.add_argument("--home", default=os.environ.get("AGENT_APP_HOME"))
    parser.add_argument("--password-file")
    options = parser.parse_args(arguments)
    home = Home(Path(options.home)) if options.home else default_home()
    start_logging(home)
    app = QApplication(["DiTungNha"])
    sys.excepthook = BugTeller(app).report
    words = QtWords(app)
    app.installTranslator(words)
    session = Session(app, home)
    try:
        session.begin(given_password(options.password_file))
    except HomeShownError as error:
        tell_refusal(sentence(error))
        session.end()
        code = EXIT_REFUSED
    else:
        code = app.exec()
    stop_logging()
    return code
