"""Narrows, orders and groups the due list, in the database alone."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    UnaryExpression,
    and_,
    func,
    literal,
    not_,
    or_,
    select,
    true,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from agent_app.domain.money import Dong
from agent_app.domain.visit import Outcome
from agent_app.services.due_choices import (
    Days,
    DueGroup,
    DueGrouping,
    DueOrder,
    DueTally,
    days_of,
    promised_days,
)
from agent_app.services.lines import DueFilter
from agent_app.storage.models import (
    DueIndexRow,
    DueItemRow,
    PersonIndexRow,
    PersonRow,
    VisitOutcomeRow,
    VisitRow,
)

_ANY_OUTCOME = aliased(VisitOutcomeRow)
_ANY_VISIT = aliased(VisitRow)
_ITEM, _PERSON = aliased(DueItemRow), aliased(PersonIndexRow)
_LAST, _LAST_VISIT = aliased(VisitOutcomeRow), aliased(VisitRow)
# Made once: each alias takes as long as a small query.
_SORTED = aliased(DueItemRow)

WALK = (DueIndexRow.walk, DueIndexRow.first_row, DueIndexRow.sheet_row, DueIndexRow.item_id)
"""Hamlet by hamlet, door by door, there as the list has them."""

_HAMLET = func.substr(DueIndexRow.walk, 1, func.instr(DueIndexRow.walk, func.char(1)) - 1)

_NEWEST = (
    select(_ANY_OUTCOME.id)
    .join(_ANY_VISIT, _ANY_VISIT.id == _ANY_OUTCOME.visit_id)
    .order_by(_ANY_VISIT.visited_on.desc(), _ANY_OUTCOME.id.desc())
    .limit(1)
)
LAST_OUTCOME = _NEWEST.where(_ANY_OUTCOME.person_id == PersonRow.id).correlate(PersonRow).scalar_subquery()
"""What the last visit brought to the person of the surrounding query, whenever it was written down.

