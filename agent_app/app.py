"""The windowed entry: logging, password, main window, and an ordered end."""

from __future__ import annotations

import argparse
import linecache
import logging
import os
import sys
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from agent_app.domain.errors import AppError
from agent_app.doors import HomeDoor, OnlyWindow
from agent_app.runtime.logs import start_logging, stop_logging
from agent_app.runtime.paths import Home, default_home
from agent_app.ui.bench import Bench, bug_sentence
from agent_app.ui.choices import USUAL_MINUTES, keep_window, window_kept
from agent_app.ui.collector import Collector
from agent_app.ui.dialogs.unlock import UnlockWindow
from agent_app.ui.following import FocusFollower
from agent_app.ui.hearing import unheard
from agent_app.ui.idle import IdleWatch
from agent_app.ui.look import Look, new_application, read_icons
from agent_app.ui.places import Place
from agent_app.ui.qt_words import QtWords
from agent_app.ui.retiring import Retiring, forget_cycles
from agent_app.ui.tasks import Lane, TaskRunner
from agent_app.ui.where import Where
from agent_app.ui.words import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from PySide6.QtWidgets import QMessageBox

    from agent_app.services.work import Report
    from agent_app.ui.core import Core, Say
    from agent_app.ui.door import Door
    from agent_app.ui.main_window import MainWindow

log = logging.getLogger(__name__)

EXIT_REFUSED = 5
_A_MOMENT = 200
# Of no time at all, Qt would take one in the same turn.
_NEXT_TURN = 1
_TURN_SECONDS = 0.0005


def sentence(error: AppError) -> str:
    """Word a failure; the words are fetched when there is something to say."""
    from agent_app.runtime.window_messages import window_sentence  # noqa: PLC0415

    return window_sentence(error)


def fetch_ahead(_report: Report) -> None:
    """Import what the first window does not need and the next one does, while somebody types the password."""
    import agent_app.ui.main_window  # noqa: PLC0415, F401
    from agent_app.bootstrap import prepare  # noqa: PLC0415

    read_icons()
    prepare()
    # PySide looks into the source of each module that is imported, and that would stay: 5 MiB.
    linecache.clearcache()


def build_window(core: Core, runner: TaskRunner, look: Look | None = None, say: Say = sentence) -> MainWindow:
    """Assemble the main window on an open core; ``begin`` makes it read."""
    from agent_app.ui.main_window import MainWindow  # noqa: PLC0415 (the first window does not wait for it)

    app = QApplication.instance()
    if look is None:
        if not isinstance(app, QApplication):
            raise RuntimeError("a window needs its application first")
        look = Look.of_system(app)
        look.dress(app)
    return MainWindow(Bench(core, runner, say, look))


def hold_only(only: OnlyWindow, _report: Report) -> None:
    """See to it that no other window shows the home."""
    only.hold()


def read_window(_report: Report) -> Where:
    """Find out how the window stood when it was closed."""
    geometry, page = window_kept()
    place = Place[page] if page in Place.__members__ else Place.TODAY
    return Where(place, None, QByteArray(geometry))


def sweep_old(core: Core, _report: Report) -> None:
    """Remove what is too old, once a day, when the window has read what it shows."""
    core.privacy.sweep_daily()


