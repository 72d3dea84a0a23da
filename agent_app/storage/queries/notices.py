"""What due notices rest on: many households at a time, by as many questions as one would need."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import inf

from sqlalchemy import Engine, func, or_, select
from sqlalchemy.orm import Session

from agent_app.domain.due_list import Scheme
from agent_app.domain.household import Household, HouseholdId, Person, PersonId, is_head
from agent_app.domain.household_status import StatusRecord
from agent_app.domain.known_covers import CoverSource, KnownCover
from agent_app.domain.pension_plan import PlanKind
from agent_app.domain.replica import HOUSEHOLD
from agent_app.domain.visit import Outcome, closes
from agent_app.services.day_lines import DoorFilter
from agent_app.services.notice_lines import Key, ListedLine, NoticeChoice, NoticeHome
from agent_app.storage.models import (
    AliasRow,
    DueIndexRow,
    DueItemRow,
    DueListRow,
    HouseholdPlaceRow,
    HouseholdRow,
    HouseholdStatusRow,
    OperationRow,
    PersonRow,
    ReceiptLineRow,
    ReceiptRow,
    VisitOutcomeRow,
    VisitRow,
)
from agent_app.storage.queries.day import doors
from agent_app.storage.queries.due import NOT_ERASED, newest_month
from agent_app.storage.queries.due_choosing import LAST_OUTCOME
from agent_app.storage.queries.people import HERE
from agent_app.storage.repositories.households import to_household, to_person
from agent_app.storage.repositories.receipts import first_listed_day
from agent_app.storage.repositories.statuses import to_status
from agent_app.storage.repositories.transfers import credited_covers
from agent_app.storage.short_session import short_session
from agent_app.storage.sorting import chunks


class SqlNoticeQueries:
    """Fulfils ``ports.NoticeQueries``."""

    def __init__(self, read: Engine) -> None:
        self._read = read

    def chosen(self, wanted: NoticeChoice) -> list[HouseholdId]:
        with short_session(self._read) as session:
            return _planned(session, wanted) if wanted.planned else _open(session, wanted)

    def homes(self, households: Sequence[HouseholdId], year: int, month: str | None) -> list[NoticeHome]:
        with short_session(self._read) as session:
            listed_in = month or newest_month(session)
            return [
                home
                for chunk in chunks(households)
                for home in _homes(session, _present(session, chunk), year, listed_in)
            ]

    def households(self) -> Iterator[HouseholdId]:
        with short_session(self._read) as session:
            yield from session.scalars(select(HouseholdRow.id).where(HouseholdRow.deleted_at.is_(None)))
            former = select(AliasRow.local_id).where(AliasRow.entity == HOUSEHOLD)
            yield from map(HouseholdId, session.scalars(former))


def _planned(session: Session, wanted: NoticeChoice) -> list[HouseholdId]:
    """Take the day's walk as it is walked."""
    walk = doors(session, DoorFilter(wanted.on, wanted.hamlet, planned=True, agent=wanted.agent))
    return [each.household_id for each in walk if each.open and _is_before(each.due_on, wanted)]


def _is_before(due_on: date | None, wanted: NoticeChoice) -> bool:
    return wanted.due_before is None or (due_on is not None and due_on < wanted.due_before)


def _open(session: Session, wanted: NoticeChoice) -> list[HouseholdId]:
    """Take whom the list names and nobody has answered, in the order in which the day is walked.

    Those of an older list, at whose doors nothing is open today, come behind by address.
    """
    month = wanted.month or newest_month(session)
    shown = select(DueListRow.id).where(DueListRow.shown, DueListRow.month == month).scalar_subquery()
    query = (
        select(PersonRow.household_id, func.min(DueItemRow.due_on), func.min(DueIndexRow.walk))
        .select_from(DueIndexRow)
        .join(DueItemRow, DueItemRow.id == DueIndexRow.item_id)
        .join(PersonRow, PersonRow.id == DueItemRow.person_id)
        .where(DueIndexRow.due_list_id == shown, NOT_ERASED, ~DueIndexRow.answered, HERE)
        .group_by(PersonRow.household_id)
    )
    if wanted.agent is not None:
        query = query.where(or_(DueIndexRow.agent_code.is_(None), DueIndexRow.agent_code == wanted.agent))
    if wanted.hamlet is not None:
        query = query.where(DueIndexRow.hamlet == wanted.hamlet)
    walked = doors(session, DoorFilter(wanted.on, wanted.hamlet, agent=wanted.agent))
    turns = {door.household_id: turn for turn, door in enumerate(walked)}
    found = [
        ((turns.get(home, inf), walk), home)
        for home, due_on, walk in session.execute(query)
        if _is_before(due_on, wanted)
    ]
    return [home for _, home in sorted(found, key=lambda each: each[0])]


