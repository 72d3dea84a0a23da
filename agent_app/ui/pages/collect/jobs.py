"""What the page «Thu tiền» asks of the core, each in a task."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtGui import QImage

from agent_app.domain.receipt import Receipt, ReceiptId
from agent_app.domain.transfer import FollowedTransfer
from agent_app.services.drafts import Asked, DraftLook
from agent_app.services.ports import QrRows, ReceiptPrint, Report
from agent_app.services.receipts import IssueReceipt
from agent_app.services.transfers import AwaitTransfer
from agent_app.ui.core import Core
from agent_app.ui.paper import draw_copy

PICTURE_WIDTH = 1400


@dataclass(frozen=True, slots=True)
class Looked:
    """What a draft would come to, beside what was filled in when it was asked."""

    wanted: AwaitTransfer
    look: DraftLook


def look_at(core: Core, wanted: AwaitTransfer, said: Mapping[Asked, bool], _report: Report) -> Looked:
    """Find out what issuing would come to."""
    return Looked(wanted, core.drafts.look(wanted, said))


def draw_draft(core: Core, draft: Receipt, _report: Report) -> tuple[QImage, ...]:
    """Draw what the paper of a draft would look like, page by page."""
    return draw_copy(core.drafts.paper(draft), PICTURE_WIDTH)


def issue_receipt(core: Core, command: IssueReceipt, _report: Report) -> Receipt:
    """Issue a receipt."""
    return core.receipts.issue(command)


@dataclass(frozen=True, slots=True)
class Scannable:
    """A transfer with the code that asks for it, as long as money is awaited.

    ``beside`` are the codes of what else is awaited in the household, ``number`` that of its receipt.
    """

    followed: FollowedTransfer
    modules: QrRows | None = None
    beside: tuple[str, ...] = ()
    number: str = ""


def wait_for(core: Core, wanted: AwaitTransfer, report: Report) -> Scannable:
    """Keep that a transfer is awaited, and make the code that asks for it."""
    return show_transfer(core, core.transfers.wait(wanted).id, report)


def show_transfer(core: Core, transfer_id: ReceiptId, _report: Report) -> Scannable:
    """Read a transfer, and make the code that asks for it."""
    followed = core.transfer_queries.transfer(transfer_id)
    if not followed.is_open:
        number = core.queries.receipt(transfer_id).shown_number if followed.receipted else None
        return Scannable(followed, number=number or "")
    beside = tuple(core.transfers.beside(followed.transfer))
    return Scannable(followed, core.qr(followed.transfer.order.payload), beside)


def give_up(core: Core, transfer_id: ReceiptId, reason: str, report: Report) -> Scannable:
    """Await a transfer no longer."""
    core.transfers.give_up(transfer_id, reason)
    return show_transfer(core, transfer_id, report)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a receipt's paper looks like."""

    receipt_id: ReceiptId
    pages: tuple[QImage, ...]


def draw_paper(core: Core, receipt: Receipt, _report: Report) -> Drawn:
    """Make the PDF of a receipt and draw its first copy."""
    copies = ReceiptPrint().copies_of(receipt.form)
    return Drawn(receipt.id, draw_copy(core.papers.receipt(receipt.id), PICTURE_WIDTH, copies))