class Session(QObject):
    """One run of the program: a key, then the window, locked and opened again, then an ordered end."""

    def __init__(
        self, app: QApplication, home: Home, door: Door | None = None, collector: Collector | None = None
    ) -> None:
        super().__init__(app)
        self._collector = collector
        self.look = Look.of_system(app)
        self.look.dress(app)
        FocusFollower(self)
        self.runner = TaskRunner(self)
        self.core: Core | None = None
        self.window: MainWindow | None = None
        self.only = OnlyWindow(home)
        self.unlock = UnlockWindow(self.look, self.runner, door or HomeDoor(home, self.only), sentence)
        self.unlock.presenter.opened.connect(self._on_opened)
        self.unlock.presenter.state_changed.connect(self._on_asked)
        self.watch = IdleWatch(USUAL_MINUTES, self)
        self.watch.idle.connect(self.lock)
        self._seen = QTimer(self)
        self._seen.setSingleShot(True)
        self._seen.timeout.connect(self._fetch_ahead)
        self._untouched, self._tried = True, False
        self._where: Where | None = None
        self._kept: Where | None = None
        self._given: str | None = None
        self.leaving: list[tuple[MainWindow, Retiring]] = []
        app.aboutToQuit.connect(self.end)

    def begin(self, password: str | None) -> None:
        """Show the first window, if the home has no other one; a password from a file is tried at once."""
        self._given = password
        kept = self.runner.make(read_window)
        kept.succeeded.connect(self._on_kept)
        self.runner.start(kept)
        task = self.runner.make(partial(hold_only, self.only))
        task.succeeded.connect(self._on_held)
        task.failed.connect(self._on_refused)
        self.runner.start(task)

    def lock(self) -> None:
        """Hide everything, ask for the key again, let the core go as soon as its work under way has ended."""
        if self.window is None or self.core is None:
            return
        window, retiring = self.window, Retiring(self.core, self.runner, self)
        self.window = self.core = None
        self.watch.stop()
        self._where = window.where()
        window.rest()
        self.unlock.ask(locked_words(issuing=window.issuing))
        window.hide()
        close_all_but(self.unlock)
        self.leaving.append((window, retiring))
        retiring.ended.connect(self._on_retired)
        retiring.begin()

    def end(self) -> None:
        """Stop the work, wait for it, let go of the store."""
        self._untouched = False
        self.watch.stop()
        self.runner.shutdown()
        for _window, retiring in self.leaving:
            retiring.end_now()
        if self.core is not None:
            self.core.close()
            self.core = None
        if self._where is not None:
            keep_window(bytes(self._where.geometry.data()), self._where.place.name)
        self.only.let_go()

    def _on_kept(self, where: Where) -> None:
        self._kept = where

    def _on_closed(self) -> None:
        if self.window is not None:
            self._where = self.window.where()

    def _on_held(self) -> None:
        self.unlock.ask()
        # ... once it is seen, and not before.
        self._seen.start(_A_MOMENT)
        if self._given is not None:
            self.unlock.presenter.try_password(self._given)
            self._given = None

    def _fetch_ahead(self) -> None:
        task = self.runner.make(fetch_ahead)
        task.succeeded.connect(self._on_fetched)
        self.runner.start(task, Lane.NETWORK)

    def _on_fetched(self) -> None:
        """Do ahead what only this thread can; a key that is being tried goes first.

        Once a home has been open it is too late: what is frozen stays, its key among it.
        """
        if not self._untouched or self.unlock.presenter.opening:
            return
        from agent_app.ui.rehearsal import rehearse  # noqa: PLC0415

        rehearse()
        # What has been fetched stays until the end, and nothing of a home is among it yet: to look it all
        # through for cycles takes 90 ms each time, in which nobody else does anything.
        if self._collector is not None:
            self._collector.spare(tried=self._tried)

    def _on_refused(self, error: Exception) -> None:
        tell_refusal(sentence(error) if isinstance(error, AppError) else bug_sentence())
        QApplication.exit(EXIT_REFUSED)

    def _on_asked(self, _state: object) -> None:
        self._tried = self._tried or self.unlock.presenter.opening

    def _on_opened(self, core: Core) -> None:
        """Make the window and its page, begin, and show it, each for itself: keys are heard in between."""
        self._untouched = False
        self.core = core
        with self._let_go_if_broken():
            window = build_window(core, self.runner, self.look)
        QTimer.singleShot(_NEXT_TURN, partial(self._prepare_page, window))

    def _first_place(self, window: MainWindow) -> Place:
        """Say where the window was left; another version may have offered more places."""
        where = self._where or self._kept
        return where.place if where is not None and where.place in window.book else Place.TODAY

    def _prepare_page(self, window: MainWindow) -> None:
        if self.core is None:
            return
        with self._let_go_if_broken():
            window.book.prepare(self._first_place(window))
        QTimer.singleShot(_NEXT_TURN, partial(self._begin_window, window))

    def _begin_window(self, window: MainWindow) -> None:
        if self.core is None:
            return
        window.lock_wanted.connect(self.lock)
        window.lock_after_changed.connect(self.watch.allow)
        with self._let_go_if_broken():
            window.begin(self._first_place(window))
        window.closed.connect(self._on_closed)
        if self._where is not None:
            window.come_back(self._where)
        elif self._kept is not None:
            window.stand(self._kept)
        QTimer.singleShot(_NEXT_TURN, partial(self._show_window, window))

    @contextmanager
    def _let_go_if_broken(self) -> Iterator[None]:
        """Let go of the core where a turn of the opening does not end, so that somebody can try again."""
        ended = False
        try:
            yield
            ended = True
        finally:
            if not ended and self.core is not None:
                self.core.close()
                self.core = None
                self.unlock.presenter.finish()

    def _show_window(self, window: MainWindow) -> None:
        if self.core is None:
            return
        self.window = window
        with unheard():
            window.show()
        self.unlock.forget()
        self.unlock.close()
        self.runner.start(self.runner.make(partial(sweep_old, self.core)))
        self.watch.begin()

    def _on_retired(self) -> None:
        for window, retiring in self.leaving:
            if retiring is self.sender():
                window.deleteLater()
                retiring.deleteLater()
        self.leaving = [each for each in self.leaving if each[1] is not self.sender()]
        # By then the event loop has ended the window and the last task.
        QTimer.singleShot(_A_MOMENT, forget_cycles)


