"""What a price has to read: a unit of work can tell it, and so can a page of households read beforehand."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from agent_app.domain.due_list import Scheme
from agent_app.domain.household import Household, HouseholdId, Person, PersonId
from agent_app.domain.known_covers import KnownCover
from agent_app.domain.office_setting import OfficeSettings
from agent_app.domain.support_decision import SupportDecision
from agent_app.services.ports.records import Listed


class PricedHouseholds(Protocol):
    """Who pays, and what proves their groups."""

    def get(self, household_id: HouseholdId) -> Household:
        """Return one household."""
        ...

    def person(self, person_id: PersonId) -> Person:
        """Return one person."""
        ...

    def decision(self, person_id: PersonId, group: str, on: date) -> SupportDecision | None:
        """Return what proves a person's group on a civil day."""
        ...


class PricedReceipts(Protocol):
    """What was paid before."""

    def places(self, household_id: HouseholdId, year: int) -> Mapping[PersonId, int]:
        """Return the places held in a household's order in a payment year."""
        ...

    def covers(self, person_id: PersonId, scheme: Scheme) -> Sequence[KnownCover]:
        """Return the covers that are known."""
        ...


class PricedLists(Protocol):
    """What the office's lists say."""

    def listed(self, person_id: PersonId, scheme: Scheme) -> Listed | None:
        """Return what the newest shown list says of a person."""
        ...


class PricedOffice(Protocol):
    """What the office has settled."""

    def settings(self) -> OfficeSettings:
        """Return all settings."""
        ...


class PricingUnit(Protocol):
    """Everything that a price rests on, but the dated figures."""

    @property
    def households(self) -> PricedHouseholds:
        """Households and people."""
        ...

    @property
    def receipts(self) -> PricedReceipts:
        """Places and covers."""
        ...

    @property
    def due_lists(self) -> PricedLists:
        """Monthly lists."""
        ...

    @property
    def office(self) -> PricedOffice:
        """Settings."""
        ...
