"""What stands on a receipt (C45-BB), word for word, before anything is set in type."""

from dataclasses import dataclass
from datetime import date

from agent_app.domain.calendar import shown_date
from agent_app.domain.due_list import Scheme
from agent_app.domain.enrolment import Enrolment
from agent_app.domain.groups import HOUSEHOLD_GROUP
from agent_app.domain.money import grouped
from agent_app.domain.operation import short_code
from agent_app.domain.pension_plan import PlanKind
from agent_app.domain.receipt import Receipt, ReceiptLine
from agent_app.domain.spelling import dong_in_words
from agent_app.printing.editions import edition_of
from agent_app.printing.forms.beside import NOTHING, Beside, paid_how

# What the office has not told us is written in by hand.
BLANK = "." * 30


@dataclass(frozen=True, slots=True)
class ReceiptWords:
    """Every filled-in field of the form; what is outside its frame begins with ``below``."""

    unit: str
    budget_code: str
    reference: tuple[str, ...]
    symbol: str
    book: str
    number: str
    day: str
    payer: str
    address: str
    lines: tuple[tuple[str, str], ...]
    total: str
    spelled: str
    agent: str
    below: tuple[str, ...]
    check: str
    copies: tuple[str, ...]
    note: str = ""


def receipt_words(
    receipt: Receipt, enrolment: Enrolment, beside: Beside = NOTHING, copies: int = 2
) -> ReceiptWords:
    """Fill in the form; ``beside`` never comes inside its frame."""
    office, edition = enrolment.office, edition_of("c45bb", receipt.issued_on)
    return ReceiptWords(
        unit=office.office_name or BLANK,
        budget_code=office.budget_code or BLANK,
        reference=edition.reference,
        symbol=receipt.symbol or BLANK,
        book=receipt.book or BLANK,
        number=receipt.shown_number or BLANK,
        day=written_day(receipt.issued_on),
        payer=receipt.payer.upper(),
        address=receipt.address or BLANK,
        lines=tuple((content_of(line), grouped(line.quote.due)) for line in receipt.lines),
        total=f"{grouped(receipt.total)} đồng",
        spelled=dong_in_words(receipt.total),
        agent=enrolment.agent_name,
        below=(paid_how(receipt.method, office), *beside.lines),
        check=short_code(receipt),
        copies=tuple(f"Liên {nth}: {edition.purpose(nth)}" for nth in range(1, copies + 1)),
        note=beside.note,
    )


def written_day(day: date) -> str:
    """Write a civil date as forms do: Ngày 21 tháng 11 năm 2026."""
    return f"Ngày {day:%d} tháng {day:%m} năm {day.year}"


def content_of(line: ReceiptLine) -> str:
    """Say in one line what a person has paid for."""
    if line.scheme is Scheme.HEALTH:
        grouped_in = line.group not in {None, HOUSEHOLD_GROUP}
        head = f"BHYT nhóm {line.group}" if grouped_in else "BHYT hộ gia đình"
        note = f" (người thứ {line.place})" if line.place else ""
        period = f"{shown_date(line.period.start)}–{shown_date(line.period.end)}"
    elif line.plan is PlanKind.MISSING:
        note = f" (thu nhập {grouped(line.income)})" if line.income else ""
        return f"BHXH tự nguyện, {line.months} tháng còn thiếu: {line.subject.name}{note}"
    else:
        head, note = "BHXH tự nguyện", f" (thu nhập {grouped(line.income)})" if line.income else ""
        period = f"{line.period.start:%m/%Y}–{line.period.end:%m/%Y}"
    return f"{head} {line.months} tháng: {line.subject.name}{note} {period}"
