"""Consents, export, erasure, history and the access log at the command line."""

import json
import re
import stat
import zipfile
from pathlib import Path

import pytest

from tests.builders import AGENT
from tests.cli.terminal import PASSWORD, Run
from tests.cli.test_check import asked
from tests.cli.test_key_prompts import typed
from tests.workbooks.sheets import SAMPLES

Found = dict[str, object]


def someone(run: Run, text: str = "") -> Found:
    """The first person that a search finds."""
    return dict(run("person", "search", text, "--json").lines()[0])


def listed(run: Run, *command: str) -> list[Found]:
    return [dict(each) for each in run(*command, "--json").lines()]


def test_a_consent_is_kept_with_purpose_manner_and_day_and_can_be_taken_back(run: Run) -> None:
    person = str(someone(run)["id"])
    words = ("consent", "record", "--person", person, "--purpose", "reminder", "--how", "phone")

    given = dict(run(*words, "--on", "2026-11-20", "--json").answer())
    taken = dict(run(*words, "--withdraw", "--json").answer())

    assert (given["purpose"], given["how"], given["on"], given["withdrawn"]) == (
        "reminder",
        "phone",
        "2026-11-20",
        False,
    )
    assert taken["withdrawn"] is True
    assert dict(run("sync", "status", "--json").answer())["waiting"]["operations"] == 2  # type: ignore[index]


@pytest.mark.parametrize(
    ("option", "value"), [("--purpose", "spam"), ("--how", "telepathy"), ("--on", "2126-01-01")]
)
def test_a_consent_that_means_nothing_is_refused(run: Run, option: str, value: str) -> None:
    person = str(someone(run)["id"])
    words = {"--person": person, "--purpose": "reminder", "--how": "phone", option: value}

    assert run("consent", "record", *(part for pair in words.items() for part in pair)).code == 4


@pytest.mark.parametrize("name", ["of.json", "of.zip"])
def test_an_export_carries_its_watermark_and_is_for_its_owner_alone(
    run: Run, tmp_path: Path, name: str
) -> None:
    person = someone(run)
    out = tmp_path / name

    said = dict(run("privacy", "export", str(person["id"]), "--out", str(out), "--json").answer())

    mark = said["watermark"]
    assert isinstance(mark, dict)
    assert mark["line"].startswith(f"Xuất bởi {AGENT}, ")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    if name.endswith(".zip"):
        with zipfile.ZipFile(out) as archive:
            files = {each: archive.read(each).decode() for each in archive.namelist()}
            assert archive.comment.decode() == mark["line"]
        assert set(files) == {"du-lieu.json", "du-lieu.html"}
        assert files["du-lieu.html"].count(mark["line"]) == 2
        assert f"<tr><td>Số CCCD</td><td>{person['citizen_id']}</td></tr>" in files["du-lieu.html"]
        assert "household_id" not in files["du-lieu.html"]
        assert "<td>Ngày đến hạn</td><td>19/12/2026</td>" in files["du-lieu.html"]
        assert re.search(r"\d{4}-\d{2}-\d{2}|UTC|promised|cash", files["du-lieu.html"]) is None
    else:
        files = {"du-lieu.json": out.read_text("utf-8")}
    held = json.loads(files["du-lieu.json"])
    assert held["watermark"] == mark
    assert not {"words", "scope", "ver"} & {*held["person"], *held["household"]}
    assert held["person"]["citizen_id"] == person["citizen_id"]
    assert len(held["due_items"]) >= 1


def test_an_export_stands_in_the_access_log_under_its_code(run: Run, tmp_path: Path) -> None:
    person = str(someone(run)["id"])
    run("privacy", "export", person, "--out", str(tmp_path / "a.json"))

    newest = listed(run, "log", "access", "--person", person)[0]

    assert (newest["action"], newest["entity"], newest["id"], newest["actor"]) == (
        "export",
        "person",
        person,
        AGENT,
    )


