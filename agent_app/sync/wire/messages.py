"""The messages of one exchange, as bytes: shared by the laptop and the provincial server.

A message is a list of sections, canonical CBOR under zstd. The same sections make a USB bundle.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from agent_app.domain.errors import EnvironmentFailure
from agent_app.domain.office_keys import KeyLink
from agent_app.domain.operation import Entry, OperationState, Position
from agent_app.domain.plain import Body, Plain, canonical

PROTOCOL = 1
# From 2 on a device knows the signed documents of the scopes ``province`` and ``device:…``, from 3 on what
# has become of its operations in ``answers:…``.
SCHEMA = 3
MEDIA_TYPE = "application/vnd.ditungnha.sync+cbor+zstd"
SYNC_PATH = "/v1/sync"
MAX_BATCH = 200
# Rows of one answer: a commune comes in one piece whenever it has no more.
MAX_ROWS = 20_000
MAX_SCOPES = 1000
MAX_SCOPE_NAME = 200
MAX_WORD = 100
# Links of the chain of keys that a verdict carries: the newest ones.
MAX_KEY_LINKS = 32
# Sync runs that a laptop tells of at once.
MAX_RUNS = 20
RUNS = "runs"
"""The limit of a verdict by which a server says that it knows the section RUN, and how many runs it takes."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a message may be once it is unpacked: its bytes, and the values in it."""

    plain: int
    items: int


# A push brings a mebibyte of bodies and 200 entries; besides there are a thousand cursors at most.
REQUEST = Size(3 * 1024 * 1024, 10_000)
ANSWER = Size(16 * 1024 * 1024, 200_000)
MAX_MESSAGE = ANSWER.plain


@dataclass(eq=False)
class MessageUnreadableError(EnvironmentFailure):
    """The other side's answer is no message of this protocol: a captive portal, a proxy, another program."""

    code: ClassVar[str] = "sync.message_unreadable"


@dataclass(eq=False)
class MessageVersionError(MessageUnreadableError):
    """A message of another version of this protocol: nothing in it is read."""

    code: ClassVar[str] = "sync.message_version"
    version: int


class VerdictKind(StrEnum):
    """What the server makes of a device's position."""

    OK = "ok"
    ROLLED_BACK = "rolled_back"
    FORK = "fork"
    CLONE = "clone"
    SERVER_BEHIND = "server_behind"
    REVOKED = "revoked"
    UPGRADE = "upgrade"
    UNKNOWN_DEVICE = "unknown_device"


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far one scope has come down to a device."""

    scope: str
    gen: int = 0
    seq: int = 0
    sum: int = 0
    mver: int = 0


@dataclass(frozen=True, slots=True)
class EnrolmentClaim:
    """The one-time code and the public keys that a device presents at its first exchange."""

    code: str
    sign_key: bytes
    seal_key: bytes


@dataclass(frozen=True, slots=True)
class Hello:
    """Who speaks, and where its log and its copies stand; ``clock`` is UTC milliseconds.

    ``restored_at`` (UTC milliseconds) is said by a device whose store was put back from a backup, until the
    server has heard it; a HELLO without it has the same bytes as ever.
    """

    device: UUID
    position: Position
    clock: int
    turn_token: bytes = b""
    cursors: tuple[Cursor, ...] = ()
    claim: EnrolmentClaim | None = None
    app: str = ""
    protocol: int = PROTOCOL
    schema: int = SCHEMA
    signature: bytes = b""
    restored_at: int | None = None

    def signed_part(self) -> bytes:
        """Return the bytes that the device signs."""
        return canonical(["hello/1", hello_body(self)])


@dataclass(frozen=True, slots=True)
class Verdict:
    """The server's answer to HELLO: its own position of this device's log, and what the device may see.

    ``key_chain`` leads from former keys of the server to its present one; without a former key there is none,
    and the bytes are the same as ever.
    """

    kind: VerdictKind
    position: Position
    memberships: tuple[tuple[str, int], ...] = ()
    server_clock: int = 0
    turn_token: bytes = b""
    min_version: str = ""
    server_keys: tuple[bytes, ...] = ()
    limits: Mapping[str, int] = field(default_factory=dict)
    key_chain: tuple[KeyLink, ...] = ()


@dataclass(frozen=True, slots=True)
class Push:
    """Operations that continue the device's chain behind ``prev_hash``; one signature for the batch."""

    from_dseq: int
    prev_hash: bytes
    entries: tuple[Entry, ...]
    signature: bytes = b""


def push_payload(device: UUID, from_dseq: int, head: Position) -> bytes:
    """Return the bytes that a device signs for a batch; ``head`` is the chain after its last operation."""
    return canonical(["push/1", device.bytes, head.epoch, from_dseq, head.dseq, head.hash])


@dataclass(frozen=True, slots=True)
class OperationOutcome:
    """What became of one operation; ``reason`` is a code, never a sentence."""

    op_id: UUID
    state: OperationState
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Ack:
    """The server's position after a push; ``rehello`` says that the push did not continue its head.

    ``custody`` is the server's Ed25519 signature over ``custody_payload``: the agent's proof.
    """

    position: Position
    outcomes: tuple[OperationOutcome, ...] = ()
    custody: bytes = b""
    server_clock: int = 0
    rehello: bool = False


def custody_payload(device: UUID, head: Position, server_clock: int) -> bytes:
    """Return the bytes that the server signs when it has taken operations into custody."""
    return canonical(["custody/1", device.bytes, head.epoch, head.dseq, head.hash, server_clock])


@dataclass(frozen=True, slots=True)
class Pull:
    """Ask for news of every scope of the membership."""

    max_rows: int = MAX_ROWS


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One row of a scope's log; a missing ``body`` is a tombstone."""

    seq: int
    entity: str
    id: UUID
    ver: int
    body: bytes | None


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of one scope's log, which applies only where ``after`` and ``base_sum`` fit the cursor."""

    scope: str
    gen: int
    after: int
    base_sum: int
    rows: tuple[ChangeRow, ...]
    to: int
    sum: int
    mver: int
    more: bool = False


@dataclass(frozen=True, slots=True)
class RunTold:
    """One sync run of a laptop that has ended; ``failure`` is an error's code; nothing about people."""

    started_at: int
    millis: int
    sent: int
    received: int
    bytes_up: int
    bytes_down: int
    failure: str | None


@dataclass(frozen=True, slots=True)
class Run:
    """How a laptop's last runs went; said only to a server whose verdict has asked for ``runs``."""

    runs: tuple[RunTold, ...]


Section = Hello | Verdict | Push | Ack | Pull | Segment | Run


def position_body(position: Position) -> list[Plain]:
    """Write a position."""
    return [position.epoch, position.dseq, position.hash]


def hello_body(hello: Hello) -> Body:
    """Write HELLO without its signature."""
    claim = hello.claim
    body: Body = {
        "protocol": hello.protocol,
        "schema": hello.schema,
        "app": hello.app,
        "device": hello.device.bytes,
        "position": position_body(hello.position),
        "turn_token": hello.turn_token,
        "clock": hello.clock,
        "cursors": [
            [each.scope, each.gen, each.seq, sum_bytes(each.sum), each.mver] for each in hello.cursors
        ],
        "claim": [claim.code, claim.sign_key, claim.seal_key] if claim else None,
    }
    return body if hello.restored_at is None else body | {"restored_at": hello.restored_at}


def sum_bytes(total: int) -> bytes:
    """Write a running sum in its eight bytes."""
    return total.to_bytes(8, "big")
