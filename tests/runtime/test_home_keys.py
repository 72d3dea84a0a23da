"""Who may open a home: each way gives the same key, wrong ones wait, and nothing is ever destroyed."""

import errno
import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from unicodedata import normalize

import pytest

from agent_app.domain.errors import AppError
from agent_app.domain.recovery_code import RecoveryCodeTypoError
from agent_app.runtime import file_lock
from agent_app.runtime.durable import make_folder
from agent_app.runtime.home_keys import HomeKeys, Ways
from agent_app.runtime.home_locks import HomeBusyError
from agent_app.runtime.key_failures import (
    EmptyPasswordError,
    KeyringMissingError,
    KeysUnreadableError,
    KeysUnwritableError,
    PinMissingError,
    PinUnfitError,
    PinVoidError,
    RecoveryMissingError,
    RecoveryShownError,
    TooSoonError,
    WrongPasswordError,
    WrongPinError,
    WrongRecoveryCodeError,
)
from agent_app.runtime.key_file import WrapKind, for_a_backup, unwrap
from agent_app.runtime.paths import Home
from agent_app.runtime.secrets import wrap_data_key
from agent_app.runtime.stretching import Argon2Cost
from tests.fake_keyring import MemoryKeyring
from tests.fakes import FixedClock
from tests.storage.till import home_at

CHEAP = Argon2Cost(1, 8, 1)
KEY = bytes(range(32))
PASSWORD = "mật khẩu của tôi"
PIN = "260914"


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands until it is set."""
    return FixedClock()


@pytest.fixture
def keyring() -> MemoryKeyring:
    """The machine's keyring."""
    return MemoryKeyring()


@pytest.fixture
def keys(tmp_path: Path, keyring: MemoryKeyring, clock: FixedClock) -> HomeKeys:
    """The keys of a home that one password opens."""
    home = home_at(tmp_path)
    make_folder(home.folder)
    wrap_data_key(home.keys, KEY, PASSWORD, CHEAP)
    return HomeKeys(home, keyring, clock)


def fail(act: Callable[[], object], *errors: type[AppError]) -> AppError:
    """See something fail, and return how."""
    with pytest.raises(errors) as caught:
        act()
    return caught.value


def wrong(keys: HomeKeys, times: int = 1) -> None:
    """Try wrong passwords, each after its wait."""
    for _each in range(times):
        fail(lambda: keys.by_password("sai"), WrongPasswordError)
        wait(keys, keys.ways().wait)


def wait(keys: HomeKeys, seconds: float) -> None:
    """Let time pass."""
    assert isinstance(keys.clock, FixedClock)
    keys.clock.instant += timedelta(seconds=seconds)


def files(home: Home) -> set[str]:
    """Name the files of a home."""
    return {each.name for each in home.folder.iterdir()}


def test_the_password_opens_and_leaves_no_trace(keys: HomeKeys) -> None:
    assert keys.by_password(normalize("NFD", PASSWORD)) == KEY
    assert files(keys.home) == {"keys.json"}
    assert keys.ways() == Ways()


def test_the_recovery_code_opens_the_home_however_it_is_typed(keys: HomeKeys) -> None:
    code = keys.new_recovery_code(KEY)

    assert keys.by_recovery(code) == KEY
    assert keys.by_recovery(code.lower().replace("-", "").replace("0", "o")) == KEY
    assert keys.by_password(PASSWORD) == KEY
    assert keys.ways().recovery


def test_the_recovery_code_is_shown_once_and_a_new_one_voids_it(keys: HomeKeys) -> None:
    first = keys.new_recovery_code(KEY)
    fail(lambda: keys.new_recovery_code(KEY), RecoveryShownError)
    assert keys.by_recovery(first) == KEY
    second = keys.new_recovery_code(KEY, renew=True)

    fail(lambda: keys.by_recovery(first), WrongRecoveryCodeError)
    assert keys.by_recovery(second) == KEY


def test_a_code_may_be_renewed_before_there_is_one(keys: HomeKeys) -> None:
    assert keys.by_recovery(keys.new_recovery_code(KEY, renew=True)) == KEY


def test_the_code_itself_is_in_no_file(keys: HomeKeys) -> None:
    code = keys.new_recovery_code(KEY)
    content = keys.home.keys.read_bytes()

    assert code.encode() not in content
    assert code.replace("-", "").encode() not in content


def test_a_slip_of_the_pen_is_no_try(keys: HomeKeys) -> None:
    code = keys.new_recovery_code(KEY)
    for _each in range(9):
        fail(lambda: keys.by_recovery(code[:-1]), RecoveryCodeTypoError)

    assert keys.ways().wait == 0
    assert not keys.home.tries.exists()


