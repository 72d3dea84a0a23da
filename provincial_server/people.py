"""Additions, edits, moves and merges that laptops send: done by rule where that is safe, else held.

The policies of fields are the domain's. Whatever is held stays in the log for an officer; nothing is dropped.
"""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from agent_app.domain.household import Household, HouseholdId, Person, PersonId, agree
from agent_app.domain.operation import Operation, OperationKind
from agent_app.domain.operation_body import BodyUnreadableError
from agent_app.domain.people_body import read_people, read_status
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
    row_values,
    same_as,
    with_values,
)
from agent_app.domain.replica import HOUSEHOLD, PERSON, household_row, person_row
from provincial_server.exchange import KnownDevice
from provincial_server.known_people import KnownPeople
from provincial_server.office import one_at_a_time
from provincial_server.receipts import Booking, HeldReason, RefusedReason
from provincial_server.register import to_household, to_person, write_person
from provincial_server.scope_log import Change
from provincial_server.tables import HouseholdRow, PersonRow

_KVER = 1
_CONCURRENT = "concurrent"
# What a merge or an addition lends to somebody who is known, where nothing is known yet.
_LENT = ("citizen_id", "birth", "sex", "phone", "relation")


class UndecidedError(Exception):
    """What the rules cannot do; raised before anything is written."""

    def __init__(self, booking: Booking) -> None:
        super().__init__(booking.outcome)
        self.booking = booking


def people_effect(session: Session, device: KnownDevice, operation: Operation) -> Booking:
    """Do what a device says of people or households, or say why a human must look at it.

    A decision on somebody's standing is accepted as it is: its operation is the proof.
    """
    if operation.kver != _KVER:
        return Booking(HeldReason.VERSION_UNKNOWN)
    try:
        if operation.kind == OperationKind.STATUS_RECORDED:
            read_status(operation.body)
            return Booking(None)
        fact = read_people(operation.kind, operation.body)
    except BodyUnreadableError:
        return Booking(HeldReason.UNREADABLE)
    if not _storable(fact):
        return Booking(HeldReason.UNREADABLE)
    one_at_a_time(session)
    try:
        return _Effect(KnownPeople(session, device.agent_code), operation.op_id).do(fact)
    except UndecidedError as undecided:
        return undecided.booking


def _storable(fact: PeopleFact) -> bool:
    """PostgreSQL takes no zero byte in a text, and no half of a letter can be written as UTF-8."""
    values: Iterable[str | None]
    match fact:
        case HouseholdAdded():
            values = row_values(fact.household).values()
        case PersonAdded():
            values = row_values(fact.person).values()
        case HouseholdEdited() | PersonEdited():
            values = [text for each in fact.edits for text in (each.base, each.value)]
        case PersonMerged():
            values = ()
    try:
        return all("\0" not in text.encode().decode() for text in values if text)
    except UnicodeEncodeError:
        return False