def _present(session: Session, households: Iterable[HouseholdId]) -> list[HouseholdId]:
    """Follow the aliases of households that were taken over; each comes once."""
    wanted = list(households)
    query = select(AliasRow.local_id, AliasRow.server_id)
    aliases = query.where(AliasRow.entity == HOUSEHOLD, AliasRow.local_id.in_(wanted))
    renamed = dict(session.execute(aliases).all())
    return list(dict.fromkeys(HouseholdId(renamed.get(each, each)) for each in wanted))


@dataclass(slots=True)
class _Read:
    """What is gathered of some households."""

    people: dict[HouseholdId, list[Person]] = field(default_factory=lambda: defaultdict(list))
    listed: dict[Key, ListedLine] = field(default_factory=dict)
    covers: dict[Key, list[KnownCover]] = field(default_factory=lambda: defaultdict(list))
    places: dict[HouseholdId, dict[PersonId, int]] = field(default_factory=lambda: defaultdict(dict))
    statuses: dict[HouseholdId, list[StatusRecord]] = field(default_factory=lambda: defaultdict(list))
    gone: set[PersonId] = field(default_factory=set)


def _homes(
    session: Session, ids: Sequence[HouseholdId], year: int, month: str | None
) -> Iterator[NoticeHome]:
    query = select(HouseholdRow).where(HouseholdRow.id.in_(ids), HouseholdRow.deleted_at.is_(None))
    rows = {row.id: to_household(row) for row in session.scalars(query)}
    read = _Read()
    live_in = _read_people(session, read, ids)
    _read_lists(session, read, list(live_in), month)
    _read_payments(session, read, list(live_in))
    _read_places(session, read, ids, year)
    _read_statuses(session, read, live_in, ids)
    _read_outcomes(session, read, list(live_in), month)
    for each in ids:
        if each in rows and read.people[each]:
            yield _home(rows[each], read)


def _home(household: Household, read: _Read) -> NoticeHome:
    people = sorted(read.people[household.id], key=lambda each: _standing(each, read.listed))
    heads = [each.name for each in people if is_head(each.relation)]
    oldest = read.people[household.id][0].name
    keys = [(each.id, scheme) for each in people for scheme in Scheme]
    return NoticeHome(
        household,
        heads[0] if heads else oldest,
        tuple(people),
        {key: read.listed[key] for key in keys if key in read.listed},
        {key: tuple(read.covers[key]) for key in keys if key in read.covers},
        read.places[household.id],
        tuple(read.statuses[household.id]),
        frozenset(read.gone.intersection(each.id for each in people)),
    )


def _standing(person: Person, listed: Mapping[Key, ListedLine]) -> tuple[float, bool]:
    """Put members in the order in which the household's page has them: the list's, then the head."""
    rows = [listed[key].row for scheme in Scheme if (key := (person.id, scheme)) in listed]
    return min(rows, default=inf), not is_head(person.relation)


def _read_people(session: Session, read: _Read, ids: Sequence[HouseholdId]) -> dict[PersonId, HouseholdId]:
    query = select(PersonRow).where(PersonRow.household_id.in_(ids), HERE)
    ordered = query.order_by(PersonRow.birth.is_(None), PersonRow.birth, PersonRow.sort_key, PersonRow.id)
    for row in session.scalars(ordered):
        read.people[row.household_id].append(to_person(row))
    return {each.id: home for home, people in read.people.items() for each in people}


