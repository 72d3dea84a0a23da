"""What can go wrong with copies of the database; the words are in ``backup_messages``."""

from dataclasses import dataclass
from typing import ClassVar

from agent_app.domain.errors import EnvironmentFailure, RuleError


@dataclass(eq=False)
class BackupMissingError(EnvironmentFailure):
    """The file to restore cannot be opened."""

    code: ClassVar[str] = "backup.missing"
    path: str


@dataclass(eq=False)
class BackupDamagedError(EnvironmentFailure):
    """The file is none of ours, cut short, or not as it was written."""

    code: ClassVar[str] = "backup.damaged"
    path: str


@dataclass(eq=False)
class BackupNewerError(EnvironmentFailure):
    """The file was written by a later version than this program knows."""

    code: ClassVar[str] = "backup.newer"
    path: str


@dataclass(eq=False)
class DatabaseNotEmptyError(RuleError):
    """What is in the database goes only if somebody says so."""

    code: ClassVar[str] = "restore.not_empty"


@dataclass(eq=False)
class ServingMeanwhileError(RuleError):
    """A server serves from the database that is to be replaced."""

    code: ClassVar[str] = "restore.serving"


@dataclass(eq=False)
class BackupExistsError(RuleError):
    """A file that is there goes only if somebody says so."""

    code: ClassVar[str] = "backup.exists"
    path: str


@dataclass(eq=False)
class RestoreDiffersError(EnvironmentFailure):
    """What came into the database is not what was backed up; nothing of it was kept."""

    code: ClassVar[str] = "restore.differs"
    path: str
