"""Provinces by date, their mergers, and the communes."""

from datetime import date

import pytest

from agent_app.domain.provinces import Commune, Gazetteer, Province, ProvinceUnknownError
from agent_app.runtime.gazetteer import load_gazetteer

THEN, NOW = date(2025, 6, 30), date(2025, 7, 1)


@pytest.mark.parametrize(
    ("old", "name", "new", "new_name"),
    [
        ("60", "Bình Thuận", "68", "Lâm Đồng"),
        ("26", "Vĩnh Phúc", "25", "Phú Thọ"),
        ("10", "Lào Cai", "15", "Lào Cai"),
        ("64", "Gia Lai", "52", "Gia Lai"),
        ("87", "Đồng Tháp", "82", "Đồng Tháp"),
        ("89", "An Giang", "91", "An Giang"),
        ("82", "Tiền Giang", "82", "Đồng Tháp"),
        ("01", "Hà Nội", "01", "Hà Nội"),
        ("46", "Huế", "46", "Huế"),
    ],
)
def test_an_old_code_is_found_in_the_province_of_today(old: str, name: str, new: str, new_name: str) -> None:
    places = load_gazetteer()

    assert places.province(old, THEN).name == name
    assert (places.now(old, THEN, NOW).code, places.now(old, THEN, NOW).name) == (new, new_name)
    assert places.now(old, THEN, THEN).name == name


def test_there_are_sixty_three_and_then_thirty_four() -> None:
    provinces = load_gazetteer().provinces

    for day, count in ((date(2018, 1, 1), 63), (THEN, 63), (NOW, 34), (date(2027, 1, 1), 34)):
        assert (
            sum(each.since <= day and (each.until is None or day <= each.until) for each in provinces)
            == count
        )


def test_a_code_that_is_closed_is_refused_with_its_day() -> None:
    with pytest.raises(ProvinceUnknownError) as caught:
        load_gazetteer().province("60", NOW)

    assert caught.value.facts() == {"province": "60", "on": NOW}


def test_every_merger_leads_to_a_province_of_today() -> None:
    places = load_gazetteer()

    for each in places.provinces:
        assert places.now(each.code, each.since, date(2027, 1, 1)).until is None


def test_every_commune_lies_in_a_province_of_today() -> None:
    places = load_gazetteer()
    today = [each for each in places.provinces if each.until is None]

    assert sum(len(places.communes(each.code)) for each in today) == 3321
    assert places.commune("00004") == Commune("00004", "Phường Ba Đình", "01")
    assert places.commune("99999") is None
    assert all(len(each.code) == 5 for each in places.communes("68"))


def test_a_province_without_an_heir_goes_on_under_its_own_code() -> None:
    old = Province("46", "Thừa Thiên Huế", date(2000, 1, 1), date(2024, 12, 31), "x")
    new = Province("46", "Huế", date(2025, 1, 1), None, "x")
    places = Gazetteer([old, new], [])

    assert places.now("46", date(2024, 12, 31), date(2025, 1, 1)) is new
