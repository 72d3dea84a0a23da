"""Who may open a home: tries passwords, recovery codes and PINs, and changes them."""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass

from agent_app.domain.errors import EnvironmentFailure
from agent_app.domain.recovery_code import read_code, recovery_code, shown_code
from agent_app.runtime.clock import SystemClock
from agent_app.runtime.file_lock import alone
from agent_app.runtime.home_locks import HomeBusyError
from agent_app.runtime.key_failures import (
    EmptyPasswordError,
    KeyringMissingError,
    KeysUnwritableError,
    PinMissingError,
    PinUnfitError,
    PinVoidError,
    RecoveryShownError,
    TooSoonError,
    WrongPasswordError,
    WrongPinError,
    WrongRecoveryCodeError,
)
from agent_app.runtime.key_file import KeyFile, KeyringPart, WrapKind, unwrap
from agent_app.runtime.os_keyring import Keyring, OsKeyring
from agent_app.runtime.paths import Home
from agent_app.runtime.sealing import KEY_BYTES
from agent_app.runtime.stretching import LEAST_COST, Argon2Cost, calibrated
from agent_app.runtime.tries import MOST_PINS, Tries, load_tries, save_tries
from agent_app.services.ports import Clock

_CODE_BYTES = 17
_FEWEST_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Ways:
    """What may open a home beside the password, and how long the next try must wait."""

    pin: bool = False
    recovery: bool = False
    wait: int = 0


def keys_at(home: Home) -> "HomeKeys":
    """Return the keys of a home on this machine."""
    return HomeKeys(home, OsKeyring(), SystemClock())


