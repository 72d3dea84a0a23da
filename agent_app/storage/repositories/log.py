"""The operation log, between rows and domain."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from agent_app.domain.operation import (
    GENESIS,
    WITNESSED_KINDS,
    Entry,
    Operation,
    OperationState,
    Position,
    link,
)
from agent_app.storage.errors import ForeignPositionError
from agent_app.storage.models import Base, OperationRow
from agent_app.storage.repositories.answers import follow
from agent_app.storage.repositories.bases import Bases, Outcome
from agent_app.storage.repositories.device import device_row
from agent_app.storage.sorting import chunks

# A statement that is made once is compiled once, without being looked through each time.
_INSERT = insert(Base.metadata.tables[OperationRow.__tablename__])
_HEAD = (
    select(OperationRow.epoch, OperationRow.dseq, OperationRow.hash)
    .order_by(OperationRow.dseq.desc())
    .limit(1)
)


def to_operation(row: OperationRow) -> Operation:
    """Make the domain's value."""
    return Operation(
        row.op_id,
        row.epoch,
        row.dseq,
        row.kind,
        row.kver,
        row.recorded_at,
        row.body,
        row.body_hash,
        row.prev_hash,
        row.hash,
    )


def witnessed_after(session: Session, after: Operation | None) -> list[Operation]:
    """Return what the journal witnesses behind one operation of this log, in order; all of it after none."""
    behind = OperationRow.dseq > (after.dseq if after else 0)
    query = select(OperationRow).where(OperationRow.kind.in_(WITNESSED_KINDS), behind)
    return [to_operation(row) for row in session.scalars(query.order_by(OperationRow.dseq))]


def insert_operation(session: Session, operation: Operation) -> None:
    """Keep an operation at its place; it waits for the server's answer."""
    values = {
        "dseq": operation.dseq,
        "epoch": operation.epoch,
        "op_id": operation.op_id,
        "kind": operation.kind,
        "kver": operation.kver,
        "recorded_at": operation.recorded_at,
        "body": operation.body,
        "body_hash": operation.body_hash,
        "prev_hash": operation.prev_hash,
        "hash": operation.hash,
        "state": OperationState.LOCAL.value,
    }
    session.execute(_INSERT, values)


class SqlLog:
    """Fulfils ``ports.Log``; remembers whether this transaction has logged what the journal witnesses."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.logged_witnessed = False

    def append(self, entry: Entry) -> Operation:
        device = device_row(self._session)
        operation = link(device.device_id, replace(self.head(), epoch=device.epoch), entry)
        insert_operation(self._session, operation)
        self.logged_witnessed |= operation.kind in WITNESSED_KINDS
        return operation

    def head(self) -> Position:
        last = self._session.execute(_HEAD).first()
        return Position(last[0], last[1], last[2]) if last else self._beginning()

    def _beginning(self) -> Position:
        return Position(device_row(self._session).epoch, 0, GENESIS)

    def acknowledged(self) -> Position:
        device = device_row(self._session)
        return Position(device.acked_epoch, device.acked_dseq, device.acked_hash)

    def hash_at(self, epoch: int, dseq: int) -> bytes | None:
        if dseq == 0:
            return GENESIS
        query = select(OperationRow.hash).where(OperationRow.epoch == epoch, OperationRow.dseq == dseq)
        return self._session.scalar(query)

    def after(self, dseq: int, limit: int) -> list[Operation]:
        query = select(OperationRow).where(OperationRow.dseq > dseq).order_by(OperationRow.dseq).limit(limit)
        return [to_operation(row) for row in self._session.scalars(query)]

    def settle(self, outcomes: Iterable[tuple[UUID, OperationState, str | None]]) -> None:
        answered = self._acknowledged_of(list(outcomes))
        rows = [
            {"settled_id": op_id, "new_state": state.value, "new_reason": reason}
            for op_id, state, reason in answered
        ]
        if rows:
            statement = (
                update(OperationRow)
                .where(OperationRow.op_id == bindparam("settled_id"))
                .values(state=bindparam("new_state"), reason=bindparam("new_reason"))
            )
            self._session.connection().execute(statement, rows)
            self._session.expire_all()
            follow(self._session, answered)

    def _acknowledged_of(self, outcomes: list[Outcome]) -> list[Outcome]:
        within = OperationRow.dseq <= device_row(self._session).acked_dseq
        known: set[UUID] = set()
        for chunk in chunks([op_id for op_id, _, _ in outcomes]):
            known |= set(
                self._session.scalars(select(OperationRow.op_id).where(OperationRow.op_id.in_(chunk), within))
            )
        return [each for each in outcomes if each[0] in known]

    def confirm(self, position: Position, custody: bytes, at: datetime) -> None:
        self._require_own(position)
        device = device_row(self._session)
        if position.dseq >= device.acked_dseq:
            self._acknowledge(position)
            device.custody, device.custody_at = custody, at
            self._session.flush()

    def fall_back(self, position: Position) -> None:
        self._require_own(position)
        self._acknowledge(position)
        self._session.execute(
            update(OperationRow)
            .where(OperationRow.dseq > position.dseq)
            .values(state=OperationState.LOCAL.value, reason=None)
        )
        self._session.expire_all()
        Bases(self._session).pend_again(position.dseq)

    def _acknowledge(self, position: Position) -> None:
        device = device_row(self._session)
        device.acked_epoch, device.acked_dseq = position.epoch, position.dseq
        device.acked_hash = position.hash
        self._session.flush()

    def _require_own(self, position: Position) -> None:
        if self.hash_at(position.epoch, position.dseq) != position.hash:
            raise ForeignPositionError(position.epoch, position.dseq)
