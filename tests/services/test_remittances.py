"""Remittances: whole envelopes, each once, beside the receipts of transfers that had come."""

import pytest

from agent_app.domain.cancellation import AlreadyHandedOverError
from agent_app.domain.envelope import EnvelopeId
from agent_app.domain.evening_body import read_remittance
from agent_app.domain.operation import OperationKind
from agent_app.domain.receipt import PaymentMethod
from agent_app.domain.remittance import RemittanceDifferenceError, RemittanceMethod
from agent_app.services.evening_failures import (
    EnvelopeNotClosedError,
    EnvelopeRemittedError,
    EnvelopeUnknownError,
    NothingToRemitError,
    SlipMissingError,
    SlipRepeatedError,
)
from agent_app.services.remittances import MakeRemittance
from tests.builders import TODAY, an_id
from tests.services.bench import Bench
from tests.services.evening_case import (
    EACH,
    cancel,
    close,
    closed,
    envelopes,
    remit,
    remittances,
    settle,
    take,
)


def test_a_remittance_answers_for_all_receipts_of_its_envelopes_and_for_transfers(bench: Bench) -> None:
    settle(bench)
    cash, transfer = take(bench, 1), take(bench, 2, PaymentMethod.TRANSFER)
    first = closed(bench)
    later = take(bench, 3)
    second = closed(bench)

    made = remit(bench, first, second)

    assert [each.receipt_id for each in made.cash] == [cash.id, later.id]
    assert [each.receipt_id for each in made.transfers] == [transfer.id]
    assert (made.amount, made.cash_total, made.transfer_total) == (2 * EACH, 2 * EACH, EACH)
    assert made.remitted_on == TODAY
    logged = bench.operations()[-1]
    assert logged.kind == OperationKind.REMITTANCE_MADE
    assert read_remittance(logged.body) == made
    with bench.open_unit() as unit:
        assert all(unit.evening.is_remitted(each.id) for each in (cash, transfer, later))
        assert unit.evening.envelope(first.id).remittance_id == made.id


def test_an_envelope_is_handed_over_once(bench: Bench) -> None:
    settle(bench)
    take(bench, 1)
    envelope = closed(bench)
    remit(bench, envelope)

    with pytest.raises(EnvelopeRemittedError):
        remit(bench, envelope, slip="PN-0002")


def test_an_envelope_that_is_named_twice_is_taken_once(bench: Bench) -> None:
    settle(bench)
    take(bench, 1)
    envelope = closed(bench)

    assert remit(bench, envelope, envelope).amount == EACH


def test_cash_that_was_not_counted_is_not_handed_over(bench: Bench) -> None:
    settle(bench)
    take(bench, 1)
    opened = envelopes(bench).open()

    with pytest.raises(EnvelopeNotClosedError):
        remit(bench, opened)


def test_what_is_handed_over_is_what_was_counted_or_is_explained(bench: Bench) -> None:
    settle(bench)
    take(bench, 1)
    envelopes(bench).open()
    envelope = close(bench, EACH - 200, "thiếu một tờ 200")

    with pytest.raises(RemittanceDifferenceError):
        remit(bench, envelope, amount=EACH)
    command = MakeRemittance((envelope.id,), RemittanceMethod.TRANSFER, "FT1", EACH, note="bù 200 đ")
    made = remittances(bench).make(command)

    assert (made.counted, made.amount, made.cash_total) == (EACH - 200, EACH, EACH)


def test_without_an_amount_what_was_counted_is_handed_over(bench: Bench) -> None:
    settle(bench)
    take(bench, 1)
    envelopes(bench).open()
    envelope = close(bench, EACH - 200, "thiếu một tờ 200")

    assert remit(bench, envelope).amount == EACH - 200


def test_what_was_cancelled_since_the_closing_is_not_handed_over(bench: Bench) -> None:
    settle(bench)
    kept, void = take(bench, 1), take(bench, 2)
    envelope = closed(bench)
    cancel(bench, void)

    made = remit(bench, envelope)

    assert (made.counted, made.amount) == (EACH, EACH)
    assert [each.receipt_id for each in made.cash] == [kept.id]


def test_remitted_money_is_refunded_and_not_cancelled(bench: Bench) -> None:
    settle(bench)
    receipt = take(bench, 1)
    remit(bench, closed(bench))

    with pytest.raises(AlreadyHandedOverError):
        cancel(bench, receipt)


def test_a_slip_is_named_and_used_once_in_a_year(bench: Bench) -> None:
    settle(bench)
    take(bench, 1)
    envelope = closed(bench)
    remit(bench, envelope, slip="PN-0007")
    take(bench, 2)
    second = closed(bench)

    with pytest.raises(SlipMissingError):
        remit(bench, second, slip="  ")
    with pytest.raises(SlipRepeatedError):
        remit(bench, second, slip="PN-0007")
    assert remit(bench, second, slip="PN-0008").slip == "PN-0008"


def test_transfers_alone_can_be_listed_and_nothing_cannot(bench: Bench) -> None:
    settle(bench)
    with pytest.raises(NothingToRemitError):
        remit(bench)
    take(bench, 1, PaymentMethod.TRANSFER)

    made = remit(bench)

    assert (made.amount, made.transfer_total) == (0, EACH)
    with pytest.raises(NothingToRemitError):
        remit(bench, slip="PN-0002")


def test_an_unknown_envelope_is_refused(bench: Bench) -> None:
    settle(bench)
    command = MakeRemittance((EnvelopeId(an_id(9)),), RemittanceMethod.DESK, "1")

    with pytest.raises(EnvelopeUnknownError):
        remittances(bench).make(command)
