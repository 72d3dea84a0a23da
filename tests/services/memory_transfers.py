"""Transfers in a store of dicts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from agent_app.domain.bank_statement import BankCredit, CreditId
from agent_app.domain.due_list import Scheme
from agent_app.domain.household import PersonId
from agent_app.domain.money import Dong
from agent_app.domain.purpose_code import PurposeCode
from agent_app.domain.receipt import ReceiptId
from agent_app.domain.transfer import AwaitedTransfer, CreditUse, FollowedTransfer, GivenUpTransfer
from agent_app.services.ports import CreditLeft, PendingCover
from agent_app.services.transfer_failures import CreditUnknownError, TransferUnknownError
from tests.services.memory_tables import Tables


@dataclass(slots=True)
class MemoryTransfers:
    """Fulfils ``ports.Transfers``."""

    tables: Tables

    def add(self, transfer: AwaitedTransfer, op_id: UUID) -> None:
        assert self.code_is_free(transfer.code), "a code was given twice"
        self.tables.transfers[transfer.id] = transfer
        self._logged(op_id)

    def get(self, transfer_id: ReceiptId) -> FollowedTransfer:
        transfer = self.tables.transfers.get(transfer_id)
        if transfer is None:
            raise TransferUnknownError(str(transfer_id))
        uses = [each for each in self.tables.credit_uses.values() if each.transfer_id == transfer_id]
        given_up = self.tables.given_up.get(transfer_id)
        return FollowedTransfer(transfer, tuple(uses), given_up, transfer_id in self.tables.receipts)

    def code_is_free(self, code: PurposeCode) -> bool:
        return all(each.code != code for each in self.tables.transfers.values())

    def with_codes(self, codes: Iterable[PurposeCode]) -> list[FollowedTransfer]:
        wanted = set(codes)
        return [self.get(each.id) for each in self.tables.transfers.values() if each.code in wanted]

    def unreceipted(self) -> list[FollowedTransfer]:
        followed = map(self.get, self.tables.transfers)
        return [each for each in followed if not each.receipted and each.given_up is None]

    def pending(self, person_id: PersonId, scheme: Scheme) -> list[PendingCover]:
        present = self.tables.present
        return [
            PendingCover(each.transfer.id, each.transfer.code, line.period, each.transfer.awaited_on)
            for each in self.unreceipted()
            for line in each.transfer.lines
            if present(line.subject.person_id) == present(person_id) and line.scheme is scheme
        ]

    def paid_since(self, transfer: AwaitedTransfer) -> bool:
        mine = {(line.subject.person_id, line.scheme) for line in transfer.lines}
        return any(
            (line.subject.person_id, line.scheme) in mine
            for each in self.tables.receipts.values()
            if each.id != transfer.id
            and each.id not in self.tables.cancellations
            and each.recorded_at >= transfer.recorded_at
            for line in each.lines
        )

    def keep_credits(self, credits_: Sequence[BankCredit]) -> list[BankCredit]:
        fresh = [each for each in credits_ if each.id not in self.tables.credits]
        self.tables.credits |= {each.id: each for each in fresh}
        return fresh

    def credit(self, credit_id: CreditId) -> CreditLeft:
        credit = self.tables.credits.get(credit_id)
        if credit is None:
            raise CreditUnknownError(str(credit_id))
        used = sum(
            each.used
            for each in self.tables.credit_uses.values()
            if each.credit.id == credit_id
            and each.transfer_id not in self.tables.given_up
            and each.transfer_id not in self.tables.cancellations
        )
        return CreditLeft(credit, Dong(credit.amount - used))

    def credits_left(self) -> list[CreditLeft]:
        ordered = sorted(self.tables.credits.values(), key=lambda each: (each.credited_on, each.imported_at))
        return [left for each in ordered if (left := self.credit(each.id)).left > 0]

    def add_use(self, use: CreditUse, op_id: UUID) -> None:
        self.tables.credits.setdefault(use.credit.id, use.credit)
        self.tables.credit_uses[use.id] = use
        self._logged(op_id)

    def give_up(self, given_up: GivenUpTransfer, op_id: UUID) -> None:
        self.tables.given_up[given_up.transfer_id] = given_up
        self._logged(op_id)

    def _logged(self, op_id: UUID) -> None:
        assert any(each.op_id == op_id for each in self.tables.operations), "a fact was not logged"
