"""What can go wrong with the keys of a home."""

from dataclasses import dataclass
from typing import ClassVar

from agent_app.domain.errors import EnvironmentFailure, InputError, RuleError


@dataclass(eq=False)
class WrongPasswordError(EnvironmentFailure):
    """The password does not open this home; ``wait``: the seconds until the next try is taken."""

    code: ClassVar[str] = "secrets.wrong_password"
    wait: int = 0


@dataclass(eq=False)
class WrongRecoveryCodeError(EnvironmentFailure):
    """The code is a recovery code, but not this home's; ``wait``: the seconds until the next try is taken."""

    code: ClassVar[str] = "secrets.wrong_recovery_code"
    wait: int = 0


@dataclass(eq=False)
class RecoveryMissingError(EnvironmentFailure):
    """No recovery code was ever made for this home."""

    code: ClassVar[str] = "recovery.missing"


@dataclass(eq=False)
class PinMissingError(EnvironmentFailure):
    """No PIN opens this home, or the machine's keyring has lost its part."""

    code: ClassVar[str] = "pin.missing"


@dataclass(eq=False)
class KeysUnreadableError(EnvironmentFailure):
    """A key file of this home is missing or damaged."""

    code: ClassVar[str] = "secrets.keys_unreadable"
    file_name: str


@dataclass(eq=False)
class KeysUnwritableError(EnvironmentFailure):
    """A key file of this home could not be replaced; the old one stays."""

    code: ClassVar[str] = "secrets.keys_unwritable"
    file_name: str


@dataclass(eq=False)
class EmptyPasswordError(InputError):
    """A home needs a password."""

    code: ClassVar[str] = "password.empty"


@dataclass(eq=False)
class RecoveryShownError(RuleError):
    """The recovery code has been shown already, and is shown once only."""

    code: ClassVar[str] = "recovery.shown"


@dataclass(eq=False)
class PinUnfitError(InputError):
    """A PIN is at least four digits and nothing else."""

    code: ClassVar[str] = "pin.unfit"


@dataclass(eq=False)
class WrongPinError(EnvironmentFailure):
    """The PIN does not open this home; ``left`` more may be tried, after so many seconds."""

    code: ClassVar[str] = "pin.wrong"
    left: int
    wait: int = 0


@dataclass(eq=False)
class PinVoidError(EnvironmentFailure):
    """The PIN was wrong so often that only the password opens the home now."""

    code: ClassVar[str] = "pin.void"
    wait: int = 0


@dataclass(eq=False)
class TooSoonError(EnvironmentFailure):
    """The last wrong try was too short a time ago."""

    code: ClassVar[str] = "secrets.too_soon"
    seconds: int


@dataclass(eq=False)
class NoMemoryError(EnvironmentFailure):
    """The machine has too little free memory to try a password."""

    code: ClassVar[str] = "secrets.no_memory"


@dataclass(eq=False)
class KeyringMissingError(EnvironmentFailure):
    """This machine has no keyring that keeps secrets, or it is locked."""

    code: ClassVar[str] = "keyring.missing"


def wait_after(error: Exception) -> int:
    """Say how many seconds the next try must wait after this failure."""
    match error:
        case TooSoonError():
            return error.seconds
        case WrongPasswordError() | WrongRecoveryCodeError() | WrongPinError() | PinVoidError():
            return error.wait
        case _:
            return 0
