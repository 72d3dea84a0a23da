"""The due list on screen."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Row,
    Select,
    String,
    Uuid,
    and_,
    column,
    func,
    not_,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session

from agent_app.domain.due_list import Scheme
from agent_app.domain.visit import Outcome
from agent_app.services.due_choices import DueOrder, DueRows, LineIds
from agent_app.services.lines import DueFilter, DueLine
from agent_app.storage.models import (
    DueIndexRow,
    DueItemRow,
    DueListRow,
    ErasureRow,
    HouseholdRow,
    PersonIndexRow,
    PersonRow,
    ReceiptLineRow,
    ReceiptRow,
    VisitOutcomeRow,
    VisitRow,
)
from agent_app.storage.queries.due_choosing import (
    LAST_OUTCOME,
    WALK,
    counts_of,
    headers_of,
    is_own,
    narrowed,
    ordered,
)
from agent_app.storage.queries.matching import Typed, line_matches
from agent_app.storage.repositories.households import to_partial

# Not a join: that would walk past everybody to find the few who were erased.
_ERASED = select(PersonIndexRow.number).where(PersonIndexRow.person_id.in_(select(ErasureRow.person_id)))
NOT_ERASED = DueIndexRow.number.not_in(_ERASED)
"""Leaves out the lines of those who were erased: nobody goes to their door."""

LISTS_MONTH = func.date(DueListRow.month + "-01")

RENEWAL = (
    select(ReceiptLineRow.receipt_id)
    .join(ReceiptRow, ReceiptRow.id == ReceiptLineRow.receipt_id)
    .where(
        ReceiptLineRow.person_id == DueItemRow.person_id,
        ReceiptLineRow.scheme == DueItemRow.scheme,
        ReceiptRow.cancelled_on.is_(None),
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


_AT_ONCE = 500
_LINES = (
    select(
        DueItemRow.id,
        DueItemRow.person_id,
        HouseholdRow.id.label("household_id"),
        HouseholdRow.household_no,
        PersonRow.name,
        HouseholdRow.hamlet,
        HouseholdRow.address,
        DueItemRow.address.label("listed_address"),
        PersonRow.phone,
        DueItemRow.phone.label("listed_phone"),
        DueItemRow.scheme,
        DueItemRow.group_code,
        DueItemRow.covered_to,
        DueItemRow.due_on,
        DueItemRow.months,
        DueItemRow.amount,
        DueItemRow.agent_code,
        VisitOutcomeRow.outcome,
        VisitRow.visited_on,
        VisitOutcomeRow.promised_on,
        RENEWAL.label("receipt_id"),
    )
    .select_from(DueIndexRow)
    .join(DueItemRow, DueItemRow.id == DueIndexRow.item_id)
    .join(DueListRow, DueListRow.id == DueItemRow.due_list_id)
    .join(PersonRow, PersonRow.id == DueItemRow.person_id)
    .join(HouseholdRow, HouseholdRow.id == PersonRow.household_id)
    .outerjoin(VisitOutcomeRow, VisitOutcomeRow.id == LAST_OUTCOME)
    .outerjoin(VisitRow, VisitRow.id == VisitOutcomeRow.visit_id)
)


def newest_month(session: Session) -> str | None:
    """Return the newest month that shows a list."""
    return session.scalar(select(func.max(DueListRow.month)).where(DueListRow.shown))


def _wanted(session: Session, wanted: DueFilter) -> Select[UUID]:
    """Select the lines by the index alone: hamlet by hamlet, door by door, there as the list has them."""
    month = wanted.month or newest_month(session)
    shown = select(DueListRow.id).where(DueListRow.shown, DueListRow.month == month).scalar_subquery()
    query = select(DueIndexRow.item_id).where(DueIndexRow.due_list_id == shown, NOT_ERASED)
    if wanted.hamlet is not None:
        query = query.where(DueIndexRow.hamlet == wanted.hamlet)
    if wanted.agent is not None:
        query = query.where(is_own(wanted.agent))
    if wanted.unanswered:
        query = query.where(not_(DueIndexRow.answered))
    query = narrowed(query, wanted)
    typed = Typed.read(wanted.text)
    return query if typed.blank else query.where(line_matches(typed))


def due_lines(session: Session, wanted: DueFilter) -> list[DueLine]:
    """Fulfil ``ports.Queries.due_lines``.

    A line stands where its person lives now, which the list may not know yet. What stands beside a line is
    looked up for those of the page alone.
    """
    if wanted.order is not DueOrder.WALK or wanted.descending:
        return due_lines_of(session, list(session.scalars(_page(session, wanted))))
    query = _LINES.where(DueIndexRow.item_id.in_(_page(session, wanted))).order_by(*WALK)
    return [_line(row) for row in session.execute(query).all()]


def due_lines_of(session: Session, ids: Sequence[UUID]) -> list[DueLine]:
    """Fulfil ``ports.Queries.due_lines_of``."""
    found: dict[UUID, DueLine] = {}
    for at in range(0, len(ids), _AT_ONCE):
        # One parameter, whatever their number: hundreds take longer to write down than to look up.
        listed = json.dumps([each.hex for each in ids[at : at + _AT_ONCE]])
        query = _LINES.where(DueIndexRow.item_id.in_(_values_of(listed)))
        found |= {row.id: _line(row) for row in session.execute(query).all()}
    return [found[each] for each in ids if each in found]


def _values_of(listed: str) -> Select[UUID]:
    return select(column("value", Uuid)).select_from(func.json_each(listed))


def due_rows(session: Session, wanted: DueFilter, own: str | None) -> DueRows:
    """Fulfil ``ports.Queries.due_rows``."""
    found = _wanted(session, wanted)
    lines = _page_of(found, wanted).subquery()
    # One text of all ids: making an object of each would take longer than finding them.
    packed = session.scalar(select(func.group_concat(type_coerce(lines.c.item_id, String), "")))
    everybodys = _wanted(session, replace(wanted, agent=None)) if wanted.agent is not None else found
    groups, tally = headers_of(session, everybodys, wanted, counts_of(own))
    return DueRows(LineIds(packed or ""), groups, tally)


def _page(session: Session, wanted: DueFilter) -> Select[UUID]:
    return _page_of(_wanted(session, wanted), wanted)


def _page_of(found: Select[UUID], wanted: DueFilter) -> Select[UUID]:
    return ordered(found, wanted).limit(wanted.limit).offset(wanted.offset)


def due_count(session: Session, wanted: DueFilter) -> int:
    """Fulfil ``ports.Queries.due_count``."""
    query = select(func.count()).select_from(_wanted(session, wanted).subquery())
    return session.scalar(query) or 0


def due_months(session: Session) -> list[str]:
    """Fulfil ``ports.Queries.due_months``."""
    query = select(DueListRow.month).where(DueListRow.shown).order_by(DueListRow.month.desc())
    return list(session.scalars(query))


def hamlets(session: Session, month: str | None) -> list[str]:
    """Fulfil ``ports.Queries.hamlets``."""
    shown = (DueListRow.shown, DueListRow.month == (month or newest_month(session)))
    query = (
        select(DueIndexRow.hamlet)
        .where(DueIndexRow.due_list_id == select(DueListRow.id).where(*shown).scalar_subquery(), NOT_ERASED)
        .group_by(DueIndexRow.hamlet)
        .order_by(func.min(DueIndexRow.walk), DueIndexRow.hamlet)
    )
    return [hamlet for hamlet in session.scalars(query) if hamlet is not None]


def _line(row: Row[*tuple[Any, ...]]) -> DueLine:
    return DueLine(
        row.id,
        row.person_id,
        row.household_id,
        row.household_no,
        row.name,
        row.hamlet,
        row.address or row.listed_address or "",
        row.phone or row.listed_phone,
        Scheme(row.scheme),
        row.group_code,
        to_partial(row.covered_to),
        row.due_on,
        row.months,
        row.amount,
        row.agent_code,
        Outcome(row.outcome) if row.outcome else None,
        row.visited_on,
        row.promised_on,
        row.receipt_id,
    )
