"""Opening a home at the command line by password, code or PIN, and changing what opens it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend

from agent_app.domain.recovery_code import read_code
from tests.cli.terminal import Run, files_of
from tests.cli.test_exit_codes import refused
from tests.runtime.test_os_keyring import ShelfKeyring


@pytest.fixture
def shelf() -> Iterator[KeyringBackend]:
    """A keyring in memory, in the place of the one that tests do not have."""
    usual, made = keyring.get_keyring(), ShelfKeyring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(usual)


def written(folder: Path, name: str, text: str) -> str:
    """Write a secret down and return where."""
    (folder / name).write_text(f"{text}\n", "utf-8")
    return str(folder / name)


def code_of(run: Run, *more: str) -> str:
    """Have a recovery code made."""
    return str(run("recovery", "show-once", "--json", *more).answer()["code"])


def test_unlock_says_what_opened_the_home_and_how_long_it_took(run: Run) -> None:
    answer = run("unlock", "--json").answer()

    assert {name: answer[name] for name in ("ok", "by", "agent_code", "pin", "recovery")} == {
        "ok": True,
        "by": "password",
        "agent_code": "NVT068012001",
        "pin": False,
        "recovery": False,
    }
    assert answer["key_seconds"] >= 0
    assert answer["open_seconds"] > 0
    assert run("unlock").out == "Mở được sổ của NVT068012001.\n"


def test_the_recovery_code_is_shown_once_alone_on_its_line(run: Run, tmp_path: Path) -> None:
    said = run("recovery", "show-once")
    code = said.out.removesuffix("\n")
    assert len(read_code(code)) == 28
    assert "không cho xem lại" in said.err
    refused(run("recovery", "show-once"), 3, "--renew")
    answer = run("unlock", "--recovery-file", written(tmp_path, "code", code.lower()), "--json").answer()

    assert (answer["by"], answer["recovery"]) == ("recovery", True)


def test_a_renewed_code_voids_the_former_and_a_typo_is_told_apart(run: Run, tmp_path: Path) -> None:
    first = written(tmp_path, "first", code_of(run))
    second = code_of(run, "--renew")

    refused(run("unlock", "--recovery-file", first), 5, "bị thay bằng mã mới")
    refused(run("unlock", "--recovery-file", written(tmp_path, "typo", second[:-1])), 4, "nhầm ký tự")
    assert run("unlock", "--recovery-file", written(tmp_path, "second", second)).code == 0


def test_a_forgotten_password_is_replaced_by_the_code(run: Run, home: Path, tmp_path: Path) -> None:
    code = written(tmp_path, "code", code_of(run))
    new = written(tmp_path, "new", "mật khẩu mới")
    before = files_of(home)
    answer = run(
        *("password", "change", "--recovery-file", code, "--new-password-file", new, "--json"), password=None
    ).answer()

    assert answer == {"changed": True, "by": "recovery", "pin_removed": False}
    after = files_of(home)
    assert {name for name in after if after[name] != before.get(name)} == {"keys.json"}
    assert run("due", "list", password=Path(new)).code == 0
    assert run("unlock", "--recovery-file", code).code == 0
    refused(run("due", "list"), 5, "Mật khẩu không đúng")


def test_an_empty_new_password_changes_nothing(run: Run, home: Path, tmp_path: Path) -> None:
    before = files_of(home)

    refused(run("password", "change", "--new-password-file", written(tmp_path, "empty", "")), 4, "để trống")

    assert files_of(home) == before


def test_without_anybody_to_ask_the_option_is_named(run: Run) -> None:
    refused(run("password", "change"), 5, "--new-password-file")
    refused(run("unlock", "--recovery"), 5, "--recovery-file")
    refused(run("unlock", "--pin"), 5, "--pin-file")
    refused(run("unlock", password=None), 5, "--password-file")


def test_a_home_opens_by_one_thing_at_a_time(run: Run) -> None:
    assert run("unlock", "--pin", "--recovery").code == 2


def test_after_three_wrong_passwords_the_command_refuses_at_once(run: Run, tmp_path: Path) -> None:
    wrong = Path(written(tmp_path, "wrong", "sai"))
    for _each in range(3):
        refused(run("unlock", password=wrong), 5, "Mật khẩu không đúng")

    refused(run("unlock"), 5, "phải chờ", "giây")


def test_processes_that_guess_at_once_gain_nothing(home: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "agent_app", "--home", str(home), "unlock"]
    env = os.environ | {"AGENT_APP_PASSWORD_FILE": written(tmp_path, "wrong", "sai"), "PYTHONUTF8": "1"}
    running = [
        subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True, encoding="utf-8")
        for _each in range(4)
    ]
    said = [process.communicate()[1] for process in running]

    assert [process.returncode for process in running] == [5] * 4
    assert sum("Mật khẩu không đúng" in each for each in said) == 3
    assert sum("phải chờ" in each for each in said) == 1


def test_the_pin_opens_the_home_and_goes_with_the_password(
    run: Run, shelf: ShelfKeyring, tmp_path: Path
) -> None:
    pin = written(tmp_path, "pin", "260914")
    assert run("pin", "set", "--pin-file", pin, "--json").answer() == {"pin": True}
    answer = run("unlock", "--pin-file", pin, "--json", password=None).answer()
    assert (answer["by"], answer["pin"]) == ("pin", True)
    assert len(shelf.words) == 1
    changed = run("password", "change", "--new-password-file", written(tmp_path, "new", "x"), "--json")

    assert changed.answer()["pin_removed"] is True
    assert shelf.words == {}
    refused(run("unlock", "--pin-file", pin), 5, "agent-app pin set")


@pytest.mark.usefixtures("shelf")
def test_a_pin_can_be_given_up_without_the_password(run: Run, tmp_path: Path) -> None:
    run("pin", "set", "--pin-file", written(tmp_path, "pin", "260914"))

    assert run("pin", "remove", "--json", password=None).answer() == {"pin": False, "removed": True}
    assert run("pin", "remove", "--json", password=None).answer() == {"pin": False, "removed": False}


@pytest.mark.usefixtures("shelf")
def test_a_pin_that_is_too_short_is_refused(run: Run, tmp_path: Path) -> None:
    refused(run("pin", "set", "--pin-file", written(tmp_path, "pin", "12")), 4, "4 chữ số")


def test_without_a_keyring_there_is_no_pin_and_all_else_works(run: Run, tmp_path: Path) -> None:
    refused(run("pin", "set", "--pin-file", written(tmp_path, "pin", "260914")), 5, "kho khoá")
    refused(run("unlock", "--pin-file", str(tmp_path / "pin")), 5, "mật khẩu")

    assert run("check", "--json").answer()["ok"] is True


def test_a_folder_without_a_home_says_so(run: Run, tmp_path: Path) -> None:
    for words in (("unlock",), ("password", "change"), ("recovery", "show-once"), ("pin", "remove")):
        refused(run(*words, folder=tmp_path / "none"), 5, "init")
    assert not (tmp_path / "none").exists()
