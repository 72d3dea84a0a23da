"""What the agent's lists and reports are made of."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Engine, func, select
from sqlalchemy.orm import Session

from agent_app.domain.book_stock import Period
from agent_app.domain.due_list import Scheme
from agent_app.domain.money import Dong
from agent_app.domain.number_fate import PassedNumbers
from agent_app.domain.receipt import PaymentMethod, ReceiptId
from agent_app.domain.visit import Outcome
from agent_app.services.day_paper_lines import Activity, DaySum
from agent_app.services.evening_lines import Sum
from agent_app.services.failures import ReceiptUnknownError
from agent_app.services.lines import ReceiptView
from agent_app.storage.models import (
    NumberFateRow,
    ReceiptLineRow,
    ReceiptRow,
    VisitOutcomeRow,
    VisitRow,
)
from agent_app.storage.queries.receipt_views import by_number, views_of
from agent_app.storage.repositories.books import to_passed
from agent_app.storage.short_session import short_session
from agent_app.storage.sorting import chunks

_NOTHING = Sum(0, Dong(0))
_Book = tuple[str, str] | None
_STANDS = ReceiptRow.cancelled_on.is_(None)


class SqlDayPaperQueries:
    """Fulfils ``ports.DayPaperQueries``."""

    def __init__(self, read: Engine) -> None:
        self._read = read

    def receipts(self, ids: Sequence[ReceiptId]) -> list[ReceiptView]:
        found: dict[ReceiptId, ReceiptView] = {}
        with short_session(self._read) as session:
            for chunk in chunks(ids):
                found |= {each.receipt.id: each for each in views_of(session, ReceiptRow.id.in_(chunk))}
        missing = next((each for each in ids if each not in found), None)
        if missing is not None:
            raise ReceiptUnknownError(str(missing))
        return [found[each] for each in ids]

    def issued(self, period: Period, book: _Book = None) -> list[ReceiptView]:
        return self._views(ReceiptRow.issued_on.between(period.start, period.end), book)

    def cancelled(self, period: Period, book: _Book = None) -> list[ReceiptView]:
        return self._views(ReceiptRow.cancelled_on.between(period.start, period.end), book)

    def passed(self, period: Period, book: _Book = None) -> list[PassedNumbers]:
        within = select(NumberFateRow).where(NumberFateRow.on.between(period.start, period.end))
        query = within.where(*_of_book(NumberFateRow, book))
        order = (NumberFateRow.symbol, NumberFateRow.book, NumberFateRow.first)
        with short_session(self._read) as session:
            return [to_passed(row) for row in session.scalars(query.order_by(*order))]

    def begun_on(self, book: _Book = None) -> date | None:
        with short_session(self._read) as session:
            firsts = [
                session.scalar(select(func.min(day)).where(*_of_book(row, book)))
                for row, day in ((ReceiptRow, ReceiptRow.issued_on), (NumberFateRow, NumberFateRow.on))
            ]
        return min((each for each in firsts if each is not None), default=None)

    def activity(self, period: Period) -> Activity:
        with short_session(self._read) as session:
            visits, households = _visits(session, period)
            return Activity(
                visits,
                households,
                _outcomes(session, period),
                _schemes(session, period),
                _methods(session, period),
                _days(session, period),
            )

    def _views(self, within: ColumnElement[bool], book: _Book) -> list[ReceiptView]:
        with short_session(self._read) as session:
            return sorted(views_of(session, within, *_of_book(ReceiptRow, book)), key=by_number)


def _of_book(row: type[ReceiptRow] | type[NumberFateRow], book: _Book) -> tuple[ColumnElement[bool], ...]:
    return () if book is None else (row.symbol == book[0], row.book == book[1])


def _visits(session: Session, period: Period) -> tuple[int, int]:
    counts = (func.count(), func.count(VisitRow.household_id.distinct()))
    visits, households = session.execute(select(*counts).where(_visited(period))).one()
    return visits, households


def _visited(period: Period) -> ColumnElement[bool]:
    return VisitRow.visited_on.between(period.start, period.end)


def _issued(period: Period) -> ColumnElement[bool]:
    return ReceiptRow.issued_on.between(period.start, period.end)


def _outcomes(session: Session, period: Period) -> Mapping[Outcome, int]:
    query = (
        select(VisitOutcomeRow.outcome, func.count())
        .join(VisitRow, VisitRow.id == VisitOutcomeRow.visit_id)
        .where(_visited(period))
        .group_by(VisitOutcomeRow.outcome)
    )
    found = dict(session.execute(query).all())
    return {each: found[each.value] for each in Outcome if each.value in found}


def _schemes(session: Session, period: Period) -> Mapping[tuple[Scheme, PaymentMethod], Sum]:
    query = (
        select(ReceiptLineRow.scheme, ReceiptRow.method, func.count(), func.sum(ReceiptLineRow.due))
        .join(ReceiptRow, ReceiptRow.id == ReceiptLineRow.receipt_id)
        .where(_issued(period), _STANDS)
        .group_by(ReceiptLineRow.scheme, ReceiptRow.method)
    )
    return {
        (Scheme(scheme), PaymentMethod(method)): Sum(count, Dong(total))
        for scheme, method, count, total in session.execute(query)
    }


def _methods(session: Session, period: Period) -> Mapping[PaymentMethod, Sum]:
    query = select(ReceiptRow.method, func.count(), func.sum(ReceiptRow.total))
    rows = session.execute(query.where(_issued(period), _STANDS).group_by(ReceiptRow.method))
    return {PaymentMethod(method): Sum(count, Dong(total)) for method, count, total in rows}


def _days(session: Session, period: Period) -> tuple[DaySum, ...]:
    """Add up day by day; a day on which nothing was done is left out."""
    calls = select(VisitRow.visited_on, func.count()).where(_visited(period)).group_by(VisitRow.visited_on)
    visits = dict(session.execute(calls).all())
    key = (ReceiptRow.issued_on, ReceiptRow.method)
    query = select(*key, func.count(), func.sum(ReceiptRow.total)).where(_issued(period), _STANDS)
    taken: dict[tuple[date, str], Sum] = {
        (day, method): Sum(count, Dong(total))
        for day, method, count, total in session.execute(query.group_by(*key))
    }
    return tuple(
        DaySum(
            day,
            visits.get(day, 0),
            taken.get((day, PaymentMethod.CASH.value), _NOTHING),
            taken.get((day, PaymentMethod.TRANSFER.value), _NOTHING),
        )
        for day in sorted({*visits, *(day for day, _ in taken)})
    )
