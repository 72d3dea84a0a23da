"""The evening as JSON and in words: envelopes, remittances and batches."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from agent_app.cli.answers import Fields, facts, money, show_json, show_table
from agent_app.domain.banknotes import CashCount
from agent_app.domain.batch import Batch
from agent_app.domain.envelope import Envelope
from agent_app.domain.remittance import Remittance, RemittedReceipt
from agent_app.runtime.evening_words import EVENING_WORDS, batch_title
from agent_app.services.evening_lines import BatchLine, BatchView, DeclaredLine, EnvelopeLine, RemittanceLine

if TYPE_CHECKING:
    from agent_app.bootstrap import Core


def envelope_answer(envelope: Envelope) -> Fields:
    """Answer ``envelope open``, ``close`` and ``show``; ``expected`` is of the receipts that count now."""
    counted = envelope.counted
    return {
        "id": envelope.id,
        "state": _envelope_state(envelope),
        "opened_on": envelope.opened_on,
        "receipts": [
            {"id": each.receipt_id, "amount": each.amount, "issued_on": each.issued_on, "void": each.void}
            for each in envelope.receipts
        ],
        "expected": envelope.expected,
        "closed_on": counted.closed_on if counted else None,
        "expected_when_closed": counted.expected if counted else None,
        "count": {str(each.value): each.pieces for each in counted.count.notes} if counted else None,
        "loose": counted.count.loose if counted else None,
        "counted": counted.count.total if counted else None,
        "difference": counted.difference if counted else None,
        "voided_since": envelope.voided_since,
        "content": envelope.content,
        "note": counted.note if counted else "",
        "remittance_id": envelope.remittance_id,
    }


def _envelope_state(envelope: Envelope) -> str:
    if envelope.counted is None:
        return "open"
    return "closed" if envelope.remittance_id is None else "remitted"


def show_envelope(envelope: Envelope, *, as_json: bool) -> None:
    """Show an envelope."""
    if as_json:
        show_json(envelope_answer(envelope))
        return
    counted = envelope.counted
    void = sum(each.void for each in envelope.receipts)
    told: Fields = {
        "Phong bì": envelope.id,
        "Mở ngày": envelope.opened_on,
        "Biên lai": f"{len(envelope.receipts) - void}" + (f" (và {void} đã huỷ)" if void else ""),
        "Theo biên lai phải có": money(envelope.expected),
    }
    if counted is None:
        told["Trạng thái"] = "đang đếm, chưa chốt"
    else:
        told |= {
            "Chốt ngày": counted.closed_on,
            "Đếm được lúc chốt": money(counted.count.total),
            "Lệch lúc chốt": money(counted.difference),
            "Huỷ sau khi chốt": money(envelope.voided_since),
            "Trong phong bì": money(envelope.content),
            "Ghi chú": counted.note,
            "Lần nộp": envelope.remittance_id or "chưa nộp",
        }
    facts(told)
    if counted is not None:
        _show_count(counted.count)


def _show_count(count: CashCount) -> None:
    rows = [(money(each.value), f"× {each.pieces}") for each in count.notes]
    rows += [("tiền lẻ", money(count.loose))] if count.loose else []
    if rows:
        show_table(rows)


def envelope_line_answer(line: EnvelopeLine) -> Fields:
    """Answer one line of ``envelope list``."""
    return {
        "id": line.id,
        "opened_on": line.opened_on,
        "closed_on": line.closed_on,
        "receipts": line.receipts,
        "expected": line.expected,
        "counted": line.counted,
        "content": line.content,
        "note": line.note,
        "remittance_id": line.remittance_id,
    }


def remittance_answer(remittance: Remittance) -> Fields:
    """Answer ``remit create`` and ``show``: cash handed over, and transfers that had come, apart."""
    return {
        "id": remittance.id,
        "on": remittance.remitted_on,
        "method": remittance.method.value,
        "slip": remittance.slip,
        "envelopes": list(remittance.envelopes),
        "counted": remittance.counted,
        "amount": remittance.amount,
        "note": remittance.note,
        "cash": _listed(remittance.cash),
        "cash_total": remittance.cash_total,
        "transfers": _listed(remittance.transfers),
        "transfer_total": remittance.transfer_total,
        "total": remittance.cash_total + remittance.transfer_total,
    }


def _listed(receipts: tuple[RemittedReceipt, ...]) -> list[Fields]:
    return [{"id": each.receipt_id, "amount": each.amount} for each in receipts]


def show_remittance(remittance: Remittance, *, as_json: bool) -> None:
    """Show a remittance."""
    if as_json:
        show_json(remittance_answer(remittance))
        return
    facts(
        {
            "Lần nộp": remittance.id,
            "Ngày": remittance.remitted_on,
            "Cách nộp": f"{EVENING_WORDS[remittance.method]}, giấy số {remittance.slip}",
            "Đã nộp": money(remittance.amount),
            "Trong phong bì": f"{money(remittance.counted)} ({len(remittance.envelopes)} phong bì)",
            "Biên lai tiền mặt": f"{len(remittance.cash)}, {money(remittance.cash_total)}",
            "Chuyển khoản đã về": f"{len(remittance.transfers)}, {money(remittance.transfer_total)}",
            "Ghi chú": remittance.note,
        }
    )


def remittance_line_answer(line: RemittanceLine) -> Fields:
    """Answer one line of ``remit list``."""
    return {
        "id": line.id,
        "on": line.remitted_on,
        "method": line.method.value,
        "slip": line.slip,
        "amount": line.amount,
        "counted": line.counted,
        "cash": {"receipts": line.cash_receipts, "total": line.cash},
        "transfers": {"receipts": line.transfer_receipts, "total": line.transfers},
        "note": line.note,
    }


def batch_answer(view: BatchView) -> Fields:
    """Answer ``batch create``, ``show`` and ``move``."""
    batch = view.batch
    return {
        "id": batch.id,
        "name": batch_title(batch.month, batch.number),
        "month": batch.month,
        "number": batch.number,
        "state": batch.state.value,
        "receipts": [
            {
                "id": each.receipt_id,
                "number": view.numbers.get(each.receipt_id),
                "amount": each.amount,
                "void": each.void,
                "remitted": each.remitted,
                "code": each.code,
            }
            for each in batch.receipts
        ],
        "total": batch.total,
        "steps": [
            {"state": each.state.value, "on": each.moved_on, "reason": each.reason or None}
            for each in batch.steps
        ],
    }


def show_batch(view: BatchView, *, as_json: bool) -> None:
    """Show a batch."""
    if as_json:
        show_json(batch_answer(view))
        return
    batch = view.batch
    click.echo(f"{batch_title(batch.month, batch.number)}: {EVENING_WORDS[batch.state]}")
    click.echo(f"Mã đợt: {batch.id}")
    click.echo(f"{len(batch.valid)} biên lai, {money(batch.total)}, {_remitted(batch)} biên lai đã nộp tiền")
    show_table(
        (
            view.numbers.get(each.receipt_id) or str(each.receipt_id),
            money(each.amount),
            "đã huỷ" if each.void else "",
            each.code,
        )
        for each in batch.receipts
    )
    for step in batch.steps:
        click.echo(f"{step.moved_on:%d/%m/%Y}  {EVENING_WORDS[step.state]}  {step.reason}".rstrip())


def _remitted(batch: Batch) -> int:
    return sum(each.remitted for each in batch.valid)


def batch_line_answer(line: BatchLine) -> Fields:
    """Answer one line of ``batch list``."""
    return {
        "id": line.id,
        "name": batch_title(line.month, line.number),
        "month": line.month,
        "number": line.number,
        "state": line.state.value,
        "on": line.moved_on,
        "receipts": line.receipts,
        "total": line.total,
        "remitted": line.remitted,
        "reason": line.reason or None,
    }


def say_repeated(core: "Core", repeated: Iterable[DeclaredLine]) -> None:
    """Name on the side whom a batch would declare again, for the person at the terminal alone."""
    for line in repeated:
        receipt = core.queries.receipt(line.receipt_id).receipt
        for each in receipt.lines:
            if (each.subject.person_id, each.scheme) == (line.person_id, line.scheme):
                paper = receipt.shown_number or receipt.id
                click.echo(f"Biên lai {paper}: {each.subject.name}, {each.scheme.value}", err=True)
