"""People and households of the made-up commune, as the real use cases change them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self, cast
from uuid import UUID

from agent_app.domain.history import Author, ChangeSource
from agent_app.domain.household import Household, HouseholdId, Person, PersonId
from agent_app.domain.household_status import StatusRecord
from agent_app.domain.names import fold, has_house
from agent_app.domain.operation import Entry
from agent_app.domain.people_edit import FieldEdit, HouseholdEdited, PersonEdited, with_values
from agent_app.services.failures import HouseholdUnknownError, PersonUnknownError
from agent_app.services.lines import MemberLine, VisitLine
from agent_app.services.people import PeopleService
from agent_app.services.people_checks import PeopleChecks
from agent_app.services.people_lines import (
    FieldsChanged,
    HeldHome,
    HeldPerson,
    HistoryLine,
    HistoryOf,
    KnownPlace,
)
from agent_app.services.ports import UnitOfWork, Weight
from tests.builders import AGENT, NOW, a_book, granting, rates
from tests.fakes import CountingIds, FixedClock

Homes = dict[HouseholdId, Household]
Members = dict[HouseholdId, tuple[MemberLine, ...]]


class Commune(Protocol):
    """The lists that the fake queries answer from."""

    households: Homes
    members: Members
    visits: dict[HouseholdId, list[VisitLine]]
    records: list[StatusRecord]
    waiting: int
    edits: int


def to_person(home: HouseholdId, member: MemberLine, facility: str | None) -> Person:
    """Take a person from a member's line, which has everything but the place of treatment."""
    return Person(
        member.id,
        home,
        member.name,
        member.insurance_no,
        member.citizen_id,
        member.birth,
        member.sex,
        member.phone,
        member.relation,
        member.health_group,
        facility,
    )


def to_member(person: Person, before: MemberLine | None = None) -> MemberLine:
    """Show a person as a member; what lists and visits say of them stays."""
    line = before or MemberLine(person.id, person.name, None, None, None, None, None, None, None, None, ())
    return replace(
        line,
        id=person.id,
        name=person.name,
        birth=person.birth,
        sex=person.sex,
        insurance_no=person.insurance_no,
        citizen_id=person.citizen_id,
        phone=person.phone,
        relation=person.relation,
        health_group=person.health_group,
    )


@dataclass
class FakePeople:
    """One store of people: a unit of work on the commune's lists, which the real services work with.

    ``error`` is raised instead of a commit where a test wants a failure.
    """

    commune: Commune
    facilities: dict[PersonId, str | None] = field(default_factory=dict)
    office_knows: set[UUID] = field(default_factory=set)
    aliases: dict[UUID, UUID] = field(default_factory=dict)
    weights: dict[PersonId, Weight] = field(default_factory=dict)
    kinds: list[str] = field(default_factory=list)
    lines: list[HistoryLine] = field(default_factory=list)
    error: Exception | None = None

    def service(self) -> PeopleService:
        """Return the use cases on it."""
        return PeopleService(self.open_unit, FixedClock(), CountingIds(0x500), rates())

    def checks(self) -> PeopleChecks:
        """Return the checks on it."""
        return PeopleChecks(self.open_unit, FixedClock(), rates())

    def open_unit(self) -> UnitOfWork:
        """Open a unit of work, which is committed as it goes and put back when it is not."""
        return cast("UnitOfWork", FakeUnit(self))

    def everybody(self) -> list[Person]:
        """Return everybody in the commune."""
        return [
            to_person(home, member, self.facilities.get(member.id))
            for home, members in self.commune.members.items()
            for member in members
        ]

    def find(self, person_id: PersonId) -> Person:
        """Find somebody by any id that they have had."""
        wanted = self.aliases.get(person_id, person_id)
        found = next((each for each in self.everybody() if each.id == wanted), None)
        if found is None:
            raise PersonUnknownError(str(person_id))
        return found

    def put(self, person: Person) -> None:
        """Show a person where they live now."""
        before = self.drop(person.id)
        at = before[1] if before else len(self.commune.members.get(person.household_id, ()))
        line = to_member(person, before[0] if before else None)
        members = list(self.commune.members.get(person.household_id, ()))
        members.insert(at, line)
        self.commune.members[person.household_id] = tuple(members)
        self.facilities[person.id] = person.facility

    def drop(self, person_id: PersonId) -> tuple[MemberLine, int] | None:
        """Take a person's line out; return it with its place."""
        for home, members in self.commune.members.items():
            for at, member in enumerate(members):
                if member.id == person_id:
                    self.commune.members[home] = members[:at] + members[at + 1 :]
                    return member, at
        return None

    def person(self, person_id: PersonId) -> HeldPerson:
        """Answer as ``ports.PeopleQueries`` does."""
        found = self.find(person_id)
        return HeldPerson(found, self.commune.households[found.household_id], found.id in self.office_knows)

    def home(self, household_id: HouseholdId) -> HeldHome:
        """Answer as ``ports.PeopleQueries`` does."""
        if household_id not in self.commune.households:
            raise HouseholdUnknownError(str(household_id))
        return HeldHome(self.commune.households[household_id], household_id in self.office_knows)

    def places(self) -> list[KnownPlace]:
        """Answer as ``ports.PeopleQueries`` does."""
        tails = {
            home.hamlet: home.address[home.address.index(home.hamlet) :]
            for home in self.commune.households.values()
            if home.hamlet and home.hamlet in home.address
        }
        return [KnownPlace(hamlet, tail) for hamlet, tail in sorted(tails.items())]

    def history(self, of: HistoryOf, limit: int, offset: int = 0) -> list[HistoryLine]:
        """Answer as ``ports.PeopleQueries`` does, of what was changed here and what a test has put there."""
        del of
        return self.lines[offset:][:limit]

    def history_count(self, of: HistoryOf) -> int:
        """Answer as ``ports.PeopleQueries`` does."""
        del of
        return len(self.lines)


