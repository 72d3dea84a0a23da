"""Backing up, restoring, rescuing and the support bundle, as typed."""

import ast
import json
import logging
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from agent_app.bootstrap import create_home
from agent_app.runtime.finding_words import FINDING_SENTENCES, finding_sentence
from agent_app.runtime.logs import start_logging, stop_logging
from agent_app.runtime.paths import Home
from agent_app.runtime.support_bundle import scrubbed
from agent_app.services.backups import RECEIPTS_UNTIL_DUE
from tests.builders import an_enrolment
from tests.cli.terminal import PASSWORD, Run, files_of, make_guesses_cheap
from tests.long_run import rounds
from tests.storage.test_secrecy import disguises
from tests.storage.till import environment

ROOT = Path(__file__).resolve().parent.parent.parent


def receipt(run: Run) -> None:
    """Take money of somebody of the list."""
    due = json.loads(run("due", "list", "--json").out)
    line = next(each for each in due if each["scheme"] == "BHYT" and each["group"] == "GD")
    said = run("receipt", "issue", "--person", f"{line['person_id']}:bhyt:3", "--payer", line["name"])
    assert said.code == 0, said.err


def backup(run: Run) -> Path:
    said = run("backup", "--json")
    assert said.code == 0, said.err
    return Path(json.loads(said.out)["file"])


def test_a_backup_is_made_listed_and_put_back(run: Run, home: Path) -> None:
    receipt(run)
    path = backup(run)

    [line] = json.loads(run("backup", "list", "--json").out)

    assert (line["file"], line["verified"], line["receipts"]) == (str(path), True, 1)
    assert line["agent"] == "NVT068012001"
    told = json.loads(run("restore", str(path), "--json").out)
    assert (told["restored"], told["newer"]["receipts"], told["freezes"]) == (False, [], [])
    done = json.loads(run("restore", str(path), "--yes", "--json").out)
    assert done["restored"]
    assert (home / done["kept_aside"]).exists()
    assert json.loads(run("check", "--json").out)["receipts"] == 1


def test_without_yes_it_is_only_shown_what_would_be_lost_sight_of(run: Run, home: Path) -> None:
    path = backup(run)
    receipt(run)

    said = run("restore", str(path))

    assert said.code == 0
    assert "Mới hơn bản sao lưu: 1 biên lai" in said.out
    assert "Chưa khôi phục gì" in said.out
    assert not list(home.glob("*before-restore*"))


def test_in_words_a_backup_says_what_it_holds(run: Run, tmp_path: Path) -> None:
    (tmp_path / "usb").mkdir()

    said = run("backup", "--to", str(tmp_path / "usb"), "--remember")
    again = run("backup")
    shutil.rmtree(tmp_path / "usb")
    absent = run("backup")
    listed = run("backup", "list")

    assert "Đã sao lưu và kiểm tra lại" in said.out
    assert f"Đã chép thêm vào {tmp_path / 'usb'}" in again.out
    assert (absent.code, "Chưa chép được" in absent.out) == (0, True)
    assert listed.out.count("tốt") == 3


def test_what_is_said_is_what_was_done(run: Run, home: Path, tmp_path: Path) -> None:
    (home.parent / "enrol.json").write_text(an_enrolment().text(), "utf-8")
    renewed = run("init", "--enrolment", str(home.parent / "enrol.json"))
    bundle = run("support-bundle", "--out", str(tmp_path / "none" / "gói.zip"))

    assert renewed.out.startswith(f"Đã cấp quyền cho sổ tại {home} cho NVT")
    assert (bundle.code, "in lại" in bundle.err) == (5, False)


def test_a_place_that_was_asked_for_and_is_not_there_is_a_failure_and_the_first_backup_stays(
    run: Run, tmp_path: Path
) -> None:
    for words in (["--json"], []):
        said = run("backup", "--to", str(tmp_path / "usb"), *words)

        assert said.code == 5
        assert "Đã sao lưu trên máy" in said.err
        assert said.out
    assert [each["verified"] for each in json.loads(run("backup", "list", "--json").out)] == [True, True]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"not ours", "không phải bản sao lưu"),
        (b"DTNBAK9\n", "mới hơn"),
        (None, "Không có tệp"),
    ],
)
def test_what_is_no_backup_is_refused_and_nothing_changes(
    run: Run, home: Path, tmp_path: Path, content: bytes | None, said: str
) -> None:
    path = tmp_path / "x.dtnbak"
    if content is not None:
        path.write_bytes(content)
    before = files_of(home)

    refused = run("restore", str(path), "--yes")

    assert (refused.code, refused.out) == (5, "")
    assert said in refused.err
    assert files_of(home) == before


