"""Prices of all kinds, beside the bare arithmetic that the same sums need.

    uv run python -m benchmarks.quotes [--quotes 100000]

Prints microseconds a quote and the ratio to the floor measured in the same run; fails above 200 µs a quote.
"""

import argparse
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from time import perf_counter

from agent_app.domain.coverage import health_period
from agent_app.domain.health_premium import quote_group_member, quote_household_member
from agent_app.domain.household_quote import Member, quote_household
from agent_app.domain.money import Dong
from agent_app.domain.pension_contribution import PensionGroup, PensionWish, quote_plan
from agent_app.domain.pension_plan import PaymentPlan
from agent_app.domain.rates import RateBook
from agent_app.runtime.rates import load_rates

MOST_MICROS = 200
FIRST_DAY = date(2018, 1, 1)
PENSION_GROUPS = tuple(PensionGroup)
YIELD = Decimal("0.0031")

Work = Callable[[random.Random, RateBook], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of price, and the bare arithmetic of the same sums."""

    name: str
    price: Work
    floor: Work
    people: int = 1


def any_day(chance: random.Random) -> date:
    """Return a day of ten years."""
    return FIRST_DAY + timedelta(days=chance.randrange(3652))


def household_member(chance: random.Random, rates: RateBook) -> None:
    """Price a member by place, with the cover."""
    on = any_day(chance)
    quote_household_member(chance.randrange(1, 7), 12, on, rates)
    health_period(on, 12, on - timedelta(days=chance.randrange(-30, 200)), rates)


def group_member(chance: random.Random, rates: RateBook) -> None:
    """Price a supported person, with the cover."""
    on = any_day(chance)
    quote_group_member(chance.choice(("GB", "CN", "HS")), 6, on, rates)
    health_period(on, 6, None, rates)


def pension_months(chance: random.Random, rates: RateBook) -> None:
    """Price some months of BHXH tự nguyện."""
    income = Dong(1_500_000 + 50_000 * chance.randrange(400))
    plan = PaymentPlan.periodic(chance.choice((1, 3, 6, 12)))
    quote_plan(PensionWish(income, plan, (chance.choice(PENSION_GROUPS),)), any_day(chance), rates)


def pension_years(chance: random.Random, rates: RateBook) -> None:
    """Price years ahead."""
    income = Dong(1_500_000 + 50_000 * chance.randrange(400))
    plan = PaymentPlan.ahead(chance.randrange(2, 6))
    quote_plan(PensionWish(income, plan, rate=YIELD), any_day(chance), rates)


def household_of_five(chance: random.Random, rates: RateBook) -> None:
    """Price five people together, with the choice of forms."""
    on = date(2025, 7, 1) + timedelta(days=chance.randrange(900))
    quote_household([Member("GB", 12)] * 5, on, rates)


def bare_product(chance: random.Random, _rates: RateBook) -> None:
    """Multiply four figures and round, as a premium must."""
    exact = Decimal(2_530_000) * Decimal("0.045") * Decimal("0.7") * chance.randrange(1, 13)
    exact.quantize(Decimal(1), rounding=ROUND_HALF_UP)


def bare_series(chance: random.Random, _rates: RateBook) -> None:
    """Sum up a discounted series month by month in floating point, as fast as it can be had."""
    months = 12 * chance.randrange(2, 6)
    factor = 1 / 1.0031
    round(330_000 * (1 - factor**months) / (1 - factor))


def bare_five(chance: random.Random, rates: RateBook) -> None:
    """Multiply for five people in both forms."""
    for _ in range(10):
        bare_product(chance, rates)


KINDS = (
    Kind("BHYT by place, with cover", household_member, bare_product),
    Kind("BHYT of a group, with cover", group_member, bare_product),
    Kind("BHXH by months", pension_months, bare_product),
    Kind("BHXH years ahead", pension_years, bare_series),
    Kind("BHYT, each of a household of five", household_of_five, bare_five, 5),
)


def micros(work: Work, rounds: int, rates: RateBook) -> float:
    """Return the microseconds of one round."""
    chance = random.Random(1)
    began = perf_counter()
    for _ in range(rounds):
        work(chance, rates)
    return (perf_counter() - began) / rounds * 1e6


def main() -> int:
    """Measure and say whether it is quick enough."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quotes", type=int, default=100_000)
    rounds = parser.parse_args().quotes // len(KINDS)
    rates = load_rates()
    slowest = 0.0
    for kind in KINDS:
        times = rounds // kind.people
        price, floor = (micros(work, times, rates) / kind.people for work in (kind.price, kind.floor))
        slowest = max(slowest, price)
        print(
            f"{kind.name:36} {rounds:7} × {price:6.1f} µs, floor {floor:5.2f} µs, ratio {price / floor:.0f}"
        )
    print(f"slowest {slowest:.1f} µs, at most {MOST_MICROS} µs")
    return 0 if slowest < MOST_MICROS else 1


if __name__ == "__main__":
    sys.exit(main())
