"""Small builders of domain values: each gives a sound one, changed where a test says so."""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from uuid import UUID

from agent_app.domain.calendar import PartialDate
from agent_app.domain.coverage import health_period, pension_period
from agent_app.domain.due_list import DueRow, Scheme, Sex
from agent_app.domain.enrolment import BookGrant, Enrolment, Office
from agent_app.domain.health_premium import HOUSEHOLD_GROUP, quote_household_member
from agent_app.domain.household import Household, HouseholdId, Person, PersonId, Subject
from agent_app.domain.money import Dong
from agent_app.domain.operation import GENESIS, Entry, OperationKind, Position
from agent_app.domain.operation_body import RECEIPT_KVER, receipt_body
from agent_app.domain.pension_contribution import quote_pension
from agent_app.domain.rates import RateBook
from agent_app.domain.receipt import PaymentMethod, PlaceSource, Receipt, ReceiptId, ReceiptLine
from agent_app.domain.receipt_book import ReceiptBook
from agent_app.domain.visit import Outcome, PersonOutcome, Visit, VisitId
from agent_app.runtime.rates import load_rates

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 2, 30, tzinfo=UTC)
DEVICE = UUID("01940000-0000-7000-8000-0000000000d1")
AGENT = "NVT068012001"
SYMBOL, BOOK = "AB/26", "0001"
GENESIS_POSITION = Position(1, 0, GENESIS)


def an_id(number: int) -> UUID:
    """Make the n-th id: the same number always gives the same one, in the form of a UUIDv7."""
    return UUID(f"01940000-0000-7000-8000-{number:012x}")


@cache
def rates() -> RateBook:
    """Load the figures that ship, once."""
    return load_rates()


def a_household(
    number: int = 1,
    *,
    address: str = "Số 8, Thôn Láng Tre, xã Suối Trúc",
    hamlet: str | None = "Thôn Láng Tre",
) -> Household:
    """Make the n-th household."""
    return Household(HouseholdId(an_id(number)), f"{4_059_906_000 + number:010d}", address, hamlet)


def a_person(
    number: int = 1,
    name: str = "Nguyễn Thị Ánh",
    *,
    household: Household | None = None,
    phone: str | None = "0973000001",
) -> Person:
    """Make the n-th person, by default of the first household; change more with ``replace``."""
    return Person(
        PersonId(an_id(0x1000 + number)),
        (household or a_household()).id,
        name,
        insurance_no=f"{6_080_000_000 + number:010d}",
        citizen_id=f"068180{number:06d}",
        birth=PartialDate(1980, 3, 5),
        sex=Sex.FEMALE,
        phone=phone,
        health_group=HOUSEHOLD_GROUP,
        facility="68-012",
    )


def a_subject(number: int = 1, name: str = "Nguyễn Thị Ánh") -> Subject:
    """Take the snapshot of the n-th person."""
    return Subject.of(a_person(number, name), a_household())


def a_due_row(number: int = 1, name: str = "Nguyễn Thị Ánh", *, scheme: Scheme = Scheme.HEALTH) -> DueRow:
    """Make the n-th line of a monthly list: twelve months for a first member."""
    person = a_person(number, name)
    return DueRow(
        row=11 + number,
        name=name,
        insurance_no=person.insurance_no,
        citizen_id=person.citizen_id,
        birth=person.birth,
        sex=person.sex,
        address=a_household().address,
        phone=person.phone,
        scheme=scheme,
        group=HOUSEHOLD_GROUP if scheme is Scheme.HEALTH else None,
        covered_from=PartialDate(2026, 1, 1),
        covered_to=PartialDate(2026, 12, 31),
        months=12,
        amount=Dong(1_366_200 if scheme is Scheme.HEALTH else 3_168_000),
        household_no=a_household().household_no,
        facility=person.facility,
        agent_code=AGENT,
    )


def a_health_line(subject: Subject | None = None, *, place: int = 1, months: int = 12) -> ReceiptLine:
    """Price a member's BHYT as a receipt of today does."""
    return ReceiptLine(
        subject or a_subject(place),
        Scheme.HEALTH,
        months,
        health_period(TODAY, months, None, rates()),
        quote_household_member(place, months, TODAY, rates()),
        place,
        PlaceSource.OWN_RECEIPTS,
    )


def a_pension_line(
    subject: Subject | None = None, *, income: int = 1_500_000, months: int = 3
) -> ReceiptLine:
    """Price voluntary pension as a receipt of today does."""
    return ReceiptLine(
        subject or a_subject(),
        Scheme.PENSION,
        months,
        pension_period(TODAY, months, None),
        quote_pension(Dong(income), months, TODAY, rates()),
        income=Dong(income),
    )


def a_receipt(
    number: int = 1, lines: tuple[ReceiptLine, ...] | None = None, *, payer: str = "Nguyễn Thị Ánh"
) -> Receipt:
    """Make the receipt with this number, by default for twelve months of a first member."""
    household = a_household()
    return Receipt(
        ReceiptId(an_id(0x2000 + number)),
        household.id,
        SYMBOL,
        BOOK,
        number,
        TODAY,
        NOW,
        payer,
        household.address,
        PaymentMethod.CASH,
        lines or (a_health_line(),),
        AGENT,
        DEVICE,
        hashlib.sha512(b"signature %d" % number).digest(),
    )


def a_book(first: int = 1, last: int = 50, following: int | None = None) -> ReceiptBook:
    """Make a book in hand; ``following`` is its next blank number."""
    return ReceiptBook(an_id(0x3000), SYMBOL, BOOK, first, last, first if following is None else following)


def granting(book: ReceiptBook) -> Enrolment:
    """Make an enrolment that gives a book."""
    return an_enrolment(books=(BookGrant(book.symbol, book.book, book.first, book.last),))


def an_outcome(
    outcome: Outcome = Outcome.ABSENT,
    subject: Subject | None = None,
    *,
    promised_on: date | None = None,
    reason: str | None = None,
) -> PersonOutcome:
    """Say what a visit came to for one person."""
    return PersonOutcome(subject or a_subject(), outcome, promised_on, reason)


def a_visit(*outcomes: PersonOutcome, number: int = 1, on: date = TODAY, met: str = "Chủ hộ") -> Visit:
    """Make the n-th visit, by default one where nobody was met."""
    household = a_household()
    return Visit(VisitId(an_id(0x4000 + number)), household.id, on, NOW, met, outcomes or (an_outcome(),))


def an_entry(receipt: Receipt | None = None) -> Entry:
    """Make the log's entry for a receipt."""
    receipt = receipt or a_receipt()
    return Entry(
        an_id(0x5000 + (receipt.number or 0)),
        OperationKind.RECEIPT_ISSUED,
        RECEIPT_KVER,
        receipt.recorded_at,
        receipt_body(receipt),
    )


def an_enrolment(**changes: object) -> Enrolment:
    """Make an enrolment with one book of fifty."""
    enrolment = Enrolment(
        code="K7QM-2XPA-9DRT",
        agent_code=AGENT,
        agent_name="Trần Văn Bình",
        areas=("22999",),
        books=(BookGrant(SYMBOL, BOOK, 1, 50),),
        server_url="http://127.0.0.1:8000",
        server_sign_keys=("11" * 32,),
        server_seal_key="22" * 32,
        office=Office("BHXH cơ sở Suối Trúc", "Bưu điện Suối Trúc", "1017452", "NVT-0001"),
    )
    return replace(enrolment, **changes)  # type: ignore[arg-type]
