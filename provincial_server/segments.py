"""What is new in the scopes of an agent, as pieces of their logs out of one snapshot."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from agent_app.domain.replica import PROVINCE, answers_scope, device_scope
from agent_app.sync.wire.messages import SCHEMA, ChangeRow, Cursor, Pull, Segment
from provincial_server.exchange import ScopeLog, resume, row_budget
from provincial_server.tables import ChangeLogRow, MembershipRow, ScopeRow

# With its largest single row an answer stays below the size that a laptop takes.
MAX_BODIES = 12 * 1024 * 1024
_ROW_BYTES = 100
# Programs of before take no documents.
_DOCUMENTS_FROM, _ANSWERS_FROM = 2, 3
_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds scopes: an agent's device, and the schema that its program knows."""

    agent_code: str
    device_id: UUID
    schema: int = SCHEMA


def memberships(session: Session, holder: Holder) -> tuple[tuple[str, int], ...]:
    """Return the scopes that a device holds, with the version of each grant; the office's come first.

    The scopes of the whole province and of the device itself are granted by nobody, once they have begun.
    """
    own: tuple[str, ...] = ()
    if holder.schema >= _DOCUMENTS_FROM:
        own = (PROVINCE, device_scope(holder.device_id))
    if holder.schema >= _ANSWERS_FROM:
        own += (answers_scope(holder.device_id),)
    begun = select(ScopeRow.scope).where(ScopeRow.scope.in_(own)).order_by(ScopeRow.scope.desc())
    office = tuple((scope, 1) for scope in session.scalars(begun))
    return office + granted(session, holder.agent_code)


def granted(session: Session, agent_code: str) -> tuple[tuple[str, int], ...]:
    """Return the areas that an agent holds now, as scopes, with the version of each grant.

    Whoever is to see or to change something of an area asks here, and nowhere else.
    """
    held = select(MembershipRow.scope, MembershipRow.mver).where(MembershipRow.agent_code == agent_code)
    return tuple((scope, mver) for scope, mver in session.execute(held.order_by(MembershipRow.scope)))


@dataclass(slots=True)
class _Room:
    """What one answer still holds: rows, and bytes of their bodies."""

    rows: int
    bytes: int

    def is_full(self) -> bool:
        return self.rows <= 0 or self.bytes <= 0

    def take(self, row: ChangeRow) -> None:
        self.rows -= 1
        self.bytes -= _ROW_BYTES + len(row.body or b"")


@dataclass(frozen=True, slots=True)
class _News:
    """What a scope has for a device: its log, and the place behind which the device goes on."""

    log: ScopeRow
    after: int
    base_sum: int

    @property
    def waiting(self) -> int:
        return self.log.seq - self.after


def segments(
    session: Session,
    holder: Holder,
    cursors: tuple[Cursor, ...],
    pull: Pull,
    most_bytes: int = MAX_BODIES,
) -> tuple[Segment, ...]:
    """Return one segment for each scope that has news for a device; scopes without news are left out."""
    budget = row_budget(pull)
    room = _Room(budget, most_bytes)
    by_scope = {cursor.scope: cursor for cursor in cursors}
    found: list[Segment] = []
    for scope, mver in memberships(session, holder):
        news = _news(session, scope, by_scope.get(scope))
        if news is not None:
            # What fits a whole answer is announced and waits for one, rather than come in pieces.
            waits = room.is_full() or room.rows < news.waiting <= budget
            found.append(_segment(session, news, mver, _Room(0, 0) if waits else room))
    return tuple(found)


def _news(session: Session, scope: str, cursor: Cursor | None) -> _News | None:
    log = session.get_one(ScopeRow, scope)
    there = session.get(ChangeLogRow, (scope, cursor.seq)) if cursor else None
    start = resume(cursor, ScopeLog(log.gen, log.seq, log.floor_seq, there.sum if there else None))
    begins_again = start is None and cursor is not None and cursor.seq > 0
    after, base_sum = start or (0, 0)
    return _News(log, after, base_sum) if begins_again or after < log.seq else None


def _segment(session: Session, news: _News, mver: int, room: _Room) -> Segment:
    rows, total = _rows(session, news, room)
    to = rows[-1].seq if rows else news.after
    log = news.log
    return Segment(
        log.scope, log.gen, news.after, news.base_sum, tuple(rows), to, total, mver, more=to < log.seq
    )


def _rows(session: Session, news: _News, room: _Room) -> tuple[list[ChangeRow], int]:
    """Read as many rows as there is room for, and the log's sum behind them."""
    rows, total = list[ChangeRow](), news.base_sum
    if room.is_full():
        return rows, total
    log = ChangeLogRow
    there = log.scope == news.log.scope, log.seq > news.after, log.seq <= news.log.seq
    columns = select(log.seq, log.entity, log.id, log.ver, log.body, log.sum).where(*there).order_by(log.seq)
    found = session.execute(columns.limit(room.rows).execution_options(yield_per=_AT_ONCE))
    for row in found:
        rows.append(ChangeRow(row.seq, row.entity, row.id, row.ver, row.body))
        total = row.sum
        room.take(rows[-1])
        if room.is_full():
            break
    found.close()
    return rows, total
