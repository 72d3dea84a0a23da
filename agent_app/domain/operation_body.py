"""Facts as plain maps for the log, and back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from agent_app.domain.calendar import PartialDate
from agent_app.domain.due_list import Scheme
from agent_app.domain.errors import InputError
from agent_app.domain.figure_body import figure_body, read_figure
from agent_app.domain.grounds_body import answers_body, grounds_body, read_answers, with_grounds
from agent_app.domain.household import HouseholdId, PersonId, Subject
from agent_app.domain.money import Dong
from agent_app.domain.operation import from_millis, to_millis
from agent_app.domain.plain import (
    Body,
    NotPlainError,
    Plain,
    as_bytes,
    as_int,
    as_int_or_none,
    as_list,
    as_map,
    as_text,
    as_text_or_none,
    as_uuid,
    canonical,
    decode,
)
from agent_app.domain.quote import CoveragePeriod, Quote
from agent_app.domain.receipt import PaymentMethod, PlaceSource, Receipt, ReceiptForm, ReceiptId, ReceiptLine
from agent_app.domain.visit import Outcome, PersonOutcome, Visit, VisitId

RECEIPT_KVER = 2
"""The version of the body that this program writes; it reads every earlier one."""

RECEIPT_KVERS = frozenset(range(1, RECEIPT_KVER + 1))


@dataclass(eq=False)
class BodyUnreadableError(InputError):
    """An operation's body does not have the shape of its kind."""

    code: ClassVar[str] = "operation.body_unreadable"
    kind: str


def subject_body(subject: Subject) -> Body:
    """Spread a snapshot of a person over a map."""
    return {
        "person_id": subject.person_id.bytes,
        "name": subject.name,
        "insurance_no": subject.insurance_no,
        "citizen_id": subject.citizen_id,
        "birth": subject.birth.iso if subject.birth else None,
        "household_no": subject.household_no,
    }


def read_subject(body: Mapping[str, object]) -> Subject:
    """Read a snapshot of a person; raise ``KeyError`` or ``ValueError`` where it is none."""
    birth = as_text_or_none(body["birth"])
    return Subject(
        PersonId(as_uuid(body["person_id"])),
        as_text(body["name"]),
        as_text_or_none(body["insurance_no"]),
        as_text_or_none(body["citizen_id"]),
        PartialDate.parse(birth) if birth else None,
        as_text_or_none(body["household_no"]),
    )


def visit_body(visit: Visit) -> bytes:
    """Encode a visit."""
    outcomes: list[Plain] = [
        {
            "subject": subject_body(each.subject),
            "outcome": each.outcome.value,
            "promised_on": each.promised_on.isoformat() if each.promised_on else None,
            "reason": each.reason,
        }
        for each in visit.outcomes
    ]
    return canonical(
        {
            "id": visit.id.bytes,
            "household_id": visit.household_id.bytes,
            "visited_on": visit.visited_on.isoformat(),
            "recorded_at": to_millis(visit.recorded_at),
            "met": visit.met,
            "outcomes": outcomes,
        }
    )


def read_visit(body: bytes) -> Visit:
    """Read a visit back; raise ``BodyUnreadableError`` where it is not one."""
    try:
        value = as_map(decode(body))
        return Visit(
            VisitId(as_uuid(value["id"])),
            HouseholdId(as_uuid(value["household_id"])),
            date.fromisoformat(as_text(value["visited_on"])),
            from_millis(as_int(value["recorded_at"])),
            as_text(value["met"]),
            tuple(_read_outcome(as_map(each)) for each in as_list(value["outcomes"])),
        )
    except (KeyError, ValueError, OverflowError, InputError) as error:
        raise BodyUnreadableError("visit.recorded") from error


def _read_outcome(body: Mapping[str, object]) -> PersonOutcome:
    promised = as_text_or_none(body["promised_on"])
    return PersonOutcome(
        read_subject(as_map(body["subject"])),
        Outcome(as_text(body["outcome"])),
        date.fromisoformat(promised) if promised else None,
        as_text_or_none(body["reason"]),
    )


def line_body(line: ReceiptLine) -> Body:
    """Spread one person's payment over a map."""
    return {
        "subject": subject_body(line.subject),
        "scheme": line.scheme.value,
        "months": line.months,
        "from": line.period.start.isoformat(),
        "to": line.period.end.isoformat(),
        "waiting": line.period.waiting,
        "gross": int(line.quote.gross),
        "support": int(line.quote.support),
        "local_support": int(line.quote.local_support),
        "due": int(line.quote.due),
        "basis": [figure_body(each) for each in line.quote.basis],
        "place": line.place,
        "place_source": line.place_source.value if line.place_source else None,
        "income": int(line.income) if line.income is not None else None,
        **grounds_body(line),
    }


