"""Who of a household wants to pay for what, for how long; and whom the page proposes to begin with."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from agent_app.domain.calendar import add_months
from agent_app.domain.due_list import Scheme
from agent_app.domain.household import PersonId
from agent_app.domain.money import Dong
from agent_app.domain.names import fold
from agent_app.services.lines import CoverLine, HouseholdPage, MemberLine
from agent_app.services.quotes import PaymentRequest

Tick = tuple[PersonId, Scheme]

MONTHS = {Scheme.HEALTH: (3, 6, 12), Scheme.PENSION: (1, 3, 6, 12)}
_USUAL_MONTHS = ((Scheme.HEALTH, 12), (Scheme.PENSION, 3))
_HEAD = "chu ho"
_GROWN_UP_MONTHS = 18 * 12


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wants to pay for what, for how long; without ``income`` the list's one is taken."""

    ticked: frozenset[Tick] = frozenset()
    months: tuple[tuple[Scheme, int], ...] = _USUAL_MONTHS
    income: Dong | None = None

    def months_of(self, scheme: Scheme) -> int:
        """How many months are wished for."""
        return dict(self.months)[scheme]

    def has(self, scheme: Scheme) -> bool:
        """Whether anybody wants this scheme."""
        return any(each is scheme for _person, each in self.ticked)

    def requests(self, members: tuple[MemberLine, ...]) -> tuple[PaymentRequest, ...]:
        """List the payments, members in their order: it decides who counts as a household's first payer."""
        return tuple(
            PaymentRequest(
                member.id, scheme, self.months_of(scheme), self.income if scheme is Scheme.PENSION else None
            )
            for scheme in Scheme
            for member in members
            if (member.id, scheme) in self.ticked
        )


def first_wish(page: HouseholdPage) -> Wish:
    """Tick everybody whose cover is due and has not been paid for, for the months that the list names."""
    open_covers = [
        (member.id, cover)
        for member in page.members
        for cover in member.covers
        if cover.due_item and cover.receipt_id is None
    ]
    covers = [cover for _person_id, cover in open_covers]
    return Wish(
        frozenset((person_id, cover.scheme) for person_id, cover in open_covers),
        tuple((scheme, _listed_months(scheme, covers) or usual) for scheme, usual in _USUAL_MONTHS),
    )


def _listed_months(scheme: Scheme, covers: list[CoverLine]) -> int | None:
    """Find the months that most lines name; of equals, those that stand first in the list."""
    listed = Counter(
        cover.months for cover in covers if cover.scheme is scheme and cover.months in MONTHS[scheme]
    )
    return max(listed, key=lambda months: listed[months], default=None)


def head_of(members: tuple[MemberLine, ...]) -> MemberLine | None:
    """Find the head of a household, where the office has told who that is."""
    return next((each for each in members if fold(each.relation or "") == _HEAD), None)


def oldest_adult(members: tuple[MemberLine, ...], today: date) -> MemberLine | None:
    """Find the eldest grown-up among those whose birth is known."""
    last_birth = add_months(today, -_GROWN_UP_MONTHS)
    grown_up = [(each.birth.last_day, each) for each in members if each.birth is not None]
    return min(
        (pair for pair in grown_up if pair[0] <= last_birth), key=lambda pair: pair[0], default=(None, None)
    )[1]