def _read_lists(session: Session, read: _Read, people: Sequence[PersonId], month: str | None) -> None:
    """Read all lines of the lists that are shown; of one person and scheme the newest list's first counts."""
    for chunk in chunks(people):
        query = (
            select(
                DueItemRow.person_id,
                DueItemRow.scheme,
                DueItemRow.group_code,
                DueItemRow.months,
                DueItemRow.amount,
                DueItemRow.covered_from,
                DueItemRow.due_on,
                DueItemRow.sheet_row,
                DueListRow.month,
                DueIndexRow.answered,
            )
            .join(DueListRow, DueListRow.id == DueItemRow.due_list_id)
            .outerjoin(DueIndexRow, DueIndexRow.item_id == DueItemRow.id)
            .where(DueItemRow.person_id.in_(chunk), DueListRow.shown)
            .order_by(DueListRow.month.desc(), DueItemRow.sheet_row)
        )
        for row in session.execute(query):
            key = PersonId(row.person_id), Scheme(row.scheme)
            line = ListedLine(
                row.group_code,
                row.months,
                row.amount,
                row.due_on,
                row.answered is False,
                row.month == month,
                row.sheet_row,
            )
            known = read.listed.get(key)
            if known is None or (line.newest and not known.newest):
                read.listed[key] = line
            if row.due_on is not None:
                start = first_listed_day(row.covered_from, row.due_on)
                read.covers[key].append(KnownCover(start, row.due_on, CoverSource.LISTED))


def _read_payments(session: Session, read: _Read, people: Sequence[PersonId]) -> None:
    for chunk in chunks(people):
        query = (
            select(
                ReceiptLineRow.person_id,
                ReceiptLineRow.scheme,
                ReceiptLineRow.starts_on,
                ReceiptLineRow.ends_on,
            )
            .join(ReceiptRow, ReceiptRow.id == ReceiptLineRow.receipt_id)
            .where(
                ReceiptLineRow.person_id.in_(chunk),
                ReceiptLineRow.plan.is_distinct_from(PlanKind.MISSING.value),
                ReceiptRow.cancelled_on.is_(None),
            )
        )
        for person_id, scheme, start, end in session.execute(query):
            read.covers[person_id, Scheme(scheme)].append(KnownCover(start, end, CoverSource.PAID))
        for person_id, paid_for, period in credited_covers(session, chunk):
            read.covers[person_id, paid_for].append(KnownCover(period.start, period.end, CoverSource.PAID))


def _read_places(session: Session, read: _Read, ids: Sequence[HouseholdId], year: int) -> None:
    query = select(HouseholdPlaceRow).where(
        HouseholdPlaceRow.household_id.in_(ids), HouseholdPlaceRow.year == year
    )
    for row in session.scalars(query):
        read.places[row.household_id][row.person_id] = row.place


def _read_statuses(
    session: Session, read: _Read, live_in: Mapping[PersonId, HouseholdId], ids: Sequence[HouseholdId]
) -> None:
    """Read the decisions on households and on people, in the order in which they were recorded."""
    named = [HouseholdStatusRow.person_id.in_(chunk) for chunk in chunks(live_in)]
    query = (
        select(HouseholdStatusRow)
        .join(OperationRow, OperationRow.op_id == HouseholdStatusRow.op_id)
        .where(or_(HouseholdStatusRow.household_id.in_(ids), *named))
        .order_by(OperationRow.dseq)
    )
    for row in session.scalars(query):
        status = to_status(row)
        home = live_in.get(status.person_id) if status.person_id else status.household_id
        if home is not None:
            read.statuses[home].append(status)


def _read_outcomes(session: Session, read: _Read, people: Sequence[PersonId], month: str | None) -> None:
    """Find out who pays nothing here any more, unless a later list names them again."""
    for chunk in chunks(people if month else ()):
        query = (
            select(PersonRow.id, VisitOutcomeRow.outcome, VisitRow.visited_on)
            .select_from(PersonRow)
            .join(VisitOutcomeRow, VisitOutcomeRow.id == LAST_OUTCOME)
            .join(VisitRow, VisitRow.id == VisitOutcomeRow.visit_id)
            .where(PersonRow.id.in_(chunk))
        )
        read.gone.update(
            who
            for who, outcome, visited_on in session.execute(query)
            if month is not None and closes(Outcome(outcome), visited_on, month)
        )
