"""One process of the windows' benchmark: a bare window, the first window, or a whole session at work.

Each prints one line of JSON. ``begun`` is when its parent started it, by the machine's steady clock.
"""

# Nothing but the standard library before a child has said what it is: imports are what is measured.
import json
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from time import monotonic, process_time, thread_time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from agent_app.app import Session
    from agent_app.ui.core import Core
    from agent_app.ui.door import Ways
    from agent_app.ui.main_window import MainWindow
    from agent_app.ui.places import Place

KIB_PER_MIB = 1024
LONG = 100_000
FRAMES = 300
TYPED = ("nguyen thi anh", "tran van d", "le quoc", "068", "0973", "lang tre")
_PATIENCE = 60.0
_FRAME = 0.01

Found = dict[str, object]


def resident() -> float:
    """Return this process's memory in MiB."""
    status = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return int(next(line.split()[1] for line in status if line.startswith("VmRSS"))) / KIB_PER_MIB


def until(ready: Callable[[], bool]) -> None:
    """Let events come until something is so."""
    from PySide6.QtCore import QEventLoop, QTimer  # noqa: PLC0415

    loop, timer, begun = QEventLoop(), QTimer(), monotonic()

    def look() -> None:
        if ready():
            loop.quit()
        elif monotonic() - begun > _PATIENCE:
            raise SystemExit("what was waited for never came")

    timer.timeout.connect(look)
    timer.start(1)
    if not ready():
        loop.exec()


def show() -> None:
    """Let everything be painted that has changed."""
    from PySide6.QtCore import QEventLoop, QTimer  # noqa: PLC0415

    # A timer comes when nothing is left to be painted.
    loop = QEventLoop()
    QTimer.singleShot(0, loop.quit)
    loop.exec()


def passed(since: float) -> bool:
    """Tell whether a frame's time is over."""
    return monotonic() - since >= _FRAME


def painted(widget: "QWidget") -> float:
    """Wait until a window is on the screen, paint it, and tell the time."""
    until(widget.isVisible)
    widget.repaint()
    return monotonic()


def bare(begun: float) -> Found:
    """Show a window that has only a label."""
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow  # noqa: PLC0415

    app = QApplication(["bare"])
    window = QMainWindow()
    window.setCentralWidget(QLabel("Đi Từng Nhà"))
    window.resize(1366, 768)
    window.show()
    shown = painted(window)
    found: Found = {"first": shown - begun, "work": process_time(), "memory": resident()}
    del app
    return found


def first(begun: float, home: str) -> Found:
    """Show the window that asks for the password."""
    app, session = open_session(home, b"")
    shown = painted(session.unlock)
    found: Found = {"first": shown - begun, "work": process_time(), "memory": resident()}
    end(app, session)
    return found


def whole(begun: float, home: str, key: str) -> Found:
    """Open a home whose key is known, and do everything that is measured in its window."""
    from agent_app.ui.choices import keep_window  # noqa: PLC0415

    keep_window(b"", "DUE")
    app, session = open_session(home, bytes.fromhex(key))
    shown, work = painted(session.unlock), process_time()
    # Whoever types a password leaves the program time to fetch what the next window needs.
    until(lambda: "agent_app.ui.main_window" in sys.modules and not session.runner.busy)
    found = with_heart("opening", partial(opened, session))
    window = session.window
    assert window is not None
    found["usable"] = shown - begun + float(str(found["spent"]))
    found["work"] = work + float(str(found["spent_work"]))
    found["lines"] = window.due.table.rows.total
    found |= with_heart("ahead", partial(wait_for_pages, window))
    found |= with_heart("paging", partial(page_through, window, session))
    found |= with_heart("typing", partial(type_all, window, session))
    found |= with_heart("scrolling", partial(scroll_all, window, session))
    found["memory"] = resident()
    end(app, session)
    return found