class _Effect:
    """One operation's doing in the register."""

    def __init__(self, known: KnownPeople, op_id: UUID) -> None:
        self._known = known
        self._op_id = op_id

    def do(self, fact: PeopleFact) -> Booking:
        """Do it; raise ``UndecidedError`` where no rule says how."""
        match fact:
            case HouseholdAdded():
                return self._add_household(fact.household)
            case PersonAdded():
                return self._add_person(fact.person)
            case HouseholdEdited():
                return self._edit_household(fact)
            case PersonEdited():
                return self._edit_person(fact)
            case PersonMerged():
                return self._merge(fact)

    def _add_household(self, added: Household) -> Booking:
        """Put a household into the one area that the agent has; one of a known number is that one."""
        if self._known.household(added.id) is not None:
            raise UndecidedError(Booking(HeldReason.ID_TAKEN))
        areas = self._known.areas()
        if len(areas) != 1:
            raise UndecidedError(Booking(HeldReason.AREA_UNCLEAR))
        same = self._known.numbered_home(areas[0], added.household_no)
        if same is not None:
            self._known.call(HOUSEHOLD, added.id, same.id)
            return Booking(None, merged=same_as(same.id))
        row = HouseholdRow(
            id=added.id,
            scope=areas[0],
            ver=1,
            household_no=added.household_no,
            address=added.address,
            hamlet=added.hamlet,
            added_by=self._op_id,
        )
        self._known.add(row)
        return Booking(None, changes=(_home_change(row),))

    def _add_person(self, added: Person) -> Booking:
        """Put a person into a household's area; one of a known number is that one, and learns what is new."""
        if self._known.person(added.id) is not None:
            raise UndecidedError(Booking(HeldReason.ID_TAKEN))
        home = self._known.household(added.household_id)
        if home is None:
            raise UndecidedError(Booking(HeldReason.HOUSEHOLD_UNKNOWN))
        if home.scope not in self._known.areas():
            raise UndecidedError(Booking(HeldReason.OUTSIDE_AREA))
        alike = self._known.alike(added)
        if len(alike) > 1:
            raise UndecidedError(Booking(HeldReason.SEVERAL_ALIKE))
        if alike:
            self._known.call(PERSON, added.id, alike[0].id)
            changes = self._lend(alike[0], added)
            return Booking(None, merged=same_as(alike[0].id), changes=changes)
        row = PersonRow(id=added.id, scope=home.scope, ver=1, added_by=self._op_id)
        write_person(row, replace(added, household_id=HouseholdId(home.id)))
        self._known.add(row)
        return Booking(None, changes=(_person_change(row),))

    def _lend(self, row: PersonRow, other: Person) -> tuple[Change, ...]:
        """Keep of another row of the same person what is not known yet."""
        held, lent = row_values(to_person(row)), row_values(other)
        new = {name: lent[name] for name in _LENT if held[name] is None and lent[name] is not None}
        return self._write_person(row, new) if new else ()

    def _edit_household(self, fact: HouseholdEdited) -> Booking:
        """Change a household."""
        row = self._known.household(fact.household_id)
        if row is None:
            raise UndecidedError(Booking(HeldReason.HOUSEHOLD_UNKNOWN))
        if row.scope not in self._known.areas():
            raise UndecidedError(Booking(HeldReason.OUTSIDE_AREA))
        held = to_household(row)
        judged = self._judge(HOUSEHOLD, row_values(held), fact.edits, free=row.added_by is not None)
        number = judged.get("household_no")
        if number is not None and self._known.numbered_home(row.scope, number) is not None:
            raise UndecidedError(Booking(HeldReason.NUMBERS_DIFFER))
        if not judged:
            return Booking(None)
        stated = with_values(held, judged)
        row.address, row.hamlet, row.household_no = stated.address, stated.hamlet, stated.household_no
        row.ver += 1
        return Booking(None, merged=self._concurrent(held, fact.edits), changes=(_home_change(row),))

    def _edit_person(self, fact: PersonEdited) -> Booking:
        """Change a person, and let them move."""
        row = self._known.person(fact.person_id)
        if row is None:
            raise UndecidedError(Booking(HeldReason.PERSON_UNKNOWN))
        if row.scope not in self._known.areas():
            raise UndecidedError(Booking(HeldReason.OUTSIDE_AREA))
        edits = tuple(self._present_homes(each) for each in fact.edits)
        held = to_person(row)
        judged = self._judge(PERSON, row_values(held), edits, free=row.added_by is not None)
        home = judged.get("household_id")
        if home is not None and self._known.household(UUID(home)) is None:
            raise UndecidedError(Booking(HeldReason.HOUSEHOLD_UNKNOWN))
        if any(each.id != row.id for each in self._known.bearing(judged)):
            raise UndecidedError(Booking(HeldReason.NUMBERS_DIFFER))
        if not judged:
            return Booking(None)
        return Booking(None, merged=self._concurrent(held, edits), changes=self._write_person(row, judged))

    def _present_homes(self, edit: FieldEdit) -> FieldEdit:
        """Speak of households by the ids that they have here."""
        if edit.field != "household_id":
            return edit
        base, value = (self._known.home_id(text) if text else None for text in (edit.base, edit.value))
        return FieldEdit(edit.field, base, value)

    def _judge(
        self, entity: str, held: dict[str, str | None], edits: tuple[FieldEdit, ...], *, free: bool
    ) -> dict[str, str | None]:
        """Say which fields change; all of an edit is done, or nothing of it."""
        changed = {each.field: each.value for each in edits if held[each.field] != each.value}
        for each in edits:
            policy = POLICIES[entity][each.field]
            if each.field not in changed or policy is FieldPolicy.CONTACT:
                continue
            if policy is FieldPolicy.AUTHORITY and not free:
                raise UndecidedError(Booking(None, refused=RefusedReason.AUTHORITY))
            if held[each.field] != each.base:
                raise UndecidedError(Booking(HeldReason.EDIT_CONFLICT))
        return changed

    def _concurrent(self, held: Household | Person, edits: tuple[FieldEdit, ...]) -> str | None:
        """Say where a field was changed by another meanwhile, whose word this one replaces."""
        before = row_values(held)
        return (
            _CONCURRENT if any(before[each.field] not in {each.base, each.value} for each in edits) else None
        )

    def _write_person(self, row: PersonRow, values: dict[str, str | None]) -> tuple[Change, ...]:
        write_person(row, with_values(to_person(row), values))
        row.ver += 1
        home = self._known.household(row.household_id)
        if home is None or home.scope == row.scope:
            return (_person_change(row),)
        # A row is in exactly one scope: holders of the old one learn that it has left.
        left = Change(row.scope, PERSON, row.id, row.ver, None)
        row.scope = home.scope
        return left, _person_change(row)

    def _merge(self, fact: PersonMerged) -> Booking:
        """Make two one where at least one of them came from a laptop; two of the office's a human merges."""
        kept, other = self._known.person(fact.kept_id), self._known.person(fact.other_id)
        if kept is None:
            raise UndecidedError(Booking(HeldReason.PERSON_UNKNOWN))
        if other is None:
            self._known.call(PERSON, fact.other_id, kept.id)
            return Booking(None)
        if kept.id == other.id:
            return Booking(None)
        if not {kept.scope, other.scope} <= set(self._known.areas()):
            raise UndecidedError(Booking(HeldReason.OUTSIDE_AREA))
        if other.added_by is None:
            raise UndecidedError(Booking(HeldReason.MERGE_TASK))
        if not (agree(kept.insurance_no, other.insurance_no) and agree(kept.citizen_id, other.citizen_id)):
            raise UndecidedError(Booking(HeldReason.NUMBERS_DIFFER))
        lent = to_person(other)
        left = Change(other.scope, PERSON, other.id, other.ver + 1, None)
        self._known.call(PERSON, other.id, kept.id)
        self._known.remove(other)
        return Booking(None, changes=(left, *self._lend(kept, lent)))


def _home_change(row: HouseholdRow) -> Change:
    return Change(row.scope, HOUSEHOLD, row.id, row.ver, household_row(to_household(row)))


def _person_change(row: PersonRow) -> Change:
    return Change(row.scope, PERSON, PersonId(row.id), row.ver, person_row(to_person(row)))
