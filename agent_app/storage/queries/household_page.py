"""One household's page."""

from collections.abc import Mapping, Sequence
from datetime import date
from math import inf

from sqlalchemy import select
from sqlalchemy.orm import Session

from agent_app.domain.due_list import Scheme, Sex
from agent_app.domain.household import HouseholdId, PersonId, is_head
from agent_app.domain.receipt import ReceiptId
from agent_app.domain.receipt_book import shown_number
from agent_app.domain.visit import Outcome, VisitId
from agent_app.services.lines import AwaitedLine, CoverLine, HouseholdPage, MemberLine, VisitLine
from agent_app.storage.models import (
    DueItemRow,
    DueListRow,
    HouseholdPlaceRow,
    PersonRow,
    ReceiptLineRow,
    ReceiptRow,
    VisitOutcomeRow,
    VisitRow,
)
from agent_app.storage.queries.awaited import awaited_lines
from agent_app.storage.queries.due import newest_month
from agent_app.storage.queries.due_choosing import LAST_OUTCOME
from agent_app.storage.queries.people import HERE
from agent_app.storage.repositories.households import find_household, to_household, to_partial
from agent_app.storage.repositories.statuses import statuses_of

_Paid = tuple[ReceiptId, int | None, date]
_Listed = tuple[DueItemRow, str]


def household_page(session: Session, household_id: HouseholdId, year: int) -> HouseholdPage:
    """Fulfil ``ports.Queries.household``."""
    row = find_household(session, household_id)
    members = _members(session, row.id, year)
    statuses = statuses_of(session, row.id, [each.id for each in members])
    return HouseholdPage(to_household(row), members, _visits(session, row.id), tuple(statuses))


def _members(session: Session, household_id: HouseholdId, year: int) -> tuple[MemberLine, ...]:
    query = (
        select(PersonRow, VisitOutcomeRow, VisitRow.visited_on)
        .select_from(PersonRow)
        .outerjoin(VisitOutcomeRow, VisitOutcomeRow.id == LAST_OUTCOME)
        .outerjoin(VisitRow, VisitRow.id == VisitOutcomeRow.visit_id)
        .where(PersonRow.household_id == household_id, HERE)
        .order_by(PersonRow.birth.is_(None), PersonRow.birth, PersonRow.sort_key, PersonRow.id)
    )
    rows = list(session.execute(query))
    people = [person.id for person, _, _ in rows]
    places = _places(session, household_id, year)
    listed = _listed(session, people)
    covers = _covers(session, people, listed)
    awaited = awaited_lines(session, people)
    members = [
        _member(person, places.get(person.id), covers[person.id], outcome, visited_on, awaited[person.id])
        for person, outcome, visited_on in rows
    ]
    return tuple(sorted(members, key=lambda member: _standing(member, listed)))


def _standing(member: MemberLine, listed: Mapping[tuple[PersonId, Scheme], _Listed]) -> tuple[float, bool]:
    """Put members in the order that the office's list has them in, then the head, then by age.

    The list's order is the order in which the office counts a household's payers.
    """
    rows = [listed[key][0].sheet_row for scheme in Scheme if (key := (member.id, scheme)) in listed]
    return min(rows, default=inf), not is_head(member.relation)


def _member(  # noqa: PLR0913, PLR0917
    person: PersonRow,
    place: int | None,
    covers: tuple[CoverLine, ...],
    outcome: VisitOutcomeRow | None,
    visited_on: date | None,
    awaited: Sequence[AwaitedLine],
) -> MemberLine:
    return MemberLine(
        person.id,
        person.name,
        to_partial(person.birth),
        Sex(person.sex) if person.sex else None,
        person.insurance_no,
        person.citizen_id,
        person.phone,
        person.relation,
        person.health_group,
        place,
        covers,
        Outcome(outcome.outcome) if outcome else None,
        visited_on,
        outcome.promised_on if outcome else None,
        tuple(awaited),
    )


