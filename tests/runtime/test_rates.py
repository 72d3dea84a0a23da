from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from agent_app.domain.rates import Certainty, Figure, FigureMissingError
from agent_app.runtime import rates as loading
from agent_app.runtime.rates import (
    RateFileUnreadableError,
    RateGapError,
    RateOverlapError,
    RateRowError,
    RateValueError,
    check_file,
    load_rates,
)

ROW = {
    "name": '"base_salary"',
    "value": '"2530000"',
    "from": "2026-07-01",
    "document": '"Nghị định 161/2026/NĐ-CP"',
    "certainty": '"official"',
}


def table(*rows: dict[str, str]) -> str:
    return "\n".join(
        "[[figure]]\n" + "".join(f"{key} = {value}\n" for key, value in row.items()) for row in rows
    )


def folder_of(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_row_becomes_a_figure_with_its_document(tmp_path: Path) -> None:
    book = load_rates(folder_of(tmp_path, base=table(ROW)))

    assert book.at("base_salary", date(2030, 1, 1)) == Figure(
        "base_salary",
        Decimal(2530000),
        date(2026, 7, 1),
        None,
        "Nghị định 161/2026/NĐ-CP",
        Certainty.OFFICIAL,
    )


def test_a_row_holds_until_the_day_before_the_next_even_of_another_file(tmp_path: Path) -> None:
    older = ROW | {"from": "2024-07-01", "value": '"2340000"'}
    book = load_rates(folder_of(tmp_path, a=table(ROW), b=table(older)))

    assert book.at("base_salary", date(2026, 6, 30)).value == 2340000
    assert book.at("base_salary", date(2026, 6, 30)).until == date(2026, 6, 30)


def test_a_figure_may_end_for_good(tmp_path: Path) -> None:
    book = load_rates(folder_of(tmp_path, base=table(ROW | {"until": "2026-12-31"})))

    with pytest.raises(FigureMissingError):
        book.at("base_salary", date(2027, 1, 1))


def test_a_row_that_is_not_active_is_not_priced_with(tmp_path: Path) -> None:
    announced = ROW | {"from": "2027-01-01", "value": '"9"', "active": "false"}
    book = load_rates(folder_of(tmp_path, base=table(ROW, announced)))

    assert book.at("base_salary", date(2027, 1, 1)).value == 2530000


@pytest.mark.parametrize(
    ("about", "changed"),
    [
        ("unit", {"unit": '"đồng"'}),
        ("value", {"value": "2530000"}),
        ("value", {"value": '"2.530.000"'}),
        ("value", {"value": '"-1"'}),
        ("value", {"value": '"NaN"'}),
        ("value", {"value": '"٣"'}),
        ("from", {"from": '"2026-07-01"'}),
        ("from", {"from": "2026-07-01T00:00:00"}),
        ("until", {"until": '""'}),
        ("until", {"until": "2026-06-30"}),
        ("certainty", {"certainty": '"sure"'}),
        ("name", {"name": '" "'}),
        ("name", {"name": '"health.order_share.x"', "value": '"0.5"'}),
        ("document", {"document": "161"}),
        ("active", {"active": '"no"'}),
    ],
)
def test_a_bad_field_is_named_with_its_file_and_row(
    tmp_path: Path, about: str, changed: dict[str, str]
) -> None:
    with pytest.raises(RateRowError) as caught:
        load_rates(folder_of(tmp_path, base=table(ROW | {"until": "2027-06-30"}, ROW | changed)))

    assert caught.value.facts() == {"file": "base.toml", "row": 2, "about": about}


@pytest.mark.parametrize(
    ("name", "value", "most"),
    [
        ("health.rate", "4.5", "1"),
        ("health.order_share.2", "70", "1"),
        ("health.support_share.GB", "30", "1"),
        ("pension.rate", "22", "1"),
        ("pension.support_share.khac", "1.01", "1"),
        ("pension.support_is_flat", "2", "1"),
        ("pension.discount_rate", "0.31", "0.1"),
    ],
)
def test_a_share_written_as_a_percentage_is_refused(tmp_path: Path, name: str, value: str, most: str) -> None:
    row = ROW | {"name": f'"{name}"', "value": f'"{value}"'}

    with pytest.raises(RateValueError) as caught:
        load_rates(folder_of(tmp_path, base=table(ROW, row)))

    assert caught.value.facts() == {
        "file": "base.toml",
        "row": 2,
        "name": name,
        "value": value,
        "most": most,
    }
    highest = folder_of(tmp_path, base=table(ROW, row | {"value": f'"{most}"'}))
    assert load_rates(highest).at(name, date(2026, 7, 1)).value == Decimal(most)


def test_every_name_of_a_list_of_endings_is_held_to_its_bounds(tmp_path: Path) -> None:
    row = ROW | {"name": '"health.support_share"', "each": '["HS", "SV"]', "value": '"50"'}

    with pytest.raises(RateValueError) as caught:
        load_rates(folder_of(tmp_path, base=table(row)))

    assert caught.value.name == "health.support_share.HS"


@pytest.mark.parametrize("basis", ["total", "additional", "of-minimum"])
def test_a_local_share_is_a_fraction_and_an_amount_is_money(tmp_path: Path, basis: str) -> None:
    rule = ROW | {"name": '"x"', "value": '"50"', "scheme": '"BHYT"', "payer": '"tỉnh"'}
    share, amount = (
        table(rule | {"basis": f'"{each}"'}).replace("[[figure]]", "[[local_support]]")
        for each in (basis, "amount")
    )

    with pytest.raises(RateValueError) as caught:
        check_file(folder_of(tmp_path, base=share) / "base.toml")

    assert caught.value.name == "local_support.x"
    assert check_file(folder_of(tmp_path, base=amount) / "base.toml").local_rules[0].figure.value == 50


@pytest.mark.parametrize("key", list(ROW))
def test_a_missing_field_is_named(tmp_path: Path, key: str) -> None:
    with pytest.raises(RateRowError) as caught:
        load_rates(folder_of(tmp_path, base=table({name: ROW[name] for name in ROW if name != key})))

    assert caught.value.facts() == {"file": "base.toml", "row": 1, "about": key}


def test_a_row_that_is_no_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RateRowError):
        load_rates(folder_of(tmp_path, base="figure = [1]"))


