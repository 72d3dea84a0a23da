"""Waiting for the work to end, and looking at what is on the screen."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from agent_app import app as application
from agent_app.ui.presenter import Presenter
from agent_app.ui.tasks import TaskRunner

_FEWEST_COLOURS = 8
_STEP = 7


@dataclass(frozen=True)
class Eyes:
    """One test's look at the screen."""

    qtbot: QtBot
    runner: TaskRunner
    folder: Path

    def settle(self) -> None:
        """Wait until no task is left."""
        self.qtbot.waitUntil(self._idle)
        # What a layout has just taken in is shown by an event of its own.
        QCoreApplication.sendPostedEvents()

    def _idle(self) -> bool:
        return not self.runner.busy

    def shoot(self, widget: QWidget, name: str) -> QImage:
        """Keep a screenshot and refuse a blank one."""
        if widget.isWindow() and not widget.isVisible():
            widget.resize(1158, 680)
        picture = widget.grab().toImage()
        assert picture.save(str(self.folder / f"{name}.png"))
        assert len(colours(picture)) >= _FEWEST_COLOURS, f"{name} shows nothing"
        return picture


def colours(picture: QImage) -> set[int]:
    """Return the colours of a sample of the pixels."""
    return {
        picture.pixel(x, y)
        for x in range(0, picture.width(), _STEP)
        for y in range(0, picture.height(), _STEP)
    }


def texts(widget: QWidget) -> str:
    """Return every word that a person could read there now."""
    found = [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]
    found += [button.text() for button in widget.findChildren(QAbstractButton) if button.isVisibleTo(widget)]
    found += [field.text() for field in widget.findChildren(QLineEdit) if field.isVisibleTo(widget)]
    return "\n".join(found)


def settle(session: application.Session, qtbot: QtBot) -> None:
    """Wait until the core is gone and no task is left."""
    qtbot.waitUntil(lambda: not session.leaving and not session.runner.busy)


class Kept:
    """Keeps the states that a presenter enters, by the names of their classes."""

    def __init__(self, presenter: Presenter) -> None:
        self.states: list[object] = []
        presenter.state_changed.connect(self.keep)

    def keep(self, state: object) -> None:
        """Keep one."""
        self.states.append(state)

    @property
    def names(self) -> list[str]:
        """Name them."""
        return [type(state).__name__ for state in self.states]