def hasty(_begun: float, home: str, key: str) -> Found:
    """Go to each page once, before the window had a moment to make it ahead."""
    app, session = open_session(home, bytes.fromhex(key))
    painted(session.unlock)
    until(lambda: "agent_app.ui.main_window" in sys.modules and not session.runner.busy)
    session.unlock.presenter.try_password("whatever")
    until(lambda: session.window is not None and not session.runner.busy)
    window = session.window
    assert window is not None
    window.ahead.rest()
    found: Found = {
        "pages": [timed(partial(go_to, window, session, place)) for place in window.ahead.missing]
    }
    end(app, session)
    return found


def wait_for_pages(window: "MainWindow") -> Found:
    """Look at the first page for as long as the window needs to make the others."""
    until(lambda: not window.ahead.missing)
    return {}


def opened(session: "Session") -> Found:
    """Open the home, until its list is painted; then let everything else be read."""
    began, worked = monotonic(), process_time()
    session.unlock.presenter.try_password("whatever")
    until(lambda: session.window is not None)
    window = session.window
    assert window is not None
    until(lambda: bool(window.due.table.rows.held))
    found: Found = {"spent": painted(window) - began, "spent_work": process_time() - worked}
    until(lambda: not session.runner.busy)
    return found


def open_session(home: str, key: bytes) -> "tuple[QApplication, Session]":
    """Begin the program as its entry does, on a door that needs no password."""
    from agent_app.gui import rest_collector  # noqa: PLC0415

    rest_collector()
    from agent_app.app import start  # noqa: PLC0415
    from agent_app.runtime.paths import Home  # noqa: PLC0415

    app, session = start(Home(Path(home)), KeyDoor(home, key))
    session.begin(None)
    return app, session


def end(app: "QApplication", session: "Session") -> None:
    """End as the program does."""
    if session.window is not None:
        session.window.close()
    session.end()
    del app


class KeyDoor:
    """Opens a home by its data key: what guessing a password costs is left out."""

    def __init__(self, home: str, key: bytes) -> None:
        self._home, self._key = home, key

    def ways(self) -> "Ways":
        """Offer the password."""
        from agent_app.ui.door import Ways  # noqa: PLC0415

        return Ways()

    def by_password(self, _password: str) -> "Core":
        """Open it, whatever was typed."""
        from agent_app.bootstrap import open_home_with  # noqa: PLC0415
        from agent_app.doors import seen_in_window  # noqa: PLC0415
        from agent_app.runtime.paths import Home  # noqa: PLC0415

        return seen_in_window(open_home_with(Home(Path(self._home)), self._key))

    by_pin = by_password

    def by_recovery(self, code: str, _new_password: str) -> "Core":
        """Open it as well."""
        return self.by_password(code)


def with_heart(name: str, work: Callable[[], Found]) -> Found:
    """Do some work while a timer beats, and say for how long it could not."""
    from PySide6.QtCore import QTimer  # noqa: PLC0415

    beats = [(monotonic(), thread_time())]

    def beat() -> None:
        beats.append((monotonic(), thread_time()))

    heart = QTimer()
    heart.timeout.connect(beat)
    heart.start(5)
    found = work()
    heart.stop()
    stops = [(then - now, worked - work) for (now, work), (then, worked) in pairwise(beats)]
    longest = max(stop for stop, _ in stops)
    return found | {name: longest, f"{name}_work": max(worked for _, worked in stops)}


def page_through(window: "MainWindow", session: "Session") -> Found:
    """Go from page to page."""
    return {"pages": switch_pages(window, session)}


def type_all(window: "MainWindow", session: "Session") -> Found:
    """Search and filter."""
    words, digits = ([each for each in TYPED if each.isdigit() is kind] for kind in (False, True))
    return {
        "keys": type_letters(window, session),
        "filter": filter_lines(window, session, words),
        "digits": filter_lines(window, session, digits),
    }


def scroll_all(window: "MainWindow", session: "Session") -> Found:
    """Scroll slowly and far."""
    return {"smooth": scroll(window, session, 1), "jumps": scroll(window, session, 97)}


def timed(step: Callable[[], object]) -> tuple[float, float]:
    """Time a step by the clock, and by what the window's own thread did for it."""
    begun, worked = monotonic(), thread_time()
    step()
    return monotonic() - begun, thread_time() - worked


