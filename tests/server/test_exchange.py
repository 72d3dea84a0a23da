from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.enrolment import Enrolment
from agent_app.domain.operation import GENESIS, Position
from agent_app.sync.wire.messages import MAX_ROWS, Cursor, Pull, Section, VerdictKind
from provincial_server.errors import ExchangeRefusedError
from provincial_server.exchange import (
    KnownDevice,
    ScopeLog,
    chain,
    check_batch,
    compare,
    continues,
    has_forked,
    impostors,
    judge,
    read_request,
    resume,
    row_budget,
    strays,
    turned,
)
from tests.builders import AGENT, an_enrolment
from tests.server.laptop import Laptop


def a_laptop(operations: int = 0, enrolment: Enrolment | None = None) -> Laptop:
    laptop = Laptop.of(enrolment or an_enrolment())
    for _ in range(operations):
        laptop.visit()
    return laptop


def known(laptop: Laptop, upto: int, *, revoked: bool = False) -> KnownDevice:
    key = laptop.sign.public_key().public_bytes_raw()
    return KnownDevice(laptop.device, AGENT, key, revoked, laptop.head(upto))


@given(device=st.integers(0, 5), server=st.integers(0, 5))
def test_an_honest_device_is_level_ahead_or_rolled_back(device: int, server: int) -> None:
    laptop = a_laptop(5)
    there = laptop.head(device).hash if device <= server else None

    verdict = compare(laptop.head(device), laptop.head(server), there)

    assert verdict is (VerdictKind.OK if device >= server else VerdictKind.ROLLED_BACK)


@pytest.mark.parametrize(
    ("device", "there"),
    [
        (Position(1, 3, b"x" * 32), b"y" * 32),
        (Position(1, 2, b"x" * 32), b"y" * 32),
        (Position(2, 9, b"x" * 32), None),
        (Position(0, 1, b"x" * 32), None),
        (Position(2, 0, b"y" * 32), b"y" * 32),
    ],
)
def test_another_hash_or_an_unknown_place_is_a_fork(device: Position, there: bytes | None) -> None:
    assert compare(device, Position(1, 3, b"y" * 32), there) is VerdictKind.FORK


def test_a_strange_a_revoked_and_a_newer_device_are_told_so() -> None:
    laptop = a_laptop(1)
    hello = laptop.hello()

    assert judge(hello, None, None) is VerdictKind.UNKNOWN_DEVICE
    assert judge(hello, known(laptop, 0, revoked=True), None) is VerdictKind.REVOKED
    assert judge(replace(hello, protocol=2), known(laptop, 0), None) is VerdictKind.UPGRADE
    assert judge(hello, known(laptop, 0), None) is VerdictKind.OK


def test_sections_come_in_one_order() -> None:
    laptop = a_laptop(1)
    hello, push, pull = laptop.hello(), laptop.push(), Pull()

    assert read_request((hello,)).push is None
    assert read_request((hello, push, pull)).pull == pull
    assert read_request((hello, pull)).push is None
    assert read_request((hello, push)).push == push
    wrong: list[tuple[Section, ...]] = [(), (push,), (hello, pull, push), (hello, hello), (hello, push, push)]
    for sections in wrong:
        with pytest.raises(ExchangeRefusedError):
            read_request(sections)


def test_impossible_places_are_refused() -> None:
    hello = a_laptop().hello()
    for place in (Position(1, -1, GENESIS), Position(-1, 0, GENESIS)):
        with pytest.raises(ExchangeRefusedError):
            read_request((replace(hello, position=place),))


def test_a_batch_names_each_operation_once_with_a_kind() -> None:
    short = a_laptop(2).push()
    with pytest.raises(ExchangeRefusedError) as twice:
        check_batch(replace(short, entries=short.entries * 2))
    assert twice.value.reason == "push.repeats_operation"
    for kind in ("a\0b", ""):
        with pytest.raises(ExchangeRefusedError) as wrong:
            check_batch(replace(short, entries=(replace(short.entries[0], kind=kind),)))
        assert wrong.value.reason == "push.entry"
    check_batch(short)


@given(first=st.integers(1, 6), head=st.integers(0, 6))
def test_a_recomputed_chain_splits_at_the_servers_head(first: int, head: int) -> None:
    laptop = a_laptop(6)
    push = laptop.push(first)
    if first > head + 1:
        assert not continues(push, laptop.head(head))
        return

    batch = chain(laptop.device, laptop.head(first - 1), push, laptop.head(head))

    assert continues(push, laptop.head(head))
    assert [each.dseq for each in batch.known] == list(range(first, head + 1))
    assert [each.dseq for each in batch.new] == list(range(max(first, head + 1), 7))
    assert batch.last == laptop.head()
    assert not has_forked(batch, laptop.hello())


def test_another_body_before_the_batch_shows_as_a_fork() -> None:
    laptop = a_laptop(3)

    batch = chain(laptop.device, Position(1, 1, b"z" * 32), laptop.push(2), Position(1, 1, b"z" * 32))

    assert has_forked(batch, laptop.hello())


def test_an_operation_with_another_ones_id_is_an_impostor() -> None:
    laptop = a_laptop(3)
    batch = chain(laptop.device, laptop.head(0), laptop.push(), laptop.head(2))
    first, second, third = laptop.operations
    honest = {first.op_id: first.hash, second.op_id: second.hash}

    assert impostors(batch, honest) == ()
    assert not strays(batch, honest)
    assert strays(batch, {first.op_id: first.hash})
    assert impostors(batch, honest | {second.op_id: b"other"}) == (second,)
    assert impostors(batch, honest | {third.op_id: third.hash}) == (third,)


@pytest.mark.parametrize(
    ("cursor", "start"),
    [
        (None, None),
        (Cursor("area:1", 1, 0, 0), (0, 0)),
        (Cursor("area:1", 1, 4, 77), (4, 77)),
        (Cursor("area:1", 1, 4, 78), None),
        (Cursor("area:1", 2, 4, 77), None),
        (Cursor("area:1", 1, 10, 77), None),
        (Cursor("area:1", 1, 0, 5), None),
    ],
)
def test_a_cursor_resumes_only_where_it_fits_the_log(
    cursor: Cursor | None, start: tuple[int, int] | None
) -> None:
    assert resume(cursor, ScopeLog(1, 9, 0, 77)) == start


def test_a_cursor_below_the_floor_begins_again() -> None:
    assert resume(Cursor("area:1", 1, 4, 77), ScopeLog(1, 9, 5, 77)) is None


def test_a_lost_reply_keeps_the_previous_turn() -> None:
    assert turned(b"b", b"a", b"b", b"c") == (b"c", b"b")
    assert turned(b"b", b"a", b"a", b"c") == (b"c", b"a")
    assert turned(b"b", b"a", b"", b"c") == (b"c", b"b")


@pytest.mark.parametrize(("asked", "given"), [(-5, 1), (0, 1), (10, 10), (10**9, MAX_ROWS)])
def test_the_rows_of_one_answer_are_bounded(asked: int, given: int) -> None:
    assert row_budget(Pull(asked)) == given


def test_the_first_head_is_the_genesis() -> None:
    assert a_laptop().head() == Position(1, 0, GENESIS)
