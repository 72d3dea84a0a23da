"""The gap-free log of each scope: number order is commit order, because the counter is taken last."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from agent_app.domain.replica import change_sum
from provincial_server.tables import ChangeLogRow, ScopeRow


@dataclass(frozen=True, slots=True)
class Change:
    """What a scope's holders shall learn of one row; without a body, that it is gone."""

    scope: str
    entity: str
    id: UUID
    ver: int
    body: bytes | None


def area_scope(area: str) -> str:
    """Name the scope of an area."""
    return f"area:{area}"


def make_scope(session: Session, scope: str) -> None:
    """Begin an empty log, where there is none yet."""
    if session.get(ScopeRow, scope) is None:
        session.add(ScopeRow(scope=scope, gen=1, seq=0, sum=0, floor_seq=0))
        session.flush()


def append(session: Session, changes: Iterable[Change]) -> None:
    """Write changes at the ends of their scopes' logs.

    This is the last act of a transaction, in sorted order of scopes: the counter's lock is then held for
    the shortest time, nobody waits in a circle, and an abort gives the numbers back.
    """
    session.flush()
    by_scope: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        by_scope[change.scope].append(change)
    for scope in sorted(by_scope):
        _append_to(session, scope, by_scope[scope])


def _append_to(session: Session, scope: str, changes: list[Change]) -> None:
    counter = (
        update(ScopeRow)
        .where(ScopeRow.scope == scope)
        .values(seq=ScopeRow.seq + len(changes))
        .returning(ScopeRow.seq, ScopeRow.sum)
        .execution_options(synchronize_session=False)
    )
    last, total = session.execute(counter).one()
    rows = []
    for seq, change in enumerate(changes, last - len(changes) + 1):
        total = change_sum(total, seq, (change.entity, change.id, change.ver), change.body)
        rows.append(
            {
                "scope": scope,
                "seq": seq,
                "entity": change.entity,
                "id": change.id,
                "ver": change.ver,
                "body": change.body,
                "sum": total,
            }
        )
    session.execute(insert(ChangeLogRow), rows)
    session.execute(
        update(ScopeRow)
        .where(ScopeRow.scope == scope)
        .values(sum=total)
        .execution_options(synchronize_session=False)
    )
