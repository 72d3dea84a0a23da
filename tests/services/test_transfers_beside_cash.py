"""Transfers and receipts in cash for the same people: nothing is sold twice, nor replaced twice."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from agent_app.domain.cancellation import CopyTwo, ReplacementError
from agent_app.domain.receipt import ReceiptForm
from agent_app.domain.transfer import TransferState
from agent_app.services.cancelling import CancellationService, CancelReceipt
from agent_app.services.receipts import IssueReceipt
from agent_app.services.transfer_failures import ReasonMissingError
from agent_app.services.typed_numbers import TypedNumber
from tests.builders import a_household, a_person
from tests.services.bench import Bench
from tests.services.teller import PAY_FIRST, PAY_SECOND, Teller, a_line

LATER = datetime(2026, 11, 25, 3, tzinfo=UTC)


@pytest.fixture
def teller(bench: Bench) -> Teller:
    made = Teller(bench)
    made.open_day()
    return made


def test_what_a_transfer_has_paid_for_is_not_sold_again_while_its_paper_waits(bench: Bench) -> None:
    teller = Teller(bench)
    teller.open_day(form=ReceiptForm.PREPRINTED)
    transfer = teller.wait()
    (done,) = teller.take_in(a_line(transfer.code)).matched

    more = bench.receipts.issue(IssueReceipt((PAY_FIRST,), "Nguyễn Thị Ánh", number=TypedNumber(1)))

    (paid,), (next_one,) = done.use.lines, more.lines
    assert next_one.period.start == paid.period.end + timedelta(days=1)
    assert teller.statements.write_number(transfer.id, 2).lines == (paid,)


def test_a_place_that_money_has_paid_for_stays_held_when_another_receipt_is_void(bench: Bench) -> None:
    teller = Teller(bench)
    teller.open_day(form=ReceiptForm.PREPRINTED)
    half = replace(PAY_FIRST, months=6)
    void = bench.receipts.issue(IssueReceipt((half,), "Nguyễn Thị Ánh", number=TypedNumber(1)))
    teller.set_clock(LATER)
    transfer = teller.wait(half)
    teller.take_in(a_line(transfer.code, transfer.amount, on=LATER.date()))
    assert teller.get(transfer.id).state is TransferState.CREDITED

    CancellationService(bench.open_unit, bench.clock, bench.ids).cancel(
        CancelReceipt(void.id, "ghi sai tên", "Trưởng nhóm", CopyTwo.KEPT)
    )

    with bench.open_unit() as unit:
        assert unit.receipts.places(a_household().id, 2026) == {a_person(1).id: 1}


def test_a_receipt_is_replaced_by_one_payment_alone(teller: Teller) -> None:
    bench = teller.bench
    void = bench.receipts.issue(IssueReceipt((PAY_FIRST,), "Nguyễn Thị Ánh"))
    cancelling = CancellationService(bench.open_unit, bench.clock, bench.ids)
    cancelling.cancel(CancelReceipt(void.id, "ghi sai tên", "Trưởng nhóm", CopyTwo.KEPT))
    transfer = teller.wait(replaces=void.id)
    again = IssueReceipt((PAY_SECOND,), "Đặng Văn Kỳ", replaces=void.id)

    with pytest.raises(ReplacementError):
        bench.receipts.issue(again)
    with pytest.raises(ReplacementError):
        teller.wait(PAY_SECOND, replaces=void.id)

    teller.transfers.give_up(transfer.id, "hộ trả tiền mặt")
    assert bench.receipts.issue(again).replaces == void.id


def test_a_part_that_names_one_transfer_counts_for_another_only_for_a_reason(teller: Teller) -> None:
    one, other = teller.wait(), teller.wait(PAY_SECOND)
    teller.take_in(a_line(one.code, 500_000))
    credit = teller.credit("FT1").id

    with pytest.raises(ReasonMissingError):
        teller.statements.match(credit, other.id, None)

    assert teller.statements.match(credit, one.id, None).use.used == 500_000
