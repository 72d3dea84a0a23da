import stat
import threading
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Executable, delete, insert, inspect, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from agent_app.domain.replica import change_sum
from agent_app.sync.wire.messages import VerdictKind
from provincial_server import schema, sync_service
from provincial_server.database import Database, is_lost, make_sqlite_file, parse_url, sqlite_file
from provincial_server.errors import (
    DatabaseUrlError,
    KeysMismatchError,
    KeysMissingError,
    KeysUnreadableError,
    NotInitialisedError,
    SchemaNewerError,
    SchemaOutdatedError,
)
from provincial_server.ids import new_id
from provincial_server.installation import install, migrate, opened, opened_with_keys
from provincial_server.keys import ServerKeys
from provincial_server.money import report
from provincial_server.office import SIGN_KEY, remembered
from provincial_server.schema import MIGRATIONS, upgrade
from provincial_server.scope_log import Change, append, make_scope
from provincial_server.settings import Settings
from provincial_server.tables import (
    AgentRow,
    Base,
    ChangeLogRow,
    DeviceRow,
    OpRow,
    ReceiptRow,
    ScopeRow,
)
from tests.builders import NOW, TODAY
from tests.long_run import rounds
from tests.server.conftest import Office

WRITERS = 4


def test_the_steps_make_the_tables_of_the_program(office: Office) -> None:
    with office.database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        inspector = inspect(connection)
        for table in Base.metadata.sorted_tables:
            made = {each["name"] for each in inspector.get_check_constraints(table.name)}
            wanted = {str(each.name) for each in table.constraints if str(each.name).startswith("ck_")}
            assert made == wanted


def test_steps_never_import_the_tables() -> None:
    steps = (Path(__file__).parents[2] / "provincial_server" / "migrations").rglob("*.py")

    assert not [step for step in steps if "provincial_server.tables" in step.read_text(encoding="utf-8")]


@pytest.mark.parametrize("change", ["delete", "body", "dseq", "all"])
def test_nobody_deletes_or_changes_an_operation(office: Office, change: str) -> None:
    laptop = office.laptop()
    laptop.visit()
    office.ask(laptop.message())
    columns = ", ".join(column.name for column in OpRow.__table__.columns)
    # Each database has a statement that passes by the triggers of a deletion.
    past_triggers = {
        "postgresql": "TRUNCATE op CASCADE",
        "sqlite": f"REPLACE INTO op ({columns}) SELECT {columns} FROM op",  # noqa: S608
    }
    statements: dict[str, Executable] = {
        "delete": delete(OpRow),
        "body": update(OpRow).values(body=b""),
        "dseq": update(OpRow).values(dseq=7),
        "all": text(past_triggers[office.database.engine.dialect.name]),
    }

    with pytest.raises(DBAPIError), office.database.write() as session:
        session.execute(statements[change])

    assert office.count(OpRow) == 1


def test_an_outcome_may_be_decided_later(office: Office) -> None:
    laptop = office.laptop()
    laptop.issue(99)
    office.ask(laptop.message())

    with office.database.write() as session:
        session.execute(update(OpRow).values(outcome="accepted", reason=None))

    with office.database.read() as session:
        assert session.scalars(select(OpRow.outcome)).one() == "accepted"


def test_a_number_is_accepted_once_whatever_the_program_does(office: Office) -> None:
    laptop = office.laptop()
    laptop.issue(1)
    laptop.issue(1)
    office.ask(laptop.message())

    with pytest.raises(DBAPIError), office.database.write() as session:
        session.execute(text("UPDATE receipt SET state = 'accepted'"))


