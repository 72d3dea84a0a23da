"""The operation log's grammar: canonical bytes, hash chain, and what is signed.

Store, sync and server all speak through this module, so that one side can check the other.
"""

import base64
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from agent_app.domain.household import Subject
from agent_app.domain.plain import Plain, canonical
from agent_app.domain.receipt import Receipt

GENESIS = bytes(32)
# Milliseconds since 1970.
_EARLIEST, _LATEST = -62_135_596_800_000, 253_402_300_799_999


class OperationKind(StrEnum):
    """What an operation records; a kind is never renamed."""

    VISIT_RECORDED = "visit.recorded"
    RECEIPT_ISSUED = "receipt.issued"
    CONSENT_RECORDED = "consent.recorded"
    ERASURE_REQUESTED = "person.erasure_requested"
    RECEIPT_CANCELLED = "receipt.cancelled"
    REFUND_REQUESTED = "receipt.refund_requested"
    NUMBER_SPOILED = "number.spoiled"
    BOOK_RETURNED = "book.returned"
    TRANSFER_AWAITED = "transfer.awaited"
    TRANSFER_CREDITED = "transfer.credited"
    TRANSFER_GIVEN_UP = "transfer.given_up"
    ENVELOPE_CLOSED = "envelope.closed"
    REMITTANCE_MADE = "remittance.made"
    BATCH_CHANGED = "batch.changed"
    HOUSEHOLD_ADDED = "household.added"
    HOUSEHOLD_EDITED = "household.edited"
    PERSON_ADDED = "person.added"
    PERSON_EDITED = "person.edited"
    PERSON_MOVED = "person.moved"
    PERSON_MERGED = "person.merged"
    STATUS_RECORDED = "household.status_recorded"


MONEY_KINDS = frozenset(
    {
        OperationKind.RECEIPT_ISSUED,
        OperationKind.RECEIPT_CANCELLED,
        OperationKind.REFUND_REQUESTED,
        OperationKind.NUMBER_SPOILED,
        OperationKind.BOOK_RETURNED,
        OperationKind.TRANSFER_AWAITED,
        OperationKind.TRANSFER_CREDITED,
        OperationKind.TRANSFER_GIVEN_UP,
        OperationKind.ENVELOPE_CLOSED,
        OperationKind.REMITTANCE_MADE,
    }
)
"""What moves money or numbers, or says where money is."""

WITNESSED_KINDS = MONEY_KINDS | {OperationKind.ERASURE_REQUESTED, OperationKind.BATCH_CHANGED}
"""What an older copy of the store must never undo: it is kept outside the store, too.

A batch moves no money, but a receipt that was filed is not cancelled, nor are its people declared again.
"""


class OperationState(StrEnum):
    """How far an operation has come: ``local`` until the server has answered for it."""

    LOCAL = "local"
    ACCEPTED = "accepted"
    MERGED = "accepted_merged"
    HELD = "held"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Position:
    """A place in one device's chain: epoch, sequence number, and the chain's hash there."""

    epoch: int
    dseq: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Operation:
    """One entry of a device's log; ``body`` is canonical CBOR, ``recorded_at`` an aware UTC instant."""

    op_id: UUID
    epoch: int
    dseq: int
    kind: str
    kver: int
    recorded_at: datetime
    body: bytes
    body_hash: bytes
    prev_hash: bytes
    hash: bytes

    @property
    def position(self) -> Position:
        """Where the chain stands after this operation."""
        return Position(self.epoch, self.dseq, self.hash)


