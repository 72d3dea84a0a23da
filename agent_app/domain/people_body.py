"""What devices say of people and households as plain maps for the log, and back."""

from collections.abc import Mapping
from datetime import date, datetime

from agent_app.domain.calendar import PartialDate
from agent_app.domain.errors import InputError
from agent_app.domain.household import HouseholdId, PersonId
from agent_app.domain.household_status import StatusId, StatusRecord
from agent_app.domain.operation import OperationKind, from_millis, to_millis
from agent_app.domain.operation_body import BodyUnreadableError
from agent_app.domain.people_edit import (
    NEVER_EMPTY,
    POLICIES,
    FieldEdit,
    HouseholdAdded,
    HouseholdEdited,
    PeopleFact,
    PersonAdded,
    PersonEdited,
    PersonMerged,
    RecordSource,
)
from agent_app.domain.plain import (
    Body,
    NotPlainError,
    Plain,
    as_flag,
    as_int,
    as_list,
    as_map,
    as_text,
    as_text_or_none,
    as_uuid,
    canonical,
    decode,
)
from agent_app.domain.replica import (
    HOUSEHOLD,
    PERSON,
    household_row,
    person_row,
    read_household,
    read_person,
)
from agent_app.domain.support_decision import SupportDecision

PEOPLE_KINDS = frozenset(
    {
        OperationKind.HOUSEHOLD_ADDED,
        OperationKind.HOUSEHOLD_EDITED,
        OperationKind.PERSON_ADDED,
        OperationKind.PERSON_EDITED,
        OperationKind.PERSON_MOVED,
        OperationKind.PERSON_MERGED,
        OperationKind.STATUS_RECORDED,
    }
)
"""The kinds that say something of people and households."""


def kind_of(fact: PeopleFact) -> OperationKind:
    """Name the kind of operation that a fact is logged as; whose household changes has moved."""
    match fact:
        case HouseholdAdded():
            return OperationKind.HOUSEHOLD_ADDED
        case PersonAdded():
            return OperationKind.PERSON_ADDED
        case HouseholdEdited():
            return OperationKind.HOUSEHOLD_EDITED
        case PersonMerged():
            return OperationKind.PERSON_MERGED
        case PersonEdited():
            moves = any(each.field == "household_id" for each in fact.edits)
            return OperationKind.PERSON_MOVED if moves else OperationKind.PERSON_EDITED


def people_body(fact: PeopleFact) -> bytes:
    """Encode a fact."""
    match fact:
        case HouseholdAdded():
            return _added(fact.household.id.bytes, household_row(fact.household), fact.source)
        case PersonAdded():
            return _added(fact.person.id.bytes, person_row(fact.person), fact.source)
        case HouseholdEdited():
            return _edited(fact.household_id.bytes, fact.edits, fact.source)
        case PersonEdited():
            return _edited(fact.person_id.bytes, fact.edits, fact.source)
        case PersonMerged():
            return canonical({"kept_id": fact.kept_id.bytes, "other_id": fact.other_id.bytes})


def _added(row_id: bytes, row: bytes, source: RecordSource) -> bytes:
    content: Body = {name: _plain(value) for name, value in as_map(decode(row)).items()}
    return canonical({"id": row_id, "source": source.value, "row": content})


def _plain(value: object) -> Plain:
    if value is None or isinstance(value, str | bytes):
        return value
    raise NotPlainError("no text of a row")


def _edited(row_id: bytes, edits: tuple[FieldEdit, ...], source: RecordSource) -> bytes:
    said: list[Plain] = [
        {"field": each.field, "base": each.base, "value": each.value}
        for each in sorted(edits, key=lambda each: each.field)
    ]
    return canonical({"id": row_id, "source": source.value, "edits": said})


def read_people(kind: str, body: bytes) -> PeopleFact:
    """Read a fact back; raise ``BodyUnreadableError`` where it is none of its kind."""
    try:
        fact = _read(OperationKind(kind), as_map(decode(body)))
    except (KeyError, ValueError, OverflowError, InputError) as error:
        raise BodyUnreadableError(kind) from error
    if kind_of(fact) != kind:
        raise BodyUnreadableError(kind)
    return fact


