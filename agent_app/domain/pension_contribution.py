"""What BHXH tự nguyện costs: Luật 41/2024/QH15, Điều 31 and 36; support by NĐ 159/2025/NĐ-CP, Điều 5."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

from agent_app.domain.errors import RuleError
from agent_app.domain.explanation import Step, step
from agent_app.domain.local_support import LocalSupport, local_figures, local_share, local_steps
from agent_app.domain.money import Dong, grouped, to_dong
from agent_app.domain.pension_plan import (
    PaymentPlan,
    PensionMonthsError,
    PlanKind,
    discount_rate,
    refuse_plan,
)
from agent_app.domain.pension_prepayment import paid_ahead, paid_late
from agent_app.domain.quote import Quote
from agent_app.domain.rates import Figure, RateBook

__all__ = [
    "PensionGroup",
    "PensionIncomeError",
    "PensionIncomeStepError",
    "PensionMonthsError",
    "PensionPrice",
    "PensionWish",
    "best_group",
    "coming_bounds",
    "income_bounds",
    "listed_income",
    "quote_pension",
    "quote_plan",
    "refuse_income",
    "refuse_off_step",
]


class PensionGroup(StrEnum):
    """The groups that the State supports differently; the value is the word on the command line."""

    OTHER = "khac"
    NEAR_POOR = "can-ngheo"
    POOR = "ngheo"
    MINORITY = "dtts"
    ISLAND = "xa-dao"


@dataclass(eq=False)
class PensionIncomeError(RuleError):
    """The chosen income lies below the floor or above the ceiling (Luật 41/2024/QH15, Điều 31)."""

    code: ClassVar[str] = "pension.income"
    income: str
    floor: str
    ceiling: str


@dataclass(eq=False)
class PensionIncomeStepError(RuleError):
    """The chosen income is not a whole number of steps above the floor."""

    code: ClassVar[str] = "pension.income_step"
    income: str
    step: str
    lower: str
    higher: str


@dataclass(frozen=True, slots=True)
class PensionWish:
    """What a person wants to pay.

    ``income`` is the chosen monthly income in đồng; ``supported_before`` the months that the State has
    supported already; ``rate`` a monthly yield that was typed in the place of the announced one.
    """

    income: Dong
    plan: PaymentPlan
    groups: tuple[PensionGroup, ...] = (PensionGroup.OTHER,)
    supported_before: int = 0
    local: tuple[LocalSupport, ...] = ()
    rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PensionPrice:
    """A quote, and how many of its months the State supports."""

    quote: Quote
    supported_months: int


def listed_income(
    amount: Dong, months: int, on: date, rates: RateBook, group: PensionGroup = PensionGroup.OTHER
) -> Dong | None:
    """Return the monthly income behind a listed amount for ``months`` months, if it is a whole number.

    Turns the price of a person of this group round; both amounts are in đồng.
    """
    if months < 1:
        return None
    line = rates.at("poverty_line.rural", on).value
    share = best_group((group,), on, rates).value
    income = Fraction(amount, months) / Fraction(rates.at("pension.rate", on).value) + Fraction(line * share)
    return Dong(int(income)) if income.denominator == 1 else None


def quote_pension(income: Dong, months: int, on: date, rates: RateBook) -> Quote:
    """Price a plan of 1, 3, 6 or 12 months for a person of no supported group, at any income in bounds.

    Args:
        income: chosen monthly income, in đồng.
        months: months that are paid.
        on: civil date of the receipt.
        rates: the dated figures.

    """
    wish = PensionWish(income, PaymentPlan.periodic(months))
    refuse_plan(wish.plan, on, rates)
    refuse_income(income, on, rates)
    return _priced(wish, on, rates).quote


def quote_plan(wish: PensionWish, on: date, rates: RateBook) -> PensionPrice:
    """Price any plan: less the State's support for the months it still supports, and less local support.

    Args:
        wish: income, plan and circumstances of the person.
        on: civil date of the receipt; floor, ceiling and shares of that day decide.
        rates: the dated figures.

    """
    refuse_plan(wish.plan, on, rates)
    refuse_income(wish.income, on, rates)
    refuse_off_step(wish.income, on, rates)
    return _priced(wish, on, rates)


def refuse_income(income: Dong, on: date, rates: RateBook) -> None:
    """Refuse an income below the rural poverty line or above twenty base salaries of the day of payment."""
    floor, ceiling = income_bounds(on, rates)
    if not floor <= income <= ceiling:
        raise PensionIncomeError(grouped(income), grouped(floor), grouped(ceiling))


def income_bounds(on: date, rates: RateBook) -> tuple[Dong, Dong]:
    """Return the least and the highest monthly income that can be chosen, in đồng."""
    floor = rates.at("poverty_line.rural", on).value
    ceiling = rates.at("base_salary", on).value * rates.at("pension.ceiling_multiple", on).value
    return to_dong(floor), to_dong(ceiling)


def refuse_off_step(income: Dong, on: date, rates: RateBook) -> None:
    """Refuse an income between two steps: offices take the floor plus a whole number of steps."""
    width = int(rates.at("pension.income_step", on).value)
    past = (income - income_bounds(on, rates)[0]) % width
    if past:
        lower = income - past
        raise PensionIncomeStepError(grouped(income), grouped(width), grouped(lower), grouped(lower + width))


def coming_bounds(on: date, rates: RateBook) -> list[Figure]:
    """Return the changes of floor and ceiling of the next two months, of which late payers are to be warned.

    The bounds of the day of payment count, so that whoever pays after a rise pays by the new ones (Điều 31).
    """
    return [each for name in ("poverty_line.rural", "base_salary") for each in rates.coming(name, on, 61)]


def best_group(groups: Iterable[PensionGroup], on: date, rates: RateBook) -> Figure:
    """Return the highest share of support that a person's groups give (NĐ 159/2025/NĐ-CP, Điều 5)."""
    shares = (rates.at(f"pension.support_share.{group.value}", on) for group in groups)
    return max(shares, key=lambda figure: figure.value)


