"""Where this server's database and keys are, from options and the environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from platformdirs import user_data_path
from sqlalchemy import URL

from provincial_server.database import parse_url, sqlite_file
from provincial_server.errors import DatabaseUrlFileError

DATABASE_URL = "PROVINCIAL_DATABASE_URL"
KEYS_FILE = "PROVINCIAL_KEYS_FILE"


@dataclass(frozen=True, slots=True)
class Settings:
    """The database's address and the file of the private keys."""

    database_url: URL
    keys_file: Path


def data_folder() -> Path:
    """Return the platform's folder for this server's files."""
    return user_data_path("provincial-server", appauthor=False)


def read_settings(
    environment: Mapping[str, str], database_url_file: Path | None, keys_file: Path | None
) -> Settings:
    """Decide: an option, else the environment, else an SQLite file in the platform's folder."""
    url = parse_url(_address(environment, database_url_file))
    named = keys_file or (Path(environment[KEYS_FILE]) if environment.get(KEYS_FILE) else None)
    return Settings(url, named or _default_keys(url))


def _address(environment: Mapping[str, str], database_url_file: Path | None) -> str:
    if database_url_file is not None:
        try:
            return database_url_file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise DatabaseUrlFileError(str(database_url_file)) from error
    return environment.get(DATABASE_URL) or f"sqlite:///{data_folder() / 'provincial.db'}"


def _default_keys(url: URL) -> Path:
    path = sqlite_file(url)
    if path is not None:
        return path.with_name(f"{path.name}.keys.json")
    # Each database has keys of its own, and so has one of the same name on another server.
    parts = (url.host, url.port, url.database)
    name = "-".join(quote(str(each), safe="") for each in parts if each is not None)
    return data_folder() / f"{name}.keys.json"
