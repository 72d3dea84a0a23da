"""Ties the lines of a list to people and households, and makes those that are missing."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from agent_app.domain.calendar import PartialDate
from agent_app.domain.due_list import DueRow
from agent_app.domain.household import Household, HouseholdId, Person, PersonId, agree
from agent_app.domain.names import fold, hamlet_of, has_house
from agent_app.services.import_lines import ListNote, NoteKind, Proposal, ProposalKind
from agent_app.services.ports import DueItem, Households, Ids, Report

_REPORT_EVERY = 500

_Description = tuple[str, PartialDate | None]


@dataclass(frozen=True, slots=True)
class Matches:
    """Who every line is about; ``people`` and ``households`` are those who were not known."""

    items: tuple[DueItem, ...]
    people: tuple[Person, ...]
    households: tuple[Household, ...]
    proposals: tuple[Proposal, ...]
    notes: tuple[ListNote, ...]


@dataclass(slots=True)
class Addresses:
    """Folds each address once: a list names a hamlet hundreds of times."""

    _folded: dict[str, tuple[str, bool]] = field(default_factory=dict)

    def folded(self, address: str | None) -> str:
        """Give what is compared."""
        return self._both(address or "")[0]

    def is_house(self, row: DueRow) -> bool:
        """Tell whether the address alone makes a household: a hamlet's name is shared by many."""
        return not row.household_no and self._both(row.address or "")[1]

    def _both(self, address: str) -> tuple[str, bool]:
        if address not in self._folded:
            self._folded[address] = fold(address), has_house(address)
        return self._folded[address]


@dataclass(slots=True)
class Register:
    """The people and households that the lines can be about, by whatever names them."""

    by_insurance_no: dict[str, Person] = field(default_factory=dict)
    by_citizen_id: dict[str, list[Person]] = field(default_factory=dict)
    by_description: dict[_Description, list[Person]] = field(default_factory=dict)
    homes: dict[HouseholdId, Household] = field(default_factory=dict)
    by_number: dict[str, Household] = field(default_factory=dict)
    by_address: dict[str, Household] = field(default_factory=dict)

    def add_home(self, home: Household) -> None:
        """Know a household, as the one with its number."""
        self.homes[home.id] = home
        if home.household_no:
            self.by_number[home.household_no] = home

    def add(self, person: Person) -> None:
        """Know a person."""
        if person.insurance_no:
            self.by_insurance_no[person.insurance_no] = person
        if person.citizen_id:
            self.by_citizen_id.setdefault(person.citizen_id, []).append(person)
        self.by_description.setdefault((fold(person.name), person.birth), []).append(person)


def look_up(households: Households, rows: Sequence[DueRow], addresses: Addresses) -> Register:
    """Fetch everybody whom the lines may be about, in few questions.

    Most lines of a month are of people whose BHXH number is known; only the others are looked for further.
    """
    register = Register()
    insured = households.people_by_numbers({row.insurance_no for row in rows if row.insurance_no}, ())
    numbers = {each.insurance_no for each in insured}
    strangers = [row for row in rows if row.insurance_no not in numbers]
    carded = households.people_by_numbers((), {row.citizen_id for row in strangers if row.citizen_id})
    _know_homes(register, households, strangers, addresses)
    cards = {each.citizen_id for each in carded}
    unnamed = [row for row in strangers if row.citizen_id not in cards]
    alike = households.people_born({row.birth for row in unnamed if row.birth})
    members = households.members(register.homes)
    for person in {each.id: each for each in (*members, *insured, *carded, *alike)}.values():
        register.add(person)
    elsewhere = {each.household_id for each in (*insured, *carded, *alike)} - set(register.homes)
    for home in households.homes(elsewhere):
        register.homes[home.id] = home
    return register


def _know_homes(
    register: Register, households: Households, rows: Sequence[DueRow], addresses: Addresses
) -> None:
    """Fetch the households that strangers may belong to."""
    numbered = households.by_numbers({row.household_no for row in rows if row.household_no})
    houses = {row.address for row in rows if row.address and addresses.is_house(row)}
    at_houses = households.unnumbered_at(houses)
    register.by_number.update(numbered)
    register.by_address.update({addresses.folded(each.address): each for each in at_houses})
    register.homes.update({each.id: each for each in (*numbered.values(), *at_houses)})


