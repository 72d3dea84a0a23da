"""All that is held about one person, as plain fields; others beside them are masked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from agent_app.domain.household import HouseholdId, PersonId
from agent_app.domain.names import fold
from agent_app.domain.operation import from_millis
from agent_app.domain.plain import decode
from agent_app.domain.receipt_book import shown_number
from agent_app.domain.replica import HOUSEHOLD, PERSON
from agent_app.services.failures import PersonUnknownError
from agent_app.services.lines import PersonFile
from agent_app.storage.models import (
    AccessRow,
    Base,
    BaseRow,
    ChangeHistoryRow,
    ConsentRow,
    DueItemRow,
    DueListRow,
    ErasureRow,
    HouseholdPlaceRow,
    HouseholdRow,
    HouseholdStatusRow,
    OperationRow,
    PersonRow,
    PrintRow,
    ReceiptCancellationRow,
    ReceiptLineRow,
    ReceiptRefundRow,
    ReceiptRow,
    VisitOutcomeRow,
    VisitRow,
)
from agent_app.storage.queries.person_transfers import OTHER, transfers_of
from agent_app.storage.repositories.erasures import ids_of, said_about
from agent_app.storage.repositories.households import present_person

_OF_THE_STORE = frozenset(
    {"search", "search_name", "sort_key", "address_sort", "hamlet_sort", "stale", "basis"}
    | {"answers", "grounds"}
    | {"words", "scope", "ver"}
)
_PEOPLE = frozenset({"outcomes", "lines"})
_NAMES = frozenset({"met", "payer"})
_BANK_WORDS = frozenset({"text", "sender"})

Fields = dict[str, object]


@dataclass(frozen=True, slots=True)
class _Whom:
    ids: tuple[UUID, ...]
    names: frozenset[str]

    def named(self, name: str) -> str:
        """Show a name where it is the person's own."""
        return name if not name or fold(name) in self.names else OTHER


def person_file(session: Session, person_id: PersonId) -> PersonFile:
    """Fulfil ``ports.PrivacyQueries.person_file``."""
    present = present_person(session, person_id)
    person = session.get(PersonRow, present)
    if person is None:
        raise PersonUnknownError(str(person_id))
    whom = _Whom(tuple(ids_of(session, present)), _names(session, person))
    household = session.get_one(HouseholdRow, person.household_id)
    of_person = (ChangeHistoryRow.entity == PERSON) & ChangeHistoryRow.entity_id.in_(whom.ids)
    of_home = (ChangeHistoryRow.entity == HOUSEHOLD) & (ChangeHistoryRow.entity_id == household.id)
    sections: dict[str, object] = {
        "person": _fields(person),
        "household": _fields(household),
        "aliases": [_plain(each) for each in whom.ids[1:]],
        "history": _rows(session, ChangeHistoryRow, or_(of_person, of_home)),
        "due_items": _due_items(session, present),
        "visits": _visits(session, present, whom),
        "receipts": _receipts(session, present, whom),
        "transfers": transfers_of(session, present, whom.named),
        "places": _rows(session, HouseholdPlaceRow, HouseholdPlaceRow.person_id == present),
        "statuses": _rows(
            session,
            HouseholdStatusRow,
            or_(HouseholdStatusRow.person_id == present, HouseholdStatusRow.household_id == household.id),
        ),
        "edits": _rows(session, BaseRow, BaseRow.id.in_([*whom.ids, household.id])),
        "consents": _rows(session, ConsentRow, ConsentRow.person_id == present),
        "erasure": _rows(session, ErasureRow, ErasureRow.person_id == present),
        "operations": _operations(session, whom),
        "prints": _prints(session, present, household.id),
        "accesses": _rows(session, AccessRow, AccessRow.entity_id.in_([*whom.ids, household.id])),
    }
    return PersonFile(present, sections)


def _names(session: Session, person: PersonRow) -> frozenset[str]:
    borne = (
        select(ReceiptLineRow.subject_name).where(ReceiptLineRow.person_id == person.id),
        select(VisitOutcomeRow.subject_name).where(VisitOutcomeRow.person_id == person.id),
    )
    names = {person.name, *(name for query in borne for name in session.scalars(query))}
    return frozenset(fold(name) for name in names)


def _rows(session: Session, table: type[Base], which: object) -> list[Fields]:
    return [_fields(row) for row in session.scalars(select(table).where(which))]  # type: ignore[arg-type]


def _fields(row: Base) -> Fields:
    """Spread a row, but for what the store has only to find and sort it."""
    return {
        attribute.key: _plain(getattr(row, attribute.key))
        for attribute in row.__mapper__.column_attrs
        if attribute.key not in _OF_THE_STORE
    }


def _plain(value: object) -> object:
    match value:
        case UUID():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case bytes():
            return value.hex()
        case _:
            return value


