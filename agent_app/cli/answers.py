"""Answers as JSON, with the field names of the lists; ids are strings, dates ISO, money whole đồng."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

import click

from agent_app.domain.calendar import VIETNAM, PartialDate, shown_date
from agent_app.domain.money import Dong, grouped
from agent_app.domain.quote import CoveragePeriod, Quote
from agent_app.services.lines import (
    DueLine,
    HouseholdPage,
    MemberLine,
    PersonLine,
    SyncStatus,
)

Fields = dict[str, object]


def show_json(answer: object) -> None:
    """Print an answer as JSON."""
    click.echo(json.dumps(answer, ensure_ascii=False, indent=1, default=_plain))


def show_table(rows: Iterable[Sequence[object]]) -> None:
    """Print rows in columns as wide as their widest cell."""
    texts = [["" if cell is None else _text(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
    for row in texts:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _plain(value: object) -> object:
    match value:
        case UUID():
            return str(value)
        case date():
            return value.isoformat()
        case PartialDate():
            return value.iso
        case _:
            raise TypeError(type(value))


def _text(cell: object) -> str:
    if isinstance(cell, PartialDate):
        return cell.shown
    return shown_date(cell) if isinstance(cell, date) else str(cell)


def shown_instant(at: datetime) -> str:
    """Write an instant as the clock on the wall showed it."""
    return f"{at.astimezone(VIETNAM):%d/%m/%Y %H:%M}"


def money(amount: Dong | None) -> str:
    """Write an amount for people."""
    return "" if amount is None else f"{grouped(amount)} đ"


def due_answer(line: DueLine) -> Fields:
    """Answer one line of ``due list``."""
    return {
        "id": line.id,
        "person_id": line.person_id,
        "household_id": line.household_id,
        "household_no": line.household_no,
        "name": line.name,
        "hamlet": line.hamlet,
        "address": line.address,
        "phone": line.phone,
        "scheme": line.scheme.value,
        "group": line.group,
        "to": line.covered_to,
        "due_on": line.due_on,
        "months": line.months,
        "amount": line.amount,
        "agent_code": line.agent_code,
        "outcome": line.outcome.value if line.outcome else None,
        "visited_on": line.visited_on,
        "promised_on": line.promised_on,
        "receipt_id": line.receipt_id,
    }


def person_answer(line: PersonLine) -> Fields:
    """Answer one line of ``person search``."""
    return {
        "id": line.id,
        "name": line.name,
        "birth": line.birth,
        "sex": line.sex.value if line.sex else None,
        "insurance_no": line.insurance_no,
        "citizen_id": line.citizen_id,
        "phone": line.phone,
        "household_id": line.household_id,
        "household_no": line.household_no,
        "hamlet": line.hamlet,
        "address": line.address,
    }


def household_answer(page: HouseholdPage) -> Fields:
    """Answer ``household show``."""
    return {
        "id": page.household.id,
        "household_no": page.household.household_no,
        "address": page.household.address,
        "hamlet": page.household.hamlet,
        "members": [_member_answer(each) for each in page.members],
        "visits": [
            {
                "id": visit.id,
                "visited_on": visit.visited_on,
                "met": visit.met,
                "outcomes": [
                    {"name": name, "outcome": outcome.value, "promised_on": promised, "reason": reason}
                    for name, outcome, promised, reason in visit.outcomes
                ],
            }
            for visit in page.visits
        ],
    }


def _member_answer(member: MemberLine) -> Fields:
    return {
        "id": member.id,
        "name": member.name,
        "birth": member.birth,
        "sex": member.sex.value if member.sex else None,
        "insurance_no": member.insurance_no,
        "citizen_id": member.citizen_id,
        "phone": member.phone,
        "relation": member.relation,
        "order": member.place,
        "outcome": member.outcome.value if member.outcome else None,
        "visited_on": member.visited_on,
        "promised_on": member.promised_on,
        "covers": [
            {
                "scheme": cover.scheme.value,
                "group": cover.group,
                "to": cover.covered_to,
                "listed": cover.due_item,
                "amount": cover.amount,
                "months": cover.months,
                "receipt_id": cover.receipt_id,
            }
            for cover in member.covers
        ],
        "awaited": [
            {"scheme": each.scheme.value, "purpose": each.code, "amount": each.amount}
            for each in member.awaited
        ],
    }


def quote_answer(quote: Quote, period: CoveragePeriod) -> Fields:
    """Answer ``quote``: money in đồng, the cover, and each figure with its document."""
    return {
        "gross": quote.gross,
        "support": quote.support,
        "local_support": quote.local_support,
        "due": quote.due,
        "from": period.start,
        "to": period.end,
        "waiting": period.waiting,
        "steps": [
            {
                "figure": figure.name,
                "value": str(figure.value),
                "since": figure.since,
                "document": figure.document,
                "certainty": figure.certainty.value,
            }
            for figure in quote.basis
        ],
    }


def status_answer(status: SyncStatus) -> Fields:
    """Answer ``sync status``."""
    return {
        "agent_code": status.agent_code,
        "server_url": status.server_url,
        "waiting": {
            "operations": status.waiting_operations,
            "receipts": status.waiting_receipts,
            "total": status.waiting_money,
            "oldest": _instant(status.oldest_waiting),
        },
        "received": {
            "receipts": status.received_receipts,
            "total": status.received_money,
            "custody_at": _instant(status.last_custody_at),
        },
        "held": [
            {
                "op_id": each.op_id,
                "kind": each.kind,
                "reason": each.reason,
                "receipt": each.receipt_number,
                "total": each.amount,
                "refusal": each.refusal,
            }
            for each in status.held
        ],
        "runs": [
            {
                "started_at": _instant(each.started_at),
                "seconds": round(each.seconds, 3),
                "sent": each.sent,
                "received": each.received,
                "bytes_up": each.bytes_up,
                "bytes_down": each.bytes_down,
                "failure": each.failure,
            }
            for each in status.runs
        ],
        "clock_ahead_seconds": round(status.clock_ahead.total_seconds()),
    }


def _instant(instant: datetime | None) -> str | None:
    return instant.isoformat(timespec="seconds") if instant else None


def status_sentence(status: SyncStatus) -> str:
    """Say in a sentence what waits."""
    if status.waiting_operations == 0:
        return "Không còn gì chờ gửi."
    return (
        f"{status.waiting_receipts} biên lai, {money(status.waiting_money)} chưa gửi "
        f"({status.waiting_operations} việc)."
    )


def ages(status: SyncStatus) -> list[str]:
    """Say since when the oldest of it waits, and when the office last signed for something."""
    told = {"Cũ nhất": status.oldest_waiting, "Giấy nhận gần nhất": status.last_custody_at}
    return [f"{name}: {shown_instant(at)}." for name, at in told.items() if at is not None]


def facts(pairs: Mapping[str, object]) -> None:
    """Print named facts, one a line."""
    show_table([(f"{name}:", value) for name, value in pairs.items()])