def _read(kind: OperationKind, value: Mapping[str, object]) -> PeopleFact:
    match kind:
        case OperationKind.HOUSEHOLD_ADDED:
            household = read_household(HouseholdId(as_uuid(value["id"])), _row(value))
            return HouseholdAdded(household, _source(value))
        case OperationKind.PERSON_ADDED:
            return PersonAdded(read_person(PersonId(as_uuid(value["id"])), _row(value)), _source(value))
        case OperationKind.HOUSEHOLD_EDITED:
            edits = _read_edits(HOUSEHOLD, value)
            return HouseholdEdited(HouseholdId(as_uuid(value["id"])), edits, _source(value))
        case OperationKind.PERSON_EDITED | OperationKind.PERSON_MOVED:
            return PersonEdited(PersonId(as_uuid(value["id"])), _read_edits(PERSON, value), _source(value))
        case OperationKind.PERSON_MERGED:
            return PersonMerged(PersonId(as_uuid(value["kept_id"])), PersonId(as_uuid(value["other_id"])))
        case _:
            raise NotPlainError("another kind")


def _row(value: Mapping[str, object]) -> bytes:
    row: Body = {name: _plain(each) for name, each in as_map(value["row"]).items()}
    return canonical(row)


def _source(value: Mapping[str, object]) -> RecordSource:
    return RecordSource(as_text(value["source"]))


def _read_edits(entity: str, value: Mapping[str, object]) -> tuple[FieldEdit, ...]:
    edits = tuple(_read_edit(entity, as_map(each)) for each in as_list(value["edits"]))
    if not edits or len({each.field for each in edits}) != len(edits):
        raise NotPlainError("no field, or one twice")
    return edits


def _read_edit(entity: str, value: Mapping[str, object]) -> FieldEdit:
    name, said = as_text(value["field"]), as_text_or_none(value["value"])
    if name not in POLICIES[entity] or (not said and name in NEVER_EMPTY):
        raise NotPlainError("no such edit")
    if name == "birth" and said is not None:
        PartialDate.parse(said)
    if name == "household_id":
        as_uuid(bytes.fromhex(said or ""))
    return FieldEdit(name, as_text_or_none(value["base"]), said)


def status_body(record: StatusRecord) -> bytes:
    """Encode a decision on a household's or a person's standing."""
    return canonical(
        {
            "id": record.id.bytes,
            "household_id": record.household_id.bytes if record.household_id else None,
            "person_id": record.person_id.bytes if record.person_id else None,
            "group": record.decision.group,
            "number": record.decision.number,
            "issuer": record.decision.issuer,
            "from": record.decision.since.isoformat(),
            "to": record.decision.until.isoformat(),
            "source": record.source.value,
            "withdrawn": record.withdrawn,
            "recorded_at": to_millis(record.recorded_at),
        }
    )


def read_status(body: bytes) -> StatusRecord:
    """Read a decision back; raise ``BodyUnreadableError`` where it is none."""
    try:
        value = as_map(decode(body))
        household, person = value["household_id"], value["person_id"]
        record = StatusRecord(
            StatusId(as_uuid(value["id"])),
            None if household is None else HouseholdId(as_uuid(household)),
            None if person is None else PersonId(as_uuid(person)),
            SupportDecision(
                as_text(value["group"]),
                as_text(value["number"]),
                as_text(value["issuer"]),
                date.fromisoformat(as_text(value["from"])),
                date.fromisoformat(as_text(value["to"])),
            ),
            _source(value),
            _instant(value["recorded_at"]),
            as_flag(value["withdrawn"]),
        )
    except (KeyError, ValueError, OverflowError, InputError) as error:
        raise BodyUnreadableError(OperationKind.STATUS_RECORDED.value) from error
    if (household is None) == (person is None) or record.decision.since > record.decision.until:
        raise BodyUnreadableError(OperationKind.STATUS_RECORDED.value)
    return record


def _instant(value: object) -> datetime:
    return from_millis(as_int(value))
