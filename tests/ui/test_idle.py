"""A window that nobody touches is noticed, whatever becomes of the clock."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from agent_app.ui.choices import keep_minutes_to_lock, minutes_to_lock
from agent_app.ui.idle import IdleWatch


class Wall:
    """A clock on the wall."""

    def __init__(self) -> None:
        self.now = 1_795_000_000.0

    def read(self) -> float:
        return self.now


@pytest.fixture
def wall() -> Wall:
    """A clock that stands until it is set."""
    return Wall()


@pytest.fixture
def steady() -> Wall:
    """A clock that nobody sets, and that stands while the laptop sleeps."""
    return Wall()


@pytest.fixture
def watch(wall: Wall, steady: Wall, qapp: QApplication) -> Iterator[IdleWatch]:
    """Notices ten minutes without a touch."""
    made = IdleWatch(10, qapp, wall.read, steady.read)
    made.begin()
    yield made
    made.stop()
    made.deleteLater()


def test_ten_minutes_without_a_touch_are_noticed_once(watch: IdleWatch, wall: Wall, qtbot: QtBot) -> None:
    wall.now += 599
    with qtbot.assertNotEmitted(watch.idle):
        watch.check()
    wall.now += 1
    with qtbot.waitSignal(watch.idle):
        watch.check()
    with qtbot.assertNotEmitted(watch.idle):
        QTest.keyClick(QLineEdit(), Qt.Key.Key_A)


@pytest.mark.parametrize("touch", ["key", "move", "click"])
def test_every_touch_begins_the_time_anew(watch: IdleWatch, wall: Wall, qtbot: QtBot, touch: str) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    with qtbot.waitExposed(field):
        field.show()
    wall.now += 599
    if touch == "key":
        QTest.keyClick(field, Qt.Key.Key_A)
    elif touch == "move":
        QTest.mouseMove(field.windowHandle(), QPoint(5, 5))
    else:
        QTest.mouseClick(field, Qt.MouseButton.LeftButton)
    wall.now += 5

    with qtbot.assertNotEmitted(watch.idle):
        watch.check()


def test_what_the_program_does_by_itself_is_no_touch(
    watch: IdleWatch, wall: Wall, qapp: QApplication, qtbot: QtBot
) -> None:
    wall.now += 599
    for kind in (QEvent.Type.Paint, QEvent.Type.Timer, QEvent.Type.UpdateRequest):
        assert not watch.eventFilter(qapp, QEvent(kind))
    wall.now += 1

    with qtbot.waitSignal(watch.idle):
        watch.check()


def test_whoever_wakes_a_laptop_that_slept_sees_nothing(watch: IdleWatch, wall: Wall, qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    wall.now += 8 * 3600
    with qtbot.waitSignal(watch.idle):
        QTest.keyClick(field, Qt.Key.Key_A)

    assert field.text() == ""


def test_a_clock_that_is_set_back_does_not_keep_the_window_open(
    watch: IdleWatch, wall: Wall, steady: Wall, qtbot: QtBot
) -> None:
    steady.now += 300
    wall.now -= 2 * 365 * 86400
    watch.check()
    steady.now += 300

    with qtbot.waitSignal(watch.idle):
        watch.check()


def test_a_laptop_that_slept_after_its_clock_was_set_back_counts_its_sleep(
    watch: IdleWatch, wall: Wall, qtbot: QtBot
) -> None:
    wall.now -= 2 * 365 * 86400
    watch.check()
    wall.now += 600

    with qtbot.waitSignal(watch.idle):
        watch.check()


def test_another_number_of_minutes_counts_from_now_on(watch: IdleWatch, wall: Wall, qtbot: QtBot) -> None:
    watch.allow(5)
    wall.now += 301

    with qtbot.waitSignal(watch.idle):
        watch.check()


@pytest.mark.parametrize("kept", [None, "", "0", "7", "-5", "mười", "1e9"])
def test_a_choice_that_is_none_means_ten_minutes(kept: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert minutes_to_lock() == 10
    keep_minutes_to_lock(30)
    assert minutes_to_lock() == 30
    monkeypatch.setattr("agent_app.ui.choices.MINUTES_TO_LOCK", (5, 10))
    assert minutes_to_lock() == 10
    monkeypatch.undo()
    keep_minutes_to_lock(kept)  # type: ignore[arg-type]
    assert minutes_to_lock() == 10
