import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.errors import InputError
from agent_app.domain.identity import (
    AgentCardHoldsCitizenIdError,
    AgentCardNo,
    CitizenId,
    FacilityCode,
    HealthCardNo,
    HouseholdNo,
    InvalidAgentCardNoError,
    InvalidCitizenIdError,
    InvalidFacilityCodeError,
    InvalidHealthCardNoError,
    InvalidHouseholdNoError,
    InvalidPhoneError,
    InvalidSocialInsuranceNoError,
    Phone,
    SocialInsuranceNo,
)


def test_an_insurance_number_keeps_its_leading_zeros() -> None:
    assert str(SocialInsuranceNo.parse(" 0047 404 463 ")) == "0047404463"


def test_a_spreadsheet_apostrophe_is_no_part_of_a_number() -> None:
    assert CitizenId.parse("'060171451589").value == "060171451589"


@pytest.mark.parametrize("text", ["", "12345", "12345678901", "12345a7890", "１２３４５６７８９０"])  # noqa: RUF001
def test_anything_but_ten_digits_is_no_insurance_number(text: str) -> None:
    with pytest.raises(InvalidSocialInsuranceNoError):
        SocialInsuranceNo.parse(text)


def test_an_old_nine_digit_number_is_no_citizen_id() -> None:
    with pytest.raises(InvalidCitizenIdError) as caught:
        CitizenId.parse("260123456")

    assert caught.value.facts() == {"length": 9}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0973837993", "0973837993"),
        ("+84 798423291", "0798423291"),
        ("84798423291", "0798423291"),
        ("0084.798.423.291", "0798423291"),
        ("(0973) 837-993", "0973837993"),
        ("01234567890", "0834567890"),
        ("01681234567", "0381234567"),
        ("+84 168 123 4567", "0381234567"),
        ("01991234567", "0591234567"),
        ("02523868686", "02523868686"),
        ("+84 252 3868686", "02523868686"),
    ],
)
def test_a_phone_is_read_as_it_is_dialled_today(text: str, number: str) -> None:
    assert str(Phone.parse(text)) == number


@pytest.mark.parametrize(
    "text", ["", "973837993", "0073837993", "01111111111", "097383799", "09738379931", "không"]
)
def test_what_cannot_be_dialled_is_no_phone(text: str) -> None:
    with pytest.raises(InvalidPhoneError):
        Phone.parse(text)


@pytest.mark.parametrize("text", ["60 - 058", "60-058", "60058", " 60 -058 "])
def test_a_facility_code_has_one_form(text: str) -> None:
    assert str(FacilityCode.parse(text)) == "60-058"


def test_a_facility_code_may_hold_letters_even_look_alike_ones() -> None:
    assert str(FacilityCode.parse("01 - \u0421" + "54")) == "01-C54"


def test_a_facility_name_is_no_code() -> None:
    with pytest.raises(InvalidFacilityCodeError):
        FacilityCode.parse("Trạm y tế xã")


def test_screens_show_numbers_with_their_middle_hidden() -> None:
    assert CitizenId.parse("060079799308").masked() == "060•••••9308"
    assert Phone.parse("0973837993").masked() == "0973•••993"
    assert HealthCardNo.parse("GD4790123456789").masked() == "GD••••••••••789"
    assert SocialInsuranceNo.parse("5581528947").masked() == "55•••••947"


@given(st.one_of(st.text(), st.text("+0123456789 -.")))
def test_any_text_is_a_number_or_a_refusal(text: str) -> None:
    for kind in (SocialInsuranceNo, CitizenId, Phone, FacilityCode, HealthCardNo, HouseholdNo, AgentCardNo):
        with contextlib.suppress(InputError):
            assert kind.parse(str(kind.parse(text))) == kind.parse(text)


@pytest.mark.parametrize(
    ("text", "group", "level", "province", "insurance_no"),
    [
        ("HS4 01 0120878837", "HS", 4, "01", "0120878837"),
        ("gd4790123456789", "GD", 4, "79", "0123456789"),
        ("TE1-60-0047404463", "TE", 1, "60", "0047404463"),
        ("0123456789", None, None, None, "0123456789"),
    ],
)
def test_a_health_card_s_number_is_read_in_both_forms(
    text: str, group: str | None, level: int | None, province: str | None, insurance_no: str
) -> None:
    number = HealthCardNo.parse(text)

    assert (number.group, number.benefit_level, number.province) == (group, level, province)
    assert number.insurance_no.value == insurance_no


@pytest.mark.parametrize("text", ["", "HS0010120878837", "H54010120878837", "HS401012087883", "012345678"])
def test_what_no_health_card_shows_is_refused(text: str) -> None:
    with pytest.raises(InvalidHealthCardNoError):
        HealthCardNo.parse(text)


def test_a_household_s_code_has_ten_characters() -> None:
    assert str(HouseholdNo.parse(" 4059 906 722 ")) == "4059906722"
    with pytest.raises(InvalidHouseholdNoError):
        HouseholdNo.parse("405990672")


def test_an_agent_is_named_by_a_card_and_never_by_a_citizen_id() -> None:
    assert str(AgentCardNo.parse("ntv-0012/26")) == "NTV-0012/26"
    with pytest.raises(AgentCardHoldsCitizenIdError):
        AgentCardNo.parse("NVT079085123456")
    with pytest.raises(InvalidAgentCardNoError):
        AgentCardNo.parse("thẻ số 12")


def test_a_landline_gets_no_text_message() -> None:
    assert not Phone.parse("02523868686").is_mobile
    assert Phone.parse("01234567890").is_mobile


def test_every_old_mobile_prefix_leads_to_a_present_one() -> None:
    old = [
        f"01{n}" for n in (20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 62, 63, 64, 65, 66, 67, 68, 69, 86, 88, 99)
    ]
    new = [Phone.parse(f"{prefix}1234567").value for prefix in old]

    assert len(set(new)) == len(old)
    assert all(len(number) == 10 and number[1] in "3578" for number in new)


def test_ten_digits_that_begin_with_01_are_no_number() -> None:
    with pytest.raises(InvalidPhoneError):
        Phone.parse("0123456789")
