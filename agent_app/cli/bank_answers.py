"""Answers about transfers, credits and statements."""

from collections.abc import Mapping

import click

from agent_app.cli.answers import Fields, money, show_table
from agent_app.cli.receipt_answers import line_answer
from agent_app.domain.calendar import shown_date
from agent_app.domain.money import Dong
from agent_app.domain.payment_qr import BANKS
from agent_app.domain.receipt import PaymentMethod, ReceiptState
from agent_app.domain.spelling import dong_in_words
from agent_app.domain.transfer import FollowedTransfer, TransferState
from agent_app.runtime.messages import sentence
from agent_app.runtime.statement_messages import rejection
from agent_app.runtime.transfer_messages import CREDIT_MATTERS, TRANSFER_STATES
from agent_app.services.crediting import Credited
from agent_app.services.ports import TransferView
from agent_app.services.statements import OpenCredit, StatementImport, Unmatched


def pending_answer(followed: FollowedTransfer) -> Fields:
    """Answer ``receipt issue --method transfer`` with a receipt's fields: no number and no date yet."""
    transfer = followed.transfer
    return {
        "id": transfer.id,
        "symbol": None,
        "book": None,
        "number": None,
        "issued_on": None,
        "payer": transfer.payer,
        "method": PaymentMethod.TRANSFER.value,
        "household_id": transfer.household_id,
        "total": transfer.amount,
        "words": dong_in_words(transfer.amount),
        "lines": [line_answer(each) for each in transfer.lines],
        "state": ReceiptState.PENDING.value,
        "reason": None,
        "transfer": transfer_answer(followed),
    }


def transfer_answer(followed: FollowedTransfer) -> Fields:
    """Answer one transfer with what has come for it."""
    transfer = followed.transfer
    return {
        "id": transfer.id,
        "code": transfer.code,
        "amount": transfer.amount,
        "credited": followed.credited,
        "missing": _missing(followed),
        "state": followed.state.value,
        "payer": transfer.payer,
        "household_id": transfer.household_id,
        "awaited_on": transfer.awaited_on,
        "bin": transfer.account.bank_bin,
        "bank": BANKS.get(transfer.account.bank_bin),
        "account": transfer.account.number,
        "holder": transfer.account.holder,
        "payload": transfer.order.payload,
        "credits": [
            {
                "credit_id": use.credit.id,
                "reference": use.credit.reference,
                "credited_on": use.credit.credited_on,
                "amount": use.credit.amount,
                "used": use.used,
                "reason": use.reason,
            }
            for use in followed.uses
        ],
        "given_up_on": followed.given_up.given_up_on if followed.given_up else None,
        "reason": followed.given_up.reason if followed.given_up else None,
    }


def _missing(followed: FollowedTransfer) -> Dong:
    """Say what is still to come, as far as the day of the credit changes no price."""
    return Dong(max(followed.transfer.amount - followed.credited, 0) if followed.is_open else 0)


def view_answer(view: TransferView) -> Fields:
    """Answer one line of ``bank list``."""
    return {
        "id": view.id,
        "code": view.code,
        "amount": view.amount,
        "credited": view.credited,
        "state": view.state.value,
        "payer": view.payer,
        "household_id": view.household_id,
        "awaited_on": view.awaited_on,
        "credited_on": view.credited_on,
        "number": view.receipt_number,
        "receipted": view.receipted,
    }


def credited_answer(done: Credited) -> Fields:
    """Answer what a credit has come to."""
    return {
        "transfer_id": done.transfer.id,
        "code": done.transfer.code,
        "credit_id": done.use.credit.id,
        "credited_on": done.use.credit.credited_on,
        "amount": done.use.credit.amount,
        "used": done.use.used,
        "left": done.left,
        "complete": done.use.completes,
        "number": done.receipt.shown_number if done.receipt else None,
        "issued_on": done.receipt.issued_on if done.receipt else None,
        "receipted": done.receipt is not None,
        "form": done.use.form.value if done.use.form else None,
    }


def open_credit_answer(opened: OpenCredit) -> Fields:
    """Answer a credit that nobody's receipt stands for."""
    named = opened.transfer
    return {
        "credit_id": opened.credit.id,
        "account": opened.credit.account,
        "reference": opened.credit.reference,
        "credited_on": opened.credit.credited_on,
        "amount": opened.credit.amount,
        "left": opened.left,
        "text": opened.credit.text,
        "sender": opened.credit.sender,
        "codes": list(opened.credit.codes),
        "matter": opened.matter.value,
        "words": _matter(opened),
        "transfer_id": named.transfer.id if named else None,
        "awaited": named.transfer.amount if named else None,
    }


