"""Receipts and their paper."""

from pathlib import Path

import click

from agent_app.cli.answers import show_json
from agent_app.cli.book_answers import tell_few_left
from agent_app.cli.cash_answers import warn_of_cash
from agent_app.cli.pending import await_transfer
from agent_app.cli.receipt_answers import receipt_answer, say_receipt
from agent_app.cli.session import Session, pass_session
from agent_app.cli.values import (
    read_choice,
    read_id,
    read_optional_date,
    read_payment,
)
from agent_app.domain.receipt import PaymentMethod, ReceiptId
from agent_app.services.failures import FileUnwritableError
from agent_app.services.lines import ReceiptView
from agent_app.services.receipts import IssueReceipt
from agent_app.services.transfers import AwaitTransfer


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
@click.option("--account", help="Chuyển khoản vào tài khoản nào, nếu cơ quan BHXH có nhiều.")
@click.option("--on", "issued_on", help="Ngày biên lai, như 2026-11-21; mặc định hôm nay.")
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@pass_session
def issue(  # noqa: PLR0917
    session: Session,
    people: tuple[str, ...],
    payer: str,
    method: str,
    account: str | None,
    issued_on: str | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Lập biên lai: số, tiền, lần đến và nhật ký được lưu cùng một lúc."""
    requests = tuple(read_payment(each) for each in people)
    day = read_optional_date("--on", issued_on)
    if read_choice("--method", method, PaymentMethod) is PaymentMethod.TRANSFER:
        await_transfer(
            session, AwaitTransfer(requests, payer, awaited_on=day, account=account), as_json=as_json
        )
        return
    command = IssueReceipt(requests, payer, issued_on=day)
    with session.core() as core:
        made = core.receipts.issue(command)
        view = core.queries.receipt(made.id)
        tell_few_left(core, made)
        warn_of_cash(core)
    show(view, as_json=as_json)


def show(view: ReceiptView, *, as_json: bool) -> None:
    """Answer one receipt."""
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
