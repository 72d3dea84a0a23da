from collections.abc import Callable
from typing import cast
from uuid import UUID

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.plain import (
    NotPlainError,
    Plain,
    as_bytes,
    as_flag,
    as_int,
    as_int_or_none,
    as_list,
    as_map,
    as_text,
    as_text_or_none,
    as_uuid,
    canonical,
    decode,
)

scalars = (
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.binary(max_size=9) | st.text(max_size=9)
)
plain_values = cast(
    "st.SearchStrategy[Plain]",
    st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
        max_leaves=12,
    ),
)


@given(plain_values)
def test_a_plain_value_comes_back_and_has_only_one_form(value: Plain) -> None:
    encoded = canonical(value)

    assert decode(encoded) == value
    assert canonical(cast("Plain", decode(encoded))) == encoded


@given(st.dictionaries(st.text(max_size=5), st.integers(0, 99), max_size=6))
def test_the_order_in_which_a_map_was_made_does_not_show(value: dict[str, int]) -> None:
    turned = dict(reversed(value.items()))

    assert canonical(cast("Plain", value)) == canonical(cast("Plain", turned))


def test_canonical_bytes_stay_as_they_are() -> None:
    value: Plain = {"tên": "Ánh", "a": [1, -1, None, True, b"\x00"], "số": 1_366_200}

    assert canonical(value).hex() == "a36161850120f6f541006473e1bb911a0014d8b86474c3aa6e64c3816e68"


@given(st.binary(max_size=60))
def test_any_bytes_are_decoded_or_refused_and_nothing_else(encoded: bytes) -> None:
    try:
        decode(encoded)
    except NotPlainError:
        return


@pytest.mark.parametrize(
    "encoded",
    [
        b"",
        b"\xff",
        b"\x61",
        b"\x9b" + b"\xff" * 8,
        b"\x5b" + b"\x7f" * 8,
        b"\x81" * 100_000,
        b"\x61\xff",
        b"\xc1\xfb\x7f\xf0\x00\x00\x00\x00\x00\x00",
        b"\xd8\x23\x61(",
        b"\xd8\x1e\x82\x01\x00",
        b"\xd9\x01\x04\x01",
    ],
)
def test_bytes_that_are_no_value_are_refused(encoded: bytes) -> None:
    with pytest.raises(NotPlainError):
        decode(encoded)


@pytest.mark.parametrize("more", [b"\x00", b"\xff", b"again"])
def test_bytes_that_go_on_after_their_value_are_refused(more: bytes) -> None:
    with pytest.raises(NotPlainError):
        decode(canonical([1]) + more)


@pytest.mark.parametrize(
    ("take", "value"),
    [
        (as_map, {"a": 1}),
        (as_list, [1]),
        (as_text, "a"),
        (as_text_or_none, "a"),
        (as_text_or_none, None),
        (as_bytes, b"a"),
        (as_int, -(2**63)),
        (as_int, 2**63 - 1),
        (as_int_or_none, 0),
        (as_int_or_none, None),
        (as_flag, False),
    ],
)
def test_a_value_of_the_shape_asked_for_is_taken(take: Callable[[object], object], value: object) -> None:
    assert take(value) == value


@pytest.mark.parametrize(
    ("take", "value"),
    [
        (as_map, [1]),
        (as_map, {1: "a"}),
        (as_list, {"a": 1}),
        (as_list, (1,)),
        (as_text, b"a"),
        (as_text_or_none, 1),
        (as_bytes, "a"),
        (as_int, True),
        (as_int, 1.0),
        (as_int, 2**63),
        (as_int, -(2**63) - 1),
        (as_int_or_none, "1"),
        (as_flag, 1),
        (as_uuid, b"15 bytes only.."),
        (as_uuid, "0" * 16),
    ],
)
def test_a_value_of_another_shape_is_refused(take: Callable[[object], object], value: object) -> None:
    with pytest.raises(NotPlainError):
        take(value)


@given(st.uuids())
def test_an_id_is_its_sixteen_bytes(value: UUID) -> None:
    assert as_uuid(value.bytes) == value


def test_a_date_in_the_bytes_is_no_plain_value() -> None:
    tagged = cbor2.dumps(cbor2.CBORTag(1, 0))

    with pytest.raises(NotPlainError):
        as_text(decode(tagged))