def _places(session: Session, household_id: HouseholdId, year: int) -> dict[PersonId, int]:
    query = select(HouseholdPlaceRow).where(
        HouseholdPlaceRow.household_id == household_id, HouseholdPlaceRow.year == year
    )
    return {row.person_id: row.place for row in session.scalars(query)}


def _covers(
    session: Session, people: Sequence[PersonId], listed: Mapping[tuple[PersonId, Scheme], _Listed]
) -> dict[PersonId, tuple[CoverLine, ...]]:
    """Say of each person and scheme what the newest line of a list and the furthest receipt say."""
    month = newest_month(session)
    paid = _paid(session, people)
    return {
        person: tuple(
            _cover(scheme, month, listed.get((person, scheme)), paid.get((person, scheme)))
            for scheme in Scheme
            if (person, scheme) in listed or (person, scheme) in paid
        )
        for person in people
    }


def _listed(session: Session, people: Sequence[PersonId]) -> dict[tuple[PersonId, Scheme], _Listed]:
    query = (
        select(DueItemRow, DueListRow.month)
        .join(DueListRow, DueListRow.id == DueItemRow.due_list_id)
        .where(DueItemRow.person_id.in_(people), DueListRow.shown)
        .order_by(DueListRow.month, DueItemRow.due_on, DueItemRow.sheet_row)
    )
    return {(item.person_id, Scheme(item.scheme)): (item, month) for item, month in session.execute(query)}


def _paid(session: Session, people: Sequence[PersonId]) -> dict[tuple[PersonId, Scheme], _Paid]:
    query = (
        select(ReceiptLineRow, ReceiptRow.number)
        .join(ReceiptRow, ReceiptRow.id == ReceiptLineRow.receipt_id)
        .where(ReceiptLineRow.person_id.in_(people), ReceiptRow.cancelled_on.is_(None))
        .order_by(ReceiptLineRow.ends_on, ReceiptRow.recorded_at)
    )
    return {
        (line.person_id, Scheme(line.scheme)): (line.receipt_id, number, line.ends_on)
        for line, number in session.execute(query)
    }


def _cover(scheme: Scheme, month: str | None, listed: _Listed | None, paid: _Paid | None) -> CoverLine:
    item, item_month = listed or (None, None)
    due_on = item.due_on if item else None
    renewed = paid is not None and (due_on is None or paid[2] > due_on)
    return CoverLine(
        scheme,
        item.group_code if item else None,
        paid[2] if paid is not None and renewed else due_on,
        item.amount if item else None,
        item.months if item else None,
        item is not None and item_month == month and not renewed,
        paid[0] if paid is not None and renewed else None,
        shown_number(paid[1]) if paid is not None and paid[1] is not None and renewed else None,
    )


def _visits(session: Session, household_id: HouseholdId) -> tuple[VisitLine, ...]:
    visits = list(
        session.scalars(
            select(VisitRow)
            .where(VisitRow.household_id == household_id)
            .order_by(VisitRow.visited_on.desc(), VisitRow.recorded_at.desc())
        )
    )
    outcomes: dict[VisitId, list[VisitOutcomeRow]] = {}
    of_household = select(VisitRow.id).where(VisitRow.household_id == household_id)
    query = select(VisitOutcomeRow).where(VisitOutcomeRow.visit_id.in_(of_household))
    for row in session.scalars(query.order_by(VisitOutcomeRow.id)):
        outcomes.setdefault(row.visit_id, []).append(row)
    return tuple(_visit(visit, outcomes.get(visit.id, [])) for visit in visits)


def _visit(visit: VisitRow, outcomes: Sequence[VisitOutcomeRow]) -> VisitLine:
    return VisitLine(
        visit.id,
        visit.visited_on,
        visit.met,
        tuple((each.subject_name, Outcome(each.outcome), each.promised_on, each.reason) for each in outcomes),
    )
