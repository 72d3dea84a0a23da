"""What members pay for BHYT together: the form that costs the household least, places, covers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from agent_app.domain.ages import age_on
from agent_app.domain.coverage import OfficeRules, explain_cover
from agent_app.domain.due_list import Scheme
from agent_app.domain.groups import (
    HOUSEHOLD_GROUP,
    GroupNotInForceError,
    GroupUnknownError,
    may_choose_form,
    refuse_paid_elsewhere,
)
from agent_app.domain.health_premium import GroupNotPricedError
from agent_app.domain.household import Household, Person, PersonId, Subject
from agent_app.domain.household_quote import Member, MemberQuote, PremiumForm, quote_household
from agent_app.domain.known_covers import KnownCover, continued_end
from agent_app.domain.local_support import at_place
from agent_app.domain.member_order import TakenPlace, held_by, rests_on
from agent_app.domain.money import Dong
from agent_app.domain.rates import RateBook
from agent_app.domain.receipt import PlaceSource, ReceiptLine
from agent_app.domain.support_decision import SupportDecision, refuse_unproven
from agent_app.services.payments import LocalTerms, PaymentRequest
from agent_app.services.ports import Listed, PricingUnit


@dataclass(frozen=True, slots=True)
class Payer:
    """One who pays for BHYT, with what is known of their covers and what the newest list says of them."""

    person: Person
    wish: PaymentRequest
    covers: Sequence[KnownCover]
    listed: Listed | None


@dataclass(frozen=True, slots=True)
class BothForms:
    """What payers of BHYT come to together, in đồng, where some may choose.

    All of these in their group's form, all in household form, and each in the one that costs the least.
    """

    group: Dong
    household: Dong
    least: Dong


@dataclass(frozen=True, slots=True)
class HealthPricing:
    """Prices the members of one household on one civil day."""

    unit: PricingUnit
    household: Household
    on: date
    rates: RateBook
    rules: OfficeRules
    local: LocalTerms
    taken: Sequence[TakenPlace]

    def lines(self, payers: Sequence[Payer]) -> tuple[list[ReceiptLine], dict[PersonId, int]]:
        """Return each payer's line, in order, and the places that this payment takes."""
        held = self._held()
        members = self._members(payers, held)
        quoted = self._quoted(payers, members, held)
        lines, new_places = list[ReceiptLine](), dict[PersonId, int]()
        for payer, member, each in zip(payers, members, quoted, strict=True):
            lines.append(self._line(payer, member, each, held))
            who = payer.person.id
            if each.place is not None and who not in held and not _leaves(member, each):
                new_places[who] = each.place
        return lines, new_places

    def forms(self, payers: Sequence[Payer]) -> BothForms | None:
        """Return what the payers come to in either form; ``None`` where the law leaves nobody a choice.

        Nothing has to be proven for that: whoever hears the supported price knows what the paper is worth.
        """
        held = self._held()
        members = self._members(payers, held)
        if not any(may_choose_form(each.group, self.on, self.rates) for each in members):
            return None
        group, household, least = (
            Dong(sum(each.quote.due for each in self._quoted(payers, _all_in(form, members), held)))
            for form in (PremiumForm.GROUP, PremiumForm.HOUSEHOLD, None)
        )
        return BothForms(group, household, least)

    def _held(self) -> Mapping[PersonId, int]:
        return self.unit.receipts.places(self.household.id, self.on.year)

    def _members(self, payers: Sequence[Payer], held: Mapping[PersonId, int]) -> list[Member]:
        known = {**held_by(held, self.taken), **held}
        return [self._member(payer, known.get(payer.person.id)) for payer in payers]

    def _quoted(
        self, payers: Sequence[Payer], members: Sequence[Member], held: Mapping[PersonId, int]
    ) -> Sequence[MemberQuote]:
        paying = {payer.person.id for payer in payers}
        elsewhere = {place for who, place in held.items() if who not in paying}
        elsewhere |= {each.place for each in self.taken}
        elsewhere -= {each.place for each in members if each.place is not None}
        return quote_household(members, self.on, self.rates, frozenset(elsewhere), self.rules)

    def _member(self, payer: Payer, place: int | None) -> Member:
        group = self._group(payer)
        hole = timedelta(days=int(self.rates.at("health.gap_days", self.on).value))
        ends = (continued_end(payer.covers, self.on, hole), payer.wish.previous_end)
        return Member(
            group,
            payer.wish.months,
            max((end for end in ends if end is not None), default=None),
            place,
            self.local.fitting(Scheme.HEALTH, group, _age(payer.person, self.on), self.on),
            payer.wish.form,
        )

    def _group(self, payer: Payer) -> str:
        """Return the object code that prices a person: the one that was named, else the list's."""
        known = (payer.listed.group if payer.listed else None) or payer.person.health_group or HOUSEHOLD_GROUP
        named = payer.wish.health_group or known
        for group in {known, named}:
            self._refuse(group)
        leaves_group = known not in {HOUSEHOLD_GROUP, named}
        if leaves_group and not may_choose_form(known, self.on, self.rates):
            raise GroupNotPricedError(known)
        return named

    def _refuse(self, group: str) -> None:
        try:
            refuse_paid_elsewhere(group, self.on, self.rates)
        except (GroupUnknownError, GroupNotInForceError) as error:
            raise GroupNotPricedError(group) from error

    def _line(
        self, payer: Payer, member: Member, quoted: MemberQuote, held: Mapping[PersonId, int]
    ) -> ReceiptLine:
        in_group = quoted.form is PremiumForm.GROUP
        decision = self._proof(payer, member.group, quoted.period.start) if in_group else None
        cover = explain_cover(self.on, member.previous_end, self.rates, quoted.period)
        return ReceiptLine(
            Subject.of(payer.person, self.household),
            Scheme.HEALTH,
            payer.wish.months,
            quoted.period,
            replace(quoted.quote, steps=(*quoted.quote.steps, cover)),
            quoted.place,
            self._source(payer.person.id, quoted.place, held),
            group=member.group if in_group else HOUSEHOLD_GROUP,
            decision=decision,
        )

    def _proof(self, payer: Payer, group: str, start: date) -> SupportDecision | None:
        shown = payer.wish.decision
        proof = (
            shown.on(group, self.on)
            if shown
            else self.unit.households.decision(payer.person.id, group, self.on)
        )
        refuse_unproven(group, proof, self.on, start)
        return proof

    def _source(self, who: PersonId, place: int | None, held: Mapping[PersonId, int]) -> PlaceSource | None:
        if place is None:
            return None
        if who in held:
            return PlaceSource.OWN_RECEIPTS
        known = (each.source for each in self.taken if each.person_id == who and each.place == place)
        return next(known, None) or rests_on(place, self.taken)


def _age(person: Person, on: date) -> int | None:
    return age_on(person.birth, on) if person.birth else None


def _all_in(form: PremiumForm | None, members: Sequence[Member]) -> list[Member]:
    """Let everybody pay in one form, as far as the law leaves a choice."""
    return [replace(each, form=form) for each in members]


def _leaves(member: Member, quoted: MemberQuote) -> bool:
    """Tell whether a member who is paid for in full leaves the place to the next one."""
    leaving = any(not each.holds_place for each in at_place(member.local, quoted.place))
    return quoted.quote.due == 0 and leaving
