"""A household priced together: who pays in which form, at the least total (Luật 51/2024/QH15, Điều 13)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import count
from typing import ClassVar

from agent_app.domain.coverage import USUAL, OfficeRules, health_period
from agent_app.domain.errors import InputError
from agent_app.domain.groups import HOUSEHOLD_GROUP, may_choose_form
from agent_app.domain.health_premium import PremiumTerms, quote_group_member, quote_household_member
from agent_app.domain.local_support import LocalSupport, at_place
from agent_app.domain.money import Dong
from agent_app.domain.quote import CoveragePeriod, Quote
from agent_app.domain.rates import RateBook


class PremiumForm(StrEnum):
    """In which form a person pays BHYT: by the household's order, or with the support of a group."""

    HOUSEHOLD = "household"
    GROUP = "group"


@dataclass(eq=False)
class PlaceTwiceError(InputError):
    """Two people were named for one place of the household's order."""

    code: ClassVar[str] = "household.place_twice"
    place: int


@dataclass(frozen=True, slots=True)
class Member:
    """One who wants to pay for some months.

    ``previous_end`` is the last day of the last card of any group; ``place`` the one that this person
    already holds this year; ``local`` the local support that applies. ``form`` is the one that the household
    wants where the law leaves a choice; without it the cheaper one is taken.
    """

    group: str
    months: int
    previous_end: date | None = None
    place: int | None = None
    local: tuple[LocalSupport, ...] = ()
    form: PremiumForm | None = None


@dataclass(frozen=True, slots=True)
class MemberQuote:
    """What one member pays: ``place`` only in household form, ``alternative`` in the other form."""

    form: PremiumForm
    place: int | None
    quote: Quote
    period: CoveragePeriod
    alternative: Dong | None = None


@dataclass(frozen=True, slots=True)
class _Pricing:
    """What does not change from member to member."""

    on: date
    rates: RateBook
    odd_months: bool

    def quote(self, member: Member, place: int | None) -> Quote:
        """Price a member at a place of the order, ``None`` for the group's form."""
        terms = PremiumTerms(member.local, self.odd_months)
        if place is None:
            return quote_group_member(member.group, member.months, self.on, self.rates, terms)
        return quote_household_member(place, member.months, self.on, self.rates, terms)

    def forms(self, member: Member) -> tuple[PremiumForm, ...]:
        """Return the forms that are open to a member, the group form first."""
        if member.group == HOUSEHOLD_GROUP:
            return (PremiumForm.HOUSEHOLD,)
        if not may_choose_form(member.group, self.on, self.rates):
            return (PremiumForm.GROUP,)
        return (member.form,) if member.form else (PremiumForm.GROUP, PremiumForm.HOUSEHOLD)


@dataclass(frozen=True, slots=True)
class _Taken:
    """What those named before have used up: free places, and the support that goes to one place only."""

    places: int = 0
    sponsored: bool = False


@dataclass(frozen=True, slots=True)
class _Option:
    """One form for one member, and what is used up after it."""

    form: PremiumForm
    place: int | None
    quote: Quote
    after: _Taken


# Money first; at equal totals fewer people in household form.
_Cost = tuple[int, int]


class _Choice:
    """Chooses the forms: what the members still to come cost depends only on what is used up."""

    def __init__(self, members: Sequence[Member], places: Sequence[int], pricing: _Pricing) -> None:
        self._members = members
        self._places = places
        self._pricing = pricing
        self._forms = [pricing.forms(member) for member in members]
        self._known: dict[tuple[int, _Taken], tuple[_Cost, _Option]] = {}
        self._quotes: dict[tuple[Member, int | None], Quote] = {}

    def walk(self) -> Iterator[tuple[Member, _Option, Dong | None]]:
        """Yield each member with the chosen form and the due in the other one."""
        taken = _Taken()
        for index, member in enumerate(self._members):
            _cost, chosen = self._best(index, taken)
            others = [each.quote.due for each in self._options(index, taken) if each.form is not chosen.form]
            yield member, chosen, others[0] if others else None
            taken = chosen.after

    def _best(self, index: int, taken: _Taken) -> tuple[_Cost, _Option]:
        known = self._known.get((index, taken))
        if known is None:
            options = ((self._cost(index, each), each) for each in self._options(index, taken))
            known = min(options, key=lambda pair: pair[0])
            self._known[index, taken] = known
        return known

    def _cost(self, index: int, option: _Option) -> _Cost:
        following = index + 1
        due, in_household = (
            self._best(following, option.after)[0] if following < len(self._members) else (0, 0)
        )
        return due + option.quote.due, in_household + (option.form is PremiumForm.HOUSEHOLD)

    def _options(self, index: int, taken: _Taken) -> Iterator[_Option]:
        member = self._members[index]
        for form in self._forms[index]:
            if form is PremiumForm.GROUP:
                yield _Option(form, None, self._quote(member, None), taken)
                continue
            place = member.place or self._places[taken.places]
            payer = _without_spent(member) if taken.sponsored else member
            quote = self._quote(payer, place)
            yield _Option(form, place, quote, _after(payer, place, quote, taken))

    def _quote(self, member: Member, place: int | None) -> Quote:
        """Price a member at a place, or in the group's form; the same question is answered once."""
        known = self._quotes.get((member, place))
        if known is None:
            known = self._pricing.quote(member, place)
            self._quotes[member, place] = known
        return known


def _without_spent(member: Member) -> Member:
    """Take away the support that another member has had for the same place and then left it."""
    return replace(
        member, local=tuple(each for each in member.local if each.place is None or each.holds_place)
    )


def _after(member: Member, place: int, quote: Quote, taken: _Taken) -> _Taken:
    """Use up a free place, unless the member holds one already or is paid for in full and leaves it."""
    if member.place is not None:
        return taken
    leaving = [each for each in at_place(member.local, place) if not each.holds_place]
    if quote.due > 0 or not leaving:
        return replace(taken, places=taken.places + 1)
    return replace(taken, sponsored=taken.sponsored or any(each.place is not None for each in leaving))


def quote_household(
    members: Sequence[Member],
    on: date,
    rates: RateBook,
    taken: frozenset[int] = frozenset(),
    rules: OfficeRules = USUAL,
) -> tuple[MemberQuote, ...]:
    """Price all members together at the least total; at equal totals a person stays in the group's form.

    Places not held already are given, the lowest first, in the order in which members are named.

    Args:
        members: who pays, in their order.
        on: civil date of the receipt.
        rates: the dated figures.
        taken: places of the payment year that others of the household hold.
        rules: what the office chooses where practice differs.

    """
    held = _held_places(members, taken)
    free = (place for place in count(1) if place not in held)
    choice = _Choice(members, [next(free) for _ in members], _Pricing(on, rates, rules.odd_months))
    return tuple(
        MemberQuote(
            option.form,
            option.place,
            option.quote,
            health_period(on, member.months, member.previous_end, rates, rules),
            alternative,
        )
        for member, option, alternative in choice.walk()
    )


def _held_places(members: Sequence[Member], taken: frozenset[int]) -> set[int]:
    held = set(taken)
    for member in members:
        if member.place is None:
            continue
        if member.place in held:
            raise PlaceTwiceError(member.place)
        held.add(member.place)
    return held
