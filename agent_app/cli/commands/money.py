"""Receipts as they are issued."""

from dataclasses import replace

import click

from agent_app.cli.answers import show_json
from agent_app.cli.book_answers import tell_few_left
from agent_app.cli.cash_answers import warn_of_cash
from agent_app.cli.payment_values import (
    read_answers,
    read_decision,
    read_local_terms,
    read_number,
    read_payment,
    read_taken,
)
from agent_app.cli.pending import await_transfer
from agent_app.cli.receipt_answers import receipt_answer, say_receipt, tell_paid_before
from agent_app.cli.session import Session, pass_session
from agent_app.cli.values import read_choice, read_id, read_optional_date
from agent_app.domain.receipt import PaymentMethod, ReceiptId
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
        "ID:bhyt:SỐ-THÁNG[:MÃ-ĐỐI-TƯỢNG[:HẠN-THẺ-KHÁC]], hoặc "
        "ID:bhxh:SỐ-THÁNG|2y–5y|missing:N[:MỨC-THU-NHẬP[:NHÓM[:SỐ-THÁNG-ĐÃ-ĐƯỢC-HỖ-TRỢ]]]; "
        "nhóm: khac, can-ngheo, ngheo, dtts, xa-dao."
    ),
)
@click.option("--payer", required=True, help="Họ và tên người nộp tiền.")
@click.option("--method", default=PaymentMethod.CASH.value, show_default=True, help="Hình thức nộp.")
@click.option("--account", help="Chuyển khoản vào tài khoản nào, nếu cơ quan BHXH có nhiều.")
@click.option("--on", "issued_on", help="Ngày biên lai, như 2026-11-21; mặc định hôm nay.")
@click.option("--taken", help="Những thứ tự trong hộ đã đóng nơi khác trong năm, ví dụ 1,2.")
@click.option("--decision", help="Quyết định của nhóm được hỗ trợ: SỐ[:NƠI-CẤP[:TỪ-NGÀY[:ĐẾN-NGÀY]]].")
@click.option("--local", "local", multiple=True, help="Hỗ trợ của địa phương: tên mức, hoặc như lệnh quote.")
@click.option("--number", help="Số ghi trên tờ biên lai in sẵn.")
@click.option("--book", help="Quyển của số đó, nếu cần: QUYỂN hoặc KÝ-HIỆU:QUYỂN.")
@click.option("--answer", "answers", multiple=True, help="Câu trả lời đã hỏi, ví dụ social_pension=no.")
@click.option(
    "--confirm-overlap",
    "overlap",
    help="Hộ nói gì về thẻ, hoặc khoản chuyển đang chờ tiền về, trùng thời gian.",
)
@click.option("--replaces", help="Mã biên lai đã huỷ mà biên lai này thay.")
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@pass_session
def issue(  # noqa: PLR0917
    session: Session,
    people: tuple[str, ...],
    payer: str,
    method: str,
    account: str | None,
    issued_on: str | None,
    taken: str | None,
    decision: str | None,
    local: tuple[str, ...],
    number: str | None,
    book: str | None,
    answers: tuple[str, ...],
    overlap: str | None,
    replaces: str | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Lập biên lai: số, tiền, lần đến và nhật ký được lưu cùng một lúc."""
    proof = read_decision(decision)
    command = IssueReceipt(
        tuple(replace(read_payment(each), decision=proof) for each in people),
        payer,
        method=read_choice("--method", method, PaymentMethod),
        issued_on=read_optional_date("--on", issued_on),
        taken=read_taken(taken),
        number=read_number(number, book),
        answers=read_answers(answers),
        overlap=overlap,
        replaces=ReceiptId(read_id("--replaces", replaces)) if replaces else None,
        local=read_local_terms(local),
    )
    if command.method is PaymentMethod.TRANSFER:
        await_transfer(session, AwaitTransfer(command, account), as_json=as_json)
        return
    with session.core() as core:
        made = core.receipts.issue(command)
        view = core.queries.receipt(made.id)
        tell_few_left(core, made)
        tell_paid_before(core, made)
        warn_of_cash(core)
    show(view, as_json=as_json)


def show(view: ReceiptView, *, as_json: bool) -> None:
    """Answer one receipt."""
    if as_json:
        show_json(receipt_answer(view))
    else:
        say_receipt(view)


COMMANDS = (receipt,)
