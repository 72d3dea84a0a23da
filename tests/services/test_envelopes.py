"""Envelopes: settled when they are opened, counted when they are closed, closed once."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.banknotes import CashCount, LooseChangeError, NoteUnknownError, Pieces, notes_on
from agent_app.domain.envelope import EnvelopeClosedError, EnvelopeDifferenceError, EnvelopeId
from agent_app.domain.evening_body import read_envelope
from agent_app.domain.money import Dong
from agent_app.domain.operation import OperationKind
from agent_app.domain.rates import RateBook
from agent_app.domain.receipt import PaymentMethod
from agent_app.services.envelopes import CloseEnvelope
from agent_app.services.evening_failures import (
    EnvelopeOpenError,
    EnvelopeUnknownError,
    EveningDateError,
    NoCashError,
    NoOpenEnvelopeError,
)
from agent_app.services.failures import NotEnrolledError
from tests.builders import AGENT, DEVICE, TODAY, an_id, rates
from tests.services.bench import Bench
from tests.services.evening_case import EACH, cancel, close, closed, envelopes, notes_for, settle, take


def test_an_envelope_takes_all_cash_in_hand_and_no_transfer(bench: Bench) -> None:
    settle(bench)
    first, second = take(bench, 1), take(bench, 2)
    take(bench, 3, PaymentMethod.TRANSFER)

    opened = envelopes(bench).open()

    assert [each.receipt_id for each in opened.receipts] == [first.id, second.id]
    assert (opened.expected, opened.opened_on) == (2 * EACH, TODAY)


def test_a_receipt_issued_during_the_count_waits_for_the_next_envelope(bench: Bench) -> None:
    settle(bench)
    take(bench, 1)
    envelopes(bench).open()
    late = take(bench, 2)

    first = close(bench, EACH)
    second = envelopes(bench).open()

    assert first.expected == EACH
    assert [each.receipt_id for each in second.receipts] == [late.id]


def test_closing_keeps_the_notes_and_logs_a_fact_that_names_the_receipts(bench: Bench) -> None:
    settle(bench)
    receipts = [take(bench, 1), take(bench, 2)]

    made = closed(bench)

    logged = bench.operations()[-1]
    fact = read_envelope(logged.body)
    assert logged.kind == OperationKind.ENVELOPE_CLOSED
    assert fact.receipts == tuple(each.id for each in receipts)
    assert (fact.envelope_id, fact.counted, fact.voided) == (made.id, made.counted, ())
    assert (fact.agent_code, fact.device_id) == (AGENT, DEVICE)
    with bench.open_unit() as unit:
        assert unit.evening.envelope(made.id) == made
    assert made.content == 2 * EACH


def test_cash_that_differs_needs_a_note_and_stays_as_it_was_counted(bench: Bench) -> None:
    settle(bench)
    take(bench, 1)
    envelopes(bench).open()

    with pytest.raises(EnvelopeDifferenceError):
        close(bench, EACH - 200)
    made = close(bench, EACH - 200, "thiếu một tờ 200")

    assert made.counted is not None
    assert (made.counted.difference, made.counted.note, made.content) == (
        -200,
        "thiếu một tờ 200",
        EACH - 200,
    )


def test_an_envelope_is_closed_once_and_never_opened_again(bench: Bench) -> None:
    settle(bench)
    take(bench, 1)
    made = closed(bench)

    with pytest.raises(EnvelopeClosedError):
        envelopes(bench).close(CloseEnvelope(notes_for(EACH), envelope_id=made.id))
    with pytest.raises(EnvelopeClosedError):
        envelopes(bench).open_again(made.id)
    with pytest.raises(NoOpenEnvelopeError):
        close(bench, EACH)
    with pytest.raises(NoCashError):
        envelopes(bench).open()


def test_a_receipt_cancelled_during_the_count_is_expected_no_more(bench: Bench) -> None:
    settle(bench)
    kept, void = take(bench, 1), take(bench, 2)
    envelopes(bench).open()
    cancel(bench, void)

    made = close(bench, EACH)

    fact = read_envelope(bench.operations()[-1].body)
    assert (made.expected, made.voided_since, made.content) == (EACH, 0, EACH)
    assert (fact.receipts, fact.voided) == ((kept.id,), (void.id,))


def test_a_receipt_cancelled_after_the_closing_changes_what_must_lie_there_and_no_fact(bench: Bench) -> None:
    settle(bench)
    take(bench, 1)
    void = take(bench, 2)
    made = closed(bench)

    cancel(bench, void)

    with bench.open_unit() as unit:
        now = unit.evening.envelope(made.id)
    assert now.counted == made.counted
    assert (now.expected, now.voided_since, now.content) == (EACH, EACH, EACH)
    assert bench.operations()[-1].kind == OperationKind.RECEIPT_CANCELLED


def test_a_cancelled_receipt_is_in_no_envelope(bench: Bench) -> None:
    settle(bench)
    cancel(bench, take(bench, 1))

    with pytest.raises(NoCashError):
        envelopes(bench).open()


def test_two_envelopes_are_never_open_at_once(bench: Bench) -> None:
    settle(bench)
    take(bench, 1)
    opened = envelopes(bench).open()
    take(bench, 2)

    with pytest.raises(EnvelopeOpenError):
        envelopes(bench).open()

    assert envelopes(bench).open_again(opened.id) == opened


def test_notes_that_nobody_pays_with_are_named(bench: Bench) -> None:
    settle(bench)
    take(bench, 1)
    envelopes(bench).open()

    with pytest.raises(NoteUnknownError) as raised:
        envelopes(bench).close(CloseEnvelope(CashCount.of([Pieces(Dong(300_000), 1)])))

    assert raised.value.value == "300.000"


def test_change_that_no_note_pays_is_counted_beside_the_notes(bench: Bench) -> None:
    settle(bench)
    take(bench, 1)
    envelopes(bench).open()
    notes = notes_for(EACH - 200).notes
    with pytest.raises(LooseChangeError):
        envelopes(bench).close(CloseEnvelope(CashCount.of(notes, Dong(200))))

    made = envelopes(bench).close(CloseEnvelope(CashCount.of(notes, Dong(180)), "thiếu 20"))

    assert made.counted is not None
    assert (made.counted.count.total, made.counted.difference) == (EACH - 20, -20)
    assert read_envelope(bench.operations()[-1].body).counted == made.counted


def test_an_evening_lies_between_the_last_receipt_and_today(bench: Bench) -> None:
    settle(bench)
    take(bench, 1)

    for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=1)):
        with pytest.raises(EveningDateError):
            envelopes(bench).open(day)


def test_an_unknown_envelope_and_a_stranger_are_refused(bench: Bench) -> None:
    with pytest.raises(NotEnrolledError):
        envelopes(bench).open()
    settle(bench)
    with pytest.raises(EnvelopeUnknownError):
        envelopes(bench).open_again(EnvelopeId(an_id(9)))


def test_the_day_moves_on_while_the_envelope_is_open(bench: Bench) -> None:
    settle(bench)
    take(bench, 1)
    envelopes(bench).open()
    bench.clock.instant += timedelta(days=1)

    made = close(bench, EACH)

    assert made.counted is not None
    assert (made.opened_on, made.counted.closed_on) == (TODAY, TODAY + timedelta(days=1))


HEAPS = st.lists(st.builds(Pieces, st.sampled_from(notes_on(rates(), TODAY)), st.integers(0, 400)))


@given(HEAPS, st.randoms(use_true_random=False))
def test_heaps_count_the_same_in_any_order(heaps: list[Pieces], chance: Random) -> None:
    shuffled = list(heaps)
    chance.shuffle(shuffled)

    count = CashCount.of(heaps)

    assert CashCount.of(shuffled) == count
    assert count.total == sum(each.value * each.pieces for each in heaps)
    assert len({each.value for each in count.notes}) == len(count.notes)


def test_notes_in_circulation_are_asked_by_date() -> None:
    book = RateBook([replace(rates().at("cash.note.200", TODAY), until=date(2026, 12, 31))])

    assert 200 in notes_on(book, date(2026, 12, 31))
    assert 200 not in notes_on(book, date(2027, 1, 1))
