"""What several members of one household have to pay together."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Self

from agent_app.domain.due_list import Scheme
from agent_app.domain.household import Household, HouseholdId, Person, PersonId
from agent_app.domain.known_covers import KnownCover
from agent_app.domain.member_order import TakenPlace
from agent_app.domain.rates import RateBook
from agent_app.domain.receipt import EmptyReceiptError, ReceiptLine
from agent_app.services.failures import OtherHouseholdError
from agent_app.services.health_lines import BothForms, HealthPricing, Payer
from agent_app.services.payments import (
    NO_LOCAL,
    LocalRuleError,
    LocalTerms,
    PaymentRequest,
    RepeatedPaymentError,
)
from agent_app.services.pension_lines import IncomeUnknownError, ListedGroupError, PensionPricing
from agent_app.services.ports import Listed, PricingUnit

__all__ = [
    "IncomeUnknownError",
    "ListedGroupError",
    "LocalRuleError",
    "LocalTerms",
    "PaymentRequest",
    "Priced",
    "Pricing",
    "RepeatedPaymentError",
    "price",
    "refuse_idle_rules",
]


@dataclass(frozen=True, slots=True)
class Priced:
    """Lines ready for a receipt, the household they belong to, and the places to be held with them.

    ``people``, ``covers`` and ``listed`` say of each line whom it is for, what was known of their covers, and
    what the newest list says of them.
    """

    household: Household
    lines: tuple[ReceiptLine, ...]
    new_places: Mapping[PersonId, int] = field(default_factory=dict)
    people: tuple[Person, ...] = ()
    covers: tuple[Sequence[KnownCover], ...] = ()
    listed: tuple[Listed | None, ...] = ()

    def one_by_one(self) -> Iterator[Self]:
        """Yield each line alone, with what is known of whom it is for; no places are held with it."""
        for line, person, covers, listed in zip(
            self.lines, self.people, self.covers, self.listed, strict=True
        ):
            yield replace(
                self, lines=(line,), new_places={}, people=(person,), covers=(covers,), listed=(listed,)
            )


def price(  # noqa: PLR0913, PLR0917
    unit: PricingUnit,
    household_id: HouseholdId | None,
    requests: Sequence[PaymentRequest],
    on: date,
    rates: RateBook,
    taken: Sequence[TakenPlace] = (),
    local: LocalTerms = NO_LOCAL,
) -> Priced:
    """Price the members' payments together, by the order of the payment year and the office's settings.

    A member who paid this year keeps the place; the others take the lowest free places in the order in
    which they are named (Luật 51/2024/QH15, Điều 13 khoản 6). Who belongs to a supported group pays in the
    form that costs the household least, and proves the group by a decision. ``taken`` are places that own
    receipts do not show: known from sync, or paid elsewhere as the household says.
    """
    priced = Pricing(unit, on, rates, taken, local).price(household_id, requests)
    refuse_idle_rules(priced.lines, local, on)
    return priced


@dataclass(frozen=True, slots=True)
class Pricing:
    """Prices a household's payments on one civil day; whether a named local rule helps is not asked."""

    unit: PricingUnit
    on: date
    rates: RateBook
    taken: Sequence[TakenPlace] = ()
    local: LocalTerms = NO_LOCAL

    def price(self, household_id: HouseholdId | None, requests: Sequence[PaymentRequest]) -> Priced:
        """Price the payments together."""
        household, asked = self._asked(household_id, requests)
        payers = _of_health(asked)
        health_lines, new_places = self._health(household).lines(payers) if payers else ([], {})
        waiting = iter(health_lines)
        pension = PensionPricing(self.unit, household, self.on, self.rates, self.local)
        lines = tuple(
            next(waiting)
            if each.wish.scheme is Scheme.HEALTH
            else pension.line(each.person, each.wish, each.covers, each.listed)
            for each in asked
        )
        return Priced(
            household,
            lines,
            new_places,
            tuple(each.person for each in asked),
            tuple(each.covers for each in asked),
            tuple(each.listed for each in asked),
        )

    def forms(self, household_id: HouseholdId | None, requests: Sequence[PaymentRequest]) -> BothForms | None:
        """Return what the payers of BHYT come to in either form, where some of them may choose."""
        household, asked = self._asked(household_id, requests)
        return self._health(household).forms(_of_health(asked))

    def _health(self, household: Household) -> HealthPricing:
        rules = self.unit.office.settings().on(self.on).cover_rules
        return HealthPricing(self.unit, household, self.on, self.rates, rules, self.local, self.taken)

    def _asked(
        self, household_id: HouseholdId | None, requests: Sequence[PaymentRequest]
    ) -> tuple[Household, list[Payer]]:
        if not requests:
            raise EmptyReceiptError
        people = [self.unit.households.person(each.person_id) for each in requests]
        household = self.unit.households.get(household_id or people[0].household_id)
        _refuse_strangers(household, people)
        _refuse_repetition(requests, people)
        asked = [
            Payer(
                who,
                wish,
                self.unit.receipts.covers(who.id, wish.scheme),
                self.unit.due_lists.listed(who.id, wish.scheme),
            )
            for who, wish in zip(people, requests, strict=True)
        ]
        return household, asked


def _of_health(asked: Sequence[Payer]) -> list[Payer]:
    return [each for each in asked if each.wish.scheme is Scheme.HEALTH]


def _refuse_strangers(household: Household, people: Sequence[Person]) -> None:
    for person in people:
        if person.household_id != household.id:
            raise OtherHouseholdError(str(person.id))


def _refuse_repetition(requests: Sequence[PaymentRequest], people: Sequence[Person]) -> None:
    named = Counter((who.id, wish.scheme) for who, wish in zip(people, requests, strict=True))
    for (person_id, _scheme), times in named.items():
        if times > 1:
            raise RepeatedPaymentError(str(person_id))


def refuse_idle_rules(lines: Sequence[ReceiptLine], local: LocalTerms, on: date) -> None:
    """Refuse a rule that was named and helps nobody: it was meant for somebody else, or another day."""
    used = {figure.name for line in lines for figure in line.quote.basis}
    for name in dict.fromkeys(rule.figure.name for rule in local.rules):
        if name not in used:
            raise LocalRuleError(name, on)
