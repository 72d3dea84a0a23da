"""Transfers that are awaited, the credits that pay for them, and what is still open between the two."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from agent_app.domain.bank_statement import BankCredit, is_account
from agent_app.domain.due_list import Scheme
from agent_app.domain.errors import RuleError
from agent_app.domain.household import HouseholdId
from agent_app.domain.local_support import LocalRule, LocalSupport
from agent_app.domain.member_order import TakenPlace
from agent_app.domain.money import Dong
from agent_app.domain.payment_qr import Transfer, transfer_to
from agent_app.domain.purpose_code import PurposeCode
from agent_app.domain.receipt import DoorAnswers, ReceiptForm, ReceiptId, ReceiptLine


class TransferState(StrEnum):
    """What is known of a transfer's money."""

    AWAITED = "awaited"
    PARTIAL = "partial"
    CREDITED = "credited"
    RECEIPTED = "receipted"
    GIVEN_UP = "given_up"


class CreditMatter(StrEnum):
    """Why a credit, or what is left of it, is not yet anybody's; a human decides."""

    NO_CODE = "no_code"
    UNKNOWN_CODE = "unknown_code"
    SEVERAL_CODES = "several_codes"
    OTHER_ACCOUNT = "other_account"
    TOO_EARLY = "too_early"
    ALREADY_PAID = "already_paid"
    GIVEN_UP = "given_up"
    PARTIAL = "partial"
    EXCESS = "excess"
    PRICE_CHANGED = "price_changed"
    PAID_OTHERWISE = "paid_otherwise"
    REFUSED = "refused"
    REST = "rest"
    READY = "ready"


@dataclass(eq=False)
class TransferSettledError(RuleError):
    """A transfer that is paid for takes no second credit."""

    code: ClassVar[str] = "transfer.settled"
    purpose: str


@dataclass(eq=False)
class TransferGivenUpError(RuleError):
    """A transfer that was given up takes no credit."""

    code: ClassVar[str] = "transfer.given_up"
    purpose: str


@dataclass(eq=False)
class TransferOverpaidError(RuleError):
    """More money counts for a transfer already than it costs on the day of this credit."""

    code: ClassVar[str] = "transfer.overpaid"
    purpose: str
    due: str


@dataclass(eq=False)
class CreditUsedError(RuleError):
    """Nothing is left of a credit."""

    code: ClassVar[str] = "credit.used"


@dataclass(frozen=True, slots=True)
class PayeeAccount:
    """The office's account that a transfer goes to."""

    bank_bin: str
    number: str
    holder: str


@dataclass(frozen=True, slots=True)
class PriceGrounds:
    """What a price rests on beside its lines, so that the day of the credit can price them anew.

    ``taken`` are places of the household's order, ``previous_ends`` the last days of other cards, line by
    line; ``typed`` and ``rules`` are what local support was named.
    """

    taken: tuple[TakenPlace, ...] = ()
    previous_ends: tuple[date | None, ...] = ()
    typed: tuple[tuple[Scheme | None, LocalSupport], ...] = ()
    rules: tuple[LocalRule, ...] = ()


@dataclass(frozen=True, slots=True)
class AwaitedTransfer:
    """Money that a household says it will transfer; its id becomes the receipt's.

    ``lines`` are priced by the day on which it was asked for; what the receipt says is priced by the day of
    the credit. ``code`` is all that the bank is told of the payment.
    """

    id: ReceiptId
    household_id: HouseholdId
    code: PurposeCode
    account: PayeeAccount
    awaited_on: date
    recorded_at: datetime
    payer: str
    address: str
    lines: tuple[ReceiptLine, ...]
    agent_code: str
    device_id: UUID
    grounds: PriceGrounds = field(default_factory=PriceGrounds)
    replaces: ReceiptId | None = None
    door: DoorAnswers = field(default_factory=DoorAnswers)

    @property
    def amount(self) -> Dong:
        """The money that is awaited."""
        return Dong(sum(line.quote.due for line in self.lines))

    @property
    def order(self) -> Transfer:
        """The transfer as a VietQR code asks for it."""
        return transfer_to(self.account.bank_bin, self.account.number, self.amount, self.code)


