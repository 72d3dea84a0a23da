"""The people and households of an area as held now, and what a file changes in them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from agent_app.domain.calendar import PartialDate
from agent_app.domain.due_list import AreaRow, Sex
from agent_app.domain.household import Household, HouseholdId, Person, PersonId, agree
from agent_app.domain.names import fold, has_house
from agent_app.domain.replica import HOUSEHOLD, PERSON, household_row, person_row
from provincial_server.ids import new_id
from provincial_server.scope_log import Change
from provincial_server.tables import HouseholdRow, PersonRow

_CHUNK = 500
_NameKey = tuple[UUID, str, str | None]
# By id, because one number or name may belong to several people.
_People = dict[UUID, PersonRow]


@dataclass(slots=True)
class Register:
    """Recognises the people of a file and collects the changes that it makes."""

    session: Session
    scope: str
    homes: dict[UUID, HouseholdRow] = field(default_factory=dict)
    by_code: dict[str, HouseholdRow] = field(default_factory=dict)
    by_address: dict[str, list[HouseholdRow]] = field(default_factory=lambda: defaultdict(list))
    by_insurance_no: dict[str, PersonRow] = field(default_factory=dict)
    by_citizen_id: dict[str, _People] = field(default_factory=lambda: defaultdict(dict))
    by_name: dict[_NameKey, _People] = field(default_factory=lambda: defaultdict(dict))
    _seen: set[UUID] = field(default_factory=set)
    _new: list[PersonRow] = field(default_factory=list)
    _households: list[Change] = field(default_factory=list)
    _persons: list[Change] = field(default_factory=list)

    def finish(self) -> list[Change]:
        """Store all, and return what is to be logged: households before the people in them."""
        self.session.flush()
        self.session.add_all(self._new)
        return self._households + self._persons

    def household(self, members: list[AreaRow]) -> HouseholdRow:
        """Find or make the household of these rows and bring it up to them."""
        code, address = members[0].household_no, _first(row.address for row in members) or ""
        row = self._home(members[0], code, address)
        held = None if row is None else household_row(to_household(row))
        if row is None:
            row = HouseholdRow(id=new_id(), scope=self.scope, ver=0, household_no=code or None, address="")
            self.session.add(row)
        if code or not row.household_no:
            row.address = address or row.address
            row.hamlet = _first(member.hamlet for member in members) or row.hamlet
        if held is None:
            self.remember_home(row)
        body = household_row(to_household(row))
        if body != held:
            row.ver += 1
            self._households.append(Change(self.scope, HOUSEHOLD, row.id, row.ver, body))
        return row

    def remember_home(self, row: HouseholdRow) -> None:
        """Make a household recognisable by its code, or by its address where it has none."""
        self.homes[row.id] = row
        if row.household_no:
            self.by_code[row.household_no] = row
        else:
            self.by_address[fold(row.address)].append(row)

    def person(self, household: HouseholdRow, line: AreaRow) -> bool:
        """Find or make a person and bring it up to a line; ``False`` if an earlier line named it."""
        row = self._find(household, line)
        if row is not None and row.id in self._seen:
            return False
        known = None if row is None else to_person(row)
        stated = _stated(line, household, known)
        if row is None:
            row = PersonRow(id=stated.id, scope=self.scope, ver=0)
            self._new.append(row)
        if stated != known or row.scope != self.scope:
            self._change(row, stated)
        self._seen.add(row.id)
        self.remember(row)
        return True

    def remember(self, row: PersonRow) -> None:
        """Make a person recognisable by its numbers, and by its name in its household."""
        if row.insurance_no:
            self.by_insurance_no[row.insurance_no] = row
        if row.citizen_id:
            self.by_citizen_id[row.citizen_id][row.id] = row
        self.by_name[row.household_id, row.search_name, row.birth][row.id] = row

    def _home(self, line: AreaRow, code: str, address: str) -> HouseholdRow | None:
        if code:
            return self.by_code.get(code)
        there = self.by_address.get(fold(address), [])
        if has_house(address):
            return there[0] if there else None
        # Many live in one hamlet: only the person tells which of its households this is.
        known = self._numbered(line)
        if known is not None:
            return self.homes.get(known.household_id)
        return next((home for home in there if self._named(home, line) is not None), None)

    def _find(self, household: HouseholdRow, line: AreaRow) -> PersonRow | None:
        return self._numbered(line) or self._named(household, line)

    def _numbered(self, line: AreaRow) -> PersonRow | None:
        known = self.by_insurance_no.get(line.insurance_no or "")
        if known is not None or line.citizen_id is None:
            return known
        sharing = self.by_citizen_id.get(line.citizen_id, {}).values()
        possible = [row for row in sharing if _may_be(row, line)]
        if len(possible) > 1:
            # A parent's number on a child's line: their names tell whom a line without its own number means.
            possible = [row for row in possible if row.search_name == fold(line.name)]
        return possible[0] if possible else None

    def _named(self, household: HouseholdRow, line: AreaRow) -> PersonRow | None:
        birth = line.birth.iso if line.birth else None
        namesakes = self.by_name.get((household.id, fold(line.name), birth), {}).values()
        possible = (row for row in namesakes if row.household_id == household.id and _may_be(row, line))
        return next(possible, None)

    def _change(self, row: PersonRow, stated: Person) -> None:
        row.ver += 1
        if row.scope != self.scope:
            # A row is in exactly one scope: holders of the old one learn that it has left.
            self._persons.append(Change(row.scope, PERSON, row.id, row.ver, None))
            row.scope = self.scope
        write_person(row, stated)
        self._persons.append(Change(self.scope, PERSON, row.id, row.ver, person_row(stated)))


def load_register(session: Session, scope: str, lines: list[AreaRow]) -> Register:
    """Read an area as held now, and whoever of the file lives in another area."""
    register = Register(session, scope)
    for household in session.scalars(select(HouseholdRow).where(HouseholdRow.scope == scope)):
        register.remember_home(household)
    for person in session.scalars(select(PersonRow).where(PersonRow.scope == scope)):
        register.remember(person)
    for person in _elsewhere(session, PersonRow.citizen_id, (line.citizen_id for line in lines)):
        register.remember(person)
    for person in _elsewhere(session, PersonRow.insurance_no, (line.insurance_no for line in lines)):
        register.remember(person)
    return register


def _elsewhere(
    session: Session, column: InstrumentedAttribute[str | None], numbers: Iterable[str | None]
) -> list[PersonRow]:
    wanted = sorted({number for number in numbers if number})
    found: list[PersonRow] = []
    for start in range(0, len(wanted), _CHUNK):
        found += session.scalars(select(PersonRow).where(column.in_(wanted[start : start + _CHUNK])))
    return found


def _may_be(row: PersonRow, line: AreaRow) -> bool:
    """Tell whether no number that both know speaks against a row and a line being one person."""
    return agree(row.insurance_no, line.insurance_no) and agree(row.citizen_id, line.citizen_id)


def _first(texts: Iterable[str | None]) -> str | None:
    return next((text for text in texts if text), None)


def to_household(row: HouseholdRow) -> Household:
    """Make the domain's value."""
    return Household(HouseholdId(row.id), row.household_no, row.address, row.hamlet)


