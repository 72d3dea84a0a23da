"""What an answer means: pure functions, tried one by one."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.operation import GENESIS, Position
from agent_app.domain.replica import change_sum, household_row, person_row
from agent_app.services.ports import ScopeCursor
from agent_app.sync.decisions import answer_of, is_own, plan_segment, refuse_bad_verdict, refuse_unproven
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
    Pull,
    Segment,
    Verdict,
    VerdictKind,
    custody_payload,
)
from tests.builders import DEVICE, GENESIS_POSITION, a_household, a_person
from tests.fakes import a_signer

HERE = Position(1, 2, b"h" * 32)
PLACES = {(1, 0): GENESIS, (1, 1): b"g" * 32, (1, 2): HERE.hash}
ROW = ("household", a_household().id, 1)
BODY = household_row(a_household())


def hash_at(epoch: int, dseq: int) -> bytes | None:
    """Look into the own chain of two operations."""
    return PLACES.get((epoch, dseq))


def a_segment(*bodies: bytes | None, after: int = 0, base_sum: int = 0) -> Segment:
    """Make a sound segment whose rows are households."""
    total, rows = base_sum, list[ChangeRow]()
    for seq, body in enumerate(bodies, after + 1):
        rows.append(ChangeRow(seq, *ROW, body))
        total = change_sum(total, seq, ROW, body)
    return Segment("area:1", 1, after, base_sum, tuple(rows), after + len(rows), total, 1)


def at(segment: Segment) -> dict[str, ScopeCursor]:
    """Return the cursors after a segment."""
    return {segment.scope: ScopeCursor(segment.scope, segment.gen, segment.to, segment.sum, segment.mver)}


def test_an_answer_has_one_verdict_and_at_most_one_acknowledgement() -> None:
    verdict, ack, segment = Verdict(VerdictKind.OK, HERE), Ack(HERE), a_segment()

    answer = answer_of((segment, ack, verdict, segment))

    assert (answer.verdict, answer.ack, answer.segments) == (verdict, ack, (segment, segment))
    for sections in ((), (ack,), (verdict, verdict), (verdict, ack, ack), (Pull(),)):
        with pytest.raises(MessageUnreadableError):
            answer_of(sections)


@pytest.mark.parametrize("kind", [VerdictKind.OK, VerdictKind.SERVER_BEHIND])
def test_a_good_verdict_names_a_place_in_the_own_chain(kind: VerdictKind) -> None:
    refuse_bad_verdict(Verdict(kind, HERE), hash_at)
    refuse_bad_verdict(Verdict(kind, GENESIS_POSITION), hash_at)
    for foreign in (replace(HERE, hash=b"x" * 32), replace(HERE, dseq=3), replace(HERE, epoch=2)):
        with pytest.raises(HistoryDiffersError) as caught:
            refuse_bad_verdict(Verdict(kind, foreign), hash_at)
        assert caught.value.verdict == "fork"


def test_each_bad_verdict_has_its_own_failure() -> None:
    for kind, failure in (
        (VerdictKind.UNKNOWN_DEVICE, DeviceUnknownError),
        (VerdictKind.REVOKED, DeviceRevokedError),
        (VerdictKind.UPGRADE, UpgradeNeededError),
    ):
        with pytest.raises(failure):
            refuse_bad_verdict(Verdict(kind, HERE), hash_at)
    for kind in (VerdictKind.ROLLED_BACK, VerdictKind.FORK, VerdictKind.CLONE):
        with pytest.raises(HistoryDiffersError) as caught:
            refuse_bad_verdict(Verdict(kind, HERE), hash_at)
        assert caught.value.verdict == kind.value


def test_a_place_beyond_the_head_is_not_own() -> None:
    assert is_own(HERE, hash_at)
    assert not is_own(Position(1, 3, b""), hash_at)


def test_custody_needs_the_offices_signature_over_this_very_head() -> None:
    signer, other = a_signer(), a_signer().generate()
    key = signer.public_keys()[0]
    signed = Ack(HERE, custody=signer.sign(custody_payload(DEVICE, HERE, 5)), server_clock=5)

    refuse_unproven(DEVICE, signed, [other.public_keys()[0], key], hash_at)
    unproven: tuple[tuple[list[bytes], Ack], ...] = (
        ([], signed),
        ([other.public_keys()[0]], signed),
        ([key], replace(signed, server_clock=6)),
        ([key], replace(signed, custody=b"")),
        ([key], replace(signed, position=GENESIS_POSITION)),
    )
    for keys, ack in unproven:
        with pytest.raises(CustodyUnprovenError):
            refuse_unproven(DEVICE, ack, keys, hash_at)
    with pytest.raises(HistoryDiffersError):
        refuse_unproven(DEVICE, replace(signed, position=Position(1, 9, b"")), [key], hash_at)


def test_a_first_segment_is_taken_in_from_the_beginning() -> None:
    segment = a_segment(BODY, None)

    plan = plan_segment(segment, {})

    assert plan is not None
    assert (plan.begins, plan.complete) == (True, True)
    assert plan.cursor == at(segment)["area:1"]
    assert [(each.id, each.ver) for each in plan.changes] == [(a_household().id, 1)] * 2
    assert plan.changes[0].row is not None
    assert plan.changes[0].row.content == a_household()
    assert plan.changes[1].row is None


def test_the_next_segment_goes_on_and_says_whether_more_is_to_come() -> None:
    first = a_segment(BODY)
    second = replace(a_segment(BODY, after=first.to, base_sum=first.sum), more=True)

    plan = plan_segment(second, at(first))

    assert plan is not None
    assert (plan.begins, plan.complete) == (False, False)


def test_a_segment_that_came_already_or_too_early_is_left_alone() -> None:
    first = a_segment(BODY)
    second = a_segment(BODY, after=first.to, base_sum=first.sum)

    assert plan_segment(second, at(second)) is None
    assert plan_segment(second, {}) is None


def test_a_scope_that_begins_again_is_restarted() -> None:
    held = a_segment(BODY, BODY)

    plan = plan_segment(replace(a_segment(BODY), gen=2), at(held))

    assert plan is not None
    assert plan.begins


BROKEN = {
    "a sum": {"sum": 1},
    "an end": {"to": 3},
    "a row missing": {"rows": a_segment(BODY, BODY).rows[1:]},
    "a row twice": {"rows": a_segment(BODY).rows * 2},
    "a body changed": {"rows": (ChangeRow(1, *ROW, b"\xa0"), a_segment(BODY, BODY).rows[1])},
}


@pytest.mark.parametrize("change", BROKEN.values(), ids=list(BROKEN))
def test_a_segment_that_does_not_add_up_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(SegmentBrokenError):
        plan_segment(replace(a_segment(BODY, BODY), **change), {})  # type: ignore[arg-type]


@given(st.binary(max_size=60))
def test_a_row_that_is_no_household_is_refused_whole(body: bytes) -> None:
    with pytest.raises(SegmentBrokenError):
        plan_segment(a_segment(body), {})


def test_a_row_of_an_unknown_kind_is_refused() -> None:
    rows = (ChangeRow(1, "tax", a_person().id, 1, person_row(a_person())),)
    total = change_sum(0, 1, ("tax", a_person().id, 1), rows[0].body)

    with pytest.raises(SegmentBrokenError):
        plan_segment(Segment("area:1", 1, 0, 0, rows, 1, total, 1), {})


def test_a_person_comes_as_the_server_knows_them() -> None:
    person = a_person()
    rows = (ChangeRow(1, "person", person.id, 3, person_row(person)),)
    total = change_sum(0, 1, ("person", person.id, 3), rows[0].body)

    plan = plan_segment(Segment("area:1", 1, 0, 0, rows, 1, total, 1), {})

    assert plan is not None
    assert plan.changes[0].row is not None
    assert (plan.changes[0].row.content, plan.changes[0].row.ver, plan.changes[0].row.scope) == (
        person,
        3,
        "area:1",
    )
