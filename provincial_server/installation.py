"""This server on this machine: made once, opened by every command."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from provincial_server.database import Database, make_sqlite_file, sqlite_file
from provincial_server.errors import KeysMismatchError, KeysMissingError, NotInitialisedError
from provincial_server.key_rotation import catch_up
from provincial_server.keys import ServerKeys
from provincial_server.office import PUBLIC_URL, SIGN_KEY, keep_authority, remembered, setting
from provincial_server.schema import require_current, upgrade
from provincial_server.serving_role import grant, serving_roles
from provincial_server.settings import Settings
from provincial_server.tables import OfficeRow


@dataclass(frozen=True, slots=True)
class Installation:
    """An open database and the keys that belong to it."""

    database: Database
    keys: ServerKeys


def install(settings: Settings, public_url: str | None, authority: str | None = None) -> bool:
    """Make tables and keys; change nothing where they are, and tell whether anything was made.

    An ``authority`` (PEM) is kept even there: the province may change who signs its certificates.
    """
    path = sqlite_file(settings.database_url)
    if path is not None:
        make_sqlite_file(path)
    with _opened(settings) as database:
        held = _held_sign_key(database)
        if held is None:
            keys = _keys_for_new(settings)
            upgrade(database.engine)
            with database.write() as session:
                remembered(session, SIGN_KEY, keys.sign_public.hex())
                remembered(session, PUBLIC_URL, public_url)
                keep_authority(session, authority)
            return True
        keys = ServerKeys.read(settings.keys_file)
        require_same(keys, held, settings)
        catch_up(database, keys)
        if authority is not None:
            with database.write() as session:
                keep_authority(session, authority)
        return False


def _keys_for_new(settings: Settings) -> ServerKeys:
    """Take the keys of an interrupted first run, or make some."""
    try:
        return ServerKeys.read(settings.keys_file)
    except KeysMissingError:
        keys = ServerKeys.make()
        keys.write(settings.keys_file)
        return keys


@contextmanager
def _opened(settings: Settings) -> Iterator[Database]:
    database = Database(settings.database_url)
    try:
        yield database
    finally:
        database.close()


def _held_sign_key(database: Database) -> str | None:
    if not inspect(database.engine).has_table(OfficeRow.__tablename__):
        return None
    with database.read() as session:
        return setting(session, SIGN_KEY)


def require_same(keys: ServerKeys, held: str, settings: Settings) -> None:
    """Refuse private keys that neither are those of a database or of its backup nor follow from them."""
    if held not in (each.hex() for each in keys.sign_keys):
        raise KeysMismatchError(str(settings.keys_file))


def migrate(settings: Settings) -> bool:
    """Bring the tables up to this program; tell whether anything was to do."""
    with _opened(settings) as database:
        if _held_sign_key(database) is None:
            raise NotInitialisedError
        changed = upgrade(database.engine)
        with database.engine.begin() as connection:
            for role in serving_roles(connection):
                grant(connection, role)
        return changed


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """Open the database for a command that needs no keys."""
    with _opened(settings) as database:
        require_current(database.engine)
        yield database


@contextmanager
def opened_with_keys(settings: Settings) -> Iterator[Installation]:
    """Open the database with its keys."""
    with opened(settings) as database:
        # The database first: a change of keys by another program comes into their file before it comes here.
        with database.read() as session:
            held = _sign_key(session)
        keys = ServerKeys.read(settings.keys_file)
        require_same(keys, held, settings)
        catch_up(database, keys)
        yield Installation(database, keys)


def _sign_key(session: Session) -> str:
    held = setting(session, SIGN_KEY)
    if held is None:
        raise NotInitialisedError
    return held
