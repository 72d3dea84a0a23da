"""What an answer means for this device: pure functions of the question, the answer and the own log."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import assert_never
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from agent_app.domain.household import Household, HouseholdId, Person, PersonId
from agent_app.domain.operation import OperationState, Position
from agent_app.domain.replica import (
    HOUSEHOLD,
    OUTCOME,
    PERSON,
    ServerRow,
    change_sum,
    read_household,
    read_outcome,
    read_person,
)
from agent_app.domain.signed_document import OfficeFileUnreadableError, SignedDocument, read_document
from agent_app.services.ports import ReplicaChange, ScopeCursor
from agent_app.sync.failures import (
    CustodyUnprovenError,
    DeviceRevokedError,
    DeviceUnknownError,
    HistoryDiffersError,
    SegmentBrokenError,
    UpgradeNeededError,
)
from agent_app.sync.wire.messages import (
    Ack,
    ChangeRow,
    MessageUnreadableError,
    Push,
    Section,
    Segment,
    Verdict,
    VerdictKind,
    custody_payload,
)

_PEOPLE = (HOUSEHOLD, PERSON)
_UNSIGNED = (*_PEOPLE, OUTCOME)
HashAt = Callable[[int, int], bytes | None]
SettledOperation = tuple[UUID, OperationState, str | None]


@dataclass(frozen=True, slots=True)
class Answer:
    """The sections of the server's answer."""

    verdict: Verdict
    ack: Ack | None
    segments: tuple[Segment, ...]


def answer_of(sections: Iterable[Section]) -> Answer:
    """Sort the sections; raise ``MessageUnreadableError`` where no verdict is among them."""
    held = tuple(sections)
    verdicts = [each for each in held if isinstance(each, Verdict)]
    acks = [each for each in held if isinstance(each, Ack)]
    if len(verdicts) != 1 or len(acks) > 1:
        raise MessageUnreadableError
    segments = tuple(each for each in held if isinstance(each, Segment))
    return Answer(verdicts[0], acks[0] if acks else None, segments)


def refuse_bad_verdict(verdict: Verdict, hash_at: HashAt) -> None:
    """Stop, with everything kept, unless the server's position is a place in this device's own chain."""
    match verdict.kind:
        case VerdictKind.OK | VerdictKind.SERVER_BEHIND:
            if not is_own(verdict.position, hash_at):
                raise HistoryDiffersError(VerdictKind.FORK.value)
        case VerdictKind.UNKNOWN_DEVICE:
            raise DeviceUnknownError
        case VerdictKind.REVOKED:
            raise DeviceRevokedError
        case VerdictKind.UPGRADE:
            raise UpgradeNeededError
        case VerdictKind.ROLLED_BACK | VerdictKind.FORK | VerdictKind.CLONE:
            raise HistoryDiffersError(verdict.kind.value)
        case unreachable:
            assert_never(unreachable)


def is_own(position: Position, hash_at: HashAt) -> bool:
    """Tell whether a position is a place in this device's own chain."""
    return hash_at(position.epoch, position.dseq) == position.hash


def refuse_unproven(device: UUID, ack: Ack, keys: Iterable[bytes], hash_at: HashAt) -> None:
    """Accept an acknowledgement only for an own position and under the office's signature."""
    if not is_own(ack.position, hash_at):
        raise HistoryDiffersError(VerdictKind.FORK.value)
    payload = custody_payload(device, ack.position, ack.server_clock)
    for key in keys:
        try:
            Ed25519PublicKey.from_public_bytes(key).verify(ack.custody, payload)
        except InvalidSignature:
            continue
        return
    raise CustodyUnprovenError


