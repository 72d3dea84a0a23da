"""Random acts on a real home: nothing breaks, the GUI thread asks the store nothing, nothing piles up."""

import gc
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from agent_app.bootstrap import Core, create_home, open_home
from agent_app.runtime.messages import sentence
from agent_app.runtime.paths import Home
from agent_app.runtime.secrets import Argon2Cost
from agent_app.ui.bench import Bench
from agent_app.ui.look import Look
from agent_app.ui.main_window import MainWindow
from agent_app.ui.tasks import TaskRunner
from benchmarks.store_village import load, make_village, put_list
from tests.builders import an_enrolment
from tests.cli.terminal import PASSWORD
from tests.long_run import rounds
from tests.ui.fake_printers import FakePrinters
from tests.ui.gui_watch import watching
from tests.ui.random_user import RandomUser

_PERSONS = 600
_MOST_WIDGETS_MORE = 1.15
_MOST_MEMORY_MORE = 40.0
_KIB_PER_MIB = 1024
_SETTLES = 0.4


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Core]:
    """A small commune in a real, encrypted home."""
    folder = Home(tmp_path / "Máy chị Hoa")
    create_home(folder, PASSWORD, Argon2Cost(1, 8, 1))
    core = open_home(folder, PASSWORD)
    village = make_village(_PERSONS)
    load(core.store, village)
    put_list(core.store, village)
    core.enrol(an_enrolment(agent_code=village.commune.agent_code))
    yield core
    core.close()


def resident() -> float:
    status = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return int(next(line.split()[1] for line in status if line.startswith("VmRSS"))) / _KIB_PER_MIB


def held(app: QApplication) -> tuple[int, float]:
    """Count the widgets that are alive, and the memory."""
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return len(app.allWidgets()), resident()


@pytest.fixture
def user(home: Core, runner: TaskRunner, look: Look, qtbot: QtBot, tmp_path: Path) -> RandomUser:
    """Somebody in front of the window of that home."""
    window = MainWindow(Bench(home, runner, sentence, look))
    qtbot.addWidget(window)
    folder = tmp_path / "Máy in"
    folder.mkdir()
    window.desk.printers = FakePrinters(folder)
    window.due.choose_workbook = lambda: tmp_path / "lines.xlsx"  # type: ignore[method-assign]
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.begin()
    people = home.queries.search_people("", 50)
    return RandomUser(window, Random(8), people)  # noqa: S311


@pytest.mark.timeout(1800)
def test_whatever_somebody_does_nothing_breaks_and_nothing_piles_up(
    user: RandomUser, runner: TaskRunner, qtbot: QtBot, qapp: QApplication
) -> None:
    acts = rounds("random user of the window", quick=200, full=2_000)
    done: set[str] = set()
    before: tuple[int, float] | None = None
    with watching(user.window) as seen:
        for number in range(acts):
            done.add(user.act())
            if user.random.random() < _SETTLES:
                qtbot.waitUntil(lambda: not runner.busy, timeout=60_000)
            if number == acts // 2:
                before = held(qapp)
        qtbot.waitUntil(lambda: not runner.busy, timeout=60_000)

    seen.require_free()
    assert len(done) > len(user.acts) // 2
    assert before is not None
    after = held(qapp)
    assert after[0] <= before[0] * _MOST_WIDGETS_MORE, (before, after)
    assert after[1] <= before[1] + _MOST_MEMORY_MORE, (before, after)