def test_without_a_code_that_is_said(keys: HomeKeys) -> None:
    code = keys.new_recovery_code(KEY)
    wrap_data_key(keys.home.keys, KEY, PASSWORD, CHEAP)

    fail(lambda: keys.by_recovery(code), RecoveryMissingError)


def test_a_new_password_opens_instead_of_the_old_and_the_code_stays(keys: HomeKeys) -> None:
    code = keys.new_recovery_code(KEY)
    keys.change_password(keys.by_recovery(code), "mới", CHEAP)

    assert keys.by_password("mới") == KEY
    assert keys.by_recovery(code) == KEY
    fail(lambda: keys.by_password(PASSWORD), WrongPasswordError)
    assert [wrap["kind"] for wrap in json.loads(keys.home.keys.read_bytes())["wraps"]].count("password") == 1


def test_an_empty_password_is_refused(keys: HomeKeys) -> None:
    before = keys.home.keys.read_bytes()
    fail(lambda: keys.change_password(KEY, "", CHEAP), EmptyPasswordError)

    assert keys.home.keys.read_bytes() == before


def test_a_new_password_is_as_dear_as_the_machine_can_bear(keys: HomeKeys) -> None:
    keys.change_password(KEY, "mới")
    wrap = json.loads(keys.home.keys.read_bytes())["wraps"][0]

    assert wrap["memory_kib"] >= 64 * 1024
    assert wrap["time"] >= 2


