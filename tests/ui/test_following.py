import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QTableView, QWidget
from pytestqt.qtbot import QtBot

from agent_app.app import build_window
from agent_app.ui.bench import Bench
from agent_app.ui.following import FocusFollower
from agent_app.ui.look import Look
from agent_app.ui.parts.boxes import Scroller, column
from agent_app.ui.places import Place
from agent_app.ui.theme import LIGHT
from tests.ui.fake_core import FakeCore
from tests.ui.paying import SECOND, a_draft
from tests.ui.seeing import Eyes


class Tall(QWidget):
    """A window that is lower than what is in it."""

    def __init__(self) -> None:
        super().__init__()
        content = QWidget()
        self.scroller = Scroller(content)
        column(self).addWidget(self.scroller)
        layout = column(content)
        self.first, self.table, self.last = QPushButton("1"), QTableView(), QPushButton("2")
        self.table.setMinimumHeight(600)
        self.first.setMinimumHeight(200)
        self.last.setMinimumHeight(60)
        for part in (self.first, self.table, self.last):
            layout.addWidget(part)
        FocusFollower(self)

    def top_of(self, part: QWidget) -> int:
        """Say where a part begins in what is seen."""
        return part.mapTo(self.scroller.viewport(), QPoint()).y()


@pytest.fixture
def tall(qtbot: QtBot) -> Tall:
    """The window, with the keys in its first part."""
    made = Tall()
    qtbot.addWidget(made)
    made.resize(300, 300)
    with qtbot.waitExposed(made):
        made.show()
    made.first.setFocus()
    qtbot.wait(20)
    return made


def test_what_gets_the_keys_is_seen_whole(tall: Tall, qtbot: QtBot) -> None:
    assert tall.top_of(tall.last) > tall.scroller.viewport().height()
    tall.last.setFocus()
    qtbot.wait(20)

    assert 0 <= tall.top_of(tall.last) <= tall.scroller.viewport().height() - tall.last.height()


def test_what_is_too_high_is_seen_from_its_beginning(tall: Tall, qtbot: QtBot) -> None:
    tall.last.setFocus()
    qtbot.wait(20)
    tall.table.setFocus()
    qtbot.wait(20)

    assert tall.top_of(tall.table) == 0


def test_nothing_slips_away_under_a_mouse_that_is_pressed(tall: Tall, qtbot: QtBot) -> None:
    tall.scroller.verticalScrollBar().setValue(tall.scroller.verticalScrollBar().maximum() - 40)
    before = tall.top_of(tall.last)
    QTest.mousePress(tall.last, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert tall.last.hasFocus()
    qtbot.wait(20)
    assert tall.top_of(tall.last) == before

    with qtbot.waitSignal(tall.last.clicked):
        QTest.mouseRelease(tall.last, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))


@pytest.mark.usefixtures("light_again")
@pytest.mark.parametrize("percent", [100, 175, 200])
def test_the_button_that_comes_next_is_seen_however_large_the_texts_are(  # noqa: PLR0913, PLR0917
    bench: Bench, core: FakeCore, look: Look, qapp: QApplication, qtbot: QtBot, eyes: Eyes, percent: int
) -> None:
    window = build_window(bench.core, bench.runner, look, bench.say)  # type: ignore[arg-type]
    qtbot.addWidget(window)
    FocusFollower(window)
    window.resize(1366, 768)
    with qtbot.waitExposed(window):
        window.show()
    look.wear(LIGHT, qapp, percent)
    window.begin(Place.COLLECT)
    window.show_draft(a_draft(core, SECOND))
    eyes.settle()
    button = window.collect.draft.issue
    qtbot.waitUntil(button.hasFocus)
    qtbot.wait(30)

    assert button.visibleRegion().boundingRect().height() == button.height()
    window.rest()
