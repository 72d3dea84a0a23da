"""What the members of a household are told: who is due, what each pays in every form that is open."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Self

from agent_app.domain.due_list import Scheme
from agent_app.domain.eligibility import (
    HealthQuestion,
    HealthStanding,
    could_be_near_poor,
    health_questions,
    refuse_health,
)
from agent_app.domain.errors import AppError, InputError, RuleError
from agent_app.domain.groups import HOUSEHOLD_GROUP, may_choose_form
from agent_app.domain.health_premium import PremiumTerms, quote_group_member
from agent_app.domain.household import Household, HouseholdId, Person, PersonId
from agent_app.domain.household_quote import PremiumForm
from agent_app.domain.household_status import proof
from agent_app.domain.known_covers import KnownCover
from agent_app.domain.office_setting import OfficeSettings
from agent_app.domain.pension_renewal import pension_turn
from agent_app.domain.rates import RateBook
from agent_app.domain.receipt import ReceiptLine
from agent_app.domain.support_decision import DecisionEndedError, DecisionMissingError, SupportDecision
from agent_app.services.notice_lines import NoticeHome, NoticeLine, NoticePrice, OtherForm
from agent_app.services.payments import USUAL_MONTHS, PaymentRequest
from agent_app.services.ports.records import Listed
from agent_app.services.quotes import price

SOON = timedelta(days=30)
"""A cover that own receipts alone know of is due for so many days before its end."""
LAPSED = timedelta(days=365)
"""…and for so many days after it."""


_Unproven = DecisionMissingError | DecisionEndedError
_Lines = dict[PersonId, list[ReceiptLine]]
_Wishes = dict[PersonId, PaymentRequest]


@dataclass(frozen=True, slots=True)
class HomeReads:
    """Fulfils ``ports.PricingUnit`` with what was read of one household beforehand."""

    home: NoticeHome
    settled: OfficeSettings

    @property
    def households(self) -> Self:
        return self

    @property
    def receipts(self) -> Self:
        return self

    @property
    def due_lists(self) -> Self:
        return self

    @property
    def office(self) -> Self:
        return self

    def settings(self) -> OfficeSettings:
        return self.settled

    def get(self, household_id: HouseholdId) -> Household:
        del household_id
        return self.home.household

    def person(self, person_id: PersonId) -> Person:
        return next(each for each in self.home.people if each.id == person_id)

    def decision(self, person_id: PersonId, group: str, on: date) -> SupportDecision | None:
        own = (each for each in self.home.statuses if each.person_id in {None, person_id})
        return proof(own, group, on)

    def places(self, household_id: HouseholdId, year: int) -> Mapping[PersonId, int]:
        del household_id, year
        return self.home.places

    def covers(self, person_id: PersonId, scheme: Scheme) -> Sequence[KnownCover]:
        return self.home.covers.get((person_id, scheme), ())

    def listed(self, person_id: PersonId, scheme: Scheme) -> Listed | None:
        line = self.home.listed.get((person_id, scheme))
        return Listed(line.group, line.months, line.amount) if line else None


@dataclass(frozen=True, slots=True)
class _Due:
    """One member whose cover of a scheme is to be renewed."""

    person: Person
    scheme: Scheme
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class NoticePricing:
    """Prices notices of one civil day, with the same rules as receipts."""

    settled: OfficeSettings
    rates: RateBook
    on: date

    def lines(self, home: NoticeHome) -> tuple[NoticeLine, ...]:
        """Say what a household's notice tells, member by member; nothing where nobody is due."""
        due = [each for person in home.people for each in self._due(home, person)]
        health = [each for each in due if each.scheme is Scheme.HEALTH]
        reads = HomeReads(home, self.settled)
        told = {each.person.id: each for each in _HealthTold(self, reads).lines(health)}
        return tuple(
            told[each.person.id] if each.scheme is Scheme.HEALTH else self._pension(reads, each)
            for each in due
        )

    def _due(self, home: NoticeHome, person: Person) -> Iterable[_Due]:
        for scheme in Scheme:
            line = home.listed.get((person.id, scheme))
            if line is not None and line.newest and line.open and person.id not in home.gone:
                yield _Due(person, scheme, line.due_on)
                continue
            last = max((each.end for each in home.covers.get((person.id, scheme), ())), default=None)
            if last is not None and person.id not in home.gone and self._is_near(last):
                yield _Due(person, scheme, last)

    def _is_near(self, last: date) -> bool:
        return self.on - LAPSED <= last <= self.on + SOON

    def _pension(self, reads: HomeReads, due: _Due) -> NoticeLine:
        said = reads.listed(due.person.id, due.scheme)
        months = (said.months if said else None) or USUAL_MONTHS
        line = NoticeLine(
            due.person, due.scheme, due.ends_on, turn=pension_turn(self.on, months, due.ends_on, self.rates)
        )
        try:
            priced = self.price(reads, [PaymentRequest(due.person.id, due.scheme, months)])[0]
        except (RuleError, InputError) as error:
            if said is None or said.amount is None or said.months is None:
                return replace(line, failure=error)
            return replace(line, prices=(NoticePrice(said.months, said.amount),), as_listed=True)
        return replace(line, prices=(NoticePrice(months, priced.quote.due),), group=priced.group)

    def price(self, reads: HomeReads, wishes: Sequence[PaymentRequest]) -> tuple[ReceiptLine, ...]:
        """Price as a receipt of the day would."""
        return price(reads, reads.home.household.id, wishes, self.on, self.rates).lines

    def months(self) -> list[int]:
        """Return for how many months BHYT may be paid."""
        return sorted(int(each.value) for each in self.rates.beginning("health.months.", self.on))

    def group_prices(self, group: str) -> tuple[NoticePrice, ...]:
        """Price the form of a group, whoever proves it."""
        terms = PremiumTerms((), self.settled.on(self.on).odd_months)
        return tuple(
            NoticePrice(months, quote_group_member(group, months, self.on, self.rates, terms).due)
            for months in self.months()
        )