def test_a_wrong_password_and_another_home_change_nothing(run: Run, home: Path, tmp_path: Path) -> None:
    path = backup(run)
    other = Home(tmp_path / "khác")
    create_home(other, PASSWORD)
    make_guesses_cheap(other.folder)
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("sai", "utf-8")
    before, others = files_of(home), files_of(other.folder)

    assert run("restore", str(path), "--yes", password=wrong).code == 5
    refused = run("restore", str(path), "--yes", folder=other.folder)

    assert (refused.code, "không phải của sổ" in refused.err) == (3, True)
    after = files_of(home)
    del after["tries.json"]  # the wrong password was counted
    assert after == before
    del others["store.db"]
    assert others.items() <= files_of(other.folder).items()


@pytest.mark.logs_warning("journal")
def test_a_new_laptop_is_told_to_ask_for_its_enrolment(run: Run, tmp_path: Path) -> None:
    path = backup(run)

    said = run("restore", str(path), "--yes", folder=tmp_path / "máy mới")

    assert said.code == 0
    assert "xin enrol.json mới" in said.out
    checked = run("support-bundle", "--out", str(tmp_path / "F.zip"), folder=tmp_path / "máy mới")
    assert checked.code == 0
    with zipfile.ZipFile(tmp_path / "F.zip") as archive:
        facts = json.loads(archive.read("store.json"))
    assert {each["code"] for each in facts["findings"]} == {"book.frozen", "journal.rebuilt"}


