"""What can be wrong with the files of a store; every one leaves them as they are."""

from dataclasses import dataclass
from typing import ClassVar

from agent_app.domain.errors import EnvironmentFailure


@dataclass(eq=False)
class StoreMissingError(EnvironmentFailure):
    """The home has no store."""

    code: ClassVar[str] = "store.missing"


@dataclass(eq=False)
class StoreExistsError(EnvironmentFailure):
    """The home has a store already, which nothing may overwrite."""

    code: ClassVar[str] = "store.exists"


@dataclass(eq=False)
class EncryptionMissingError(EnvironmentFailure):
    """The database library that was loaded cannot encrypt."""

    code: ClassVar[str] = "store.encryption_missing"


@dataclass(eq=False)
class StoreKeyError(EnvironmentFailure):
    """The key does not fit the store, or the store's first page is damaged."""

    code: ClassVar[str] = "store.key"


@dataclass(eq=False)
class PlainStoreError(EnvironmentFailure):
    """The file is an unencrypted database, which this program never makes."""

    code: ClassVar[str] = "store.plain"


@dataclass(eq=False)
class ForeignStoreError(EnvironmentFailure):
    """The file opens with the key but is no store of this program."""

    code: ClassVar[str] = "store.foreign"


@dataclass(eq=False)
class NewerStoreError(EnvironmentFailure):
    """A newer version of the program has changed the store's schema."""

    code: ClassVar[str] = "store.newer"
    found: int
    known: int


@dataclass(eq=False)
class MigrationFailedError(EnvironmentFailure):
    """A step to a newer schema went wrong and was undone; ``copy`` is the file name of the copy."""

    code: ClassVar[str] = "store.migration_failed"
    step: int
    copy: str


@dataclass(eq=False)
class StoreClosedError(EnvironmentFailure):
    """The store was let go, with its key: whatever comes too late has to open the home again."""

    code: ClassVar[str] = "store.closed"


@dataclass(eq=False)
class StoreBusyError(EnvironmentFailure):
    """Another process has kept the store to itself for too long."""

    code: ClassVar[str] = "store.busy"


@dataclass(eq=False)
class StoreFullError(EnvironmentFailure):
    """The disk has no room; nothing of the unit of work was kept."""

    code: ClassVar[str] = "store.full"


@dataclass(eq=False)
class StoreUnusableError(EnvironmentFailure):
    """The store cannot be read or written: a damaged page, a lost disk, a folder without rights."""

    code: ClassVar[str] = "store.unusable"


@dataclass(eq=False)
class StoreDamagedError(StoreUnusableError):
    """A page of the store does not read: what lies on it is lost unless a backup or the journal has it."""

    code: ClassVar[str] = "store.damaged"


@dataclass(eq=False)
class ForeignPositionError(EnvironmentFailure):
    """The server has confirmed a position that is not in this device's log."""

    code: ClassVar[str] = "log.foreign_position"
    epoch: int
    dseq: int


@dataclass(eq=False)
class JournalUnreadableError(EnvironmentFailure):
    """No record of the journal opens: it belongs to another home or is damaged."""

    code: ClassVar[str] = "journal.unreadable"


STORE_DAMAGE = (StoreKeyError, PlainStoreError, ForeignStoreError, StoreUnusableError)
"""What opening or reading a damaged store can end with; a broken first page looks like another key."""
