"""People and households that no list names, and what is corrected, moved and merged: all of it is logged."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from agent_app.domain.calendar import civil_date
from agent_app.domain.history import Author, ChangeSource
from agent_app.domain.household import Household, HouseholdId, Person, PersonId, agree
from agent_app.domain.household_status import AreaFact, StatusId, StatusRecord
from agent_app.domain.operation import Entry, OperationKind
from agent_app.domain.payment_qr import Transfer
from agent_app.domain.people_body import kind_of, people_body, status_body
from agent_app.domain.people_edit import (
    POLICIES,
    FieldEdit,
    FieldPolicy,
    HouseholdAdded,
    HouseholdEdited,
    PeopleFact,
    PersonAdded,
    PersonEdited,
    PersonMerged,
    RecordSource,
    edits_between,
    row_values,
    with_values,
)
from agent_app.domain.person_fields import (
    AddressMissingError,
    NameUnreadableError,
    PersonFields,
    from_card,
    known_group,
    read_household_fields,
    read_person_fields,
    refuse_contradiction,
    words,
)
from agent_app.domain.rates import RateBook
from agent_app.domain.replica import HOUSEHOLD, PERSON
from agent_app.domain.scanned import read_scan
from agent_app.domain.support_decision import SupportDecision
from agent_app.services.failures import HouseholdUnknownError, OtherHouseholdError
from agent_app.services.people_alike import refuse_known_home, refuse_known_numbers, refuse_namesake
from agent_app.services.people_commands import (
    AddHousehold,
    AddPerson,
    Edited,
    EditHousehold,
    EditPerson,
    MergePreview,
    MergeSide,
    MovePerson,
    RecordStatus,
    Settled,
    SettleHousehold,
)
from agent_app.services.people_failures import (
    AlreadyThereError,
    AuthorityFieldError,
    CardNotOfPersonError,
    ChangedSinceError,
    DecisionIncompleteError,
    NothingSaidError,
    NotOnePersonError,
    SamePersonError,
)
from agent_app.services.ports import Clock, Ids, OpenUnit, UnitOfWork


def read_card(text: str) -> tuple[PersonFields, RecordSource, str | None]:
    """Read the code of a health card or a citizen's card: its fields, its kind, and its address."""
    content = read_scan(text).content
    if isinstance(content, Transfer):
        raise CardNotOfPersonError
    return *from_card(content), content.address


