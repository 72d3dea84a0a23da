"""The keyring of the machine, which holds one half of a PIN's wrap; not every machine has one."""

import base64
from typing import TYPE_CHECKING, Protocol

from agent_app.runtime.key_failures import KeyringMissingError

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_SERVICE = "DiTungNha"


class Keyring(Protocol):
    """Keeps small secrets by name; every call may raise ``KeyringMissingError``."""

    def get(self, name: str) -> bytes | None:
        """Return a secret, if it is there."""
        ...

    def put(self, name: str, secret: bytes) -> None:
        """Keep a secret."""
        ...

    def remove(self, name: str) -> None:
        """Forget a secret; one that is not there is forgotten already."""
        ...


class OsKeyring:
    """Windows' Credential Manager, macOS' Keychain, the Secret Service; never a plain file."""

    def get(self, name: str) -> bytes | None:
        """Return a secret, if it is there."""
        from keyring.errors import KeyringError  # noqa: PLC0415 (slow, and seldom asked)

        try:
            found = self._backend().get_password(_SERVICE, name)
        except (KeyringError, OSError) as error:
            raise KeyringMissingError from error
        try:
            return None if found is None else base64.b64decode(found, validate=True)
        except ValueError:
            return None

    def put(self, name: str, secret: bytes) -> None:
        """Keep a secret, and see that it is kept."""
        from keyring.errors import KeyringError  # noqa: PLC0415

        try:
            self._backend().set_password(_SERVICE, name, base64.b64encode(secret).decode())
        except (KeyringError, OSError) as error:
            raise KeyringMissingError from error
        if self.get(name) != secret:
            raise KeyringMissingError

    def remove(self, name: str) -> None:
        """Forget a secret."""
        from keyring.errors import KeyringError, PasswordDeleteError  # noqa: PLC0415

        try:
            self._backend().delete_password(_SERVICE, name)
        except PasswordDeleteError:
            return
        except (KeyringError, OSError) as error:
            raise KeyringMissingError from error

    def _backend(self) -> "KeyringBackend":
        import keyring  # noqa: PLC0415

        found = keyring.get_keyring()
        # Several are chained where there are several; keyrings.alt and its like keep plain text in a file.
        chained: list[KeyringBackend] = getattr(found, "backends", [found])
        for each in chained:
            if not type(each).__module__.startswith("keyrings."):
                return each
        raise KeyringMissingError