def test_numbers_of_a_scope_have_no_holes_whoever_writes(office: Office) -> None:
    with office.database.write() as session:
        make_scope(session, "area:a")
        make_scope(session, "area:b")
    each = rounds("gap-free scope log, transactions per writer", quick=15, full=300)

    def write() -> None:
        for turn in range(each):
            with office.database.write() as session:
                scopes = ["area:b", "area:a"] if turn % 2 else ["area:a", "area:b"]
                append(session, [Change(scope, "person", new_id(), 1, b"x") for scope in scopes])
                if turn % 3 == 0:
                    session.rollback()

    writers = [threading.Thread(target=write) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    written = WRITERS * sum(1 for turn in range(each) if turn % 3)
    for name in ("area:a", "area:b"):
        with office.database.read() as session:
            scope = session.get_one(ScopeRow, name)
            log = session.scalars(
                select(ChangeLogRow).where(ChangeLogRow.scope == name).order_by(ChangeLogRow.seq)
            ).all()
            total = 0
            for row in log:
                total = change_sum(total, row.seq, (row.entity, row.id, row.ver), row.body)
                assert row.sum == total
            assert [row.seq for row in log] == list(range(1, written + 1))
            assert (scope.seq, scope.sum) == (written, total)


def test_a_reader_sees_one_moment(office: Office) -> None:
    with office.database.read() as session:
        before = session.scalars(select(ScopeRow.scope)).all()
        with office.database.write() as writing:
            make_scope(writing, "area:new")
        assert session.scalars(select(ScopeRow.scope)).all() == before


@pytest.fixture
def settings(empty_database_url: str, tmp_path: Path) -> Settings:
    """A server that was not begun: here every office comes from nothing."""
    return Settings(parse_url(empty_database_url), tmp_path / "keys.json")


def test_a_second_init_changes_nothing(settings: Settings) -> None:
    assert install(settings, "https://thu.example.vn")
    keys = settings.keys_file.read_text(encoding="utf-8")

    assert not install(settings, "https://other.example.vn")

    assert settings.keys_file.read_text(encoding="utf-8") == keys
    assert not migrate(settings)


def test_keys_are_for_their_owner_only_and_outside_the_database(settings: Settings) -> None:
    install(settings, None)

    assert stat.S_IMODE(settings.keys_file.stat().st_mode) == 0o600


def test_an_interrupted_init_goes_on_with_the_keys_it_made(settings: Settings) -> None:
    keys = ServerKeys.make()
    keys.write(settings.keys_file)

    assert install(settings, None)

    with opened_with_keys(settings) as installation:
        assert installation.keys.sign_public == keys.sign_public


def test_lost_changed_or_foreign_keys_stop_the_server(settings: Settings) -> None:
    install(settings, None)
    settings.keys_file.rename(settings.keys_file.with_name("saved"))

    with pytest.raises(KeysMissingError), opened_with_keys(settings):
        pass
    with pytest.raises(KeysMissingError):
        install(settings, None)
    ServerKeys.make().write(settings.keys_file)
    with pytest.raises(KeysMismatchError), opened_with_keys(settings):
        pass
    settings.keys_file.write_text("{}", encoding="utf-8")
    with pytest.raises(KeysUnreadableError), opened_with_keys(settings):
        pass


def test_an_empty_an_older_and_a_newer_database_are_told_apart(settings: Settings) -> None:
    if settings.database_url.drivername == "postgresql+psycopg":
        with pytest.raises(NotInitialisedError), opened(settings):
            pass
    install(settings, None)
    database = Database(settings.database_url)
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaNewerError), opened(settings):
        pass
    with pytest.raises(SchemaNewerError):
        upgrade(database.engine)
    database.close()


