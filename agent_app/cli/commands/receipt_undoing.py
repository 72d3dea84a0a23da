"""Undoing receipts: cancelled while the money is in hand, asked back afterwards."""

import click

from agent_app.cli.commands.money import receipt, show
from agent_app.cli.session import Session, pass_session
from agent_app.cli.values import (
    SCHEMES,
    ValueUnreadableError,
    read_choice,
    read_count,
    read_id,
    read_optional_date,
)
from agent_app.domain.cancellation import CopyTwo
from agent_app.domain.due_list import Scheme
from agent_app.domain.household import PersonId
from agent_app.domain.money import Dong
from agent_app.domain.receipt import ReceiptId
from agent_app.domain.refunds import HealthRefundCause, PensionRefundCause
from agent_app.services.cancelling import CancelReceipt
from agent_app.services.refunding import RefundReceipt


@receipt.command("cancel")
@click.argument("receipt_id")
@click.option("--reason", required=True, help="Vì sao huỷ.")
@click.option("--approver", required=True, help="Người duyệt, không phải người lập.")
@click.option("--copy-two", required=True, help="Liên 2: kept (chưa giao) | taken-back (đã thu lại) | lost.")
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@pass_session
def cancel_receipt(  # noqa: PLR0917
    session: Session,
    receipt_id: str,
    reason: str,
    approver: str,
    copy_two: str,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Huỷ một biên lai khi tiền chưa nộp; số của nó ở lại trong quyển."""
    command = CancelReceipt(
        ReceiptId(read_id("ID", receipt_id)), reason, approver, read_choice("--copy-two", copy_two, CopyTwo)
    )
    with session.core() as core:
        core.cancellations.cancel(command)
        view = core.queries.receipt(command.receipt_id)
    show(view, as_json=as_json)


@receipt.command("refund")
@click.argument("receipt_id")
@click.option(
    "--cause",
    required=True,
    help=(f"BHYT: {' | '.join(HealthRefundCause)}; BHXH tự nguyện: {' | '.join(PensionRefundCause)}."),
)
@click.option("--on", "changed_on", help="Ngày có thay đổi, như 2027-03-01; mặc định hôm nay.")
@click.option("--person", help="Của ai, nếu biên lai có nhiều người.")
@click.option("--scheme", help="Loại nào, nếu một người đóng cả hai: bhyt | bhxh.")
@click.option("--due-then", help="Số tiền của cùng số tháng theo mức hỗ trợ mới, đồng.")
@click.option("--amount", help="Số tiền do cơ quan BHXH báo, đồng; không ghi thì máy tính theo quy định.")
@click.option("--reason", default="", help="Ghi chú.")
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@pass_session
def refund_receipt(  # noqa: PLR0917
    session: Session,
    receipt_id: str,
    cause: str,
    changed_on: str | None,
    person: str | None,
    scheme: str | None,
    due_then: str | None,
    amount: str | None,
    reason: str,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Đề nghị hoàn tiền của biên lai đã nộp; cơ quan BHXH xem và trả."""
    command = RefundReceipt(
        ReceiptId(read_id("ID", receipt_id)),
        cause,
        read_optional_date("--on", changed_on),
        PersonId(read_id("--person", person)) if person else None,
        _read_scheme(scheme),
        Dong(read_count("--due-then", due_then)) if due_then else None,
        Dong(read_count("--amount", amount)) if amount else None,
        reason,
    )
    with session.core() as core:
        core.refunds.ask(command)
        view = core.queries.receipt(command.receipt_id)
    show(view, as_json=as_json)


def _read_scheme(text: str | None) -> Scheme | None:
    if text is None:
        return None
    if text not in SCHEMES:
        raise ValueUnreadableError("--scheme", text, " | ".join(SCHEMES))
    return SCHEMES[text]


COMMANDS: tuple[click.Command, ...] = ()
