"""Asking money back that was handed over: how much, of which payment, and only then."""

from dataclasses import replace
from datetime import date

import pytest

from agent_app.domain.cancellation import AlreadyCancelledError
from agent_app.domain.cancellation_body import read_refund
from agent_app.domain.due_list import Scheme
from agent_app.domain.money import Dong
from agent_app.domain.operation import OperationKind
from agent_app.domain.receipt import Receipt
from agent_app.domain.refunds import NothingToRefundError
from agent_app.services.failures import NotEnrolledError
from agent_app.services.ports import Queries
from agent_app.services.quotes import PaymentRequest
from agent_app.services.receipts import IssueReceipt
from agent_app.services.refunding import (
    RefundAmountError,
    RefundCauseError,
    RefundEarlyError,
    RefundLineError,
    RefundReceipt,
    RefundService,
    RefundTwiceError,
)
from tests.builders import TODAY, a_person
from tests.fakes import MemoryStore
from tests.services.bench import Bench
from tests.services.memory_queries import MemoryQueries
from tests.services.test_cancelling import cancelling, void

FIRST, SECOND = a_person(1).id, a_person(2).id
HEALTH = PaymentRequest(FIRST, Scheme.HEALTH, 12)
PENSION = PaymentRequest(FIRST, Scheme.PENSION, 12, Dong(1_500_000))


class Office:
    """A memory store in which a test says what was handed over."""

    def __init__(self) -> None:
        self.store = MemoryStore()
        reading: Queries = MemoryQueries(lambda: self.store.tables)  # type: ignore[assignment]
        self.bench = Bench(self.store.unit, reading)
        self.bench.enrol()
        self.bench.settle_in(a_person(1), a_person(2))

    def issue(self, *requests: PaymentRequest, remitted: bool = True) -> Receipt:
        receipt = self.bench.receipts.issue(IssueReceipt(requests or (HEALTH,), "Bà Ánh"))
        if remitted:
            held = self.store.tables
            self.store.tables = replace(held, remitted=held.remitted | {receipt.id})
        return receipt

    @property
    def refunds(self) -> RefundService:
        return RefundService(self.bench.open_unit, self.bench.clock, self.bench.ids)


@pytest.fixture
def office() -> Office:
    return Office()


def test_whoever_the_state_pays_for_from_now_on_gets_the_months_left_back(office: Office) -> None:
    receipt = office.issue()
    on = date(2027, 6, 21)  # six whole months of the cover begin on or after it

    made = office.refunds.ask(RefundReceipt(receipt.id, "new_group", on, reason="Hộ nghèo"))

    assert (made.amount, made.computed, made.changed_on) == (683_100, True, on)
    assert (made.requested_on, made.line, made.reason) == (TODAY, 0, "Hộ nghèo")
    logged = office.bench.operations()[-1]
    assert (logged.kind, read_refund(logged.body)) == (OperationKind.REFUND_REQUESTED, made)
    assert office.bench.queries.receipt(receipt.id).refunds == (made,)


def test_a_higher_support_needs_the_price_of_then(office: Office) -> None:
    receipt = office.issue()
    ask = RefundReceipt(receipt.id, "higher_support", date(2026, 12, 1))
    with pytest.raises(RefundAmountError):
        office.refunds.ask(ask)

    assert office.refunds.ask(replace(ask, due_then=Dong(956_340))).amount == 409_860


def test_a_pension_plan_comes_back_for_the_months_to_come(office: Office) -> None:
    receipt = office.issue(PENSION)

    made = office.refunds.ask(RefundReceipt(receipt.id, "compulsory", date(2027, 5, 1)))

    assert made.amount == receipt.total // 2


@pytest.mark.parametrize("cause", ["base_salary", "death"])
def test_what_the_rules_leave_nothing_of_is_refused(cause: str, office: Office) -> None:
    receipt = office.issue()

    with pytest.raises(NothingToRefundError):
        office.refunds.ask(RefundReceipt(receipt.id, cause, date(2027, 3, 1)))


def test_the_office_may_have_said_another_amount(office: Office) -> None:
    receipt = office.issue()

    made = office.refunds.ask(RefundReceipt(receipt.id, "new_group", amount=Dong(5000)))

    assert (made.amount, made.computed) == (5000, False)


def test_no_more_comes_back_than_was_paid(office: Office) -> None:
    receipt = office.issue()

    with pytest.raises(RefundAmountError):
        office.refunds.ask(RefundReceipt(receipt.id, "new_group", amount=Dong(receipt.total + 1)))


def test_money_in_hand_is_not_asked_back(office: Office) -> None:
    receipt = office.issue(remitted=False)

    with pytest.raises(RefundEarlyError):
        office.refunds.ask(RefundReceipt(receipt.id, "new_group"))


def test_a_void_receipt_gives_nothing_back(office: Office) -> None:
    receipt = office.issue(remitted=False)
    cancelling(office.bench).cancel(void(receipt))

    with pytest.raises(AlreadyCancelledError):
        office.refunds.ask(RefundReceipt(receipt.id, "new_group"))


def test_a_payment_is_asked_back_once(office: Office) -> None:
    receipt = office.issue(HEALTH, PaymentRequest(SECOND, Scheme.HEALTH, 12))
    office.refunds.ask(RefundReceipt(receipt.id, "new_group", person_id=FIRST))

    with pytest.raises(RefundTwiceError):
        office.refunds.ask(RefundReceipt(receipt.id, "new_group", person_id=FIRST))

    assert office.refunds.ask(RefundReceipt(receipt.id, "new_group", person_id=SECOND)).line == 1


def test_which_of_several_payments_is_meant_must_be_clear(office: Office) -> None:
    receipt = office.issue(HEALTH, PENSION)

    with pytest.raises(RefundLineError):
        office.refunds.ask(RefundReceipt(receipt.id, "death", person_id=FIRST))
    with pytest.raises(RefundLineError):
        office.refunds.ask(RefundReceipt(receipt.id, "death", person_id=SECOND))

    assert office.refunds.ask(RefundReceipt(receipt.id, "compulsory", scheme=Scheme.PENSION)).line == 1


def test_a_cause_belongs_to_its_scheme(office: Office) -> None:
    receipt = office.issue()

    with pytest.raises(RefundCauseError) as caught:
        office.refunds.ask(RefundReceipt(receipt.id, "compulsory"))

    assert caught.value.facts() == {
        "cause": "compulsory",
        "known": "new_group, higher_support, death, base_salary",
    }


def test_nobody_asks_before_the_office_knows_the_laptop() -> None:
    bench = Bench(MemoryStore().unit, None)  # type: ignore[arg-type]

    with pytest.raises(NotEnrolledError):
        RefundService(bench.open_unit, bench.clock, bench.ids).ask(
            RefundReceipt(None, "death")  # type: ignore[arg-type]
        )