@dataclass(frozen=True, slots=True)
class PeopleService:
    """Adds, edits, moves and merges people; each change is logged for the office in its own transaction."""

    open_unit: OpenUnit
    clock: Clock
    ids: Ids
    rates: RateBook

    def add_household(self, command: AddHousehold) -> Household:
        """Add a household that nobody has named yet; the likely same one is shown first."""
        said = _said_of_home(command)
        with self.open_unit() as unit:
            made = self._add_home(unit, command, said)
            unit.commit()
        return made

    def settle(self, command: SettleHousehold) -> Settled:
        """Add a household and its first person together, as each is added alone."""
        home_said, said = _said_of_home(command.home), self._said_of_new(command.fields)
        with self.open_unit() as unit:
            home = self._add_home(unit, command.home, home_said)
            added = AddPerson(home.id, command.fields, command.source, command.insist)
            person = self._add_person(unit, home, added, said)
            unit.commit()
        return Settled(home, person)

    def edit_household(self, command: EditHousehold) -> Edited:
        """Change a household's fields; what the office alone may say is refused."""
        said = read_household_fields(command.fields)
        if not said:
            raise NothingSaidError
        with self.open_unit() as unit:
            held = unit.households.get(command.household_id)
            edits = edits_between(held, said)
            if not edits:
                return Edited(held, ())
            _refuse_authority(unit, HOUSEHOLD, held.id, edits)
            wanted = with_values(held, said)
            if wanted.household_no != held.household_no:
                refuse_known_home(unit, wanted, insist=True)
            fact = HouseholdEdited(held.id, edits, command.source)
            unit.edits.edit_household(fact, self._log(unit, fact))
            unit.commit()
        return Edited(wanted, edits)

    def add_person(self, command: AddPerson) -> Person:
        """Add a person whom nobody has named yet; a known number is refused, a likely namesake is shown."""
        said = self._said_of_new(command.fields)
        with self.open_unit() as unit:
            made = self._add_person(unit, _home(unit, command.household_id), command, said)
            unit.commit()
        return made

    def edit_person(self, command: EditPerson) -> Edited:
        """Change a person's fields; what the office alone may say is refused."""
        said = read_person_fields(command.fields, self.rates, self._today())
        if not said:
            raise NothingSaidError
        with self.open_unit() as unit:
            held = unit.households.person(command.person_id)
            edits = edits_between(held, said)
            if not edits:
                return Edited(held, ())
            _refuse_authority(unit, PERSON, held.id, edits)
            wanted = with_values(held, said)
            _refuse_new_contradiction(wanted, edits)
            refuse_known_numbers(unit, wanted, {each.field: each.value for each in edits})
            self._edit_person(unit, PersonEdited(held.id, edits, command.source))
            unit.commit()
        return Edited(wanted, edits)

    def move(self, command: MovePerson) -> Edited:
        """Let a person live elsewhere from now on; receipts stay with the household they were issued for."""
        with self.open_unit() as unit:
            held = unit.households.person(command.person_id)
            home = _home(unit, command.household_id)
            if held.household_id == home.id:
                raise AlreadyThereError
            wanted = {"household_id": home.id.hex, "relation": words(command.relation or "") or None}
            edits = edits_between(held, wanted)
            self._edit_person(unit, PersonEdited(held.id, edits, RecordSource.TYPED))
            unit.commit()
        return Edited(with_values(held, wanted), edits)

    def take_back(self, done: Edited) -> Edited:
        """Put back what an edit or a move has changed, by an edit of its own; a later word is not lost."""
        with self.open_unit() as unit:
            row = done.row
            taken = (
                self._take_back_person(unit, row.id, done.edits)
                if isinstance(row, Person)
                else self._take_back_home(unit, row.id, done.edits)
            )
            unit.commit()
        return taken

    def preview_merge(self, keep: PersonId, other: PersonId) -> MergePreview:
        """Show two who may be one side by side; nothing is changed."""
        with self.open_unit() as unit:
            return _preview(unit, keep, other)

    def merge(self, keep: PersonId, other: PersonId, taking: frozenset[str] = frozenset()) -> MergePreview:
        """Make two people one: whatever refers to either refers to who stays; both ids remain valid.

        Where the office knows only one of them, that one stays, whichever was named first. Of the fields that
        differ, those in ``taking`` are taken from the one who goes, as an edit of its own.
        """
        with self.open_unit() as unit:
            found = _preview(unit, keep, other)
            kept, gone = found.stays.person, found.goes.person
            for name in ("insurance_no", "citizen_id"):
                if not agree(getattr(kept, name), getattr(gone, name)):
                    raise NotOnePersonError(name)
            self._log(unit, PersonMerged(kept.id, gone.id))
            unit.edits.merge(kept.id, gone.id)
            if edits := tuple(each for each in found.differing if each.field in taking):
                _refuse_authority(unit, PERSON, kept.id, edits)
                wanted = with_values(
                    unit.households.person(kept.id), {each.field: each.value for each in edits}
                )
                _refuse_new_contradiction(wanted, edits)
                self._edit_person(unit, PersonEdited(kept.id, edits, RecordSource.TYPED))
            unit.commit()
        return found

    def record_status(self, command: RecordStatus) -> StatusRecord:
        """Keep a decision on somebody's standing; earlier ones stay as they are."""
        now = self.clock.now()
        with self.open_unit() as unit:
            home = _home(unit, command.household_id)
            person = unit.households.person(command.person_id) if command.person_id else None
            if person is not None and person.household_id != home.id:
                raise OtherHouseholdError(str(person.id))
            record = StatusRecord(
                StatusId(self.ids.new()),
                home.id if person is None else None,
                person.id if person else None,
                _decision(command, self.rates),
                command.source,
                now,
                command.withdrawn,
            )
            entry = Entry(self.ids.new(), OperationKind.STATUS_RECORDED, 1, now, status_body(record))
            unit.log.append(entry)
            unit.edits.add_status(record, entry.op_id)
            unit.commit()
        return record

    def _add_home(self, unit: UnitOfWork, command: AddHousehold, said: Mapping[str, str | None]) -> Household:
        made = with_values(Household(HouseholdId(self.ids.new()), None, "", None), said)
        refuse_known_home(unit, made, insist=command.insist)
        self._log(unit, HouseholdAdded(made, command.source))
        unit.households.add_households([made], command.source.value)
        return made

    def _said_of_new(self, fields: PersonFields) -> Mapping[str, str | None]:
        said = read_person_fields(fields, self.rates, self._today())
        if not said.get("name"):
            raise NameUnreadableError
        return said

    def _add_person(
        self, unit: UnitOfWork, home: Household, command: AddPerson, said: Mapping[str, str | None]
    ) -> Person:
        made = with_values(Person(PersonId(self.ids.new()), home.id, ""), said)
        refuse_contradiction(made.citizen_id, made.birth, made.sex)
        refuse_known_numbers(unit, made, said)
        if not command.insist:
            refuse_namesake(unit, made)
        self._log(unit, PersonAdded(made, command.source))
        unit.households.add_people([made], command.source.value)
        return made

    def _take_back_person(self, unit: UnitOfWork, person_id: PersonId, done: tuple[FieldEdit, ...]) -> Edited:
        held = unit.households.person(person_id)
        edits = _reversed(held, done)
        _refuse_authority(unit, PERSON, held.id, edits)
        wanted = with_values(held, {each.field: each.value for each in edits})
        _home(unit, wanted.household_id)
        refuse_known_numbers(unit, wanted, {each.field: each.value for each in edits})
        self._edit_person(unit, PersonEdited(held.id, edits, RecordSource.TYPED))
        return Edited(wanted, edits)

    def _take_back_home(
        self, unit: UnitOfWork, household_id: HouseholdId, done: tuple[FieldEdit, ...]
    ) -> Edited:
        held = unit.households.get(household_id)
        edits = _reversed(held, done)
        _refuse_authority(unit, HOUSEHOLD, held.id, edits)
        fact = HouseholdEdited(held.id, edits, RecordSource.TYPED)
        unit.edits.edit_household(fact, self._log(unit, fact))
        return Edited(with_values(held, {each.field: each.value for each in edits}), edits)

    def _edit_person(self, unit: UnitOfWork, fact: PersonEdited) -> None:
        unit.edits.edit_person(fact, self._log(unit, fact))

    def _log(self, unit: UnitOfWork, fact: PeopleFact) -> UUID:
        """Log a fact and say whose doing the changes are that follow; return the operation's id."""
        now = self.clock.now()
        entry = Entry(self.ids.new(), kind_of(fact), 1, now, people_body(fact))
        unit.log.append(entry)
        unit.history.begin(_author(unit, now, entry.op_id))
        return entry.op_id

    def _today(self) -> date:
        return civil_date(self.clock.now())


