"""A run of the whole program in this process, ended whatever its test comes to."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import QApplication

from agent_app import app as application
from agent_app.runtime.paths import Home
from agent_app.ui.collector import Collector
from agent_app.ui.door import Door
from agent_app.ui.look import Look


@contextmanager
def a_run(
    qapp: QApplication, look: Look, home: Home, door: Door | None = None, collector: Collector | None = None
) -> Iterator[application.Session]:
    """Make a run; at the end its home is let go, and the look that the others share is put on again."""
    made = application.Session(qapp, home, door, collector)
    try:
        yield made
    finally:
        made.end()
        for window in (made.window, made.unlock):
            if window is not None:
                window.close()
                window.deleteLater()
        made.deleteLater()
        # The pictures of the run's own look go with it.
        look.dress(qapp)
