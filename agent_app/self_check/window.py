"""The window of a check: drawn where nobody sees it, until it shows the list that was imported."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from PySide6.QtCore import (
    QEventLoop,
    QLibraryInfo,
    QMessageLogContext,
    QPluginLoader,
    QSettings,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from agent_app.self_check.failure import SelfCheckError, require
from agent_app.ui.core import Core
from agent_app.ui.look import FAMILY, new_application
from agent_app.ui.main_window import MainWindow
from agent_app.ui.places import Place
from agent_app.ui.qt_words import QtWords
from agent_app.ui.tasks import TaskRunner

BuildWindow = Callable[[Core, TaskRunner], MainWindow]

_PATIENCE = 15.0
_LOOK_EVERY_MS = 10
_FEWEST_COLOURS = 20
_STEP = 7
# A platform that nobody sees has no window manager, and Qt helps itself where a locale has no Vietnamese.
_QUIET = ("This plugin does not support ", "Detected locale ")
_NO_COMPLAINTS = frozenset({QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg})
_WINDOWS_HERE = {"linux": "libqxcb.so", "win32": "qwindows.dll", "darwin": "libqcocoa.dylib"}


@contextmanager
def application(folder: Path) -> Iterator[QApplication]:
    """Begin Qt with choices of its own; whatever Qt complains of meanwhile fails the check at the end."""
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder))
    complaints: list[str] = []

    def hear(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        if kind not in _NO_COMPLAINTS and not text.startswith(_QUIET):
            complaints.append(text)

    former = qInstallMessageHandler(hear)
    try:
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            app = new_application("DiTungNha")
        app.installTranslator(QtWords(app))
        yield app
    finally:
        qInstallMessageHandler(former)
    require(not complaints, f"Qt báo: {'; '.join(complaints)}")


def look_at(core: Core, build_window: BuildWindow, lines: int) -> None:
    """Open the main window on a core and wait until its list is painted."""
    runner = TaskRunner()
    window = build_window(core, runner)
    try:
        window.begin(Place.DUE)
        window.show()
        window.go(Place.DUE)
        _until(lambda: not runner.busy and window.due.table.rows.total == lines, "danh sách đến hạn")
        _refuse_blank(window)
    finally:
        window.close()
        runner.shutdown()
    require(FAMILY in QFontDatabase.families(), f"Không nạp được phông {FAMILY}")


def load_platform() -> None:
    """Load what shows windows on this kind of system, with every library of the system that it needs."""
    plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
    loader = QPluginLoader(str(plugins / "platforms" / _WINDOWS_HERE[sys.platform]))
    require(loader.load(), f"Không nạp được phần hiện cửa sổ của Qt: {loader.errorString()}")


def _until(ready: Callable[[], bool], what: str) -> None:
    loop, timer, began = QEventLoop(), QTimer(), monotonic()

    def look() -> None:
        if ready() or monotonic() - began > _PATIENCE:
            loop.quit()

    timer.timeout.connect(look)
    timer.start(_LOOK_EVERY_MS)
    loop.exec()
    if not ready():
        raise SelfCheckError(f"Cửa sổ chính không hiện {what} sau {_PATIENCE:.0f} giây")


def _refuse_blank(window: MainWindow) -> None:
    image = window.grab().toImage()
    points = ((x, y) for x in range(0, image.width(), _STEP) for y in range(0, image.height(), _STEP))
    colours = {image.pixel(x, y) for x, y in points}
    require(len(colours) >= _FEWEST_COLOURS, f"Cửa sổ chính gần như trống: {len(colours)} màu")
