"""Pages that nobody has asked for yet are made in idle moments, one by one."""

from threading import Event

import pytest
from pytestqt.qtbot import QtBot

from agent_app.app import build_window
from agent_app.services.ports import Report
from agent_app.ui import ahead
from agent_app.ui.bench import Bench
from agent_app.ui.main_window import MainWindow
from agent_app.ui.places import Place


@pytest.fixture
def window(bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    """A window that begins at once to make pages ahead; nothing of it is read yet."""
    for name in ("_FIRST_MS", "_NEXT_MS"):
        monkeypatch.setattr(ahead, name, 1)
    made = build_window(bench.core, bench.runner, bench.look, bench.say)  # type: ignore[arg-type]
    qtbot.addWidget(made)
    return made


def test_every_page_is_ready_after_a_moment(window: MainWindow, qtbot: QtBot) -> None:
    window.begin(Place.TODAY)
    assert window.ahead.missing == [place for place in window.book if place is not Place.TODAY]

    qtbot.waitUntil(lambda: not window.ahead.missing)
    assert list(window.book.pages()) == list(window.book)
    assert window.pages.currentWidget() is window.today


def test_a_page_that_was_made_ahead_reads_nothing_until_it_is_seen(
    window: MainWindow, bench: Bench, qtbot: QtBot
) -> None:
    window.begin(Place.TODAY)
    qtbot.waitUntil(lambda: not window.ahead.missing and not bench.runner.busy)

    assert type(window.papers.presenter.state).__name__ == "Loading"


def test_a_page_that_is_made_is_taken_in_when_somebody_goes_there(window: MainWindow) -> None:
    window.begin(Place.TODAY)
    window.rest()
    assert window.book.prepare(Place.SYNC)
    assert not window.book.prepare(Place.SYNC)
    assert Place.SYNC in window.ahead.missing

    window.go(Place.SYNC)
    assert window.pages.currentWidget() is window.book[Place.SYNC]
    assert not window.book.prepare(Place.SYNC)
    assert len(window.findChildren(type(window.book[Place.SYNC]))) == 1


def test_nothing_is_made_while_something_is_read(window: MainWindow, bench: Bench, qtbot: QtBot) -> None:
    gate = Event()

    def slow(_report: Report) -> None:
        gate.wait(20)

    window.begin(Place.TODAY)
    bench.runner.start(bench.runner.make(slow))
    qtbot.wait(60)
    assert list(window.book.pages()) == [Place.TODAY]
    gate.set()

    qtbot.waitUntil(lambda: not window.ahead.missing)


def test_a_window_that_rests_makes_no_more(window: MainWindow, bench: Bench, qtbot: QtBot) -> None:
    window.begin(Place.TODAY)
    window.rest()
    qtbot.waitUntil(lambda: not bench.runner.busy)
    qtbot.wait(30)

    assert list(window.book.pages()) == [Place.TODAY]
