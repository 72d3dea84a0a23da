"""Receipts, their books and the places held, between rows and domain."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from agent_app.domain.book_choice import choose
from agent_app.domain.cancellation import Cancellation, RefundRequest
from agent_app.domain.due_list import Scheme
from agent_app.domain.figure_body import basis_body, read_basis
from agent_app.domain.grounds_body import kept_answers, kept_grounds, read_kept_answers, with_kept_grounds
from agent_app.domain.household import HouseholdId, PersonId
from agent_app.domain.known_covers import CoverSource, KnownCover
from agent_app.domain.pension_plan import PlanKind
from agent_app.domain.quote import CoveragePeriod, Quote
from agent_app.domain.receipt import PaymentMethod, PlaceSource, Receipt, ReceiptForm, ReceiptId, ReceiptLine
from agent_app.domain.receipt_book import ReceiptBook
from agent_app.services.failures import ReceiptUnknownError
from agent_app.services.ports import Undone
from agent_app.storage.models import (
    AwaitedTransferRow,
    DueItemRow,
    DueListRow,
    HouseholdPlaceRow,
    ReceiptBookRow,
    ReceiptLineRow,
    ReceiptRefundRow,
    ReceiptRow,
)
from agent_app.storage.models.subject import subject_columns
from agent_app.storage.repositories.books import books_in_hand, take_in_hand
from agent_app.storage.repositories.households import present_household, present_person, to_partial
from agent_app.storage.repositories.transfers import credited_periods, given_up
from agent_app.storage.repositories.undone_receipts import insert_cancellation, insert_refund
from agent_app.storage.sorting import chunks


def to_line(row: ReceiptLineRow) -> ReceiptLine:
    """Make the domain's value."""
    line = ReceiptLine(
        row.subject,
        Scheme(row.scheme),
        row.months,
        CoveragePeriod(row.starts_on, row.ends_on, row.waiting),
        Quote(row.gross, row.support, row.local_support, row.due, read_basis(row.basis)),
        row.place,
        PlaceSource(row.place_source) if row.place_source else None,
        row.income,
    )
    return with_kept_grounds(line, row.grounds)


def to_receipt(row: ReceiptRow, lines: Iterable[ReceiptLine]) -> Receipt:
    """Make the domain's value, exactly as it was issued."""
    return Receipt(
        row.id,
        row.issued_household_id,
        row.symbol,
        row.book,
        row.number,
        row.issued_on,
        row.recorded_at,
        row.payer,
        row.address,
        PaymentMethod(row.method),
        tuple(lines),
        row.agent_code,
        row.device_id,
        row.signature,
        ReceiptForm(row.form),
        row.replaces_id,
        row.credit_id,
        read_kept_answers(row.answers, row.overlap),
    )


def lines_of(session: Session, receipt_ids: Iterable[ReceiptId]) -> dict[ReceiptId, list[ReceiptLine]]:
    """Return the lines of many receipts at once, in their order."""
    found: dict[ReceiptId, list[ReceiptLine]] = {}
    for chunk in chunks(receipt_ids):
        query = select(ReceiptLineRow).where(ReceiptLineRow.receipt_id.in_(chunk))
        for row in session.scalars(query.order_by(ReceiptLineRow.receipt_id, ReceiptLineRow.position)):
            found.setdefault(row.receipt_id, []).append(to_line(row))
    return found


def whole_receipts(session: Session, rows: Sequence[ReceiptRow]) -> list[Receipt]:
    """Put rows and their lines together."""
    lines = lines_of(session, (row.id for row in rows))
    return [to_receipt(row, lines.get(row.id, ())) for row in rows]


# Statements that are made once are not looked through each time.
_LISTED = (
    select(DueItemRow.covered_from, DueItemRow.due_on)
    .join(DueListRow, DueListRow.id == DueItemRow.due_list_id)
    .where(
        DueItemRow.person_id == bindparam("person"),
        DueItemRow.scheme == bindparam("scheme"),
        DueListRow.shown,
        DueItemRow.due_on.is_not(None),
    )
)
_PAID = (
    select(ReceiptLineRow.starts_on, ReceiptLineRow.ends_on)
    .join(ReceiptRow, ReceiptRow.id == ReceiptLineRow.receipt_id)
    .where(
        ReceiptLineRow.person_id == bindparam("person"),
        ReceiptLineRow.scheme == bindparam("scheme"),
        ReceiptLineRow.plan.is_distinct_from(PlanKind.MISSING.value),
        ReceiptRow.cancelled_on.is_(None),
    )
)


def insert_receipt(
    session: Session,
    receipt: Receipt,
    op_id: UUID,
    household_id: HouseholdId,
    who: Mapping[PersonId, PersonId],
) -> None:
    """Keep a receipt for a household; ``who`` says whose row each person of it is."""
    connection = session.connection()
    connection.execute(insert(ReceiptRow), _receipt_values(receipt, op_id, household_id))
    rows = [
        {"receipt_id": receipt.id, "position": position, "person_id": who[line.subject.person_id]}
        | _line_values(line)
        for position, line in enumerate(receipt.lines)
    ]
    if rows:
        connection.execute(insert(ReceiptLineRow), rows)


