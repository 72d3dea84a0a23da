"""Receipts whose money is awaited: asked for, and shown until their transfer has come."""

from typing import TYPE_CHECKING

from agent_app.cli.answers import show_json
from agent_app.cli.bank_answers import pending_answer, say_transfer
from agent_app.cli.session import Session
from agent_app.domain.receipt import ReceiptId
from agent_app.domain.transfer import FollowedTransfer
from agent_app.services.transfer_failures import TransferUnknownError
from agent_app.services.transfers import AwaitTransfer

if TYPE_CHECKING:
    from agent_app.bootstrap import Core


def await_transfer(session: Session, command: AwaitTransfer, *, as_json: bool) -> None:
    """Await a transfer and say how it is to be paid."""
    with session.core() as core:
        transfer = core.transfers.wait(command)
        followed = core.transfer_queries.transfer(transfer.id)
    _show(followed, as_json=as_json)


def show_pending(core: "Core", receipt_id: ReceiptId, *, as_json: bool) -> bool:
    """Show the transfer of a receipt that is not there yet; ``False`` where there is none to wait for."""
    try:
        followed = core.transfer_queries.transfer(receipt_id)
    except TransferUnknownError:
        return False
    if followed.receipted:
        return False
    _show(followed, as_json=as_json)
    return True


def _show(followed: FollowedTransfer, *, as_json: bool) -> None:
    if as_json:
        show_json(pending_answer(followed))
    else:
        say_transfer(followed)
