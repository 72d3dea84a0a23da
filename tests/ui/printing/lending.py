"""A lane that has something else to do."""

from threading import Event

from agent_app.services.work import Report
from agent_app.ui.bench import Bench
from agent_app.ui.tasks import Lane


class Lent:
    """Keeps a lane busy until it is let go."""

    def __init__(self, bench: Bench, lane: Lane) -> None:
        self._go = Event()
        bench.runner.start(bench.runner.make(self._wait), lane)

    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: object) -> None:
        self._go.set()

    def _wait(self, _report: Report) -> None:
        self._go.wait(20)