def test_enough_receipts_make_a_backup_by_themselves(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent_app.services.backups.RECEIPTS_UNTIL_DUE", 2)

    receipt(run)
    assert not (home / "backups").exists()
    receipt(run)
    assert len(list((home / "backups").glob("*.dtnbak"))) == 1
    receipt(run)
    assert len(list((home / "backups").glob("*.dtnbak"))) == 1
    assert RECEIPTS_UNTIL_DUE == 20


def test_a_backup_that_cannot_be_made_does_not_fail_the_receipt(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent_app.services.backups.RECEIPTS_UNTIL_DUE", 1)
    (home / "backups").write_text("a file where the folder should be", "utf-8")

    receipt(run)

    assert run("sync", "status", "--json").code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.timeout(1800)
def test_a_kill_in_the_middle_of_a_restore_leaves_the_old_or_the_new(
    run: Run, home: Path, password_file: Path
) -> None:
    path = backup(run)
    carried = home.parent / path.name
    shutil.copy(path, carried)
    chance = random.Random(20261125)  # noqa: S311
    command = [sys.executable, "-m", "agent_app", "--home", str(home), "--password-file", str(password_file)]
    killed = 0
    for _ in range(rounds("restores under SIGKILL", quick=3, full=100)):
        child = subprocess.Popen(
            [*command, "restore", str(carried), "--yes"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment(),
        )
        while not (home / "store.db.restored").exists() and child.poll() is None:
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.05))
        child.kill()
        killed += child.wait() == -signal.SIGKILL

        said = run("check", "--json")
        assert said.code == 0, said.out
        assert json.loads(said.out)["due"] > 0
    assert killed


def test_a_damaged_store_is_rescued_into_a_new_folder(run: Run, home: Path, tmp_path: Path) -> None:
    receipt(run)
    held = bytearray((home / "store.db").read_bytes())
    for page in range(30, 60):
        held[page * 4096 + 50] ^= 1
    (home / "store.db").write_bytes(held)

    said = run("rescue", "--out", str(tmp_path / "cứu"), "--json")

    answer = json.loads(said.out)
    assert said.code == 0, said.err
    assert (answer["receipts"], len(answer["damaged_pages"])) == (1, 30)
    assert run("sync", "status", folder=tmp_path / "cứu").code == 0
    assert run("rescue", "--out", str(tmp_path / "cứu")).code == 3


def test_in_place_and_in_words(run: Run, home: Path) -> None:
    receipt(run)

    said = run("rescue", "--in-place")

    assert said.code == 0, said.err
    assert "Đã cứu 1 biên lai" in said.out
    assert list(home.glob("store.db.before-restore-*"))


@pytest.mark.parametrize("options", [(), ("--in-place", "--out", "x")])
def test_a_rescue_needs_exactly_one_place(run: Run, options: tuple[str, ...]) -> None:
    assert run("rescue", *options).code == 2


PEOPLE = ("Nguyễn Thị Ánh", "068180000123", "0973000001", "6080000001")


@contextmanager
def planting(home: Path) -> Iterator[logging.Logger]:
    """The program's log, with the data of people in its lines."""
    start_logging(Home(home))
    yield logging.getLogger("agent_app.planted")
    stop_logging()


def test_the_support_bundle_says_nothing_of_a_person(run: Run, home: Path, tmp_path: Path) -> None:
    receipt(run)
    op_id = "01940000-0000-7000-8000-0000000000d1"
    with planting(home) as log:
        for each in PEOPLE:
            log.info("visited %s", each)
            log.info("visited " + each)  # noqa: G003 (what nobody should write)
        log.info("operation %s of %d", op_id, 7)
    (home / "Nguyễn Thị Ánh.xlsx").write_bytes(b"...")
    raw = home / "logs" / "agent-app.jsonl"
    with raw.open("a", encoding="utf-8") as file:
        file.write('{"at": "Nguyễn Thị Ánh", "level": "INFO", "logger": "agent_app", "message": ""}\n')
        file.write("Nguyễn Thị Ánh 0973000001\n")

    said = run("support-bundle", "--out", str(tmp_path / "F.zip"))

    assert said.code == 0, said.err
    with zipfile.ZipFile(tmp_path / "F.zip") as archive:
        assert set(archive.namelist()) == {"program.json", "files.json", "store.json", "log.jsonl"}
        held = b"".join(archive.read(name) for name in archive.namelist())
        store = json.loads(archive.read("store.json"))
        files = json.loads(archive.read("files.json"))
    due = json.loads(run("due", "list", "--json").out)
    words = {
        *PEOPLE,
        *(str(line[name]) for line in due for name in ("name", "phone", "address") if line[name]),
    }
    assert [word for word in words for form in disguises(word) if form in held] == []
    assert [word for word in words if json.dumps(word)[1:-1].encode() in held] == []
    assert op_id.encode() in held
    assert store["counts"]["receipts"] == 1
    assert {"store.db", "keys.json", "receipts.jnl"} <= set(files["files"])
    assert files["others"] == 1


def test_the_search_of_the_bundle_would_find_a_name(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "F.zip", "w") as archive:
        archive.writestr("log.jsonl", json.dumps({"words": PEOPLE[0]}))
    with zipfile.ZipFile(tmp_path / "F.zip") as archive:
        held = archive.read("log.jsonl")

    assert json.dumps(PEOPLE[0])[1:-1].encode() in held


def test_a_home_that_does_not_open_gives_a_bundle_that_says_why(run: Run, home: Path, tmp_path: Path) -> None:
    (home / "store.db").write_bytes(b"\0" * 4096)

    said = run("support-bundle", "--out", str(tmp_path / "F.zip"), "--json")

    assert json.loads(said.out)["failure"] == "store.key"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("sync ended: sent %d", "sync ended: sent %d"),
        ("Đặng Văn Kỳ", "*** *** ***"),
        ("0973 000 001", "***"),
        ("op 01940000-0000-7000-8000-0000000000d1", "op 01940000-0000-7000-8000-0000000000d1"),
    ],
)
def test_words_are_scrubbed(text: str, shown: str) -> None:
    assert scrubbed(text).replace("*** Văn ***", "*** *** ***") == shown


def test_every_finding_has_a_sentence_that_says_what_to_do() -> None:
    found = {code for path in (ROOT / "agent_app").rglob("*.py") for code in finding_codes(path)}

    assert found == set(FINDING_SENTENCES)
    for code in found:
        assert finding_sentence(code, "X").endswith(".")
        assert "{" not in finding_sentence(code, "X")


