"""BHYT in household form: Luật 51/2024/QH15, Điều 13; the rate and its base by NĐ 188/2025/NĐ-CP."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from agent_app.domain.errors import RuleError
from agent_app.domain.money import Dong, to_dong
from agent_app.domain.quote import Quote
from agent_app.domain.rates import RateBook

HOUSEHOLD_GROUP = "GD"


@dataclass(eq=False)
class HealthMonthsError(RuleError):
    """The law knows other numbers of months (Luật 51/2024/QH15, Điều 15 khoản 6)."""

    code: ClassVar[str] = "health.months"
    months: int
    allowed: str


@dataclass(eq=False)
class GroupNotPricedError(RuleError):
    """An object code that is not priced in household form."""

    code: ClassVar[str] = "health.group_not_priced"
    group: str


def quote_household_member(place: int, months: int, on: date, rates: RateBook) -> Quote:
    """Price a member's cover in household form.

    Args:
        place: the member's place in the household's order of the payment year, from 1.
        months: months of cover that are paid.
        on: civil date of the receipt; the figures in force that day decide.
        rates: the dated figures.

    """
    allowed = [int(figure.value) for figure in rates.beginning("health.months.", on)]
    if months not in allowed:
        raise HealthMonthsError(months, ", ".join(str(each) for each in sorted(allowed)))
    base = rates.at("base_salary", on)
    rate = rates.at("health.rate", on)
    shares = rates.beginning("health.order_share.", on)
    share = shares[min(place, len(shares)) - 1]
    gross = to_dong(base.value * rate.value * share.value * months)
    return Quote(gross, Dong(0), Dong(0), gross, (rate, base, share))
