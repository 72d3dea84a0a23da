import csv
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from agent_app.domain.calendar import add_months
from agent_app.domain.citizen_id import CitizenId
from agent_app.domain.coverage import period_end
from agent_app.domain.due_list import AreaRow, Scheme, Sex
from agent_app.domain.health_premium import quote_household_member
from agent_app.domain.identity import SocialInsuranceNo
from agent_app.domain.names import clean, hamlet_of
from agent_app.domain.pension_contribution import listed_income, quote_pension
from agent_app.domain.phone import Phone
from agent_app.services.ports import no_report
from agent_app.workbooks.area_files import AreaFileReader
from agent_app.workbooks.due_lists import DueListReader
from scripts.commune import FIRST_DUE_ROW, Commune, make_commune
from scripts.commune_files import write_area_file, write_due_list
from tests.builders import TODAY, rates

SEVEN = make_commune(7)

communes = st.builds(
    make_commune, st.integers(0, 10_000), today=st.dates(date(2026, 7, 1), date(2026, 12, 31))
)


def households_of(commune: Commune) -> dict[str, list[AreaRow]]:
    found: dict[str, list[AreaRow]] = {}
    for person in commune.people:
        found.setdefault(person.household_no, []).append(person)
    return found


@given(communes)
def test_a_commune_has_the_size_asked_for_and_no_number_twice(commune: Commune) -> None:
    people = commune.people

    assert (len(commune.households), len(people), len(commune.due)) == (200, 600, 150)
    assert {each.household_no for each in people} == {each.household_no for each in commune.households}
    assert len({each.household_no for each in commune.households}) == 200
    assert len({each.insurance_no for each in people}) == 600
    assert len({each.citizen_id for each in people}) == 600
    assert len({(each.insurance_no, each.scheme) for each in commune.due}) == 150


def test_the_same_seed_makes_the_same_commune_and_another_another() -> None:
    assert make_commune(7) == SEVEN
    assert make_commune(8) != SEVEN


def test_other_sizes_can_be_asked_for() -> None:
    small = make_commune(1, households=5, persons=9, due=2)

    assert (len(small.households), len(small.people), len(small.due)) == (5, 9, 2)
    with pytest.raises(ValueError, match="every household needs a person"):
        make_commune(1, households=10, persons=9)
    with pytest.raises(ValueError, match="too few people"):
        make_commune(1, due=600)


@given(communes)
def test_numbers_are_of_the_form_and_fit_the_person(commune: Commune) -> None:
    for each in commune.people:
        assert each.birth is not None
        assert each.citizen_id == CitizenId.parse(each.citizen_id or "").value
        assert each.insurance_no == SocialInsuranceNo.parse(each.insurance_no or "").value
        assert each.phone is None or each.phone == Phone.parse(each.phone).value
        assert each.citizen_id[:3] in {"060", "068"}
        century, female = divmod(int(each.citizen_id[3]), 2)
        assert (1900 + 100 * century) // 100 == each.birth.year // 100
        assert bool(female) == (each.sex is Sex.FEMALE)
        assert each.citizen_id[4:6] == f"{each.birth.year % 100:02d}"
        assert each.birth.last_day <= commune.today or each.birth.month is None


@given(communes)
def test_every_household_has_one_head_and_its_people_live_in_its_hamlet(commune: Commune) -> None:
    dwellings = {each.household_no: each for each in commune.households}
    for number, people in households_of(commune).items():
        assert [each.relation for each in people].count("chủ hộ") == 1
        for each in people:
            assert (each.address, each.hamlet) == (dwellings[number].address, dwellings[number].hamlet)
            assert hamlet_of(each.address or "") == each.hamlet
            assert clean(each.name) == each.name


def test_most_are_in_household_form_and_some_in_other_groups() -> None:
    groups = Counter(each.group for each in SEVEN.people)

    assert groups["GD"] > 300
    assert set(groups) == {"GD", "GB", "CN", "TE", "HS", "LH"}
    assert sum(each.birth is not None and each.birth.month is None for each in SEVEN.people) > 3
    assert Counter(each.scheme for each in SEVEN.due)[Scheme.PENSION] > 10


