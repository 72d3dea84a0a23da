"""What can be wrong with a backup, and with putting one back."""

from dataclasses import dataclass
from typing import ClassVar

from agent_app.domain.errors import EnvironmentFailure, RuleError


@dataclass(eq=False)
class BackupForeignError(EnvironmentFailure):
    """The file is no backup of this program."""

    code: ClassVar[str] = "backup.foreign"
    file_name: str


@dataclass(eq=False)
class BackupMissingError(EnvironmentFailure):
    """There is no such file, or it cannot be read."""

    code: ClassVar[str] = "backup.missing"
    file_name: str


@dataclass(eq=False)
class BackupNewerError(EnvironmentFailure):
    """The backup was made by a newer version of the program."""

    code: ClassVar[str] = "backup.newer"
    file_name: str


@dataclass(eq=False)
class BackupDamagedError(EnvironmentFailure):
    """The backup was ours once and is whole no more."""

    code: ClassVar[str] = "backup.damaged"
    file_name: str


@dataclass(eq=False)
class BackupOtherKeyError(EnvironmentFailure):
    """The backup belongs to a home with another data key."""

    code: ClassVar[str] = "backup.other_key"
    file_name: str


@dataclass(eq=False)
class BackupUnverifiedError(EnvironmentFailure):
    """The backup that was just made does not hold what the store holds; the older ones were kept."""

    code: ClassVar[str] = "backup.unverified"


@dataclass(eq=False)
class BackupPlaceError(EnvironmentFailure):
    """The place for backups cannot be written: a stick that is not there, a folder without rights."""

    code: ClassVar[str] = "backup.place"


@dataclass(eq=False)
class BackupFullError(EnvironmentFailure):
    """The place for backups has no room."""

    code: ClassVar[str] = "backup.full"


@dataclass(eq=False)
class BackupNotCarriedError(EnvironmentFailure):
    """The backup was made, and no copy of it in the place that was asked for."""

    code: ClassVar[str] = "backup.not_carried"


@dataclass(eq=False)
class RestoreFullError(EnvironmentFailure):
    """The disk has no room for the store that a backup holds, beside the one that is there."""

    code: ClassVar[str] = "restore.full"


@dataclass(eq=False)
class RestorePlaceError(EnvironmentFailure):
    """The folder that a backup is to be put back into cannot be written."""

    code: ClassVar[str] = "restore.place"


@dataclass(eq=False)
class RestoreOtherHomeError(RuleError):
    """The home in the folder is not the one that the backup was made of; ``agent_code`` is the backup's."""

    code: ClassVar[str] = "restore.other_home"
    agent_code: str | None


@dataclass(eq=False)
class RestoreOtherAgentError(RuleError):
    """The home belongs to another agent than the backup."""

    code: ClassVar[str] = "restore.other_agent"
    agent_code: str
    backup_agent_code: str


@dataclass(eq=False)
class RescueTargetExistsError(RuleError):
    """The folder that a rescue was to fill holds a home already."""

    code: ClassVar[str] = "rescue.target_exists"


@dataclass(eq=False)
class RescueFullError(EnvironmentFailure):
    """The disk has no room for what a rescue saves."""

    code: ClassVar[str] = "rescue.full"


@dataclass(eq=False)
class RescuePlaceError(EnvironmentFailure):
    """A rescue cannot read the home's files, or cannot write the folder that they are saved into."""

    code: ClassVar[str] = "rescue.place"


@dataclass(eq=False)
class RescueNotNeededError(RuleError):
    """A sound store would have been replaced, and nobody has said that it shall be."""

    code: ClassVar[str] = "rescue.not_needed"


@dataclass(eq=False)
class NothingToRescueError(EnvironmentFailure):
    """Neither store nor journal nor backup of the home gives anything."""

    code: ClassVar[str] = "rescue.nothing"
