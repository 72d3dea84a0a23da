import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.calendar import PartialDate
from agent_app.domain.card_qr import (
    CardUnreadableError,
    CitizenCardCode,
    HealthCardCode,
    hex_text,
    read_citizen_card,
    read_health_card,
    split,
)
from agent_app.domain.citizen_id import CitizenId, InvalidCitizenIdError, Mismatch, OldCitizenId
from agent_app.domain.due_list import Sex
from agent_app.domain.identity import FacilityCode, HealthCardNo

HEALTH = (
    "0123456789|4e677579e1bb856e2056c4836e204d696e68|12/03/1985|1|-|79 - 034|01/01/2026|31/12/2026|"
    "05/12/2025|79070123456789|-|4| 01/01/2029|0a1b2c3d|4|5175e1baad6e|$"
)
CITIZEN = "079085123456||Nguyễn Văn Minh|12031985|Nam|Tổ 1, Ấp 2, Xã Vĩnh Tế, An Giang|10052021"

NAMES = st.sampled_from(["Nguyễn Văn Minh", "Trần Thị Ánh", "H'Hen Niê", "Đỗ Ỷ", "Ca"])
WORDS = st.none() | st.sampled_from(["Tổ 1, Ấp 2", "Xã Vĩnh Tế, An Giang", "Thôn Láng Gòn"])
DAYS = st.dates(date(1880, 1, 1), date(2200, 12, 31)).map(PartialDate.of)
BIRTHS = DAYS | st.integers(1900, 2026).map(PartialDate)
CARD_NOS = st.from_regex(r"(?:[A-Z]{2}[1-5][0-9]{2})?[0-9]{10}", fullmatch=True).map(HealthCardNo)
CITIZEN_IDS = st.from_regex(r"0(?:01|60|79|96)[0-3][0-9]{8}", fullmatch=True).map(CitizenId.parse)
FACILITIES = st.from_regex(r"[0-9]{2}-[0-9A-Z]{3}", fullmatch=True).map(FacilityCode)
CODES = st.none() | st.from_regex(r"[0-9a-f]{1,20}", fullmatch=True)
HEALTH_CARDS = st.builds(
    HealthCardCode,
    name=NAMES,
    birth=BIRTHS,
    card_no=CARD_NOS,
    sex=st.none() | st.sampled_from(Sex),
    address=WORDS,
    facility=st.none() | FACILITIES,
    valid_from=st.none() | DAYS,
    valid_to=st.none() | DAYS,
    issued_on=st.none() | DAYS,
    file_no=CODES,
    residence=CODES,
    five_years_on=st.none() | DAYS,
    check=CODES,
    benefit=CODES,
    issued_at=WORDS,
)
CITIZEN_CARDS = st.builds(
    CitizenCardCode,
    citizen_id=CITIZEN_IDS,
    name=NAMES,
    birth=BIRTHS,
    sex=st.none() | st.sampled_from(Sex),
    address=WORDS,
    issued_on=st.none() | DAYS,
    old_id=st.none() | st.from_regex(r"[0-9]{9}", fullmatch=True).map(OldCitizenId),
)


def test_a_new_health_card_is_read() -> None:
    card = read_health_card(split(HEALTH))

    assert card.name == "Nguyễn Văn Minh"
    assert card.birth == PartialDate(1985, 3, 12)
    assert card.sex is Sex.MALE
    assert str(card.insurance_no) == "0123456789"
    assert str(card.facility) == "79-034"
    assert (card.valid_from, card.valid_to) == (PartialDate(2026, 1, 1), PartialDate(2026, 12, 31))
    assert card.five_years_on == PartialDate(2029, 1, 1)
    assert card.address is None
    assert card.issued_at == "Quận"
    assert card.benefit == "4"


def test_an_old_health_card_is_read() -> None:
    old = HEALTH.replace("0123456789|", "HS4010120878837|", 1).replace(
        "|1|-|", f"|2|{'Tổ 5'.encode().hex()}|"
    )
    card = read_health_card(split(old))

    assert card.card_no == HealthCardNo("HS4010120878837")
    assert str(card.insurance_no) == "0120878837"
    assert card.sex is Sex.FEMALE
    assert card.address == "Tổ 5"


def test_a_health_card_with_a_citizen_s_number_is_read() -> None:
    card = read_health_card(split(HEALTH.replace("0123456789|", "079285123456|", 1)))

    assert str(card.citizen_id) == "079285123456"
    assert card.insurance_no is None
    assert card.mismatches == (Mismatch.BIRTH_YEAR,)


