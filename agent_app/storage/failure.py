"""What the driver says, in our own words."""

from sqlalchemy.exc import DBAPIError

from agent_app.domain.errors import EnvironmentFailure
from agent_app.storage.errors import StoreBusyError, StoreFullError, StoreUnusableError

_FAILURES: dict[str, type[EnvironmentFailure]] = {
    "BUSY": StoreBusyError,
    "LOCKED": StoreBusyError,
    "FULL": StoreFullError,
    "IOERR": StoreUnusableError,
    "CORRUPT": StoreUnusableError,
    "NOTADB": StoreUnusableError,
    "READONLY": StoreUnusableError,
    "CANTOPEN": StoreUnusableError,
}


def driver_failure(error: BaseException | None) -> EnvironmentFailure | None:
    """Name what a driver's error says of the machine or the file."""
    words = str(getattr(error, "sqlite_errorname", "")).split("_")
    kind = _FAILURES.get(words[1]) if len(words) > 1 else None
    return kind() if kind else None


def environment_failure(error: BaseException | None) -> EnvironmentFailure | None:
    """Name what is wrong with the machine or the file; ``None`` where the program itself is at fault."""
    return driver_failure(error.orig) if isinstance(error, DBAPIError) else None
