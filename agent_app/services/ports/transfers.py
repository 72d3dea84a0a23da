"""Repository: transfers that are awaited, and credits that came; and what reads statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol
from uuid import UUID

from agent_app.domain.bank_statement import BankCredit, CreditId, StatementReading
from agent_app.domain.due_list import Scheme
from agent_app.domain.household import HouseholdId, PersonId
from agent_app.domain.money import Dong
from agent_app.domain.purpose_code import PurposeCode
from agent_app.domain.quote import CoveragePeriod
from agent_app.domain.receipt import ReceiptId
from agent_app.domain.transfer import (
    AwaitedTransfer,
    CreditUse,
    FollowedTransfer,
    GivenUpTransfer,
    TransferState,
)
from agent_app.services.work import Report


@dataclass(frozen=True, slots=True)
class PendingCover:
    """A cover that a household wants to pay for by a transfer whose money has no receipt yet."""

    transfer_id: ReceiptId
    code: PurposeCode
    period: CoveragePeriod
    awaited_on: date


@dataclass(frozen=True, slots=True)
class CreditLeft:
    """A credit with what no transfer has used of it."""

    credit: BankCredit
    left: Dong


class Transfers(Protocol):
    """Transfers that are awaited, and credits that came."""

    def add(self, transfer: AwaitedTransfer, op_id: UUID) -> None:
        """Keep an awaited transfer; ``op_id`` is the operation that logs it."""
        ...

    def get(self, transfer_id: ReceiptId) -> FollowedTransfer:
        """Return one with what became of it; raise ``TransferUnknownError``."""
        ...

    def code_is_free(self, code: PurposeCode) -> bool:
        """Tell whether no transfer has this code."""
        ...

    def with_codes(self, codes: Iterable[PurposeCode]) -> list[FollowedTransfer]:
        """Return the transfers that have one of these codes."""
        ...

    def unreceipted(self) -> list[FollowedTransfer]:
        """Return those that have no receipt yet and were not given up, oldest first."""
        ...

    def pending(self, person_id: PersonId, scheme: Scheme) -> list[PendingCover]:
        """Return what is already awaited for a person, so that nobody takes the same money twice."""
        ...

    def paid_since(self, transfer: AwaitedTransfer) -> bool:
        """Tell whether another receipt, not cancelled, has been issued for one of its payments since."""
        ...

    def keep_credits(self, credits_: Sequence[BankCredit]) -> list[BankCredit]:
        """Keep those that are not known yet, and return them."""
        ...

    def credit(self, credit_id: CreditId) -> CreditLeft:
        """Return a credit with what is left of it; raise ``CreditUnknownError``."""
        ...

    def credits_left(self) -> list[CreditLeft]:
        """Return the credits of which something is left, oldest first."""
        ...

    def add_use(self, use: CreditUse, op_id: UUID) -> None:
        """Keep what of a credit counted for a transfer, and the credit where it is not known."""
        ...

    def give_up(self, given_up: GivenUpTransfer, op_id: UUID) -> None:
        """Keep that a transfer is no longer awaited."""
        ...


class StatementSource(Protocol):
    """Reads a bank's statement."""

    def read(self, path: Path, report: Report) -> StatementReading:
        """Return what was understood; raise an ``InputError`` where the file is no statement."""
        ...


@dataclass(frozen=True, slots=True)
class TransferView:
    """A transfer as lists show it: ``amount`` was asked for, ``receipted`` is the sum of its receipt."""

    id: ReceiptId
    household_id: HouseholdId
    code: PurposeCode
    amount: Dong
    credited: Dong
    state: TransferState
    payer: str
    awaited_on: date
    credited_on: date | None
    receipt_number: str | None
    receipted: Dong | None = None


class TransferQueries(Protocol):
    """The read side of transfers."""

    def transfer(self, transfer_id: ReceiptId) -> FollowedTransfer:
        """Return one; raise ``TransferUnknownError``."""
        ...

    def named(self, code: PurposeCode) -> ReceiptId:
        """Return the transfer that has this code; raise ``TransferUnknownError``."""
        ...

    def transfers(
        self, states: Iterable[TransferState] | None, limit: int, offset: int = 0
    ) -> list[TransferView]:
        """Return transfers in these states, newest first."""
        ...

    def sums(self) -> dict[TransferState, tuple[int, Dong]]:
        """Count the transfers of each state, and their money: what came, or what is awaited.

        One whose receipt is void is left out: its money is an open credit again.
        """
        ...
