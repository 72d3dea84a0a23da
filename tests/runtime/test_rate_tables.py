"""Rows for several names, local rules, provinces and an office's corrections."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from agent_app.domain.due_list import Scheme
from agent_app.domain.local_support import LocalBasis
from agent_app.domain.rates import Certainty
from agent_app.runtime.gazetteer import load_gazetteer
from agent_app.runtime.paths import resource
from agent_app.runtime.rates import (
    RateFileUnreadableError,
    RateGapError,
    RateOverlapError,
    RateRowError,
    check_file,
    load_local_rules,
    load_rates,
    load_tables,
)

FIGURE = """[[figure]]
name = "health.support_share"
each = ["AA", "BB"]
value = "0.3"
from = 2026-01-01
document = "NĐ 1/2026"
certainty = "official"
"""
LOCAL = """[[local_support]]
name = "x"
value = "0.5"
basis = "total"
scheme = "BHYT"
payer = "tỉnh"
from = 2026-01-01
until = 2026-12-31
document = "NQ 1/2026"
certainty = "official"
"""
PROVINCE = """[[province]]
code = "01"
name = "Hà Nội"
from = 2025-07-01
document = "QĐ 19/2025"
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "rows.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_one_row_may_give_a_figure_to_several_names(tmp_path: Path) -> None:
    book = check_file(written(tmp_path, FIGURE)).book()

    for name in ("health.support_share.AA", "health.support_share.BB"):
        assert book.at(name, date(2026, 1, 1)).value == Decimal("0.3")
    assert not book.knows("health.support_share")


@pytest.mark.parametrize("endings", ["[]", '["AA", "AA"]', '[""]', "[1]", '"AA"'])
def test_endings_are_a_list_of_different_texts(tmp_path: Path, endings: str) -> None:
    with pytest.raises(RateRowError) as caught:
        check_file(written(tmp_path, FIGURE.replace('["AA", "BB"]', endings)))

    assert caught.value.facts() == {"file": "rows.toml", "row": 1, "about": "each"}


def test_a_gap_of_one_of_several_names_is_found(tmp_path: Path) -> None:
    later = FIGURE.replace('["AA", "BB"]', '["BB"]').replace("2026-01-01", "2027-01-01")
    early = FIGURE + "until = 2026-06-30\n"

    with pytest.raises(RateGapError) as caught:
        check_file(written(tmp_path, early + later))

    assert caught.value.facts() == {"file": "rows.toml", "row": 2, "name": "health.support_share.BB"}


def test_an_announced_row_is_kept_apart(tmp_path: Path) -> None:
    tables = check_file(written(tmp_path, FIGURE + "active = false\n"))

    assert tables.figures == ()
    assert [each.name for each in tables.announced] == ["health.support_share.AA", "health.support_share.BB"]
    assert len(tables.book().announced) == 2


def test_a_local_rule_has_its_conditions(tmp_path: Path) -> None:
    more = (
        'groups = ["GB"]\nplace = 1\nage_from = 60\nage_below = 80\nresidence = ["60"]\nholds_place = false\n'
    )
    rule = check_file(written(tmp_path, LOCAL + more)).local_rules[0]

    assert (rule.basis, rule.scheme, rule.payer) == (LocalBasis.TOTAL, Scheme.HEALTH, "tỉnh")
    assert (rule.groups, rule.residence) == (frozenset({"GB"}), frozenset({"60"}))
    assert (rule.place, rule.age_from, rule.age_below, rule.holds_place) == (1, 60, 80, False)
    assert (rule.figure.name, rule.figure.value, rule.figure.certainty) == (
        "local_support.x",
        Decimal("0.5"),
        Certainty.OFFICIAL,
    )


def test_a_local_rule_may_have_no_conditions(tmp_path: Path) -> None:
    rule = check_file(written(tmp_path, LOCAL)).local_rules[0]

    assert (rule.groups, rule.residence) == (frozenset(), frozenset())
    assert (rule.place, rule.age_from, rule.age_below, rule.holds_place) == (None, None, None, True)


@pytest.mark.parametrize(
    ("about", "line"),
    [
        ("place", "place = 0"),
        ("place", "place = true"),
        ("age_from", "age_from = -1"),
        ("age_below", 'age_below = "80"'),
        ("holds_place", "holds_place = 1"),
        ("groups", "groups = []"),
        ("residence", 'residence = "60"'),
        ("sex", 'sex = "nữ"'),
        ("until", "until = 2025-12-31"),
    ],
)
def test_a_condition_that_cannot_be_read_is_named(tmp_path: Path, about: str, line: str) -> None:
    text = LOCAL.replace("until = 2026-12-31\n", "") + line + "\n"

    with pytest.raises(RateRowError) as caught:
        check_file(written(tmp_path, LOCAL.replace('"x"', '"y"') + text))

    assert caught.value.facts() == {"file": "rows.toml", "row": 2, "about": about}