def refuse_unasked(push: Push | None, ack: Ack) -> None:
    """Accept an acknowledgement only where it answers for each operation pushed, up to its position.

    One of another question, or with holes, would confirm what nobody has told the outcome of.
    """
    entries = push.entries if push else ()
    count = ack.position.dseq - push.from_dseq + 1 if push else 0
    told = [each.op_id for each in ack.outcomes if each.state is not OperationState.LOCAL]
    if not 0 < count <= len(entries) or told != [each.op_id for each in entries[:count]]:
        raise CustodyUnprovenError


@dataclass(frozen=True, slots=True)
class SegmentPlan:
    """How a segment is taken in; ``begins`` says that its scope comes from the beginning, maybe once more.

    ``documents`` are the office's, whose signatures are still to be checked; ``outcomes`` say what has become
    of operations since they were answered, the last word on each.
    """

    cursor: ScopeCursor
    changes: tuple[ReplicaChange, ...]
    documents: tuple[SignedDocument, ...]
    outcomes: tuple[SettledOperation, ...]
    begins: bool
    complete: bool


def plan_segment(segment: Segment, cursors: Mapping[str, ScopeCursor]) -> SegmentPlan | None:
    """Decide on one segment: ``None`` for one that does not continue what is held (late, or twice).

    Raise ``SegmentBrokenError`` where it continues but does not add up.
    """
    held = cursors.get(segment.scope, ScopeCursor(segment.scope, segment.gen, 0, 0, 0))
    continues = (held.gen, held.seq, held.sum) == (segment.gen, segment.after, segment.base_sum)
    from_start = segment.after == 0 and segment.base_sum == 0
    if not continues and not from_start:
        return None
    _refuse_broken(segment)
    rows = [row for row in segment.rows if row.entity in _PEOPLE or _is_tombstone(row)]
    changes = tuple(_change(segment.scope, row) for row in rows)
    told = {row.id: _outcome(segment.scope, row) for row in segment.rows if row.entity == OUTCOME}
    signed = [row for row in segment.rows if row.entity not in _UNSIGNED and row.body is not None]
    documents = tuple(_document(segment.scope, row, row.body or b"") for row in signed)
    cursor = ScopeCursor(segment.scope, segment.gen, segment.to, segment.sum, segment.mver)
    return SegmentPlan(
        cursor,
        changes,
        documents,
        tuple(told.values()),
        begins=from_start,
        complete=not segment.more,
    )


def _refuse_broken(segment: Segment) -> None:
    total, seq = segment.base_sum, segment.after
    for row in segment.rows:
        seq += 1
        total = change_sum(total, row.seq, (row.entity, row.id, row.ver), row.body)
        if row.seq != seq:
            raise SegmentBrokenError(segment.scope)
    if (seq, total) != (segment.to, segment.sum):
        raise SegmentBrokenError(segment.scope)


def _change(scope: str, row: ChangeRow) -> ReplicaChange:
    if row.body is None:
        return ReplicaChange(row.entity, row.id, row.ver, None)
    try:
        return ReplicaChange(row.entity, row.id, row.ver, ServerRow(_content(row, row.body), row.ver, scope))
    except (ValueError, KeyError) as error:
        raise SegmentBrokenError(scope) from error


def _content(row: ChangeRow, body: bytes) -> Household | Person:
    if row.entity == HOUSEHOLD:
        return read_household(HouseholdId(row.id), body)
    return read_person(PersonId(row.id), body)


def _is_tombstone(row: ChangeRow) -> bool:
    return row.body is None and row.entity != OUTCOME


def _outcome(scope: str, row: ChangeRow) -> SettledOperation:
    try:
        state, reason = read_outcome(row.body or b"")
    except (ValueError, KeyError) as error:
        raise SegmentBrokenError(scope) from error
    return row.id, state, reason


def _document(scope: str, row: ChangeRow, body: bytes) -> SignedDocument:
    try:
        document = read_document(body)
    except OfficeFileUnreadableError as error:
        raise SegmentBrokenError(scope) from error
    if (document.kind.value, document.id) != (row.entity, row.id):
        raise SegmentBrokenError(scope)
    return document
