"""The settings of this office, and the lock that office work takes."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from agent_app.domain.names import clean
from provincial_server.errors import NotInitialisedError
from provincial_server.tables import OfficeRow

SIGN_KEY = "sign_key"
PUBLIC_URL = "public_url"
OFFICE_NAME = "office_name"
ORGANISATION = "organisation"
BUDGET_CODE = "budget_code"
AUTHORITY = "authority"
LAST_BACKUP = "last_backup"
MIN_VERSION = "min_version"


def setting(session: Session, key: str) -> str | None:
    """Return what the office has set, if anything."""
    row = session.get(OfficeRow, key)
    return row.value if row else None


def word(text: str) -> str:
    """Make a word of the office fit to store and to print, whatever was typed or pasted."""
    return "".join(sign for sign in clean(text) if sign.isprintable())


def remembered(session: Session, key: str, value: str | None) -> str | None:
    """Keep a new value where one is given; return what holds from now on."""
    if value is None:
        return setting(session, key)
    value = word(value)
    session.merge(OfficeRow(key=key, value=value))
    return value


def keep_authority(session: Session, certificate: str | None) -> str | None:
    """Keep the province's own authority (PEM) where one is given; return which one holds from now on.

    An empty one means that the authorities that every computer knows are enough.
    """
    if certificate is not None:
        session.merge(OfficeRow(key=AUTHORITY, value=certificate))
    return setting(session, AUTHORITY) or None


def one_at_a_time(session: Session) -> None:
    """Let office work (enrolling, loading areas) of several processes go one after the other.

    The exchanges of laptops wait for it only where they bring changes of people or households. On SQLite
    every writing transaction is alone already.
    """
    held = select(OfficeRow).where(OfficeRow.key == SIGN_KEY).with_for_update()
    if session.scalars(held).first() is None:
        raise NotInitialisedError
