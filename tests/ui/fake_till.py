"""Drafts, transfers and undone receipts in memory; a test says what the door or the book objects to."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from uuid import UUID

from agent_app.domain.cancellation import Cancellation, RefundId, RefundRequest
from agent_app.domain.eligibility import HealthQuestion, PaidWholly, PaidWhollyError
from agent_app.domain.errors import AppError, RuleError
from agent_app.domain.household import PersonId
from agent_app.domain.money import Dong
from agent_app.domain.office_setting import OfficeAccount
from agent_app.domain.purpose_code import PurposeCode, purpose_code
from agent_app.domain.receipt import PaymentMethod, Receipt, ReceiptForm, ReceiptId, ReceiptState
from agent_app.domain.transfer import (
    AwaitedTransfer,
    FollowedTransfer,
    GivenUpTransfer,
    PayeeAccount,
    TransferState,
)
from agent_app.services.cancelling import CancelReceipt
from agent_app.services.drafts import NOTHING_SAID, Asked, DraftLook, Objection
from agent_app.services.ports import TransferView
from agent_app.services.receipts import NumberMissingError
from agent_app.services.refunding import RefundReceipt
from agent_app.services.transfer_failures import NoAccountError
from agent_app.services.transfers import AwaitTransfer
from tests.builders import AGENT, DEVICE, NOW, TODAY, an_id
from tests.ui.fake_papers import PDF

if TYPE_CHECKING:
    from tests.ui.fake_core import FakeCore, FakeQueries

ACCOUNT = OfficeAccount("970415", "0011001932418", "BHXH CO SO SUOI TRUC")


@dataclass
class FakeDrafts:
    """Looks at drafts; ``old`` are those of whom a social pension is asked."""

    core: FakeCore
    form: ReceiptForm = ReceiptForm.SELF_PRINTED
    accounts: tuple[OfficeAccount, ...] = (ACCOUNT,)
    old: tuple[PersonId, ...] = ()
    objections: tuple[Objection, ...] = ()
    obstacle: AppError | None = None
    error: Exception | None = None
    looks: list[AwaitTransfer] = field(default_factory=list)
    threads: set[str] = field(default_factory=set)

    def look(self, wanted: AwaitTransfer, said: Mapping[Asked, bool] = NOTHING_SAID) -> DraftLook:
        self.threads.add(threading.current_thread().name)
        self.looks.append(wanted)
        if self.error is not None:
            raise self.error
        command, book = wanted.command, self.core.queries.book
        household = self.core.queries.households[command.household_id]  # type: ignore[index]
        numbered = self.form is not ReceiptForm.ELECTRONIC and command.method is PaymentMethod.CASH
        number = command.number.number if command.number else book.next
        draft = Receipt(
            ReceiptId(UUID(int=0)),
            household.id,
            book.symbol if numbered else None,
            book.book if numbered else None,
            number if numbered else None,
            TODAY,
            NOW,
            command.payer,
            household.address,
            command.method,
            self.core.quote(household.id, command.requests, TODAY),
            AGENT,
            DEVICE,
            form=self.form,
        )
        asked = tuple(Asked(HealthQuestion.SOCIAL_PENSION, each) for each in self.old)
        refused = (
            Objection(PaidWhollyError(PaidWholly.SOCIAL_PENSION), each.person_id)
            for each in asked
            if said.get(each)
        )
        return DraftLook(
            draft,
            tuple(each for each in asked if each not in said),
            (*refused, *(() if command.overlap else self.objections)),
            self._obstacle(wanted),
            book.next if numbered else None,
            self.accounts,
        )

    def paper(self, draft: Receipt) -> bytes:
        assert draft.signature == b""
        return PDF

    def _obstacle(self, wanted: AwaitTransfer) -> AppError | None:
        if self.obstacle is not None:
            return self.obstacle
        if wanted.command.method is PaymentMethod.TRANSFER:
            return None if self.accounts else NoAccountError()
        by_hand = self.form is ReceiptForm.PREPRINTED and wanted.command.number is None
        return NumberMissingError() if by_hand else None


@dataclass
class FakeTransfers:
    """Awaits transfers, and answers of them."""

    core: FakeCore
    followed: dict[ReceiptId, FollowedTransfer] = field(default_factory=dict)
    besides: list[PurposeCode] = field(default_factory=list)
    error: Exception | None = None

    def wait(self, wanted: AwaitTransfer) -> AwaitedTransfer:
        if self.error is not None:
            raise self.error
        command = wanted.command
        assert command.household_id is not None
        transfer_id = ReceiptId(an_id(0xA000 + len(self.followed)))
        transfer = AwaitedTransfer(
            transfer_id,
            command.household_id,
            purpose_code(transfer_id),
            PayeeAccount(ACCOUNT.bank_bin, wanted.account or ACCOUNT.account, ACCOUNT.holder),
            TODAY,
            NOW,
            command.payer,
            self.core.queries.households[command.household_id].address,
            self.core.quote(command.household_id, command.requests, TODAY),
            AGENT,
            DEVICE,
        )
        self.followed[transfer_id] = FollowedTransfer(transfer)
        return transfer

    def beside(self, _transfer: AwaitedTransfer) -> list[PurposeCode]:
        return self.besides

    def give_up(self, transfer_id: ReceiptId, reason: str) -> FollowedTransfer:
        if self.error is not None:
            raise self.error
        given_up = GivenUpTransfer(transfer_id, TODAY, NOW, reason)
        self.followed[transfer_id] = replace(self.followed[transfer_id], given_up=given_up)
        return self.followed[transfer_id]

    def transfer(self, transfer_id: ReceiptId) -> FollowedTransfer:
        return self.followed[transfer_id]

    def named(self, code: PurposeCode) -> ReceiptId:
        return next(key for key, each in self.followed.items() if each.transfer.code == code)

    def transfers(
        self, states: Iterable[TransferState] | None, limit: int, offset: int = 0
    ) -> list[TransferView]:
        wanted = set(states) if states is not None else set(TransferState)
        found = [each for each in self.followed.values() if each.state in wanted]
        return [
            TransferView(
                each.transfer.id,
                each.transfer.household_id,
                each.transfer.code,
                each.transfer.amount,
                each.credited,
                each.state,
                each.transfer.payer,
                each.transfer.awaited_on,
                None,
                None,
            )
            for each in reversed(found)
        ][offset:][:limit]

    def sums(self) -> dict[TransferState, tuple[int, Dong]]:
        found = dict[TransferState, tuple[int, Dong]]()
        for each in self.followed.values():
            count, total = found.get(each.state, (0, Dong(0)))
            found[each.state] = (count + 1, Dong(total + each.transfer.amount))
        return found


@dataclass
class FakeUndoing:
    """Cancels receipts and asks for refunds, unless a test has something against it."""

    queries: FakeQueries
    in_the_way: RuleError | None = None
    error: Exception | None = None
    commands: list[CancelReceipt | RefundReceipt] = field(default_factory=list)

    def obstacle(self, _receipt_id: ReceiptId) -> RuleError | None:
        return self.in_the_way

    def cancel(self, command: CancelReceipt) -> Cancellation:
        self.commands.append(command)
        if self.error is not None:
            raise self.error
        made = Cancellation(
            command.receipt_id, TODAY, NOW, command.reason, command.approver, command.copy_two
        )
        self._change(command.receipt_id, state=ReceiptState.CANCELLED, cancellation=made)
        return made

    def ask(self, command: RefundReceipt) -> RefundRequest:
        self.commands.append(command)
        if self.error is not None:
            raise self.error
        made = RefundRequest(
            RefundId(an_id(0xB000)),
            command.receipt_id,
            0,
            command.cause,
            TODAY,
            TODAY,
            NOW,
            command.amount or Dong(500_000),
            command.amount is None,
            command.reason,
        )
        self._change(command.receipt_id, state=ReceiptState.REFUND_REQUESTED, refunds=(made,))
        return made

    def _change(self, receipt_id: ReceiptId, **changes: object) -> None:
        self.queries.views = [
            replace(each, **changes) if each.receipt.id == receipt_id else each  # type: ignore[arg-type]
            for each in self.queries.views
        ]