def switch_pages(window: "MainWindow", session: "Session") -> list[tuple[float, float]]:
    """Go from page to page; a page is there when it is painted with what it reads."""
    places = list(window.book)
    go_to(window, session, places[0])
    return [
        timed(partial(go_to, window, session, place)) for _ in range(5) for place in (*places[1:], places[0])
    ]


def go_to(window: "MainWindow", session: "Session", place: "Place") -> None:
    """Go to a page, until it is painted with what it reads; whoever goes on presses another key for that."""
    window.go(place)
    until(lambda: not session.runner.busy)
    show()


def type_letters(window: "MainWindow", session: "Session") -> list[tuple[float, float]]:
    """Type into the search, letter by letter, until what it finds is painted."""
    from PySide6.QtTest import QTest  # noqa: PLC0415

    field = window.search
    finder = window.finder.presenter

    def press(letter: str) -> None:
        QTest.keyClicks(field, letter)
        text = field.text().strip()
        until(lambda: finder.text == text and finder.answered() is not None)
        show()

    times = []
    for words in TYPED:
        field.setFocus()
        field.clear()
        for letter in words:
            if letter == " ":
                QTest.keyClicks(field, letter)
                until(lambda: not session.runner.busy)
            else:
                times.append(timed(partial(press, letter)))
    window.finder.close()
    field.clear()
    return times


def filter_lines(
    window: "MainWindow", session: "Session", texts: "Sequence[str]"
) -> list[tuple[float, float]]:
    """Type into the filter of the due list."""
    from PySide6.QtTest import QTest  # noqa: PLC0415

    from agent_app.ui.pages.due_list.reading import Ready  # noqa: PLC0415
    from agent_app.ui.places import Place  # noqa: PLC0415

    window.go(Place.DUE)
    until(lambda: not session.runner.busy)
    page = window.due

    def answered() -> bool:
        state = page.presenter.state
        return isinstance(state, Ready) and state.wanted.text == page.text.text().strip()

    def press(letter: str) -> None:
        QTest.keyClicks(page.text, letter)
        until(answered)
        show()

    times = []
    for words in texts:
        for letter in words:
            times.append(timed(partial(press, letter)))
            until(lambda: not session.runner.busy)
        page.filters.forget.click()
        until(lambda: answered() and not session.runner.busy)
        show()
    return times


def scroll(window: "MainWindow", session: "Session", stride: int) -> list[tuple[float, float]]:
    """Scroll a list that is as long as a province's: so many rows, each of them one of the store's."""
    from dataclasses import replace  # noqa: PLC0415

    from agent_app.services.due_choices import DueGrouping, DueRows, LineIds  # noqa: PLC0415
    from agent_app.ui.pages.due_list.reading import Ready  # noqa: PLC0415

    page = window.due
    page.presenter.group_by(DueGrouping.NONE)
    until(lambda: not session.runner.busy)
    state = page.presenter.state
    assert isinstance(state, Ready)
    times = -(-LONG // state.total)
    page.presenter.enter(replace(state, listed=DueRows(LineIds(state.listed.ids.packed * times)), pages={}))
    bar, seen = page.table.verticalScrollBar(), page.table.viewport()
    until(lambda: not session.runner.busy)
    step = 40 if stride == 1 else bar.maximum() // FRAMES * stride % bar.maximum()
    frames = []

    def frame() -> None:
        bar.setValue((bar.value() + step) % bar.maximum())
        seen.repaint()

    for _number in range(FRAMES):
        frames.append(timed(frame))
        # As between two frames of a screen, pages that were read come in.
        until(partial(passed, monotonic()))
    return frames


def main() -> None:
    """Do what the parent asks for."""
    from tempfile import TemporaryDirectory  # noqa: PLC0415

    kind, begun, *rest = sys.argv[1:]
    children: dict[str, Callable[..., Found]] = {"bare": bare, "first": first, "work": whole, "hasty": hasty}
    with TemporaryDirectory() as folder:
        os.environ["XDG_CONFIG_HOME"] = folder
        print(json.dumps(children[kind](float(begun), *rest)))
    sys.stdout.flush()
    # Destroying every widget says nothing about using them.
    os._exit(0)


if __name__ == "__main__":
    main()