def _read_quote(body: Mapping[str, object]) -> Quote:
    gross, support, local, due = (
        Dong(as_int(body[name])) for name in ("gross", "support", "local_support", "due")
    )
    if min(gross, support, local, due) < 0 or gross != support + local + due:
        raise NotPlainError("money that does not add up")
    basis = tuple(read_figure(as_map(each)) for each in as_list(body["basis"]))
    return Quote(gross, support, local, due, basis)


def read_line(body: Mapping[str, object]) -> ReceiptLine:
    """Read one person's payment; raise ``KeyError`` or ``ValueError`` where it is none."""
    place, source, income = body["place"], as_text_or_none(body["place_source"]), body["income"]
    line = ReceiptLine(
        read_subject(as_map(body["subject"])),
        Scheme(as_text(body["scheme"])),
        as_int(body["months"]),
        CoveragePeriod(
            date.fromisoformat(as_text(body["from"])),
            date.fromisoformat(as_text(body["to"])),
            as_int(body["waiting"]),
        ),
        _read_quote(body),
        as_int_or_none(place),
        PlaceSource(source) if source else None,
        None if income is None else Dong(as_int(income)),
    )
    return with_grounds(line, body)


def _receipt_id(value: object) -> ReceiptId | None:
    return None if value is None else ReceiptId(as_uuid(value))


def receipt_body(receipt: Receipt) -> bytes:
    """Encode a receipt with its signature."""
    return canonical(
        {
            "id": receipt.id.bytes,
            "household_id": receipt.household_id.bytes,
            "symbol": receipt.symbol,
            "book": receipt.book,
            "number": receipt.number,
            "issued_on": receipt.issued_on.isoformat(),
            "recorded_at": to_millis(receipt.recorded_at),
            "payer": receipt.payer,
            "address": receipt.address,
            "method": receipt.method.value,
            "lines": [line_body(each) for each in receipt.lines],
            "total": int(receipt.total),
            "agent_code": receipt.agent_code,
            "device_id": receipt.device_id.bytes,
            "signature": receipt.signature,
            "form": receipt.form.value,
            "replaces": receipt.replaces.bytes if receipt.replaces else None,
            "credit_id": receipt.credit_id.bytes if receipt.credit_id else None,
            "door": answers_body(receipt.door),
            "overlap": receipt.door.overlap,
        }
    )


def read_receipt(body: bytes) -> Receipt:
    """Read a receipt back; raise ``BodyUnreadableError`` where it is not one or its sum is wrong."""
    try:
        value = as_map(decode(body))
        receipt = Receipt(
            ReceiptId(as_uuid(value["id"])),
            HouseholdId(as_uuid(value["household_id"])),
            as_text_or_none(value["symbol"]),
            as_text_or_none(value["book"]),
            as_int_or_none(value["number"]),
            date.fromisoformat(as_text(value["issued_on"])),
            from_millis(as_int(value["recorded_at"])),
            as_text(value["payer"]),
            as_text(value["address"]),
            PaymentMethod(as_text(value["method"])),
            tuple(read_line(as_map(each)) for each in as_list(value["lines"])),
            as_text(value["agent_code"]),
            as_uuid(value["device_id"]),
            as_bytes(value["signature"]),
            # The first version said nothing of what follows: it knew self-printed receipts only.
            ReceiptForm(as_text(value.get("form", ReceiptForm.SELF_PRINTED.value))),
            _receipt_id(value.get("replaces")),
            None if value.get("credit_id") is None else as_uuid(value["credit_id"]),
            read_answers(value.get("door"), as_text_or_none(value.get("overlap"))),
        )
        stated = as_int(value["total"])
    except (KeyError, ValueError, ArithmeticError) as error:
        raise BodyUnreadableError("receipt.issued") from error
    numbered = None not in {receipt.symbol, receipt.book, receipt.number}
    blank = {receipt.symbol, receipt.book, receipt.number} == {None}
    positive = (1 if receipt.number is None else receipt.number, *(line.months for line in receipt.lines))
    whole = blank if receipt.form is ReceiptForm.ELECTRONIC else numbered
    if stated != receipt.total or not (receipt.lines and whole) or min(positive) < 1:
        raise BodyUnreadableError("receipt.issued")
    return receipt