def to_person(row: PersonRow) -> Person:
    """Make the domain's value."""
    return Person(
        PersonId(row.id),
        HouseholdId(row.household_id),
        row.name,
        row.insurance_no,
        row.citizen_id,
        PartialDate.parse(row.birth) if row.birth else None,
        Sex(row.sex) if row.sex else None,
        row.phone,
        row.relation,
        row.health_group,
        row.facility,
    )


def _stated(line: AreaRow, household: HouseholdRow, known: Person | None) -> Person:
    """Lay a line over what is known: a file that does not carry a field takes nothing away."""
    household_id = HouseholdId(household.id)
    person = known or Person(PersonId(new_id()), household_id, line.name)
    return replace(
        person,
        household_id=household_id,
        name=line.name,
        insurance_no=line.insurance_no or person.insurance_no,
        citizen_id=line.citizen_id or person.citizen_id,
        birth=line.birth or person.birth,
        sex=line.sex or person.sex,
        phone=line.phone or person.phone,
        relation=line.relation or person.relation,
        health_group=line.group or person.health_group,
        facility=line.facility or person.facility,
    )


def write_person(row: PersonRow, person: Person) -> None:
    """Spread what is known of a person over the row."""
    row.household_id = person.household_id
    row.name = person.name
    row.search_name = fold(person.name)
    row.insurance_no = person.insurance_no
    row.citizen_id = person.citizen_id
    row.birth = person.birth.iso if person.birth else None
    row.sex = person.sex.value if person.sex else None
    row.phone = person.phone
    row.relation = person.relation
    row.health_group = person.health_group
    row.facility = person.facility
