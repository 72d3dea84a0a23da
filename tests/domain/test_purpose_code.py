from uuid import UUID

from hypothesis import assume, given
from hypothesis import strategies as st

from agent_app.domain.payment_qr import LONGEST_PURPOSE, holds_person_number, transfer_to
from agent_app.domain.purpose_code import ALPHABET, PREFIX, codes_in, compacted, purpose_code

IDS = st.uuids()


@given(IDS)
def test_a_code_fits_every_banks_purpose_and_shows_nobodys_number(payment: UUID) -> None:
    code = purpose_code(payment)

    assert len(code) == 11 <= LONGEST_PURPOSE
    assert code.startswith(PREFIX)
    assert set(code[2:]) <= set(ALPHABET)
    assert not holds_person_number(code)
    assert transfer_to("970415", "0011001932418", None, code).purpose == code


@given(IDS)
def test_the_same_payment_always_has_the_same_code(payment: UUID) -> None:
    assert purpose_code(payment) == purpose_code(payment)


def test_the_alphabet_leaves_out_what_is_misread() -> None:
    assert not set("01ILO") & set(ALPHABET)
    assert len(ALPHABET) == len(set(ALPHABET)) == 31


@given(IDS, st.integers(2, 10), st.sampled_from(ALPHABET))
def test_one_wrong_sign_makes_no_code(payment: UUID, place: int, sign: str) -> None:
    code = purpose_code(payment)
    assume(code[place] != sign)

    assert codes_in(code[:place] + sign + code[place + 1 :]) == ()


@given(IDS, st.integers(2, 9), st.integers(2, 10))
def test_two_signs_that_changed_places_make_no_code(payment: UUID, one: int, other: int) -> None:
    code = purpose_code(payment)
    assume(code[one] != code[other])
    signs = list(code)
    signs[one], signs[other] = signs[other], signs[one]

    assert codes_in("".join(signs)) == ()


NOISE = st.text(alphabet="abc .,-/0123456789đĐớ\u00a0\n", max_size=20)


@given(IDS, NOISE, NOISE, st.lists(st.integers(1, 10), max_size=3), st.booleans())
def test_a_code_is_found_wherever_it_stands(
    payment: UUID,
    before: str,
    after: str,
    gaps: list[int],
    small: bool,  # noqa: FBT001
) -> None:
    code: str = purpose_code(payment)
    cut = "".join(sign + (" " if place + 1 in gaps else "") for place, sign in enumerate(code))

    assert code in codes_in(f"{before}{cut.lower() if small else cut}{after}")


def test_each_code_is_told_once_and_in_order() -> None:
    one, two = purpose_code(UUID(int=1)), purpose_code(UUID(int=2))

    assert codes_in(f"{two} {one} {two}") == (two, one)


def test_marks_and_look_alikes_are_read_as_what_they_look_like() -> None:
    assert compacted("\u0412ệnh-víện ĐƯỜNG 12") == "BENHVIENDUONG12"
