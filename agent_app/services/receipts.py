"""Taking money: number, money, visit and log entry in one transaction; paper only afterwards."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from agent_app.domain.calendar import civil_date
from agent_app.domain.cancellation import ReplacementError
from agent_app.domain.errors import InputError, RuleError
from agent_app.domain.household import HouseholdId
from agent_app.domain.member_order import TakenPlace
from agent_app.domain.names import clean
from agent_app.domain.rates import RateBook
from agent_app.domain.receipt import (
    DoorAnswers,
    PaymentMethod,
    PlaceSource,
    Receipt,
    ReceiptDateError,
    ReceiptForm,
    ReceiptId,
)
from agent_app.domain.receipt_book import ReceiptBook
from agent_app.services.awaited_covers import refuse_awaited
from agent_app.services.door import Door, refuse_overlaps
from agent_app.services.failures import KeptButUnwitnessedError, NotEnrolledError
from agent_app.services.payments import NO_LOCAL, LocalTerms, PaymentRequest
from agent_app.services.ports import Clock, Ids, OpenUnit, Signer, UnitOfWork
from agent_app.services.quotes import Priced, price
from agent_app.services.receipt_maker import ReceiptMaker
from agent_app.services.typed_numbers import TypedNumber, take_number


@dataclass(eq=False)
class PayerMissingError(InputError):
    """A receipt needs the name of the person who pays."""

    code: ClassVar[str] = "receipt.payer_missing"


@dataclass(eq=False)
class ReceiptUnwitnessedError(KeptButUnwitnessedError):
    """The receipt is kept, but the journal of money could not follow; it must not be issued again."""

    code: ClassVar[str] = "receipt.unwitnessed"
    number: str
    receipt_id: str


@dataclass(eq=False)
class NumberMissingError(InputError):
    """A paper of a printed book bears its number: it has to be typed."""

    code: ClassVar[str] = "receipt.number_missing"


@dataclass(eq=False)
class NumberUnwantedError(RuleError):
    """The office's receipts get their numbers from elsewhere: none may be typed."""

    code: ClassVar[str] = "receipt.number_unwanted"
    form: ReceiptForm


@dataclass(frozen=True, slots=True)
class IssueReceipt:
    """Take a household's payments on one receipt; no ``issued_on`` means today, or the last receipt's day.

    ``number`` is read from the paper of a printed book. ``answers`` are what was said to questions at the
    door, ``overlap`` what was said of a listed cover, or one that a transfer is awaited for, that overlaps.
    ``replaces`` names a cancelled receipt.
    """

    requests: tuple[PaymentRequest, ...]
    payer: str
    household_id: HouseholdId | None = None
    method: PaymentMethod = PaymentMethod.CASH
    issued_on: date | None = None
    taken: tuple[TakenPlace, ...] = ()
    number: TypedNumber | None = None
    answers: tuple[tuple[str, bool], ...] = ()
    overlap: str | None = None
    replaces: ReceiptId | None = None
    local: LocalTerms = NO_LOCAL


@dataclass(frozen=True, slots=True)
class ReceiptService:
    """Issues receipts."""

    open_unit: OpenUnit
    clock: Clock
    ids: Ids
    signer: Signer
    rates: RateBook

    def issue(self, command: IssueReceipt) -> Receipt:
        """Issue a receipt with its visit and log both for the server, all or nothing."""
        payer = clean(command.payer)
        if not payer:
            raise PayerMissingError
        with self.open_unit() as unit:
            receipt = self._make(unit, command, payer)
            try:
                unit.commit()
            except KeptButUnwitnessedError as error:
                raise ReceiptUnwitnessedError(receipt.shown_number or "", str(receipt.id)) from error
        return receipt

    def _make(self, unit: UnitOfWork, command: IssueReceipt, payer: str) -> Receipt:
        identity = unit.device.identity()
        if identity.enrolment is None:
            raise NotEnrolledError
        recorded_at = self.clock.now()
        on = business_date(command.issued_on, recorded_at, unit.receipts.last_issued_on())
        refuse_replacement(unit, command.replaces)
        priced = price(
            unit, command.household_id, command.requests, on, self.rates, command.taken, command.local
        )
        door = ask_door(unit, command, priced, on, self.rates)
        form = unit.office.settings().on(on).receipt_form
        book, number = receipt_number(unit, form, on, command.number)
        draft = Receipt(
            ReceiptId(self.ids.new()),
            priced.household.id,
            book.symbol if book else None,
            book.book if book else None,
            number,
            on,
            recorded_at,
            payer,
            priced.household.full_address,
            command.method,
            priced.lines,
            identity.enrolment.agent_code,
            identity.device_id,
            form=form,
            replaces=command.replaces,
            door=door,
        )
        if book is not None:
            unit.receipts.save_book(book)
        return ReceiptMaker(self.ids, self.signer).make(unit, draft, priced.new_places, on.year)


def ask_door(
    unit: UnitOfWork, command: IssueReceipt, priced: Priced, on: date, rates: RateBook
) -> DoorAnswers:
    """Hold the answers of the door against what is known; return those that are to be kept."""
    Door(unit, on, rates, dict(command.answers)).check(priced, command.requests)
    overlap = clean(command.overlap or "") or None
    # An awaited transfer comes first: one answer is given for both, and money taken twice is the worse.
    needed = [refuse_awaited(unit, priced.lines, overlap), refuse_overlaps(priced, overlap)]
    taken = tuple(each.place for each in command.taken if each.source is PlaceSource.ASKED)
    return DoorAnswers(taken, command.answers, overlap if any(needed) else None)


def refuse_replacement(unit: UnitOfWork, replaces: ReceiptId | None) -> None:
    """Refuse to replace a receipt that stands, or that another one replaces already."""
    if replaces is None:
        return
    unit.receipts.get(replaces)
    undone = unit.receipts.undone(replaces)
    if undone.cancelled_on is None or undone.replaced_by is not None:
        raise ReplacementError(str(replaces))


def receipt_number(
    unit: UnitOfWork, form: ReceiptForm, on: date, typed: TypedNumber | None
) -> tuple[ReceiptBook | None, int | None]:
    """Take the number that the office's kind of receipt asks for: typed, the book's next, or none yet."""
    if form is ReceiptForm.PREPRINTED:
        if typed is None:
            raise NumberMissingError
        return take_number(unit, on, typed)
    if typed is not None:
        raise NumberUnwantedError(form)
    return (None, None) if form is ReceiptForm.ELECTRONIC else take_number(unit, on)


def business_date(wanted: date | None, now: datetime, last: date | None) -> date:
    """Choose a receipt's civil date: never before the last receipt's, never after the later of it and today.

    ``now`` is the UTC instant; the civil date is the one in Viet Nam, whatever the laptop's zone.
    """
    today = civil_date(now)
    latest = today if last is None else max(today, last)
    chosen = latest if wanted is None else wanted
    if chosen > latest or (last is not None and chosen < last):
        raise ReceiptDateError(chosen, last, latest)
    return chosen
