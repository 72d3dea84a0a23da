"""Receipts whose money is awaited: asked for, and shown until their transfer has come."""

from typing import TYPE_CHECKING

import click

from agent_app.cli.answers import show_json
from agent_app.cli.bank_answers import pending_answer, say_transfer
from agent_app.cli.receipt_answers import say_arithmetic
from agent_app.cli.session import Session
from agent_app.domain.receipt import ReceiptId
from agent_app.domain.transfer import FollowedTransfer, TransferState
from agent_app.services.transfer_failures import (
    ReceiptAwaitedError,
    TransferAwaitsNumberError,
    TransferNotAwaitedError,
    TransferPaidError,
    TransferUnknownError,
)
from agent_app.services.transfers import AwaitTransfer

if TYPE_CHECKING:
    from agent_app.bootstrap import Core

_BESIDE = (
    "của người khác đang chờ: khoản nào về trước giữ thứ tự trước trong hộ, nên sau đó giá của khoản còn lại "
    "có thể khác."
)


def await_transfer(session: Session, command: AwaitTransfer, *, as_json: bool) -> None:
    """Await a transfer and say how it is to be paid."""
    with session.core() as core:
        transfer = core.transfers.wait(command)
        followed = core.transfer_queries.transfer(transfer.id)
        beside = core.transfers.beside(transfer)
    if beside:
        click.echo(f"Hộ này còn khoản chuyển {', '.join(beside)} {_BESIDE}", err=True)
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
    if not as_json:
        say_arithmetic(followed.transfer.lines)
    return True


def require_payable(core: "Core", followed: FollowedTransfer) -> None:
    """Refuse a code to scan for a transfer that must not be paid, or not once more."""
    purpose = followed.transfer.code
    match followed.state:
        case TransferState.RECEIPTED:
            number = core.queries.receipt(followed.transfer.id).shown_number
            raise TransferPaidError(
                purpose, "chờ biên lai điện tử" if number is None else f"biên lai số {number}"
            )
        case TransferState.CREDITED:
            raise TransferAwaitsNumberError(purpose)
        case TransferState.GIVEN_UP:
            raise TransferNotAwaitedError(purpose)


def refuse_awaited(core: "Core", receipt_id: ReceiptId) -> None:
    """Refuse to print what is no receipt yet because its transfer is awaited."""
    try:
        followed = core.transfer_queries.transfer(receipt_id)
    except TransferUnknownError:
        return
    if followed.receipted:
        return
    require_payable(core, followed)
    raise ReceiptAwaitedError(followed.transfer.code)


def _show(followed: FollowedTransfer, *, as_json: bool) -> None:
    if as_json:
        show_json(pending_answer(followed))
    else:
        say_transfer(followed)
