"""Where the disk ends: what it does not bear is said in the words of what was being done."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from agent_app.domain.errors import EnvironmentFailure
from agent_app.storage.engine import DriverError
from agent_app.storage.errors import StoreFullError, StoreUnusableError
from agent_app.storage.failure import driver_failure, environment_failure

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@contextmanager
def told(full: type[EnvironmentFailure], place: type[EnvironmentFailure]) -> Iterator[None]:
    """Say ``full`` where there is no room, and ``place`` where the folder takes no files."""
    try:
        yield
    except OSError as error:
        raise (full() if error.errno in _FULL else place()) from error
    except StoreFullError as error:
        raise full from error
    except DriverError as error:
        raise _named(driver_failure(error), full) from error
    except DBAPIError as error:
        raise _named(environment_failure(error), full) from error


def _named(failure: EnvironmentFailure | None, full: type[EnvironmentFailure]) -> EnvironmentFailure:
    return full() if isinstance(failure, StoreFullError) else failure or StoreUnusableError()
