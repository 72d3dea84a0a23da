"""What the commands answer: the names of the fields, their kinds, and the main job step by step."""

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from agent_app.domain.names import fold
from tests.builders import AGENT
from tests.cli.terminal import Answer, Run
from tests.workbooks.sheets import SAMPLES

CLEAN = str(SAMPLES / "01-clean.xlsx")
TRUTH = json.loads((SAMPLES / "truth.json").read_text("utf-8"))["01-clean.xlsx"]["accepted"]
ON = "2026-11-21"
DUE_FIELDS = {"id", "person_id", "household_id", "household_no", "name", "hamlet"} | {
    *("scheme", "group", "to", "due_on", "amount", "agent_code")
}


def first_of_the_household_form(run: Run) -> Answer:
    """Return a line of the due list that is priced in household form."""
    lines = run("due", "list", "--json").lines()
    wanted = {each["insurance_no"] for each in TRUTH if (each["scheme"], each["group"]) == ("BHYT", "GD")}
    people = {each["id"]: each for each in run("person", "search", "", "--json").lines()}
    held = {person_id for person_id, each in people.items() if each.get("insurance_no") in wanted}
    return next(each for each in lines if each["person_id"] in held and each.get("scheme") == "BHYT")


def pay(run: Run, line: Answer, *more: str) -> Answer:
    """Take twelve months from a person."""
    person = f"{line['person_id']}:bhyt:12"
    return run(
        "receipt", "issue", "--person", person, "--payer", line["name"], "--on", ON, "--json", *more
    ).answer()


def sound(value: object, name: str = "") -> None:
    """Check an answer through and through: ids are texts, dates ISO, money whole."""
    if isinstance(value, dict):
        for key, each in value.items():
            sound(each, key)
    elif isinstance(value, list):
        for each in value:
            sound(each, name)
    elif value is not None:
        sound_field(name, value)


def sound_field(name: str, value: object) -> None:
    """Check one field by its name."""
    if name in {"due", "amount", "total", "gross", "support", "local_support", "income"}:
        assert isinstance(value, int), name
        assert not isinstance(value, bool), name
    elif name == "id" or (name.endswith("_id") and name != "citizen_id"):
        assert str(UUID(str(value))) == value, name
    elif name.endswith("_on") or name == "from":
        assert date.fromisoformat(str(value)).isoformat() == value, name
    elif name in {"to", "birth"}:
        assert re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", str(value)), name


def test_an_import_counts_its_rows(run: Run) -> None:
    answer = run("due", "import", CLEAN, "--month", "2027-01", "--json").answer()

    assert set(answer) >= {"import_id", "accepted", "rejected", "duplicates", "skipped"}
    assert (answer["accepted"], answer["rejected"], answer["duplicates"]) == (120, 0, 0)
    assert answer["skipped"] > 0
    sound(answer)


def test_a_second_import_says_that_nothing_changed(run: Run) -> None:
    assert run("due", "import", CLEAN, "--json").answer()["unchanged"] is True
    assert "không thay đổi" in run("due", "import", CLEAN).out


def test_the_due_list_has_every_line_with_its_fields(run: Run) -> None:
    lines = run("due", "list", "--json").lines()

    assert all(set(line) >= DUE_FIELDS for line in lines)
    sound(lines)
    shown = sorted((each["name"], each.get("to"), each.get("amount"), each.get("scheme")) for each in lines)
    assert shown == sorted((each["name"], each["to"], each["amount"], each["scheme"]) for each in TRUTH)


def test_the_due_list_is_asked_by_month_and_hamlet(run: Run) -> None:
    lines = run("due", "list", "--json").lines()
    hamlet = next(str(each.get("hamlet")) for each in lines if each.get("hamlet"))

    found = run("due", "list", "--hamlet", hamlet, "--json").lines()

    assert [each["id"] for each in found] == [each["id"] for each in lines if each.get("hamlet") == hamlet]
    assert run("due", "list", "--month", "2020-01", "--json").lines() == []
    assert run("due", "list").out.endswith("120 dòng\n")


@pytest.mark.parametrize("text", ["nguyen", "NGUYỄN", "Nguyễn"])
def test_a_search_needs_no_accents(text: str, run: Run) -> None:
    found = run("person", "search", text, "--json").lines()

    assert all(set(each) >= {"id", "name", "birth", "insurance_no", "household_id"} for each in found)
    wanted = [each["insurance_no"] for each in TRUTH if "nguyen" in fold(each["name"]).split()]
    assert sorted(str(each.get("insurance_no")) for each in found) == sorted(wanted)
    sound(found)


def test_a_household_shows_its_people(run: Run) -> None:
    line = first_of_the_household_form(run)

    answer = run("household", "show", line["household_id"], "--json").answer()

    assert (answer["id"], answer["household_no"]) == (line["household_id"], line["household_no"])
    members = answer["members"]  # type: ignore[typeddict-item]
    assert line["person_id"] in [each["id"] for each in members]
    sound(answer)
    assert line["name"] in run("household", "show", line["household_id"]).out


def test_a_quote_shows_its_steps(run: Run, tmp_path: Path) -> None:
    words = ("quote", "bhyt", "--on", ON, "--order", "2", "--months", "12")

    answer = run(*words, "--json", folder=tmp_path / "none", password=None).answer()

    assert answer["due"] == 956_340
    assert all(each["document"] for each in answer["steps"])  # type: ignore[typeddict-item]
    sound(answer)
    assert "956.340 đ" in run(*words).out
    later = run(*words, "--previous-end", "2026-12-31", "--json").answer()
    assert later["from"] == "2027-01-01"  # type: ignore[typeddict-item]


