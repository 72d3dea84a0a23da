"""Transfers that are awaited: the list of them, and one with its code to scan."""

from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject

from agent_app.domain.receipt import ReceiptId
from agent_app.domain.transfer import TransferState
from agent_app.services.changes import Changed, Touched
from agent_app.services.ports import Report, TransferView
from agent_app.ui.bench import Bench
from agent_app.ui.core import Core
from agent_app.ui.pages.collect.jobs import Scannable, give_up, show_transfer
from agent_app.ui.pages.collect.refusals import refusal_words
from agent_app.ui.presenter import Presenter
from agent_app.ui.sign import Sign
from agent_app.ui.states import Failed, Idle, Loading
from agent_app.ui.theme import Tone
from agent_app.ui.words import _

MOST_TRANSFERS = 50
CHANGES = Changed.of(Touched.RECEIPTS, Touched.SYNC)


@dataclass(frozen=True, slots=True)
class Listed:
    """The newest transfers, and how many are still open."""

    transfers: tuple[TransferView, ...]
    open_count: int = 0


def newest_transfers(core: Core, _report: Report) -> Listed:
    """Read the newest transfers."""
    sums = core.transfer_queries.sums()
    waiting = (TransferState.AWAITED, TransferState.PARTIAL, TransferState.CREDITED)
    count = sum(sums[state][0] for state in waiting if state in sums)
    return Listed(tuple(core.transfer_queries.transfers(None, MOST_TRANSFERS)), count)


class TransfersPresenter(Presenter):
    """Shows the newest transfers."""

    shows = frozenset({Touched.RECEIPTS, Touched.SYNC})

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(bench, Loading(), parent)

    def reload(self) -> None:
        self.read(partial(newest_transfers, self.bench.core), self._on_read, self._on_failed)

    def _on_read(self, listed: Listed) -> None:
        self.enter(listed)

    def _on_failed(self, error: Exception) -> None:
        self.enter(Failed(self.bench.sentence(error)))


@dataclass(frozen=True, slots=True)
class Awaited:
    """One transfer on the screen; ``busy`` while it is being given up."""

    shown: Scannable
    trouble: str = ""
    busy: bool = False


class TransferPresenter(Presenter):
    """Shows one transfer, and gives it up."""

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(bench, Idle(), parent)

    @property
    def awaited(self) -> Awaited | None:
        """The transfer on the screen, if there is one."""
        return self.state if isinstance(self.state, Awaited) else None

    def show(self, shown: Scannable) -> None:
        """Show a transfer that has just been read."""
        self.enter(Awaited(shown))

    def open(self, transfer_id: ReceiptId) -> None:
        """Read a transfer and show it."""
        self.read(partial(show_transfer, self.bench.core, transfer_id), self.show, self._on_failed)

    def give_up(self, reason: str) -> None:
        """Await it no longer."""
        if self.awaited is None or self.awaited.busy:
            return
        job = partial(give_up, self.bench.core, self.awaited.shown.followed.transfer.id, reason)
        self.enter(replace(self.awaited, busy=True))
        self.bench.runner.start(self.make(job, self.show, self._on_refused, CHANGES))

    def finish(self) -> None:
        """Show none."""
        self.enter(Idle())

    def _on_refused(self, error: Exception) -> None:
        if self.awaited:
            words = refusal_words(error, None, self.bench.sentence)
            self.enter(replace(self.awaited, trouble=words, busy=False))

    def _on_failed(self, error: Exception) -> None:
        self.enter(Failed(self.bench.sentence(error)))


def transfer_sign(state: TransferState) -> Sign:
    """Say what is known of a transfer's money."""
    return {
        TransferState.AWAITED: Sign(_("Chờ tiền về"), Tone.SOON, "hourglass"),
        TransferState.PARTIAL: Sign(_("Tiền về thiếu"), Tone.LATE, "circle-alert"),
        TransferState.CREDITED: Sign(_("Tiền đã về, chờ ghi số"), Tone.SOON, "inbox"),
        TransferState.RECEIPTED: Sign(_("Tiền đã về, đã có biên lai"), Tone.GOOD, "circle-check"),
        TransferState.GIVEN_UP: Sign(_("Thôi chờ"), Tone.SOFT, "circle-x"),
    }[state]
