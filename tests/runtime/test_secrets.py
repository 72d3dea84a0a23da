"""The keys of a home: they open with the password, with nothing else, and never harm a file."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from unicodedata import normalize

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from agent_app.runtime.secrets import (
    KEY_BYTES,
    Argon2Cost,
    DeviceKeys,
    KeysUnreadableError,
    WrongPasswordError,
    new_data_key,
    seal,
    subkey,
    unseal,
    unwrap_data_key,
    wrap_data_key,
)
from tests.fakes import a_signer

CHEAP = Argon2Cost(1, 8, 1)
KEY = bytes(range(32))
PASSWORD = "mật khẩu của tôi"


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """A key file that the password opens."""
    path = tmp_path / "keys.json"
    wrap_data_key(path, KEY, PASSWORD, CHEAP)
    return path


def test_the_password_opens_the_key(keys: Path) -> None:
    assert unwrap_data_key(keys, PASSWORD) == KEY


def test_a_key_is_random_and_as_long_as_it_must_be() -> None:
    assert len(new_data_key()) == KEY_BYTES
    assert new_data_key() != new_data_key()


def test_by_default_a_guess_is_dear(tmp_path: Path) -> None:
    wrap_data_key(tmp_path / "keys.json", KEY, PASSWORD)

    wrap = json.loads((tmp_path / "keys.json").read_text("utf-8"))["wraps"][0]
    assert wrap["kdf"] == "argon2id"
    assert wrap["time"] >= 2
    assert wrap["memory_kib"] >= 65536
    assert len(base64.b64decode(wrap["salt"])) == 16


def test_two_homes_with_one_password_share_nothing(tmp_path: Path, keys: Path) -> None:
    wrap_data_key(tmp_path / "other.json", KEY, PASSWORD, CHEAP)

    first, second = (
        json.loads(each.read_text("utf-8"))["wraps"][0] for each in (keys, tmp_path / "other.json")
    )
    assert first["salt"] != second["salt"]
    assert first["sealed"] != second["sealed"]


@pytest.mark.parametrize(
    "password", ["", "mật khẩu của tô", "mật khẩu của tôi ", "MẬT KHẨU CỦA TÔI", "mat khau"]
)
def test_a_wrong_password_leaves_the_file_as_it_was(password: str, keys: Path) -> None:
    before = keys.read_bytes(), keys.stat().st_mtime_ns

    with pytest.raises(WrongPasswordError):
        unwrap_data_key(keys, password)

    assert (keys.read_bytes(), keys.stat().st_mtime_ns) == before
    assert [each.name for each in keys.parent.iterdir()] == ["keys.json"]


def test_a_password_opens_however_its_letters_are_put_together(keys: Path) -> None:
    assert unwrap_data_key(keys, normalize("NFD", PASSWORD)) == KEY


def changed(field: str, value: object) -> Callable[[str], str]:
    """Change one field of the wrap."""

    def change(text: str) -> str:
        whole = json.loads(text)
        whole["wraps"][0][field] = value
        return json.dumps(whole)

    return change


def without(field: str) -> Callable[[str], str]:
    """Take one field of the wrap away."""

    def change(text: str) -> str:
        whole = json.loads(text)
        del whole["wraps"][0][field]
        return json.dumps(whole)

    return change


DAMAGES: dict[str, Callable[[str], str]] = {
    "empty": lambda _text: "",
    "cut": lambda text: text[: len(text) // 2],
    "another file": lambda _text: "[]",
    "a text": lambda _text: '"keys"',
    "no wraps": lambda _text: '{"version": 1, "wraps": []}',
    "wraps of another shape": lambda _text: '{"version": 1, "wraps": {"password": 1}}',
    "wraps of nothing": lambda _text: '{"version": 1, "wraps": null}',
    "only another kind": changed("kind", "recovery"),
    **{f"no {name}": without(name) for name in ("kind", "time", "memory_kib", "lanes", "salt", "sealed")},
    "no time to guess": changed("time", 0),
    "too little memory": changed("memory_kib", 1),
    "more memory than there is": changed("memory_kib", 2**31),
    "a number beyond all": changed("memory_kib", 2**80),
    "more threads than there are": changed("lanes", 1000),
    "a negative number": changed("lanes", -1),
    "a word for a number": changed("time", "three"),
    "a short salt": changed("salt", ""),
    "a salt that is none": changed("salt", "%%%"),
    "nothing sealed": changed("sealed", ""),
    "too little sealed": changed("sealed", base64.b64encode(bytes(11)).decode()),
    "another type sealed": changed("sealed", 5),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=list(DAMAGES))
def test_a_damaged_key_file_is_named_and_left_alone(damage: Callable[[str], str], keys: Path) -> None:
    keys.write_text(damage(keys.read_text("utf-8")), "utf-8")
    before = keys.read_bytes()

    with pytest.raises(KeysUnreadableError) as caught:
        unwrap_data_key(keys, PASSWORD)

    assert caught.value.file_name == "keys.json"
    assert keys.read_bytes() == before


def test_bytes_that_are_no_text_are_a_damaged_key_file(keys: Path) -> None:
    keys.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(KeysUnreadableError):
        unwrap_data_key(keys, PASSWORD)


def test_a_missing_key_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(KeysUnreadableError):
        unwrap_data_key(tmp_path / "keys.json", PASSWORD)


def test_a_changed_seal_does_not_open(keys: Path) -> None:
    wrap = json.loads(keys.read_text("utf-8"))["wraps"][0]
    sealed = bytearray(base64.b64decode(wrap["sealed"]))
    sealed[-1] ^= 1
    keys.write_text(changed("sealed", base64.b64encode(sealed).decode())(keys.read_text("utf-8")), "utf-8")

    with pytest.raises(WrongPasswordError):
        unwrap_data_key(keys, PASSWORD)


def test_the_devices_keys_come_back(tmp_path: Path) -> None:
    path = tmp_path / "device.key"
    a_signer().save(path, KEY)

    loaded = DeviceKeys.load(path, KEY)

    assert loaded.public_keys() == a_signer().public_keys()
    Ed25519PublicKey.from_public_bytes(loaded.public_keys()[0]).verify(loaded.sign(b"money"), b"money")
    assert a_signer().sign_key.private_bytes_raw() not in path.read_bytes()


def test_every_device_has_its_own_keys() -> None:
    assert DeviceKeys.generate().public_keys() != DeviceKeys.generate().public_keys()


@pytest.mark.parametrize("kept", [0, 5, 11, 12, 20, -1])
def test_a_cut_device_key_is_named(kept: int, tmp_path: Path) -> None:
    path = tmp_path / "device.key"
    a_signer().save(path, KEY)
    path.write_bytes(path.read_bytes()[:kept])

    with pytest.raises(KeysUnreadableError) as caught:
        DeviceKeys.load(path, KEY)

    assert caught.value.file_name == "device.key"


def test_a_missing_or_foreign_device_key_is_named(tmp_path: Path) -> None:
    path = tmp_path / "device.key"
    with pytest.raises(KeysUnreadableError):
        DeviceKeys.load(path, KEY)
    a_signer().save(path, KEY)

    with pytest.raises(KeysUnreadableError):
        DeviceKeys.load(path, bytes(32))


@given(st.binary(max_size=50), st.binary(max_size=10), st.integers(0, 400))
def test_what_is_sealed_opens_only_whole_and_in_its_place(plain: bytes, context: bytes, bit: int) -> None:
    sealed = bytearray(seal(KEY, plain, context))
    assert unseal(KEY, bytes(sealed), context) == plain
    with pytest.raises(InvalidTag):
        unseal(KEY, bytes(sealed), context + b"!")

    sealed[bit // 8 % len(sealed)] ^= 1 << bit % 8
    with pytest.raises(InvalidTag):
        unseal(KEY, bytes(sealed), context)


def test_each_purpose_has_its_own_key() -> None:
    purposes = {subkey(KEY, purpose) for purpose in ("device.key", "receipts.jnl", "other")}

    assert len(purposes) == 3
    assert KEY not in purposes
