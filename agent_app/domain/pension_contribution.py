"""BHXH tự nguyện paid by the month: Luật 41/2024/QH15, Điều 36; support by NĐ 159/2025/NĐ-CP, Điều 5."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import ClassVar

from agent_app.domain.errors import RuleError
from agent_app.domain.money import Dong, grouped, to_dong
from agent_app.domain.quote import Quote
from agent_app.domain.rates import RateBook


@dataclass(eq=False)
class PensionMonthsError(RuleError):
    """No payment plan has this number of months (Luật 41/2024/QH15, Điều 36 khoản 2)."""

    code: ClassVar[str] = "pension.months"
    months: int
    allowed: str


@dataclass(eq=False)
class PensionIncomeError(RuleError):
    """The chosen income lies below the floor or above the ceiling (Luật 41/2024/QH15, Điều 31)."""

    code: ClassVar[str] = "pension.income"
    income: str
    floor: str
    ceiling: str


def listed_income(amount: Dong, months: int, on: date, rates: RateBook) -> Dong | None:
    """Return the monthly income behind a listed amount for ``months`` months, if it is a whole number.

    Turns ``quote_pension`` round for a person of no supported group; both amounts are in đồng.
    """
    if months < 1:
        return None
    line = rates.at("poverty_line.rural", on).value
    share = rates.at("pension.support_share.khac", on).value
    income = Fraction(amount, months) / Fraction(rates.at("pension.rate", on).value) + Fraction(line * share)
    return Dong(int(income)) if income.denominator == 1 else None


def quote_pension(income: Dong, months: int, on: date, rates: RateBook) -> Quote:
    """Price a plan of 1, 3, 6 or 12 months for a person of no supported group.

    Args:
        income: chosen monthly income, in đồng.
        months: months that are paid.
        on: civil date of the receipt.
        rates: the dated figures.

    """
    allowed = [int(figure.value) for figure in rates.beginning("pension.months.", on)]
    if months not in allowed:
        raise PensionMonthsError(months, ", ".join(str(each) for each in sorted(allowed)))
    line = rates.at("poverty_line.rural", on)
    ceiling = rates.at("base_salary", on).value * rates.at("pension.ceiling_multiple", on).value
    if not line.value <= income <= ceiling:
        raise PensionIncomeError(grouped(income), grouped(int(line.value)), grouped(int(ceiling)))
    rate = rates.at("pension.rate", on)
    share = rates.at("pension.support_share.khac", on)
    gross = to_dong(income * rate.value * months)
    support = to_dong(line.value * rate.value * share.value * months)
    return Quote(gross, support, Dong(0), Dong(gross - support), (rate, line, share))