@dataclass(frozen=True, slots=True)
class _Terms:
    """The figures of one price."""

    rate: Figure
    line: Figure
    share: Figure
    discount: Figure | None
    flat: Figure | None

    def worth(self, kind: PlanKind, monthly: Decimal, months: int) -> Fraction:
        """Return what equal monthly amounts come to when they are paid at once."""
        if self.discount is None:
            return Fraction(monthly) * months
        worth = paid_ahead if kind is PlanKind.AHEAD else paid_late
        return worth(monthly, months, self.discount.value)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures that a receipt keeps."""
        return tuple(each for each in (self.rate, self.line, self.share, self.discount, self.flat) if each)


def _terms(wish: PensionWish, on: date, rates: RateBook) -> _Terms:
    periodic = wish.plan.kind is PlanKind.PERIODIC
    return _Terms(
        rates.at("pension.rate", on),
        rates.at("poverty_line.rural", on),
        best_group(wish.groups, on, rates),
        None if periodic else discount_rate(on, rates, wish.rate),
        None if periodic else rates.at("pension.support_is_flat", on),
    )


def _priced(wish: PensionWish, on: date, rates: RateBook) -> PensionPrice:
    terms, plan = _terms(wish, on, rates), wish.plan
    monthly = wish.income * terms.rate.value
    gross = to_dong(terms.worth(plan.kind, monthly, plan.months))
    most = int(rates.at("pension.supported_months_most", on).value)
    supported = min(plan.months, max(0, most - wish.supported_before))
    least = terms.line.value * terms.rate.value
    support = min(gross, _support(terms, plan.kind, least * terms.share.value, supported))
    added = local_share(wish.local, gross, support, plan.months, least)
    due = Dong(gross - support - added)
    steps = (
        step("pension.monthly", to_dong(monthly), terms.rate, income=wish.income),
        _gross_step(terms, plan, gross),
        *_support_steps(terms, wish, supported, support, most),
        *local_steps(wish.local, plan.months, added),
        step("due", due),
    )
    figures = (*terms.figures, *local_figures(wish.local))
    return PensionPrice(Quote(gross, support, added, due, figures, steps), supported)


def _support(terms: _Terms, kind: PlanKind, monthly: Decimal, months: int) -> Dong:
    if months == 0 or terms.flat is None or terms.flat.value:
        return to_dong(monthly * months)
    return to_dong(terms.worth(kind, monthly, months))


def _gross_step(terms: _Terms, plan: PaymentPlan, gross: Dong) -> Step:
    figures = (terms.discount,) if terms.discount else ()
    return step(f"pension.{plan.kind.value}", gross, *figures, months=plan.months)


def _support_steps(
    terms: _Terms, wish: PensionWish, supported: int, support: Dong, most: int
) -> Sequence[Step]:
    flat = (terms.flat,) if terms.flat else ()
    whole = step("pension.support", support, terms.line, terms.rate, terms.share, *flat, months=supported)
    if supported == wish.plan.months:
        return (whole,)
    return (whole, step("pension.support_limit", None, before=wish.supported_before, most=most))
