"""How a home stands, from its store, its disk and its clock."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from typing import TypeVar

from sqlalchemy import Engine, func, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from agent_app.services.standing import Replay, Standing, clock_behind
from agent_app.storage.condition import Condition
from agent_app.storage.failure import environment_failure
from agent_app.storage.models import OperationRow, ReceiptBookRow, ReceiptRow, ReplayRow

T = TypeVar("T")

_Told = tuple[tuple[Replay, ...], date | None, tuple[str, ...]]


class SqlStanding:
    """Fulfils ``services.standing.HomeStanding``."""

    def __init__(self, write: Engine, read: Engine, condition: Condition) -> None:
        self._write = write
        self._read = read
        self._condition = condition

    def standing(self, now: datetime) -> Standing:
        self._condition.room.look()
        unread: _Told = ((), None, ())
        replays, behind, frozen = self._as_far_as_it_reads(partial(_told, now=now), unread)
        return Standing(
            replays,
            low_disk=self._condition.room.low,
            read_only=self._condition.read_only,
            clock_behind=behind,
            frozen_books=frozen,
        )

    def last_issued_on(self) -> date | None:
        return self._as_far_as_it_reads(_last_issued_on, None)

    def replays(self) -> list[Replay]:
        with self._translated(), Session(self._read) as session:
            return list(_replays(session))

    def note_replays(self) -> None:
        self._condition.refuse_writing()
        with self._translated(), Session(self._write) as session:
            session.execute(update(ReplayRow).values(told=True))
            session.commit()

    def _as_far_as_it_reads(self, read: Callable[[Session], T], otherwise: T) -> T:
        """Read; what is met on the way is part of the answer, a fault of the program is not."""
        try:
            with Session(self._read) as session:
                return read(session)
        except DBAPIError as error:
            if environment_failure(error) is None:
                raise
        return otherwise

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            failure = environment_failure(error)
            if failure is None:
                raise
            raise failure from error


def _told(session: Session, now: datetime) -> _Told:
    newest = session.scalar(select(func.max(OperationRow.recorded_at)))
    behind = clock_behind(now, _last_issued_on(session), newest)
    return tuple(_replays(session, untold=True)), behind, _frozen(session)


def _frozen(session: Session) -> tuple[str, ...]:
    """Name the books that have blank numbers and may not give them."""
    book = (ReceiptBookRow.frozen_at.is_not(None), ReceiptBookRow.next <= ReceiptBookRow.last)
    query = select(ReceiptBookRow.symbol, ReceiptBookRow.book).where(*book)
    rows = session.execute(query.order_by(ReceiptBookRow.symbol, ReceiptBookRow.first))
    return tuple(f"{symbol} {number}" for symbol, number in rows)


def _last_issued_on(session: Session) -> date | None:
    return session.scalar(select(func.max(ReceiptRow.issued_on)))


def _replays(session: Session, *, untold: bool = False) -> Iterator[Replay]:
    query = select(ReplayRow).order_by(ReplayRow.id)
    for row in session.scalars(query.where(~ReplayRow.told) if untold else query):
        yield Replay(row.at, row.receipts, row.total, row.others, row.unnumbered)
