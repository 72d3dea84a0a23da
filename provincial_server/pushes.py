"""Taking a batch of operations into custody: all of it in the caller's transaction, or nothing."""

import logging
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.orm import Session

from agent_app.domain.operation import GENESIS, Operation, OperationState, Position, to_millis
from agent_app.sync.wire.messages import Ack, Hello, OperationOutcome, Push, custody_payload
from provincial_server.effects import effect_of, effect_of_reused, turns_of
from provincial_server.errors import ExchangeRefusedError
from provincial_server.exchange import (
    Batch,
    KnownDevice,
    chain,
    check_batch,
    check_signature,
    continues,
    has_forked,
    impostors,
    strays,
)
from provincial_server.ids import new_id
from provincial_server.keys import ServerKeys
from provincial_server.receipts import HeldReason
from provincial_server.scope_log import Change, append
from provincial_server.tables import DeviceRow, OpRow, QuarantineRow
from provincial_server.turns import in_turn

log = logging.getLogger(__name__)


def hash_at(session: Session, device: UUID, epoch: int, dseq: int) -> bytes | None:
    """Return the hash of the server's copy of a device's log at one place."""
    if dseq == 0:
        return GENESIS
    place = select(OpRow.hash).where(OpRow.device_id == device, OpRow.epoch == epoch, OpRow.dseq == dseq)
    return session.scalar(place)


def to_operation(row: OpRow) -> Operation:
    """Make the domain's value of what is in custody."""
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


