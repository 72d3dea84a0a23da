"""What is wrong with this server, as codes that everybody may read: no address, no name, no text."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from agent_app.domain.errors import AppError
from provincial_server.database import Database, is_lost
from provincial_server.errors import DatabaseDamagedError, DatabaseUnreachableError, DiskFullError
from provincial_server.keys import KeySource
from provincial_server.office import SIGN_KEY
from provincial_server.schema import require_current
from provincial_server.tables import OfficeRow

# With less than this the next few messages of laptops may find no place.
LEAST_ROOM = 16 * 1024 * 1024


def fault(database: Database, keys: KeySource) -> str | None:
    """Return the code of the first thing that is wrong, or nothing; a full disk is seen under SQLite only."""
    try:
        require_current(database.engine)
        with database.read() as session:
            held = session.scalar(select(OfficeRow.value).where(OfficeRow.key == SIGN_KEY))
    except AppError as error:
        return error.code
    except PoolTimeoutError:
        return DatabaseUnreachableError.code
    except DBAPIError as error:
        return DatabaseUnreachableError.code if is_lost(error) else DatabaseDamagedError.code
    room = database.room()
    if room is not None and room < LEAST_ROOM:
        return DiskFullError.code
    ours = {each.hex() for each in keys.now().sign_keys}
    return None if held in ours else "server.keys_mismatch"


def days_left(ends: datetime, now: datetime) -> int:
    """Return for how many whole days something is good; below 0 once it has run out."""
    return (ends - now).days
