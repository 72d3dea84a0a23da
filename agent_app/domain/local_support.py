"""What a province, a commune or a donor adds to the State's support (NĐ 188/2025 and NĐ 159/2025/NĐ-CP)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from agent_app.domain.due_list import Scheme
from agent_app.domain.errors import InputError
from agent_app.domain.explanation import Step, step
from agent_app.domain.money import Dong, to_dong
from agent_app.domain.rates import Figure


class LocalBasis(StrEnum):
    """What a local rule's number counts: all support together, more on top, of the least payment, đồng."""

    TOTAL = "total"
    ADDITIONAL = "additional"
    OF_MINIMUM = "of-minimum"
    AMOUNT = "amount"


@dataclass(eq=False)
class LocalBasisError(InputError):
    """A share of the least contribution has no meaning for BHYT."""

    code: ClassVar[str] = "local_support.basis"
    basis: str


@dataclass(frozen=True, slots=True)
class LocalSupport:
    """One addition that applies to a person.

    ``value`` is a fraction, or đồng a month where the basis is ``AMOUNT``. With ``place`` it is only for the
    member at that place of the household's order; without ``holds_place`` the member whom it pays for leaves
    the place to the next. ``figure`` is the dated row it comes from, ``None`` where it was typed.
    """

    basis: LocalBasis
    value: Decimal
    place: int | None = None
    holds_place: bool = True
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What conditions of local rules ask of a person: age in full years, codes of commune and province."""

    scheme: Scheme
    group: str
    age: int | None = None
    residence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LocalRule:
    """One dated local rule: an empty set of groups or residences means all; ``age_below`` is exclusive.

    ``payer`` names the budget or the donor.
    """

    figure: Figure
    basis: LocalBasis
    scheme: Scheme
    payer: str
    groups: frozenset[str] = frozenset()
    place: int | None = None
    age_from: int | None = None
    age_below: int | None = None
    residence: frozenset[str] = frozenset()
    holds_place: bool = True

    def applies(self, case: Circumstances, on: date) -> bool:
        """Tell whether the rule holds on a civil date for a person, whatever the place in the household."""
        figure = self.figure
        return (
            figure.since <= on
            and (figure.until is None or on <= figure.until)
            and case.scheme is self.scheme
            and (not self.groups or case.group in self.groups)
            and (not self.residence or not self.residence.isdisjoint(case.residence))
            and self._fits_age(case.age)
        )

    def _fits_age(self, age: int | None) -> bool:
        if self.age_from is None and self.age_below is None:
            return True
        if age is None:
            return False
        return (self.age_from or 0) <= age and (self.age_below is None or age < self.age_below)

    def support(self) -> LocalSupport:
        """Return what it adds."""
        return LocalSupport(self.basis, self.figure.value, self.place, self.holds_place, self.figure)


def applicable(rules: Iterable[LocalRule], case: Circumstances, on: date) -> tuple[LocalSupport, ...]:
    """Return what the rules in force add for a person; conditions on the place are left to the pricing."""
    return tuple(rule.support() for rule in rules if rule.applies(case, on))


def at_place(local: Iterable[LocalSupport], place: int | None) -> tuple[LocalSupport, ...]:
    """Return those that apply at a place of the household's order, ``None`` for the group form."""
    return tuple(each for each in local if each.place is None or each.place == place)


def local_share(
    local: Sequence[LocalSupport],
    gross: Dong,
    support: Dong,
    months: int,
    least: Decimal | None = None,
) -> Dong:
    """Add local support up, in đồng: the widest total, and everything additional; never past the gross.

    ``months`` are those that are paid; ``least`` is a month's contribution on the poverty line (BHXH).
    """
    total = max((each.value * gross for each in local if each.basis is LocalBasis.TOTAL), default=Decimal(0))
    more = sum((_added(each, gross, months, least) for each in local), Decimal(0))
    return min(to_dong(max(total - support, Decimal(0)) + more), Dong(max(0, gross - support)))


def _added(each: LocalSupport, gross: Dong, months: int, least: Decimal | None) -> Decimal:
    match each.basis:
        case LocalBasis.TOTAL:
            return Decimal(0)
        case LocalBasis.ADDITIONAL:
            return each.value * gross
        case LocalBasis.AMOUNT:
            return each.value * months
    if least is None:
        raise LocalBasisError(each.basis.value)
    return each.value * least * months


def local_steps(local: Sequence[LocalSupport], months: int, amount: Dong) -> tuple[Step, ...]:
    """Write down how the local support came about; ``amount`` is its sum in đồng."""
    if not local:
        return ()
    named = (
        step(
            f"local.{each.basis.name.lower()}",
            None,
            *((each.figure,) if each.figure else ()),
            value=each.value,
            months=months,
        )
        for each in local
    )
    return (*named, step("local.sum", amount))


def local_figures(local: Iterable[LocalSupport]) -> tuple[Figure, ...]:
    """Return the dated rows behind local support."""
    return tuple(each.figure for each in local if each.figure is not None)
