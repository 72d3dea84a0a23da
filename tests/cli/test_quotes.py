"""The quote commands: their fields, their refusals, and figures across the years."""

import json
from datetime import date, timedelta

import pytest

from tests.cli.terminal import Run

ON = "2026-11-21"
MONEY = {"gross", "support", "local_support", "due", "from", "to", "waiting", "steps"}


def asked(run: Run, *arguments: str) -> dict[str, object]:
    """Ask for JSON and read it."""
    said = run("quote", *arguments, "--json")
    assert said.code == 0, said.err
    answer: dict[str, object] = json.loads(said.out)
    return answer


def health(run: Run, *arguments: str, on: str = ON) -> dict[str, object]:
    return asked(run, "bhyt", "--on", on, *arguments)


def pension(run: Run, *arguments: str, on: str = ON) -> dict[str, object]:
    return asked(run, "bhxh", "--on", on, "--income", "1500000", *arguments)


def test_the_fields_of_a_health_quote(run: Run) -> None:
    answer = health(run, "--group", "GB", "--months", "12", "--local", "percent:50:total")

    assert set(answer) >= MONEY
    assert [answer[key] for key in ("gross", "support", "local_support", "due")] == [
        1_366_200,
        409_860,
        273_240,
        683_100,
    ]
    assert (answer["from"], answer["to"], answer["waiting"]) == ("2026-12-21", "2027-12-20", 30)
    steps = answer["steps"]
    assert isinstance(steps, list)
    assert all(each["document"] and each["text"] and each["code"] for each in steps)


@pytest.mark.parametrize(
    ("on", "group", "due"),
    [
        ("2018-01-01", "GD", 702_000),
        ("2018-06-30", "GD", 702_000),
        ("2018-07-01", "GD", 750_600),
        ("2019-06-30", "GD", 750_600),
        ("2019-07-01", "GD", 804_600),
        ("2023-06-30", "HS", 563_220),
        ("2023-07-01", "HS", 680_400),
        ("2024-06-30", "GB", 680_400),
        ("2024-07-01", "GB", 884_520),
        ("2025-06-30", "SV", 884_520),
        ("2025-07-01", "SV", 631_800),
        ("2026-06-30", "CN", 379_080),
        ("2026-07-01", "CN", 409_860),
        ("2027-12-31", "GD", 1_366_200),
    ],
)
def test_prices_from_2018_to_2027(on: str, group: str, due: int, run: Run) -> None:
    assert health(run, "--group", group, "--order", "1", "--months", "12", on=on)["due"] == due


@pytest.mark.parametrize(("gap", "start", "waiting"), [(89, 0, 0), (90, 30, 30), (91, 30, 30), (1, 0, 0)])
def test_gaps_are_counted_in_days(gap: int, start: int, waiting: int, run: Run) -> None:
    on = date(2026, 11, 21)
    ended = (on - timedelta(days=gap)).isoformat()

    answer = health(run, "--order", "1", "--months", "3", "--previous-end", ended)

    assert (answer["from"], answer["waiting"]) == ((on + timedelta(days=start)).isoformat(), waiting)


@pytest.mark.parametrize(
    ("choice", "start"), [("payment", "2026-11-21"), ("next-day", "2026-11-22"), ("expiry", "2026-11-02")]
)
def test_the_office_chooses_for_short_gaps(choice: str, start: str, run: Run) -> None:
    words = ("--order", "1", "--months", "3", "--previous-end", "2026-11-01", "--short-gap", choice)

    assert health(run, *words)["from"] == start


def test_from_the_end_of_august_six_months_end_with_february(run: Run) -> None:
    answer = health(run, "--order", "1", "--months", "6", "--previous-end", "2026-08-30", on="2026-08-20")

    assert (answer["from"], answer["to"]) == ("2026-08-31", "2027-02-28")