@pytest.mark.parametrize("fields", [4, 8, 15, 16, 20])
def test_editions_with_fewer_or_more_fields_are_read(fields: int) -> None:
    parts = [*split(HEALTH), "x", "y", "z", "w", "v"][:fields]

    assert read_health_card(parts).name == "Nguyễn Văn Minh"


def test_a_name_that_is_not_hexadecimal_is_taken_as_it_stands() -> None:
    assert hex_text("Ca") == "Ca"
    assert hex_text("Nguyễn Văn Minh") == "Nguyễn Văn Minh"
    assert hex_text("-") is None


def test_a_decomposed_name_is_composed() -> None:
    written = unicodedata.normalize("NFD", "Nguyễn Văn Minh").encode().hex()

    assert hex_text(written) == "Nguyễn Văn Minh"


@pytest.mark.parametrize(
    ("field", "value", "about"),
    [
        (0, "12345", "number"),
        (0, "000000000000", "number"),
        (1, "", "name"),
        (1, "4e67757", "name"),
        (2, "x", "birth"),
    ],
)
def test_a_health_card_without_number_name_or_birth_is_refused(field: int, value: str, about: str) -> None:
    fields = split(HEALTH)
    fields[field] = value

    with pytest.raises(CardUnreadableError) as caught:
        read_health_card(fields)

    assert caught.value.about == about


def test_a_citizen_s_card_is_read() -> None:
    card = read_citizen_card(split(CITIZEN))

    assert card.citizen_id.value == "079085123456"
    assert card.old_id is None
    assert card.name == "Nguyễn Văn Minh"
    assert card.birth == PartialDate(1985, 3, 12)
    assert card.sex is Sex.MALE
    assert card.address == "Tổ 1, Ấp 2, Xã Vĩnh Tế, An Giang"
    assert card.issued_on == PartialDate(2021, 5, 10)
    assert card.mismatches == ()


@pytest.mark.parametrize(
    ("written", "iso"),
    [("00001985", "1985"), ("00031985", "1985-03"), ("1985", "1985"), ("12/03/1985", "1985-03-12")],
)
def test_a_birth_keeps_its_precision(written: str, iso: str) -> None:
    assert read_citizen_card(split(CITIZEN.replace("12031985", written))).birth.iso == iso


def test_a_newer_card_s_further_fields_are_left_aside() -> None:
    longer = f"{CITIZEN}||Nguyễn Văn An|Trần Thị Bé|x"

    assert read_citizen_card(split(longer)) == read_citizen_card(split(CITIZEN))


def test_six_fields_are_enough() -> None:
    shorter = CITIZEN.rpartition("|")[0]

    assert read_citizen_card(split(shorter)).issued_on is None
    with pytest.raises(CardUnreadableError):
        read_citizen_card(split(shorter.rpartition("|")[0]))


def test_the_old_number_and_decomposed_words_are_read() -> None:
    card = read_citizen_card(split(unicodedata.normalize("NFD", CITIZEN.replace("||", "|023456789|"))))

    assert card.old_id == OldCitizenId("023456789")
    assert card.name == "Nguyễn Văn Minh"
    assert card.sex is Sex.MALE


def test_a_card_with_a_wrong_number_is_refused() -> None:
    with pytest.raises(InvalidCitizenIdError):
        read_citizen_card(split(CITIZEN.replace("079085123456", "07908512345")))


def test_a_card_with_an_impossible_birth_is_refused() -> None:
    with pytest.raises(CardUnreadableError) as caught:
        read_citizen_card(split(CITIZEN.replace("12031985", "31021985")))

    assert caught.value.about == "birth"


def test_a_card_that_contradicts_itself_says_so() -> None:
    card = read_citizen_card(split(CITIZEN.replace("|Nam|", "|Nữ|").replace("1985", "1986")))

    assert card.mismatches == (Mismatch.BIRTH_YEAR, Mismatch.SEX)


@given(HEALTH_CARDS)
def test_a_health_card_is_read_as_it_was_written(card: HealthCardCode) -> None:
    assert read_health_card(split(card.text)) == card


@given(CITIZEN_CARDS)
def test_a_citizen_s_card_is_read_as_it_was_written(card: CitizenCardCode) -> None:
    assert read_citizen_card(split(card.text)) == card