@given(communes)
def test_the_list_is_of_the_coming_month_with_covers_that_end_about_then(commune: Commune) -> None:
    coming = add_months(commune.today.replace(day=1), 1)

    assert commune.month == f"{coming:%Y-%m}"
    for row in commune.due:
        assert row.covered_from is not None
        assert row.covered_to is not None
        assert row.months is not None
        start, end = row.covered_from.last_day, row.covered_to.last_day
        assert commune.today - timedelta(days=31) <= end < add_months(coming, 1)
        assert period_end(start, row.months) == end


@given(communes)
def test_listed_amounts_are_what_the_rules_ask(commune: Commune) -> None:
    places: Counter[str | None] = Counter()
    for row in commune.due:
        assert row.months is not None
        assert row.amount is not None
        if row.scheme is Scheme.PENSION:
            income = listed_income(row.amount, row.months, commune.today, rates())
            assert income is not None
            assert quote_pension(income, row.months, commune.today, rates()).due == row.amount
            continue
        places[row.household_no] += row.group == "GD"
        place = places[row.household_no] if row.group == "GD" else 1
        full = quote_household_member(place, row.months, commune.today, rates()).due
        assert row.amount == full * {"GD": 10, "GB": 7, "CN": 3}[row.group or ""] // 10


def test_lines_of_one_household_stand_together_and_hamlets_too() -> None:
    numbers = [row.household_no for row in SEVEN.due]
    hamlets = [hamlet_of(row.address or "") for row in SEVEN.due]

    for each in (numbers, hamlets):
        changes = sum(one != other for one, other in pairwise(each))
        assert changes == len(set(each)) - 1


def test_the_workbook_has_titles_two_rows_of_captions_and_a_total(tmp_path: Path) -> None:
    write_due_list(SEVEN, tmp_path / "list.xlsx")
    rows = CalamineWorkbook.from_path(tmp_path / "list.xlsx").get_sheet_by_index(0).to_python()
    texts = [" ".join(str(cell) for cell in row if cell != "") for row in rows]

    assert "Tháng 12 năm 2026" in texts
    assert rows[FIRST_DUE_ROW - 1][2] == SEVEN.due[0].name
    assert rows[FIRST_DUE_ROW - 1][12] == SEVEN.due[0].covered_to.last_day  # type: ignore[union-attr]
    assert texts[FIRST_DUE_ROW - 1 + 150] == f"TỔNG CỘNG {float(sum(row.amount or 0 for row in SEVEN.due))}"
    assert "Người lập biểu" in " ".join(texts[-3:])


def test_the_program_reads_the_workbook_as_it_was_meant(tmp_path: Path) -> None:
    write_due_list(SEVEN, tmp_path / "list.xlsx")
    reading = DueListReader().read(tmp_path / "list.xlsx", no_report)

    assert (reading.month, reading.rejected, reading.duplicates) == ("2026-12", (), 0)
    assert tuple(replace(row, original={}, sheet="") for row in reading.rows) == SEVEN.due


def test_the_program_reads_the_register_as_it_was_meant(tmp_path: Path) -> None:
    write_area_file(SEVEN, tmp_path / "commune.csv")
    reading = AreaFileReader().read(tmp_path / "commune.csv")

    assert reading.rejected == ()
    assert reading.rows == SEVEN.people


def test_the_register_is_plain_csv(tmp_path: Path) -> None:
    write_area_file(SEVEN, tmp_path / "commune.csv")
    with (tmp_path / "commune.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))

    assert [line["name"] for line in lines] == [each.name for each in SEVEN.people]
    assert lines[0]["insurance_no"] == SEVEN.people[0].insurance_no


def test_the_same_commune_makes_the_same_bytes(tmp_path: Path) -> None:
    for write in (write_due_list, write_area_file):
        for name in ("one", "two"):
            write(SEVEN, tmp_path / name)
        assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_the_builders_and_the_commune_agree_on_the_day() -> None:
    assert SEVEN.today == TODAY