def to_millis(instant: datetime) -> int:
    """Count milliseconds since 1970 UTC, the form in which instants travel."""
    return (instant - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def from_millis(millis: int) -> datetime:
    """Read milliseconds since 1970 as an aware UTC instant."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=millis)


def in_calendar(millis: int) -> int:
    """Return the instant nearest to one in milliseconds that a calendar has: the years 1 to 9999."""
    return max(_EARLIEST, min(millis, _LATEST))


def body_hash(kind: str, kver: int, recorded_at: datetime, body: bytes) -> bytes:
    """Hash what an operation says, with its kind, version and instant."""
    return body_hash_at(kind, kver, to_millis(recorded_at), body)


def body_hash_at(kind: str, kver: int, millis: int, body: bytes) -> bytes:
    """Hash the same for an instant in milliseconds, be it one of the calendar or not."""
    return hashlib.sha256(canonical(["body/1", kind, kver, millis, body])).digest()


def chain_hash(device: UUID, place: tuple[int, int], op_id: UUID, content: bytes, prev: bytes) -> bytes:
    """Hash one link of a device's chain; ``place`` is (epoch, dseq), ``content`` the body's hash."""
    link: Plain = ["oplog/1", device.bytes, place[0], place[1], op_id.bytes, content, prev]
    return hashlib.sha256(canonical(link)).digest()


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be logged: an operation that has no place in the chain yet.

    ``emptied`` is the hash of a body that has been emptied since: the body alone goes, its hash stays.
    """

    op_id: UUID
    kind: str
    kver: int
    recorded_at: datetime
    body: bytes
    emptied: bytes | None = None

    @classmethod
    def of(cls, operation: Operation) -> "Entry":
        """Take an operation out of its place, so that it can be linked again; it may have been emptied."""
        emptied = None if operation.body else operation.body_hash
        return cls(
            operation.op_id, operation.kind, operation.kver, operation.recorded_at, operation.body, emptied
        )


def link(device: UUID, head: Position, entry: Entry) -> Operation:
    """Put an entry behind the head of a device's chain."""
    content = entry.emptied or body_hash(entry.kind, entry.kver, entry.recorded_at, entry.body)
    place = (head.epoch, head.dseq + 1)
    return Operation(
        entry.op_id,
        place[0],
        place[1],
        entry.kind,
        entry.kver,
        entry.recorded_at,
        entry.body,
        content,
        head.hash,
        chain_hash(device, place, entry.op_id, content, head.hash),
    )


def was_emptied(operation: Operation) -> bool:
    """Tell whether an operation's body is gone: its hash is then that of something else than nothing."""
    empty = body_hash(operation.kind, operation.kver, operation.recorded_at, b"")
    return not operation.body and operation.body_hash != empty


def was_never(operation: Operation) -> bool:
    """Tell whether an operation names an instant that no calendar has: its hash is not that of its fields."""
    told = body_hash(operation.kind, operation.kver, operation.recorded_at, operation.body)
    return bool(operation.body) and operation.body_hash != told


def subject_hash(subjects: tuple[Subject, ...]) -> bytes:
    """Hash who a receipt is about, so that its signature can be checked without showing them."""
    people: list[Plain] = [
        [
            each.person_id.bytes,
            each.name,
            each.insurance_no,
            each.citizen_id,
            each.birth.iso if each.birth else None,
            each.household_no,
        ]
        for each in subjects
    ]
    return hashlib.sha256(canonical(["subjects/1", people])).digest()


def receipt_payload(receipt: Receipt) -> bytes:
    """Return the bytes that a device signs for one receipt; they survive a re-chained log."""
    return canonical(
        [
            "receipt/1",
            receipt.id.bytes,
            receipt.symbol,
            receipt.book,
            receipt.number,
            receipt.issued_on.isoformat(),
            int(receipt.total),
            receipt.agent_code,
            receipt.device_id.bytes,
            subject_hash(tuple(line.subject for line in receipt.lines)),
        ]
    )


def short_code(receipt: Receipt) -> str:
    """Return the eight letters that a payer can compare: 40 bits of the signed payload's hash."""
    digest = hashlib.sha256(receipt_payload(receipt)).digest()
    letters = base64.b32encode(digest[:5]).decode()
    return f"{letters[:4]}-{letters[4:]}"