def test_an_older_database_asks_for_migrate(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    install(settings, None)
    known = schema._steps()
    monkeypatch.setattr(schema, "_steps", lambda: ["9999", *known])

    with pytest.raises(SchemaOutdatedError), opened(settings):
        pass


def first_receipt(session: Session) -> None:
    """Book a receipt as the first version did, column by column: later columns are not there yet."""
    device, op_id, empty = new_id(), new_id(), bytes(32)
    agent = {"agent_code": "NVT-first", "name": "Trần Văn Bình", "card_no": "", "mver": 1}
    session.execute(insert(AgentRow).values(agent))
    session.execute(
        insert(DeviceRow).values(
            device_id=device,
            agent_code="NVT-first",
            sign_key=empty,
            seal_key=empty,
            status="active",
            epoch=1,
            head_dseq=1,
            head_hash=empty,
            turn_token=b"",
            prev_turn_token=b"",
            last_seen=NOW,
            app="test",
        )
    )
    session.execute(
        insert(OpRow).values(
            op_id=op_id,
            device_id=device,
            epoch=1,
            dseq=1,
            kind="receipt.issued",
            kver=1,
            recorded_at=NOW,
            body=b"",
            body_hash=empty,
            prev_hash=empty,
            hash=empty,
            received_at=NOW,
            outcome="accepted",
        )
    )
    session.execute(
        insert(ReceiptRow).values(
            op_id=op_id,
            receipt_id=new_id(),
            agent_code="NVT-first",
            issued_on=TODAY,
            symbol="AB/26",
            book="0009",
            number=401,
            total=1_366_200,
            state="accepted",
        )
    )


def test_money_of_the_first_tables_is_kept_by_the_next(settings: Settings, tmp_path: Path) -> None:
    path = sqlite_file(settings.database_url)
    if path is not None:
        make_sqlite_file(path)
    database = Database(settings.database_url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    office = Office(settings, database, ServerKeys.make(), tmp_path)
    with database.write() as session:
        remembered(session, SIGN_KEY, office.keys.sign_public.hex())
        first_receipt(session)

    assert upgrade(database.engine)

    money = report(database)
    (line,) = money.by
    assert (money.accepted, money.held, money.not_remitted) == (1_366_200, 0, 1_366_200)
    assert (line.day, line.receipts, line.total) == (TODAY, 1, 1_366_200)
    laptop = office.laptop()
    laptop.issue(2)
    office.ask(laptop.message())
    assert office.count(ReceiptRow) == 2
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    database.close()


def test_sqlite_is_durable_and_checks_references(tmp_path: Path) -> None:
    settings = Settings(parse_url(f"sqlite:///{tmp_path / 'p.db'}"), tmp_path / "keys.json")
    with pytest.raises(NotInitialisedError):
        Database(settings.database_url)
    install(settings, None)
    with opened(settings) as database, database.engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
        with pytest.raises(DBAPIError):
            connection.exec_driver_sql("INSERT INTO membership VALUES ('nobody', 'nowhere', 1)")
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    assert stat.S_IMODE((tmp_path / "p.db").stat().st_mode) == 0o600


def test_an_exchange_waits_for_a_lock_no_longer_than_a_laptop_does(
    on_postgres: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop = on_postgres.laptop()
    monkeypatch.setattr(sync_service, "BUSY_SECONDS", 1)

    with on_postgres.database.write() as session:
        session.execute(update(DeviceRow).values(app="x"))
        with pytest.raises(DBAPIError) as refused:
            on_postgres.ask(laptop.message())

    assert is_lost(refused.value)
    assert on_postgres.ask(laptop.message()).verdict.kind is VerdictKind.OK


def test_a_database_that_is_gone_without_a_word_is_noticed(on_postgres: Office) -> None:
    url = on_postgres.settings.database_url
    asked = Database(url.update_query_dict({"keepalives_idle": "7"}))
    with asked.engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        line = driver.info.get_parameters()
    asked.close()

    assert (line["keepalives"], line["keepalives_idle"], line["tcp_user_timeout"]) == ("1", "7", "40000")


@pytest.mark.parametrize(
    "address", ["", "mysql://x/y", "sqlite://", "sqlite:///:memory:", "postgresql://h", "x"]
)
def test_other_databases_are_refused(address: str) -> None:
    with pytest.raises(DatabaseUrlError):
        parse_url(address)
