"""What goes wrong at the command line: one sentence, an exit code, and nothing changed."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from agent_app.runtime.messages import UNEXPECTED
from tests.builders import an_enrolment, an_id
from tests.cli.terminal import PASSWORD, Run, Said, files_of, run_program
from tests.postgres import free_port
from tests.workbooks.sheets import SAMPLES, write_xlsx

SOMEBODY = str(an_id(1))
PAYER = ("--payer", "Nguyễn Thị Ánh")


def refused(said: Said, code: int, *words: str) -> None:
    """See a command end with one Vietnamese sentence that has these words."""
    assert said.code == code, said
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert said.err != f"{UNEXPECTED}\n"
    assert any(ord(letter) > 0x7F for letter in said.err)
    for word in words:
        assert word in said.err


USAGE = [
    ("--colour", "due", "list"),
    ("due", "list", "--colour", "red"),
    ("due", "eat"),
    ("dance",),
    ("due", "import"),
    ("receipt", "issue"),
    ("receipt", "issue", "--person", "x"),
    ("print", "receipt", SOMEBODY),
    ("due", "list", "--month"),
]


@pytest.mark.parametrize("words", USAGE, ids=" ".join)
def test_what_is_no_command_exits_with_two(words: tuple[str, ...], run: Run) -> None:
    said = run(*words)

    assert said.code == 2
    assert said.err


def test_help_and_version_need_no_home(run: Run, tmp_path: Path) -> None:
    for words in (("--help",), ("--version",), ("due", "import", "--help")):
        assert run(*words, folder=tmp_path / "none", password=None).code == 0


UNREADABLE = [
    (("due", "list", "--month", "2026-13"), "2026-13"),
    (("due", "list", "--month", "12/2026"), "12/2026"),
    (("due", "list", "--month", "2026-1"), "2026-1"),
    (("due", "import", "x.xlsx", "--month", "tháng 12"), "tháng 12"),
    (("household", "show", "4059906722"), "4059906722"),
    (("receipt", "show", "7"), "7"),
    (("print", "receipt", "7", "--out", "x.pdf"), "7"),
    (("visit", "record", "--household", "7", "--person", f"{SOMEBODY}:absent"), "7"),
    (("visit", "record", "--household", SOMEBODY, "--person", "7:absent"), "7"),
    (("visit", "record", "--household", SOMEBODY, "--person", SOMEBODY), ""),
    (("visit", "record", "--household", SOMEBODY, "--person", f"{SOMEBODY}:asleep"), "asleep"),
    (("visit", "record", "--household", SOMEBODY, "--person", f"{SOMEBODY}:paid:all"), "paid"),
    (("visit", "record", "--household", SOMEBODY, "--person", f"{SOMEBODY}:promised:mai"), "mai"),
    (
        ("visit", "record", "--household", SOMEBODY, "--person", f"{SOMEBODY}:promised:2026-02-30"),
        "2026-02-30",
    ),
    (
        ("visit", "record", "--household", SOMEBODY, "--person", f"{SOMEBODY}:absent", "--on", "21/11/2026"),
        "21/11",
    ),
    (("receipt", "issue", "--person", "7:bhyt:12", *PAYER), "7"),
    (("receipt", "issue", "--person", f"{SOMEBODY}:bhtn:12", *PAYER), "bhtn"),
    (("receipt", "issue", "--person", f"{SOMEBODY}:bhyt", *PAYER), "bhyt"),
    (("receipt", "issue", "--person", f"{SOMEBODY}:bhyt:12:1500000", *PAYER), "1500000"),
    (("receipt", "issue", "--person", f"{SOMEBODY}:bhyt:một", *PAYER), "một"),
    (("receipt", "issue", "--person", f"{SOMEBODY}:bhyt:0", *PAYER), "0"),
    (("receipt", "issue", "--person", f"{SOMEBODY}:bhyt:-3", *PAYER), "-3"),
    (("receipt", "issue", "--person", f"{SOMEBODY}:bhyt:1.5", *PAYER), "1.5"),
    (("receipt", "issue", "--person", f"{SOMEBODY}:bhyt:{'9' * 5000}", *PAYER), "999"),
    (("receipt", "issue", "--person", f"{SOMEBODY}:bhxh:3:1.500.000", *PAYER), "1.500.000"),
    (("receipt", "issue", "--person", f"{SOMEBODY}:bhxh:3:1500000:CN", *PAYER), "CN"),
    (("receipt", "issue", "--person", f"{SOMEBODY}:bhxh:3:1500000:", *PAYER), "can-ngheo"),
    (("receipt", "issue", "--person", f"{SOMEBODY}:bhxh:3:1500000:dtts:x", *PAYER), "x"),
    (("receipt", "issue", "--person", f"{SOMEBODY}:bhxh:3:1500000:dtts:1:2", *PAYER), "dtts:1:2"),
    (("receipt", "issue", "--person", f"{SOMEBODY}:bhyt:12", *PAYER, "--method", "gold"), "gold"),
    (("receipt", "issue", "--person", f"{SOMEBODY}:bhyt:12", *PAYER, "--on", "2026-11-31"), "2026-11-31"),
    (("quote", "bhyt", "--on", "hôm nay", "--order", "1", "--months", "12"), "hôm nay"),
    (("quote", "bhyt", "--on", "2026-11-21", "--order", "đầu", "--months", "12"), "đầu"),
    (("quote", "bhyt", "--on", "2026-11-21", "--order", "1", "--months", "năm"), "năm"),
    (("quote", "bhyt", "--on", "2026-11-21", "--order", "1", "--months", "12", "--previous-end", "x"), "x"),
]


@pytest.mark.parametrize(
    ("words", "value"), UNREADABLE, ids=[" ".join(words)[-60:] for words, _ in UNREADABLE]
)
def test_a_value_that_cannot_be_read_is_named(words: tuple[str, ...], value: str, run: Run) -> None:
    refused(run(*words), 4, value)


def test_ids_that_nobody_has_are_named(run: Run) -> None:
    refused(run("household", "show", SOMEBODY), 4, SOMEBODY)
    refused(run("receipt", "show", SOMEBODY), 4, SOMEBODY)
    refused(run("receipt", "issue", "--person", f"{SOMEBODY}:bhyt:12", *PAYER), 4, SOMEBODY)


def test_what_a_rule_forbids_exits_with_three(run: Run, home: Path) -> None:
    line = next(each for each in run("due", "list", "--json").lines() if each.get("group") == "GD")
    person = line["person_id"]

    refused(run("init"), 3)
    refused(run("receipt", "issue", "--person", f"{person}:bhyt:5", *PAYER), 3, "3, 6, 12")
    refused(
        run("receipt", "issue", "--person", f"{person}:bhyt:12", *PAYER, "--on", "2999-01-01"),
        3,
        "01/01/2999",
    )
    refused(
        run("quote", "bhyt", "--on", "2026-11-21", "--group", "HN", "--order", "1", "--months", "12"), 3, "HN"
    )
    enrolment = home.parent / "other.json"
    enrolment.write_text(an_enrolment(agent_code="NVT2").text(), "utf-8")
    refused(run("init", "--enrolment", str(enrolment)), 3)
    assert run("check", "--json").answer()["ok"] is True


def test_a_home_without_an_office_takes_no_money(run: Run, tmp_path: Path) -> None:
    new = tmp_path / "new"
    run("init", folder=new)

    refused(run("receipt", "issue", "--person", f"{SOMEBODY}:bhyt:12", *PAYER, folder=new), 3, "enrol.json")
    refused(run("sync", folder=new), 3)


@pytest.mark.parametrize("text", ["", "[]", "{}", "PK\x03\x04", '{"format": "ditungnha.enrolment/2"}'])
def test_a_file_that_is_no_enrolment_makes_no_home(text: str, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "enrol.json"
    path.write_text(text, "utf-8")

    refused(run("init", "--enrolment", str(path), folder=tmp_path / "new"), 4)

    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("change", [{"server_sign_keys": ("no hex",)}, {"server_sign_keys": ("11",)}])
def test_an_enrolment_with_broken_keys_makes_no_home(
    change: dict[str, object], run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "enrol.json"
    path.write_text(an_enrolment(**change).text(), "utf-8")

    refused(run("init", "--enrolment", str(path), folder=tmp_path / "new"), 4)


def test_a_missing_file_is_named(run: Run, tmp_path: Path) -> None:
    refused(run("init", "--enrolment", str(tmp_path / "no.json"), folder=tmp_path / "new"), 4, "no.json")
    refused(run("due", "import", str(tmp_path / "no.xlsx")), 4, "no.xlsx")
    refused(run("due", "list", password=tmp_path / "no.txt"), 4, "no.txt")


BAD_WORKBOOKS: dict[str, Callable[[Path], object]] = {
    "a letter": lambda path: path.write_text("Kính gửi ông bà", "utf-8"),
    "an empty file": lambda path: path.write_bytes(b""),
    "an empty workbook": lambda path: write_xlsx(path, {"Trang 1": []}),
    "a workbook without a header": lambda path: write_xlsx(path, {"Trang 1": [["a", "b"], [1, 2], [3, 4]]}),
    "a workbook of a header only": lambda path: write_xlsx(
        path, {"Trang 1": [["Họ và tên", "Mã số BHXH", "Số tiền"]]}
    ),
    "a workbook under a password": lambda path: path.write_bytes(
        bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "EncryptedPackage\0".encode("utf-16-le")
    ),
    "a cut workbook": lambda path: path.write_bytes((SAMPLES / "01-clean.xlsx").read_bytes()[:9000]),
    "noise": lambda path: path.write_bytes(bytes(range(256)) * 40),
}


@pytest.mark.parametrize("make", BAD_WORKBOOKS.values(), ids=list(BAD_WORKBOOKS))
def test_a_bad_workbook_leaves_the_last_list(
    make: Callable[[Path], object], run: Run, tmp_path: Path
) -> None:
    make(tmp_path / "bad.xlsx")
    before = run("due", "list", "--json").lines()

    refused(run("due", "import", str(tmp_path / "bad.xlsx")), 4)

    assert run("due", "list", "--json").lines() == before
    assert len(before) == 120


def test_a_wrong_password_touches_nothing_and_is_counted(run: Run, home: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("sai", "utf-8")
    before = files_of(home)

    for words in (("due", "list"), ("check",), ("due", "import", str(SAMPLES / "02-messy.xlsx")), ("sync",)):
        refused(run(*words, password=wrong), 5)

    after = files_of(home)
    assert json.loads(after.pop("tries.json"))["wrong"] == 3
    assert after == before


def test_a_folder_without_a_home_says_so(run: Run, tmp_path: Path) -> None:
    refused(run("due", "list", folder=tmp_path / "none"), 5, "init")
    refused(run("due", "list", folder=tmp_path / "none", password=None), 5, "init")
    assert not (tmp_path / "none").exists()


def test_a_server_that_is_away_loses_nothing(run: Run) -> None:
    line = next(each for each in run("due", "list", "--json").lines() if each.get("group") == "GD")
    run("receipt", "issue", "--person", f"{line['person_id']}:bhyt:3", *PAYER)
    waiting = run("sync", "status", "--json").answer()["waiting"]

    refused(run("sync", "--url", f"http://127.0.0.1:{free_port()}"), 5)

    assert run("sync", "status", "--json").answer()["waiting"] == waiting
    assert waiting["receipts"] == 1


def test_an_address_in_the_clear_is_refused(run: Run) -> None:
    refused(run("sync", "--url", "http://bhxh.example"), 3, "https://")


def test_a_paper_that_cannot_be_written_is_named(run: Run, tmp_path: Path) -> None:
    line = next(each for each in run("due", "list", "--json").lines() if each.get("group") == "GD")
    person = f"{line['person_id']}:bhyt:3"
    receipt = run("receipt", "issue", "--person", person, *PAYER, "--json").answer()["id"]

    refused(run("print", "receipt", receipt, "--out", str(tmp_path / "no" / "paper.pdf")), 5, "paper.pdf")


def test_an_empty_password_makes_no_home(run: Run, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("\n", "utf-8")

    refused(run("init", folder=tmp_path / "new", password=empty), 4)

    assert not (tmp_path / "new").exists()


def test_a_process_of_its_own_behaves_alike(home: Path, password_file: Path) -> None:
    given = {"AGENT_APP_PASSWORD_FILE": str(password_file)}

    assert len(run_program("due", "list", "--json", home=home, env=given).lines()) == 120
    assert run_program("due", "list", "--colour", home=home).code == 2
    refused(run_program("due", "list", home=home), 5, "--password-file")
    refused(run_program("receipt", "show", "7", home=home, env=given), 4, "7")


def test_the_home_may_be_named_by_the_environment(
    home: Path, run: Run, monkeypatch: pytest.MonkeyPatch, password_file: Path
) -> None:
    monkeypatch.setenv("AGENT_APP_HOME", str(home))
    monkeypatch.setenv("AGENT_APP_PASSWORD_FILE", str(password_file))

    assert os.environ["AGENT_APP_HOME"] == str(home)
    assert run("due", "list", password=None).out.endswith("120 dòng\n")


def test_an_agent_may_be_enrolled_anew_and_keeps_the_books_in_hand(run: Run, tmp_path: Path) -> None:
    new = tmp_path / "new"
    first, second = an_enrolment(), an_enrolment(code="ANOTHER-CODE")
    (tmp_path / "first.json").write_text(first.text(), "utf-8")
    (tmp_path / "second.json").write_text(second.text(), "utf-8")
    run("init", "--enrolment", str(tmp_path / "first.json"), folder=new)

    said = run("init", "--enrolment", str(tmp_path / "second.json"), "--json", folder=new)

    assert said.code == 0
    assert len(said.answer()["books"]) == len(first.books)


def test_a_password_file_of_windows_notepad_opens_the_home(run: Run, home: Path) -> None:
    notepad = home.parent / "notepad.txt"
    notepad.write_bytes(b"\xef\xbb\xbf" + PASSWORD.encode() + b"\r\n")

    assert run("check", password=notepad).code == 0
