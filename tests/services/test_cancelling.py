"""Making a receipt void: when it may be, and what is free again afterwards."""

from dataclasses import replace
from datetime import timedelta

import pytest

from agent_app.domain.cancellation import (
    AlreadyCancelledError,
    AlreadyHandedOverError,
    CancellationWordsError,
    CopyTwo,
    OwnApprovalError,
)
from agent_app.domain.cancellation_body import read_cancellation
from agent_app.domain.due_list import Scheme
from agent_app.domain.household import PersonId
from agent_app.domain.operation import OperationKind
from agent_app.domain.receipt import Receipt, ReceiptId, ReceiptState
from agent_app.services.cancelling import CancellationService, CancelReceipt
from agent_app.services.failures import NotEnrolledError, ReceiptUnknownError
from agent_app.services.quotes import PaymentRequest
from agent_app.services.receipts import IssueReceipt
from tests.builders import TODAY, a_household, a_person, an_enrolment, an_id
from tests.fakes import CrashError, Fuse, MemoryStore, fused
from tests.services.bench import Bench

HOME = a_household().id
FIRST, SECOND = a_person(1).id, a_person(2).id


def open_day(bench: Bench) -> None:
    bench.enrol()
    bench.settle_in(a_person(1), a_person(2))


def issue(bench: Bench, *people: PersonId, months: int = 12) -> Receipt:
    wishes = tuple(PaymentRequest(each, Scheme.HEALTH, months) for each in people or (FIRST,))
    return bench.receipts.issue(IssueReceipt(wishes, "Nguyễn Thị Ánh"))


def cancelling(bench: Bench) -> CancellationService:
    return CancellationService(bench.open_unit, bench.clock, bench.ids)


def void(receipt: Receipt, **changes: str) -> CancelReceipt:
    words = {"reason": "Ghi sai số tháng", "approver": "Lê Văn Duyệt"} | changes
    return CancelReceipt(receipt.id, words["reason"], words["approver"], CopyTwo.TAKEN_BACK)


def test_a_cancelled_receipt_keeps_its_number_and_says_why(bench: Bench) -> None:
    open_day(bench)
    receipt = issue(bench)

    made = cancelling(bench).cancel(void(receipt))

    view = bench.queries.receipt(receipt.id)
    assert (view.receipt, view.state, view.cancellation) == (receipt, ReceiptState.CANCELLED, made)
    assert (made.on, made.recorded_at) == (TODAY, bench.clock.instant)
    assert issue(bench).number == 2


def test_a_cancellation_is_logged_behind_its_receipt(bench: Bench) -> None:
    open_day(bench)
    receipt = issue(bench)

    made = cancelling(bench).cancel(void(receipt))

    logged = bench.operations()[-1]
    assert (logged.kind, read_cancellation(logged.body)) == (OperationKind.RECEIPT_CANCELLED, made)


def test_the_place_of_a_cancelled_receipt_goes_to_the_next_payer(bench: Bench) -> None:
    open_day(bench)
    receipt = issue(bench, FIRST)

    cancelling(bench).cancel(void(receipt))

    assert issue(bench, SECOND).lines[0].place == 1
    assert issue(bench, FIRST).lines[0].place == 2


def test_whoever_paid_at_a_later_place_keeps_it(bench: Bench) -> None:
    open_day(bench)
    receipt = issue(bench, FIRST)
    issue(bench, SECOND)

    cancelling(bench).cancel(void(receipt))

    with bench.open_unit() as unit:
        assert unit.receipts.places(HOME, TODAY.year) == {SECOND: 2}


def test_a_place_stays_where_another_receipt_of_the_year_holds_it(bench: Bench) -> None:
    open_day(bench)
    issue(bench, FIRST, months=3)
    again = issue(bench, FIRST, months=3)

    cancelling(bench).cancel(void(again))

    with bench.open_unit() as unit:
        assert unit.receipts.places(HOME, TODAY.year) == {FIRST: 1}


def test_a_cancelled_cover_covers_no_longer(bench: Bench) -> None:
    open_day(bench)
    receipt = issue(bench)

    cancelling(bench).cancel(void(receipt))

    assert issue(bench).lines[0].period == receipt.lines[0].period


def test_the_visit_stays(bench: Bench) -> None:
    open_day(bench)
    receipt = issue(bench)

    cancelling(bench).cancel(void(receipt))

    assert bench.queries.counts().visits == 1


def test_a_receipt_is_cancelled_once(bench: Bench) -> None:
    open_day(bench)
    receipt = issue(bench)
    cancelling(bench).cancel(void(receipt))

    with pytest.raises(AlreadyCancelledError) as caught:
        cancelling(bench).cancel(void(receipt))

    assert caught.value.facts() == {"receipt_id": str(receipt.id), "on": TODAY}
    assert len(bench.operations()) == 3


@pytest.mark.parametrize("words", [{"reason": " "}, {"approver": ""}])
def test_a_cancellation_without_words_is_refused(words: dict[str, str], bench: Bench) -> None:
    open_day(bench)
    receipt = issue(bench)

    with pytest.raises(CancellationWordsError):
        cancelling(bench).cancel(void(receipt, **words))

    assert bench.queries.receipt(receipt.id).state is ReceiptState.SAVED


def test_nobody_approves_their_own_cancellation(bench: Bench) -> None:
    open_day(bench)
    receipt = issue(bench)

    with pytest.raises(OwnApprovalError):
        cancelling(bench).cancel(void(receipt, approver="tran van  binh"))


def test_what_is_not_there_cannot_be_cancelled(bench: Bench) -> None:
    bench.settle_in()
    unknown = CancelReceipt(ReceiptId(an_id(9)), "Sai", "Lê Văn Duyệt", CopyTwo.KEPT)
    with pytest.raises(NotEnrolledError):
        cancelling(bench).cancel(unknown)
    with bench.open_unit() as unit:
        unit.device.enrol(an_enrolment())
        unit.commit()

    with pytest.raises(ReceiptUnknownError):
        cancelling(bench).cancel(unknown)


@pytest.mark.parametrize("table", ["remitted", "filed"])
def test_money_that_was_handed_over_is_refunded_not_cancelled(table: str) -> None:
    store = MemoryStore()
    bench = Bench(store.unit, None)  # type: ignore[arg-type]
    open_day(bench)
    receipt = issue(bench)
    store.tables = replace(store.tables, **{table: frozenset({receipt.id})})  # type: ignore[arg-type]

    with pytest.raises(AlreadyHandedOverError):
        cancelling(bench).cancel(void(receipt))


def test_a_cancellation_is_never_dated_before_the_last_receipt(bench: Bench) -> None:
    open_day(bench)
    receipt = issue(bench)
    bench.clock.instant -= timedelta(days=3)

    assert cancelling(bench).cancel(void(receipt)).on == TODAY


def test_a_crash_at_any_call_leaves_the_receipt_as_it_was(bench: Bench) -> None:
    open_day(bench)
    receipt = issue(bench)
    crashes = 0
    while True:
        broken = replace(cancelling(bench), open_unit=fused(bench.open_unit, Fuse(at=crashes + 1)))
        try:
            broken.cancel(void(receipt))
        except CrashError:
            crashes += 1
            assert len(bench.operations()) == 2
            assert bench.queries.receipt(receipt.id).state is ReceiptState.SAVED
        else:
            break

    assert crashes > 5
    assert bench.queries.receipt(receipt.id).state is ReceiptState.CANCELLED
