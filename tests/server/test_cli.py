import json
import re
import stat
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from agent_app.domain.enrolment import Enrolment, Office
from provincial_server.cli import main
from provincial_server.database import parse_url
from provincial_server.installation import opened, opened_with_keys
from provincial_server.keys import ServerKeys
from provincial_server.settings import Settings, read_settings
from provincial_server.sync_service import SyncService
from provincial_server.tables import EnrolmentRow
from tests.builders import NOW
from tests.certificates import Authority
from tests.server.laptop import Laptop

AREA = [
    {
        "name": f"Nguyễn Thị {word}",
        "household_no": "4059906722",
        "insurance_no": f"558152894{number}",
        "birth": "1979-08-16",
        "sex": "nữ",
        "address": "Số 8, Thôn 1, xã Suối Trúc",
    }
    for number, word in enumerate(("Lan", "Ánh", "Đào"))
]


class Shell:
    """Runs commands of the office in one environment."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment

    def __call__(self, *arguments: str | Path) -> Result:
        return CliRunner().invoke(main, [str(each) for each in arguments], env=self.environment)

    def json(self, *arguments: str | Path) -> dict[str, object]:
        result = self(*arguments, "--json")
        assert result.exit_code == 0, result.output
        answer: dict[str, object] = json.loads(result.stdout)
        return answer


def shell_on(database_url: str, folder: Path) -> Shell:
    keys = str(folder / "keys.json")
    return Shell({"PROVINCIAL_DATABASE_URL": database_url, "PROVINCIAL_KEYS_FILE": keys})


@pytest.fixture
def shell(empty_database_url: str, tmp_path: Path) -> Shell:
    return shell_on(empty_database_url, tmp_path)


def begun(shell: Shell) -> Shell:
    assert shell("init", "--public-url", "https://thu.example.vn").exit_code == 0
    return shell


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Shell:
    return begun(shell_on(database_url, tmp_path))


def enrol(shell: Shell, out: Path, book: str = "AB/26:0001:0000001:0000050", *more: str) -> Result:
    who = ("--agent-code", "NVT060085006", "--name", "Trần Văn Bình", "--area", "22999")
    return shell("agent", "enrol", *who, "--book", book, "--out", out, *more)


def test_from_nothing_to_booked_money_by_commands(
    shell: Shell, empty_database_url: str, tmp_path: Path
) -> None:
    office = begun(shell)
    area = tmp_path / "area.json"
    area.write_text(json.dumps(AREA), encoding="utf-8")

    loaded = office.json("area", "load", area, "--area", "22999")
    assert enrol(office, tmp_path / "enrol.json").exit_code == 0
    laptop = Laptop.of(Enrolment.read((tmp_path / "enrol.json").read_text(encoding="utf-8")))
    laptop.issue(1)
    with opened_with_keys(Settings(parse_url(empty_database_url), tmp_path / "keys.json")) as installation:
        SyncService(installation.database, installation.keys, lambda: NOW).answer(laptop.message())

    assert loaded == {
        "area": "22999",
        "households": 1,
        "persons": 3,
        "changed": 4,
        "rejected": 0,
        "rejected_rows": [],
        "doubtful_rows": [],
    }
    assert office.json("money") == {
        "accepted": 1_366_200,
        "cancelled": 0,
        "refunded": 0,
        "held": 0,
        "total": 1_366_200,
        "remitted": 0,
        "not_remitted": 1_366_200,
        "unreadable": 0,
        "by": [{"agent": "NVT060085006", "day": "2026-11-21", "receipts": 1, "total": 1_366_200}],
    }
    assert "1.366.200 đ" in office("money").stdout


def test_init_says_where_the_keys_are_and_changes_nothing_the_second_time(shell: Shell) -> None:
    first, second = shell("init"), shell("init")

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "keys.json" in first.stdout
    assert "không đổi gì" in second.stdout
    assert shell.json("init")["created"] is False
    assert shell("migrate").exit_code == 0


def test_init_says_when_it_takes_keys_that_were_there(shell: Shell, tmp_path: Path) -> None:
    ServerKeys.make().write(tmp_path / "keys.json")

    assert "khoá riêng có sẵn" in shell("init").stdout


def test_the_provinces_own_authority_goes_into_every_enrolment_file(shell: Shell, tmp_path: Path) -> None:
    first, second = Authority.make(), Authority.make()
    ca_file = tmp_path / "ca.pem"
    ca_file.write_text(first.pem, encoding="ascii")
    assert shell("init", "--ca-file", ca_file).exit_code == 0
    assert enrol(shell, tmp_path / "a.json").exit_code == 0
    ca_file.write_text(second.pem, encoding="ascii")
    again = shell("init", "--ca-file", ca_file)
    assert (again.exit_code, "Đã nhận chứng thư" in again.stdout) == (0, True)
    assert shell.json("init", "--ca-file", ca_file)["authority"] is True
    assert shell.json("init")["authority"] is False
    assert enrol(shell, tmp_path / "b.json", "AB/26:0002:51:100").exit_code == 0

    made = [Enrolment.read((tmp_path / name).read_text(encoding="utf-8")) for name in ("a.json", "b.json")]

    assert [each.server_ca for each in made] == [first.pem, second.pem]


@pytest.mark.parametrize("content", ["", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n"])
def test_a_file_that_is_no_authority_is_refused(content: str, shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text(content, encoding="ascii")

    assert shell("init", "--ca-file", tmp_path / "ca.pem").exit_code == 5
    assert shell("money").exit_code != 0, "nothing was made"


def test_the_office_says_for_how_many_days_a_code_is_good(office: Shell, tmp_path: Path) -> None:
    assert (
        "có hạn 3 ngày" in enrol(office, tmp_path / "e.json", "AB/26:0001:1:50", "--valid-days", "3").stdout
    )
    assert enrol(office, tmp_path / "f.json", "AB/26:0002:51:99", "--valid-days", "0").exit_code == 2


def test_officers_decide_by_commands_and_each_decision_is_kept(
    office: Shell, database_url: str, tmp_path: Path
) -> None:
    enrol(office, tmp_path / "enrol.json")
    laptop = Laptop.of(Enrolment.read((tmp_path / "enrol.json").read_text(encoding="utf-8")))
    laptop.issue(99)
    unknown = laptop.log("meeting.planned", b"\xa0")
    with opened_with_keys(Settings(parse_url(database_url), tmp_path / "keys.json")) as installation:
        SyncService(installation.database, installation.keys, lambda: NOW).answer(laptop.message())
    receipt, meeting = str(laptop.operations[0].op_id), str(unknown.op_id)
    why = ("--reason", "đã đối chiếu", "--officer", "Cán bộ A")

    held = office.json("held", "list")["held"]
    assert isinstance(held, list)
    assert {each["op_id"]: each["total"] for each in held} == {receipt: 1_366_200, meeting: None}
    assert office("held", "reject", receipt, *why).exit_code == 3
    assert office.json("held", "release", receipt, *why) == {"op_id": receipt, "outcome": "accepted"}
    assert office.json("held", "reject", meeting, *why) == {"op_id": meeting, "outcome": "refused"}
    assert office("held", "release", "khong-phai", *why).exit_code == 4
    assert office("held", "release", receipt).exit_code == 2
    assert "0 việc" in office("held", "list").stdout
    assert office.json("device", "revoke", str(laptop.device), *why)["status"] == "revoked"
    assert office("agent", "revoke", "NVT060085006", *why).exit_code == 3
    agents = office.json("agent", "list")["agents"]
    assert isinstance(agents, list)
    assert [(each["agent_code"], each["devices"]) for each in agents] == [("NVT060085006", 0)]
    acts = office.json("audit")["acts"]
    assert isinstance(acts, list)
    assert [(each["act"], each["officer"], each["about"]) for each in acts[:3]] == [
        ("revoked", "Cán bộ A", str(laptop.device)),
        ("rejected", "Cán bộ A", meeting),
        ("released", "Cán bộ A", receipt),
    ]
    assert "released" in office("audit").stdout


def test_an_enrolment_file_is_for_its_owner_only_and_the_server_keeps_no_code(
    office: Shell, database_url: str, tmp_path: Path
) -> None:
    out = tmp_path / "enrol.json"

    assert (
        enrol(office, out, "AB/26:0001:1:50", "--card-no", "TH-01", "--phone", "0912 345 678").exit_code == 0
    )

    enrolment = Enrolment.read(out.read_text(encoding="utf-8"))
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert enrolment.server_url == "https://thu.example.vn"
    assert enrolment.office.agent_card_no == "TH-01"
    assert enrolment.office.agent_phone == "0912345678"
    assert [(each.first, each.last) for each in enrolment.books] == [(1, 50)]
    with (
        opened_with_keys(Settings(parse_url(database_url), tmp_path / "keys.json")) as made,
        made.database.read() as session,
    ):
        assert enrolment.server_sign_keys == (made.keys.sign_public.hex(),)
        row = session.query(EnrolmentRow).one()
        assert len(row.code_hash) == 32


def test_office_words_are_remembered_for_the_next_laptop(office: Shell, tmp_path: Path) -> None:
    enrol(office, tmp_path / "a.json", "AB/26:0001:1:50", "--office-name", "BHXH cơ sở Suối Trúc")
    enrol(office, tmp_path / "b.json", "AB/26:0002:51:100", "--url", "http://127.0.0.1:1")

    second = Enrolment.read((tmp_path / "b.json").read_text(encoding="utf-8"))

    assert second.office.office_name == "BHXH cơ sở Suối Trúc"
    assert second.server_url == "http://127.0.0.1:1"


@pytest.mark.parametrize(
    ("book", "code"),
    [
        ("AB/26:0002:50:60", 3),
        ("AB/26:0001:51:100", 3),
        ("AB/26:0002:0:5", 4),
        ("AB/26:0002:9:5", 4),
        ("AB/26:0002:1", 4),
        ("AB/26:0002:1:99999999", 4),
        (":0002:1:5", 4),
        ("CD/26:0001:1:50", 0),
        ("AB/26:0002:51:100", 0),
    ],
)
def test_blocks_neither_overlap_nor_come_in_other_shapes(
    office: Shell, tmp_path: Path, book: str, code: int
) -> None:
    enrol(office, tmp_path / "first.json")

    result = enrol(office, tmp_path / "second.json", book)

    assert result.exit_code == code
    assert (tmp_path / "second.json").exists() == (code == 0)
    assert code == 0 or book.split(":", maxsplit=1)[0] in result.stderr


def test_a_file_that_cannot_be_written_gives_out_nothing(office: Shell, tmp_path: Path) -> None:
    assert enrol(office, tmp_path / "none" / "enrol.json").exit_code == 5
    assert enrol(office, tmp_path).exit_code == 5

    assert enrol(office, tmp_path / "enrol.json").exit_code == 0


def test_a_phone_that_is_none_is_bad_input(office: Shell, tmp_path: Path) -> None:
    said = enrol(office, tmp_path / "enrol.json", "AB/26:0001:1:50", "--phone", "12")

    assert said.exit_code == 4
    assert "--phone" in said.stderr
    assert not (tmp_path / "enrol.json").exists()


def test_strange_names_are_bad_input(office: Shell, tmp_path: Path) -> None:
    who = ("agent", "enrol", "--name", "A", "--book", "AB/26:1:1:5", "--out", tmp_path / "enrol.json")

    assert office(*who, "--agent-code", "", "--area", "22999").exit_code == 4
    assert office(*who, "--agent-code", "NVT1", "--area", "\x01\udc80").exit_code == 4


def test_control_signs_and_broken_letters_never_reach_the_database(office: Shell, tmp_path: Path) -> None:
    broken = "B\0HXH\u202e cơ\tsở\udc80"
    lines = [AREA[0] | {"name": "Nguyễn\0 Thị\u0007 Lan", "phone": "\0", "relation": broken, "group": "G\0D"}]
    (tmp_path / "area.json").write_text(json.dumps(lines), encoding="utf-8")
    words = ("--office-name", "--organisation", "--budget-code", "--card-no", "--url")

    loaded = office.json("area", "load", tmp_path / "area.json", "--area", "22\0999")
    enrolled = enrol(
        office,
        tmp_path / "enrol.json",
        "A\0B/26:0001:1:50",
        *(part for name in words for part in (name, broken)),
    )

    assert (loaded["area"], loaded["persons"], loaded["rejected"]) == ("22999", 1, 0)
    assert enrolled.exit_code == 0, enrolled.output
    enrolment = Enrolment.read((tmp_path / "enrol.json").read_text(encoding="utf-8"))
    assert enrolment.office == Office(*["BHXH cơ sở"] * 4)
    assert enrolment.books[0].symbol == "AB/26"


def test_bad_area_files_are_bad_input_and_named(office: Shell, tmp_path: Path) -> None:
    (tmp_path / "text.json").write_text("nothing", encoding="utf-8")
    (tmp_path / "empty.json").write_text("[]", encoding="utf-8")
    (tmp_path / "homeless.json").write_text('[{"name": "Trần B"}]', encoding="utf-8")

    for name in ("missing.xlsx", "text.json", "empty.json", "homeless.json"):
        result = office("area", "load", tmp_path / name, "--area", "22999")
        assert result.exit_code == 4
        assert name in result.stderr


def test_rejected_lines_are_named(office: Shell, tmp_path: Path) -> None:
    lines = [*AREA, {"name": "Trần B", "household_no": "1", "birth": "hôm qua"}]
    (tmp_path / "area.json").write_text(json.dumps(lines), encoding="utf-8")

    result = office("area", "load", tmp_path / "area.json", "--area", "22999")

    assert result.exit_code == 0
    assert "Dòng 5: ngày “hôm qua”" in result.stderr


def test_without_init_every_command_says_so(shell: Shell, tmp_path: Path) -> None:
    for result in (
        shell("money"),
        shell("migrate"),
        shell("serve"),
        enrol(shell, tmp_path / "enrol.json"),
        shell("area", "load", tmp_path / "x.json", "--area", "22999"),
    ):
        assert result.exit_code == 5
        assert "provincial-server init" in result.stderr


def test_plain_http_outside_loopback_is_refused_by_rule(office: Shell) -> None:
    assert office("serve", "--host", "0.0.0.0").exit_code == 3  # noqa: S104 (refused is the point)
    assert office("serve", "--host", "0.0.0.0", "--tls-cert", "x").exit_code == 4  # noqa: S104


def test_unknown_options_are_2(office: Shell) -> None:
    assert office("money", "--jsonn").exit_code == 2
    assert office("serve", "--port", "70000").exit_code == 2


def test_the_address_may_stand_in_a_file(empty_database_url: str, tmp_path: Path) -> None:
    (tmp_path / "url").write_text(empty_database_url + "\n", encoding="utf-8")
    places = ("--database-url-file", tmp_path / "url", "--keys-file", tmp_path / "keys.json")
    shell = Shell({})

    assert shell(*places, "init").exit_code == 0
    assert shell(*places, "money").exit_code == 0
    assert shell("--database-url-file", tmp_path / "none", "money").exit_code == 5


def test_a_database_that_is_away_is_environment_and_a_wrong_address_input() -> None:
    away = Shell({"PROVINCIAL_DATABASE_URL": "postgresql://u:secret@127.0.0.1:1/none"})("money")
    wrong = Shell({"PROVINCIAL_DATABASE_URL": "mysql://u:secret@h/d"})("money")

    assert (away.exit_code, wrong.exit_code) == (5, 4)
    assert "secret" not in away.output + wrong.output


def test_a_fault_of_the_program_shows_its_trace(office: Shell, database_url: str, tmp_path: Path) -> None:
    (tmp_path / "area.json").write_text(json.dumps(AREA), encoding="utf-8")
    with (
        opened(Settings(parse_url(database_url), tmp_path / "keys.json")) as database,
        database.write() as made,
    ):
        made.execute(text("CREATE UNIQUE INDEX one_a_household ON person (household_id)"))

    result = office("area", "load", tmp_path / "area.json", "--area", "22999")

    assert isinstance(result.exception, IntegrityError)
    assert result.exit_code == 1


def test_a_file_that_is_no_database_is_environment(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("không phải cơ sở dữ liệu " * 100, encoding="utf-8")

    result = Shell({"PROVINCIAL_DATABASE_URL": f"sqlite:///{tmp_path / 'text.db'}"})("money")

    assert result.exit_code == 5
    assert "bị hỏng" in result.stderr


def test_defaults_are_beside_each_other_in_the_platforms_folder() -> None:
    settings = read_settings({}, None, None)
    server = read_settings({"PROVINCIAL_DATABASE_URL": "postgresql://h/d"}, None, None)

    assert settings.keys_file.name == "provincial.db.keys.json"
    assert str(settings.keys_file) == f"{settings.database_url.database}.keys.json"
    assert server.keys_file.name == "h-d.keys.json"


def test_two_databases_of_one_user_never_share_keys_by_default() -> None:
    addresses = ("h/a", "h/b", "i/a", "h:5433/a", "h/a%2Fb", "h/a?options=x")
    files = [
        read_settings({"PROVINCIAL_DATABASE_URL": f"postgresql://{each}"}, None, None).keys_file
        for each in addresses
    ]

    assert len(set(files)) == len(files) - 1, "options change nothing"
    assert {each.parent for each in files} == {files[0].parent}


def test_the_command_runs_as_a_program(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "provincial_server", "money"],
        env={"PROVINCIAL_DATABASE_URL": f"sqlite:///{tmp_path / 'none.db'}", "LC_ALL": "C"},
        capture_output=True,
        check=False,
    )

    assert done.returncode == 5
    assert "Máy chủ chưa được khởi tạo" in done.stderr.decode()


def test_an_enrolment_without_the_offices_name_is_made_and_warned_of(office: Shell, tmp_path: Path) -> None:
    nameless = enrol(office, tmp_path / "a.json", "AB/26:0001:1:50")
    named = enrol(office, tmp_path / "b.json", "AB/26:0002:51:100", "--office-name", "BHXH cơ sở Suối Trúc")
    remembered = enrol(office, tmp_path / "c.json", "AB/26:0003:101:150")

    assert (nameless.exit_code, (tmp_path / "a.json").exists()) == (0, True)
    assert "--office-name" in nameless.stderr
    assert "--office-name" not in nameless.stdout
    assert (named.stderr, remembered.stderr) == ("", "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("setting", "set", "cash_limit", "-5"), "Không có tuỳ chọn -5."),
        (("khong-co",), "Không có lệnh «khong-co»."),
        (("--khong-co",), "Không có tuỳ chọn --khong-co."),
        (("setting", "export"), "Thiếu tuỳ chọn --out."),
        (("serve", "--port", "70000"), "Giá trị của --port không dùng được."),
        (("money", "thừa"), "Thừa «thừa»."),
    ],
)
def test_a_call_that_is_wrong_is_told_in_vietnamese(shell: Shell, words: tuple[str, ...], said: str) -> None:
    told = shell(*words)

    assert told.exit_code == 2
    assert said in told.stderr
    assert re.findall(r"Usage|Error|Try|such|Missing|OPTIONS|Invalid|unexpected", told.stderr) == []


@pytest.mark.parametrize("words", [("--help",), ("setting", "set", "--help"), ("agent", "enrol", "--help")])
def test_help_is_in_vietnamese(shell: Shell, words: tuple[str, ...]) -> None:
    told = shell(*words)

    assert told.exit_code == 0
    assert "Cách dùng: " in told.stdout
    assert re.findall(r"Usage|Options|Commands|Show|required|default", told.stdout) == []


def test_a_backup_is_put_back_by_commands_and_money_agrees(office: Shell, tmp_path: Path) -> None:
    assert enrol(office, tmp_path / "enrol.json").exit_code == 0
    file, money = tmp_path / "tinh.backup", office.json("money")

    made = office.json("backup", "--out", file)
    refused = office("restore", file, "--reason", "thử")
    restored = office.json("restore", file, "--reason", "thử", "--officer", "Nguyễn Thị Cán Bộ", "--replace")

    content = file.read_bytes()
    again = office("backup", "--out", file)
    assert (again.exit_code, "Đã có tệp" in again.stderr, file.read_bytes()) == (3, True, content)
    assert office.json("backup", "--out", file, "--replace")["out"] == str(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert (refused.exit_code, "--replace" in refused.stderr) == (3, True)
    assert (restored["rows"], restored["replaced"]) == (made["rows"], True)
    assert office.json("money") == money
    acts = json.loads(office("audit", "--json").stdout)["acts"]
    said = [(each["act"], each["officer"], each["reason"]) for each in acts]
    assert said[0] == ("restored", "Nguyễn Thị Cán Bộ", "thử")
