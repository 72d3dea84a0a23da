"""The ways of paying BHXH tự nguyện: Luật 41/2024/QH15, Điều 36 khoản 2; NĐ 159/2025/NĐ-CP, Điều 6 and 7."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from agent_app.domain.errors import RuleError
from agent_app.domain.rates import Certainty, Figure, RateBook

DISCOUNT = "pension.discount_rate"


class PlanKind(StrEnum):
    """What a payment is for: the current months, years ahead, or time missing for the pension."""

    PERIODIC = "periodic"
    AHEAD = "ahead"
    MISSING = "missing"


@dataclass(eq=False)
class PensionMonthsError(RuleError):
    """No payment plan has this number of months (Luật 41/2024/QH15, Điều 36 khoản 2)."""

    code: ClassVar[str] = "pension.months"
    months: int
    allowed: str


@dataclass(eq=False)
class PensionYearsError(RuleError):
    """Nobody may pay this number of years ahead (NĐ 159/2025/NĐ-CP, Điều 6)."""

    code: ClassVar[str] = "pension.years"
    years: int
    allowed: str


@dataclass(eq=False)
class MissingMonthsError(RuleError):
    """More missing time than the law lets anyone pay for (NĐ 159/2025/NĐ-CP, Điều 7)."""

    code: ClassVar[str] = "pension.missing_months"
    months: int
    most: int


@dataclass(eq=False)
class DiscountRateMissingError(RuleError):
    """No monthly yield has been announced for this year, so nothing is priced ahead or late."""

    code: ClassVar[str] = "pension.discount_rate_missing"
    year: int


@dataclass(frozen=True, slots=True)
class PaymentPlan:
    """A way of paying: its kind, and how many months it is for."""

    kind: PlanKind
    months: int

    @classmethod
    def periodic(cls, months: int) -> "PaymentPlan":
        """Pay for 1, 3, 6 or 12 months."""
        return cls(PlanKind.PERIODIC, months)

    @classmethod
    def ahead(cls, years: int) -> "PaymentPlan":
        """Pay for whole years to come."""
        return cls(PlanKind.AHEAD, years * 12)

    @classmethod
    def missing(cls, months: int) -> "PaymentPlan":
        """Pay for the months that are missing for the pension."""
        return cls(PlanKind.MISSING, months)


def refuse_plan(plan: PaymentPlan, on: date, rates: RateBook) -> None:
    """Refuse a plan that the law of the day does not know."""
    refuse = {
        PlanKind.PERIODIC: _refuse_months,
        PlanKind.AHEAD: _refuse_years,
        PlanKind.MISSING: refuse_missing_months,
    }
    refuse[plan.kind](plan.months, on, rates)


def refuse_missing_months(months: int, on: date, rates: RateBook) -> None:
    """Refuse more missing time than the law of the day lets anyone pay for."""
    most = int(rates.at("pension.missing_months_most", on).value)
    if not 1 <= months <= most:
        raise MissingMonthsError(months, most)


def _refuse_months(months: int, on: date, rates: RateBook) -> None:
    allowed = sorted(int(figure.value) for figure in rates.beginning("pension.months.", on))
    if months not in allowed:
        raise PensionMonthsError(months, ", ".join(str(each) for each in allowed))


def _refuse_years(months: int, on: date, rates: RateBook) -> None:
    allowed = sorted(int(figure.value) for figure in rates.beginning("pension.years_ahead.", on))
    if months not in [years * 12 for years in allowed]:
        raise PensionYearsError(months // 12, ", ".join(str(each) for each in allowed))


def discount_rate(on: date, rates: RateBook, typed: Decimal | None = None) -> Figure:
    """Return the fund's average monthly yield that prices this year, or the one an agent was told."""
    if typed is not None:
        return Figure(DISCOUNT, typed, on, on, "", Certainty.DOUBTFUL)
    found = rates.find(DISCOUNT, on)
    if found is None:
        raise DiscountRateMissingError(on.year)
    return found
