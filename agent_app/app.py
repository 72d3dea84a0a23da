"""The windowed entry: logging, password, main window, and an ordered end."""

import argparse
import logging
import os
import sys
from functools import partial
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QMessageBox

from agent_app.runtime.home_locks import Hold, HomeShownError, shown
from agent_app.runtime.logs import start_logging, stop_logging
from agent_app.runtime.messages import sentence
from agent_app.runtime.paths import Home, default_home
from agent_app.runtime.text_files import read_password
from agent_app.services.failures import FileUnreadableError
from agent_app.ui.bench import Bench, bug_sentence
from agent_app.ui.core import Core, Say
from agent_app.ui.dialogs.unlock import UnlockWindow
from agent_app.ui.look import Look
from agent_app.ui.main_window import MainWindow
from agent_app.ui.qt_words import QtWords
from agent_app.ui.tasks import TaskRunner

log = logging.getLogger(__name__)

EXIT_REFUSED = 5


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

    return open_home(home, password)


class OnlyWindow:
    """Sees to it that a home has one window, from before its password is asked for."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._hold: Hold | None = None

    def hold(self) -> None:
        """Raise ``HomeShownError`` where another window shows the home; one that is not there yet waits."""
        if self._hold is None and self._home.folder.is_dir():
            self._hold = shown(self._home)

    def open_core(self, home: Home, password: str) -> Core:
        """Open the home, which may have been made since."""
        self.hold()
        return open_home_core(home, password)

    def let_go(self) -> None:
        """Leave the home to another window."""
        if self._hold is not None:
            self._hold.let_go()
            self._hold = None


class Session(QObject):
    """One run of the program: a password, then the window, then an ordered end."""

    def __init__(self, app: QApplication, home: Home) -> None:
        super().__init__(app)
        self.look = Look.of_system(app)
        self.look.dress(app)
        self.runner = TaskRunner(self)
        self.core: Core | None = None
        self.window: MainWindow | None = None
        self.only = OnlyWindow(home)
        self.unlock = UnlockWindow(self.look, self.runner, partial(self.only.open_core, home), sentence)
        self.unlock.presenter.opened.connect(self._on_opened)
        app.aboutToQuit.connect(self.end)

    def begin(self, password: str | None) -> None:
        """Show the first window; a password from a file is tried at once.

        Raise ``HomeShownError`` where the home has a window already.
        """
        self.only.hold()
        self.unlock.show()
        if password is not None:
            self.unlock.presenter.try_password(password)

    def end(self) -> None:
        """Stop the work, wait for it, let go of the store."""
        self.runner.shutdown()
        if self.core is not None:
            self.core.close()
            self.core = None
        self.only.let_go()

    def _on_opened(self, core: Core) -> None:
        self.core = core
        self.window = build_window(core, self.runner, self.look)
        self.window.begin()
        self.window.show()
        self.unlock.close()


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