class SqlReceipts:
    """Fulfils ``ports.Receipts``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def book(self, on: date) -> ReceiptBook:
        return choose(books_in_hand(self._session), on)

    def save_book(self, book: ReceiptBook) -> None:
        self._session.execute(
            update(ReceiptBookRow).where(ReceiptBookRow.id == book.id).values(next=book.next)
        )

    def find_book(self, symbol: str, book: str) -> ReceiptBook | None:
        named = (each for each in books_in_hand(self._session) if (each.symbol, each.book) == (symbol, book))
        return next(named, None)

    def add_book(self, book: ReceiptBook) -> None:
        take_in_hand(self._session, book)

    def add(self, receipt: Receipt, op_id: UUID) -> None:
        people = {line.subject.person_id for line in receipt.lines}
        who = {each: present_person(self._session, each) for each in people}
        home = present_household(self._session, receipt.household_id)
        insert_receipt(self._session, receipt, op_id, home, who)

    def last_issued_on(self) -> date | None:
        return self._session.scalar(select(func.max(ReceiptRow.issued_on)))

    def places(self, household_id: HouseholdId, year: int) -> dict[PersonId, int]:
        query = select(HouseholdPlaceRow).where(
            HouseholdPlaceRow.household_id == present_household(self._session, household_id),
            HouseholdPlaceRow.year == year,
        )
        return {row.person_id: row.place for row in self._session.scalars(query)}

    def hold_places(self, household_id: HouseholdId, year: int, places: Mapping[PersonId, int]) -> None:
        home = present_household(self._session, household_id)
        held = self.places(home, year)
        rows = [
            {"household_id": home, "year": year, "place": place, "person_id": person_id}
            for person_id, place in (
                (present_person(self._session, each), place) for each, place in places.items()
            )
            if held.get(person_id) != place
        ]
        if rows:
            self._session.connection().execute(insert(HouseholdPlaceRow), rows)

    def covers(self, person_id: PersonId, scheme: Scheme) -> list[KnownCover]:
        person = present_person(self._session, person_id)
        whose = {"person": person, "scheme": scheme.value}
        paid, listed = self._session.execute(_PAID, whose), self._session.execute(_LISTED, whose)
        return [
            *(KnownCover(start, end, CoverSource.PAID) for start, end in paid),
            *(
                KnownCover(each.start, each.end, CoverSource.PAID)
                for each in credited_periods(self._session, person, scheme)
            ),
            *(
                KnownCover(first_listed_day(start, end), end, CoverSource.LISTED)
                for start, end in listed
                if end is not None
            ),
        ]

    def get(self, receipt_id: ReceiptId) -> Receipt:
        row = self._session.get(ReceiptRow, receipt_id)
        if row is None:
            raise ReceiptUnknownError(str(receipt_id))
        return whole_receipts(self._session, [row])[0]

    def undone(self, receipt_id: ReceiptId) -> Undone:
        cancelled = select(ReceiptRow.cancelled_on).where(ReceiptRow.id == receipt_id)
        replaced = select(ReceiptRow.id).where(ReceiptRow.replaces_id == receipt_id)
        awaited = select(AwaitedTransferRow.id).where(
            AwaitedTransferRow.replaces_id == receipt_id, ~given_up()
        )
        refunded = select(ReceiptRefundRow.line).where(ReceiptRefundRow.receipt_id == receipt_id)
        return Undone(
            self._session.scalar(cancelled),
            self._session.scalars(replaced).first() or self._session.scalars(awaited).first(),
            frozenset(self._session.scalars(refunded)),
        )

    def cancel(self, cancellation: Cancellation, op_id: UUID) -> None:
        insert_cancellation(self._session, cancellation, op_id)

    def ask_refund(self, refund: RefundRequest, op_id: UUID) -> None:
        insert_refund(self._session, refund, op_id)


def first_listed_day(start: str | None, end: date) -> date | None:
    """Return the first day that a list gives to a cover; what it cannot be is not believed."""
    known = to_partial(start)
    return known.first_day if known and known.first_day <= end else None


def _receipt_values(receipt: Receipt, op_id: UUID, household_id: HouseholdId) -> dict[str, object]:
    return {
        "id": receipt.id,
        "op_id": op_id,
        "household_id": household_id,
        "issued_household_id": receipt.household_id,
        "symbol": receipt.symbol,
        "book": receipt.book,
        "number": receipt.number,
        "issued_on": receipt.issued_on,
        "recorded_at": receipt.recorded_at,
        "payer": receipt.payer,
        "address": receipt.address,
        "method": receipt.method.value,
        "total": receipt.total,
        "agent_code": receipt.agent_code,
        "device_id": receipt.device_id,
        "signature": receipt.signature,
        "form": receipt.form.value,
        "replaces_id": receipt.replaces,
        "credit_id": receipt.credit_id,
        "answers": kept_answers(receipt.door),
        "overlap": receipt.door.overlap,
    }


def _line_values(line: ReceiptLine) -> dict[str, object]:
    return subject_columns(line.subject) | {
        "scheme": line.scheme.value,
        "months": line.months,
        "starts_on": line.period.start,
        "ends_on": line.period.end,
        "waiting": line.period.waiting,
        "gross": line.quote.gross,
        "support": line.quote.support,
        "local_support": line.quote.local_support,
        "due": line.quote.due,
        "basis": basis_body(line.quote.basis),
        "place": line.place,
        "place_source": line.place_source.value if line.place_source else None,
        "income": line.income,
        "group_code": line.group,
        "plan": None if line.plan is PlanKind.PERIODIC else line.plan.value,
        "grounds": kept_grounds(line),
    }