@dataclass
class FakeUnit:
    """What the services of people use of a unit of work."""

    store: FakePeople

    def __post_init__(self) -> None:
        self.households = self.edits = self.log = self.history = self.device = self
        self._before = (dict(self.store.commune.households), dict(self.store.commune.members))
        self._logged: list[str] = []
        self._committed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if not self._committed:
            self.store.commune.households, self.store.commune.members = self._before

    def commit(self) -> None:
        if self.store.error is not None:
            raise self.store.error
        self._committed = True
        self.store.kinds += self._logged
        self.store.commune.waiting += len(self._logged)
        self.store.commune.edits += len(self._logged)

    def append(self, entry: Entry) -> None:
        self._logged.append(entry.kind)

    def begin(self, author: Author) -> None:
        del author

    def identity(self) -> object:
        return self

    @property
    def enrolment(self) -> object:
        return granting(a_book())

    def get(self, household_id: HouseholdId) -> Household:
        return self.store.home(household_id).household

    def person(self, person_id: PersonId) -> Person:
        return self.store.find(person_id)

    def add_households(self, households: Sequence[Household], origin: str) -> None:
        del origin
        for each in households:
            self.store.commune.households[each.id] = each
            self.store.commune.members[each.id] = ()

    def add_people(self, people: Sequence[Person], origin: str) -> None:
        del origin
        for each in people:
            self.store.put(each)

    def known_to_office(self, row_id: UUID) -> bool:
        return row_id in self.store.office_knows

    def is_here(self, household_id: HouseholdId) -> bool:
        return household_id in self.store.commune.households

    def same_numbers(self, insurance_no: str | None, citizen_id: str | None) -> list[Person]:
        return [
            each
            for each in self.store.everybody()
            if (insurance_no and each.insurance_no == insurance_no)
            or (citizen_id and each.citizen_id == citizen_id)
        ]

    def namesakes(self, name: str) -> list[Person]:
        return [each for each in self.store.everybody() if fold(each.name) == fold(name)]

    def homes_like(self, address: str, household_no: str | None) -> list[Household]:
        return [
            each
            for each in self.store.commune.households.values()
            if (household_no and each.household_no == household_no)
            or (has_house(address) and fold(each.address) == fold(address))
        ]

    def edit_household(self, fact: HouseholdEdited, op_id: UUID) -> None:
        del op_id
        values = {each.field: each.value for each in fact.edits}
        homes = self.store.commune.households
        homes[fact.household_id] = with_values(homes[fact.household_id], values)
        self._remember("", fact.edits)

    def edit_person(self, fact: PersonEdited, op_id: UUID) -> None:
        del op_id
        held = self.store.find(fact.person_id)
        self.store.put(with_values(held, {each.field: each.value for each in fact.edits}))
        self._remember(held.name, fact.edits)

    def merge(self, kept: PersonId, other: PersonId) -> None:
        stays, goes = self.store.find(kept), self.store.find(other)
        lent = {
            name: value
            for name in ("insurance_no", "citizen_id", "phone", "relation", "birth", "sex", "facility")
            if getattr(stays, name) is None and (value := getattr(goes, name)) is not None
        }
        self.store.drop(goes.id)
        self.store.put(replace(stays, **lent))
        self.store.aliases[goes.id] = stays.id

    def weight(self, person_id: PersonId) -> Weight:
        return self.store.weights.get(person_id, Weight())

    def add_status(self, record: StatusRecord, op_id: UUID) -> None:
        del op_id
        self.store.commune.records.append(record)

    def statuses(self, household_id: HouseholdId) -> Sequence[StatusRecord]:
        return [each for each in self.store.commune.records if each.household_id == household_id]

    def _remember(self, name: str, edits: tuple[FieldEdit, ...]) -> None:
        line = HistoryLine(_later(self.store), name, FieldsChanged(edits), ChangeSource.AGENT, AGENT)
        self.store.lines.insert(0, line)


def _later(store: FakePeople) -> datetime:
    return store.lines[0].at if store.lines else NOW