def test_an_export_asks_for_a_name_that_says_what_it_is(run: Run, tmp_path: Path) -> None:
    said = run("privacy", "export", str(someone(run)["id"]), "--out", str(tmp_path / "a.txt"))

    assert said.code == 4
    assert listed(run, "log", "access", "--since", "2020-01-01")[0]["action"] == "view"


def test_an_erasure_is_asked_for_twice(run: Run) -> None:
    person = someone(run)

    assert run("privacy", "erase", str(person["id"]), "--reason", "Tự yêu cầu").code == 3
    assert someone(run, str(person["name"]))["id"] == person["id"]


def test_an_erasure_needs_its_reason(run: Run) -> None:
    said = run("privacy", "erase", str(someone(run)["id"]), "--reason", "  ", "--yes")

    assert said.code == 4
    assert "lý do" in said.err


def test_who_was_erased_is_found_no_more_and_the_request_waits_for_the_office(run: Run) -> None:
    person = someone(run)
    before = len(listed(run, "person", "search", ""))

    said = run("privacy", "erase", str(person["id"]), "--reason", "Tự yêu cầu", "--yes", "--json").answer()

    assert str(said["name"]).startswith("Người đã xoá #")
    assert listed(run, "person", "search", str(person["insurance_no"])) == []
    assert len(listed(run, "person", "search", "")) == before - 1
    assert dict(run("sync", "status", "--json").answer())["waiting"]["operations"] == 1  # type: ignore[index]
    assert run("check").code == 0
    again = run("privacy", "erase", str(person["id"]), "--reason", "x", "--yes")
    assert (again.code, "đã được xoá" in again.err) == (4, True)


def test_an_old_list_does_not_bring_the_erased_back_and_a_newer_one_does_as_somebody_new(run: Run) -> None:
    person = someone(run)
    run("privacy", "erase", str(person["id"]), "--reason", "Tự yêu cầu", "--yes")
    number = str(person["insurance_no"])
    old = run("due", "import", str(SAMPLES / "01-clean.xlsx"), "--month", "2026-11", "--json")

    assert listed(run, "person", "search", number) == []
    assert '"about": "erased"' in old.out

    run("due", "import", str(SAMPLES / "01-clean.xlsx"), "--month", "2027-06")
    (back,) = listed(run, "person", "search", number)
    assert back["id"] != person["id"]


def test_a_sweep_tells_what_it_has_removed(run: Run) -> None:
    assert dict(run("privacy", "sweep", "--json").answer()) == {"bodies": 0, "list_lines": 0, "accesses": 0}


def test_a_page_that_was_shown_stands_in_the_access_log(run: Run) -> None:
    person = someone(run)
    run("household", "show", str(person["household_id"]))

    entries = listed(run, "log", "access", "--person", str(person["id"]))

    assert [(each["action"], each["entity"], each["place"]) for each in entries[:1]] == [
        ("view", "household", "command")
    ]


def test_a_long_list_is_one_entry_of_the_access_log(run: Run) -> None:
    people = len(listed(run, "person", "search", ""))
    assert people > 50

    newest = listed(run, "log", "access")[0]

    assert (newest["entity"], newest["id"]) == ("list", None)
    assert f"{people} people" in newest["fields"]  # type: ignore[operator]


def test_a_print_stands_in_the_access_log(run: Run, tmp_path: Path) -> None:
    person = next(each for each in listed(run, "due", "list") if each["scheme"] == "BHYT")
    issue = ("receipt", "issue", "--person", f"{person['person_id']}:bhyt:12", "--payer", str(person["name"]))
    receipt = run(*issue, "--json").answer()
    assert run("print", "receipt", receipt["id"], "--out", str(tmp_path / "a.pdf")).code == 0

    prints = [each for each in listed(run, "log", "access") if each["action"] == "print"]

    assert [(each["entity"], each["id"]) for each in prints] == [("receipt", receipt["id"])]


