"""From when until when a payment covers a person."""

from datetime import date, timedelta

from agent_app.domain.calendar import add_months
from agent_app.domain.quote import CoveragePeriod
from agent_app.domain.rates import RateBook


def period_end(start: date, months: int) -> date:
    """Return the last day of a cover: the day before its ``months``-th return, as civil law counts."""
    again = add_months(start, months)
    return again - timedelta(days=1) if again.day == start.day else again


def health_period(on: date, months: int, previous_end: date | None, rates: RateBook) -> CoveragePeriod:
    """Place a health cover paid on a civil date (Luật 51/2024/QH15, Điều 16 khoản 3).

    Args:
        on: civil date of payment.
        months: months of cover.
        previous_end: last day of the person's last card of any group, ``None`` for a first card.
        rates: gives the gap in days that interrupts, and the days of waiting after it.

    """
    if previous_end is not None and on <= previous_end:
        start = previous_end + timedelta(days=1)
        return CoveragePeriod(start, period_end(start, months))
    gap = int(rates.at("health.gap_days", on).value)
    if previous_end is not None and (on - previous_end).days < gap:
        return CoveragePeriod(on, period_end(on, months))
    waiting = int(rates.at("health.waiting_days", on).value)
    start = on + timedelta(days=waiting)
    return CoveragePeriod(start, period_end(start, months), waiting)


def pension_period(on: date, months: int, previous_end: date | None) -> CoveragePeriod:
    """Place whole months of voluntary pension: after the last paid month, or from the current one."""
    start = on.replace(day=1)
    if previous_end is not None:
        start = max(start, add_months(previous_end.replace(day=1), 1))
    return CoveragePeriod(start, period_end(start, months))
