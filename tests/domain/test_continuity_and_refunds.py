"""Five years without a break, and what comes back."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.continuity import Continuity, co_payment_limit, continuity
from agent_app.domain.money import Dong, to_dong
from agent_app.domain.pension_contribution import PensionWish, quote_plan
from agent_app.domain.pension_plan import PaymentPlan
from agent_app.domain.pension_prepayment import paid_ahead
from agent_app.domain.quote import CoveragePeriod
from agent_app.domain.refunds import (
    HealthRefundCause,
    NothingToRefundError,
    PaidCover,
    PaidPlan,
    PensionRefund,
    PensionRefundCause,
    health_refund,
    months_left,
    pension_refund,
)
from tests.builders import TODAY, rates

FIRST = CoveragePeriod(date(2023, 1, 1), date(2023, 12, 31))


def cover(start: date, end: date = date(2026, 12, 31)) -> CoveragePeriod:
    return CoveragePeriod(start, end)


@pytest.mark.parametrize(
    ("covers", "since"),
    [
        ([FIRST], date(2023, 1, 1)),
        ([cover(date(2024, 1, 1)), FIRST], date(2023, 1, 1)),
        ([FIRST, cover(date(2024, 3, 30))], date(2023, 1, 1)),
        ([FIRST, cover(date(2024, 3, 31))], date(2024, 3, 31)),
        ([FIRST, cover(date(2024, 6, 1)), cover(date(2027, 1, 1), date(2027, 12, 31))], date(2024, 6, 1)),
        ([cover(date(2023, 1, 1)), FIRST, cover(date(2027, 2, 1), date(2027, 12, 31))], date(2023, 1, 1)),
    ],
)
def test_five_years_count_from_the_last_break_of_ninety_days(
    covers: list[CoveragePeriod], since: date
) -> None:
    found = continuity(covers, TODAY, rates())

    assert found == Continuity(since, since.replace(year=since.year + 5))


def test_without_a_cover_nothing_goes_on() -> None:
    assert continuity([], TODAY, rates()) is None


def test_co_payment_is_limited_to_six_base_salaries() -> None:
    assert co_payment_limit(date(2026, 7, 1), rates()) == 15_180_000
    assert co_payment_limit(date(2026, 6, 30), rates()) == 14_040_000


PAID = PaidCover(Dong(1_366_200), CoveragePeriod(date(2026, 12, 21), date(2027, 12, 20)), 12)


@pytest.mark.parametrize(
    ("cause", "on", "due_then", "back"),
    [
        (HealthRefundCause.BASE_SALARY, date(2027, 1, 1), None, 0),
        (HealthRefundCause.DEATH, date(2026, 12, 20), None, 1_366_200),
        (HealthRefundCause.DEATH, date(2026, 12, 21), None, 0),
        (HealthRefundCause.NEW_GROUP, date(2027, 6, 21), None, 683_100),
        (HealthRefundCause.NEW_GROUP, date(2027, 6, 22), None, 569_250),
        (HealthRefundCause.NEW_GROUP, date(2026, 12, 1), None, 1_366_200),
        (HealthRefundCause.NEW_GROUP, date(2027, 12, 1), None, 0),
        (HealthRefundCause.HIGHER_SUPPORT, date(2027, 6, 21), Dong(683_100), 341_550),
        (HealthRefundCause.HIGHER_SUPPORT, date(2027, 6, 21), Dong(1_400_000), 0),
    ],
)
def test_what_comes_back_of_a_premium(
    cause: HealthRefundCause, on: date, due_then: Dong | None, back: int
) -> None:
    assert health_refund(cause, PAID, on, due_then) == back


@pytest.mark.parametrize(
    ("on", "left"),
    [(date(2026, 12, 21), 12), (date(2026, 12, 22), 11), (date(2027, 11, 21), 1), (date(2027, 11, 22), 0)],
)
def test_only_months_that_have_not_begun_are_left(on: date, left: int) -> None:
    assert months_left(PAID.period, 12, on) == left


def plan_paid(plan: PaymentPlan, *, before: int = 0) -> PaidPlan:
    price = quote_plan(PensionWish(Dong(1_500_000), plan, supported_before=before), TODAY, rates())
    return PaidPlan(
        plan, price.quote.due, Dong(330_000), Dong(66_000), price.supported_months, Decimal("0.0031")
    )


@pytest.mark.parametrize("cause", PensionRefundCause)
def test_the_rest_of_a_year_comes_back_without_support(cause: PensionRefundCause) -> None:
    back = pension_refund(cause, plan_paid(PaymentPlan.periodic(12)), 5)

    assert back == PensionRefund(cause, 5, Dong(1_320_000))


def test_the_last_months_of_years_ahead_come_back_discounted() -> None:
    paid = plan_paid(PaymentPlan.ahead(2))
    rate = Decimal("0.0031")

    back = pension_refund(PensionRefundCause.DEATH, paid, 10)

    assert back.amount == to_dong(paid_ahead(Decimal(330_000), 24, rate, 15) - 10 * 66_000)
    assert back.months == 10


def test_support_that_ended_before_the_last_months_is_not_taken_off() -> None:
    some = pension_refund(PensionRefundCause.DEATH, plan_paid(PaymentPlan.ahead(2), before=104), 10)
    none = pension_refund(PensionRefundCause.DEATH, plan_paid(PaymentPlan.ahead(2), before=120), 10)

    assert none.amount - some.amount == 2 * 66_000


@given(st.sampled_from([3, 6, 12]).map(PaymentPlan.periodic) | st.sampled_from([2, 5]).map(PaymentPlan.ahead))
def test_a_plan_of_which_nothing_is_used_comes_back_whole(plan: PaymentPlan) -> None:
    paid = plan_paid(plan)

    assert pension_refund(PensionRefundCause.COMPULSORY, paid, plan.months).amount == paid.due


def test_a_refund_is_never_negative() -> None:
    paid = PaidPlan(PaymentPlan.ahead(5), Dong(0), Dong(100), Dong(1_000), 60, Decimal("0.01"))

    assert pension_refund(PensionRefundCause.DEATH, paid, 12).amount == 0


@pytest.mark.parametrize(
    ("plan", "remaining"),
    [
        (PaymentPlan.missing(24), 3),
        (PaymentPlan.periodic(1), 1),
        (PaymentPlan.periodic(12), 0),
        (PaymentPlan.periodic(12), 13),
        (PaymentPlan.ahead(2), -1),
    ],
)
def test_a_month_missing_time_and_what_is_used_up_do_not_come_back(plan: PaymentPlan, remaining: int) -> None:
    with pytest.raises(NothingToRefundError):
        pension_refund(PensionRefundCause.RETIREMENT, plan_paid(plan), remaining)


def test_even_the_last_month_comes_back() -> None:
    assert pension_refund(PensionRefundCause.DEATH, plan_paid(PaymentPlan.periodic(12)), 1).amount == 264_000


def test_a_plan_priced_without_a_yield_comes_back_without_one() -> None:
    paid = PaidPlan(PaymentPlan.ahead(2), Dong(6_336_000), Dong(330_000), Dong(66_000), 24)

    assert pension_refund(PensionRefundCause.DEATH, paid, 10).amount == 2_640_000
