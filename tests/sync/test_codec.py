"""Messages as bytes: every message comes back, and nothing else is taken for one."""

import tracemalloc
from collections.abc import Callable
from contextlib import suppress

import pytest
import zstandard
from hypothesis import example, given, settings
from hypothesis import strategies as st

from agent_app.domain.plain import Plain, canonical
from agent_app.sync.wire.codec import pack, unpack
from agent_app.sync.wire.messages import MAX_MESSAGE, MessageUnreadableError, Pull, Section
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


@given(st.binary(max_size=300))
@settings(max_examples=TIMES)
@example(b"")
def test_random_bytes_are_no_message(noise: bytes) -> None:
    for message in (noise, compressed(noise)):
        with suppress(MessageUnreadableError):
            unpack(message)


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
    "an instant beyond the calendar": compressed(
        canonical(
            [1, [["PUSH", {"from_dseq": 1, "entries": [[bytes(16), "", 1, 2**62, b""]], "signature": b""}]]]
        )
    ),
    "a cut frame": pack((Pull(),))[:-3],
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


def test_a_message_of_exactly_the_limit_is_read() -> None:
    message = pack((Pull(),))
    size = len(zstandard.ZstdDecompressor().decompress(message))

    assert unpack(message, size) == (Pull(),)
    with pytest.raises(MessageUnreadableError):
        unpack(message, size - 1)