def test_odd_months_need_their_option(run: Run) -> None:
    assert run("quote", "bhyt", "--on", ON, "--order", "1", "--months", "7").code == 3
    assert health(run, "--order", "1", "--months", "7", "--odd-months")["due"] == 7 * 113_850


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (3, ["--group", "HN"]),
        (3, ["--group", "DT"]),
        (3, ["--group", "LH"]),
        (3, ["--group", "DN"]),
        (3, ["--group", "co-so-50", "--on", "2025-06-30"]),
        (3, ["--order", "1", "--months", "24"]),
        (3, ["--order", "1", "--on", "2017-06-30"]),
        (4, ["--group", "XX"]),
        (4, []),
        (4, ["--order", "x"]),
        (4, ["--order", "0"]),
        (4, ["--order", "1", "--months", "1.5"]),
        (4, ["--order", "1", "--on", "21/11/2026"]),
        (4, ["--order", "1", "--previous-end", "x"]),
        (4, ["--order", "1", "--on", "9999-12-31"]),
        (4, ["--order", "1", "--on", "0001-01-01"]),
        (4, ["--order", "1", "--previous-end", "9999-12-31"]),
        (4, ["--order", "1", "--short-gap", "x"]),
        (4, ["--order", "1", "--local", "percent:10:of-minimum"]),
        (4, ["--order", "1", "--local", "percent:-1:total"]),
        (4, ["--order", "1", "--local", "percent:1:half"]),
        (4, ["--order", "1", "--local", "percent:150:total"]),
        (4, ["--order", "1", "--local", "percent:100.01:additional"]),
        (4, ["--order", "1", "--local", "amount:1.5"]),
        (4, ["--order", "1", "--local", "amount:1:2"]),
        (4, ["--order", "1", "--local", "percent::total"]),
        (4, ["--order", "1", "--local", "percent:1:amount"]),
        (4, ["--order", "1", "--rates", "nowhere.toml"]),
        (2, ["--order", "1", "--unknown"]),
    ],
)
def test_refusals_have_their_exit_codes(code: int, words: list[str], run: Run) -> None:
    said = run("quote", "bhyt", "--on", ON, "--months", "12", *words)

    assert (said.code, said.out) == (code, "")
    assert said.err.strip()


@pytest.mark.parametrize(
    ("rules", "local"),
    [
        (["percent:50:total"], 273_240),
        (["percent:20:additional"], 273_240),
        (["amount:10000"], 120_000),
        (["percent:12.5:additional", "amount:1000"], 182_775),
        (["percent:90:additional"], 956_340),
    ],
)
def test_local_rules_of_a_supported_group(rules: list[str], local: int, run: Run) -> None:
    words = [word for rule in rules for word in ("--local", rule)]

    answer = health(run, "--group", "GB", "--months", "12", *words)

    assert (answer["local_support"], answer["due"]) == (local, 956_340 - local)


def members(answer: dict[str, object]) -> list[dict[str, object]]:
    found = answer["members"]
    assert isinstance(found, list)
    return found


def home(run: Run, *wanted: str, on: str = ON) -> dict[str, object]:
    words = [
        word for each in wanted for word in (("--member", each) if not each.startswith("--") else (each,))
    ]
    return asked(run, "household", "--on", on, *words)


@pytest.mark.parametrize(
    ("size", "due", "form", "alternative"),
    [
        (1, 956_340, "group", 1_366_200),
        (4, 3_825_360, "group", 1_366_200),
        (5, 4_371_840, "household", 956_340),
    ],
)
def test_a_farming_household_takes_the_cheaper_form(
    size: int, due: int, form: str, alternative: int, run: Run
) -> None:
    answer = home(run, *["GB:12"] * size)

    assert answer["due"] == due
    assert {(each["form"], each["alternative"]) for each in members(answer)} == {(form, alternative)}
    assert all(set(each) >= {*MONEY, "order", "form", "alternative"} for each in members(answer))


def test_places_held_by_others_and_by_members(run: Run) -> None:
    said = asked(
        run,
        *("household", "--on", "2026-07-10", "--taken", "2,4"),
        *("--member", "GD:12", "--member", "GD:6:2026-07-14:1", "--member", "GD:12::", "--member", "HS:12"),
    )

    assert [(each["order"], each["due"]) for each in members(said)] == [
        (3, 819_720),
        (1, 683_100),
        (5, 546_480),
        (None, 683_100),
    ]
    assert members(said)[1]["from"] == "2026-07-15"
    assert said["due"] == 819_720 + 683_100 + 546_480 + 683_100