@dataclass(frozen=True, slots=True)
class _HealthTold:
    """BHYT of one household: who is settled as one receipt has them, the others apart or with why not."""

    pricing: NoticePricing
    reads: HomeReads

    def lines(self, due: Sequence[_Due]) -> list[NoticeLine]:
        """Say of each what their BHYT costs; whoever is not settled takes no place before those who are."""
        wishes = {each.person.id: PaymentRequest(each.person.id, Scheme.HEALTH, USUAL_MONTHS) for each in due}
        failed: dict[PersonId, AppError] = {}
        settled, found = self._settled(due, wishes, failed)
        for each in due:
            who = each.person.id
            if who not in settled and isinstance(failed.get(who), _Unproven | None):
                found[who] = self._apart(each, settled, wishes[who], failed.get(who))
        return [found[each.person.id] for each in due]

    def _settled(
        self, due: Sequence[_Due], wishes: _Wishes, failed: dict[PersonId, AppError]
    ) -> tuple[_Wishes, dict[PersonId, NoticeLine]]:
        """Leave out whoever is to be asked first until those who remain are priced without the others."""
        left = dict(wishes)
        while True:
            left, told = self._priced(left, failed)
            wishes.update(left)
            switched = self._in_household_form(left)
            found = {
                who: self._line(each, told.get(who, ()), failed.get(who), switched.get(who, ()))
                for each, who in ((each, each.person.id) for each in due)
            }
            kept = {who: wish for who, wish in left.items() if found[who].usual is not None}
            if len(kept) == len(left):
                return kept, found
            left = kept

    def _priced(self, wishes: _Wishes, failed: dict[PersonId, AppError]) -> tuple[_Wishes, _Lines]:
        """Price these together; where that fails, without those who cannot be priced."""
        try:
            return wishes, self._together(wishes)
        except (RuleError, InputError):
            failed |= self._probed(wishes)
            wishes = self._in_order(wishes)
            return wishes, self._or_nothing(wishes, failed)

    def _apart(
        self, due: _Due, settled: _Wishes, wish: PaymentRequest, failure: AppError | None
    ) -> NoticeLine:
        """Price somebody who is to be asked first as one more, after all who are settled."""
        who = due.person.id
        wishes = {**settled, who: wish}
        try:
            told = self._together(wishes)
        except (RuleError, InputError) as error:
            in_household = replace(wish, health_group=HOUSEHOLD_GROUP)
            if wish == in_household or not isinstance(error, _Unproven) or not self._may_choose(error.group):
                return self._line(due, (), error, ())
            return self._apart(due, settled, in_household, error)
        switched = self._in_household_form(wishes) if self._chooses(who) else {}
        return replace(self._line(due, told[who], failure, switched.get(who, ())), apart=True)

    def _together(self, wishes: Mapping[PersonId, PaymentRequest]) -> _Lines:
        """Price all these for every number of months."""
        found: dict[PersonId, list[ReceiptLine]] = {each: [] for each in wishes}
        for months in self.pricing.months() if wishes else ():
            asked = [replace(each, months=months) for each in wishes.values()]
            for line in self.pricing.price(self.reads, asked):
                found[line.subject.person_id].append(line)
        return found

    def _probed(self, wishes: _Wishes) -> dict[PersonId, AppError]:
        """Find out who cannot be priced; whoever may leave a group without proof pays in household form."""
        failed: dict[PersonId, AppError] = {}
        for who, wish in list(wishes.items()):
            try:
                self.pricing.price(self.reads, [wish])
            except (RuleError, InputError) as error:
                failed[who] = error
                del wishes[who]
                if isinstance(error, _Unproven) and self._may_choose(error.group):
                    wishes[who] = replace(wish, health_group=HOUSEHOLD_GROUP)
        return failed

    def _or_nothing(self, wishes: _Wishes, failed: dict[PersonId, AppError]) -> _Lines:
        try:
            return self._together(wishes)
        except (RuleError, InputError) as error:
            failed.update(dict.fromkeys(wishes, error))
            return {}

    def _in_order(self, wishes: _Wishes) -> _Wishes:
        return {each.id: wishes[each.id] for each in self.reads.home.people if each.id in wishes}

    def _may_choose(self, group: str) -> bool:
        return may_choose_form(group, self.pricing.on, self.pricing.rates)

    def _line(
        self,
        due: _Due,
        priced: Sequence[ReceiptLine],
        failure: AppError | None,
        household_form: Sequence[ReceiptLine],
    ) -> NoticeLine:
        line = NoticeLine(due.person, due.scheme, due.ends_on, failure=failure)
        if not priced:
            if not isinstance(failure, _Unproven):
                return line
            return replace(line, other=self._group_form(failure.group, unproven=True))
        first = priced[0]
        in_group = first.group not in {None, HOUSEHOLD_GROUP}
        told = replace(
            line,
            prices=_prices(priced),
            form=PremiumForm.GROUP if in_group else PremiumForm.HOUSEHOLD,
            group=first.group,
            place=first.place,
            starts_on=first.period.start,
            waiting=first.period.waiting,
            failure=None,
        )
        return self._asked(replace(told, other=self._other(told, failure, household_form)), first)

    def _asked(self, line: NoticeLine, first: ReceiptLine) -> NoticeLine:
        """Take the prices away from whom the State pays for; remember whom to ask about it."""
        on, rates = self.pricing.on, self.pricing.rates
        listed = self.reads.listed(line.person.id, Scheme.HEALTH)
        known = (first.group, line.person.health_group, listed.group if listed else None)
        standing = HealthStanding(
            first.group or HOUSEHOLD_GROUP, line.person.birth, could_be_near_poor(*known)
        )
        try:
            refuse_health(standing, first.period, on, rates)
        except RuleError as error:
            return replace(line, prices=(), other=None, failure=error)
        return replace(line, to_ask=HealthQuestion.SOCIAL_PENSION in health_questions(standing, on, rates))

    def _group(self, person_id: PersonId) -> str:
        said, person = self.reads.listed(person_id, Scheme.HEALTH), self.reads.person(person_id)
        return (said.group if said else None) or person.health_group or HOUSEHOLD_GROUP

    def _chooses(self, person_id: PersonId) -> bool:
        group = self._group(person_id)
        return group != HOUSEHOLD_GROUP and self._may_choose(group)

    def _in_household_form(self, wishes: Mapping[PersonId, PaymentRequest]) -> _Lines:
        """Price everybody as if all who may choose paid in household form."""
        choosing = [who for who in wishes if self._chooses(who)]
        if not choosing:
            return {}
        switched = {
            who: replace(wish, health_group=HOUSEHOLD_GROUP) if who in choosing else wish
            for who, wish in wishes.items()
        }
        return self._or_nothing(switched, {})

    def _other(
        self, line: NoticeLine, failure: AppError | None, household_form: Sequence[ReceiptLine]
    ) -> OtherForm | None:
        """Price the form that was not proposed, where the law lets people choose."""
        if not self._chooses(line.person.id):
            return None
        if line.form is PremiumForm.HOUSEHOLD:
            return self._group_form(self._group(line.person.id), unproven=isinstance(failure, _Unproven))
        if not household_form:
            return None
        return OtherForm(PremiumForm.HOUSEHOLD, household_form[0].place, _prices(household_form))

    def _group_form(self, group: str, *, unproven: bool) -> OtherForm:
        return OtherForm(PremiumForm.GROUP, None, self.pricing.group_prices(group), group, unproven)


def _prices(lines: Sequence[ReceiptLine]) -> tuple[NoticePrice, ...]:
    return tuple(NoticePrice(each.months, each.quote.due) for each in lines)
