"""Messages as bytes: every message comes back, and nothing else is taken for one."""

import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from uuid import UUID

import pytest
import zstandard
from hypothesis import example, given, settings
from hypothesis import strategies as st

from agent_app.domain.operation import GENESIS, Entry, Position, body_hash_at
from agent_app.domain.plain import Plain, canonical, decode
from agent_app.sync.wire.codec import pack, unpack
from agent_app.sync.wire.messages import (
    ANSWER,
    MAX_BATCH,
    MAX_MESSAGE,
    MAX_ROWS,
    MAX_SCOPES,
    REQUEST,
    ChangeRow,
    Cursor,
    EnrolmentClaim,
    Hello,
    MessageUnreadableError,
    MessageVersionError,
    Pull,
    Push,
    Section,
    Segment,
    Size,
)
from tests.builders import DEVICE, NOW
from tests.long_run import rounds
from tests.sync.sections import MESSAGES

TIMES = rounds("random bytes to the codec", quick=150, full=20_000)


def compressed(plain: bytes) -> bytes:
    """Compress as a message is."""
    return zstandard.ZstdCompressor().compress(plain)


@given(MESSAGES)
def test_a_message_comes_back_as_it_was_sent(sections: tuple[Section, ...]) -> None:
    assert unpack(pack(sections)) == sections


@given(MESSAGES)
def test_the_same_message_has_the_same_bytes(sections: tuple[Section, ...]) -> None:
    assert pack(unpack(pack(sections))) == pack(sections)


@pytest.mark.timeout(1800)
@given(st.binary(max_size=300))
@settings(max_examples=TIMES)
@example(b"")
def test_random_bytes_are_no_message(noise: bytes) -> None:
    for message in (noise, compressed(noise)):
        with suppress(MessageUnreadableError):
            unpack(message)


@pytest.mark.timeout(1800)
@given(MESSAGES, st.data())
@settings(max_examples=TIMES)
def test_a_changed_message_is_refused_or_read_as_another(
    sections: tuple[Section, ...], draw: st.DataObject
) -> None:
    plain = bytearray(zstandard.ZstdDecompressor().decompress(pack(sections)))
    place = draw.draw(st.integers(0, len(plain) - 1))
    plain[place] = draw.draw(st.integers(0, 255))
    with suppress(MessageUnreadableError):
        pack(unpack(compressed(bytes(plain))))


@pytest.mark.timeout(1800)
@given(MESSAGES, st.data())
@settings(max_examples=TIMES)
def test_a_message_damaged_on_the_way_is_refused_or_read(
    sections: tuple[Section, ...], draw: st.DataObject
) -> None:
    message = bytearray(pack(sections))
    message[draw.draw(st.integers(0, len(message) - 1))] ^= 1 << draw.draw(st.integers(0, 7))
    with suppress(MessageUnreadableError):
        unpack(bytes(message))


def wrong(change: Callable[[list[Plain]], object]) -> bytes:
    """Change the plain form of a message with one PULL."""
    plain: list[Plain] = [1, [["PULL", {"max_rows": 5}]]]
    change(plain)
    return compressed(canonical(plain))