def test_around_new_year(run: Run) -> None:
    old = asked(run, "household", "--on", "2026-12-31", "--member", "GD:12:2026-12-31", "--taken", "1,2,3,4")
    new = home(run, "GD:12:2026-12-31", on="2027-01-01")

    assert (old["due"], new["due"]) == (546_480, 1_366_200)
    assert (members(old)[0]["from"], members(new)[0]["from"]) == ("2027-01-01", "2027-01-01")


def test_members_end_together_by_odd_months(run: Run) -> None:
    answer = asked(run, "household", "--on", ON, "--member", "GD:12", "--member", "GD:7", "--odd-months")

    assert answer["due"] == 1_366_200 + 7 * 79_695


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (3, ["--member", "TE:12"]),
        (3, ["--member", "GD:7"]),
        (4, ["--member", "XX:12"]),
        (4, ["--member", "GD"]),
        (4, ["--member", ":12"]),
        (4, ["--member", "GD:x"]),
        (4, ["--member", "GD:12:2026-12-31:1:1"]),
        (4, ["--member", "GD:12:31-12"]),
        (4, ["--member", "GD:12::0"]),
        (4, ["--member", "GD:12::1", "--member", "GD:12::1"]),
        (4, ["--member", "GD:12::1", "--taken", "1"]),
        (4, ["--member", "GD:12", "--taken", "1,x"]),
        (2, []),
    ],
)
def test_refusals_for_a_household(code: int, words: list[str], run: Run) -> None:
    assert run("quote", "household", "--on", ON, *words).code == code


def test_the_fields_of_a_pension_quote(run: Run) -> None:
    answer = pension(run, "--plan", "3y")

    assert set(answer) >= {*MONEY, "supported_months"}
    assert (answer["gross"], answer["due"], answer["supported_months"]) == (11_259_443, 8_883_443, 36)
    assert (answer["from"], answer["to"], answer["move"]) == ("2026-11-01", "2029-10-31", "TM")
    assert len(answer["notes"]) == 2  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "due"),
    [
        (["--plan", "1"], 264_000),
        (["--plan", "12", "--group", "dtts"], 2_772_000),
        (["--plan", "1", "--group", "can-ngheo"], 198_000),
        (["--plan", "1", "--group", "dtts", "--group", "ngheo"], 165_000),
        (["--plan", "1", "--group", "xa-dao"], 165_000),
        (["--plan", "2y"], 6_060_801),
        (["--plan", "5y"], 14_138_148),
        (["--plan", "missing:12"], 4_040_708 - 792_000),
        (["--plan", "12", "--supported-months", "115"], 3_630_000),
        (["--plan", "12", "--supported-months", "120"], 3_960_000),
        (["--plan", "12", "--supported-months", "500"], 3_960_000),
        (["--plan", "12", "--local-support", "66000"], 2_376_000),
        (["--plan", "12", "--local-support", "0"], 3_168_000),
        (["--plan", "12", "--local", "percent:10:of-minimum"], 2_772_000),
        (["--plan", "12", "--local", "percent:50:total"], 1_980_000),
        (["--plan", "12", "--local", "percent:20:additional", "--local-support", "1000"], 2_364_000),
        (["--plan", "2y", "--rate", "0"], 6_336_000),
        (["--plan", "2y", "--rate", "0.0031"], 6_060_801),
    ],
)
def test_what_a_pension_on_the_poverty_line_costs(words: list[str], due: int, run: Run) -> None:
    assert pension(run, *words)["due"] == due


