"""BHYT premiums: Luật 51/2024/QH15, Điều 13 and 15; the rate and its base by NĐ 188/2025/NĐ-CP."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from agent_app.domain.errors import InputError, RuleError
from agent_app.domain.explanation import step
from agent_app.domain.groups import HOUSEHOLD_GROUP, support_share
from agent_app.domain.local_support import LocalSupport, at_place, local_figures, local_share, local_steps
from agent_app.domain.money import Dong, to_dong
from agent_app.domain.quote import Quote
from agent_app.domain.rates import Figure, RateBook

__all__ = [
    "HOUSEHOLD_GROUP",
    "USUAL",
    "GroupNotPricedError",
    "HealthMonthsError",
    "PlaceMissingError",
    "PremiumTerms",
    "quote_group_member",
    "quote_household_member",
]


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


@dataclass(eq=False)
class PlaceMissingError(InputError):
    """The price in household form needs the member's place, counted from 1."""

    code: ClassVar[str] = "health.place_missing"


@dataclass(frozen=True, slots=True)
class PremiumTerms:
    """What else bears on a premium: local support that applies, and whether the office allows odd months."""

    local: tuple[LocalSupport, ...] = ()
    odd_months: bool = False


USUAL = PremiumTerms()
_ORDER_SHARE = "health.order_share."


def quote_household_member(
    place: int,
    months: int,
    on: date,
    rates: RateBook,
    terms: PremiumTerms = USUAL,
) -> Quote:
    """Price a member's cover in household form.

    Args:
        place: the member's place in the household's order of the payment year, from 1.
        months: months of cover that are paid.
        on: civil date of the receipt; the figures in force that day decide.
        rates: the dated figures.
        terms: what else bears on the price.

    """
    if place < 1:
        raise PlaceMissingError
    _refuse_months(months, on, rates, odd_months=terms.odd_months)
    base = rates.at("base_salary", on)
    rate = rates.at("health.rate", on)
    shares = sorted(rates.beginning(_ORDER_SHARE, on), key=_order)
    share = shares[min(place, len(shares)) - 1]
    gross = to_dong(base.value * rate.value * share.value * months)
    meant = at_place(terms.local, place)
    added = local_share(meant, gross, Dong(0), months)
    due = Dong(gross - added)
    steps = (
        step("health.monthly", to_dong(base.value * rate.value), base, rate),
        step("health.order", to_dong(base.value * rate.value * share.value), share, place=place),
        step("health.months", gross, months=months),
        *local_steps(meant, months, added),
        step("due", due),
    )
    return Quote(gross, Dong(0), added, due, (rate, base, share, *local_figures(meant)), steps)


def quote_group_member(
    group: str,
    months: int,
    on: date,
    rates: RateBook,
    terms: PremiumTerms = USUAL,
) -> Quote:
    """Price a cover in the form of a supported group: the State's share comes off, the order does not count.

    Args:
        group: object code or name of the supported group.
        months: months of cover that are paid.
        on: civil date of the receipt; the figures in force that day decide.
        rates: the dated figures.
        terms: what else bears on the price.

    """
    share = support_share(group, on, rates)
    _refuse_months(months, on, rates, odd_months=terms.odd_months)
    base = rates.at("base_salary", on)
    rate = rates.at("health.rate", on)
    exact = base.value * rate.value * months
    gross = to_dong(exact)
    support = min(gross, to_dong(exact * share.value))
    meant = at_place(terms.local, None)
    added = local_share(meant, gross, support, months)
    due = Dong(gross - support - added)
    steps = (
        step("health.monthly", to_dong(base.value * rate.value), base, rate),
        step("health.months", gross, months=months),
        step("health.support", support, share, group=group),
        *local_steps(meant, months, added),
        step("due", due),
    )
    return Quote(gross, support, added, due, (rate, base, share, *local_figures(meant)), steps)


def _order(share: Figure) -> int:
    """Return the place that a share is for: 10 comes after 9, not after 1."""
    return int(share.name.removeprefix(_ORDER_SHARE))


def _refuse_months(months: int, on: date, rates: RateBook, *, odd_months: bool) -> None:
    allowed = sorted(int(figure.value) for figure in rates.beginning("health.months.", on))
    if months not in allowed and not (odd_months and allowed and 1 <= months <= allowed[-1]):
        raise HealthMonthsError(months, ", ".join(str(each) for each in allowed))
