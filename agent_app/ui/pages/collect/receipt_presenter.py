"""One receipt that is looked at again: its way to the office, its paper, and what undoes it."""

from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from agent_app.domain.cancellation import Cancellation, RefundRequest
from agent_app.domain.errors import AppError
from agent_app.domain.receipt import ReceiptId
from agent_app.services.cancelling import CancelReceipt
from agent_app.services.changes import Changed, Touched
from agent_app.services.lines import ReceiptView
from agent_app.services.ports import Report
from agent_app.services.refunding import RefundReceipt
from agent_app.ui.bench import Bench
from agent_app.ui.core import Core
from agent_app.ui.pages.collect.jobs import Drawn, draw_paper
from agent_app.ui.pages.collect.refusals import refusal_words
from agent_app.ui.presenter import Presenter
from agent_app.ui.states import Failed, Idle
from agent_app.ui.wording import dong
from agent_app.ui.words import _

CHANGES = Changed.of(Touched.RECEIPTS, Touched.SYNC, Touched.DUE_LIST)


@dataclass(frozen=True, slots=True)
class Read:
    """A receipt, why it cannot be cancelled, if it cannot, and the day of whatever is done to it."""

    view: ReceiptView
    obstacle: AppError | None
    today: date


def read_receipt(core: Core, receipt_id: ReceiptId, _report: Report) -> Read:
    """Read one receipt."""
    obstacle = core.cancellations.obstacle(receipt_id)
    return Read(core.queries.receipt(receipt_id), obstacle, core.today())


def cancel_receipt(core: Core, command: CancelReceipt, _report: Report) -> Cancellation:
    """Make a receipt void."""
    return core.cancellations.cancel(command)


def ask_refund(core: Core, command: RefundReceipt, _report: Report) -> RefundRequest:
    """Ask the office to pay something back."""
    return core.refunds.ask(command)


@dataclass(frozen=True, slots=True)
class Opened:
    """A receipt on the screen; ``busy`` while something is done to it, ``former`` what was refused last."""

    view: ReceiptView
    obstacle: AppError | None
    today: date
    pages: tuple[QImage, ...] = ()
    told: str = ""
    trouble: str = ""
    busy: bool = False
    former: CancelReceipt | RefundReceipt | None = None


class ReceiptPresenter(Presenter):
    """Shows one receipt, and undoes it."""

    shows = frozenset({Touched.RECEIPTS, Touched.SYNC})

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(bench, Idle(), parent)
        self._wanted: ReceiptId | None = None

    @property
    def opened(self) -> Opened | None:
        """The receipt on the screen, if there is one."""
        return self.state if isinstance(self.state, Opened) else None

    def open(self, receipt_id: ReceiptId) -> None:
        """Read a receipt, draw its paper and show both."""
        self._wanted = receipt_id
        self.reload()

    def finish(self) -> None:
        """Show none."""
        self._wanted = None
        self.enter(Idle())

    def reload(self) -> None:
        if self._wanted is not None:
            job = partial(read_receipt, self.bench.core, self._wanted)
            self.read(job, self._on_read, self._on_failed)

    def cancel(self, command: CancelReceipt) -> None:
        """Make it void, once."""
        if self.opened and not self.opened.busy:
            self.enter(replace(self.opened, busy=True, former=command, told="", trouble=""))
            job = partial(cancel_receipt, self.bench.core, command)
            self.bench.runner.start(self.make(job, self._on_cancelled, self._on_refused, CHANGES))

    def refund(self, command: RefundReceipt) -> None:
        """Ask a part of its money back, once."""
        if self.opened and not self.opened.busy:
            self.enter(replace(self.opened, busy=True, former=command, told="", trouble=""))
            job = partial(ask_refund, self.bench.core, command)
            self.bench.runner.start(self.make(job, self._on_refunded, self._on_refused, CHANGES))

    def _on_read(self, read: Read) -> None:
        if read.view.receipt.id != self._wanted:
            return
        former = self.opened
        if former is not None and former.view.receipt.id == self._wanted:
            self.enter(replace(former, view=read.view, obstacle=read.obstacle, today=read.today))
        else:
            self.enter(Opened(read.view, read.obstacle, read.today))
        self.read(partial(draw_paper, self.bench.core, read.view.receipt), self._on_drawn, self._on_refused)

    def _on_failed(self, error: Exception) -> None:
        self.enter(Failed(self.bench.sentence(error)))

    def _on_drawn(self, drawn: Drawn) -> None:
        if self.opened and self.opened.view.receipt.id == drawn.receipt_id:
            self.enter(replace(self.opened, pages=drawn.pages))

    def _on_cancelled(self, _made: Cancellation) -> None:
        if self.opened:
            told = _("Đã huỷ, ghi trên máy. Số biên lai vẫn ở trong quyển và không dùng lại.")
            self.enter(replace(self.opened, busy=False, former=None, told=told, trouble=""))
            self.reload()

    def _on_refunded(self, made: RefundRequest) -> None:
        if self.opened:
            told = _("Đã ghi đề nghị hoàn {amount}. Cơ quan BHXH xem và trả.").format(
                amount=dong(made.amount)
            )
            self.enter(replace(self.opened, busy=False, former=None, told=told, trouble=""))
            self.reload()

    def _on_refused(self, error: Exception) -> None:
        if self.opened:
            words = refusal_words(error, None, self.bench.sentence)
            self.enter(replace(self.opened, busy=False, trouble=words))