@dataclass(frozen=True, slots=True)
class PushIntake:
    """Takes one push of a device whose HELLO was found in order and whose row is locked."""

    session: Session
    keys: ServerKeys
    device: KnownDevice
    now: datetime
    _changes: list[Change] = field(default_factory=list)

    def take(self, hello: Hello, push: Push) -> Ack | None:
        """Store what is new and answer for every operation; return nothing where the logs have forked."""
        check_batch(push)
        if not continues(push, self.device.head):
            return self._rehello()
        base = self._base(push)
        if base.hash != push.prev_hash:
            return None
        batch = chain(self.device.id, base, push, self.device.head)
        if has_forked(batch, hello):
            return None
        check_signature(self.device, push, batch)
        stored = self._stored_hashes(push, batch)
        if strays(batch, stored):
            return None
        false = impostors(batch, stored)
        self._quarantine(false)
        if any(each in batch.known for each in false):
            return self._rehello()
        before = self._known_outcomes(batch)
        return self._ack(batch, (*before, *self._store_all(batch.new, {each.op_id for each in false})))

    def _base(self, push: Push) -> Position:
        """Return the place in the server's copy that the push says it continues."""
        head = self.device.head
        before = push.from_dseq - 1
        base = hash_at(self.session, self.device.id, head.epoch, before)
        if base is None:
            # A row below the head is missing: the database is damaged, and no answer would be true.
            log.error("log of device %s lacks its operation %d", self.device.id, before)
            raise ExchangeRefusedError("log.damaged", 500)
        return Position(head.epoch, before, base)

    def _stored_hashes(self, push: Push, batch: Batch) -> dict[UUID, bytes]:
        ids = [entry.op_id for entry in push.entries]
        rows = self.session.execute(select(OpRow.op_id, OpRow.hash).where(OpRow.op_id.in_(ids)))
        stored = dict(rows.all())
        if any(stored.get(each.op_id) != each.hash for each in batch.known):
            # One whose id was taken stands in its place all the same, under an id of its own.
            places = select(OpRow.dseq, OpRow.hash).where(*_in_known_places(self.device.id, batch))
            there = dict(self.session.execute(places).all())
            stored |= {each.op_id: each.hash for each in batch.known if there.get(each.dseq) == each.hash}
        return stored

    def _known_outcomes(self, batch: Batch) -> tuple[OperationOutcome, ...]:
        if not batch.known:
            return ()
        found = select(OpRow.outcome, OpRow.reason).where(*_in_known_places(self.device.id, batch))
        rows = self.session.execute(found.order_by(OpRow.dseq)).all()
        return tuple(
            OperationOutcome(each.op_id, OperationState(state), reason)
            for each, (state, reason) in zip(batch.known, rows, strict=True)
        )

    def _store_all(
        self, sent: tuple[Operation, ...], taken: Collection[UUID]
    ) -> tuple[OperationOutcome, ...]:
        """Store a batch at once, as accepted, then do what each operation asks, in its order.

        No effect asks for an operation without the row that its effect left. One statement for a batch is
        much faster than one for each operation, and COPY is not faster than that (ADR 28). What comes under
        an id that is ``taken`` gets one of its own, is held, and stops nothing behind it.
        """
        operations = tuple(replace(each, op_id=new_id()) if each.op_id in taken else each for each in sent)
        if operations:
            in_turn(self.session, turns_of(self.device, operations))
            self._load([self._row(each) for each in operations])
        outcomes = tuple(
            self._do(each, renamed=each.op_id != told.op_id)
            for each, told in zip(operations, sent, strict=True)
        )
        others = [each for each in outcomes if each.state is not OperationState.ACCEPTED]
        if others:
            self.session.flush()
            self.session.execute(update(OpRow), [_mended(each) for each in others])
        return tuple(replace(each, op_id=told.op_id) for each, told in zip(outcomes, sent, strict=True))

    def _load(self, rows: list[dict[str, object]]) -> None:
        self.session.execute(insert(OpRow), rows)

    def _row(self, operation: Operation) -> dict[str, object]:
        return {
            **_content(operation),
            "device_id": self.device.id,
            "body_hash": operation.body_hash,
            "prev_hash": operation.prev_hash,
            "received_at": self.now,
            "outcome": OperationState.ACCEPTED.value,
            "reason": None,
        }

    def _do(self, operation: Operation, *, renamed: bool) -> OperationOutcome:
        effect = (effect_of_reused if renamed else effect_of)(self.session, self.device, operation)
        if effect.row is not None:
            self.session.add(effect.row)
        self.session.add_all(effect.beside)
        self._changes.extend(effect.changes)
        state, reason = effect.outcome
        return OperationOutcome(operation.op_id, state, reason)

    def _ack(self, batch: Batch, outcomes: tuple[OperationOutcome, ...]) -> Ack:
        if batch.new:
            self._advance(batch.last)
            append(self.session, self._changes)
        clock = to_millis(self.now)
        # A repeated batch may be shorter than what is stored: nobody is told more than was answered for.
        custody = self.keys.sign.sign(custody_payload(self.device.id, batch.last, clock))
        return Ack(batch.last, outcomes, custody, clock)

    def _advance(self, head: Position) -> None:
        device = self.session.get_one(DeviceRow, self.device.id)
        device.head_dseq, device.head_hash = head.dseq, head.hash

    def _quarantine(self, operations: tuple[Operation, ...]) -> None:
        for each in operations:
            log.warning("operation %s of device %s is quarantined", each.op_id, self.device.id)
            if self.session.get(QuarantineRow, (each.op_id, each.hash)) is None:
                self.session.add(
                    QuarantineRow(
                        **_content(each),
                        device_id=self.device.id,
                        received_at=self.now,
                        reason=HeldReason.ID_REUSED.value,
                    )
                )

    def _rehello(self) -> Ack:
        return Ack(self.device.head, server_clock=to_millis(self.now), rehello=True)


def _in_known_places(device: UUID, batch: Batch) -> tuple[ColumnElement[bool], ...]:
    """Ask for what the server holds where a batch repeats it."""
    first, last = batch.base.dseq + 1, batch.base.dseq + len(batch.known)
    return OpRow.device_id == device, OpRow.epoch == batch.base.epoch, OpRow.dseq.between(first, last)


def _mended(outcome: OperationOutcome) -> dict[str, object]:
    return {"op_id": outcome.op_id, "outcome": outcome.state.value, "reason": outcome.reason}


def _content(operation: Operation) -> dict[str, object]:
    return {
        "op_id": operation.op_id,
        "epoch": operation.epoch,
        "dseq": operation.dseq,
        "kind": operation.kind,
        "kver": operation.kver,
        "recorded_at": operation.recorded_at,
        "body": operation.body,
        "hash": operation.hash,
    }
