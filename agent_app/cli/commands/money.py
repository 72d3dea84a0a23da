"""Receipts and their paper."""

from pathlib import Path

import click

from agent_app.cli.answers import show_json
from agent_app.cli.book_answers import tell_few_left
from agent_app.cli.evening_answers import warn_of_cash
from agent_app.cli.receipt_answers import receipt_answer, say_arithmetic, say_receipt
from agent_app.cli.session import Session, pass_session
from agent_app.cli.values import (
    read_choice,
    read_id,
    read_optional_date,
    read_payment,
)
from agent_app.domain.cancellation import CopyTwo
from agent_app.domain.receipt import PaymentMethod, ReceiptId
from agent_app.services.cancelling import CancelReceipt
from agent_app.services.failures import FileUnwritableError
from agent_app.services.lines import ReceiptView
from agent_app.services.receipts import IssueReceipt


@click.group()
def receipt() -> None:
    """Biên lai."""


@receipt.command()
@click.option(
    "--person",
    "people",
    required=True,
    multiple=True,
    help=(
        "ID:bhyt:SỐ-THÁNG, hoặc ID:bhxh:SỐ-THÁNG[:MỨC-THU-NHẬP[:NHÓM[:SỐ-THÁNG-ĐÃ-ĐƯỢC-HỖ-TRỢ]]]; "
        "nhóm: khac, can-ngheo, ngheo, dtts, xa-dao."
    ),
)
@click.option("--payer", required=True, help="Họ và tên người nộp tiền.")
@click.option("--method", default=PaymentMethod.CASH.value, show_default=True, help="Hình thức nộp.")
@click.option("--on", "issued_on", help="Ngày biên lai, như 2026-11-21; mặc định hôm nay.")
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@pass_session
def issue(  # noqa: PLR0917
    session: Session,
    people: tuple[str, ...],
    payer: str,
    method: str,
    issued_on: str | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Lập biên lai: số, tiền, lần đến và nhật ký được lưu cùng một lúc."""
    command = IssueReceipt(
        tuple(read_payment(each) for each in people),
        payer,
        method=read_choice("--method", method, PaymentMethod),
        issued_on=read_optional_date("--on", issued_on),
    )
    with session.core() as core:
        made = core.receipts.issue(command)
        view = core.queries.receipt(made.id)
        tell_few_left(core, made)
        warn_of_cash(core)
    _show(view, as_json=as_json)


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
    _show(view, as_json=as_json)


@receipt.command("show")
@click.argument("receipt_id")
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@pass_session
def show_receipt(session: Session, receipt_id: str, as_json: bool) -> None:  # noqa: FBT001
    """Xem một biên lai và việc cơ quan BHXH đã nhận hay chưa."""
    wanted = ReceiptId(read_id("ID", receipt_id))
    with session.core() as core:
        view = core.queries.receipt(wanted)
    _show(view, as_json=as_json)
    if not as_json:
        say_arithmetic(view)


def _show(view: ReceiptView, *, as_json: bool) -> None:
    if as_json:
        show_json(receipt_answer(view))
    else:
        say_receipt(view)


@click.group("print")
def print_group() -> None:
    """In giấy tờ ra PDF."""


@print_group.command("receipt")
@click.argument("receipt_id")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Tệp PDF sẽ ghi.")
@pass_session
def print_receipt(session: Session, receipt_id: str, out: Path) -> None:
    """In biên lai đã lập (2 liên)."""
    wanted = ReceiptId(read_id("ID", receipt_id))
    with session.core() as core:
        paper = core.papers.receipt(wanted)
    try:
        out.write_bytes(paper)
    except OSError as error:
        raise FileUnwritableError(out.name) from error
    click.echo(f"Đã ghi {out}")


COMMANDS = (receipt, print_group)
