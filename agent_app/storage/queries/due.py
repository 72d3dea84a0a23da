"""The due list on screen."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from agent_app.domain.due_list import Scheme
from agent_app.domain.receipt import ReceiptId
from agent_app.domain.visit import Outcome
from agent_app.services.lines import DueFilter, DueLine
from agent_app.storage.models import (
    DueItemRow,
    DueListRow,
    ErasureRow,
    HouseholdRow,
    PersonRow,
    ReceiptLineRow,
    ReceiptRow,
    VisitOutcomeRow,
    VisitRow,
)
from agent_app.storage.queries.people import matches
from agent_app.storage.repositories.households import to_partial


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands beside a line and its household."""

    name: str
    phone: str | None
    receipt_id: ReceiptId | None
    outcome: str | None
    visited_on: date | None
    promised_on: date | None


_ANY_OUTCOME = aliased(VisitOutcomeRow)
_ANY_VISIT = aliased(VisitRow)

LAST_OUTCOME = (
    select(_ANY_OUTCOME.id)
    .join(_ANY_VISIT, _ANY_VISIT.id == _ANY_OUTCOME.visit_id)
    .where(_ANY_OUTCOME.person_id == PersonRow.id)
    .order_by(_ANY_VISIT.visited_on.desc(), _ANY_OUTCOME.id.desc())
    .limit(1)
    .correlate(PersonRow)
    .scalar_subquery()
)
"""What the last visit brought to the person of the surrounding query, whenever it was written down.

Of one day's, the one that was written down last; ids go up as visits are recorded.
"""

NOT_ERASED = DueItemRow.person_id.not_in(select(ErasureRow.person_id))
"""Leaves out the lines of those who were erased: nobody goes to their door."""

LISTS_MONTH = func.date(DueListRow.month + "-01")

RENEWAL = (
    select(ReceiptLineRow.receipt_id)
    .join(ReceiptRow, ReceiptRow.id == ReceiptLineRow.receipt_id)
    .where(
        ReceiptLineRow.person_id == DueItemRow.person_id,
        ReceiptLineRow.scheme == DueItemRow.scheme,
        or_(
            ReceiptLineRow.ends_on > DueItemRow.due_on,
            and_(DueItemRow.due_on.is_(None), ReceiptRow.issued_on >= LISTS_MONTH),
        ),
    )
    .order_by(ReceiptRow.recorded_at.desc())
    .limit(1)
    .correlate(DueItemRow, DueListRow)
    .scalar_subquery()
)
"""The newest own receipt that answers a line: it covers days behind the cover that ends.

So it does not matter when a list was imported, or imported again. Where a line names no day, any receipt
since the first of the list's month answers it.
"""


def newest_month(session: Session) -> str | None:
    """Return the newest month that shows a list."""
    return session.scalar(select(func.max(DueListRow.month)).where(DueListRow.shown))


def _wanted(session: Session, wanted: DueFilter) -> ColumnElement[bool]:
    month = wanted.month or newest_month(session)
    asked = [
        DueListRow.shown,
        DueListRow.month == month,
        matches(wanted.text, HouseholdRow.search),
        NOT_ERASED,
    ]
    if wanted.hamlet is not None:
        asked.append(HouseholdRow.hamlet == wanted.hamlet)
    if wanted.unanswered:
        asked.append(RENEWAL.is_(None))
    return and_(*asked)


def due_lines(session: Session, wanted: DueFilter) -> list[DueLine]:
    """Fulfil ``ports.Queries.due_lines``: hamlet by hamlet, door by door, there as the list has them.

    A line stands where its person lives now, which the list may not know yet.
    """
    query = (
        select(
            DueItemRow,
            HouseholdRow,
            PersonRow.name,
            PersonRow.phone,
            RENEWAL,
            VisitOutcomeRow.outcome,
            VisitRow.visited_on,
            VisitOutcomeRow.promised_on,
        )
        .select_from(DueItemRow)
        .join(DueListRow, DueListRow.id == DueItemRow.due_list_id)
        .join(PersonRow, PersonRow.id == DueItemRow.person_id)
        .join(HouseholdRow, HouseholdRow.id == PersonRow.household_id)
        .outerjoin(VisitOutcomeRow, VisitOutcomeRow.id == LAST_OUTCOME)
        .outerjoin(VisitRow, VisitRow.id == VisitOutcomeRow.visit_id)
        .where(_wanted(session, wanted))
        .order_by(
            HouseholdRow.hamlet.is_(None),
            HouseholdRow.hamlet_sort,
            HouseholdRow.address_sort,
            HouseholdRow.id,
            func.min(DueItemRow.sheet_row).over(partition_by=DueItemRow.person_id),
            DueItemRow.sheet_row,
        )
        .limit(wanted.limit)
        .offset(wanted.offset)
    )
    return [
        _line(row[0], row[1], _Beside(row[2], row[3], row[4], row[5], row[6], row[7]))
        for row in session.execute(query)
    ]


def due_count(session: Session, wanted: DueFilter) -> int:
    """Fulfil ``ports.Queries.due_count``."""
    query = (
        select(func.count())
        .select_from(DueItemRow)
        .join(DueListRow, DueListRow.id == DueItemRow.due_list_id)
        .join(PersonRow, PersonRow.id == DueItemRow.person_id)
        .join(HouseholdRow, HouseholdRow.id == PersonRow.household_id)
    )
    return session.scalar(query.where(_wanted(session, wanted))) or 0


def due_months(session: Session) -> list[str]:
    """Fulfil ``ports.Queries.due_months``."""
    query = select(DueListRow.month).where(DueListRow.shown).order_by(DueListRow.month.desc())
    return list(session.scalars(query))


def hamlets(session: Session, month: str | None) -> list[str]:
    """Fulfil ``ports.Queries.hamlets``."""
    query = (
        select(HouseholdRow.hamlet)
        .join(PersonRow, PersonRow.household_id == HouseholdRow.id)
        .join(DueItemRow, DueItemRow.person_id == PersonRow.id)
        .join(DueListRow, DueListRow.id == DueItemRow.due_list_id)
        .where(DueListRow.shown, DueListRow.month == (month or newest_month(session)), NOT_ERASED)
        .group_by(HouseholdRow.hamlet)
        .order_by(func.min(HouseholdRow.hamlet_sort), HouseholdRow.hamlet)
    )
    return [hamlet for hamlet in session.scalars(query) if hamlet is not None]


def _line(item: DueItemRow, household: HouseholdRow, beside: _Beside) -> DueLine:
    return DueLine(
        item.id,
        item.person_id,
        household.id,
        household.household_no,
        beside.name,
        household.hamlet,
        household.address or item.address or "",
        beside.phone or item.phone,
        Scheme(item.scheme),
        item.group_code,
        to_partial(item.covered_to),
        item.due_on,
        item.months,
        item.amount,
        item.agent_code,
        Outcome(beside.outcome) if beside.outcome else None,
        beside.visited_on,
        beside.promised_on,
        beside.receipt_id,
    )
