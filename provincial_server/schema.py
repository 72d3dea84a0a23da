"""The version of the tables: brings a database up to this program, and tells whether it is."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from provincial_server.errors import NotInitialisedError, SchemaNewerError, SchemaOutdatedError

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "alembic_version"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


@cache
def _steps() -> list[str]:
    """Return the versions that this program knows, the newest first."""
    return [step.revision for step in ScriptDirectory.from_config(_config()).walk_revisions()]


def newest() -> str:
    """Return the version that this program's tables have."""
    return _steps()[0]


def is_known(revision: str) -> bool:
    """Tell whether this program can bring tables of a version up to its own."""
    return revision in _steps()


def _present(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def require_current(engine: Engine) -> None:
    """Refuse a database that is empty, older or newer than this program."""
    present, steps = _present(engine), _steps()
    if present is None:
        raise NotInitialisedError
    if present not in steps:
        raise SchemaNewerError
    if present != steps[0]:
        raise SchemaOutdatedError


def upgrade(engine: Engine) -> bool:
    """Bring the tables up to this program in one transaction; tell whether anything was to do."""
    present, steps = _present(engine), _steps()
    if present is not None and present not in steps:
        raise SchemaNewerError
    if present == steps[0]:
        return False
    with engine.begin() as connection:
        upgrade_within(connection, steps[0])
    return True


def upgrade_within(connection: Connection, revision: str) -> None:
    """Bring the tables up to a version inside the caller's transaction."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