@dataclass(frozen=True, slots=True)
class HomeKeys:
    """The keys of one home; whatever opens it gives the same data key."""

    home: Home
    keyring: Keyring
    clock: Clock

    def ways(self) -> Ways:
        """Say what may open the home; raise ``KeysUnreadableError``."""
        file = KeyFile.load(self.home.keys)
        pin, recovery = (file.wrap(kind) is not None for kind in (WrapKind.PIN, WrapKind.RECOVERY))
        return Ways(pin, recovery, load_tries(self.home.tries).wait(self._now()))

    def by_password(self, password: str) -> bytes:
        """Return the data key; an empty password is none, and no try.

        Raises ``WrongPasswordError``, ``TooSoonError``, ``KeysUnreadableError``, ``NoMemoryError`` or
        ``HomeBusyError``.
        """
        if not password:
            raise WrongPasswordError
        with self._tried() as (file, tries):
            found = file.opened(WrapKind.PASSWORD, password)
            if found is None:
                raise WrongPasswordError(self._count(tries.with_wrong(self._now())))
            self._forget(tries)
        return found

    def by_recovery(self, code: str) -> bytes:
        """Return the data key; a slip of the pen is no try.

        Raises what ``by_password`` does, ``RecoveryCodeTypoError``, ``WrongRecoveryCodeError`` or
        ``RecoveryMissingError``.
        """
        letters = read_code(code)
        with self._tried() as (file, tries):
            found = file.opened(WrapKind.RECOVERY, letters)
            if found is None:
                raise WrongRecoveryCodeError(self._count(tries.with_wrong(self._now())))
            self._forget(tries)
        return found

    def by_pin(self, pin: str) -> bytes:
        """Return the data key; too many wrong PINs, and only the password does.

        Raises what ``by_password`` does, ``PinMissingError``, ``WrongPinError``, ``PinVoidError``,
        ``KeyringMissingError`` or ``KeysUnwritableError``.
        """
        with self._tried() as (file, tries):
            name = file.keyring_name()
            kept = self.keyring.get(name) if name is not None else None
            if kept is None:
                raise PinMissingError
            # Counted before it is tried: a PIN is easily guessed where nobody counts.
            counted = tries.with_wrong(self._now(), pin=True)
            self._count_surely(counted)
            found = file.opened(WrapKind.PIN, pin.strip(), kept)
            if found is None:
                raise self._wrong_pin(file, counted)
            self._forget(counted)
        return found

    def of_a_copy(self, content: bytes, name: str, kind: WrapKind, secret: str) -> bytes:
        """Return the data key that a backup's key file holds, whatever has become of this home's own.

        A wrong try counts as any other does; a right one forgets none, for the backup may be a stranger's.
        Raises what ``key_file.unwrap`` does, ``TooSoonError`` or ``HomeBusyError``.
        """
        with self._counted() as tries:
            try:
                return unwrap(content, name, kind, secret)
            except (WrongPasswordError, WrongRecoveryCodeError) as error:
                raise type(error)(self._count(tries.with_wrong(self._now()))) from error

    def change_password(self, data_key: bytes, password: str, cost: Argon2Cost | None = None) -> None:
        """Let another password open the home from now on; the recovery code stays, a PIN goes.

        Raises ``EmptyPasswordError``, ``KeysUnreadableError`` or ``KeysUnwritableError``.
        """
        if not password:
            raise EmptyPasswordError
        chosen = cost or calibrated()
        with self._changed() as file:
            self._replace(
                file, file.without(WrapKind.PIN).wrapped(data_key, WrapKind.PASSWORD, password, chosen)
            )

    def new_recovery_code(self, data_key: bytes, *, renew: bool = False) -> str:
        """Make the recovery code and return it, this once; a renewed one voids the former.

        Raises ``RecoveryShownError``, ``KeysUnreadableError`` or ``KeysUnwritableError``.
        """
        code = recovery_code(os.urandom(_CODE_BYTES))
        with self._changed() as file:
            if file.wrap(WrapKind.RECOVERY) is not None and not renew:
                raise RecoveryShownError
            # Nobody guesses 135 random bits, however cheap a guess is.
            self._replace(file, file.wrapped(data_key, WrapKind.RECOVERY, code, LEAST_COST))
        return shown_code(code)

    def set_pin(self, data_key: bytes, pin: str, cost: Argon2Cost | None = None) -> None:
        """Let a PIN open the home on this machine, in the place of a former one.

        Raises ``PinUnfitError``, ``KeyringMissingError``, ``KeysUnreadableError`` or ``KeysUnwritableError``.
        """
        digits = pin.strip()
        if len(digits) < _FEWEST_DIGITS or not (digits.isascii() and digits.isdigit()):
            raise PinUnfitError
        part = KeyringPart(secrets.token_hex(8), secrets.token_bytes(KEY_BYTES))
        chosen = cost or calibrated()
        with self._changed() as file:
            self.keyring.put(part.name, part.secret)
            with self._taken_back(part):
                self._replace(file, file.wrapped(data_key, WrapKind.PIN, digits, chosen, part))

    def remove_pin(self) -> bool:
        """Let no PIN open the home any more; say whether one did.

        Raises ``KeysUnreadableError`` or ``KeysUnwritableError``.
        """
        with self._changed() as file:
            held = file.wrap(WrapKind.PIN) is not None
            if held:
                self._replace(file, file.without(WrapKind.PIN))
        return held

    @contextmanager
    def _tried(self) -> Iterator[tuple[KeyFile, Tries]]:
        """Hold the keys while one try is made with them and counted."""
        with self._counted() as tries:
            yield KeyFile.load(self.home.keys), tries

    @contextmanager
    def _counted(self) -> Iterator[Tries]:
        """Hold the count while one try is made, so that no two are made at once."""
        with ExitStack() as stack:
            try:
                stack.enter_context(alone(self.home.keys_lock))
            except OSError as error:
                # Windows gives up when others try without end; a disk that takes no file keeps nobody out.
                if error.errno == errno.EDEADLK:
                    raise HomeBusyError from error
            tries, now = load_tries(self.home.tries), self._now()
            if wait := tries.wait(now):
                if tries.last > now:  # the clock was set back: the wait runs from now
                    self._count(Tries(tries.wrong, tries.wrong_pins, now))
                raise TooSoonError(wait)
            yield tries

    @contextmanager
    def _changed(self) -> Iterator[KeyFile]:
        """Hold the keys while they are changed."""
        with ExitStack() as stack:
            try:
                stack.enter_context(alone(self.home.keys_lock))
            except OSError as error:
                raise KeysUnwritableError(self.home.keys.name) from error
            yield KeyFile.load(self.home.keys)

    @contextmanager
    def _taken_back(self, part: KeyringPart) -> Iterator[None]:
        """Leave nothing in the keyring that no wrap names."""
        try:
            yield
        except KeysUnwritableError:
            with suppress(KeyringMissingError):
                self.keyring.remove(part.name)
            raise

    def _replace(self, old: KeyFile, new: KeyFile) -> None:
        new.save(self.home.keys)
        name = old.keyring_name()
        if name is not None and name != new.keyring_name():
            with suppress(KeyringMissingError):
                self.keyring.remove(name)

    def _wrong_pin(self, file: KeyFile, counted: Tries) -> EnvironmentFailure:
        left = MOST_PINS - counted.wrong_pins
        if left > 0:
            return WrongPinError(left, counted.wait(self._now()))
        self._replace(file, file.without(WrapKind.PIN))
        return PinVoidError(self._count(Tries(counted.wrong, 0, counted.last)))

    def _count(self, tries: Tries) -> int:
        with suppress(OSError):
            save_tries(self.home.tries, tries)
        return tries.wait(self._now())

    def _count_surely(self, tries: Tries) -> None:
        try:
            save_tries(self.home.tries, tries)
        except OSError as error:
            raise KeysUnwritableError(self.home.tries.name) from error

    def _forget(self, tries: Tries) -> None:
        if tries != Tries():
            with suppress(OSError):
                self.home.tries.unlink(missing_ok=True)

    def _now(self) -> int:
        return int(self.clock.now().timestamp() * 1000)
