"""Five years of health cover without a break, which limit co-payment (NĐ 188/2025/NĐ-CP, Điều 18)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from agent_app.domain.calendar import add_months
from agent_app.domain.money import Dong, to_dong
from agent_app.domain.quote import CoveragePeriod
from agent_app.domain.rates import RateBook

_FIVE_YEARS = 60


@dataclass(frozen=True, slots=True)
class Continuity:
    """Since when a person has been covered without a break, and the day on which five years are full."""

    since: date
    five_years_on: date


def continuity(covers: Iterable[CoveragePeriod], on: date, rates: RateBook) -> Continuity | None:
    """Return the unbroken stretch that the last cover belongs to; ``None`` where there is no cover.

    A gap breaks it when it is as long as the one after which a card waits; ``on`` chooses that figure.
    """
    gap = int(rates.at("health.gap_days", on).value)
    since: date | None = None
    last_end: date | None = None
    for cover in sorted(covers, key=lambda each: each.start):
        if since is None or last_end is None or (cover.start - last_end).days > gap:
            since = cover.start
        last_end = cover.end if last_end is None else max(last_end, cover.end)
    return None if since is None else Continuity(since, add_months(since, _FIVE_YEARS))


def co_payment_limit(on: date, rates: RateBook) -> Dong:
    """Return the co-payment of a year, in đồng, after which the fund pays in full: six base salaries."""
    return to_dong(rates.at("base_salary", on).value * rates.at("health.co_payment_salaries", on).value)
