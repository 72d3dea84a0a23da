"""People and households that no list names, and what is corrected, moved and merged: all of it is logged."""

from collections.abc import Mapping
from dataclasses import dataclass, field
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
    HouseholdFields,
    NameUnreadableError,
    PersonFields,
    from_card,
    known_group,
    may_be_born,
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
from agent_app.services.people_failures import (
    AlreadyThereError,
    AuthorityFieldError,
    CardNotOfPersonError,
    DecisionIncompleteError,
    HouseholdKnownError,
    HouseholdLikelyError,
    NothingSaidError,
    NotOnePersonError,
    PersonKnownError,
    PersonLikelyError,
    SamePersonError,
)
from agent_app.services.ports import Clock, Ids, OpenUnit, UnitOfWork, Weight


@dataclass(frozen=True, slots=True)
class AddHousehold:
    """Add a household; ``insist`` says that it is another than the one at the same address."""

    fields: HouseholdFields
    source: RecordSource = RecordSource.TYPED
    insist: bool = False


@dataclass(frozen=True, slots=True)
class EditHousehold:
    """Change what is said of a household."""

    household_id: HouseholdId
    fields: HouseholdFields
    source: RecordSource = RecordSource.TYPED


@dataclass(frozen=True, slots=True)
class AddPerson:
    """Add a person to a household; ``insist`` says that it is another than a namesake who may be meant."""

    household_id: HouseholdId
    fields: PersonFields
    source: RecordSource = RecordSource.TYPED
    insist: bool = False


@dataclass(frozen=True, slots=True)
class EditPerson:
    """Change what is said of a person."""

    person_id: PersonId
    fields: PersonFields
    source: RecordSource = RecordSource.TYPED


@dataclass(frozen=True, slots=True)
class MovePerson:
    """Let a person live in another household, where ``relation`` is theirs to its head."""

    person_id: PersonId
    household_id: HouseholdId
    relation: str | None = None


@dataclass(frozen=True, slots=True)
class RecordStatus:
    """Keep a decision on a household's standing, or on that of one of its members."""

    household_id: HouseholdId
    group: str
    number: str
    issuer: str
    since: date
    until: date
    person_id: PersonId | None = None
    source: RecordSource = RecordSource.TYPED
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Edited:
    """What a change came to: the row as it stands now, and each field that is another."""

    row: Household | Person
    edits: tuple[FieldEdit, ...]


@dataclass(frozen=True, slots=True)
class MergeSide:
    """One of two who may be one: who they are, where, whether the office knows them, what hangs on them."""

    person: Person
    household: Household
    known_to_office: bool
    weight: Weight


