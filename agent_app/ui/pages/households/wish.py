"""Who of a household wants to pay for what, for how long; and whom the page proposes to begin with."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from agent_app.domain.calendar import add_months
from agent_app.domain.due_list import Scheme
from agent_app.domain.groups import HOUSEHOLD_GROUP
from agent_app.domain.household import PersonId, is_head
from agent_app.domain.household_quote import PremiumForm
from agent_app.domain.member_order import TakenPlace
from agent_app.domain.money import Dong
from agent_app.domain.pension_contribution import PensionGroup
from agent_app.domain.pension_plan import PlanKind
from agent_app.domain.receipt import PlaceSource
from agent_app.services.lines import CoverLine, HouseholdPage, MemberLine
from agent_app.services.payments import NO_LOCAL, LocalTerms, PaymentRequest, ShownDecision

Tick = tuple[PersonId, Scheme]

_USUAL_MONTHS = ((Scheme.HEALTH, 12), (Scheme.PENSION, 3))
_GROWN_UP_MONTHS = 18 * 12


@dataclass(frozen=True, slots=True)
class Details:
    """What is said of one payment alone: where it differs from the others, and what was shown for it.

    ``months`` and ``plan`` go together: without the months both are the household's. ``place`` is the one
    that the member holds by a payment elsewhere.
    """

    months: int | None = None
    plan: PlanKind = PlanKind.PERIODIC
    income: Dong | None = None
    group: PensionGroup | None = None
    supported_months: int = 0
    health_group: str | None = None
    previous_end: date | None = None
    decision: ShownDecision | None = None
    place: int | None = None


PLAIN = Details()


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wants to pay for what, for how long; without ``income`` the list's one is taken.

    ``plan`` is how BHXH is paid; ``form`` how BHYT is paid where the law leaves a choice, the cheaper way
    without it. ``taken`` are places that others of the household paid for elsewhere, ``local`` what the place
    or a donor adds.
    """

    ticked: frozenset[Tick] = frozenset()
    months: tuple[tuple[Scheme, int], ...] = _USUAL_MONTHS
    income: Dong | None = None
    plan: PlanKind = PlanKind.PERIODIC
    form: PremiumForm | None = None
    details: tuple[tuple[Tick, Details], ...] = ()
    taken: frozenset[int] = frozenset()
    local: LocalTerms = NO_LOCAL

    def months_of(self, scheme: Scheme) -> int:
        """How many months are wished for."""
        return dict(self.months)[scheme]

    def has(self, scheme: Scheme) -> bool:
        """Whether anybody wants this scheme."""
        return any(each is scheme for _person, each in self.ticked)

    def has_person(self, person_id: PersonId) -> bool:
        """Whether somebody wants to pay for anything."""
        return any(each == person_id for each, _scheme in self.ticked)

    def of(self, tick: Tick) -> Details:
        """Return what is said of one payment alone."""
        return dict(self.details).get(tick, PLAIN)

    def detailed(self, tick: Tick, details: Details) -> "Wish":
        """Say something of one payment alone."""
        others = tuple(each for each in self.details if each[0] != tick)
        return replace(self, details=others if details == PLAIN else (*others, (tick, details)))

    def for_months(self, scheme: Scheme, months: int, plan: PlanKind = PlanKind.PERIODIC) -> "Wish":
        """Choose for how long everybody pays for a scheme."""
        chosen = tuple((each, months if each is scheme else old) for each, old in self.months)
        return replace(self, months=chosen, plan=plan if scheme is Scheme.PENSION else self.plan)

    def in_household_form(self, tick: Tick) -> "Wish":
        """Let one member of a supported group pay as those of no group do."""
        return self.detailed(tick, replace(self.of(tick), health_group=HOUSEHOLD_GROUP, decision=None))

    def requests(self, members: tuple[MemberLine, ...]) -> tuple[PaymentRequest, ...]:
        """List the payments, members in their order: it decides who counts as a household's first payer."""
        return tuple(
            self._request((member.id, scheme))
            for scheme in Scheme
            for member in members
            if (member.id, scheme) in self.ticked
        )

    def places(self, members: tuple[MemberLine, ...]) -> tuple[TakenPlace, ...]:
        """List the places that own receipts do not show, as the household says."""
        health = {member.id: self.of((member.id, Scheme.HEALTH)) for member in members}
        own = [(who, each.place) for who, each in health.items() if each.place is not None]
        others = sorted(self.taken - {place for _who, place in own})
        return (
            *(TakenPlace(place, PlaceSource.ASKED, who) for who, place in own),
            *(TakenPlace(place, PlaceSource.ASKED) for place in others),
        )

    def _request(self, tick: Tick) -> PaymentRequest:
        person_id, scheme = tick
        each = self.of(tick)
        if scheme is Scheme.HEALTH:
            return PaymentRequest(
                person_id,
                scheme,
                each.months or self.months_of(scheme),
                health_group=each.health_group,
                previous_end=each.previous_end,
                decision=each.decision,
                form=self.form,
            )
        return PaymentRequest(
            person_id,
            scheme,
            each.months or self.months_of(scheme),
            each.income or self.income,
            each.group,
            each.supported_months,
            each.plan if each.months else self.plan,
            previous_end=each.previous_end,
            decision=each.decision,
        )


def first_wish(page: HouseholdPage, offered: Mapping[Scheme, Sequence[int]] | None = None) -> Wish:
    """Tick everybody whose cover is due and has not been paid for, for the months that the list names.

    Whoever is awaited by transfer is left out. ``offered`` are the months that can be chosen.
    """
    open_covers = [
        (member.id, cover)
        for member in page.members
        for cover in member.covers
        if cover.due_item and cover.receipt_id is None and not member.awaits(cover.scheme)
    ]
    covers = [cover for _person_id, cover in open_covers]
    return Wish(
        frozenset((person_id, cover.scheme) for person_id, cover in open_covers),
        tuple((scheme, _listed_months(scheme, covers, offered) or usual) for scheme, usual in _USUAL_MONTHS),
    )


def _listed_months(
    scheme: Scheme, covers: list[CoverLine], offered: Mapping[Scheme, Sequence[int]] | None
) -> int | None:
    """Find the months that most lines name; of equals, those that stand first in the list."""
    listed = Counter(
        cover.months
        for cover in covers
        if cover.scheme is scheme and cover.months and (offered is None or cover.months in offered[scheme])
    )
    return max(listed, key=lambda months: listed[months], default=None)


def head_of(members: tuple[MemberLine, ...]) -> MemberLine | None:
    """Find the head of a household, where the office has told who that is."""
    return next((each for each in members if is_head(each.relation)), None)


def oldest_adult(members: tuple[MemberLine, ...], today: date) -> MemberLine | None:
    """Find the eldest grown-up among those whose birth is known."""
    last_birth = add_months(today, -_GROWN_UP_MONTHS)
    grown_up = [(each.birth.last_day, each) for each in members if each.birth is not None]
    return min(
        (pair for pair in grown_up if pair[0] <= last_birth), key=lambda pair: pair[0], default=(None, None)
    )[1]