NO_MESSAGES: dict[str, bytes] = {
    "a page of HTML": b"<html>",
    "an empty frame": compressed(b""),
    "two values": compressed(canonical([1, []]) + b"\x00"),
    "no list": compressed(canonical({"a": 1})),
    "too few parts": wrong(lambda plain: plain.pop()),
    "an unknown section": wrong(lambda plain: plain.__setitem__(1, [["SHOUT", {}]])),
    "a section without its body": wrong(lambda plain: plain.__setitem__(1, [["PULL"]])),
    "a section with a part missing": wrong(lambda plain: plain.__setitem__(1, [["PULL", {}]])),
    "a text for a number": wrong(lambda plain: plain.__setitem__(1, [["PULL", {"max_rows": "5"}]])),
    "a number for a name": wrong(lambda plain: plain.__setitem__(1, [[7, {"max_rows": 5}]])),
    "a yes for a number": wrong(lambda plain: plain.__setitem__(1, [["PULL", {"max_rows": True}]])),
    "a number of 65 bits": wrong(lambda plain: plain.__setitem__(1, [["PULL", {"max_rows": 2**64}]])),
    "lists in lists in lists": compressed(b"\x81" * 100_000),
    "a cut frame": pack((Pull(),))[:-3],
    "a byte behind the frame": pack((Pull(),)) + b"\x00",
    "a second frame": pack((Pull(),)) + pack((Pull(),)),
    "an empty frame behind the frame": pack((Pull(),)) + compressed(b""),
    "a frame to skip behind the frame": pack((Pull(),)) + b"\x50\x2a\x4d\x18\x01\x00\x00\x00x",
    "a word for the version": wrong(lambda plain: plain.__setitem__(0, "abc")),
    "no version": wrong(lambda plain: plain.__setitem__(0, None)),
    "version 0": wrong(lambda plain: plain.__setitem__(0, 0)),
    "a version below 0": wrong(lambda plain: plain.__setitem__(0, -1)),
    "a yes for the version": wrong(lambda plain: plain.__setitem__(0, True)),  # noqa: FBT003
    "another version": wrong(lambda plain: plain.__setitem__(0, 2)),
    "a value with a tag": wrong(lambda plain: plain.__setitem__(0, 2**64)),
    "a number with a fraction": compressed(canonical([1, []])[:-2] + b"\xf9\x3c\x00\x80"),
    "a list that does not say how long it is": compressed(b"\x9f\x01\x80\xff"),
    "a list longer than the message": compressed(b"\x9b" + b"\xff" * 8),
}


@pytest.mark.parametrize("message", NO_MESSAGES.values(), ids=list(NO_MESSAGES))
def test_this_is_no_message(message: bytes) -> None:
    with pytest.raises(MessageUnreadableError):
        unpack(message)


def test_a_bomb_is_refused_before_it_fills_the_memory() -> None:
    bomb = compressed(bytes(40 * MAX_MESSAGE))
    assert len(bomb) < 100_000
    tracemalloc.start()
    try:
        with pytest.raises(MessageUnreadableError):
            unpack(bomb)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 4 * MAX_MESSAGE


@pytest.mark.parametrize("empty", [b"\x80", b"\xa0", b"\x81\x80", b"\xf6"])
def test_a_crowd_of_empty_values_never_becomes_objects(empty: bytes) -> None:
    times = REQUEST.plain // len(empty) - 10
    crowds = compressed(b"\x82\x01\x9a" + times.to_bytes(4, "big") + empty * times)
    tracemalloc.start()
    try:
        with pytest.raises(MessageUnreadableError):
            unpack(crowds, REQUEST)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 2 * REQUEST.plain


def test_a_frame_that_wants_a_vast_window_is_refused() -> None:
    wide = zstandard.ZstdCompressionParameters(window_log=27, enable_ldm=True)
    writer = zstandard.ZstdCompressor(compression_params=wide).compressobj()
    message = writer.compress(canonical([1, []])) + writer.flush()

    with pytest.raises(MessageUnreadableError):
        unpack(message)


def test_the_largest_messages_of_ours_are_read() -> None:
    entries = tuple(
        Entry(UUID(int=number), "receipt.issued", 1, NOW, bytes(5000)) for number in range(MAX_BATCH)
    )
    cursors = tuple(Cursor(f"area:{'ấ' * 195}", 2**60, 2**60, 2**63, 2**60) for _ in range(MAX_SCOPES))
    question = (replace(HELLO, cursors=cursors), Push(1, GENESIS, entries, bytes(64)), Pull())
    rows = tuple(
        ChangeRow(number, "person", UUID(int=number), 1, bytes(500)) for number in range(1, MAX_ROWS + 1)
    )
    answer = (Segment("area:1", 1, 0, 0, rows, MAX_ROWS, 7, 1),)

    assert unpack(pack(question), REQUEST) == question
    assert unpack(pack(answer), ANSWER) == answer


HELLO = Hello(
    DEVICE, Position(1, 0, GENESIS), 0, claim=EnrolmentClaim("A", bytes(32), bytes(32)), signature=bytes(64)
)
PUSH = Push(1, GENESIS, (), bytes(64))
LONG = "x" * 201
ENTRY = Entry(DEVICE, "visit.recorded", 1, NOW, b"")


