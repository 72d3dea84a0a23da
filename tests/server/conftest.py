"""Every test of the server that asks for ``office`` runs on SQLite and on a real PostgreSQL."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import func, select

from agent_app.domain.enrolment import Enrolment
from provincial_server.books import parse_book
from provincial_server.cli import main as _whole_program  # noqa: F401 (knows every table)
from provincial_server.database import Database, make_sqlite_file, parse_url, sqlite_file
from provincial_server.enrolment import EnrolAgent, enrol
from provincial_server.ids import new_id
from provincial_server.installation import install, opened_with_keys
from provincial_server.keys import ServerKeys
from provincial_server.officers import Officer
from provincial_server.schema import upgrade
from provincial_server.settings import Settings
from provincial_server.sync_service import SyncService
from provincial_server.tables import Base
from tests.builders import AGENT, NOW
from tests.postgres import fresh_database
from tests.server.laptop import Answer, Laptop, read_answer

OFFICER = Officer("Lê Thị Cán Bộ", NOW)


@dataclass(frozen=True, slots=True)
class Office:
    """A provincial server that was made and can be asked."""

    settings: Settings
    database: Database
    keys: ServerKeys
    folder: Path

    @property
    def service(self) -> SyncService:
        return SyncService(self.database, self.keys, lambda: NOW)

    def enrol(self, agent_code: str = AGENT, book: str = "AB/26:0001:1:50", area: str = "22999") -> Enrolment:
        command = EnrolAgent(agent_code, "Trần Văn Bình", (area,), (parse_book(book),))
        return enrol(self.database, self.keys, command, self.folder / "enrol.json", OFFICER)

    def laptop(self) -> Laptop:
        """Enrol a laptop that has spoken once."""
        laptop = Laptop.of(self.enrol())
        self.ask(laptop.message())
        return laptop

    def ask(self, message: bytes) -> Answer:
        return read_answer(self.service.answer(message))

    def count(self, table: type[Base]) -> int:
        with self.database.read() as session:
            return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture(scope="session")
def new_postgres_schema(postgres_url: str) -> Iterator[Callable[[], str]]:
    """Makes empty schemas in one database: as apart as two databases are, and much faster made."""
    with fresh_database(postgres_url) as make:
        url = make()

        def new_schema() -> str:
            name = f"test_{new_id().hex}"
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(name)))
            return f"{url}{'&' if '?' in url else '?'}options=-csearch_path%3D{name}"

        yield new_schema


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """Each kind of database in turn."""
    name: str = request.param
    return name


@pytest.fixture
def empty_database_url(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without tables."""
    if kind == "sqlite":
        return sqlite_url(tmp_path)
    make: Callable[[], str] = request.getfixturevalue("new_postgres_schema")
    return make()


def sqlite_url(folder: Path) -> str:
    return f"sqlite:///{folder / 'provincial.db'}"


def with_tables(url: str) -> str:
    """Make the tables in an empty database, as the first half of ``init`` does."""
    address = parse_url(url)
    if path := sqlite_file(address):
        make_sqlite_file(path)
    database = Database(address)
    upgrade(database.engine)
    database.close()
    return url


@pytest.fixture(scope="session")
def sqlite_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the tables and nothing in them; only to be copied."""
    folder = tmp_path_factory.mktemp("tables")
    with_tables(sqlite_url(folder))
    (file,) = folder.iterdir()
    return file


@pytest.fixture(scope="session")
def postgres_tables(postgres_url: str) -> Iterator[str]:
    """A PostgreSQL database with the tables and nothing in them; only to be copied."""
    with fresh_database(postgres_url) as make:
        yield with_tables(make())


@pytest.fixture
def new_postgres_tables(postgres_url: str, postgres_tables: str) -> Iterator[Callable[[], str]]:
    """Makes databases with tables and nothing in them; they are dropped after the test."""
    with fresh_database(postgres_url, postgres_tables) as make:
        yield make


@pytest.fixture
def database_url(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database with tables and nothing in them: ``init`` makes the rest, the office and its keys."""
    if kind == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_tables"), tmp_path / "provincial.db")
        return sqlite_url(tmp_path)
    make: Callable[[], str] = request.getfixturevalue("new_postgres_tables")
    return make()


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(parse_url(database_url), tmp_path / "keys.json")


@contextmanager
def office_at(settings: Settings, folder: Path) -> Iterator[Office]:
    """Make a server on a database that has no office yet."""
    install(settings, "https://thu.example.vn")
    with opened_with_keys(settings) as installation:
        yield Office(settings, installation.database, installation.keys, folder)


@pytest.fixture
def office(settings: Settings, tmp_path: Path) -> Iterator[Office]:
    with office_at(settings, tmp_path) as made:
        yield made


@pytest.fixture
def on_postgres(new_postgres_tables: Callable[[], str], tmp_path: Path) -> Iterator[Office]:
    """An office on PostgreSQL, where several can write side by side."""
    settings = Settings(parse_url(new_postgres_tables()), tmp_path / "keys.json")
    with office_at(settings, tmp_path) as made:
        yield made
