"""The office's decisions by the commands of its server."""

import json
from pathlib import Path
from uuid import UUID

import pytest

from agent_app.domain.enrolment import Enrolment
from agent_app.domain.signed_document import DocumentKind
from tests.server.test_cli import Shell, enrol


@pytest.fixture
def shell(database_url: str, tmp_path: Path) -> Shell:
    """The commands of an office that has begun."""
    keys = str(tmp_path / "keys.json")
    made = Shell({"PROVINCIAL_DATABASE_URL": database_url, "PROVINCIAL_KEYS_FILE": keys})
    assert made("init").exit_code == 0
    return made


def test_settings_by_commands(shell: Shell, tmp_path: Path) -> None:
    account = "970436:0011001234567:BHXH cơ sở Suối Trúc"

    made = shell.json("setting", "set", "account", account, "--from", "2026-07-01")
    assert (made["value"], made["since"]) == (account, "2026-07-01")
    assert shell("setting", "set", "cash_limit", "20.000.000").exit_code == 0
    assert shell("setting", "set", "cash_limit", "--withdraw", "--from", "2999-01-01").exit_code == 0
    listed = shell.json("setting", "list")["settings"]
    assert isinstance(listed, list)
    assert [(each["key"], each["value"], each["in_force"]) for each in listed] == [
        ("account", account, True),
        ("cash_limit", "20000000", True),
        ("cash_limit", None, False),
    ]
    assert "* cash_limit = 20000000" in shell("setting", "list").stdout
    assert shell.json("setting", "export", "--out", tmp_path / "s.json")["settings"] == 3
    assert enrol(shell, tmp_path / "enrol.json").exit_code == 0
    enrolment = Enrolment.read((tmp_path / "enrol.json").read_text(encoding="utf-8"))
    assert {each.kind for each in enrolment.documents} == {DocumentKind.SETTING}
    assert len(enrolment.documents) == 3


@pytest.mark.parametrize(
    "words",
    [
        ("cash", "1"),
        ("cash_limit", "một trăm"),
        ("cash_limit",),
        ("cash_limit", "5", "--withdraw"),
        ("cash_days", "0"),
        ("account", "970436:x y:A"),
        ("odd_months", "maybe"),
        ("short_gap", "never"),
        ("receipt_form", "paper"),
        ("cash_limit", "5", "--from", "hôm nay"),
    ],
)
def test_settings_that_mean_nothing_are_refused_in_words(shell: Shell, words: tuple[str, ...]) -> None:
    result = shell("setting", "set", *words)

    assert result.exit_code == 4
    assert result.stderr.strip().endswith(".")
    assert "(" not in result.stderr.split(".")[0]
    assert shell.json("setting", "list") == {"settings": []}


def test_an_export_of_nothing_is_refused(shell: Shell, tmp_path: Path) -> None:
    assert shell("setting", "export", "--out", tmp_path / "s.json").exit_code == 3


def test_books_by_commands(shell: Shell, tmp_path: Path) -> None:
    assert enrol(shell, tmp_path / "enrol.json").exit_code == 0
    books = shell.json("book", "list")["books"]
    assert books == [
        {
            "symbol": "AB/26",
            "book": "0001",
            "from": 1,
            "to": 50,
            "agent_code": "NVT060085006",
            "device_id": None,
        }
    ]
    words = ("book", "assign", "--agent", "NVT060085006", "--book", "AB/26:0002:51:100", "--out")
    out = tmp_path / "book.json"

    assert shell(*words, out, "--device", str(UUID(int=7))).exit_code == 4
    assert shell(*words, out, "--device", "máy").exit_code == 4
    assert not out.exists()
    assert "chờ máy ghi danh" in shell("book", "list").stdout
    assert json.loads(shell("device", "list", "--json").stdout) == {"devices": []}
