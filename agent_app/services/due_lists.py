"""Taking in the monthly list: read everything first, then swap it in as one step."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar
from uuid import UUID

from agent_app.domain.calendar import PartialDate
from agent_app.domain.doubtful_row import DoubtfulRow, doubtful_rows
from agent_app.domain.due_list import DueListReading, DueRow, RejectedRow
from agent_app.domain.errors import InputError
from agent_app.domain.history import Author, ChangeSource
from agent_app.domain.household import Household, HouseholdId, Person, PersonId, agree
from agent_app.domain.names import fold, hamlet_of, has_house
from agent_app.services.ports import (
    Clock,
    DueItem,
    DueListSource,
    Ids,
    OpenUnit,
    Report,
    UnitOfWork,
    no_report,
)
from agent_app.services.privacy import without_erased

IMPORTED = "import"

_MOST_NAMED = 20

_Description = tuple[HouseholdId, str, PartialDate | None]


@dataclass(eq=False)
class NoUsableRowError(InputError):
    """Not one line of the list can be used, so the last list stays."""

    code: ClassVar[str] = "due_list.no_usable_row"
    rejected: int
    rows: str


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What one import came to; ``unchanged`` says that this very file is already the month's list.

    ``doubtful_rows`` are among the accepted ones: somebody should look at their citizen ids.
    """

    import_id: UUID
    month: str
    accepted: int
    rejected: int
    duplicates: int
    skipped: int
    rejected_rows: tuple[RejectedRow, ...]
    file_hash: bytes
    unchanged: bool = False
    doubtful_rows: tuple[DoubtfulRow, ...] = ()


@dataclass(frozen=True, slots=True)
class DueListService:
    """Imports monthly lists."""

    open_unit: OpenUnit
    source: DueListSource
    clock: Clock
    ids: Ids

    def import_file(self, path: Path, report: Report = no_report, month: str | None = None) -> ImportResult:
        """Read a workbook and put its list in the place of that month's; a bad file changes nothing."""
        reading = self.source.read(path, report, month)
        if not reading.rows:
            raise NoUsableRowError(len(reading.rejected), _named(reading.rejected))
        with self.open_unit() as unit:
            known = unit.due_lists.current(reading.file_hash, reading.month)
            if known is not None:
                return _result(known, reading, unchanged=True)
            list_id = self.ids.new()
            enrolment = unit.device.identity().enrolment
            agent = enrolment.agent_code if enrolment else None
            unit.history.begin(Author(ChangeSource.IMPORT, self.clock.now(), agent))
            reading = without_erased(unit, reading)
            items = _Matching(unit, self.ids).items(reading.rows)
            unit.due_lists.replace(list_id, reading, items, self.clock.now())
            report(len(items), len(items))
            unit.commit()
        return _result(list_id, reading)


def _named(rejected: Sequence[RejectedRow]) -> str:
    """Name the first rejected rows with what each is about, without what stood there."""
    shown = "; ".join(f"{each.row}: {each.about}" for each in rejected[:_MOST_NAMED])
    return f"{shown}; …" if len(rejected) > _MOST_NAMED else shown


def _result(list_id: UUID, reading: DueListReading, *, unchanged: bool = False) -> ImportResult:
    return ImportResult(
        list_id,
        reading.month,
        len(reading.rows),
        len(reading.rejected),
        reading.duplicates,
        reading.skipped,
        reading.rejected,
        reading.file_hash,
        unchanged,
        doubtful_rows(reading.rows),
    )


@dataclass(slots=True)
class _Matching:
    """Ties rows to people that the store knows, and makes the missing people and households."""

    unit: UnitOfWork
    ids: Ids
    by_insurance_no: dict[str, Person] = field(default_factory=dict)
    by_citizen_id: dict[str, list[Person]] = field(default_factory=dict)
    by_description: dict[_Description, list[Person]] = field(default_factory=dict)
    by_number: dict[str, Household] = field(default_factory=dict)
    by_address: dict[str, Household] = field(default_factory=dict)
    new_people: list[Person] = field(default_factory=list)
    new_households: list[Household] = field(default_factory=list)

    def items(self, rows: Sequence[DueRow]) -> list[DueItem]:
        self._look_up(rows)
        items = [self._item(row) for row in rows]
        self.unit.households.add_households(self.new_households, IMPORTED)
        self.unit.households.add_people(self.new_people, IMPORTED)
        return items

    def _look_up(self, rows: Sequence[DueRow]) -> None:
        households = self.unit.households
        self.by_number = households.by_numbers({row.household_no for row in rows if row.household_no})
        houses = {row.address for row in rows if row.address and _lives_in_a_house(row)}
        self.by_address = {fold(each.address): each for each in households.unnumbered_at(houses)}
        numbered = households.people_by_numbers(
            {row.insurance_no for row in rows if row.insurance_no},
            {row.citizen_id for row in rows if row.citizen_id},
        )
        homes = {each.id for each in (*self.by_number.values(), *self.by_address.values())}
        for person in {each.id: each for each in (*households.members(homes), *numbered)}.values():
            self._know(person)

    def _know(self, person: Person) -> None:
        if person.insurance_no:
            self.by_insurance_no[person.insurance_no] = person
        if person.citizen_id:
            self.by_citizen_id.setdefault(person.citizen_id, []).append(person)
        description = person.household_id, fold(person.name), person.birth
        self.by_description.setdefault(description, []).append(person)

    def _item(self, row: DueRow) -> DueItem:
        home = self._known_household(row)
        person = self._known_person(row, home) or self._new_person(row, home or self._new_household(row))
        return DueItem(self.ids.new(), person.id, person.household_id, row)

    def _known_person(self, row: DueRow, home: Household | None) -> Person | None:
        """Find who a row is about: by BHXH number, by CCCD, or by name and birth in the household.

        The weaker the sign, the less may speak against it: a mother's CCCD may stand on her child's line.
        """
        if row.insurance_no and row.insurance_no in self.by_insurance_no:
            return self.by_insurance_no[row.insurance_no]
        same_card = self.by_citizen_id.get(row.citizen_id or "", [])
        described = self.by_description.get((home.id, fold(row.name), row.birth), []) if home else []
        alike = [each for each in described if agree(each.citizen_id, row.citizen_id)]
        return next(
            (each for each in (*same_card, *alike) if agree(each.insurance_no, row.insurance_no)), None
        )

    def _known_household(self, row: DueRow) -> Household | None:
        if row.household_no:
            return self.by_number.get(row.household_no)
        return self.by_address.get(fold(row.address or "")) if _lives_in_a_house(row) else None

    def _new_household(self, row: DueRow) -> Household:
        address = row.address or ""
        made = Household(HouseholdId(self.ids.new()), row.household_no, address, hamlet_of(address))
        self.new_households.append(made)
        if row.household_no:
            self.by_number[row.household_no] = made
        elif _lives_in_a_house(row):
            self.by_address[fold(address)] = made
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
        self.new_people.append(person)
        self._know(person)
        return person


def _lives_in_a_house(row: DueRow) -> bool:
    """Tell whether the address alone makes a household: a hamlet's name is shared by many."""
    return not row.household_no and has_house(row.address or "")