@dataclass(frozen=True, slots=True)
class CreditUse:
    """So much of a credit counted for a transfer; never changed.

    ``reason`` is given where a human has decided. The use that completes the price carries the lines as the
    day of the credit prices them, and the form that the receipt will have.
    """

    id: UUID
    transfer_id: ReceiptId
    credit: BankCredit
    used: Dong
    recorded_at: datetime
    reason: str | None = None
    lines: tuple[ReceiptLine, ...] = ()
    form: ReceiptForm | None = None

    @property
    def completes(self) -> bool:
        """Tell whether the transfer is paid for in full with this one."""
        return bool(self.lines)


@dataclass(frozen=True, slots=True)
class GivenUpTransfer:
    """A transfer that is no longer awaited, and why."""

    transfer_id: ReceiptId
    given_up_on: date
    recorded_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class FollowedTransfer:
    """An awaited transfer with what has become of it so far."""

    transfer: AwaitedTransfer
    uses: tuple[CreditUse, ...] = ()
    given_up: GivenUpTransfer | None = None
    receipted: bool = False

    @property
    def credited(self) -> Dong:
        """The money that has come for it."""
        return Dong(sum(each.used for each in self.uses))

    @property
    def completion(self) -> CreditUse | None:
        """The use with which it was paid for in full."""
        return next((each for each in self.uses if each.completes), None)

    @property
    def state(self) -> TransferState:
        """Derive what is known of its money."""
        if self.receipted:
            return TransferState.RECEIPTED
        if self.completion is not None:
            return TransferState.CREDITED
        if self.given_up is not None:
            return TransferState.GIVEN_UP
        return TransferState.PARTIAL if self.uses else TransferState.AWAITED

    @property
    def is_open(self) -> bool:
        """Tell whether money is still awaited for it."""
        return self.state in {TransferState.AWAITED, TransferState.PARTIAL}

    def require_open(self) -> None:
        """Refuse a credit, or to give it up, for a transfer that awaits no money any more."""
        if self.given_up is not None:
            raise TransferGivenUpError(self.transfer.code)
        if not self.is_open:
            raise TransferSettledError(self.transfer.code)


def first_look(
    credit: BankCredit, left: Dong, named: Sequence[FollowedTransfer]
) -> FollowedTransfer | CreditMatter:
    """Find the transfer that a credit pays for exactly, before any price is asked, or what is in the way.

    Args:
        credit: money that has come.
        left: what no transfer has used of it.
        named: the transfers of this laptop whose codes its text carries.

    """
    if left < credit.amount:
        return CreditMatter.REST
    codes = credit.codes
    if not codes:
        return CreditMatter.NO_CODE
    if len(codes) > 1:
        return CreditMatter.SEVERAL_CODES
    if not named:
        return CreditMatter.UNKNOWN_CODE
    (followed,) = named
    return _obstacle(credit, followed) or followed


def _obstacle(credit: BankCredit, followed: FollowedTransfer) -> CreditMatter | None:
    transfer = followed.transfer
    missing = transfer.amount - followed.credited
    checks = (
        (followed.given_up is not None, CreditMatter.GIVEN_UP),
        (not followed.is_open, CreditMatter.ALREADY_PAID),
        (not is_account(credit.account, transfer.account.number), CreditMatter.OTHER_ACCOUNT),
        (credit.credited_on < transfer.awaited_on, CreditMatter.TOO_EARLY),
        (credit.amount < missing, CreditMatter.PARTIAL),
        (credit.amount > missing, CreditMatter.EXCESS),
    )
    return next((matter for stands, matter in checks if stands), None)


def paid_on(uses: Sequence[CreditUse], last: BankCredit) -> date:
    """Return the day that decides price and validity: that on which the last of the money came."""
    return max([last.credited_on, *(each.credit.credited_on for each in uses)])


def left_of(credit: BankCredit, used: Dong) -> Dong:
    """Return what is left of a credit; raise ``CreditUsedError`` where that is nothing."""
    left = Dong(credit.amount - used)
    if left <= 0:
        raise CreditUsedError
    return left