@pytest.mark.parametrize(("place", "fault"), [(os, "fsync"), (Path, "replace")], ids=["fsync", "replace"])
def test_a_change_that_is_broken_off_leaves_the_old_password(
    keys: HomeKeys, place: object, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = keys.home.keys.read_bytes()

    def full(*_arguments: object) -> None:
        raise OSError(28, "no space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(place, fault, full)
        fail(lambda: keys.change_password(KEY, "mới", CHEAP), KeysUnwritableError)
        fail(lambda: keys.new_recovery_code(KEY), KeysUnwritableError)
        fail(lambda: keys.set_pin(KEY, PIN, CHEAP), KeysUnwritableError)

    assert keys.home.keys.read_bytes() == before
    assert files(keys.home) == {"keys.json"}
    assert isinstance(keys.keyring, MemoryKeyring)
    assert keys.keyring.kept == {}
    assert keys.by_password(PASSWORD) == KEY


def test_a_damaged_wrap_keeps_no_other_from_opening(keys: HomeKeys) -> None:
    code = keys.new_recovery_code(KEY)
    whole = json.loads(keys.home.keys.read_bytes())
    ways: list[Callable[[], bytes]] = [lambda: keys.by_recovery(code), lambda: keys.by_password(PASSWORD)]
    for place, opens in enumerate(ways):
        damaged = json.loads(json.dumps(whole))
        damaged["wraps"][place]["salt"] = "%%%"
        keys.home.keys.write_text(json.dumps(damaged), "utf-8")
        assert opens() == KEY

    keys.change_password(KEY, "mới", CHEAP)
    assert len(json.loads(keys.home.keys.read_bytes())["wraps"]) == 2


def test_a_wrap_that_a_newer_program_made_is_kept(keys: HomeKeys) -> None:
    whole = json.loads(keys.home.keys.read_bytes())
    whole["wraps"].append({"kind": "fingerprint", "sealed": "…"})
    keys.home.keys.write_text(json.dumps(whole), "utf-8")
    keys.change_password(KEY, "mới", CHEAP)

    assert {"kind": "fingerprint", "sealed": "…"} in json.loads(keys.home.keys.read_bytes())["wraps"]


@pytest.mark.parametrize("content", ["[]", '{"version": 2, "wraps": [{}]}', '{"version": 1, "wraps": [5]}'])
def test_a_key_file_of_another_shape_opens_by_nothing(keys: HomeKeys, content: str) -> None:
    keys.home.keys.write_text(content, "utf-8")

    for act in (keys.ways, lambda: keys.by_password(PASSWORD), lambda: keys.by_pin(PIN), keys.remove_pin):
        fail(act, KeysUnreadableError)
    assert keys.home.keys.read_text("utf-8") == content


def test_after_three_wrong_tries_the_next_must_wait_and_then_ever_longer(keys: HomeKeys) -> None:
    failed = [fail(lambda: keys.by_password("sai"), WrongPasswordError) for _each in range(3)]
    assert [error.facts()["wait"] for error in failed] == [0, 0, 2]
    waits = []
    for _each in range(10):
        error = fail(lambda: keys.by_password("sai"), TooSoonError)
        waits.append(error.facts()["seconds"])
        wait(keys, keys.ways().wait)
        fail(lambda: keys.by_password("sai"), WrongPasswordError)

    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]


def test_while_one_must_wait_even_the_right_password_does(keys: HomeKeys) -> None:
    code = keys.new_recovery_code(KEY)
    keys.set_pin(KEY, PIN, CHEAP)
    wrong(keys, 4)
    wait(keys, -1)

    for act in (
        lambda: keys.by_password(PASSWORD),
        lambda: keys.by_recovery(code),
        lambda: keys.by_pin(PIN),
    ):
        assert fail(act, TooSoonError).facts() == {"seconds": 1}
    wait(keys, 1)
    assert keys.by_password(PASSWORD) == KEY


def test_the_wait_outlives_the_program_and_the_right_password_ends_it(
    keys: HomeKeys, clock: FixedClock
) -> None:
    wrong(keys, 4)
    wait(keys, -3)
    again = HomeKeys(keys.home, MemoryKeyring(), clock)
    assert fail(lambda: again.by_password(PASSWORD), TooSoonError).facts() == {"seconds": 3}
    wait(keys, 3)
    assert again.by_password(PASSWORD) == KEY

    assert not keys.home.tries.exists()
    wrong(keys, 2)
    assert keys.ways().wait == 0


def test_wrong_codes_and_wrong_passwords_are_counted_together(keys: HomeKeys) -> None:
    first = keys.new_recovery_code(KEY)
    keys.new_recovery_code(KEY, renew=True)
    wrong(keys, 2)

    assert fail(lambda: keys.by_recovery(first), WrongRecoveryCodeError).facts() == {"wait": 2}


def test_a_clock_that_was_set_back_makes_the_wait_run_from_now(keys: HomeKeys) -> None:
    for _each in range(3):
        fail(lambda: keys.by_password("sai"), WrongPasswordError)
    wait(keys, -2 * 365 * 86400)

    assert fail(lambda: keys.by_password(PASSWORD), TooSoonError).facts() == {"seconds": 2}
    wait(keys, 2)
    assert keys.by_password(PASSWORD) == KEY


def test_wrong_tries_destroy_nothing(keys: HomeKeys) -> None:
    before = keys.home.keys.read_bytes()
    wrong(keys, 30)

    assert keys.home.keys.read_bytes() == before
    assert files(keys.home) == {"keys.json", "tries.json"}
    assert keys.home.tries.stat().st_mode & 0o777 == 0o600
    assert b"sai" not in keys.home.tries.read_bytes()
    assert keys.by_password(PASSWORD) == KEY


def guess(folder: Path) -> str:
    """Try a wrong password beside others."""
    try:
        HomeKeys(Home(folder), MemoryKeyring(), FixedClock()).by_password("sai")
    except (TooSoonError, WrongPasswordError) as error:
        return type(error).__name__
    return "opened"


def test_many_that_guess_at_once_gain_nothing(keys: HomeKeys) -> None:
    with ThreadPoolExecutor(4) as pool:
        came = list(pool.map(guess, [keys.home.folder] * 12))

    assert came.count("WrongPasswordError") == 3
    assert came.count("TooSoonError") == 9


def test_a_full_disk_does_not_keep_the_right_password_out(
    keys: HomeKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> int:
        raise OSError(28, "no space left on device")

    monkeypatch.setattr(os, "open", full)

    fail(lambda: keys.by_password("sai"), WrongPasswordError)
    assert keys.by_password(PASSWORD) == KEY


def test_where_others_try_without_end_nobody_slips_past_the_count(
    keys: HomeKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    def give_up(*_arguments: object) -> None:
        raise OSError(errno.EDEADLK, "resource deadlock avoided")

    monkeypatch.setattr(file_lock, "_lock", give_up)

    fail(lambda: keys.by_password(PASSWORD), HomeBusyError)


def test_the_pin_opens_with_the_keyring_and_only_with_it(keys: HomeKeys, keyring: MemoryKeyring) -> None:
    keys.set_pin(KEY, PIN, CHEAP)
    assert keys.by_pin(f" {PIN}\n") == KEY
    assert keys.by_password(PASSWORD) == KEY
    assert keys.ways().pin
    ((name, secret),) = keyring.kept.items()

    keyring.kept[name] = bytes(32)
    fail(lambda: keys.by_pin(PIN), WrongPinError)
    keyring.kept[name] = secret
    assert keys.by_pin(PIN) == KEY
    keyring.kept.clear()
    fail(lambda: keys.by_pin(PIN), PinMissingError)


def test_neither_half_of_the_pins_key_is_in_the_home(keys: HomeKeys, keyring: MemoryKeyring) -> None:
    keys.set_pin(KEY, PIN, CHEAP)
    content = keys.home.keys.read_bytes()

    assert PIN.encode() not in content
    (secret,) = keyring.kept.values()
    assert secret.hex().encode() not in content
    assert len(secret) == 32


@pytest.mark.parametrize("pin", ["", "123", "12a4", "mật mã", "١٢٣٤", "-1234", "12 34"])
def test_a_pin_is_at_least_four_digits(keys: HomeKeys, keyring: MemoryKeyring, pin: str) -> None:
    fail(lambda: keys.set_pin(KEY, pin, CHEAP), PinUnfitError)

    assert keyring.kept == {}
    assert not keys.ways().pin


def test_another_pin_takes_the_place_of_the_first(keys: HomeKeys, keyring: MemoryKeyring) -> None:
    keys.set_pin(KEY, PIN, CHEAP)
    keys.set_pin(KEY, "7777", CHEAP)

    assert len(keyring.kept) == 1
    assert keys.by_pin("7777") == KEY
    fail(lambda: keys.by_pin(PIN), WrongPinError)


def test_after_five_wrong_pins_only_the_password_opens(keys: HomeKeys, keyring: MemoryKeyring) -> None:
    keys.set_pin(KEY, PIN, CHEAP)
    left = []
    for _each in range(4):
        left.append(fail(lambda: keys.by_pin("0000"), WrongPinError).facts()["left"])
        wait(keys, keys.ways().wait)
    error = fail(lambda: keys.by_pin("0000"), PinVoidError)

    assert left == [4, 3, 2, 1]
    assert error.facts() == {"wait": 8}
    assert keyring.kept == {}
    assert not keys.ways().pin
    wait(keys, 8)
    fail(lambda: keys.by_pin(PIN), PinMissingError)
    assert keys.by_password(PASSWORD) == KEY


def test_the_right_pin_begins_the_count_anew(keys: HomeKeys) -> None:
    keys.set_pin(KEY, PIN, CHEAP)
    for _round in range(3):
        for _each in range(2):
            fail(lambda: keys.by_pin("0000"), WrongPinError)
        assert keys.by_pin(PIN) == KEY


def test_a_pin_that_nobody_can_count_is_not_tried(keys: HomeKeys, monkeypatch: pytest.MonkeyPatch) -> None:
    keys.set_pin(KEY, PIN, CHEAP)

    def full(_handle: int) -> None:
        raise OSError(28, "no space left on device")

    monkeypatch.setattr(os, "fsync", full)

    assert fail(lambda: keys.by_pin(PIN), KeysUnwritableError).facts() == {"file_name": "tries.json"}
    assert keys.by_password(PASSWORD) == KEY


def test_a_new_password_voids_the_pin(keys: HomeKeys, keyring: MemoryKeyring) -> None:
    keys.set_pin(KEY, PIN, CHEAP)
    keys.change_password(KEY, "mới", CHEAP)

    assert keyring.kept == {}
    fail(lambda: keys.by_pin(PIN), PinMissingError)


def test_a_pin_can_be_given_up(keys: HomeKeys, keyring: MemoryKeyring) -> None:
    assert not keys.remove_pin()
    keys.set_pin(KEY, PIN, CHEAP)
    assert keys.remove_pin()

    assert keyring.kept == {}
    assert not keys.ways().pin


def test_without_a_keyring_everything_but_the_pin_works(keys: HomeKeys, keyring: MemoryKeyring) -> None:
    keys.set_pin(KEY, PIN, CHEAP)
    keyring.locked = True

    fail(lambda: keys.by_pin(PIN), KeyringMissingError)
    fail(lambda: keys.set_pin(KEY, PIN, CHEAP), KeyringMissingError)
    assert keys.by_password(PASSWORD) == KEY
    assert keys.by_recovery(keys.new_recovery_code(KEY)) == KEY
    keys.change_password(KEY, "mới", CHEAP)
    assert not keys.ways().pin
    assert keys.by_password("mới") == KEY


def test_a_backups_copy_opens_by_password_and_code_but_not_by_pin(keys: HomeKeys) -> None:
    code = keys.new_recovery_code(KEY)
    keys.set_pin(KEY, PIN, CHEAP)
    copy = for_a_backup(keys.home.keys.read_bytes(), "keys.json")

    assert unwrap(copy, "keys.json", WrapKind.PASSWORD, PASSWORD) == KEY
    assert unwrap(copy, "keys.json", WrapKind.RECOVERY, code.lower()) == KEY
    assert b"pin" not in copy
    fail(lambda: unwrap(copy, "keys.json", WrapKind.PASSWORD, "sai"), WrongPasswordError)
    fail(lambda: unwrap(copy, "keys.json", WrapKind.RECOVERY, "x"), RecoveryCodeTypoError)
    other = keys.new_recovery_code(KEY, renew=True)
    fail(lambda: unwrap(copy, "keys.json", WrapKind.RECOVERY, other), WrongRecoveryCodeError)
    fail(lambda: unwrap(b"{}", "keys.json", WrapKind.PASSWORD, PASSWORD), KeysUnreadableError)
