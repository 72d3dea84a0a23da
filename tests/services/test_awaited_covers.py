"""Money for days that a transfer is awaited for: taken only once somebody has said why."""

from dataclasses import replace

import pytest

from agent_app.domain.receipt import PaymentMethod, Receipt
from agent_app.domain.transfer import CreditMatter, TransferState
from agent_app.services.awaited_covers import CoverAwaitedError
from agent_app.services.drafts import DraftService, Objection
from agent_app.services.payments import PaymentRequest
from agent_app.services.receipts import IssueReceipt
from agent_app.services.transfer_failures import TransferPendingError
from agent_app.services.transfers import AwaitTransfer
from tests.builders import TODAY, a_person, rates
from tests.services.bench import Bench
from tests.services.teller import PAY_FIRST, PAY_SECOND, Teller, a_line
from tests.services.test_drafts import Press


@pytest.fixture
def teller(bench: Bench) -> Teller:
    made = Teller(bench)
    made.open_day()
    return made


def issue(teller: Teller, *requests: PaymentRequest, overlap: str | None = None) -> Receipt:
    """Take cash for payments."""
    return teller.bench.receipts.issue(IssueReceipt(requests, "Nguyễn Thị Ánh", overlap=overlap))


def objections(
    teller: Teller, method: PaymentMethod = PaymentMethod.CASH, overlap: str | None = None
) -> tuple[Objection, ...]:
    """Say what speaks against taking the first member's money, looked at beforehand."""
    bench = teller.bench
    drafts = DraftService(bench.open_unit, bench.clock, rates(), Press())
    command = IssueReceipt((PAY_FIRST,), "Nguyễn Thị Ánh", method=method, overlap=overlap)
    return drafts.look(AwaitTransfer(command)).objections


def test_cash_for_what_a_transfer_is_awaited_for_is_asked_about(teller: Teller) -> None:
    transfer = teller.wait(PAY_FIRST, PAY_SECOND)
    before = teller.bench.operations()

    with pytest.raises(CoverAwaitedError) as caught:
        issue(teller, PAY_FIRST)

    error, period = caught.value, transfer.lines[0].period
    assert (error.person_id, error.purpose) == (str(a_person(1).id), transfer.code)
    assert (error.start, error.end, error.awaited_on) == (period.start, period.end, TODAY)
    assert error.amount == f"{transfer.amount:,}".replace(",", ".")
    assert teller.bench.operations() == before


def test_what_was_said_of_it_stays_on_the_receipt_and_the_transfer_is_still_awaited(teller: Teller) -> None:
    transfer = teller.wait()

    receipt = issue(teller, PAY_FIRST, overlap=" Hộ chưa  chuyển ")

    assert receipt.door.overlap == "Hộ chưa chuyển"
    assert teller.get(transfer.id).state is TransferState.AWAITED
    teller.take_in(a_line(transfer.code))
    assert teller.matters() == {"FT1": CreditMatter.PAID_OTHERWISE}


def test_others_and_other_days_are_not_asked_about(teller: Teller) -> None:
    teller.wait()

    assert issue(teller, PAY_SECOND, overlap="Không có").door.overlap is None


def test_a_transfer_that_was_given_up_is_not_asked_about(teller: Teller) -> None:
    teller.transfers.give_up(teller.wait().id, "hộ nộp tiền mặt")

    assert issue(teller, PAY_FIRST).door.overlap is None


def test_the_money_of_the_transfer_itself_is_not_stopped_by_it(teller: Teller) -> None:
    transfer = teller.wait()

    teller.take_in(a_line(transfer.code))

    assert teller.get(transfer.id).state is TransferState.RECEIPTED
    assert issue(teller, PAY_FIRST).lines[0].period.start > transfer.lines[0].period.end


def test_no_answer_lets_a_second_transfer_be_awaited_for_the_same_days(teller: Teller) -> None:
    teller.wait()

    with pytest.raises(TransferPendingError):
        teller.wait(overlap="Vẫn chuyển")


def test_a_draft_in_cash_tells_of_it_even_when_something_else_was_answered(teller: Teller) -> None:
    transfer = teller.wait()

    for answer in (None, "Thẻ ấy đã trả lại"):
        (objection,) = objections(teller, overlap=answer)
        assert isinstance(objection.error, CoverAwaitedError)
        assert (objection.person_id, objection.error.purpose) == (a_person(1).id, transfer.code)
    assert objections(teller)[0].topic == objections(teller)[0].topic


def test_a_draft_by_transfer_leaves_it_to_what_refuses_the_second_one(teller: Teller) -> None:
    teller.wait()

    assert objections(teller, PaymentMethod.TRANSFER) == ()


def test_fewer_months_are_asked_about_where_they_share_a_day(teller: Teller) -> None:
    teller.wait()

    with pytest.raises(CoverAwaitedError):
        issue(teller, replace(PAY_FIRST, months=6))
