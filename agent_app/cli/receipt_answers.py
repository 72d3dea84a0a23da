"""Answers of the receipt commands, as JSON and as lines for people."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from agent_app.cli.answers import Fields, money, quote_answer, show_table, shown_instant
from agent_app.cli.quote_answers import money_answer
from agent_app.domain.calendar import shown_date
from agent_app.domain.cancellation import Cancellation, CopyTwo, RefundRequest
from agent_app.domain.money import Dong
from agent_app.domain.operation import short_code
from agent_app.domain.receipt import DoorAnswers, Receipt, ReceiptForm, ReceiptLine, ReceiptState
from agent_app.domain.spelling import dong_in_words
from agent_app.domain.support_decision import SupportDecision
from agent_app.runtime.explanations import explained
from agent_app.runtime.receipt_messages import paid_before
from agent_app.services.lines import EReceiptLine, ReceiptView

if TYPE_CHECKING:
    from agent_app.bootstrap import Core

STATE_WORDS = {
    ReceiptState.PENDING: "Chờ tiền về",
    ReceiptState.SAVED: "Đã lưu trên máy",
    ReceiptState.RECEIVED: "Cơ quan BHXH đã nhận",
    ReceiptState.RECORDED: "Đã ghi nhận",
    ReceiptState.REVIEW: "Cần xem lại",
    ReceiptState.CANCELLED: "Đã huỷ",
    ReceiptState.REFUND_REQUESTED: "Đã đề nghị hoàn tiền",
}
_COPY_WORDS = {CopyTwo.KEPT: "chưa giao", CopyTwo.TAKEN_BACK: "đã thu lại", CopyTwo.LOST: "bị mất"}


def receipt_answer(view: ReceiptView) -> Fields:
    """Answer ``receipt issue`` and ``receipt show``."""
    receipt = view.receipt
    return {
        "id": receipt.id,
        "form": receipt.form.value,
        "symbol": receipt.symbol,
        "book": receipt.book,
        "number": receipt.shown_number,
        "issued_on": receipt.issued_on,
        "recorded_at": receipt.recorded_at.isoformat(timespec="seconds"),
        "payer": receipt.payer,
        "method": receipt.method.value,
        "household_id": receipt.household_id,
        "total": receipt.total,
        "words": dong_in_words(receipt.total),
        "check_code": short_code(receipt),
        "lines": [line_answer(line) for line in receipt.lines],
        "asked": _door_answer(receipt.door),
        "replaces": receipt.replaces,
        "replaced_by": view.replaced_by,
        "state": view.state.value,
        "reason": view.reason,
        "confirmation": view.confirmation,
        "refusal": view.refusal,
        "cancellation": _cancellation_answer(view.cancellation),
        "refunds": [_refund_answer(each) for each in view.refunds],
        "e_receipt": _e_receipt_answer(view.e_receipt),
    }


def _e_receipt_answer(named: EReceiptLine | None) -> Fields | None:
    if named is None:
        return None
    return {"symbol": named.symbol, "number": named.shown_number, "on": named.given_on}


def line_answer(line: ReceiptLine) -> Fields:
    """Answer one line of a receipt, or of what is to become one."""
    priced = (
        money_answer(line.quote, line.period, line.quote.steps)
        if line.quote.steps
        else quote_answer(line.quote, line.period)
    )
    return {
        "person_id": line.subject.person_id,
        "name": line.subject.name,
        "scheme": line.scheme.value,
        "months": line.months,
        "plan": line.plan.value,
        "group": line.group,
        "order": line.place,
        "order_source": line.place_source.value if line.place_source else None,
        "income": line.income,
        "supported_before": line.supported_before,
        "decision": _decision_answer(line.decision),
        **priced,
    }


def _decision_answer(decision: SupportDecision | None) -> Fields | None:
    if decision is None:
        return None
    return {
        "group": decision.group,
        "number": decision.number,
        "issuer": decision.issuer,
        "from": decision.since,
        "until": decision.until,
    }


def _door_answer(door: DoorAnswers) -> Fields:
    return {"taken": list(door.taken), "answers": dict(door.answers), "overlap": door.overlap}


def _cancellation_answer(cancellation: Cancellation | None) -> Fields | None:
    if cancellation is None:
        return None
    return {
        "on": cancellation.on,
        "reason": cancellation.reason,
        "approver": cancellation.approver,
        "copy_two": cancellation.copy_two.value,
    }


def _refund_answer(refund: RefundRequest) -> Fields:
    return {
        "id": refund.id,
        "line": refund.line,
        "cause": refund.cause,
        "changed_on": refund.changed_on,
        "requested_on": refund.requested_on,
        "amount": refund.amount,
        "computed": refund.computed,
        "reason": refund.reason,
    }


def list_answer(view: ReceiptView) -> Fields:
    """Answer one line of ``receipt list``."""
    receipt = view.receipt
    return {
        "id": receipt.id,
        "form": receipt.form.value,
        "symbol": view.symbol,
        "book": receipt.book,
        "number": view.shown_number,
        "issued_on": receipt.issued_on,
        "payer": receipt.payer,
        "method": receipt.method.value,
        "household_id": receipt.household_id,
        "total": receipt.total,
        "state": view.state.value,
        "reason": view.reason,
        "replaces": receipt.replaces,
        "replaced_by": view.replaced_by,
    }


def say_list(views: Sequence[ReceiptView]) -> None:
    """Say many receipts to people, one a line, and what they come to without those that are void."""
    show_table(
        (
            each.shown_number or "chờ số",
            each.receipt.issued_on,
            each.receipt.payer,
            money(each.receipt.total),
            STATE_WORDS[each.state],
            each.receipt.id,
        )
        for each in views
    )
    standing = [each.receipt.total for each in views if each.state is not ReceiptState.CANCELLED]
    click.echo(f"{len(standing)} biên lai, {money(Dong(sum(standing)))}; đã huỷ {len(views) - len(standing)}")


def say_receipt(view: ReceiptView) -> None:
    """Say a receipt to people: its number, its money, whom it is for, how far it has come."""
    held = view.receipt
    if view.e_receipt is not None:
        click.echo(f"Biên lai điện tử {view.e_receipt.shown_number}, ký hiệu {view.e_receipt.symbol}")
    elif held.form is ReceiptForm.ELECTRONIC:
        click.echo("Phiếu xác nhận đã nhận tiền (chờ biên lai điện tử)")
    else:
        click.echo(f"Biên lai {held.shown_number}, quyển {held.book}, ký hiệu {held.symbol}")
    click.echo(f"{money(held.total)} ({dong_in_words(held.total)})")
    click.echo(f"Mã biên lai: {held.id}")
    click.echo(f"Ngày {shown_date(held.issued_on)}, ghi lúc {shown_instant(held.recorded_at)}")
    click.echo(f"Trạng thái: {STATE_WORDS[view.state]}")
    if view.confirmation is not None:
        click.echo(f"Mã xác nhận của cơ quan BHXH: {view.confirmation}")
    if view.refusal is not None:
        click.echo(f"Cơ quan BHXH chưa ghi nhận: {view.refusal}")
    if view.cancellation is not None:
        void = view.cancellation
        click.echo(
            f"Huỷ ngày {shown_date(void.on)}: {void.reason}; người duyệt {void.approver}; "
            f"liên 2 {_COPY_WORDS[void.copy_two]}"
        )
    if view.replaced_by is not None:
        click.echo(f"Biên lai thay: {view.replaced_by}")
    for refund in view.refunds:
        click.echo(f"Đề nghị hoàn {money(refund.amount)} ngày {shown_date(refund.requested_on)}")


def tell_paid_before(core: "Core", made: Receipt) -> None:
    """Say on the side when somebody on a new receipt has paid for the same scheme a few days ago."""
    days = core.batches.repeat_days(made.issued_on)
    former = core.receipt_queries.paid_before(made.id, days)
    if former is not None:
        named = f"số {former.shown_number}" if former.shown_number else f"mã {former.receipt.id}"
        click.echo(paid_before(named, former.receipt.issued_on, days, str(made.id)), err=True)


def say_arithmetic(lines: Sequence[ReceiptLine]) -> None:
    """Say how each line's money came about, as it was when it was priced."""
    for line in lines:
        period = f"{shown_date(line.period.start)} – {shown_date(line.period.end)}"
        click.echo(f"{line.subject.name}, {line.scheme.value} {line.months} tháng, {period}")
        if line.decision is not None:
            click.echo(f"  {_decision_words(line.decision)}")
        for each, text, document in explained(line.quote.steps, line.quote.basis):
            click.echo(f"  {text} ({document})" if each.figures else f"  {text}")


def _decision_words(decision: SupportDecision) -> str:
    issuer = f" của {decision.issuer}" if decision.issuer else ""
    return (
        f"Quyết định {decision.number}{issuer}, hiệu lực {shown_date(decision.since)} – "
        f"{shown_date(decision.until)}"
    )
