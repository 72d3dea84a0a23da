"""What can be wrong with a transfer, a credit or a statement."""

from dataclasses import dataclass
from typing import ClassVar

from agent_app.domain.errors import InputError, RuleError
from agent_app.services.failures import KeptButUnwitnessedError


@dataclass(eq=False)
class TransferUnknownError(InputError):
    """No transfer has this id."""

    code: ClassVar[str] = "transfer.unknown"
    transfer_id: str


@dataclass(eq=False)
class CreditUnknownError(InputError):
    """No credit has this id."""

    code: ClassVar[str] = "credit.unknown"
    credit_id: str


@dataclass(eq=False)
class NoAccountError(RuleError):
    """The office has named no account that transfers may go to."""

    code: ClassVar[str] = "transfer.no_account"


@dataclass(eq=False)
class AccountNotListedError(RuleError):
    """An account is none of those that the office has named."""

    code: ClassVar[str] = "transfer.account_not_listed"
    account: str
    known: str


@dataclass(eq=False)
class AccountUnsaidError(InputError):
    """The office has named several accounts, and nobody says which one is meant."""

    code: ClassVar[str] = "transfer.account_unsaid"
    known: str


@dataclass(eq=False)
class StatementAccountError(RuleError):
    """A statement is of an account that is none of the office's."""

    code: ClassVar[str] = "statement.account"
    account: str
    known: str


@dataclass(eq=False)
class TransferNothingDueError(RuleError):
    """Nothing is to be paid, so nothing can be transferred."""

    code: ClassVar[str] = "transfer.nothing_due"


@dataclass(eq=False)
class TransferPendingError(RuleError):
    """Money for the same person and time is awaited already."""

    code: ClassVar[str] = "transfer.pending"
    purpose: str
    transfer_id: str


@dataclass(eq=False)
class ReasonMissingError(InputError):
    """What a human decides about money needs its reason."""

    code: ClassVar[str] = "transfer.reason_missing"


@dataclass(eq=False)
class NumberTooEarlyError(RuleError):
    """No number is written on a paper before the money of a transfer is seen."""

    code: ClassVar[str] = "transfer.number_too_early"


@dataclass(eq=False)
class TransferNotCreditedError(RuleError):
    """A number was typed for a transfer whose money has not come in full."""

    code: ClassVar[str] = "transfer.not_credited"
    purpose: str
    missing: str


@dataclass(eq=False)
class TransferUnwitnessedError(KeptButUnwitnessedError):
    """What was decided is kept, but the journal of money could not follow; it must not be done again."""

    code: ClassVar[str] = "transfer.unwitnessed"
    purpose: str


@dataclass(eq=False)
class TransferPaidError(RuleError):
    """A transfer that has its receipt is not to be paid once more."""

    code: ClassVar[str] = "transfer.paid"
    purpose: str
    receipt: str


@dataclass(eq=False)
class TransferAwaitsNumberError(RuleError):
    """A transfer's money is there, and its printed receipt waits for the number on its paper."""

    code: ClassVar[str] = "transfer.awaits_number"
    purpose: str


@dataclass(eq=False)
class TransferNotAwaitedError(RuleError):
    """A transfer that was given up has neither a code to scan nor a receipt."""

    code: ClassVar[str] = "transfer.not_awaited"
    purpose: str


@dataclass(eq=False)
class ReceiptAwaitedError(RuleError):
    """There is no receipt before the money of a transfer has come."""

    code: ClassVar[str] = "receipt.awaited"
    purpose: str
