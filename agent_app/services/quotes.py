"""What several members of one household have to pay together."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import ClassVar

from agent_app.domain.coverage import health_period, pension_period
from agent_app.domain.due_list import Scheme
from agent_app.domain.errors import InputError, RuleError
from agent_app.domain.health_premium import (
    HOUSEHOLD_GROUP,
    GroupNotPricedError,
    PremiumTerms,
    quote_household_member,
)
from agent_app.domain.household import Household, HouseholdId, Person, PersonId, Subject
from agent_app.domain.known_covers import continued_end
from agent_app.domain.member_order import GivenPlace, TakenPlace, give_places
from agent_app.domain.money import Dong
from agent_app.domain.pension_contribution import (
    PensionGroup,
    PensionIncomeStepError,
    PensionWish,
    listed_income,
    quote_plan,
    refuse_off_step,
)
from agent_app.domain.pension_plan import PaymentPlan
from agent_app.domain.rates import RateBook
from agent_app.domain.receipt import EmptyReceiptError, ReceiptLine
from agent_app.services.failures import OtherHouseholdError
from agent_app.services.ports import Listed, OpenUnit, UnitOfWork


@dataclass(eq=False)
class RepeatedPaymentError(InputError):
    """One person was named twice for one scheme."""

    code: ClassVar[str] = "quote.repeated"
    person_id: str


@dataclass(eq=False)
class IncomeUnknownError(RuleError):
    """The list does not tell on which monthly income this person pays BHXH tự nguyện."""

    code: ClassVar[str] = "quote.income_unknown"
    person_id: str


@dataclass(eq=False)
class ListedGroupError(RuleError):
    """The list names a group that BHXH tự nguyện does not know, so the State's support is not known."""

    code: ClassVar[str] = "quote.listed_group"
    person_id: str
    group: str
    known: str


@dataclass(frozen=True, slots=True)
class PaymentRequest:
    """One person's wish to pay for a scheme; what follows ``months`` is for BHXH only.

    ``income`` is the chosen monthly income in đồng, ``supported_months`` counts those that the State has
    supported before. Without them the list tells the income and the group.
    """

    person_id: PersonId
    scheme: Scheme
    months: int
    income: Dong | None = None
    group: PensionGroup | None = None
    supported_months: int = 0


