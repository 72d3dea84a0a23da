"""Taking money: number, money, visit and log entry in one transaction; paper only afterwards."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import ClassVar

from agent_app.domain.calendar import civil_date
from agent_app.domain.errors import InputError
from agent_app.domain.household import HouseholdId
from agent_app.domain.member_order import TakenPlace
from agent_app.domain.names import clean
from agent_app.domain.rates import RateBook
from agent_app.domain.receipt import PaymentMethod, Receipt, ReceiptDateError, ReceiptId
from agent_app.services.access import AccessLog
from agent_app.services.failures import KeptButUnwitnessedError, NotEnrolledError
from agent_app.services.ports import Clock, Ids, OpenUnit, Queries, ReceiptPress, Signer
from agent_app.services.quotes import PaymentRequest, price
from agent_app.services.receipt_maker import ReceiptMaker


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


@dataclass(frozen=True, slots=True)
class IssueReceipt:
    """Take a household's payments on one receipt; no ``issued_on`` means today, or the last receipt's day."""

    requests: tuple[PaymentRequest, ...]
    payer: str
    household_id: HouseholdId | None = None
    method: PaymentMethod = PaymentMethod.CASH
    issued_on: date | None = None
    taken: tuple[TakenPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceiptService:
    """Issues receipts."""

    open_unit: OpenUnit
    clock: Clock
    ids: Ids
    signer: Signer
    rates: RateBook

    def issue(self, command: IssueReceipt) -> Receipt:
        """Issue a numbered receipt with its visit and log both for the server, all or nothing."""
        payer = clean(command.payer)
        if not payer:
            raise PayerMissingError
        with self.open_unit() as unit:
            identity = unit.device.identity()
            if identity.enrolment is None:
                raise NotEnrolledError
            recorded_at = self.clock.now()
            on = business_date(command.issued_on, recorded_at, unit.receipts.last_issued_on())
            priced = price(unit, command.household_id, command.requests, on, self.rates, command.taken)
            book = unit.receipts.book(on)
            draft = Receipt(
                ReceiptId(self.ids.new()),
                priced.household.id,
                book.symbol,
                book.book,
                book.tear(),
                on,
                recorded_at,
                payer,
                priced.household.address,
                command.method,
                priced.lines,
                identity.enrolment.agent_code,
                identity.device_id,
            )
            unit.receipts.save_book(book)
            maker = ReceiptMaker(self.ids, self.signer)
            receipt = maker.make(unit, draft, priced.new_places, on.year)
            try:
                unit.commit()
            except KeptButUnwitnessedError as error:
                raise ReceiptUnwitnessedError(receipt.shown_number or "", str(receipt.id)) from error
        return receipt


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


@dataclass(frozen=True, slots=True)
class PaperService:
    """Makes papers of what is already kept."""

    queries: Queries
    open_unit: OpenUnit
    press: ReceiptPress
    access: AccessLog

    def receipt(self, receipt_id: ReceiptId) -> bytes:
        """Return the PDF of both copies of a receipt, as it was issued, whoever was erased since."""
        view = self.queries.receipt(receipt_id)
        with self.open_unit() as unit:
            enrolment = unit.device.identity().enrolment
            if enrolment is None:
                raise NotEnrolledError
            issued = unit.privacy.issued(receipt_id)
        self.access.printed("receipt", receipt_id)
        return self.press.receipt(replace(view, receipt=issued or view.receipt), enrolment)