@pytest.mark.parametrize(
    ("about", "old", "new"),
    [
        ("basis", '"total"', '"all"'),
        ("scheme", '"BHYT"', '"BHTN"'),
        ("payer", '"tỉnh"', '""'),
        ("value", '"0.5"', "0.5"),
    ],
)
def test_a_field_of_a_local_rule_that_cannot_be_read_is_named(
    tmp_path: Path, about: str, old: str, new: str
) -> None:
    with pytest.raises(RateRowError) as caught:
        check_file(written(tmp_path, LOCAL.replace(old, new)))

    assert caught.value.facts()["about"] == about


def test_a_local_rule_may_pause_and_not_overlap(tmp_path: Path) -> None:
    again = LOCAL.replace("2026-", "2028-")
    assert len(check_file(written(tmp_path, LOCAL + again)).local_rules) == 2

    for text in (LOCAL + LOCAL, LOCAL.replace("until = 2026-12-31\n", "") + again):
        with pytest.raises(RateOverlapError) as caught:
            check_file(written(tmp_path, text))
        assert caught.value.facts() == {"file": "rows.toml", "row": 2, "name": "local_support.x"}


def test_a_province_may_end_and_its_code_be_taken_up_again(tmp_path: Path) -> None:
    old = PROVINCE.replace("2025-07-01", "2008-08-01")
    assert len(check_file(written(tmp_path, old + "until = 2025-06-30\n" + PROVINCE)).provinces) == 2

    with pytest.raises(RateOverlapError) as caught:
        check_file(written(tmp_path, old + "until = 2025-07-01\n" + PROVINCE))
    assert caught.value.facts()["name"] == "province.01"


@pytest.mark.parametrize(
    "text", ["", "a = 1\n", "[[other]]\na = 1\n", "figure = 1\n", FIGURE + "[note]\na = 1\n"]
)
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(RateFileUnreadableError):
        check_file(written(tmp_path, text))


def test_an_offices_file_corrects_what_ships(tmp_path: Path) -> None:
    text = FIGURE.replace("health.support_share", "pension.discount_rate").replace(
        'each = ["AA", "BB"]\n', ""
    )
    text = text.replace('"0.3"', '"0.0035"').replace("2026-01-01", "2027-01-01")
    book = load_rates(corrections=written(tmp_path, text))

    assert book.at("pension.discount_rate", date(2027, 6, 1)).value == Decimal("0.0035")
    assert book.at("pension.discount_rate", date(2026, 6, 1)).value == Decimal("0.0031")
    assert book.announced == load_rates().announced


def test_no_local_rule_ships() -> None:
    assert load_local_rules() == ()


def test_every_shipped_row_names_a_document() -> None:
    tables = load_tables()

    for each in (*tables.figures, *tables.announced):
        assert any(letter.isdigit() for letter in each.document) or "thông lệ" in each.document, each.name


@pytest.mark.parametrize("text", ["code,name\n00001,x\n", "code,name,province\n00001,x\n", "\udcff"])
def test_a_broken_list_of_communes_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "provinces.toml").write_text(PROVINCE, encoding="utf-8")
    (tmp_path / "communes.csv").write_bytes(text.encode("utf-8", "surrogateescape"))

    with pytest.raises(RateFileUnreadableError):
        load_gazetteer(tmp_path)


def test_a_missing_list_of_communes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "provinces.toml").write_text(PROVINCE, encoding="utf-8")

    with pytest.raises(RateFileUnreadableError):
        load_gazetteer(tmp_path)


def test_the_communes_are_ordered_and_each_once() -> None:
    codes = [
        line.split(",")[0]
        for line in (resource("rates") / "communes.csv").read_text("utf-8").splitlines()[1:]
    ]

    assert codes == sorted(set(codes))
    assert len(codes) == 3321


def test_what_the_rules_page_calls_doubtful_is_marked_so_in_the_tables() -> None:
    for name, on in (
        ("health.waiting_days", date(2020, 1, 1)),
        ("health.waiting_days", date(2026, 1, 1)),
        ("health.gap_days", date(2025, 6, 30)),
        ("pension.missing_months_most", date(2025, 6, 30)),
        ("pension.support_is_flat", date(2026, 1, 1)),
    ):
        assert load_rates().at(name, on).certainty is Certainty.DOUBTFUL


def test_no_figure_rests_on_a_document_that_came_later() -> None:
    rows = load_rates().rows()

    assert [each.name for each in rows if "2025" in each.document and each.since < date(2025, 1, 1)] == []
