"""Object codes and supported groups of BHYT, as dated data (Luật 51/2024/QH15, Điều 12 and 13)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from agent_app.domain.errors import InputError, RuleError
from agent_app.domain.rates import Figure, RateBook

HOUSEHOLD_GROUP = "GD"

_SUPPORT = "health.support_share."
_LEVEL = "health.benefit_level."


class PaidBy(StrEnum):
    """Who else pays the whole premium, so that no agent may take money for it."""

    STATE = "state"
    FUND = "fund"
    EMPLOYER = "employer"


@dataclass(eq=False)
class GroupUnknownError(InputError):
    """No object code and no supported group has this name."""

    code: ClassVar[str] = "health.group_unknown"
    group: str


@dataclass(eq=False)
class PaidElsewhereError(RuleError):
    """The State, the insurance fund or an employer pays this group's premium: no money may be taken."""

    code: ClassVar[str] = "health.paid_elsewhere"
    group: str
    paid_by: PaidBy


@dataclass(eq=False)
class GroupNotInForceError(RuleError):
    """On this civil date the law does not know this group yet, or no longer."""

    code: ClassVar[str] = "health.group_not_in_force"
    group: str
    on: date


def paid_by(group: str, on: date, rates: RateBook) -> PaidBy | None:
    """Return who else pays the whole premium of a group, ``None`` where the person pays at least a part."""
    for payer in PaidBy:
        if rates.find(f"health.paid_by_{payer.value}.{group}", on) is not None:
            return payer
    return None


def refuse_paid_elsewhere(group: str, on: date, rates: RateBook) -> None:
    """Refuse money for a group that pays nothing itself, and a group that nobody knows."""
    payer = paid_by(group, on, rates)
    if payer is not None:
        raise PaidElsewhereError(group, payer)
    if group != HOUSEHOLD_GROUP and not rates.knows(_SUPPORT + group):
        if rates.knows(_LEVEL + group):
            raise GroupNotInForceError(group, on)
        raise GroupUnknownError(group)


def support_share(group: str, on: date, rates: RateBook) -> Figure:
    """Return the State's share in a supported group's premium, a fraction."""
    refuse_paid_elsewhere(group, on, rates)
    found = rates.find(_SUPPORT + group, on)
    if found is None:
        raise GroupNotInForceError(group, on)
    return found


def may_choose_form(group: str, on: date, rates: RateBook) -> bool:
    """Tell whether a supported group may pay in household form instead (Điều 13 khoản 5)."""
    return rates.find(f"health.may_choose_form.{group}", on) is not None


def benefit_level(group: str, on: date, rates: RateBook) -> int | None:
    """Return the digit of the benefit level that a card of this object code has, if it is known."""
    found = rates.find(_LEVEL + group, on)
    return None if found is None else int(found.value)