def finding_codes(path: Path) -> Iterator[str]:
    """Every code that a module can make a finding of, both sides of a choice too."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Finding":
            said = [each.value for each in ast.walk(node.args[0]) if isinstance(each, ast.Constant)]
            codes = [each for each in said if isinstance(each, str)]
            assert codes, f"{path}: a finding without a code that can be read here"
            yield from codes


def test_a_backup_is_no_plain_database(run: Run) -> None:
    path = backup(run)

    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(path).execute("SELECT * FROM sqlite_master").fetchall()


def recovery_file(run: Run, folder: Path) -> str:
    """Have the recovery code made and written down."""
    path = folder / "mã khôi phục"
    path.write_text(str(run("recovery", "show-once", "--json").answer()["code"]), "utf-8")
    return str(path)


def test_the_recovery_code_opens_what_needs_no_open_store(run: Run, home: Path, tmp_path: Path) -> None:
    code = recovery_file(run, tmp_path)
    receipt(run)
    path = backup(run)
    (tmp_path / "wrong").write_text("sai rồi", "utf-8")
    wrong = ("--password-file", str(tmp_path / "wrong"))

    [line] = json.loads(run(*wrong, "backup", "list", "--recovery-file", code, "--json").out)
    assert line["verified"]
    bundle = run(
        *wrong, "support-bundle", "--out", str(tmp_path / "b.zip"), "--recovery-file", code, "--json"
    )
    assert json.loads(bundle.out)["failure"] is None
    saved = run(*wrong, "rescue", "--out", str(tmp_path / "cứu"), "--recovery-file", code, "--json")
    assert json.loads(saved.out)["receipts"] == 1
    done = run(*wrong, "restore", str(path), "--yes", "--recovery-file", code, "--json")
    assert json.loads(done.out)["restored"]
    assert run("unlock", "--recovery-file", code, "--json").answer()["ok"]
    assert not list(home.glob("keys.json.before-restore*"))


def test_wrong_tries_at_a_backup_slow_the_next_ones_down_and_cost_nothing(
    run: Run, home: Path, tmp_path: Path
) -> None:
    path = backup(run)
    before = {name: held for name, held in files_of(home).items() if name.endswith((".db", ".jnl", ".json"))}
    (tmp_path / "wrong").write_text("sai rồi", "utf-8")
    wrong = ("--password-file", str(tmp_path / "wrong"))

    said = [run(*wrong, "restore", str(path), "--yes") for _ in range(4)]

    assert {each.code for each in said} == {5}
    assert "Mật khẩu" in said[0].err
    assert run("unlock").code == 5
    assert json.loads((home / "tries.json").read_bytes())["wrong"] == 3
    after = files_of(home)
    assert {name: after[name] for name in before} == before


def test_what_is_wrong_with_a_backup_is_said_in_words(run: Run, home: Path) -> None:
    path = backup(run)
    path.write_bytes(path.read_bytes()[:-9])
    (home / "backups" / "x.dtnbak").write_bytes(b"not ours")

    said = run("backup", "list").out

    assert "không dùng được: bị hỏng" in said
    assert "không dùng được: không phải bản sao lưu" in said
    assert "backup." not in said


def test_a_new_folder_has_no_store_that_could_not_be_read(run: Run, tmp_path: Path) -> None:
    path = backup(run)

    said = run("restore", str(path), "--yes", folder=tmp_path / "mới")

    assert said.code == 0
    assert "không đọc được" not in said.out
    assert "từng bị mất." not in run("check", folder=tmp_path / "mới").out


def test_a_sound_store_is_not_rescued_in_its_place_without_a_word(run: Run, home: Path) -> None:
    before = (home / "store.db").read_bytes()

    said = run("rescue", "--in-place")

    assert (said.code, "nguyên vẹn" in said.err) == (3, True)
    assert (home / "store.db").read_bytes() == before
    assert run("rescue", "--in-place", "--yes").code == 0


def test_a_bundle_of_a_home_that_does_not_open_says_so(run: Run, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("sai", "utf-8")

    said = run("support-bundle", "--out", str(tmp_path / "a.zip"), password=wrong)

    assert (said.code, "Không mở được sổ" in said.out) == (0, True)
