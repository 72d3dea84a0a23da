"""Waiting for a household's transfer: priced, with an account of the office's and a code of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from agent_app.domain.due_list import Scheme
from agent_app.domain.household import PersonId
from agent_app.domain.names import clean
from agent_app.domain.office_setting import OfficeAccount
from agent_app.domain.operation import Entry, OperationKind
from agent_app.domain.purpose_code import PurposeCode, purpose_code
from agent_app.domain.rates import RateBook
from agent_app.domain.receipt import ReceiptId, ReceiptLine
from agent_app.domain.transfer import (
    AwaitedTransfer,
    FollowedTransfer,
    GivenUpTransfer,
    PayeeAccount,
    PriceGrounds,
)
from agent_app.domain.transfer_body import awaited_body, given_up_body
from agent_app.services.awaited_covers import pending_overlaps
from agent_app.services.failures import KeptButUnwitnessedError, NotEnrolledError
from agent_app.services.ports import Clock, Ids, OpenUnit, UnitOfWork
from agent_app.services.quotes import price
from agent_app.services.receipts import (
    IssueReceipt,
    PayerMissingError,
    ask_door,
    business_date,
    refuse_replacement,
)
from agent_app.services.transfer_failures import (
    AccountNotListedError,
    AccountUnsaidError,
    NoAccountError,
    NumberTooEarlyError,
    ReasonMissingError,
    TransferNothingDueError,
    TransferPendingError,
    TransferUnwitnessedError,
)

KVER = 1


@dataclass(frozen=True, slots=True)
class AwaitTransfer:
    """Wait for the money of a receipt by transfer; ``account`` where the office has named several."""

    command: IssueReceipt
    account: str | None = None


@dataclass(frozen=True, slots=True)
class TransferService:
    """Keeps what is awaited; nothing of it is money yet."""

    open_unit: OpenUnit
    clock: Clock
    ids: Ids
    rates: RateBook

    def wait(self, wanted: AwaitTransfer) -> AwaitedTransfer:
        """Price the payments as of today and keep that their transfer is awaited; no number is taken."""
        payer = clean(wanted.command.payer)
        if not payer:
            raise PayerMissingError
        if wanted.command.number is not None:
            raise NumberTooEarlyError
        with self.open_unit() as unit:
            transfer = self._make(unit, wanted, payer)
            kind = OperationKind.TRANSFER_AWAITED
            entry = Entry(self.ids.new(), kind, KVER, transfer.recorded_at, awaited_body(transfer))
            unit.log.append(entry)
            unit.transfers.add(transfer, entry.op_id)
            commit(unit, transfer.code)
        return transfer

    def beside(self, transfer: AwaitedTransfer) -> list[PurposeCode]:
        """Return what else is awaited in its household for other members' health insurance.

        Whichever is paid first holds its places in the order, and so may change the price of the others.
        """
        mine = _insured(transfer)
        with self.open_unit() as unit:
            return [
                each.transfer.code
                for each in unit.transfers.unreceipted()
                if each.is_open
                and each.transfer.household_id == transfer.household_id
                and mine
                and _insured(each.transfer) - mine
            ]

    def _make(self, unit: UnitOfWork, wanted: AwaitTransfer, payer: str) -> AwaitedTransfer:
        identity = unit.device.identity()
        if identity.enrolment is None:
            raise NotEnrolledError
        command, recorded_at = wanted.command, self.clock.now()
        on = business_date(command.issued_on, recorded_at, unit.receipts.last_issued_on())
        account = choose_account(unit.office.settings().on(on).accounts, wanted.account)
        refuse_replacement(unit, command.replaces)
        priced = price(
            unit, command.household_id, command.requests, on, self.rates, command.taken, command.local
        )
        refuse_pending(unit, priced.lines)
        door = ask_door(unit, command, priced, on, self.rates)
        if sum(line.quote.due for line in priced.lines) <= 0:
            raise TransferNothingDueError
        transfer_id, code = self._name(unit)
        return AwaitedTransfer(
            transfer_id,
            priced.household.id,
            code,
            PayeeAccount(account.bank_bin, account.account, account.holder),
            on,
            recorded_at,
            payer,
            priced.household.full_address,
            priced.lines,
            identity.enrolment.agent_code,
            identity.device_id,
            PriceGrounds(
                command.taken,
                tuple(each.previous_end for each in command.requests),
                command.local.typed,
                command.local.rules,
            ),
            command.replaces,
            door,
        )

    def give_up(self, transfer_id: ReceiptId, reason: str) -> FollowedTransfer:
        """Await a transfer no longer; money that came for it is free for another one, or to be returned."""
        words = clean(reason)
        if not words:
            raise ReasonMissingError
        with self.open_unit() as unit:
            followed = unit.transfers.get(transfer_id)
            followed.require_open()
            now = self.clock.now()
            on = business_date(None, now, unit.receipts.last_issued_on())
            given_up = GivenUpTransfer(transfer_id, on, now, words)
            kind = OperationKind.TRANSFER_GIVEN_UP
            entry = Entry(self.ids.new(), kind, KVER, now, given_up_body(given_up))
            unit.log.append(entry)
            unit.transfers.give_up(given_up, entry.op_id)
            after = unit.transfers.get(transfer_id)
            commit(unit, followed.transfer.code)
        return after

    def _name(self, unit: UnitOfWork) -> tuple[ReceiptId, PurposeCode]:
        while True:
            transfer_id = ReceiptId(self.ids.new())
            code = purpose_code(transfer_id)
            if unit.transfers.code_is_free(code):
                return transfer_id, code


def choose_account(accounts: Sequence[OfficeAccount], wanted: str | None) -> OfficeAccount:
    """Take the office's one account, or the one that is named among several."""
    known = ", ".join(each.account for each in accounts)
    if not accounts:
        raise NoAccountError
    if wanted is None:
        if len(accounts) > 1:
            raise AccountUnsaidError(known)
        return accounts[0]
    number = "".join(wanted.split())
    for each in accounts:
        if number in {each.account, f"{each.bank_bin}:{each.account}"}:
            return each
    raise AccountNotListedError(number, known)


def commit(unit: UnitOfWork, code: PurposeCode) -> None:
    """Make it last; where only the journal could not follow, name the payment that must not be done again."""
    try:
        unit.commit()
    except KeptButUnwitnessedError as error:
        raise TransferUnwitnessedError(code) from error


def refuse_pending(unit: UnitOfWork, lines: Sequence[ReceiptLine]) -> None:
    """Refuse to await money for a time for which it is awaited already."""
    for _line, pending in pending_overlaps(unit, lines):
        raise TransferPendingError(pending.code, str(pending.transfer_id))


def _insured(transfer: AwaitedTransfer) -> set[PersonId]:
    """Return those whose health insurance a transfer pays for."""
    return {line.subject.person_id for line in transfer.lines if line.scheme is Scheme.HEALTH}
