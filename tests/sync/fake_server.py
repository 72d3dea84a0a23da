"""A provincial server of one device, in memory: honest about the log, and unlucky with the network."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from agent_app.domain.household import Household, Person
from agent_app.domain.operation import GENESIS, Operation, OperationState, Position, link, to_millis
from agent_app.domain.replica import HOUSEHOLD, PERSON, change_sum, household_row, person_row
from agent_app.services.ports import ScopeCursor
from agent_app.sync.failures import OfflineError
from agent_app.sync.steps import Step, no_step
from agent_app.sync.wire.codec import pack, unpack
from agent_app.sync.wire.messages import (
    Ack,
    ChangeRow,
    Cursor,
    Hello,
    OperationOutcome,
    Push,
    Section,
    Segment,
    Verdict,
    VerdictKind,
    custody_payload,
    push_payload,
)
from tests.builders import NOW

AREA = "area:22999"
PORTAL = b"<html><body>Please log in</body></html>"


class Mishap(Enum):
    """What may happen to one request."""

    LOST_REQUEST = auto()
    LOST_REPLY = auto()
    DELIVERED_TWICE = auto()
    CAPTIVE_PORTAL = auto()
    CUT_REPLY = auto()


@dataclass(slots=True)
class Scope:
    """The log of one scope."""

    gen: int = 1
    rows: list[ChangeRow] = field(default_factory=list)
    sums: list[int] = field(default_factory=lambda: [0])

    def cursor(self, name: str) -> ScopeCursor:
        """Return where a device stands that has everything."""
        return ScopeCursor(name, self.gen, len(self.rows), self.sums[-1], 1)

    def add(self, entity: str, row_id: UUID, body: bytes | None) -> None:
        """Log one change."""
        seq = len(self.rows) + 1
        ver = sum(row.id == row_id for row in self.rows) + 1
        self.rows.append(ChangeRow(seq, entity, row_id, ver, body))
        self.sums.append(change_sum(self.sums[-1], seq, (entity, row_id, ver), body))


def accept(operation: Operation) -> OperationOutcome:
    """Accept whatever comes."""
    return OperationOutcome(operation.op_id, OperationState.ACCEPTED)


@dataclass(slots=True)
class FakeServer:
    """Fulfils ``Transport``; every test may reach into it and change what it holds."""

    key: Ed25519PrivateKey = field(default_factory=lambda: Ed25519PrivateKey.from_private_bytes(b"s" * 32))
    device_key: bytes | None = None
    operations: list[Operation] = field(default_factory=list)
    outcomes: dict[UUID, OperationOutcome] = field(default_factory=dict)
    scopes: dict[str, Scope] = field(default_factory=lambda: {AREA: Scope()})
    granted: list[str] = field(default_factory=lambda: [AREA])
    judge: Callable[[Operation], OperationOutcome] = accept
    verdict: VerdictKind | None = None
    rows_at_once: int = 2000
    mishaps: deque[Mishap] = field(default_factory=deque)
    requests: list[tuple[Section, ...]] = field(default_factory=list)
    change_answer: Callable[[tuple[Section, ...]], tuple[Section, ...]] = field(
        default=lambda sections: sections
    )
    closed: bool = False

    @property
    def public_key(self) -> str:
        """The key that an enrolment names."""
        return self.key.public_key().public_bytes_raw().hex()

    @property
    def head(self) -> Position:
        """Where the device's log stands here."""
        return self.operations[-1].position if self.operations else Position(1, 0, GENESIS)

    def exchange(self, message: bytes, step: Step = no_step) -> bytes:
        step()
        mishap = self.mishaps.popleft() if self.mishaps else None
        if mishap is Mishap.LOST_REQUEST:
            raise OfflineError
        if mishap is Mishap.CAPTIVE_PORTAL:
            return PORTAL
        reply = self._answer(message)
        if mishap is Mishap.DELIVERED_TWICE:
            reply = self._answer(message)
        if mishap is Mishap.LOST_REPLY:
            raise OfflineError
        return reply[: len(reply) // 2] if mishap is Mishap.CUT_REPLY else reply

    def close(self) -> None:
        """Note that the connection was let go."""
        self.closed = True

    def publish(self, *contents: Household | Person, scope: str = AREA) -> None:
        """Log households and people in a scope."""
        for each in contents:
            if isinstance(each, Household):
                self.scopes[scope].add(HOUSEHOLD, each.id, household_row(each))
            else:
                self.scopes[scope].add(PERSON, each.id, person_row(each))

    def restore(self, kept: int) -> None:
        """Go back to a copy that knows only the first operations."""
        for lost in self.operations[kept:]:
            del self.outcomes[lost.op_id]
        del self.operations[kept:]

    def renew(self, scope: str = AREA) -> None:
        """Begin a scope's log again, with the rows that are left."""
        held = self.scopes[scope]
        last = {row.id: row for row in held.rows}
        self.scopes[scope] = fresh = Scope(held.gen + 1)
        for row in last.values():
            if row.body is not None:
                fresh.add(row.entity, row.id, row.body)

    def projection(self, scope: str = AREA) -> dict[UUID, bytes]:
        """Return the rows that a device with everything holds."""
        last = {row.id: row.body for row in self.scopes[scope].rows}
        return {row_id: body for row_id, body in last.items() if body is not None}

    def _answer(self, message: bytes) -> bytes:
        sections = unpack(message)
        self.requests.append(sections)
        hello = next(each for each in sections if isinstance(each, Hello))
        push = next((each for each in sections if isinstance(each, Push)), None)
        return pack(self.change_answer(tuple(self._sections(hello, push))))

    def _sections(self, hello: Hello, push: Push | None) -> list[Section]:
        if hello.claim is not None and self.device_key is None:
            self.device_key = hello.claim.sign_key
        if self.device_key is None:
            return [Verdict(VerdictKind.UNKNOWN_DEVICE, Position(0, 0, GENESIS))]
        Ed25519PublicKey.from_public_bytes(self.device_key).verify(hello.signature, hello.signed_part())
        kind = self.verdict or self._judge(hello)
        if kind is not VerdictKind.OK:
            return [Verdict(kind, self.head)]
        ack = [self._take(hello.device, push)] if push else []
        memberships = tuple((scope, 1) for scope in self.granted)
        verdict = Verdict(kind, self.head, memberships, to_millis(NOW), b"turn %d" % len(self.requests))
        return [verdict, *ack, *self._news(hello.cursors)]

    def _judge(self, hello: Hello) -> VerdictKind:
        place = hello.position
        if place.dseq > len(self.operations):
            return VerdictKind.OK
        there = self.operations[place.dseq - 1].hash if place.dseq else GENESIS
        if there != place.hash:
            return VerdictKind.FORK
        return VerdictKind.OK if place == self.head else VerdictKind.ROLLED_BACK

    def _take(self, device: UUID, push: Push) -> Ack:
        if not 0 < push.from_dseq <= len(self.operations) + 1:
            return Ack(self.head, server_clock=to_millis(NOW), rehello=True)
        known = self.operations[push.from_dseq - 1 :]
        position = replace(self.head, dseq=0, hash=GENESIS)
        if push.from_dseq > 1:
            position = self.operations[push.from_dseq - 2].position
        assert push.prev_hash == position.hash, "the push does not continue what it says"
        chained: list[Operation] = []
        for entry in push.entries:
            chained.append(link(device, position, entry))
            position = chained[-1].position
        known = known[: len(chained)]
        assert chained[: len(known)] == known, "the device has changed its past"
        self._verify(device, push, position)
        for operation in chained[len(known) :]:
            assert operation.op_id not in self.outcomes, "an operation came twice"
            self.outcomes[operation.op_id] = self.judge(operation)
            self.operations.append(operation)
        outcomes = tuple(self.outcomes[each.op_id] for each in chained)
        clock = to_millis(NOW)
        custody = self.key.sign(custody_payload(device, position, clock))
        return Ack(position, outcomes, custody, clock)

    def _verify(self, device: UUID, push: Push, last: Position) -> None:
        assert self.device_key is not None
        key = Ed25519PublicKey.from_public_bytes(self.device_key)
        key.verify(push.signature, push_payload(device, push.from_dseq, last))

    def _news(self, cursors: tuple[Cursor, ...]) -> list[Segment]:
        held = {each.scope: each for each in cursors}
        found = (self._segment(name, held.get(name, Cursor(name))) for name in self.granted)
        return [each for each in found if each is not None]

    def _segment(self, name: str, cursor: Cursor) -> Segment | None:
        scope = self.scopes[name]
        there = scope.sums[cursor.seq] if cursor.seq < len(scope.sums) else None
        goes_on = (cursor.gen, cursor.sum) == (scope.gen, there)
        after = cursor.seq if goes_on else 0
        rows = scope.rows[after : after + self.rows_at_once]
        if not rows and (goes_on or cursor.seq == 0):
            return None
        to = after + len(rows)
        more = to < len(scope.rows)
        return Segment(name, scope.gen, after, scope.sums[after], tuple(rows), to, scope.sums[to], 1, more)
