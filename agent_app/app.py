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

from agent_app.domain.access import AccessPlace
from agent_app.runtime.logs import start_logging, stop_logging
from agent_app.runtime.messages import sentence
from agent_app.runtime.paths import Home, default_home
from agent_app.runtime.text_files import read_password
from agent_app.services.failures import FileUnreadableError
from agent_app.services.ports import Report
from agent_app.ui.bench import Bench, bug_sentence
from agent_app.ui.core import Core, Say
from agent_app.ui.dialogs.unlock import UnlockWindow
from agent_app.ui.look import Look
from agent_app.ui.main_window import MainWindow
from agent_app.ui.qt_words import QtWords
from agent_app.ui.tasks import TaskRunner

log = logging.getLogger(__name__)


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

    core = open_home(home, password)
    core.access.place = AccessPlace.WINDOW
    return core


def sweep_old(core: Core, _report: Report) -> None:
    """Remove what is too old, once a day, when the window has read what it shows."""
    core.privacy.sweep_daily()


class Session(QObject):
    """One run of the program: a password, then the window, then an ordered end."""

    def __init__(self, app: QApplication, home: Home) -> None:
        super().__init__(app)
        self.look = Look.of_system(app)
        self.look.dress(app)
        self.runner = TaskRunner(self)
        self.core: Core | None = None
        self.window: MainWindow | None = None
        self.unlock = UnlockWindow(self.look, self.runner, partial(open_home_core, home), sentence)
        self.unlock.presenter.opened.connect(self._on_opened)
        app.aboutToQuit.connect(self.end)

    def begin(self, password: str | None) -> None:
        """Show the first window; a password from a file is tried at once."""
        self.unlock.show()
        if password is not None:
            self.unlock.presenter.try_password(password)

    def end(self) -> None:
        """Stop the work, wait for it, let go of the store."""
        self.runner.shutdown()
        if self.core is not None:
            self.core.close()
            self.core = None

    def _on_opened(self, core: Core) -> None:
        self.core = core
        self.window = build_window(core, self.runner, self.look)
        self.window.begin()
        self.window.show()
        self.unlock.close()
        self.runner.start(self.runner.make(partial(sweep_old, core)))


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
    session.begin(given_password(options.password_file))
    code = app.exec()
    stop_logging()
    return code