def locked_words(*, issuing: bool = False) -> str:
    """Say what locking has kept; nobody is left to hear what became of a receipt that was being issued."""
    if issuing:
        return _("Sổ đang khoá trong lúc lập biên lai. Sau khi mở, xem trang Thu tiền biên lai đã có chưa.")
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
        from PySide6.QtWidgets import QMessageBox  # noqa: PLC0415

        if self._box is None or not self._box.isVisible():
            self._box = QMessageBox(QMessageBox.Icon.Warning, "Đi Từng Nhà", bug_sentence())
            self._box.setModal(False)
            self._box.show()


def tell_refusal(text: str) -> None:
    """Say why no window opens, on the screen and to whoever started the program."""
    if sys.stderr is not None:
        sys.stderr.write(f"{text}\n")
    from PySide6.QtWidgets import QMessageBox  # noqa: PLC0415

    QMessageBox.warning(None, "Đi Từng Nhà", text)


def given_password(option: str | None) -> str | None:
    """Read the password file that was named, if one was."""
    named = option or os.environ.get("AGENT_APP_PASSWORD_FILE")
    if not named:
        return None
    from agent_app.runtime.text_files import read_password  # noqa: PLC0415
    from agent_app.services.failures import FileUnreadableError  # noqa: PLC0415

    try:
        return read_password(Path(named))
    except FileUnreadableError:
        log.warning("the password file cannot be read; the window asks")
        return None


def start(home: Home, door: Door | None = None) -> tuple[QApplication, Session]:
    """Begin the program on a home; its first window comes with ``Session.begin``."""
    start_logging(home)
    # A worker that computes lets the window have its turn after half a millisecond, not after five: a key in
    # the search is answered in half the time.
    sys.setswitchinterval(_TURN_SECONDS)
    app = new_application("DiTungNha")
    sys.excepthook = BugTeller(app).report
    app.installTranslator(QtWords(app))
    return app, Session(app, home, door, Collector(app))


def check_itself(file: str) -> int:
    """Try the program out without a home or a screen; a file is told too, for windows have no console."""
    from agent_app.self_check.run import run_check  # noqa: PLC0415

    return run_check(build_window, Path(file) if file else None)


def run(arguments: list[str] | None = None) -> int:
    """Run the program until its last window is closed."""
    parser = argparse.ArgumentParser("agent-app-gui")
    parser.add_argument("--home", default=os.environ.get("AGENT_APP_HOME"))
    parser.add_argument("--password-file")
    parser.add_argument("--self-check", nargs="?", const="", metavar="FILE")
    options = parser.parse_args(arguments)
    if options.self_check is not None:
        return check_itself(options.self_check)
    app, session = start(Home(Path(options.home)) if options.home else default_home())
    session.begin(given_password(options.password_file))
    code = app.exec()
    stop_logging()
    return code