def _matter(opened: OpenCredit) -> str:
    words = CREDIT_MATTERS[opened.matter]
    return words if opened.error is None else f"{words}: {sentence(opened.error)}"


def import_answer(done: StatementImport) -> Fields:
    """Answer ``bank import``."""
    return {
        "credits": done.lines,
        "new": done.fresh,
        "known": done.known,
        "debits": done.debits,
        "skipped": done.skipped,
        "rejected": [
            {
                "row": each.row,
                "sheet": each.sheet,
                "about": each.about,
                "value": each.value,
                "after_today": each.after_today,
            }
            for each in done.rejected
        ],
        "matched": [credited_answer(each) for each in done.matched],
        "unmatched": [open_credit_answer(each) for each in done.unmatched],
    }


def unmatched_answer(found: Unmatched, sums: Mapping[TransferState, tuple[int, Dong]]) -> Fields:
    """Answer ``bank unmatched``: both ways, and each state of money apart."""
    return {
        "credits": [open_credit_answer(each) for each in found.credits],
        "transfers": [transfer_answer(each) for each in found.transfers],
        "sums": sums_answer(sums),
    }


def sums_answer(sums: Mapping[TransferState, tuple[int, Dong]]) -> Fields:
    """Answer how many transfers are in each state, and their money."""
    return {
        state.value: dict(zip(("count", "total"), sums.get(state, (0, Dong(0))), strict=True))
        for state in TransferState
    }


def say_transfer(followed: FollowedTransfer) -> None:
    """Say what is awaited, from whom and to where."""
    transfer = followed.transfer
    bank = BANKS.get(transfer.account.bank_bin, transfer.account.bank_bin)
    click.echo(f"{TRANSFER_STATES[followed.state]}: {money(transfer.amount)}, nội dung {transfer.code}")
    click.echo(f"Tài khoản {transfer.account.number} · {bank} · {transfer.account.holder}")
    if followed.credited:
        click.echo(f"Đã về {money(followed.credited)}")
    click.echo(f"Mã khoản chuyển: {transfer.id}")


def say_import(done: StatementImport) -> None:
    """Say what an import came to, line by line where a human has to look."""
    click.echo(
        f"{done.lines} khoản tiền về: {done.fresh} mới, {done.known} đã có; "
        f"{done.debits} dòng ghi nợ bỏ qua; "
        f"{done.skipped} dòng không phải giao dịch (tiêu đề, tổng, dòng trống)."
    )
    for each in done.rejected:
        what = rejection(each.about, each.value, after_today=each.after_today)
        click.echo(f"  ! dòng {each.row}: {what}")
    if done.rejected:
        click.echo(
            f"{len(done.rejected)} dòng chưa nhận. Hãy đối chiếu với ngân hàng, sửa hoặc xuất lại sao kê rồi "
            "nhập lần nữa; khoản đã nhận không bị ghi hai lần."
        )
    for credited in done.matched:
        click.echo(f"  {credited.transfer.code}  {money(credited.use.used)}  {_paper(credited)}")
    say_open(done.unmatched)


def say_match(done: Credited) -> None:
    """Say what came of a credit that a human has matched: what it was, what counts, what is kept apart."""
    credit = done.use.credit
    click.echo(f"Tiền về {money(credit.amount)} ngày {shown_date(credit.credited_on)}: {_paper(done)}")
    click.echo(f"Ghép {money(done.use.used)} cho khoản chuyển {done.transfer.code}")
    if done.receipt is not None:
        click.echo(f"Biên lai ghi {money(done.receipt.total)}")
    if done.left:
        click.echo(f"Còn {money(done.left)} để riêng, chưa ghép cho ai: ghép với khoản khác hoặc trả lại hộ")


def shown_sum(view: TransferView) -> str:
    """Show what was asked for, and beside it what the receipt says where that is another sum."""
    if view.receipted in {None, view.amount}:
        return money(view.amount)
    return f"hỏi {money(view.amount)}, biên lai {money(view.receipted or Dong(0))}"


def _paper(done: Credited) -> str:
    if done.receipt is None:
        return "chờ ghi số biên lai" if done.use.completes else "còn thiếu tiền"
    number = done.receipt.shown_number
    return "chờ biên lai điện tử" if number is None else f"biên lai số {number}"


def say_open(opened: tuple[OpenCredit, ...]) -> None:
    """List credits that nobody's receipt stands for."""
    show_table(
        (each.credit.id, each.credit.credited_on, money(each.left), _matter(each), each.credit.text)
        for each in opened
    )
    click.echo(f"{len(opened)} khoản tiền về chưa ghép.")
