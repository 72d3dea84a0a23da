"""A day's walk on screen: whose door comes next, what has been taken."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Select, exists, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from agent_app.domain.household import HouseholdId, PersonId, is_head
from agent_app.domain.money import Dong
from agent_app.domain.visit import Outcome, closes
from agent_app.domain.walking_order import Stop
from agent_app.services.day_lines import DoorFilter, DoorLine
from agent_app.storage.models import (
    DueIndexRow,
    DueItemRow,
    DueListRow,
    HouseholdRow,
    PersonRow,
    ReceiptRow,
    RouteRow,
    VisitOutcomeRow,
    VisitRow,
)
from agent_app.storage.queries.awaited import awaited_sums
from agent_app.storage.queries.due import NOT_ERASED, newest_month
from agent_app.storage.queries.due_choosing import LAST_OUTCOME
from agent_app.storage.queries.people import HERE
from agent_app.storage.repositories.route import present_ids
from agent_app.storage.sorting import chunks

# A promise that nobody has kept for so long is an outcome among others.
_REMEMBERED = timedelta(days=60)
_NOTHING = Dong(0)
_TAKEN = ReceiptRow.cancelled_on.is_(None)


@dataclass(slots=True)
class _Door:
    """What is gathered about one household; ``settled`` are the ends of what has been paid for that day."""

    name: str = ""
    people: int = 0
    ends: list[date | None] = field(default_factory=list)
    amounts: list[Dong | None] = field(default_factory=list)
    last: tuple[date, Outcome] | None = None
    promised_on: date | None = None
    paid: Dong = _NOTHING
    settled: list[date] = field(default_factory=list)
    awaited: Dong = _NOTHING


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the last visit brought to one person."""

    outcome: Outcome
    visited_on: date
    promised_on: date | None


def doors(session: Session, wanted: DoorFilter) -> list[DoorLine]:
    """Fulfil ``ports.DayQueries.doors``."""
    became = present_ids(session)
    planned = {became.get(each, each) for each in session.scalars(_planned(wanted.today))}
    paid = set(session.scalars(_paid(wanted.today)))
    promised = set(session.scalars(_promised(wanted.today)))
    for chunk in chunks(paid):
        promised |= set(session.scalars(_kept(wanted.today, chunk)))
    month = newest_month(session)
    lines = _lines(session, wanted, month, planned | promised, paid)
    found = {each: _Door() for each in planned | promised | {each.home for each in lines}}
    _meet(session, found, wanted.today, lines, month)
    places = {home: at for at, home in enumerate(_placed(session, became))}
    homes = [row for chunk in chunks(found) for row in session.scalars(_homes(chunk))]
    hamlets = {
        each: at for at, each in enumerate(sorted({(not row.hamlet, row.hamlet_sort) for row in homes}))
    }
    made: list[tuple[tuple[object, ...], DoorLine]] = []
    for row in homes:
        line = _line(row, found[row.id], placed=row.id in places, planned=row.id in planned)
        due_on = line.due_on or min(found[row.id].settled, default=None)
        stop = Stop(line.promised_on, due_on, hamlets[not row.hamlet, row.hamlet_sort], places.get(row.id))
        if line.open or line.planned or line.is_done(wanted.today) or stop.is_promised(wanted.today):
            made.append(((*stop.turn(wanted.today), row.address_sort, row.id), line))
    return [line for _, line in sorted(made, key=lambda each: each[0])]


def planned_count(session: Session, today: date) -> int:
    """Fulfil ``ports.DayQueries.planned_count``."""
    return session.scalar(select(func.count()).select_from(_planned(today).subquery())) or 0


def _planned(today: date) -> Select[HouseholdId]:
    return select(RouteRow.household_id).where(RouteRow.planned_on == today)


def _paid(today: date) -> Select[HouseholdId]:
    return select(ReceiptRow.household_id).where(_TAKEN, ReceiptRow.issued_on == today).distinct()


def _promised(today: date) -> Select[HouseholdId]:
    return _promises(today).where(VisitOutcomeRow.id == LAST_OUTCOME)


def _kept(today: date, paid: list[HouseholdId]) -> Select[HouseholdId]:
    """Ask which of the households that have paid today had promised to when the day began."""
    later, visit = aliased(VisitOutcomeRow), aliased(VisitRow)
    overtaken = exists().where(
        later.person_id == VisitOutcomeRow.person_id,
        later.id > VisitOutcomeRow.id,
        later.visit_id == visit.id,
        visit.visited_on < today,
    )
    return _promises(today).where(PersonRow.household_id.in_(paid), ~overtaken)


def _promises(today: date) -> Select[HouseholdId]:
    return (
        select(PersonRow.household_id)
        .select_from(PersonRow)
        .join(VisitOutcomeRow, VisitOutcomeRow.person_id == PersonRow.id)
        .where(
            VisitOutcomeRow.promised_on.between(today - _REMEMBERED, today),
            VisitOutcomeRow.outcome == Outcome.PROMISED.value,
            HERE,
        )
        .distinct()
    )


def _placed(session: Session, became: dict[HouseholdId, HouseholdId]) -> list[HouseholdId]:
    query = select(RouteRow.household_id).where(RouteRow.place.is_not(None)).order_by(RouteRow.place)
    return list(dict.fromkeys(became.get(each, each) for each in session.scalars(query)))