@pytest.mark.parametrize(
    ("on", "income", "due"),
    [
        ("2018-01-01", "700000", 138_600),
        ("2021-12-31", "700000", 138_600),
        ("2022-01-01", "1500000", 297_000),
        ("2025-06-30", "1500000", 297_000),
        ("2025-07-01", "1500000", 264_000),
        ("2026-06-30", "46800000", 10_230_000),
        ("2026-07-01", "50600000", 11_066_000),
        ("2027-01-01", "1500000", 264_000),
    ],
)
def test_pensions_from_2018_to_2027(on: str, income: str, due: int, run: Run) -> None:
    assert asked(run, "bhxh", "--on", on, "--income", income, "--plan", "1")["due"] == due


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (3, ["--income", "1450000"]),
        (3, ["--income", "50650000"]),
        (3, ["--income", "46850000", "--on", "2026-06-30"]),
        (3, ["--income", "1520000"]),
        (3, ["--plan", "2"]),
        (3, ["--plan", "24"]),
        (3, ["--plan", "1y"]),
        (3, ["--plan", "6y"]),
        (3, ["--plan", "missing:61"]),
        (3, ["--plan", "2y", "--on", "2027-01-01"]),
        (3, ["--plan", "missing:3", "--on", "2025-12-31"]),
        (3, ["--on", "2017-12-31"]),
        (4, ["--plan", "x"]),
        (4, ["--plan", "0"]),
        (4, ["--plan", "0y"]),
        (4, ["--plan", "missing:x"]),
        (4, ["--plan", "missing:0"]),
        (4, ["--plan", "prepaid:3"]),
        (4, ["--plan", ":3"]),
        (4, ["--income", "x"]),
        (4, ["--income", "-1"]),
        (4, ["--group", "x"]),
        (4, ["--supported-months", "-1"]),
        (4, ["--local-support", "x"]),
        (4, ["--previous-end", "9999-12-31"]),
        (4, ["--on", "9999-12-31"]),
        (4, ["--rate", "x"]),
        (4, ["--rate", "0.31"]),
        (4, ["--rate", "0.1"]),
        (4, ["--rate", "-0.1"]),
        (4, ["--previous-end", "x"]),
    ],
)
def test_refusals_for_a_pension(code: int, words: list[str], run: Run) -> None:
    said = run("quote", "bhxh", "--on", ON, "--income", "1500000", "--plan", "3", *words)

    assert (said.code, said.out) == (code, ""), said.err


@pytest.mark.parametrize(
    "turn",
    [
        ("2026-09-30", "2026-10-01", "DT", 0, "2026-12-31"),
        ("2026-07-31", "2026-11-01", "DL", 3, "2026-10-31"),
        ("2026-12-31", "2027-01-01", "DT", 0, "2027-03-31"),
    ],
)
def test_a_pension_goes_on_or_is_taken_up_again(turn: tuple[str, str, str, int, str], run: Run) -> None:
    ended, start, move, skipped, deadline = turn
    answer = pension(run, "--plan", "3", "--previous-end", ended)

    assert [answer[key] for key in ("from", "move", "skipped", "deadline")] == [
        start,
        move,
        skipped,
        deadline,
    ]
    notes = answer["notes"]
    assert isinstance(notes, list)
    assert any("đóng bù" in note for note in notes) is bool(skipped)


def test_missing_time_has_no_months_of_its_own(run: Run) -> None:
    answer = pension(run, "--plan", "missing:12")

    assert [answer[key] for key in ("from", "to", "waiting", "move", "deadline")] == [
        None,
        None,
        0,
        None,
        None,
    ]


def test_people_read_words_with_documents(run: Run) -> None:
    said = run(
        "quote", "bhxh", "--on", ON, "--income", "1500000", "--plan", "3y", "--previous-end", "2026-05-31"
    ).out

    assert "8.883.443 đ (Tám triệu" in said
    assert "Nghị định 159/2025/NĐ-CP" in said
    assert "còn ngờ" in said
    assert "01/01/2027" in said
    home_said = run("quote", "household", "--on", ON, "--member", "GB:12", "--member", "GD:12").out
    assert "theo nhóm GB, cách kia 1.366.200 đ" in home_said
    assert "GD, người thứ 1 trong hộ:" in home_said
    assert "Cả hộ: 2.322.540 đ" in home_said
    assert "Người thứ 2" in run("quote", "bhyt", "--on", ON, "--order", "2", "--months", "3").out