def _due_items(session: Session, person_id: PersonId) -> list[Fields]:
    query = (
        select(DueItemRow, DueListRow.month, DueListRow.shown)
        .join(DueListRow, DueListRow.id == DueItemRow.due_list_id)
        .where(DueItemRow.person_id == person_id)
        .order_by(DueListRow.month, DueItemRow.sheet_row)
    )
    return [
        _fields(item) | {"month": month, "shown": shown, "original": decode(item.original)}
        for item, month, shown in session.execute(query)
    ]


def _visits(session: Session, person_id: PersonId, whom: _Whom) -> list[Fields]:
    query = (
        select(VisitRow, VisitOutcomeRow)
        .join(VisitOutcomeRow, VisitOutcomeRow.visit_id == VisitRow.id)
        .where(VisitOutcomeRow.person_id == person_id)
        .order_by(VisitRow.visited_on, VisitOutcomeRow.id)
    )
    return [
        _fields(visit) | {"met": whom.named(visit.met), "outcome": _fields(outcome)}
        for visit, outcome in session.execute(query)
    ]


def _receipts(session: Session, person_id: PersonId, whom: _Whom) -> list[Fields]:
    own = select(ReceiptLineRow.receipt_id).where(ReceiptLineRow.person_id == person_id)
    receipts = session.scalars(
        select(ReceiptRow).where(ReceiptRow.id.in_(own)).order_by(ReceiptRow.recorded_at)
    )
    found = []
    for receipt in receipts.all():
        lines = session.scalars(select(ReceiptLineRow).where(ReceiptLineRow.receipt_id == receipt.id)).all()
        mine = [_fields(line) for line in lines if line.person_id == person_id]
        others: list[Fields] = [{"subject_name": OTHER} for line in lines if line.person_id != person_id]
        head = _fields(receipt) | {
            "number": None if receipt.number is None else shown_number(receipt.number),
            "payer": whom.named(receipt.payer),
            "lines": [*mine, *others],
        }
        if others:
            del head["total"]
        found.append(head | _undoing(session, receipt, mentions_others=bool(others)))
    return found


def _undoing(session: Session, receipt: ReceiptRow, *, mentions_others: bool) -> Fields:
    """Say what has undone a receipt; free text on one with others may be about them."""
    cancelled = session.get(ReceiptCancellationRow, receipt.id)
    asked = session.scalars(select(ReceiptRefundRow).where(ReceiptRefundRow.receipt_id == receipt.id)).all()
    hidden: Fields = {"reason": OTHER} if mentions_others else {}
    said: Fields = {"overlap": OTHER} if mentions_others and receipt.overlap else {}
    if cancelled is not None:
        said["cancellation"] = _fields(cancelled) | hidden
    if asked:
        said["refunds"] = [_fields(each) | hidden for each in asked]
    return said


def _prints(session: Session, person_id: PersonId, household_id: HouseholdId) -> list[Fields]:
    own = select(ReceiptLineRow.receipt_id).where(ReceiptLineRow.person_id == person_id)
    about = PrintRow.about.in_(own) | (PrintRow.about == household_id)
    query = select(PrintRow).where(about).order_by(PrintRow.printed_at, PrintRow.nth)
    return [_fields(row) for row in session.scalars(query)]


def _operations(session: Session, whom: _Whom) -> list[Fields]:
    query = select(OperationRow).where(said_about(whom.ids)).order_by(OperationRow.dseq)
    ids = {each.bytes for each in whom.ids}
    return [
        {
            "op_id": str(row.op_id),
            "kind": row.kind,
            "recorded_at": row.recorded_at.isoformat(),
            "state": row.state,
            "body": _masked(decode(row.body), whom, ids),
        }
        for row in session.scalars(query)
    ]


def _masked(body: object, whom: _Whom, ids: set[bytes]) -> object:
    """Show what a body says of the person, and of others only that they are there."""
    if not isinstance(body, dict):
        return _readable(body)
    shown: Fields = {}
    for name, value in body.items():
        if name in _PEOPLE and isinstance(value, list):
            shown[name] = [_readable(each) if _about(each, ids) else OTHER for each in value]
        elif name == "credit" and isinstance(value, dict):
            # A bank's words name whoever has sent the money.
            shown[name] = _readable(value | dict.fromkeys(_BANK_WORDS & value.keys(), OTHER))
        elif name in _NAMES and isinstance(value, str):
            shown[name] = whom.named(value)
        elif name == "recorded_at" and isinstance(value, int):
            shown[name] = from_millis(value).isoformat()
        elif name == "total" and len(body.get("lines", ())) > 1:
            shown[name] = OTHER
        else:
            shown[name] = _readable(value)
    return shown


def _about(entry: object, ids: set[bytes]) -> bool:
    subject = entry.get("subject") if isinstance(entry, Mapping) else None
    return isinstance(subject, Mapping) and subject.get("person_id") in ids


def _readable(value: object) -> object:
    match value:
        case dict():
            return {str(name): _readable(each) for name, each in value.items()}
        case list():
            return [_readable(each) for each in value]
        case bytes() if len(value) == 16:  # noqa: PLR2004 (an id)
            return str(UUID(bytes=value))
        case _:
            return _plain(value)
