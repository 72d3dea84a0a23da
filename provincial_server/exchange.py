"""The decisions of an exchange, as functions of what the server holds and what the message says."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from agent_app.domain.operation import Entry, Operation, Position, link
from agent_app.sync.wire.messages import (
    MAX_ROWS,
    MAX_WORD,
    PROTOCOL,
    Cursor,
    Hello,
    Pull,
    Push,
    Run,
    Section,
    VerdictKind,
    push_payload,
)
from provincial_server.errors import ExchangeRefusedError
from provincial_server.signatures import signed_by

# The end of the year 9999, in milliseconds: no clock says more, and no instant can.
_LATEST = 253_402_300_799_999


@dataclass(frozen=True, slots=True)
class Request:
    """What a device asks in one exchange."""

    hello: Hello
    push: Push | None
    pull: Pull | None
    run: Run | None = None


def read_request(sections: tuple[Section, ...]) -> Request:
    """Take HELLO [PUSH] [PULL] [RUN], in this order; refuse anything else."""
    *before, last = sections or (None,)
    run = last if isinstance(last, Run) else None
    request = replace(_in_order(sections if run is None else tuple(before)), run=run)
    place = request.hello.position
    if place.epoch < 0 or place.dseq < 0:
        raise ExchangeRefusedError("hello.position")
    if not 0 <= (request.hello.restored_at or 0) <= _LATEST:
        raise ExchangeRefusedError("hello.restored_at")
    return request


def _in_order(sections: tuple[Section, ...]) -> Request:
    match sections:
        case (Hello() as hello,):
            return Request(hello, None, None)
        case (Hello() as hello, Push() as push):
            return Request(hello, push, None)
        case (Hello() as hello, Pull() as pull):
            return Request(hello, None, pull)
        case (Hello() as hello, Push() as push, Pull() as pull):
            return Request(hello, push, pull)
    raise ExchangeRefusedError("message.sections")


def program_of(hello: Hello) -> str:
    """Return what a laptop says of its program, as far as a database keeps it."""
    return "".join(sign for sign in hello.app if sign.isprintable())[:MAX_WORD]


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """What the server knows of a device: its key, whether it may still speak, where its log stands here."""

    id: UUID
    agent_code: str
    sign_key: bytes
    revoked: bool
    head: Position


def judge(hello: Hello, device: KnownDevice | None, hash_there: bytes | None) -> VerdictKind:
    """Say what the server makes of a HELLO whose signature holds.

    Args:
        hello: what the device says.
        device: what the server knows of it.
        hash_there: the hash in the server's copy of the device's log at the place that HELLO names.

    """
    if device is None:
        return VerdictKind.UNKNOWN_DEVICE
    if device.revoked:
        return VerdictKind.REVOKED
    if hello.protocol != PROTOCOL:
        return VerdictKind.UPGRADE
    return compare(hello.position, device.head, hash_there)


def compare(device: Position, server: Position, hash_there: bytes | None) -> VerdictKind:
    """Compare where a device's log stands with the server's copy of it."""
    ahead = device.epoch == server.epoch and device.dseq > server.dseq
    if ahead:
        # Whether it continues the server's head is proven by the push itself.
        return VerdictKind.OK
    if device.epoch > server.epoch or hash_there != device.hash:
        return VerdictKind.FORK
    return VerdictKind.OK if device == server else VerdictKind.ROLLED_BACK


def turned(current: bytes, previous: bytes, presented: bytes, fresh: bytes) -> tuple[bytes, bytes]:
    """Return the new current and previous turn token.

    A device that lost a reply presents the previous one, which then stays the one to fall back on.
    """
    return fresh, presented if presented and presented in (current, previous) else current


def check_batch(push: Push) -> None:
    """Refuse a batch that no laptop of ours makes."""
    ids = {entry.op_id for entry in push.entries}
    if len(ids) != len(push.entries):
        raise ExchangeRefusedError("push.repeats_operation")
    if not all(_storable(entry) for entry in push.entries):
        raise ExchangeRefusedError("push.entry")


def _storable(entry: Entry) -> bool:
    # PostgreSQL takes no zero byte in a text.
    return entry.kind != "" and entry.kind.isprintable()


def continues(push: Push, head: Position) -> bool:
    """Tell whether a batch begins at the server's head, or below it: then its reply was lost."""
    return 0 < push.from_dseq <= head.dseq + 1


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch put behind the server's own chain: what is stored already, and what is new."""

    known: tuple[Operation, ...]
    new: tuple[Operation, ...]
    base: Position

    @property
    def last(self) -> Position:
        """Where the chain stands after the batch."""
        operations = self.known + self.new
        return operations[-1].position if operations else self.base


def chain(device: UUID, base: Position, push: Push, head: Position) -> Batch:
    """Recompute the chain of a batch from the server's own position before it."""
    operations: list[Operation] = []
    position = base
    for entry in push.entries:
        operation = link(device, position, entry)
        operations.append(operation)
        position = operation.position
    known = max(0, head.dseq - base.dseq)
    return Batch(tuple(operations[:known]), tuple(operations[known:]), base)


def has_forked(batch: Batch, hello: Hello) -> bool:
    """Tell whether the device's own head denies the chain that the server computed up to it."""
    there = hello.position
    return batch.last.dseq == there.dseq and batch.last != there


def strays(batch: Batch, stored: Mapping[UUID, bytes]) -> bool:
    """Tell whether the device has other operations where the server has its own; ``stored`` as below."""
    return any(each.op_id not in stored for each in batch.known)


def check_signature(device: KnownDevice, push: Push, batch: Batch) -> None:
    """Refuse a batch that the device's key did not sign as the server understands it."""
    payload = push_payload(device.id, push.from_dseq, batch.last)
    if not signed_by(device.sign_key, push.signature, payload):
        raise ExchangeRefusedError("push.signature")


def impostors(batch: Batch, stored: Mapping[UUID, bytes]) -> tuple[Operation, ...]:
    """Find the operations whose id already belongs to another one; ``stored`` is hash by op_id."""
    changed = [each for each in batch.known if stored.get(each.op_id) != each.hash]
    reused = [each for each in batch.new if each.op_id in stored]
    return tuple(changed + reused)


@dataclass(frozen=True, slots=True)
class ScopeLog:
    """Where the log of a scope stands, and its sum at the place that a device's cursor names."""

    gen: int
    seq: int
    floor_seq: int
    sum_there: int | None


def resume(cursor: Cursor | None, log: ScopeLog) -> tuple[int, int] | None:
    """Return (seq, sum) from which a device can go on, or nothing where it must begin again."""
    if cursor is None or cursor.gen != log.gen or not log.floor_seq <= cursor.seq <= log.seq:
        return None
    there = 0 if cursor.seq == 0 else log.sum_there
    return (cursor.seq, cursor.sum) if there == cursor.sum else None


def row_budget(pull: Pull) -> int:
    """Bound how many rows one answer carries."""
    return max(1, min(pull.max_rows, MAX_ROWS))
