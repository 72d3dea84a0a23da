"""Makes backups while the window is open: behind everything else, never in the way of a receipt."""

from PySide6.QtCore import QObject, Signal

from agent_app.services.changes import Changed, Touched
from agent_app.services.ports import Report
from agent_app.ui.bench import Bench
from agent_app.ui.tasks import Lane

_MAY_BE_DUE = frozenset({Touched.RECEIPTS, Touched.SYNC})


class BackupKeeper(QObject):
    """Asks the core after each receipt and each sync; ``ended`` when it has looked, whatever came of it."""

    ended = Signal()

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._asked = False
        bench.runner.changed.connect(self._on_changed)

    def look(self) -> None:
        """Ask now: the home may have been locked when one was due."""
        if not self._asked:
            self._asked = True
            task = self._bench.runner.make(self._make)
            task.finished.connect(self._on_ended)
            # The lane of the exchange: the pages go on reading while a copy is made.
            self._bench.runner.start(task, Lane.NETWORK)

    def _on_changed(self, changed: Changed) -> None:
        if changed.kinds & _MAY_BE_DUE:
            self.look()

    def _make(self, _report: Report) -> object:
        return self._bench.core.backups.make_if_due()

    def _on_ended(self) -> None:
        self._asked = False
        self.ended.emit()
