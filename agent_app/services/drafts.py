"""What a receipt would be if it were issued now: looked at, refused or asked about, and never kept."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Protocol
from uuid import UUID

from agent_app.domain.eligibility import HealthQuestion
from agent_app.domain.enrolment import Enrolment
from agent_app.domain.errors import AppError, RuleError
from agent_app.domain.household import PersonId
from agent_app.domain.names import clean
from agent_app.domain.office_setting import OfficeAccount, SettingsInForce
from agent_app.domain.pension_eligibility import PensionQuestion
from agent_app.domain.rates import RateBook
from agent_app.domain.receipt import PaymentMethod, Receipt, ReceiptForm, ReceiptId, ReceiptState
from agent_app.domain.receipt_book import ReceiptBook
from agent_app.services.awaited_covers import awaited_covers
from agent_app.services.door import Door, UnansweredQuestionsError, refuse_overlaps
from agent_app.services.failures import NotEnrolledError
from agent_app.services.lines import ReceiptView
from agent_app.services.ports import Clock, OpenUnit, UnitOfWork
from agent_app.services.quotes import Priced, price
from agent_app.services.receipts import IssueReceipt, business_date, receipt_number
from agent_app.services.transfer_failures import TransferNothingDueError
from agent_app.services.transfers import AwaitTransfer, choose_account, refuse_pending

_NOBODYS = ReceiptId(UUID(int=0))


class DraftPress(Protocol):
    """Turns what is not issued yet into paper."""

    def draft(self, view: ReceiptView, enrolment: Enrolment) -> bytes:
        """Return the PDF of a receipt without anything on it that could be checked."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """What has to be asked about one person before money is taken."""

    question: HealthQuestion | PensionQuestion
    person_id: PersonId


NOTHING_SAID: Mapping[Asked, bool] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Objection:
    """What speaks against taking one person's money."""

    error: AppError
    person_id: PersonId

    @property
    def topic(self) -> tuple[object, ...]:
        """What it is about, the same each time that somebody looks."""
        return (self.person_id, self.error.code, *self.error.facts().values())


@dataclass(frozen=True, slots=True)
class DraftLook:
    """A receipt as it would be; it has no id, and its number is not taken.

    ``obstacle`` is what is in the way of the receipt or of the transfer as a whole, such as a wrong number;
    ``next_number`` the one that the book in use would give next.
    """

    receipt: Receipt
    asked: tuple[Asked, ...] = ()
    objections: tuple[Objection, ...] = ()
    obstacle: AppError | None = None
    next_number: int | None = None
    accounts: tuple[OfficeAccount, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftService:
    """Looks at receipts before there are any."""

    open_unit: OpenUnit
    clock: Clock
    rates: RateBook
    press: DraftPress = field(repr=False)

    def look(self, wanted: AwaitTransfer, said: Mapping[Asked, bool] = NOTHING_SAID) -> DraftLook:
        """Say what issuing, or awaiting a transfer where that is the method, would come to now.

        ``said`` are answers about single people, beside those of the command. Raise what stops the pricing
        itself; nothing is kept and no number is taken.
        """
        command = wanted.command
        with self.open_unit() as unit:
            enrolment = _enrolment(unit)
            now = self.clock.now()
            on = business_date(command.issued_on, now, unit.receipts.last_issued_on())
            grounds = (command.taken, command.local)
            priced = price(unit, command.household_id, command.requests, on, self.rates, *grounds)
            settings = unit.office.settings().on(on)
            door = Door(unit, on, self.rates, dict(command.answers))
            asked, objections = _hold_against(door, priced, command, said)
            draft = Receipt(
                _NOBODYS,
                priced.household.id,
                None,
                None,
                None,
                on,
                now,
                clean(command.payer),
                priced.household.full_address,
                command.method,
                priced.lines,
                enrolment.agent_code,
                unit.device.identity().device_id,
                form=settings.receipt_form,
            )
            look = DraftLook(draft, asked, objections, accounts=settings.accounts)
            if command.method is PaymentMethod.TRANSFER:
                obstacle = _refusal(lambda: _refuse_transfer(unit, wanted, priced, settings))
                return replace(look, obstacle=obstacle)
            return _numbered(unit, look, command)

    def paper(self, draft: Receipt) -> bytes:
        """Return what the paper of a draft would look like."""
        with self.open_unit() as unit:
            enrolment = _enrolment(unit)
        return self.press.draft(ReceiptView(draft, ReceiptState.PENDING), enrolment)


def _enrolment(unit: UnitOfWork) -> Enrolment:
    enrolment = unit.device.identity().enrolment
    if enrolment is None:
        raise NotEnrolledError
    return enrolment


def _hold_against(
    door: Door, priced: Priced, command: IssueReceipt, said: Mapping[Asked, bool]
) -> tuple[tuple[Asked, ...], tuple[Objection, ...]]:
    """Ask the door of each line apart, so that it is known whom an answer is about."""
    asked, objections = list[Asked](), list[Objection]()
    for wish, alone in zip(command.requests, priced.one_by_one(), strict=True):
        own = {about.question.value: yes for about, yes in said.items() if about.person_id == wish.person_id}
        try:
            replace(door, answers={**door.answers, **own}).check(alone, (wish,))
            refuse_overlaps(alone, command.overlap or None)
        except UnansweredQuestionsError as error:
            asked += [Asked(each, wish.person_id) for each in error.questions]
        except AppError as error:
            objections.append(Objection(error, wish.person_id))
        if command.method is not PaymentMethod.TRANSFER:
            # Told whatever was answered: the answer may have been given to another question.
            awaited = awaited_covers(door.unit, alone.lines)
            objections += [Objection(error, wish.person_id) for error in awaited]
    return tuple(asked), tuple(objections)


def _numbered(unit: UnitOfWork, look: DraftLook, command: IssueReceipt) -> DraftLook:
    """Put the number on that it would have; a printed paper has the next one until one is typed."""
    on, form = look.receipt.issued_on, look.receipt.form
    if form is ReceiptForm.ELECTRONIC and command.number is None:
        return look
    book: ReceiptBook | None = None
    with suppress(RuleError):
        book = unit.receipts.book(on)
    number = following = book.next if book else None
    obstacle: AppError | None = None
    try:
        book, number = receipt_number(unit, form, on, command.number)
    except AppError as error:
        obstacle = error
    source = (book.symbol, book.book) if book else (None, None)
    draft = replace(look.receipt, symbol=source[0], book=source[1], number=number)
    return replace(look, receipt=draft, obstacle=obstacle, next_number=following)


def _refuse_transfer(
    unit: UnitOfWork, wanted: AwaitTransfer, priced: Priced, settings: SettingsInForce
) -> None:
    choose_account(settings.accounts, wanted.account)
    refuse_pending(unit, priced.lines)
    if sum(line.quote.due for line in priced.lines) <= 0:
        raise TransferNothingDueError


def _refusal(check: Callable[[], None]) -> AppError | None:
    try:
        check()
    except AppError as error:
        return error
    return None
