import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.recovery_code import (
    RANDOM_CHARACTERS,
    RecoveryCodeTypoError,
    read_code,
    recovery_code,
    shown_code,
)

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE = recovery_code(bytes(range(1, 18)))
randoms = st.binary(min_size=17, max_size=17)
places = st.integers(0, RANDOM_CHARACTERS)


def test_a_code_has_more_than_128_random_bits() -> None:
    assert RANDOM_CHARACTERS * 5 >= 128


def test_a_code_is_written_in_seven_groups_of_four() -> None:
    assert [len(group) for group in shown_code(CODE).split("-")] == [4] * 7
    assert set(CODE) <= set(ALPHABET)


def test_every_random_bit_but_the_last_counts() -> None:
    codes = {recovery_code((1 << bit).to_bytes(17, "big")) for bit in range(1, 136)}

    assert len(codes) == 135
    assert recovery_code(bytes(17)) not in codes
    assert recovery_code(bytes(16) + b"\1") == recovery_code(bytes(17))


@given(randoms)
def test_a_code_is_read_back_however_it_is_typed(random: bytes) -> None:
    code = recovery_code(random)
    sloppy = shown_code(code).lower().replace("0", "o").replace("1", "l").replace("-", " – ")

    assert read_code(code) == code
    assert read_code(f"\t{shown_code(code)}\r\n") == code
    assert read_code(sloppy) == code
    assert read_code(code.replace("1", "I").replace("0", "O")) == code


@given(randoms, places, st.sampled_from(ALPHABET))
def test_one_wrong_character_is_a_slip_of_the_pen(random: bytes, place: int, letter: str) -> None:
    code = recovery_code(random)
    typed = code[:place] + letter + code[place + 1 :]
    if typed == code:
        return

    with pytest.raises(RecoveryCodeTypoError):
        read_code(typed)


@given(randoms, places, places)
def test_two_characters_that_changed_places_are_a_slip_of_the_pen(
    random: bytes, first: int, second: int
) -> None:
    letters = list(recovery_code(random))
    if letters[first] == letters[second]:
        return
    letters[first], letters[second] = letters[second], letters[first]

    with pytest.raises(RecoveryCodeTypoError):
        read_code("".join(letters))


@pytest.mark.parametrize(
    "text", ["", CODE[:-1], CODE + "0", CODE[:-1] + "U", CODE[:-1] + "Â", "mật khẩu", shown_code(CODE)[:-5]]
)
def test_what_cannot_be_a_code_is_a_slip_of_the_pen(text: str) -> None:
    with pytest.raises(RecoveryCodeTypoError):
        read_code(text)
