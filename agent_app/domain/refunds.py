"""What comes back when a cover or a prepaid plan is not used up (BHXH: NĐ 159/2025/NĐ-CP, Điều 8)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

from agent_app.domain.calendar import add_months
from agent_app.domain.errors import RuleError
from agent_app.domain.money import Dong, to_dong
from agent_app.domain.pension_plan import PaymentPlan, PlanKind
from agent_app.domain.pension_prepayment import paid_ahead
from agent_app.domain.quote import CoveragePeriod


class HealthRefundCause(StrEnum):
    """What may bring back a part of a BHYT premium, and what never does."""

    NEW_GROUP = "new_group"
    HIGHER_SUPPORT = "higher_support"
    DEATH = "death"
    BASE_SALARY = "base_salary"


class PensionRefundCause(StrEnum):
    """The four cases in which prepaid BHXH tự nguyện comes back."""

    COMPULSORY = "compulsory"
    ONE_OFF_WITHDRAWAL = "one_off_withdrawal"
    DEATH = "death"
    RETIREMENT = "retirement"


@dataclass(eq=False)
class NothingToRefundError(RuleError):
    """The plan or the cover leaves no whole month over, or its kind is not paid back."""

    code: ClassVar[str] = "refund.nothing"


def months_left(period: CoveragePeriod, months: int, on: date) -> int:
    """Count the whole months of a cover that begin on or after a civil date."""
    starts = (add_months(period.start, each) for each in range(months))
    return sum(start >= on for start in starts)


@dataclass(frozen=True, slots=True)
class PaidCover:
    """A BHYT premium as it was paid: the ``due`` in đồng, for a cover of some months."""

    due: Dong
    period: CoveragePeriod
    months: int


def health_refund(cause: HealthRefundCause, paid: PaidCover, on: date, due_then: Dong | None = None) -> Dong:
    """Return what a person gets back of a premium, in đồng.

    Args:
        cause: a change of the base salary gives nothing back; a death only before the card begins.
        paid: what was paid, and for what.
        on: civil date of the change.
        due_then: what the same months cost the person after it, ``None`` where the State pays wholly.

    """
    if cause is HealthRefundCause.BASE_SALARY:
        return Dong(0)
    if cause is HealthRefundCause.DEATH:
        return paid.due if on < paid.period.start else Dong(0)
    saved = max(0, paid.due - (due_then or 0))
    return to_dong(Fraction(saved * months_left(paid.period, paid.months, on), paid.months))


@dataclass(frozen=True, slots=True)
class PaidPlan:
    """A plan of BHXH tự nguyện as it was paid.

    ``monthly`` is the contribution of one month before support, ``monthly_support`` the State's part in it,
    both in đồng; ``supported_months`` are the plan's first ones; ``rate`` is the monthly yield, a fraction.
    """

    plan: PaymentPlan
    due: Dong
    monthly: Dong
    monthly_support: Dong
    supported_months: int
    rate: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class PensionRefund:
    """What comes back, in đồng, for the months that were still to come."""

    cause: PensionRefundCause
    months: int
    amount: Dong


def pension_refund(cause: PensionRefundCause, paid: PaidPlan, remaining: int) -> PensionRefund:
    """Pay the remaining months of a plan back without the State's support; the four causes count alike.

    For 3, 6 and 12 months it is the share of what the person paid; for years ahead the discounted amounts
    of the last months, less the support that they had (NĐ 159/2025/NĐ-CP, Điều 8).
    """
    months = paid.plan.months
    if paid.plan.kind is PlanKind.MISSING or months == 1 or not 1 <= remaining <= months:
        raise NothingToRefundError
    if paid.plan.kind is PlanKind.PERIODIC:
        return PensionRefund(cause, remaining, to_dong(Fraction(paid.due * remaining, months)))
    worth = paid_ahead(Decimal(paid.monthly), months, paid.rate, months - remaining + 1)
    supported = max(0, paid.supported_months - (months - remaining))
    amount = max(Dong(0), to_dong(worth - paid.monthly_support * supported))
    return PensionRefund(cause, remaining, amount)
