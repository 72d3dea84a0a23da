"""The rates commands, and an office's own file of figures."""

from pathlib import Path

import pytest

from tests.cli.terminal import Run
from tests.cli.test_quotes import ON, pension
from tests.workbooks.sheets import SAMPLES


def test_figures_are_listed_with_their_documents(run: Run) -> None:
    every = run("rates", "list", "--json").lines()
    today = run("rates", "list", "--on", "2027-01-01", "--json").lines()

    lines = [each for each in every if each["name"] == "poverty_line.rural"]
    assert [(each["value"], each["active"]) for each in lines] == [  # type: ignore[typeddict-item]
        ("700000", True),
        ("1500000", True),
        ("2200000", False),
    ]
    assert [each["value"] for each in today if each["name"] == "poverty_line.rural"] == ["1500000"]  # type: ignore[typeddict-item]
    assert all(each["document"] and each["certainty"] for each in every)  # type: ignore[typeddict-item]
    assert "chưa áp dụng" in run("rates", "list").out
    assert "2530000" in run("rates", "list", "--on", ON).out


CORRECTION = """[[figure]]
name = "pension.discount_rate"
value = "0.0035"
from = 2027-01-01
until = 2027-12-31
document = "CV 1/2027"
certainty = "official"
"""


def test_an_office_corrects_a_figure_without_a_release(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "office.toml"
    file.write_text(CORRECTION, encoding="utf-8")

    assert run("rates", "check", str(file), "--json").answer()["ok"] is True
    assert pension(run, "--plan", "2y", "--rates", str(file), on="2027-03-01")["gross"] == 7_610_310
    listed = run("rates", "list", "--on", "2027-03-01", "--rates", str(file), "--json").lines()
    assert [each["value"] for each in listed if each["name"] == "pension.discount_rate"] == ["0.0035"]  # type: ignore[typeddict-item]


def test_a_figure_that_no_rule_asks_for_is_pointed_out(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "office.toml"
    file.write_text(CORRECTION.replace("discount_rate", "discount_rates"), encoding="utf-8")

    answer = run("rates", "check", str(file), "--json").answer()

    assert answer["unknown"] == ["pension.discount_rates"]  # type: ignore[typeddict-item]
    assert "«pension.discount_rates»" in run("rates", "check", str(file)).out


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (CORRECTION + CORRECTION, "dòng 2"),
        (CORRECTION.replace('"0.0035"', '"0,35"'), "dòng 1"),
        (CORRECTION + CORRECTION.replace("2027", "2029"), "dòng 2"),
        ("what", "office.toml"),
    ],
)
def test_a_file_that_cannot_be_used_names_its_row(text: str, named: str, tmp_path: Path, run: Run) -> None:
    file = tmp_path / "office.toml"
    file.write_text(text, encoding="utf-8")

    said = run("rates", "check", str(file))
    refused = run("quote", "bhyt", "--on", ON, "--order", "1", "--months", "3", "--rates", str(file))

    assert (said.code, refused.code) == (4, 4)
    assert named in said.err
    assert "office.toml" in refused.err


def test_a_file_that_is_not_there_is_bad_input(tmp_path: Path, run: Run) -> None:
    assert run("rates", "check", str(tmp_path / "none.toml")).code == 4


def corrections(folder: Path, *rows: str) -> str:
    """Write an office's file of poverty lines, each a value and more fields."""
    file = folder / "office.toml"
    head = '[[figure]]\nname = "poverty_line.rural"\nfrom = 2027-01-01\ndocument = "Q"\ncertainty = "law"\n'
    file.write_text("".join(head + row for row in rows), encoding="utf-8")
    return str(file)


def test_the_announced_poverty_line_is_told_until_the_office_settles_it(run: Run, tmp_path: Path) -> None:
    words = ["--plan", "3", "--on", "2027-03-01"]
    settled = corrections(tmp_path, 'value = "1500000"\n')

    assert any("2.200.000 đ" in note for note in told_notes(pension(run, *words)))
    assert told_notes(pension(run, *words, "--rates", settled)) == []


def test_what_an_office_announces_is_mentioned(run: Run, tmp_path: Path) -> None:
    file = corrections(tmp_path, 'value = "2000000"\nactive = false\n')

    notes = told_notes(pension(run, "--plan", "3", "--on", "2027-03-01", "--rates", file))

    assert [("2.000.000 đ" in note, "2.200.000 đ" in note) for note in notes] == [(True, False)]


def told_notes(answer: dict[str, object]) -> list[str]:
    """Return the notes of an answer."""
    notes = answer["notes"]
    assert isinstance(notes, list)
    return notes


def test_a_typed_rate_is_called_typed_and_belongs_to_no_law(run: Run) -> None:
    answer = pension(run, "--plan", "2y", "--rate", "0.0031")

    steps = answer["steps"]
    assert isinstance(steps, list)
    ahead = next(each for each in steps if each["code"] == "pension.ahead")
    assert ahead["document"] == "số ghi bằng tay, không phải mức chính thức"
    assert ahead["figures"][0]["certainty"] == "doubtful"
    assert ahead["figures"][0]["document"] == ahead["document"]
    assert any("lãi suất bình quân tháng là số ghi bằng tay" in note for note in told_notes(answer))


def test_local_rules_of_a_file_are_said_not_to_be_applied(run: Run, tmp_path: Path) -> None:
    local = str(SAMPLES / "local_support.toml")
    figures = corrections(tmp_path, 'value = "1500000"\n')

    assert "--local" in run("rates", "check", local).out
    assert len(run("rates", "check", local, "--json").answer()["notes"]) == 1  # type: ignore[typeddict-item]
    assert "--local" not in run("rates", "check", figures).out
