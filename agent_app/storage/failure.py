"""What the driver says, in our own words."""

from sqlalchemy.exc import DBAPIError

from agent_app.domain.errors import EnvironmentFailure
from agent_app.storage.errors import (
    StoreBusyError,
    StoreDamagedError,
    StoreFullError,
    StoreUnusableError,
)

_FAILURES: dict[str, type[EnvironmentFailure]] = {
    "BUSY": StoreBusyError,
    "LOCKED": StoreBusyError,
    "FULL": StoreFullError,
    "IOERR": StoreUnusableError,
    "CORRUPT": StoreDamagedError,
    "NOTADB": StoreDamagedError,
    "READONLY": StoreUnusableError,
    "CANTOPEN": StoreUnusableError,
}

_EXACTLY: dict[str, type[EnvironmentFailure]] = {
    "IOERR_READ": StoreDamagedError,
    "IOERR_SHORT_READ": StoreDamagedError,
    "IOERR_DATA": StoreDamagedError,
    "IOERR_CORRUPTFS": StoreDamagedError,
    # The table of the log's frames lies in a file of its own, which may find no room.
    "IOERR_SHMSIZE": StoreFullError,
}


def driver_failure(error: BaseException | None) -> EnvironmentFailure | None:
    """Name what a driver's error says of the machine or the file."""
    name = str(getattr(error, "sqlite_errorname", "")).removeprefix("SQLITE_")
    kind = _EXACTLY.get(name) or _FAILURES.get(name.split("_")[0])
    return kind() if kind else None


def environment_failure(error: BaseException | None) -> EnvironmentFailure | None:
    """Name what is wrong with the machine or the file; ``None`` where the program itself is at fault."""
    return driver_failure(error.orig) if isinstance(error, DBAPIError) else None
