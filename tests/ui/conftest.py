"""What the tests of the windows get: a dressed application, a core in memory, a runner, a heartbeat."""

import gc
import itertools
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import pytest
from PySide6.QtCore import QObject, QSettings, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from agent_app.runtime.messages import sentence
from agent_app.ui.bench import Bench
from agent_app.ui.look import Look
from agent_app.ui.main_window import MainWindow
from agent_app.ui.places import Place
from agent_app.ui.tasks import TaskRunner
from agent_app.ui.theme import LIGHT
from tests.ui.fake_core import FakeCore
from tests.ui.seeing import Eyes

_LONGEST_GAP = 1.0
_BEAT_MS = 5


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen display says so of itself whenever a window has a least size."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("does not support propagateSizeHints"))


class Heartbeat(QObject):
    """Measures the longest time for which the event loop stood still."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last = perf_counter()
        self._timer = QTimer(self)
        self._timer.setInterval(_BEAT_MS)
        self._timer.timeout.connect(self.beat)
        self._timer.start()

    def beat(self) -> None:
        now = perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now


_EVERY = 25
_done = itertools.count(1)


@pytest.fixture(autouse=True)
def cycles_end_in_this_thread() -> Iterator[None]:
    """Collect cycles here alone, as the program does: a worker that ends a widget ends the process."""
    gc.disable()
    yield
    gc.collect(2 if next(_done) % _EVERY == 0 else 1)
    gc.enable()


@pytest.fixture(autouse=True)
def own_choices(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep what somebody has chosen for the real windows out of the tests, and one test out of the next."""
    folder = str(tmp_path_factory.mktemp("choices"))
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)


@pytest.fixture(scope="session")
def look(qapp: QApplication) -> Look:
    """The light theme, worn by the application."""
    chosen = Look(LIGHT)
    chosen.dress(qapp)
    return chosen


@pytest.fixture
def light_again(look: Look, qapp: QApplication) -> Iterator[None]:
    """Leave the light theme behind, and texts of the usual size."""
    yield
    if look.tokens is not LIGHT or look.percent != 100:
        look.wear(LIGHT, qapp, 100)


@pytest.fixture
def core() -> FakeCore:
    """A commune in memory."""
    return FakeCore()


@pytest.fixture
def runner(qapp: QApplication) -> Iterator[TaskRunner]:
    """Runs tasks until the test ends."""
    del qapp
    made = TaskRunner()
    yield made
    made.shutdown()


@pytest.fixture
def bench(core: FakeCore, runner: TaskRunner, look: Look) -> Bench:
    """What pages are given."""
    return Bench(core, runner, sentence, look)


@pytest.fixture
def eyes(qtbot: QtBot, runner: TaskRunner, tmp_path: Path) -> Eyes:
    """Waits for the work and looks at what is shown."""
    return Eyes(qtbot, runner, tmp_path)


@pytest.fixture
def window(bench: Bench, qtbot: QtBot, eyes: Eyes) -> MainWindow:
    """The main window, shown and settled, at the due list."""
    made = MainWindow(bench)
    qtbot.addWidget(made)
    made.begin()
    with qtbot.waitExposed(made):
        made.show()
    made.go(Place.DUE)
    eyes.settle()
    return made


@pytest.fixture
def heartbeat(qapp: QApplication) -> Iterator[Heartbeat]:
    """Print the longest gap of the event loop; a whole second is always too long."""
    del qapp
    beating = Heartbeat()
    yield beating
    sys.stdout.write(f"longest gap of the event loop: {beating.longest * 1000:.0f} ms\n")
    assert beating.longest < _LONGEST_GAP