Of one day's, the one that was written down last; ids go up as visits are recorded.
"""

_LISTED_OUTCOME = _NEWEST.where(_ANY_OUTCOME.person_id == _ITEM.person_id).correlate(_ITEM).scalar_subquery()


def narrowed(query: Select[UUID], wanted: DueFilter) -> Select[UUID]:
    """Leave out what the choices of a filter leave out, beside those that the index alone can tell."""
    tests = [*_of_lines(wanted), *_of_visits(wanted)]
    return query.join(_ITEM, _ITEM.id == DueIndexRow.item_id).where(*tests) if tests else query


def _of_lines(wanted: DueFilter) -> list[ColumnElement[bool]]:
    tests: list[ColumnElement[bool]] = []
    if wanted.scheme is not None:
        tests.append(_ITEM.scheme == wanted.scheme.value)
    if wanted.window is not None:
        days = days_of(wanted.window, _today(wanted))
        tests += [_ITEM.due_on.is_(None)] if days is None else _within(_ITEM.due_on, days)
    return tests


def _of_visits(wanted: DueFilter) -> list[ColumnElement[bool]]:
    tests: list[ColumnElement[bool]] = []
    if wanted.unvisited:
        tests.append(not_(select(_LAST.id).where(_LAST.person_id == _ITEM.person_id).exists()))
    if wanted.outcome is not None:
        tests.append(_last_was(_LAST.outcome == wanted.outcome.value))
    if wanted.promise is not None:
        days = _within(_LAST.promised_on, promised_days(wanted.promise, _today(wanted)))
        tests += [
            not_(DueIndexRow.answered),
            _last_was(_LAST.outcome == Outcome.PROMISED.value, *days),
        ]
    return tests


def _last_was(*tests: ColumnElement[bool]) -> ColumnElement[bool]:
    """Ask what the last visit brought; whoever it never was is left out before the visits are sorted."""
    return (
        select(_LAST.id)
        .where(_LAST.person_id == _ITEM.person_id, *tests, _LAST.id == _LISTED_OUTCOME)
        .correlate(_ITEM)
        .exists()
    )


def _within(column: InstrumentedAttribute, days: Days) -> list[ColumnElement[bool]]:  # type: ignore[type-arg]
    first = [column >= days.first] if days.first else []
    return [*first, *([column <= days.last] if days.last else [])]


def ordered(query: Select[UUID], wanted: DueFilter) -> Select[UUID]:
    """Put lines in the order that is asked for, group by group."""
    if wanted.order is DueOrder.WALK and not wanted.descending:
        return query.order_by(*WALK)
    query, column = _ordering(query, wanted.order)
    within: UnaryExpression[Any] = column.desc() if wanted.descending else column.asc()
    return query.order_by(*_headers(wanted.grouping), within.nulls_last(), *WALK)


def _ordering(query: Select[UUID], order: DueOrder) -> tuple[Select[UUID], SQLColumnExpression[Any]]:
    item = _SORTED
    listed = query.join(item, item.id == DueIndexRow.item_id)
    match order:
        case DueOrder.WALK:
            return query, DueIndexRow.walk
        case DueOrder.NAME:
            return query.join(_PERSON, _PERSON.number == DueIndexRow.number), _PERSON.sort_key
        case DueOrder.DUE:
            return listed, item.due_on
        case DueOrder.AMOUNT:
            return listed, item.amount
        case DueOrder.VISIT:
            last = _NEWEST.where(_ANY_OUTCOME.person_id == item.person_id).correlate(item).scalar_subquery()
            visits = listed.outerjoin(VisitOutcomeRow, VisitOutcomeRow.id == last).outerjoin(
                _LAST_VISIT, _LAST_VISIT.id == VisitOutcomeRow.visit_id
            )
            return visits, _LAST_VISIT.visited_on


def _headers(grouping: DueGrouping) -> tuple[SQLColumnExpression[str], ...]:
    return {
        DueGrouping.NONE: (),
        DueGrouping.HAMLET: (_HAMLET,),
        DueGrouping.HOUSEHOLD: (DueIndexRow.walk,),
    }[grouping]


def is_own(agent: str) -> ColumnElement[bool]:
    """Tell the lines that name a collector, or nobody."""
    return or_(DueIndexRow.agent_code.is_(None), DueIndexRow.agent_code == agent)


def counts_of(agent: str | None) -> list[ColumnElement[int]]:
    """Count what a ``DueTally`` has, in its order."""
    own, unpaid = true() if agent is None else is_own(agent), not_(DueIndexRow.answered)
    return [func.count().filter(each) for each in (true(), unpaid, own, and_(own, unpaid))]


def tally_of(rows: Sequence[Sequence[int]]) -> DueTally:
    """Add up rows of ``counts_of``."""
    lines, unpaid, own, own_unpaid = (sum(row[at] for row in rows) for at in range(4))
    return DueTally(lines, unpaid, own, own_unpaid)


def headers_of(
    session: Session, everybodys: Select[UUID], wanted: DueFilter, counts: Sequence[ColumnElement[int]]
) -> tuple[tuple[DueGroup, ...], DueTally]:
    """Count what stands under each header, in the order of the list, and everybody's lines, in one pass.

    Headers are of the lines that are wanted; where these name a collector, the tally is of the others' too.
    """
    if wanted.grouping is DueGrouping.NONE:
        return (), tally_of(session.execute(everybodys.with_only_columns(*counts)).all())
    seen = true() if wanted.agent is None else is_own(wanted.agent)
    # Each household has a header of its own then; telling them apart again would take long.
    apart = wanted.grouping is not DueGrouping.HOUSEHOLD
    households = func.count(DueIndexRow.walk.distinct()).filter(seen) if apart else literal(1)
    query = (
        everybodys.with_only_columns(
            func.count().filter(seen),
            func.min(DueIndexRow.hamlet).filter(seen),
            households,
            func.coalesce(func.sum(DueIndexRow.amount).filter(seen), 0),
            *counts,
        )
        .group_by(*_headers(wanted.grouping))
        .order_by(*_headers(wanted.grouping))
    )
    rows = session.execute(query).all()
    groups = tuple(DueGroup(row[1], row[0], row[2], Dong(row[3])) for row in rows if row[0])
    return groups, tally_of([row[4:] for row in rows])


def _today(wanted: DueFilter) -> date:
    if wanted.today is None:
        raise ValueError("a window is read off a day")
    return wanted.today
