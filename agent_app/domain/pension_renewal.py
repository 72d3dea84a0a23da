"""When the next payment of BHXH tự nguyện is due, and its name (Luật 41/2024/QH15, Điều 36 khoản 3)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from agent_app.domain.calendar import add_months
from agent_app.domain.rates import RateBook


class PensionMove(StrEnum):
    """What a payment is on the office's list: new, going on, taken up again; the value is the form's code."""

    NEW = "TM"
    CONTINUED = "DT"
    RESUMED = "DL"


@dataclass(frozen=True, slots=True)
class PensionTurn:
    """The first month that a payment is for, what it is called, and the last day on which it goes on.

    ``deadline`` is ``None`` for a first payment. Months left out before a ``RESUMED`` payment could only be
    paid as *đóng bù*, for which no rule is known: the office is to be asked, nothing is priced.
    """

    first_month: date
    move: PensionMove
    deadline: date | None = None

    def skipped(self, previous_end: date | None) -> int:
        """Count the months between the last paid one and this payment."""
        if previous_end is None:
            return 0
        return max(0, _index(self.first_month) - _index(previous_end) - 1)


def pension_turn(on: date, months: int, previous_end: date | None, rates: RateBook) -> PensionTurn:
    """Find out which month a payment begins with.

    Args:
        on: civil date of payment.
        months: months of the plan; plans for years ahead are paid at registration.
        previous_end: last day of the last paid month, ``None`` for a first payment.
        rates: gives the payment window of each plan, in months.

    """
    current = on.replace(day=1)
    if previous_end is None:
        return PensionTurn(current, PensionMove.NEW)
    following = add_months(previous_end.replace(day=1), 1)
    deadline = payment_deadline(following, months, on, rates)
    if on <= deadline:
        return PensionTurn(following, PensionMove.CONTINUED, deadline)
    return PensionTurn(current, PensionMove.RESUMED, deadline)


def payment_deadline(first_month: date, months: int, on: date, rates: RateBook) -> date:
    """Return the last day of the window in which a plan of some months may be paid."""
    window = rates.find(f"pension.window_months.{months}", on)
    return add_months(first_month, int(window.value) if window else 1) - timedelta(days=1)


def next_due_month(on: date, months: int, previous_end: date | None, rates: RateBook) -> date:
    """Return the first day of the first month that a payment is for."""
    return pension_turn(on, months, previous_end, rates).first_month


def _index(day: date) -> int:
    return day.year * 12 + day.month
