import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.calendar import PartialDate
from agent_app.domain.due_list import Sex
from agent_app.domain.errors import InputError
from agent_app.domain.money import grouped
from agent_app.domain.written import (
    AmountUnreadableError,
    DateUnreadableError,
    SexCode,
    SexUnreadableError,
    read_date,
    read_dong,
    read_sex,
    write_sex,
)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("12/03/1985", "1985-03-12"),
        ("12031985", "1985-03-12"),
        ("00001985", "1985"),
        ("00031985", "1985-03"),
        ("0/0/1985", "1985"),
        ("00/00/1985", "1985"),
        ("1985", "1985"),
        ("03/1985", "1985-03"),
        ("1985-03-12", "1985-03-12"),
        (" 01/01/2029", "2029-01-01"),
    ],
)
def test_a_date_keeps_the_precision_of_its_source(text: str, iso: str) -> None:
    assert read_date(text).iso == iso


@pytest.mark.parametrize(
    "text", ["", "-", "31/02/2026", "12001985", "00000000", "1/1/26", "\uff11\uff12031985", "12/03"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(DateUnreadableError):
        read_date(text)


@given(st.dates(date(1880, 1, 1), date(2200, 12, 31)), st.sampled_from(["day", "month", "year"]))
def test_every_date_that_we_show_is_read_back(day: date, precision: str) -> None:
    whole = PartialDate.of(day)
    shown = {"day": whole, "month": PartialDate(day.year, day.month), "year": PartialDate(day.year)}[
        precision
    ]

    assert read_date(shown.shown) == shown
    assert read_date(shown.iso) == shown
    assert read_date(f"{shown.day or 0:02d}{shown.month or 0:02d}{shown.year}") == shown


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("15,100,020", 15_100_020),
        ("1.366.200", 1_366_200),
        ("1 366 200 đồng", 1_366_200),
        ("1\u00a0366\u00a0200 VNĐ", 1_366_200),
        ("1366200₫", 1_366_200),
        ("0", 0),
        ("1.000.000.000.000", 10**12),
        ("000001", 1),
    ],
)
def test_an_amount_is_read_in_every_usual_style(text: str, amount: int) -> None:
    assert read_dong(text) == amount


@pytest.mark.parametrize(
    "text",
    [
        "",
        "đ",
        "1.5",
        "1,5",
        "1.23.456",
        "1.234,567",
        "-1",
        "+1",
        "1e3",
        "1.000.000.000.001",
        "9" * 5000,
        "\u0661",
    ],
)
def test_an_amount_that_could_mean_two_is_refused(text: str) -> None:
    with pytest.raises(AmountUnreadableError):
        read_dong(text)


@given(st.integers(0, 10**12))
def test_every_amount_that_we_show_is_read_back(amount: int) -> None:
    assert read_dong(f"{grouped(amount)} đ") == amount


@pytest.mark.parametrize(
    ("code", "male", "female"),
    [
        (SexCode.WORDS, "Nam", "Nữ"),
        (SexCode.HEALTH_CARD, "1", "2"),
        (SexCode.VNPT, "1", "0"),
        (SexCode.PVI, "1", "0"),
        (SexCode.IMPORT_SHEET, "", "X"),
        (SexCode.VNPOST, "0", "1"),
    ],
)
def test_every_source_writes_the_sex_its_own_way(code: SexCode, male: str, female: str) -> None:
    assert (write_sex(Sex.MALE, code), write_sex(Sex.FEMALE, code)) == (male, female)
    assert (read_sex(male, code), read_sex(female, code)) == (Sex.MALE, Sex.FEMALE)


def test_the_code_of_another_source_is_refused() -> None:
    with pytest.raises(SexUnreadableError):
        read_sex("0", SexCode.HEALTH_CARD)


@given(st.one_of(st.text(), st.text("0123456789./-, đ|")), st.sampled_from(SexCode))
def test_any_text_is_read_or_refused_with_a_typed_error(text: str, code: SexCode) -> None:
    for read in (read_date, read_dong, lambda given: read_sex(given, code)):
        with contextlib.suppress(InputError):
            read(text)
