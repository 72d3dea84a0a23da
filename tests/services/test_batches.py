"""Batches: receipts gathered once, moved along legal ways, confirmed by codes or let go."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.batch import (
    FILED,
    LET_GO,
    MOVES,
    BatchCodeMissingError,
    BatchId,
    BatchMoveError,
    BatchReasonMissingError,
    BatchState,
)
from agent_app.domain.cancellation import AlreadyHandedOverError
from agent_app.domain.evening_body import read_batch
from agent_app.domain.operation import OperationKind
from agent_app.services.batches import MakeBatch, MoveBatch
from agent_app.services.evening_failures import (
    BatchEmptyError,
    BatchUnknownError,
    CodeStrangerError,
    DeclaredAgainError,
    NotGatherableError,
)
from tests.builders import an_id
from tests.services.bench import Bench, memory_bench
from tests.services.evening_case import batches, cancel, closed, remit, settle, take


def test_a_batch_gathers_all_that_is_in_none_and_gets_the_next_number_of_its_month(bench: Bench) -> None:
    settle(bench)
    first, second = take(bench, 1), take(bench, 2)
    remit(bench, closed(bench))

    made = batches(bench).make(MakeBatch((first.id,)))
    rest = batches(bench).make(MakeBatch())

    assert (made.month, made.number, made.state) == ("2026-11", 1, BatchState.DRAFT)
    assert (rest.number, [each.receipt_id for each in rest.receipts]) == (2, [second.id])
    assert made.receipts[0].remitted
    logged = bench.operations()[-1]
    assert logged.kind == OperationKind.BATCH_CHANGED
    assert read_batch(logged.body).receipts == (second.id,)


def test_a_receipt_is_in_one_batch(bench: Bench) -> None:
    settle(bench)
    receipt = take(bench, 1)
    batches(bench).make(MakeBatch())

    with pytest.raises(NotGatherableError):
        batches(bench).make(MakeBatch((receipt.id,)))
    with pytest.raises(BatchEmptyError):
        batches(bench).make(MakeBatch())


def test_a_batch_goes_its_way_and_is_confirmed_by_one_code(bench: Bench) -> None:
    settle(bench)
    first, second = take(bench, 1), take(bench, 2)
    made = batches(bench).make(MakeBatch())
    for state in (BatchState.SENT, BatchState.PROCESSING):
        batches(bench).move(MoveBatch(made.id, state))

    with pytest.raises(BatchCodeMissingError):
        batches(bench).move(MoveBatch(made.id, BatchState.DONE))
    done = batches(bench).move(MoveBatch(made.id, BatchState.DONE, "XN-1", {second.id: "XN-2"}))

    assert {each.receipt_id: each.code for each in done.receipts} == {first.id: "XN-1", second.id: "XN-2"}
    assert [each.state for each in done.steps] == [
        BatchState.DRAFT,
        BatchState.SENT,
        BatchState.PROCESSING,
        BatchState.DONE,
    ]


def test_a_receipt_is_filed_from_the_sending_on_unless_it_is_refused(bench: Bench) -> None:
    settle(bench)
    receipt = take(bench, 1)
    made = batches(bench).make(MakeBatch())

    def filed() -> bool:
        with bench.open_unit() as unit:
            return unit.evening.is_filed(receipt.id)

    assert not filed()
    batches(bench).move(MoveBatch(made.id, BatchState.SENT))
    assert filed()
    with pytest.raises(BatchReasonMissingError):
        batches(bench).move(MoveBatch(made.id, BatchState.REFUSED))
    batches(bench).move(MoveBatch(made.id, BatchState.REFUSED, reason="sai mã hộ"))
    assert not filed()

    again = batches(bench).make(MakeBatch())

    assert [each.receipt_id for each in again.receipts] == [receipt.id]


def test_a_receipt_cancelled_before_the_sending_is_not_handed_in(bench: Bench) -> None:
    settle(bench)
    kept, void = take(bench, 1), take(bench, 2)
    made = batches(bench).make(MakeBatch())
    cancel(bench, void)

    sent = batches(bench).move(MoveBatch(made.id, BatchState.SENT))

    assert [each.receipt_id for each in sent.valid] == [kept.id]
    assert read_batch(bench.operations()[-1].body).receipts == (kept.id,)
    with pytest.raises(AlreadyHandedOverError):
        cancel(bench, kept)


def test_a_batch_of_cancelled_receipts_alone_is_not_sent(bench: Bench) -> None:
    settle(bench)
    receipt = take(bench, 1)
    made = batches(bench).make(MakeBatch())
    cancel(bench, receipt)

    with pytest.raises(BatchEmptyError):
        batches(bench).move(MoveBatch(made.id, BatchState.SENT))
    assert batches(bench).move(_said(made.id, BatchState.WITHDRAWN)).state is BatchState.WITHDRAWN


def test_a_batch_that_was_not_sent_may_be_withdrawn(bench: Bench) -> None:
    settle(bench)
    take(bench, 1)
    made = batches(bench).make(MakeBatch())

    batches(bench).move(MoveBatch(made.id, BatchState.WITHDRAWN, reason="lập nhầm"))

    assert batches(bench).make(MakeBatch()).number == 2


def test_whoever_is_declared_again_within_a_week_is_asked_about(bench: Bench) -> None:
    settle(bench)
    take(bench, 1)
    batches(bench).make(MakeBatch())
    bench.clock.instant += timedelta(days=3)
    again = take(bench, 1)

    with pytest.raises(DeclaredAgainError) as raised:
        batches(bench).make(MakeBatch())

    assert (raised.value.days, raised.value.receipts) == (7, again.shown_number)
    assert batches(bench).make(MakeBatch(again=True)).number == 2


def test_after_that_week_nobody_is_asked(bench: Bench) -> None:
    settle(bench)
    take(bench, 1)
    batches(bench).make(MakeBatch())
    bench.clock.instant += timedelta(days=8)
    take(bench, 1)

    assert batches(bench).make(MakeBatch()).number == 2


def test_two_receipts_of_one_person_and_scheme_in_one_batch_are_asked_about(bench: Bench) -> None:
    settle(bench)
    take(bench, 1)
    second = take(bench, 1)

    with pytest.raises(DeclaredAgainError) as raised:
        batches(bench).make(MakeBatch())

    assert raised.value.receipts == second.shown_number
    assert [each.receipt_id for each in raised.value.repeated] == [second.id]


def test_codes_are_for_receipts_of_the_batch_when_it_is_done(bench: Bench) -> None:
    settle(bench)
    take(bench, 1)
    made = batches(bench).make(MakeBatch())

    with pytest.raises(CodeStrangerError):
        batches(bench).move(MoveBatch(made.id, BatchState.SENT, "XN-1"))
    batches(bench).move(MoveBatch(made.id, BatchState.SENT))
    stranger = take(bench, 2)
    with pytest.raises(CodeStrangerError):
        batches(bench).move(MoveBatch(made.id, BatchState.DONE, "XN-1", {stranger.id: "XN-2"}))


def test_an_unknown_batch_is_refused(bench: Bench) -> None:
    settle(bench)

    with pytest.raises(BatchUnknownError):
        batches(bench).move(MoveBatch(BatchId(an_id(9)), BatchState.SENT))


@pytest.mark.parametrize("state", BatchState)
@pytest.mark.parametrize("wanted", BatchState)
def test_only_legal_moves_are_made(tmp_path: Path, state: BatchState, wanted: BatchState) -> None:
    with memory_bench(tmp_path) as bench:
        _go(bench, state, wanted)


def _go(bench: Bench, state: BatchState, wanted: BatchState) -> None:
    settle(bench)
    take(bench, 1)
    made = batches(bench).make(MakeBatch())
    ways = {
        BatchState.DRAFT: (),
        BatchState.SENT: (BatchState.SENT,),
        BatchState.PROCESSING: (BatchState.SENT, BatchState.PROCESSING),
        BatchState.DONE: (BatchState.SENT, BatchState.DONE),
        BatchState.REFUSED: (BatchState.SENT, BatchState.REFUSED),
        BatchState.WITHDRAWN: (BatchState.WITHDRAWN,),
    }
    for each in ways[state]:
        batches(bench).move(_said(made.id, each))

    if wanted in MOVES[state]:
        assert batches(bench).move(_said(made.id, wanted)).state is wanted
    else:
        with pytest.raises(BatchMoveError):
            batches(bench).move(_said(made.id, wanted))


def _said(batch_id: BatchId, to: BatchState) -> MoveBatch:
    code, reason = ("XN-1" if to is BatchState.DONE else ""), ("sai" if to in LET_GO else "")
    return MoveBatch(batch_id, to, code, reason=reason)


@given(st.sampled_from(BatchState))
def test_no_way_leads_back(state: BatchState) -> None:
    assert BatchState.DRAFT not in MOVES[state]
    if state in LET_GO or state is BatchState.DONE:
        assert not MOVES[state]
    assert not FILED & LET_GO
