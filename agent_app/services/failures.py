"""Failures that several use cases share."""

from dataclasses import dataclass
from typing import ClassVar

from agent_app.domain.errors import EnvironmentFailure, InputError, RuleError
from agent_app.services.standing import ReadOnlyReason


@dataclass(eq=False)
class PersonUnknownError(InputError):
    """Nobody has this id."""

    code: ClassVar[str] = "person.unknown"
    person_id: str


@dataclass(eq=False)
class PersonErasedError(PersonUnknownError):
    """Whoever had this id was erased: no further fact can be about them."""

    code: ClassVar[str] = "person.erased"


@dataclass(eq=False)
class HouseholdUnknownError(InputError):
    """No household has this id."""

    code: ClassVar[str] = "household.unknown"
    household_id: str


@dataclass(eq=False)
class ReceiptUnknownError(InputError):
    """No receipt has this id."""

    code: ClassVar[str] = "receipt.unknown"
    receipt_id: str


@dataclass(eq=False)
class NotEnrolledError(RuleError):
    """The office has not yet made this laptop an agent's."""

    code: ClassVar[str] = "device.not_enrolled"


@dataclass(eq=False)
class OtherHouseholdError(InputError):
    """A person of another household was named for this one."""

    code: ClassVar[str] = "household.other"
    person_id: str


@dataclass(eq=False)
class KeptButUnwitnessedError(EnvironmentFailure):
    """A commit has kept everything, but the journal of money could not follow; that is made up for later."""

    code: ClassVar[str] = "journal.behind"


@dataclass(eq=False)
class StoreReadOnlyError(EnvironmentFailure):
    """Nothing can be written any more; reading, printing and sending what waits still work."""

    code: ClassVar[str] = "store.read_only"
    reason: ReadOnlyReason


@dataclass(eq=False)
class FileUnwritableError(EnvironmentFailure):
    """A paper's file cannot be written; what it shows is kept."""

    code: ClassVar[str] = "file.unwritable"
    file_name: str


@dataclass(eq=False)
class FileUnreadableError(InputError):
    """A file that was named cannot be read."""

    code: ClassVar[str] = "file.unreadable"
    file_name: str
