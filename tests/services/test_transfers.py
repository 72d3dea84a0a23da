"""Awaiting transfers: priced, with an account of the office's, a code of their own, and no number."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID

import pytest

from agent_app.domain.due_list import Scheme
from agent_app.domain.money import Dong
from agent_app.domain.operation import OperationKind
from agent_app.domain.payment_qr import read_transfer
from agent_app.domain.purpose_code import codes_in, purpose_code
from agent_app.domain.receipt import ReceiptId
from agent_app.domain.transfer import (
    TransferGivenUpError,
    TransferSettledError,
    TransferState,
)
from agent_app.domain.transfer_body import read_awaited, read_given_up
from agent_app.services.failures import NotEnrolledError
from agent_app.services.receipts import IssueReceipt, PayerMissingError
from agent_app.services.transfer_failures import (
    AccountNotListedError,
    AccountUnsaidError,
    NoAccountError,
    ReasonMissingError,
    TransferPendingError,
    TransferUnknownError,
)
from agent_app.services.transfers import AwaitTransfer
from tests.builders import AGENT, DEVICE, TODAY, a_household, a_person, an_id
from tests.fakes import CountingIds, CrashError, Fuse, fused
from tests.services.bench import Bench
from tests.services.teller import ACCOUNT, ACCOUNTS, OTHER, PAY_FIRST, PAY_SECOND, PRICE, Teller, a_line


@pytest.fixture
def teller(bench: Bench) -> Teller:
    made = Teller(bench)
    made.open_day()
    return made


def test_a_transfer_is_awaited_at_the_price_of_the_day_and_takes_no_number(teller: Teller) -> None:
    transfer = teller.wait(PAY_FIRST, PAY_SECOND)

    assert (transfer.amount, transfer.awaited_on) == (PRICE + 956_340, TODAY)
    assert (transfer.agent_code, transfer.device_id) == (AGENT, DEVICE)
    assert (transfer.payer, transfer.address) == ("Nguyễn Thị Ánh", a_household().address)
    assert teller.get(transfer.id).transfer == transfer
    assert teller.get(transfer.id).state is TransferState.AWAITED
    with teller.bench.open_unit() as unit:
        assert unit.receipts.book(TODAY).next == 1
        assert unit.receipts.last_issued_on() is None
        assert unit.receipts.places(a_household().id, 2026) == {}


def test_what_is_awaited_is_logged_as_it_is_kept(teller: Teller) -> None:
    transfer = teller.wait()

    (operation,) = teller.bench.operations()
    assert operation.kind == OperationKind.TRANSFER_AWAITED
    assert read_awaited(operation.body) == transfer


def test_the_code_to_scan_goes_to_the_offices_account_and_names_nobody(teller: Teller) -> None:
    transfer = teller.wait()

    scanned = read_transfer(transfer.order.payload)
    assert (scanned.bank_bin, scanned.account) == ("970415", ACCOUNT)
    assert (scanned.amount, scanned.purpose) == (PRICE, transfer.code)
    assert codes_in(transfer.code) == (transfer.code,)


def test_without_an_account_of_the_office_no_transfer_is_awaited(bench: Bench) -> None:
    teller = Teller(bench)
    teller.open_day(accounts=None)

    with pytest.raises(NoAccountError):
        teller.wait()
    assert bench.operations() == []


def test_one_of_several_accounts_must_be_named(bench: Bench) -> None:
    teller = Teller(bench)
    teller.open_day(accounts=f"{ACCOUNTS};970436:{OTHER}:BHXH TINH")

    with pytest.raises(AccountUnsaidError):
        teller.wait()
    with pytest.raises(AccountNotListedError):
        teller.wait(account="123456789")
    assert teller.wait(account="970436:19033445566").account.number == OTHER
    assert teller.wait(PAY_SECOND, account="1903 3445 566").account.number == OTHER


def test_money_that_is_awaited_already_is_not_awaited_again(teller: Teller) -> None:
    first = teller.wait()

    with pytest.raises(TransferPendingError) as caught:
        teller.wait()

    assert (caught.value.purpose, caught.value.transfer_id) == (first.code, str(first.id))
    assert teller.wait(PAY_SECOND).code != first.code
    pension = replace(PAY_FIRST, scheme=Scheme.PENSION, months=3, income=Dong(1_500_000))
    assert teller.wait(pension).amount > 0


def test_what_else_a_household_awaits_for_other_members_may_change_the_price(teller: Teller) -> None:
    first = teller.wait()
    assert teller.transfers.beside(first) == []

    second = teller.wait(PAY_SECOND)

    assert teller.transfers.beside(second) == [first.code]
    teller.take_in(a_line(first.code))
    assert teller.transfers.beside(second) == []


def test_what_is_pending_for_a_person_can_be_asked_for(teller: Teller) -> None:
    transfer = teller.wait()

    with teller.bench.open_unit() as unit:
        (pending,) = unit.transfers.pending(a_person(1).id, Scheme.HEALTH)
        assert unit.transfers.pending(a_person(1).id, Scheme.PENSION) == []
        assert unit.transfers.pending(a_person(2).id, Scheme.HEALTH) == []
    assert (pending.transfer_id, pending.code) == (transfer.id, transfer.code)
    assert (pending.period.start, pending.period.end) == (
        transfer.lines[0].period.start,
        transfer.lines[0].period.end,
    )


def test_a_transfer_given_up_is_pending_no_more(teller: Teller) -> None:
    transfer = teller.wait()

    after = teller.transfers.give_up(transfer.id, " hộ nộp  tiền mặt ")

    assert after.state is TransferState.GIVEN_UP
    assert after.given_up is not None
    assert (after.given_up.reason, after.given_up.given_up_on) == ("hộ nộp tiền mặt", TODAY)
    assert read_given_up(teller.bench.operations()[-1].body) == after.given_up
    with teller.bench.open_unit() as unit:
        assert unit.transfers.pending(a_person(1).id, Scheme.HEALTH) == []
        assert unit.transfers.unreceipted() == []
    assert teller.wait().code != transfer.code


def test_giving_up_needs_a_reason_and_a_transfer_that_is_awaited(teller: Teller) -> None:
    transfer = teller.wait()

    with pytest.raises(ReasonMissingError):
        teller.transfers.give_up(transfer.id, "  ")
    with pytest.raises(TransferUnknownError):
        teller.transfers.give_up(ReceiptId(an_id(9)), "nhầm")
    teller.transfers.give_up(transfer.id, "nhầm")
    with pytest.raises(TransferGivenUpError):
        teller.transfers.give_up(transfer.id, "nhầm")


def test_a_transfer_that_is_paid_for_is_not_given_up(teller: Teller) -> None:
    transfer = teller.wait()
    teller.take_in(a_line(transfer.code))

    with pytest.raises(TransferSettledError):
        teller.transfers.give_up(transfer.id, "nhầm")


def test_a_payer_and_an_enrolment_are_needed(bench: Bench) -> None:
    teller = Teller(bench)

    with pytest.raises(PayerMissingError):
        teller.transfers.wait(AwaitTransfer(IssueReceipt((PAY_FIRST,), " ")))
    with pytest.raises(NotEnrolledError):
        teller.wait()


@dataclass(slots=True)
class Repeating:
    """Ids that come again, then new ones."""

    again: Iterator[UUID]
    ids: CountingIds

    def new(self) -> UUID:
        return next(self.again, None) or self.ids.new()


def test_a_code_that_is_taken_is_not_given_again(teller: Teller) -> None:
    first = teller.wait()
    clash = first.id

    service = replace(teller.transfers, ids=Repeating(iter([clash]), teller.bench.ids))
    second = service.wait(AwaitTransfer(IssueReceipt((PAY_SECOND,), "Nguyễn Thị Ánh")))

    assert purpose_code(clash) == first.code != second.code


def test_wherever_the_power_goes_a_transfer_is_awaited_whole_or_not_at_all(bench: Bench) -> None:
    teller = Teller(bench)
    teller.open_day()
    calls = 0
    while True:
        calls += 1
        fuse = Fuse(calls)
        service = replace(teller.transfers, open_unit=fused(bench.open_unit, fuse))
        try:
            transfer = service.wait(AwaitTransfer(IssueReceipt((PAY_FIRST,), "Nguyễn Thị Ánh")))
        except CrashError:
            assert bench.operations() == []
            continue
        break
    assert teller.get(transfer.id).transfer == transfer
    assert calls > 5
