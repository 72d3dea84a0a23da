"""The machine's keyring: a backend of the library in memory, none at all, and one that keeps plain text."""

from collections.abc import Callable, Iterator
from typing import cast

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringLocked, PasswordDeleteError

from agent_app.runtime.key_failures import KeyringMissingError
from agent_app.runtime.os_keyring import OsKeyring


class ShelfKeyring(KeyringBackend):
    """Keeps words in memory, as a backend of the library does."""

    priority = 1.0

    def __init__(self) -> None:
        self.words: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.words.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.words[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.words:
            raise PasswordDeleteError(username)
        del self.words[service, username]


class LockedKeyring(ShelfKeyring):
    """Is there, but nobody unlocks it."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked(service + username)


class PlainTextKeyring(ShelfKeyring):
    """Keeps plain text in a file, as keyrings.alt does."""


PlainTextKeyring.__module__ = "keyrings.alt.file"


class ForgetfulKeyring(ShelfKeyring):
    """Takes everything and keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        del service, username, password


class Chain(ShelfKeyring):
    """Several keyrings behind each other."""

    def __init__(self, *backends: KeyringBackend) -> None:
        super().__init__()
        self.backends = backends


NO_KEYRING = cast("Callable[[], KeyringBackend]", NoKeyring)()


@pytest.fixture(autouse=True)
def other_keyring() -> Iterator[None]:
    """Put back the keyring that tests have: none."""
    usual = keyring.get_keyring()
    yield
    keyring.set_keyring(usual)


def test_a_secret_is_kept_and_forgotten() -> None:
    shelf = ShelfKeyring()
    keyring.set_keyring(shelf)
    OsKeyring().put("one", bytes(range(32)))

    assert OsKeyring().get("one") == bytes(range(32))
    assert OsKeyring().get("two") is None
    assert [service for service, _name in shelf.words] == ["DiTungNha"]

    OsKeyring().remove("one")
    OsKeyring().remove("one")
    assert shelf.words == {}


@pytest.mark.parametrize(
    "backend", [NO_KEYRING, LockedKeyring(), PlainTextKeyring(), Chain(PlainTextKeyring())]
)
def test_where_there_is_no_keyring_to_trust_that_is_said(backend: KeyringBackend) -> None:
    keyring.set_keyring(backend)

    with pytest.raises(KeyringMissingError):
        OsKeyring().get("one")
    with pytest.raises(KeyringMissingError):
        OsKeyring().put("one", bytes(32))
    assert getattr(backend, "words", {}) in ({}, {("DiTungNha", "one"): "A" * 43 + "="})


def test_a_keyring_that_forgets_at_once_is_none() -> None:
    keyring.set_keyring(ForgetfulKeyring())

    with pytest.raises(KeyringMissingError):
        OsKeyring().put("one", bytes(32))


def test_behind_one_that_keeps_plain_text_the_real_one_is_used() -> None:
    plain, shelf = PlainTextKeyring(), ShelfKeyring()
    keyring.set_keyring(Chain(plain, shelf))
    OsKeyring().put("one", bytes(32))

    assert plain.words == {}
    assert len(shelf.words) == 1


def test_what_somebody_else_put_there_is_no_secret_of_ours() -> None:
    shelf = ShelfKeyring()
    shelf.words["DiTungNha", "one"] = "mật khẩu"
    keyring.set_keyring(shelf)

    assert OsKeyring().get("one") is None
