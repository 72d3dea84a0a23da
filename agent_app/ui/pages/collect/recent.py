"""The newest receipts, one that is sought, and those that a few words find."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject

from agent_app.domain.receipt import ReceiptId
from agent_app.services.changes import Touched
from agent_app.services.lines import ReceiptView
from agent_app.services.ports import Report
from agent_app.ui.bench import Bench
from agent_app.ui.core import Core
from agent_app.ui.presenter import Presenter
from agent_app.ui.states import Failed, Loading

MOST_RECENT = 50


@dataclass(frozen=True, slots=True)
class Recent:
    """The newest receipts with what is known of each, and before them one that is sought and is older.

    With a ``text`` they are those that it finds.
    """

    receipts: tuple[ReceiptView, ...]
    sought: ReceiptId | None = None
    text: str = ""


def recent_receipts(core: Core, sought: ReceiptId | None, text: str, _report: Report) -> Recent:
    """Read the newest receipts, or those that a text finds."""
    if text:
        found = core.queries.find_receipts(text, MOST_RECENT)
        return Recent(tuple(core.queries.receipt(each.id) for each in found), sought, text)
    newest = tuple(core.queries.receipts(MOST_RECENT))
    if sought is None or any(each.receipt.id == sought for each in newest):
        return Recent(newest, sought)
    return Recent((core.queries.receipt(sought), *newest), sought)


class RecentPresenter(Presenter):
    """Shows the newest receipts."""

    shows = frozenset({Touched.RECEIPTS, Touched.SYNC})

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(bench, Loading(), parent)
        self._sought: ReceiptId | None = None
        self._text = ""

    def seek(self, receipt_id: ReceiptId) -> None:
        """Show one receipt among the others."""
        self._sought, self._text = receipt_id, ""
        self.reload()

    def find(self, text: str) -> None:
        """Show those that a few words or digits find; none shows the newest again."""
        if text != self._text:
            self._text = text
            self.reload()

    def set_active(self, *, active: bool) -> None:
        if not active and self._sought is not None:
            self._sought, self._stale = None, True
        super().set_active(active=active)

    def reload(self) -> None:
        job = partial(recent_receipts, self.bench.core, self._sought, self._text)
        self.read(job, self._on_read, self._on_failed)

    def _on_read(self, recent: Recent) -> None:
        if (recent.sought, recent.text) == (self._sought, self._text):
            self.enter(recent)

    def _on_failed(self, error: Exception) -> None:
        self.enter(Failed(self.bench.sentence(error)))