@pytest.mark.parametrize(
    "section",
    [
        replace(HELLO, app=LONG),
        replace(HELLO, turn_token=bytes(65)),
        replace(HELLO, signature=bytes(63)),
        replace(HELLO, position=Position(1, 0, bytes(31))),
        replace(HELLO, cursors=(Cursor(LONG),)),
        replace(HELLO, cursors=(Cursor("area:1"),) * (MAX_SCOPES + 1)),
        replace(HELLO, claim=EnrolmentClaim(LONG, bytes(32), bytes(32))),
        replace(HELLO, claim=EnrolmentClaim("A", bytes(31), bytes(32))),
        replace(HELLO, claim=EnrolmentClaim("A", bytes(32), bytes(33))),
        replace(PUSH, prev_hash=bytes(33)),
        replace(PUSH, signature=bytes(65)),
        replace(PUSH, entries=(ENTRY,) * (MAX_BATCH + 1)),
        replace(PUSH, entries=(replace(ENTRY, kind=LONG),)),
    ],
)
def test_a_part_of_an_impossible_length_is_no_message(section: Section) -> None:
    assert unpack(pack((HELLO, PUSH))) == (HELLO, PUSH)
    with pytest.raises(MessageUnreadableError):
        unpack(pack((section,)))


@pytest.mark.parametrize("length", [0, 7, 9, 4000])
def test_a_running_sum_has_eight_bytes(length: int) -> None:
    plain = zstandard.ZstdDecompressor().decompress(pack((replace(HELLO, cursors=(Cursor("a", sum=5),)),)))
    eight = canonical(bytes(7) + b"\x05")
    assert eight in plain

    with pytest.raises(MessageUnreadableError):
        unpack(compressed(plain.replace(eight, canonical(bytes(length)))))


def test_a_message_of_exactly_the_limit_is_read() -> None:
    message = pack((Pull(),))
    size = len(zstandard.ZstdDecompressor().decompress(message))

    assert unpack(message, Size(size, 100)) == (Pull(),)
    with pytest.raises(MessageUnreadableError):
        unpack(message, Size(size - 1, 100))


def test_a_message_of_exactly_so_many_values_is_read() -> None:
    message = pack((Pull(),))

    assert unpack(message, Size(100, 8)) == (Pull(),)
    with pytest.raises(MessageUnreadableError):
        unpack(message, Size(100, 7))


@pytest.mark.parametrize(
    "parts", [[2, [["PULL", {"max_rows": 5}]]], [2, [["SHOUT", 7]]], [9, "anything", None], [2]]
)
def test_another_version_is_named_whatever_stands_in_it(parts: list[Plain]) -> None:
    with pytest.raises(MessageVersionError) as caught:
        unpack(compressed(canonical(parts)))

    assert caught.value.version == parts[0]


@pytest.mark.parametrize("checksum", [False, True])
@pytest.mark.parametrize("level", [1, 9, 19])
@pytest.mark.parametrize("content", [b"", b"\0" * 2_000_000, bytes(range(256)) * 4000])
def test_a_frame_of_any_writer_is_read_to_its_end(content: bytes, level: int, checksum: bool) -> None:  # noqa: FBT001
    entry = replace(ENTRY, body=content)
    plain = zstandard.ZstdDecompressor().decompress(pack((HELLO, replace(PUSH, entries=(entry,)))))
    message = zstandard.ZstdCompressor(level=level, write_checksum=checksum).compress(plain)

    assert unpack(message)[0] == HELLO
    with pytest.raises(MessageUnreadableError):
        unpack(message + b"\0")


@pytest.mark.parametrize("millis", [-(2**63), -62_135_596_800_001, 253_402_300_800_000, 2**63 - 1])
def test_an_instant_that_no_calendar_has_keeps_its_hash(millis: int) -> None:
    plain = decode(zstandard.ZstdDecompressor().decompress(pack((HELLO, replace(PUSH, entries=(ENTRY,))))))
    entry = plain[1][1][1]["entries"][0]  # type: ignore[index]
    entry[3] = millis
    (_hello, push) = unpack(compressed(canonical(plain)))  # type: ignore[arg-type]

    assert isinstance(push, Push)
    assert push.entries[0].emptied == body_hash_at(ENTRY.kind, ENTRY.kver, millis, ENTRY.body)
    assert push.entries[0].body == ENTRY.body
