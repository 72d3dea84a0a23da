import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.calendar import PartialDate
from agent_app.domain.citizen_id import (
    BIRTH_PROVINCES,
    CitizenId,
    ImpossibleCitizenIdError,
    InvalidCitizenIdError,
    InvalidOldCitizenIdError,
    Mismatch,
    OldCitizenId,
)
from agent_app.domain.due_list import Sex


def test_the_number_tells_province_sex_and_year() -> None:
    number = CitizenId.parse("079 085 123 456")

    assert number.birth_province == "TP. Hồ Chí Minh"
    assert number.sex is Sex.MALE
    assert number.birth_year == 1985


@pytest.mark.parametrize(
    ("text", "sex", "year"),
    [
        ("060199000001", Sex.FEMALE, 1999),
        ("060200000001", Sex.MALE, 2000),
        ("060317000001", Sex.FEMALE, 2017),
        ("060017000001", Sex.MALE, 1917),
    ],
)
def test_century_and_sex_share_a_digit(text: str, sex: Sex, year: int) -> None:
    number = CitizenId.parse(text)

    assert (number.sex, number.birth_year) == (sex, year)


def test_a_province_that_was_merged_keeps_its_code_for_life() -> None:
    assert len(BIRTH_PROVINCES) == 63
    assert CitizenId.parse("089085123456").birth_province == "An Giang"
    assert CitizenId.parse("035185123456").birth_province == "Hà Nam"


def test_a_birth_registered_abroad_has_no_province() -> None:
    assert CitizenId.parse("155085123456").birth_province is None


@pytest.mark.parametrize(
    "text", ["000085123456", "003085123456", "099085123456", "079485123456", "079985123456"]
)
def test_a_province_or_century_that_never_was_is_refused(text: str) -> None:
    with pytest.raises(ImpossibleCitizenIdError) as caught:
        CitizenId.parse(text)

    assert caught.value.facts() == {"length": 12}


@pytest.mark.parametrize("text", ["", "07908512345", "0790851234567", "07908512345a", "012345678"])
def test_anything_but_twelve_digits_is_refused(text: str) -> None:
    with pytest.raises(InvalidCitizenIdError):
        CitizenId.parse(text)


@pytest.mark.parametrize(
    ("birth", "sex", "mismatches"),
    [
        (PartialDate(1985, 3, 12), Sex.MALE, ()),
        (PartialDate(1985), None, ()),
        (None, None, ()),
        (PartialDate(1958, 3, 12), Sex.MALE, (Mismatch.BIRTH_YEAR,)),
        (PartialDate(1985), Sex.FEMALE, (Mismatch.SEX,)),
        (PartialDate(2085), Sex.FEMALE, (Mismatch.BIRTH_YEAR, Mismatch.SEX)),
    ],
)
def test_words_that_contradict_the_number_are_named(
    birth: PartialDate | None, sex: Sex | None, mismatches: tuple[Mismatch, ...]
) -> None:
    assert CitizenId.parse("079085123456").mismatches(birth, sex) == mismatches


@given(
    st.sampled_from(sorted(BIRTH_PROVINCES)),
    st.sampled_from(Sex),
    st.integers(1900, 2099),
    st.integers(0, 999_999),
)
def test_a_number_says_again_what_it_was_made_of(place: str, sex: Sex, year: int, serial: int) -> None:
    digit = (year // 100 - 19) * 2 + (sex is Sex.FEMALE)
    number = CitizenId.parse(f"{place}{digit}{year % 100:02d}{serial:06d}")

    assert number.mismatches(PartialDate(year), sex) == ()
    assert number.birth_province == BIRTH_PROVINCES[place]


def test_the_old_card_has_nine_digits() -> None:
    assert OldCitizenId.parse("023 456 789").value == "023456789"
    assert OldCitizenId.parse("023456789").masked() == "02••••789"
    with pytest.raises(InvalidOldCitizenIdError):
        OldCitizenId.parse("0234567890")