def _homes(ids: Iterable[HouseholdId]) -> Select[HouseholdRow]:
    return select(HouseholdRow).where(HouseholdRow.id.in_(ids), HouseholdRow.deleted_at.is_(None))


class _DueLine(NamedTuple):
    home: HouseholdId
    person: PersonId
    item: UUID
    due_on: date | None
    amount: Dong | None
    answered: bool


def _lines(
    session: Session,
    wanted: DoorFilter,
    month: str | None,
    besides: set[HouseholdId],
    paid: set[HouseholdId],
) -> list[_DueLine]:
    """Read the lines of the list that nobody has answered by a receipt before that day."""
    shown = select(DueListRow.id).where(DueListRow.shown, DueListRow.month == month).scalar_subquery()
    query = (
        select(
            PersonRow.household_id,
            PersonRow.id,
            DueItemRow.id,
            DueItemRow.due_on,
            DueItemRow.amount,
            DueIndexRow.answered,
        )
        .select_from(DueIndexRow)
        .join(DueItemRow, DueItemRow.id == DueIndexRow.item_id)
        .join(PersonRow, PersonRow.id == DueItemRow.person_id)
        .where(DueIndexRow.due_list_id == shown, NOT_ERASED)
    )
    if wanted.agent is not None:
        query = query.where(or_(DueIndexRow.agent_code.is_(None), DueIndexRow.agent_code == wanted.agent))
    unanswered = query.where(~DueIndexRow.answered)
    asked = [unanswered.where(PersonRow.household_id.in_(each)) for each in chunks(besides)]
    if not wanted.planned:
        here = true() if wanted.hamlet is None else DueIndexRow.hamlet == wanted.hamlet
        asked.append(unanswered.where(here))
        asked += [query.where(here, PersonRow.household_id.in_(each)) for each in chunks(paid)]
    lines = (_DueLine(*row) for each in asked for row in session.execute(each))
    return list({line.item: line for line in lines}.values())


def _meet(
    session: Session, found: dict[HouseholdId, _Door], today: date, lines: list[_DueLine], month: str | None
) -> None:
    """Gather who lives behind each door, what they said last, and what they have paid today."""
    answers: dict[PersonId, _Answer] = {}
    for chunk in chunks(found):
        _count_people(session, found, chunk)
        for home, person, answer in _answers(session, chunk):
            answers[person] = answer
            door = found[home]
            if door.last is None or answer.visited_on > door.last[0]:
                door.last = (answer.visited_on, answer.outcome)
            if answer.outcome is Outcome.PROMISED and answer.promised_on is not None:
                door.promised_on = min(door.promised_on or date.max, answer.promised_on)
        paid = select(ReceiptRow.household_id, func.sum(ReceiptRow.total)).where(
            ReceiptRow.household_id.in_(chunk), ReceiptRow.issued_on == today, _TAKEN
        )
        for home, money in session.execute(paid.group_by(ReceiptRow.household_id)):
            found[home].paid = Dong(money)
        for home, money in awaited_sums(session, chunk).items():
            found[home].awaited = money
    for home, person, _, due_on, amount, answered in lines:
        said = answers.get(person)
        if answered:
            found[home].settled += [due_on] if due_on else []
        elif said is None or month is None or not closes(said.outcome, said.visited_on, month):
            found[home].ends.append(due_on)
            found[home].amounts.append(amount)


def _count_people(session: Session, found: dict[HouseholdId, _Door], ids: list[HouseholdId]) -> None:
    query = select(PersonRow.household_id, PersonRow.name, PersonRow.relation).where(
        PersonRow.household_id.in_(ids), HERE
    )
    for home, name, relation in session.execute(query.order_by(PersonRow.birth.is_(None), PersonRow.birth)):
        door = found[home]
        door.people += 1
        if not door.name or is_head(relation):
            door.name = name


def _answers(session: Session, ids: list[HouseholdId]) -> Iterable[tuple[HouseholdId, PersonId, _Answer]]:
    query = (
        select(
            PersonRow.household_id,
            PersonRow.id,
            VisitOutcomeRow.outcome,
            VisitRow.visited_on,
            VisitOutcomeRow.promised_on,
        )
        .select_from(PersonRow)
        .join(VisitOutcomeRow, VisitOutcomeRow.id == LAST_OUTCOME)
        .join(VisitRow, VisitRow.id == VisitOutcomeRow.visit_id)
        .where(PersonRow.household_id.in_(ids), HERE)
    )
    for home, person, outcome, visited_on, promised_on in session.execute(query):
        yield home, person, _Answer(Outcome(outcome), visited_on, promised_on)


def _line(row: HouseholdRow, door: _Door, *, placed: bool, planned: bool) -> DoorLine:
    amounts = [each for each in door.amounts if each is not None]
    return DoorLine(
        row.id,
        door.name,
        row.address,
        row.hamlet,
        door.people,
        len(door.ends),
        min((each for each in door.ends if each is not None), default=None),
        Dong(sum(amounts)) if amounts else None,
        door.promised_on,
        door.last[1] if door.last else None,
        door.last[0] if door.last else None,
        door.paid,
        placed,
        planned,
        door.awaited,
    )
