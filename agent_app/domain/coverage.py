"""From when until when a payment covers a person."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from agent_app.domain.calendar import add_months
from agent_app.domain.explanation import Step, step
from agent_app.domain.pension_renewal import next_due_month
from agent_app.domain.quote import CoveragePeriod
from agent_app.domain.rates import RateBook


class ShortGap(StrEnum):
    """Where a card begins after a gap that does not interrupt; the office chooses, the law says payment."""

    PAYMENT = "payment"
    NEXT_DAY = "next-day"
    EXPIRY = "expiry"


class MonthEnd(StrEnum):
    """Where a card ends when the day it began on is missing in the last month."""

    LAST_DAY = "last-day"
    DAY_BEFORE = "day-before"


class CoverStart(StrEnum):
    """Why a card begins when it does."""

    FIRST = "first"
    RENEWAL = "renewal"
    SHORT_GAP = "short_gap"
    LONG_GAP = "long_gap"


@dataclass(frozen=True, slots=True)
class OfficeRules:
    """What an office chooses where practice differs; ``odd_months``: members may pay to end together."""

    short_gap: ShortGap = ShortGap.PAYMENT
    month_end: MonthEnd = MonthEnd.LAST_DAY
    odd_months: bool = False


_DAY = timedelta(days=1)
USUAL = OfficeRules()


def period_end(start: date, months: int, month_end: MonthEnd = MonthEnd.LAST_DAY) -> date:
    """Return the last day of a cover: the day before its ``months``-th return, as civil law counts."""
    again = add_months(start, months)
    if again.day != start.day and month_end is MonthEnd.LAST_DAY:
        return again
    return again - _DAY


def cover_start(on: date, previous_end: date | None, rates: RateBook) -> CoverStart:
    """Tell why a card paid for on a civil date begins when it does (Luật 51/2024/QH15, Điều 16 khoản 3).

    ``previous_end`` is the last day of the person's last card of any group; the gap is counted from it.
    """
    if previous_end is None:
        return CoverStart.FIRST
    if on <= previous_end:
        return CoverStart.RENEWAL
    gap = int(rates.at("health.gap_days", on).value)
    return CoverStart.SHORT_GAP if (on - previous_end).days < gap else CoverStart.LONG_GAP


def health_period(
    on: date,
    months: int,
    previous_end: date | None,
    rates: RateBook,
    rules: OfficeRules = USUAL,
) -> CoveragePeriod:
    """Place a health cover paid on a civil date (Luật 51/2024/QH15, Điều 16 khoản 3).

    Args:
        on: civil date of payment.
        months: months of cover.
        previous_end: last day of the person's last card of any group, ``None`` for a first card.
        rates: gives the gap in days that interrupts, and the days of waiting after it.
        rules: the office's choices where practice differs.

    """
    reason = cover_start(on, previous_end, rates)
    waiting = 0
    if previous_end is None or reason is CoverStart.LONG_GAP:
        waiting = int(rates.at("health.waiting_days", on).value)
        start = on + timedelta(days=waiting)
    elif reason is CoverStart.RENEWAL or rules.short_gap is ShortGap.EXPIRY:
        start = previous_end + _DAY
    else:
        start = on + _DAY if rules.short_gap is ShortGap.NEXT_DAY else on
    return CoveragePeriod(start, period_end(start, months, rules.month_end), waiting)


def explain_cover(on: date, previous_end: date | None, rates: RateBook, period: CoveragePeriod) -> Step:
    """Write down why a health cover begins when it does, with the gap in days."""
    reason = cover_start(on, previous_end, rates)
    figures = (rates.at("health.gap_days", on), rates.at("health.waiting_days", on))
    gap = 0 if previous_end is None else (on - previous_end).days
    return step(f"cover.{reason.value}", None, *figures, start=period.start, end=period.end, gap=gap)


def pension_period(
    on: date, months: int, previous_end: date | None, rates: RateBook | None = None
) -> CoveragePeriod:
    """Place whole months of voluntary pension: from the next unpaid month, or from the current one.

    With ``rates`` the payment windows decide (Luật 41/2024/QH15, Điều 36 khoản 3): inside its window the
    payment goes on where the last one ended; without them only months still to come are taken up.
    """
    if rates is not None:
        start = next_due_month(on, months, previous_end, rates)
    else:
        start = on.replace(day=1)
        if previous_end is not None:
            start = max(start, add_months(previous_end.replace(day=1), 1))
    return CoveragePeriod(start, period_end(start, months))