def test_a_history_without_changes_is_empty(run: Run) -> None:
    assert listed(run, "person", "history", str(someone(run)["id"])) == []


def test_a_file_that_came_in_whole_is_deleted_on_request(run: Run, tmp_path: Path) -> None:
    copy = tmp_path / "d08a.xlsx"
    copy.write_bytes((SAMPLES / "01-clean.xlsx").read_bytes())

    said = run("due", "import", str(copy), "--delete-file")

    assert said.code == 0
    assert "Đã ghi đè và xoá tệp" in said.out
    assert not copy.exists()


def test_a_file_with_lines_of_somebody_erased_goes(run: Run, tmp_path: Path) -> None:
    run("privacy", "erase", str(someone(run)["id"]), "--reason", "Tự yêu cầu", "--yes")
    copy = tmp_path / "d08a.xlsx"
    copy.write_bytes((SAMPLES / "01-clean.xlsx").read_bytes())

    said = run("due", "import", str(copy), "--month", "2026-10", "--delete-file", "--json")

    assert (said.code, '"about": "erased"' in said.out) == (0, True)
    assert not copy.exists()


def test_a_file_with_rejected_lines_stays_and_the_answer_is_given(run: Run, tmp_path: Path) -> None:
    copy = tmp_path / "d08a.xlsx"
    copy.write_bytes((SAMPLES / "02-messy.xlsx").read_bytes())

    said = run("due", "import", str(copy), "--delete-file", "--json")

    assert said.code == 3
    assert json.loads(said.out)["rejected"] > 0
    assert "vẫn giữ nguyên" in said.err
    assert copy.exists()


def test_the_access_log_and_the_history_speak_no_code(run: Run, home: Path, tmp_path: Path) -> None:
    person = someone(run)
    listed(run, "person", "search", "")
    run("privacy", "export", str(person["id"]), "--out", str(tmp_path / "a.json"))
    asked(home, "UPDATE person SET phone = '0912345678', birth = '1981-07-29'")

    log = run("log", "access").out
    history = run("person", "history", str(person["id"])).out

    assert re.search(r"\b(person|list|people|birth|citizen_id|all|view|phone)\b", log) is None
    assert "Số CCCD" in log
    assert "Điện thoại" in history
    assert "28/07/1981  29/07/1981" in history


def test_at_a_terminal_an_erasure_is_asked_for(run: Run, home: Path) -> None:
    person = someone(run)
    words = ("privacy", "erase", str(person["id"]), "--reason", "Tự yêu cầu")
    answers = [("[y/N]: ", "n"), ("Mật khẩu: ", PASSWORD)]

    code, seen = typed(home, words, answers)

    assert (code, "Không lấy lại được" in seen) == (3, True)
    assert listed(run, "person", "search", str(person["insurance_no"]))
    code, seen = typed(home, words, [("[y/N]: ", "y"), ("Mật khẩu: ", PASSWORD)])
    assert (code, "Người đã xoá #" in seen) == (0, True)


def test_the_household_of_the_erased_says_so(run: Run) -> None:
    alone = next(
        each
        for each in listed(run, "person", "search", "")
        if len(run("household", "show", str(each["household_id"]), "--json").answer()["members"]) == 1  # type: ignore[misc]
    )
    run("privacy", "erase", str(alone["id"]), "--reason", "Tự yêu cầu", "--yes")

    assert "Hộ đã xoá theo yêu cầu" in run("household", "show", str(alone["household_id"])).out


def test_a_code_that_no_line_names_is_answered_with_those_that_are_named(run: Run) -> None:
    said = run("due", "list", "--agent", "NVT999").out

    assert "0 dòng" in said
    assert "NVT060085002" in said


def test_a_month_is_quoted_as_it_was_typed(run: Run) -> None:
    said = run("due", "list", "--month", "2026-13")

    assert said.code == 4
    assert "2026-13-01" not in said.err
    assert "2026-12" in said.err
