"""Every test of the server that asks for ``office`` runs on SQLite and on a real PostgreSQL."""

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
from provincial_server.database import Database, parse_url
from provincial_server.enrolment import EnrolAgent, enrol
from provincial_server.ids import new_id
from provincial_server.installation import install, opened_with_keys
from provincial_server.keys import ServerKeys
from provincial_server.officers import Officer
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
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'provincial.db'}"
    make: Callable[[], str] = request.getfixturevalue("new_postgres_schema")
    return make()


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(parse_url(database_url), tmp_path / "keys.json")


@contextmanager
def office_at(settings: Settings, folder: Path) -> Iterator[Office]:
    """Make a server on an empty database."""
    install(settings, "https://thu.example.vn")
    with opened_with_keys(settings) as installation:
        yield Office(settings, installation.database, installation.keys, folder)


@pytest.fixture
def office(settings: Settings, tmp_path: Path) -> Iterator[Office]:
    with office_at(settings, tmp_path) as made:
        yield made


@pytest.fixture
def on_postgres(new_postgres_schema: Callable[[], str], tmp_path: Path) -> Iterator[Office]:
    """An office on PostgreSQL, where several can write side by side."""
    settings = Settings(parse_url(new_postgres_schema()), tmp_path / "keys.json")
    with office_at(settings, tmp_path) as made:
        yield made
