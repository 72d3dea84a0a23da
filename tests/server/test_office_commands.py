"""The office's decisions by the commands of its server."""

import json
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from agent_app.domain.enrolment import Enrolment
from agent_app.domain.operation import OperationKind, receipt_payload
from agent_app.domain.operation_body import RECEIPT_KVER, receipt_body
from agent_app.domain.receipt import ReceiptForm
from agent_app.domain.signed_document import DocumentKind
from agent_app.sync.wire.codec import pack
from agent_app.sync.wire.messages import VerdictKind
from provincial_server.database import parse_url
from provincial_server.installation import opened_with_keys
from provincial_server.settings import Settings
from provincial_server.sync_service import SyncService
from tests.builders import NOW
from tests.server.laptop import Answer, Laptop, read_answer
from tests.server.test_cli import AREA, Shell, begun, enrol, shell_on


@pytest.fixture
def shell(database_url: str, tmp_path: Path) -> Shell:
    """The commands of an office that has begun."""
    return begun(shell_on(database_url, tmp_path))


def ask(shell: Shell, laptop: Laptop, app: str = "test") -> Answer:
    """Let a laptop speak to the server of these commands."""
    settings = Settings(
        parse_url(shell.environment["PROVINCIAL_DATABASE_URL"]),
        Path(shell.environment["PROVINCIAL_KEYS_FILE"]),
    )
    with opened_with_keys(settings) as installation:
        service = SyncService(installation.database, installation.keys, lambda: NOW)
        message = pack((laptop.hello(app=app), *((laptop.push(),) if laptop.operations else ())))
        return read_answer(service.answer(message))


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


def test_an_older_program_is_asked_to_be_renewed_and_what_it_brings_is_taken(
    shell: Shell, tmp_path: Path
) -> None:
    assert enrol(shell, tmp_path / "enrol.json").exit_code == 0
    laptop = Laptop.of(Enrolment.read((tmp_path / "enrol.json").read_text(encoding="utf-8")))
    assert shell.json("min-version") == {"min_version": "0"}
    ask(shell, laptop)
    assert shell("min-version", "mới").exit_code == 4
    assert shell.json("min-version", "1.2", "--officer", "Lê Thị Cán Bộ") == {"min_version": "1.2"}
    laptop.issue(1)

    old = ask(shell, laptop, "agent-app 1.1.9")
    money = shell.json("money")
    renewed = [ask(shell, laptop, app) for app in ("agent-app 1.2.0", "agent-app 1.10", "khác 0.1")]

    assert (old.verdict.kind, old.verdict.min_version, old.ack) == (VerdictKind.UPGRADE, "1.2", None)
    assert money["accepted"] == 1_366_200
    assert {each.verdict.kind for each in renewed} == {VerdictKind.OK}
    assert all(each.ack and each.ack.position == laptop.head() for each in renewed)
    acts = shell.json("audit")["acts"]
    assert isinstance(acts, list)
    assert (acts[0]["act"], acts[0]["about"]) == ("settled", "min_version 1.2")


def test_what_the_office_gives_and_settles_is_kept_with_who_did_it(shell: Shell, tmp_path: Path) -> None:
    who = ("--officer", "Lê Thị Cán Bộ")
    register = tmp_path / "dia-ban.json"
    register.write_text(json.dumps(AREA), encoding="utf-8")
    enrolled = enrol(shell, tmp_path / "enrol.json", "AB/26:0001:1:50", *who)
    assert enrolled.exit_code == 0, enrolled.output
    laptop = Laptop.of(Enrolment.read((tmp_path / "enrol.json").read_text(encoding="utf-8")))
    bare = replace(laptop.receipt(1), symbol=None, book=None, number=None, form=ReceiptForm.ELECTRONIC)
    bare = replace(bare, signature=laptop.sign.sign(receipt_payload(bare)))
    laptop.log(OperationKind.RECEIPT_ISSUED, receipt_body(bare), kver=RECEIPT_KVER)
    ask(shell, laptop)
    given = ("--agent", laptop.agent_code, "--device", str(laptop.device))
    device, book = str(laptop.device), "AB/26:0009:901:950"

    for words in (
        ("area", "load", register, "--area", "22999"),
        ("setting", "set", "cash_days", "3"),
        ("book", "assign", *given, "--book", book, "--out", tmp_path / "quyen.json"),
        ("e-receipt", "number", str(bare.id), "1C26TBH", "7"),
    ):
        done = shell(*words, *who)
        assert done.exit_code == 0, done.output

    acts = shell.json("audit")["acts"]
    assert isinstance(acts, list)
    assert {each["officer"] for each in acts} == {"Lê Thị Cán Bộ"}
    settled = next(each["about"] for each in acts if each["act"] == "settled")
    assert settled.startswith("cash_days ")
    assert [(each["act"], each["about"]) for each in acts] == [
        ("e_receipt_numbered", f"{bare.id} 1C26TBH:7"),
        ("book_assigned", f"{device} {book}"),
        ("settled", settled),
        ("area_loaded", "22999"),
        ("enrolled", f"{laptop.agent_code} AB/26:0001:1:50"),
    ]
    assert "Nguyễn Thị" not in json.dumps(acts, ensure_ascii=False)
