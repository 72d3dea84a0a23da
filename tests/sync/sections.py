"""Random messages of the protocol."""

from datetime import UTC, datetime
from uuid import UUID

from hypothesis import strategies as st

from agent_app.domain.operation import Entry, OperationState, Position
from agent_app.sync.wire.messages import (
    Ack,
    ChangeRow,
    Cursor,
    EnrolmentClaim,
    Hello,
    OperationOutcome,
    Pull,
    Push,
    Run,
    RunTold,
    Section,
    Segment,
    Verdict,
    VerdictKind,
)

COUNTS = st.integers(0, 2**63 - 1)
SUMS = st.integers(0, 2**64 - 1)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
BYTES = st.binary(max_size=40)
HASHES = st.binary(min_size=32, max_size=32)
SIGNATURES = st.just(b"") | st.binary(min_size=64, max_size=64)
IDS = st.binary(min_size=16, max_size=16).map(lambda raw: UUID(bytes=raw))
MILLIS = st.integers(0, 4_000_000_000)
INSTANTS = MILLIS.map(lambda millis: datetime.fromtimestamp(millis, UTC))

POSITIONS = st.builds(Position, COUNTS, COUNTS, HASHES)
CURSORS = st.builds(Cursor, TEXTS, COUNTS, COUNTS, SUMS, COUNTS)
CLAIMS = st.builds(EnrolmentClaim, TEXTS, HASHES, HASHES)
HELLOS = st.builds(
    Hello,
    IDS,
    POSITIONS,
    COUNTS,
    BYTES,
    st.lists(CURSORS, max_size=3).map(tuple),
    st.none() | CLAIMS,
    TEXTS,
    COUNTS,
    COUNTS,
    SIGNATURES,
    st.none() | COUNTS,
)
VERDICTS = st.builds(
    Verdict,
    st.sampled_from(VerdictKind),
    POSITIONS,
    st.lists(st.tuples(TEXTS, COUNTS), max_size=3).map(tuple),
    COUNTS,
    BYTES,
    TEXTS,
    st.lists(HASHES, max_size=3).map(tuple),
    st.dictionaries(TEXTS, COUNTS, max_size=3),
)
ENTRIES = st.builds(Entry, IDS, TEXTS, COUNTS, INSTANTS, BYTES)
PUSHES = st.builds(Push, COUNTS, HASHES, st.lists(ENTRIES, max_size=3).map(tuple), SIGNATURES)
OUTCOMES = st.builds(OperationOutcome, IDS, st.sampled_from(OperationState), st.none() | TEXTS)
ACKS = st.builds(Ack, POSITIONS, st.lists(OUTCOMES, max_size=3).map(tuple), SIGNATURES, COUNTS, st.booleans())
PULLS = st.builds(Pull, COUNTS)
ROWS = st.builds(ChangeRow, COUNTS, TEXTS, IDS, COUNTS, st.none() | BYTES)
SEGMENTS = st.builds(
    Segment,
    TEXTS,
    COUNTS,
    COUNTS,
    SUMS,
    st.lists(ROWS, max_size=3).map(tuple),
    COUNTS,
    SUMS,
    COUNTS,
    st.booleans(),
)
TOLD = st.builds(RunTold, COUNTS, COUNTS, COUNTS, COUNTS, COUNTS, COUNTS, st.none() | TEXTS)
RUNS = st.builds(Run, st.lists(TOLD, max_size=3).map(tuple))
MESSAGES: st.SearchStrategy[tuple[Section, ...]] = st.lists(
    HELLOS | VERDICTS | PUSHES | ACKS | PULLS | SEGMENTS | RUNS, max_size=5
).map(tuple)