def test_days_without_a_row_are_refused(tmp_path: Path) -> None:
    older = ROW | {"from": "2024-07-01", "until": "2026-06-29"}

    with pytest.raises(RateGapError) as caught:
        load_rates(folder_of(tmp_path, base=table(older, ROW)))

    assert caught.value.facts() == {"file": "base.toml", "row": 2, "name": "base_salary"}


@pytest.mark.parametrize(
    "older", [{"from": "2024-07-01", "until": "2026-07-01"}, {"value": '"1"'}], ids=["a day", "wholly"]
)
def test_days_with_two_rows_are_refused(tmp_path: Path, older: dict[str, str]) -> None:
    with pytest.raises(RateOverlapError) as caught:
        load_rates(folder_of(tmp_path, base=table(ROW | older, ROW)))

    assert caught.value.facts() == {"file": "base.toml", "row": 2, "name": "base_salary"}


@pytest.mark.parametrize("text", ["[[figure]", "", "[figure]\n", "[[figures]]\n", "[[figure]]\n[other]\n"])
def test_a_file_that_is_no_table_of_figures_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(RateFileUnreadableError) as caught:
        load_rates(folder_of(tmp_path, base=text))

    assert caught.value.facts() == {"file": "base.toml"}


def test_a_file_of_other_bytes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(RateFileUnreadableError):
        load_rates(tmp_path)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RateFileUnreadableError):
        load_rates(tmp_path)


def test_a_program_without_its_figures_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(name: str) -> Path:
        raise FileNotFoundError(name)

    monkeypatch.setattr(loading, "resource", nowhere)
    # What a program has read once it does not read again.
    loading._shipped_tables.cache_clear()

    with pytest.raises(RateFileUnreadableError):
        load_rates()


def test_the_shipped_figures_answer_for_every_day_since_2018() -> None:
    book = load_rates()

    for day in (date(2018, 1, 1), date(2021, 12, 31), date(2025, 6, 30), date(2025, 7, 1), date(2030, 1, 1)):
        for name in (
            "base_salary",
            "health.rate",
            "health.gap_days",
            "health.waiting_days",
            "poverty_line.rural",
            "pension.rate",
            "pension.ceiling_multiple",
            "pension.support_share.khac",
        ):
            assert book.at(name, day).value > 0
        assert [int(each.value) for each in book.beginning("health.months.", day)] == [12, 3, 6]
        assert [int(each.value) for each in book.beginning("pension.months.", day)] == [1, 12, 3, 6]
        assert len(book.beginning("health.order_share.", day)) == 5


def test_the_poverty_line_announced_for_2027_is_not_yet_priced_with() -> None:
    assert load_rates().at("poverty_line.rural", date(2027, 1, 1)).value == 1_500_000