@dataclass(frozen=True, slots=True)
class MergePreview:
    """Two who may be one, side by side; ``stays`` has the id that remains, ``filled`` what it is lent."""

    stays: MergeSide
    goes: MergeSide
    filled: tuple[FieldEdit, ...] = ()
    differing: tuple[FieldEdit, ...] = field(default=())


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
        said = read_household_fields(command.fields)
        if not said.get("address"):
            raise AddressMissingError
        with self.open_unit() as unit:
            made = with_values(Household(HouseholdId(self.ids.new()), None, "", None), said)
            _refuse_known_home(unit, made, insist=command.insist)
            self._log(unit, HouseholdAdded(made, command.source))
            unit.households.add_households([made], command.source.value)
            unit.commit()
        return made

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
                _refuse_known_home(unit, wanted, insist=True)
            fact = HouseholdEdited(held.id, edits, command.source)
            unit.edits.edit_household(fact, self._log(unit, fact))
            unit.commit()
        return Edited(wanted, edits)

    def add_person(self, command: AddPerson) -> Person:
        """Add a person whom nobody has named yet; a known number is refused, a likely namesake is shown."""
        said = read_person_fields(command.fields, self.rates, self._today())
        if not said.get("name"):
            raise NameUnreadableError
        with self.open_unit() as unit:
            home = _home(unit, command.household_id)
            made = with_values(Person(PersonId(self.ids.new()), home.id, ""), said)
            refuse_contradiction(made.citizen_id, made.birth, made.sex)
            _refuse_known_numbers(unit, made, said)
            if not command.insist:
                _refuse_namesake(unit, made)
            self._log(unit, PersonAdded(made, command.source))
            unit.households.add_people([made], command.source.value)
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
            if {"citizen_id", "birth", "sex"} & {each.field for each in edits}:
                refuse_contradiction(wanted.citizen_id, wanted.birth, wanted.sex)
            _refuse_known_numbers(unit, wanted, {each.field: each.value for each in edits})
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

    def preview_merge(self, keep: PersonId, other: PersonId) -> MergePreview:
        """Show two who may be one side by side; nothing is changed."""
        with self.open_unit() as unit:
            return _preview(unit, keep, other)

    def merge(self, keep: PersonId, other: PersonId) -> MergePreview:
        """Make two people one: whatever refers to either refers to who stays; both ids remain valid.

        Where the office knows only one of them, that one stays, whichever was named first.
        """
        with self.open_unit() as unit:
            found = _preview(unit, keep, other)
            kept, gone = found.stays.person, found.goes.person
            for name in ("insurance_no", "citizen_id"):
                if not agree(getattr(kept, name), getattr(gone, name)):
                    raise NotOnePersonError(name)
            self._log(unit, PersonMerged(kept.id, gone.id))
            unit.edits.merge(kept.id, gone.id)
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


def _author(unit: UnitOfWork, now: datetime, op_id: UUID) -> Author:
    enrolment = unit.device.identity().enrolment
    return Author(ChangeSource.AGENT, now, enrolment.agent_code if enrolment else None, op_id)


def _home(unit: UnitOfWork, household_id: HouseholdId) -> Household:
    """Return a household that people can live in: nobody is found in one that is gone."""
    home = unit.households.get(household_id)
    if not unit.edits.is_here(home.id):
        raise HouseholdUnknownError(str(household_id))
    return home


def _refuse_known_home(unit: UnitOfWork, wanted: Household, *, insist: bool) -> None:
    for home in unit.edits.homes_like(wanted.address, wanted.household_no):
        if home.id == wanted.id:
            continue
        if wanted.household_no is not None and home.household_no == wanted.household_no:
            raise HouseholdKnownError(home.address, str(home.id))
        if not insist:
            raise HouseholdLikelyError(home.address, str(home.id))


def _refuse_authority(
    unit: UnitOfWork, entity: str, row_id: PersonId | HouseholdId, edits: tuple[FieldEdit, ...]
) -> None:
    policies = POLICIES[entity]
    asked = [each.field for each in edits if policies[each.field] is FieldPolicy.AUTHORITY]
    if asked and unit.edits.known_to_office(row_id):
        raise AuthorityFieldError(asked[0])


def _refuse_known_numbers(unit: UnitOfWork, wanted: Person, said: Mapping[str, str | None]) -> None:
    """Refuse a number that is new to a person and somebody else's; a list may have lent it to both."""
    for each in unit.edits.same_numbers(said.get("insurance_no"), said.get("citizen_id")):
        if each.id != wanted.id:
            raise PersonKnownError(each.name, _place(unit, each), str(each.id))


def _refuse_namesake(unit: UnitOfWork, wanted: Person) -> None:
    """Ask about whoever has the name and may have the birth; without births only about housemates."""
    for each in unit.edits.namesakes(wanted.name):
        unknown = wanted.birth is None or each.birth is None
        apart = not agree(wanted.insurance_no, each.insurance_no) or not agree(
            wanted.citizen_id, each.citizen_id
        )
        if apart or not may_be_born(wanted.birth, each.birth):
            continue
        if not unknown or each.household_id == wanted.household_id:
            raise PersonLikelyError(each.name, _place(unit, each), str(each.id))


def _place(unit: UnitOfWork, person: Person) -> str:
    return unit.households.get(person.household_id).address


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
