"""What is new in the scopes of an agent, as pieces of their logs out of one snapshot."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from agent_app.sync.wire.messages import ChangeRow, Cursor, Pull, Segment
from provincial_server.exchange import ScopeLog, resume, row_budget
from provincial_server.tables import ChangeLogRow, MembershipRow, ScopeRow


def memberships(session: Session, agent_code: str) -> tuple[tuple[str, int], ...]:
    """Return the scopes that an agent's devices hold, with the version of each grant."""
    granted = select(MembershipRow.scope, MembershipRow.mver).where(MembershipRow.agent_code == agent_code)
    return tuple(session.execute(granted.order_by(MembershipRow.scope)))


def segments(
    session: Session, agent_code: str, cursors: tuple[Cursor, ...], pull: Pull
) -> tuple[Segment, ...]:
    """Return one segment for each scope that has news for a device; scopes without news are left out."""
    left = row_budget(pull)
    by_scope = {cursor.scope: cursor for cursor in cursors}
    found: list[Segment] = []
    for scope, mver in memberships(session, agent_code):
        # Even a spent budget lets one row of each scope through, so that no scope starves behind another.
        segment = _segment(session, (scope, mver), by_scope.get(scope), max(1, left))
        if segment is not None:
            found.append(segment)
            left -= len(segment.rows)
    return tuple(found)


def _segment(session: Session, grant: tuple[str, int], cursor: Cursor | None, most: int) -> Segment | None:
    scope, mver = grant
    log = session.get_one(ScopeRow, scope)
    there = session.get(ChangeLogRow, (scope, cursor.seq)) if cursor else None
    start = resume(cursor, ScopeLog(log.gen, log.seq, log.floor_seq, there.sum if there else None))
    begins_again = start is None and cursor is not None and cursor.seq > 0
    after, base_sum = start or (0, 0)
    if after == log.seq and not begins_again:
        return None
    rows = _rows(session, scope, after, min(after + most, log.seq))
    return Segment(
        scope,
        log.gen,
        after,
        base_sum,
        tuple(ChangeRow(row.seq, row.entity, row.id, row.ver, row.body) for row in rows),
        rows[-1].seq if rows else after,
        rows[-1].sum if rows else base_sum,
        mver,
        bool(rows) and rows[-1].seq < log.seq,
    )


def _rows(session: Session, scope: str, after: int, to: int) -> list[ChangeLogRow]:
    between = ChangeLogRow.scope == scope, ChangeLogRow.seq > after, ChangeLogRow.seq <= to
    return list(session.scalars(select(ChangeLogRow).where(*between).order_by(ChangeLogRow.seq)))