def _said_of_home(command: AddHousehold) -> Mapping[str, str | None]:
    said = read_household_fields(command.fields)
    if not said.get("address"):
        raise AddressMissingError
    return said


def _author(unit: UnitOfWork, now: datetime, op_id: UUID) -> Author:
    enrolment = unit.device.identity().enrolment
    return Author(ChangeSource.AGENT, now, enrolment.agent_code if enrolment else None, op_id)


def _home(unit: UnitOfWork, household_id: HouseholdId) -> Household:
    """Return a household that people can live in: nobody is found in one that is gone."""
    home = unit.households.get(household_id)
    if not unit.edits.is_here(home.id):
        raise HouseholdUnknownError(str(household_id))
    return home


def _refuse_new_contradiction(wanted: Person, edits: tuple[FieldEdit, ...]) -> None:
    """Refuse what contradicts a citizen id, unless a list has said both."""
    if {"citizen_id", "birth", "sex"} & {each.field for each in edits}:
        refuse_contradiction(wanted.citizen_id, wanted.birth, wanted.sex)


def _refuse_authority(
    unit: UnitOfWork, entity: str, row_id: PersonId | HouseholdId, edits: tuple[FieldEdit, ...]
) -> None:
    policies = POLICIES[entity]
    asked = [each.field for each in edits if policies[each.field] is FieldPolicy.AUTHORITY]
    if asked and unit.edits.known_to_office(row_id):
        raise AuthorityFieldError(asked[0])


def _reversed(held: Household | Person, done: tuple[FieldEdit, ...]) -> tuple[FieldEdit, ...]:
    now = row_values(held)
    for each in done:
        if now[each.field] != each.value:
            raise ChangedSinceError(each.field)
    return tuple(FieldEdit(each.field, each.value, each.base) for each in done)


def _preview(unit: UnitOfWork, keep: PersonId, other: PersonId) -> MergePreview:
    stays, goes = _side(unit, keep), _side(unit, other)
    if stays.person.id == goes.person.id:
        raise SamePersonError
    if goes.known_to_office and not stays.known_to_office:
        stays, goes = goes, stays
    held, lent = row_values(stays.person), row_values(goes.person)
    pairs = [FieldEdit(name, held[name], lent[name]) for name in held if name != "household_id"]
    filled = tuple(each for each in pairs if each.base is None and each.value is not None)
    differing = tuple(
        each for each in pairs if None not in {each.base, each.value} and each.base != each.value
    )
    return MergePreview(stays, goes, filled, differing)


def _side(unit: UnitOfWork, person_id: PersonId) -> MergeSide:
    person = unit.households.person(person_id)
    return MergeSide(
        person,
        unit.households.get(person.household_id),
        unit.edits.known_to_office(person.id),
        unit.edits.weight(person.id),
    )


def _decision(command: RecordStatus, rates: RateBook) -> SupportDecision:
    number, issuer = words(command.number), words(command.issuer)
    missing = next((name for name, said in (("number", number), ("issuer", issuer)) if not said), None)
    if missing is not None or command.since > command.until:
        raise DecisionIncompleteError(missing or "dates")
    areas = {each.value.lower(): each.value for each in AreaFact}
    group = areas.get(words(command.group).lower()) or known_group(command.group, rates)
    return SupportDecision(group, number, issuer, command.since, command.until)