@dataclass(frozen=True, slots=True)
class Priced:
    """Lines ready for a receipt, the household they belong to, and the places to be held with them."""

    household: Household
    lines: tuple[ReceiptLine, ...]
    new_places: Mapping[PersonId, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class QuoteService:
    """Prices payments without keeping anything."""

    open_unit: OpenUnit
    rates: RateBook

    def quote(
        self,
        household_id: HouseholdId,
        requests: Sequence[PaymentRequest],
        on: date,
        taken: Sequence[TakenPlace] = (),
    ) -> tuple[ReceiptLine, ...]:
        """Return the lines that a receipt of this civil date would have."""
        with self.open_unit() as unit:
            return price(unit, household_id, requests, on, self.rates, taken).lines


def price(  # noqa: PLR0913, PLR0917
    unit: UnitOfWork,
    household_id: HouseholdId | None,
    requests: Sequence[PaymentRequest],
    on: date,
    rates: RateBook,
    taken: Sequence[TakenPlace] = (),
) -> Priced:
    """Price the members' payments together, by the order of the payment year.

    A member who paid this year keeps the place; the others take the lowest free places in the order in
    which they are named (Luật 51/2024/QH15, Điều 13 khoản 6). ``taken`` are places that own receipts do not
    show: known from sync, or paid elsewhere as the household says.
    """
    if not requests:
        raise EmptyReceiptError
    people = [unit.households.person(each.person_id) for each in requests]
    household = unit.households.get(household_id or people[0].household_id)
    _refuse_strangers(household, people)
    _refuse_repetition(requests, people)
    held = unit.receipts.places(household.id, on.year)
    payers = [who.id for who, wish in zip(people, requests, strict=True) if wish.scheme is Scheme.HEALTH]
    places = give_places(held, taken, payers)
    new_places = {person_id: given.place for person_id, given in places.items() if given.new}
    lines = tuple(
        _health_line(unit, Subject.of(who, household), who, wish, places[who.id], on, rates)
        if wish.scheme is Scheme.HEALTH
        else _pension_line(unit, Subject.of(who, household), wish, on, rates)
        for who, wish in zip(people, requests, strict=True)
    )
    return Priced(household, lines, new_places)


def _refuse_strangers(household: Household, people: Sequence[Person]) -> None:
    for person in people:
        if person.household_id != household.id:
            raise OtherHouseholdError(str(person.id))


def _refuse_repetition(requests: Sequence[PaymentRequest], people: Sequence[Person]) -> None:
    named = Counter((who.id, wish.scheme) for who, wish in zip(people, requests, strict=True))
    for (person_id, _scheme), times in named.items():
        if times > 1:
            raise RepeatedPaymentError(str(person_id))


def _health_line(  # noqa: PLR0913, PLR0917
    unit: UnitOfWork,
    subject: Subject,
    person: Person,
    wish: PaymentRequest,
    given: GivenPlace,
    on: date,
    rates: RateBook,
) -> ReceiptLine:
    listed = unit.due_lists.listed(person.id, Scheme.HEALTH)
    group = (listed.group if listed else None) or person.health_group or HOUSEHOLD_GROUP
    if group != HOUSEHOLD_GROUP:
        raise GroupNotPricedError(group)
    previous_end = _previous_end(unit, person.id, Scheme.HEALTH, on, rates)
    office = unit.office.settings().on(on)
    return ReceiptLine(
        subject,
        Scheme.HEALTH,
        wish.months,
        health_period(on, wish.months, previous_end, rates, office.cover_rules),
        quote_household_member(
            given.place, wish.months, on, rates, PremiumTerms(odd_months=office.odd_months)
        ),
        given.place,
        given.source,
    )


def _pension_line(
    unit: UnitOfWork, subject: Subject, wish: PaymentRequest, on: date, rates: RateBook
) -> ReceiptLine:
    listed = unit.due_lists.listed(subject.person_id, Scheme.PENSION)
    group = wish.group or _listed_group(subject.person_id, listed)
    income = wish.income
    if income is None and listed and listed.amount and listed.months:
        income = _on_step(listed_income(listed.amount, listed.months, on, rates, group), on, rates)
    if income is None:
        raise IncomeUnknownError(str(subject.person_id))
    previous_end = _previous_end(unit, subject.person_id, Scheme.PENSION, on, rates)
    terms = PensionWish(income, PaymentPlan.periodic(wish.months), (group,), wish.supported_months)
    return ReceiptLine(
        subject,
        Scheme.PENSION,
        wish.months,
        pension_period(on, wish.months, previous_end, rates),
        quote_plan(terms, on, rates).quote,
        income=income,
        group=group.value,
        supported_before=wish.supported_months,
    )


def _previous_end(
    unit: UnitOfWork, person_id: PersonId, scheme: Scheme, on: date, rates: RateBook
) -> date | None:
    hole = int(rates.at("health.gap_days", on).value) if scheme is Scheme.HEALTH else 1
    return continued_end(unit.receipts.covers(person_id, scheme), on, timedelta(days=hole))


def _listed_group(person_id: PersonId, listed: Listed | None) -> PensionGroup:
    """Return the group that a list's line names; most name none and mean no supported group."""
    if listed is None or listed.group is None:
        return PensionGroup.OTHER
    try:
        return PensionGroup(listed.group)
    except ValueError as error:
        raise ListedGroupError(str(person_id), listed.group, ", ".join(PensionGroup)) from error


def _on_step(income: Dong | None, on: date, rates: RateBook) -> Dong | None:
    """Let go of an income between two steps: the listed amount was then made in another way."""
    if income is None:
        return None
    try:
        refuse_off_step(income, on, rates)
    except PensionIncomeStepError:
        return None
    return income
