"""Trust goes from key to key along true signatures, and nowhere else."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.office_keys import KeyChainBrokenError, KeyLink, trusted, unknown_links
from agent_app.runtime.office_signature import signed_with
from tests.office_keys import a_chain, a_key, a_link, public

lengths = st.integers(2, 6)


@given(lengths, st.data())
def test_whoever_trusts_a_key_of_the_chain_finds_the_last(length: int, data: st.DataObject) -> None:
    keys = [a_key(number) for number in range(1, length + 1)]
    known = data.draw(st.integers(0, length - 1))

    links = unknown_links(a_chain(*keys), public(keys[known]), signed_with)

    assert [each.key for each in links] == [public(each) for each in keys[known + 1 :]]
    assert trusted([public(keys[known])], links, signed_with) == tuple(
        public(each) for each in reversed(keys[known:])
    )


@given(lengths, st.data())
def test_a_chain_in_which_anything_was_changed_adds_nothing(length: int, data: st.DataObject) -> None:
    keys = [a_key(number) for number in range(1, length + 1)]
    chain = list(a_chain(*keys))
    place = data.draw(st.integers(0, len(chain) - 1))
    name = data.draw(st.sampled_from(["former", "key", "seal", "signature"]))
    value: bytes = getattr(chain[place], name)
    at, bit = data.draw(st.integers(0, len(value) - 1)), data.draw(st.integers(0, 7))
    changed = bytes(byte ^ (1 << bit) if index == at else byte for index, byte in enumerate(value))
    chain[place] = replace(chain[place], **{name: changed})

    with pytest.raises(KeyChainBrokenError):
        unknown_links(chain, public(keys[0]), signed_with)
    assert trusted([public(keys[place])], [chain[place]], signed_with) == (public(keys[place]),)


@given(st.permutations(range(4)), st.integers(0, 4))
def test_links_in_another_order_or_with_gaps_are_no_chain(order: list[int], kept: int) -> None:
    keys = [a_key(number) for number in range(1, 6)]
    whole = a_chain(*keys)
    shown = [whole[at] for at in order][:kept]

    begins = shown[:1] == [whole[0]]
    if not shown or (begins and all(one.key == following.former for one, following in pairwise(shown))):
        assert unknown_links(shown, public(keys[0]), signed_with) == whole[:kept]
    else:
        with pytest.raises(KeyChainBrokenError):
            unknown_links(shown, public(keys[0]), signed_with)


def test_a_branch_off_a_former_key_passes_the_newest_by_and_is_refused() -> None:
    first, second, thief = a_key(1), a_key(2), a_key(9)

    with pytest.raises(KeyChainBrokenError):
        unknown_links(a_chain(first, thief), public(second), signed_with)
    with pytest.raises(KeyChainBrokenError):
        unknown_links((*a_chain(first, second), a_link(first, thief)), public(second), signed_with)


def test_a_circle_is_no_chain() -> None:
    first, second = a_key(1), a_key(2)

    with pytest.raises(KeyChainBrokenError):
        unknown_links(a_chain(first, second, first), public(first), signed_with)
    circle = a_chain(first, second, first)
    assert trusted([public(first)], circle, signed_with) == (public(second), public(first))


def test_without_a_trusted_key_nothing_is_learned() -> None:
    with pytest.raises(KeyChainBrokenError):
        unknown_links(a_chain(a_key(1), a_key(2)), b"", signed_with)
    assert trusted([], a_chain(a_key(1), a_key(2)), signed_with) == ()
    assert unknown_links((), b"", signed_with) == ()


def test_the_keys_of_a_renewed_enrolment_are_trusted_besides_those_that_were_learned() -> None:
    first, second, third = a_key(1), a_key(2), a_key(3)
    held: tuple[KeyLink, ...] = a_chain(first, second)

    keys = trusted([public(third), public(first)], held, signed_with)

    assert keys == (public(third), public(second), public(first))
