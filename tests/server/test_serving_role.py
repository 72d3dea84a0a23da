"""What the database itself forbids to the role that serves: to rewrite and to delete what is for ever."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import inspect, text
from sqlalchemy.exc import ProgrammingError

from provincial_server.agents import revoke_device
from provincial_server.backups import back_up, tables
from provincial_server.database import parse_url
from provincial_server.errors import RoleMissingError, RolesUnknownError, RoleTooMightyError
from provincial_server.held import held_operations, release
from provincial_server.ids import new_id
from provincial_server.installation import install, migrate, opened, opened_with_keys
from provincial_server.money import report
from provincial_server.officers import Officer
from provincial_server.restoring import restore
from provincial_server.serving_role import RIGHTS, give_rights
from provincial_server.settings import Settings
from tests.builders import NOW
from tests.server.conftest import Office
from tests.server.test_cli import Shell

ANH = Officer("Nguyễn Thị Cán Bộ", NOW, "đã đối chiếu liên 1")
FULL_YEAR = 1_366_200


@dataclass(frozen=True, slots=True)
class Split:
    """One database as its owner opens it and as the server does."""

    owner: Settings
    server: Settings
    role: str
    folder: Path


@pytest.fixture
def split(new_postgres_tables: Callable[[], str], tmp_path: Path) -> Iterator[Split]:
    owner = Settings(parse_url(new_postgres_tables()), tmp_path / "keys.json")
    install(owner, "https://thu.example.vn")
    role, plain = f"phuc_vu_{new_id().hex}", owner.database_url.set(drivername="postgresql")
    address = plain.render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'x'").format(sql.Identifier(role)))
        with opened(owner) as database:
            give_rights(database, role)
        as_role = owner.database_url.set(username=role, password="x")
        yield Split(owner, replace(owner, database_url=as_role), role, tmp_path)
        connection.execute(sql.SQL("DROP OWNED BY {}").format(sql.Identifier(role)))
        connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))


def test_the_serving_role_does_the_days_work(split: Split) -> None:
    with opened_with_keys(split.server) as installation:
        office = Office(split.server, installation.database, installation.keys, split.folder)
        laptop = office.laptop()
        laptop.issue(1)
        laptop.issue(99)
        laptop.visit()
        office.ask(laptop.message())
        (held,) = held_operations(office.database)
        release(office.database, held.op_id, ANH)
        revoke_device(office.database, laptop.device, ANH)
        back_up(office.database, split.folder / "tinh.backup", NOW)

        assert report(office.database).accepted == 2 * FULL_YEAR


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE op SET body = ''",
        "DELETE FROM op",
        "TRUNCATE op CASCADE",
        "DROP TRIGGER op_no_delete ON op",
        "ALTER TABLE op DISABLE TRIGGER ALL",
        "DROP TABLE receipt CASCADE",
        "UPDATE receipt SET total = 0",
        "DELETE FROM receipt",
        "UPDATE change SET body = NULL",
        "DELETE FROM change",
        "UPDATE officer_act SET reason = ''",
        "DELETE FROM officer_act",
        "UPDATE quarantine SET body = ''",
        "DELETE FROM scope",
        "DELETE FROM device",
        "CREATE TABLE mine (id int)",
        "SET session_replication_role = replica",
    ],
)
def test_the_serving_role_cannot_rewrite_or_delete(split: Split, statement: str) -> None:
    with (
        opened(split.server) as database,
        pytest.raises(ProgrammingError) as caught,
        database.write() as session,
    ):
        session.execute(text(statement))

    assert getattr(caught.value.orig, "sqlstate", None) == "42501"


def test_rights_are_decided_for_every_table(split: Split) -> None:
    with opened(split.owner) as database:
        assert set(RIGHTS) == {each.name for each in tables()}
        assert set(RIGHTS) < set(inspect(database.engine).get_table_names())


def test_rights_are_there_again_after_migrating_and_restoring(split: Split) -> None:
    with opened(split.owner) as database:
        back_up(database, split.folder / "tinh.backup", NOW)
    restore(split.owner, split.folder / "tinh.backup", ANH, replace=True)
    migrate(split.owner)

    test_the_serving_role_does_the_days_work(split)


def test_owners_and_strangers_are_not_split(split: Split, tmp_path: Path) -> None:
    with opened(split.owner) as database:
        with pytest.raises(RoleMissingError):
            give_rights(database, "khong_co")
        with pytest.raises(RoleTooMightyError):
            give_rights(database, str(split.owner.database_url.username))
    settings = Settings(parse_url(f"sqlite:///{tmp_path / 'p.db'}"), tmp_path / "sqlite-keys.json")
    install(settings, None)
    with opened(settings) as database, pytest.raises(RolesUnknownError):
        give_rights(database, "ai_do")


def test_a_command_that_needs_the_owner_says_so(split: Split) -> None:
    environment = {
        "PROVINCIAL_DATABASE_URL": split.server.database_url.render_as_string(hide_password=False),
        "PROVINCIAL_KEYS_FILE": str(split.server.keys_file),
    }
    refused = Shell(environment)("serving-role", split.role)
    assert (refused.exit_code, "vai trò chủ" in refused.stderr) == (5, True)
    address = split.owner.database_url.render_as_string(hide_password=False)
    given = Shell({**environment, "PROVINCIAL_DATABASE_URL": address}).json("serving-role", split.role)
    assert given == {"role": split.role, "tables": len(RIGHTS)}