@dataclass(slots=True)
class Matching:
    """Goes through the lines once."""

    register: Register
    ids: Ids
    addresses: Addresses
    known: frozenset[PersonId] = frozenset()
    people: list[Person] = field(default_factory=list)
    households: list[Household] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    notes: list[ListNote] = field(default_factory=list)

    def match(self, rows: Sequence[DueRow], report: Report) -> Matches:
        """Say of each line whom it is about; ``report`` may give up."""
        self.known = frozenset(each.id for group in self.register.by_description.values() for each in group)
        items = []
        for done, row in enumerate(rows):
            if done % _REPORT_EVERY == 0:
                report(done, len(rows))
            items.append(self._item(row))
        self._propose_households(items)
        return Matches(
            tuple(items),
            tuple(self.people),
            tuple(self.households),
            tuple(self.proposals),
            (*self.notes, *collectors(items)),
        )

    def _item(self, row: DueRow) -> DueItem:
        numbered = self.register.by_number.get(row.household_no) if row.household_no else None
        person = self._known_person(row, numbered)
        if person is None:
            home = numbered or self._house(row) or self._new_household(row)
            person = self._new_person(row, home)
        elif person.id in self.known:
            self.notes += self._differences(row, person)
        return DueItem(self.ids.new(), person.id, person.household_id, row)

    def _known_person(self, row: DueRow, home: Household | None) -> Person | None:
        """Find who a row is about: by BHXH number, by CCCD, or by name and birth under a household's number.

        The weaker the sign, the less may speak against it: a mother's CCCD may stand on her child's line.
        """
        if row.insurance_no and row.insurance_no in self.register.by_insurance_no:
            return self.register.by_insurance_no[row.insurance_no]
        same_card = self.register.by_citizen_id.get(row.citizen_id or "", [])
        here = [each for each in self._described(row) if each.household_id == home.id] if home else []
        alike = [each for each in here if agree(each.citizen_id, row.citizen_id)]
        return next(
            (each for each in (*same_card, *alike) if agree(each.insurance_no, row.insurance_no)), None
        )

    def _described(self, row: DueRow) -> list[Person]:
        return self.register.by_description.get((fold(row.name), row.birth), [])

    def _house(self, row: DueRow) -> Household | None:
        if not self.addresses.is_house(row):
            return None
        return self.register.by_address.get(self.addresses.folded(row.address))

    def _new_household(self, row: DueRow) -> Household:
        address = row.address or ""
        made = Household(HouseholdId(self.ids.new()), row.household_no, address, hamlet_of(address))
        self.households.append(made)
        self.register.add_home(made)
        if self.addresses.is_house(row):
            self.register.by_address[self.addresses.folded(address)] = made
        return made

    def _new_person(self, row: DueRow, household: Household) -> Person:
        person = Person(
            PersonId(self.ids.new()),
            household.id,
            row.name,
            row.insurance_no,
            row.citizen_id,
            row.birth,
            row.sex,
            row.phone,
            None,
            row.group,
            row.facility,
        )
        self._propose_person(row, person)
        self.people.append(person)
        self.register.add(person)
        return person

    def _propose_person(self, row: DueRow, made: Person) -> None:
        """Name and birth at one address are a sign, never a proof: somebody has to say so."""
        if row.birth is None or not row.address:
            return
        for each in self._described(row):
            home = self.register.homes.get(each.household_id)
            if home is None or self.addresses.folded(home.address) != self.addresses.folded(row.address):
                continue
            if agree(each.citizen_id, row.citizen_id) and agree(each.insurance_no, row.insurance_no):
                self.proposals.append(Proposal(self.ids.new(), ProposalKind.PERSON, made.id, each.id))
                self.notes.append(_proposed(row, "person", each.name))

    def _differences(self, row: DueRow, person: Person) -> list[ListNote]:
        """Name a phone or an address that is known otherwise; the register keeps its own."""
        found = []
        if row.phone and person.phone and row.phone != person.phone:
            found.append(_different(row, "phone", person.phone, row.phone))
        home = self.register.homes.get(person.household_id)
        known, said = (home.address if home else ""), row.address or ""
        if known and said and known != said and self.addresses.folded(known) != self.addresses.folded(said):
            found.append(_different(row, "address", known, said))
        return found

    def _propose_households(self, items: Sequence[DueItem]) -> None:
        """Lines of one hamlet and one phone, without a code, may be one household's."""
        first: dict[tuple[str, str], DueItem] = {}
        made = {each.id for each in self.households}
        told: set[tuple[HouseholdId, HouseholdId]] = set()
        for item in items:
            row = item.row
            if row.household_no or not row.address or not row.phone or self.addresses.is_house(row):
                continue
            other = first.setdefault((self.addresses.folded(row.address), row.phone), item)
            pair = (item.household_id, other.household_id)
            if pair[0] == pair[1] or pair[0] not in made or pair in told:
                continue
            told.add(pair)
            self.proposals.append(Proposal(self.ids.new(), ProposalKind.HOUSEHOLD, *pair))
            self.notes.append(_proposed(row, "household", other.row.name))


def collectors(items: Sequence[DueItem]) -> list[ListNote]:
    """Name the lines of one person and scheme that two collectors have; all of them stay."""
    by_person: dict[tuple[PersonId, str], list[DueRow]] = {}
    for item in items:
        by_person.setdefault((item.person_id, item.row.scheme), []).append(item.row)
    found = []
    for rows in by_person.values():
        codes = sorted({row.agent_code for row in rows if row.agent_code})
        if len(codes) > 1:
            found += [_collected(row, codes) for row in rows if row.agent_code]
    return found


def _collected(row: DueRow, codes: Sequence[str]) -> ListNote:
    others = ", ".join(code for code in codes if code != row.agent_code)
    return ListNote(
        NoteKind.COLLECTORS, row.row, row.sheet, "agent_code", before=others, after=row.agent_code or ""
    )


def _different(row: DueRow, about: str, known: str, said: str) -> ListNote:
    return ListNote(NoteKind.DIFFERENT, row.row, row.sheet, about, before=known, after=said)


def _proposed(row: DueRow, about: str, name: str) -> ListNote:
    return ListNote(NoteKind.PROPOSED, row.row, row.sheet, about, before=name, after=row.name)