def test_a_visit_tells_what_was_kept(run: Run) -> None:
    line = first_of_the_household_form(run)
    person = f"{line['person_id']}:promised:2026-12-05"

    answer = run(
        *("visit", "record", "--household", line["household_id"], "--person", person),
        *("--met", "Bà Ánh", "--on", ON, "--json"),
    ).answer()

    assert answer["visited_on"] == ON
    assert answer["outcomes"] == [  # type: ignore[typeddict-item]
        {"person_id": line["person_id"], "outcome": "promised", "promised_on": "2026-12-05", "reason": None}
    ]
    sound(answer)
    shown = run("household", "show", line["household_id"], "--json").answer()
    assert shown["visits"][0]["met"] == "Bà Ánh"  # type: ignore[typeddict-item]
    due = next(each for each in run("due", "list", "--json").lines() if each["id"] == line["id"])
    assert (due["promised_on"], due["outcome"]) == ("2026-12-05", "promised")  # type: ignore[typeddict-item]


def test_a_receipt_is_issued_shown_and_printed(run: Run, tmp_path: Path) -> None:
    line = first_of_the_household_form(run)

    answer = pay(run, line)

    assert set(answer) >= {"id", "symbol", "book", "number", "issued_on", "total", "words", "lines", "state"}
    assert (answer["number"], answer["issued_on"], answer["total"]) == ("0000001", ON, 1_366_200)
    assert answer["words"] == "Một triệu ba trăm sáu mươi sáu nghìn hai trăm đồng"
    assert [each["order"] for each in answer["lines"]] == [1]
    sound(answer)
    assert run("receipt", "show", answer["id"], "--json").answer() == answer
    assert "1.366.200 đ" in run("receipt", "show", answer["id"]).out
    paper = tmp_path / "receipt.pdf"
    assert run("print", "receipt", answer["id"], "--out", str(paper)).code == 0
    assert paper.read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("rest", "support"),
    [("1500000", 198_000), ("1500000:ngheo", 495_000), ("1500000:ngheo:118", 330_000)],
)
def test_a_receipt_of_bhxh_has_the_support_of_the_group(rest: str, support: int, run: Run) -> None:
    line = first_of_the_household_form(run)
    person = f"{line['person_id']}:bhxh:3:{rest}"

    proof = ("--decision", "12/QĐ-UBND:UBND xã Suối Trúc")
    answer = run(
        "receipt", "issue", "--person", person, "--payer", "A", "--on", ON, *proof, "--json"
    ).answer()

    paid: Mapping[str, object] = answer["lines"][0]
    assert (paid["gross"], paid["support"], paid["due"]) == (990_000, support, 990_000 - support)


def test_a_paid_line_shows_its_receipt_in_the_due_list(run: Run) -> None:
    line = first_of_the_household_form(run)
    receipt = pay(run, line)

    due = next(each for each in run("due", "list", "--json").lines() if each["id"] == line["id"])

    assert due["receipt_id"] == receipt["id"]  # type: ignore[typeddict-item]


def test_the_status_says_what_waits(run: Run) -> None:
    pay(run, first_of_the_household_form(run))

    answer = run("sync", "status", "--json").answer()

    assert answer["waiting"]["receipts"] == 1
    assert answer["waiting"]["total"] == 1_366_200
    assert answer["waiting"]["operations"] == 2
    sound(answer)
    told = run("sync", "status").out
    assert "1 biên lai, 1.366.200 đ chưa gửi" in told
    assert re.search(r"^Cũ nhất: \d\d/\d\d/\d{4} \d\d:\d\d\.$", told, re.MULTILINE)


def test_a_check_finds_nothing_wrong(run: Run) -> None:
    pay(run, first_of_the_household_form(run))

    answer = run("check", "--json").answer()

    assert answer["ok"] is True
    assert (answer["people"], answer["receipts"], answer["due"]) == (120, 1, 120)  # type: ignore[typeddict-item]


def test_a_home_is_made_without_an_office(run: Run, tmp_path: Path) -> None:
    made = run("init", "--json", folder=tmp_path / "new").answer()

    assert made["agent_code"] is None
    assert made["books"] == []


def test_the_due_list_can_be_asked_for_one_collectors_lines(run: Run) -> None:
    everybody = run("due", "list", "--json").lines()
    codes = {each["agent_code"] for each in everybody}
    code = min(str(each) for each in codes if each)

    theirs = run("due", "list", "--agent", code, "--json").lines()
    own = run("due", "list", "--agent", "me", "--json").lines()

    assert theirs == [each for each in everybody if each["agent_code"] in {code, None}]
    assert own == [each for each in everybody if each["agent_code"] in {AGENT, None}]


def test_who_is_nobodys_collector_has_no_lines_to_call_their_own(run: Run, tmp_path: Path) -> None:
    run("init", "--json", folder=tmp_path / "new").answer()

    said = run("due", "list", "--agent", "me", folder=tmp_path / "new")

    assert said.code == 3
    assert "chưa được cơ quan BHXH cấp quyền thu" in said.err


def test_the_index_of_search_is_made_again_on_demand(run: Run) -> None:
    assert run("search", "rebuild", "--json").answer() == {"people": 120}
    assert "của 120 người" in run("search", "rebuild").out
    assert len(run("person", "search", "", "--json").lines()) == 120
    assert run("check", "--json").answer()["ok"] is True
