"""A copy of the server's database, put back: nothing is lost that a laptop was told is safe."""

import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import requests
from sqlalchemy import inspect, text

from agent_app.domain.replica import answers_scope
from agent_app.sync.wire.codec import pack
from agent_app.sync.wire.messages import Cursor, Pull, VerdictKind
from provincial_server.backup_errors import (
    BackupDamagedError,
    BackupMissingError,
    DatabaseNotEmptyError,
    ServingMeanwhileError,
)
from provincial_server.backup_format import BackupHead, BackupRows, read_backup
from provincial_server.backups import back_up, tables, verified
from provincial_server.database import parse_url
from provincial_server.errors import FileNotWrittenError, KeysMismatchError
from provincial_server.held import release
from provincial_server.installation import opened_with_keys
from provincial_server.keys import ServerKeys
from provincial_server.money import report
from provincial_server.officer_errors import ReasonMissingError
from provincial_server.officers import Officer, acts
from provincial_server.restoring import restore
from provincial_server.schema import VERSION_TABLE
from provincial_server.settings import Settings
from provincial_server.tables import Base, OpRow, ReceiptRow, ScopeRow
from tests.builders import NOW
from tests.server.conftest import Office
from tests.server.laptop import Laptop
from tests.server.running import server_process
from tests.server.test_serving import environment_of

ANH = Officer("Nguyễn Thị Cán Bộ", NOW, "máy chủ cũ hỏng ổ đĩa")
FULL_YEAR = 1_366_200


@pytest.fixture(params=["sqlite", "postgresql"])
def other_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A second, empty database of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'other.db'}"
    make: Callable[[], str] = request.getfixturevalue("new_postgres_schema")
    return make()


@pytest.fixture
def other(other_url: str, office: Office) -> Settings:
    """The second database with the keys of the first."""
    return Settings(parse_url(other_url), office.settings.keys_file)


@pytest.fixture
def laptop(office: Office) -> Laptop:
    """A laptop that has brought three receipts; the last has a number of no book, and was released."""
    made = replace(office.laptop(), schema=3)
    for number in (1, 2, 99, 98):
        made.issue(number)
    office.ask(made.message())
    release(office.database, made.operations[2].op_id, ANH)
    return made


@pytest.fixture
def file(office: Office, laptop: Laptop) -> Path:
    """A backup of it."""
    assert laptop.operations
    back_up(office.database, office.folder / "tinh.backup", NOW)
    return office.folder / "tinh.backup"


def rows_of(office: Office) -> dict[str, list[tuple[object, ...]]]:
    """Return what lies in all tables."""
    with office.database.read() as session:
        return {
            each.name: sorted((tuple(row) for row in session.execute(each.select())), key=repr)
            for each in tables()
        }


def opened(settings: Settings, folder: Path) -> Iterator[Office]:
    with opened_with_keys(settings) as installation:
        yield Office(settings, installation.database, installation.keys, folder)


def test_what_comes_back_is_what_was_there_whichever_the_two_databases_are(
    office: Office, file: Path, other: Settings
) -> None:
    before, money = rows_of(office), report(office.database)
    assert money.accepted == 3 * FULL_YEAR
    assert money.held == FULL_YEAR

    restored = restore(other, file, ANH)

    for there in opened(other, office.folder):
        after = rows_of(there)
        assert report(there.database) == money
        assert acts(there.database, 10)[0].act in {"restored", "released"}
        changed = {name for name in before if before[name] != after[name]}
        assert changed == {"scope", "officer_act"}
        assert len(after["officer_act"]) == len(before["officer_act"]) + 1
        assert restored.scopes == len(after["scope"]) == len(before["scope"])
        assert {row[0]: row[1] for row in after["scope"]} == {
            row[0]: int(str(row[1])) + 1 for row in before["scope"]
        }


def test_every_table_of_the_database_is_in_the_file(office: Office, file: Path) -> None:
    there = set(inspect(office.database.engine).get_table_names()) - {VERSION_TABLE}

    assert {each.name for each in tables()} == there
    assert set(verified(file).end.counts) == there


def test_private_keys_are_not_in_the_file_and_must_be_the_same(
    office: Office, file: Path, other: Settings
) -> None:
    stranger = office.folder / "stranger.json"
    ServerKeys.make().write(stranger)
    head = next(read_backup(file))
    assert isinstance(head, BackupHead)
    assert head.sign_key == office.keys.sign_public.hex()
    private = office.keys.sign.private_bytes_raw()
    for record in read_backup(file):
        if isinstance(record, BackupRows):
            assert not any(private == cell or private.hex() == cell for row in record.rows for cell in row)

    with pytest.raises(KeysMismatchError):
        restore(replace(other, keys_file=stranger), file, ANH)


def test_a_laptop_that_had_more_pushes_again_from_where_the_restored_server_stands(
    office: Office, laptop: Laptop, file: Path, other: Settings
) -> None:
    laptop.issue(3)
    laptop.issue(4)
    proven = office.ask(laptop.message(5)).ack
    assert proven is not None
    assert proven.position == laptop.head()
    money = report(office.database)

    restore(other, file, ANH)

    for there in opened(other, office.folder):
        heard = there.ask(pack((laptop.hello(), Pull())))
        assert heard.verdict.kind is VerdictKind.OK
        assert heard.verdict.position == laptop.head(4)
        laptop.visit()
        ack = there.ask(laptop.message(laptop.head().dseq)).ack
        assert ack is not None
        assert (ack.rehello, ack.position) == (True, laptop.head(4))
        ack = there.ask(laptop.message(ack.position.dseq + 1)).ack
        assert ack is not None
        assert ack.position == laptop.head()
        assert there.count(OpRow) == len(laptop.operations)
        assert there.count(ReceiptRow) == 6
        assert report(there.database) == money


def test_laptops_read_every_scope_again_from_its_beginning(
    office: Office, laptop: Laptop, file: Path, other: Settings
) -> None:
    scope = answers_scope(laptop.device)
    (before,) = [each for each in office.ask(pack((laptop.hello(), Pull()))).segments if each.scope == scope]
    cursor = Cursor(scope, before.gen, before.to, before.sum, before.mver)

    restore(other, file, ANH)

    for there in opened(other, office.folder):
        (again,) = [
            each
            for each in there.ask(pack((laptop.hello((cursor,)), Pull()))).segments
            if each.scope == scope
        ]
        assert (again.gen, again.after, again.rows) == (before.gen + 1, 0, before.rows)


def test_only_an_empty_database_is_filled_unless_somebody_says_otherwise(
    office: Office, laptop: Laptop, file: Path
) -> None:
    laptop.issue(3)
    office.ask(laptop.message(5))
    before = rows_of(office)

    with pytest.raises(DatabaseNotEmptyError):
        restore(office.settings, file, ANH)
    assert rows_of(office) == before

    with office.database.write() as session:
        session.execute(text("UPDATE scope SET gen = 7"))
    restored = restore(office.settings, file, ANH, replace=True)

    assert restored.replaced
    assert office.count(OpRow) == 4
    with office.database.read() as session:
        assert {each.gen for each in session.query(ScopeRow)} == {8}


def test_a_restored_database_still_lets_nobody_change_an_operation(office: Office, file: Path) -> None:
    restore(office.settings, file, ANH, replace=True)

    with pytest.raises(Exception, match="append-only"), office.database.write() as session:
        session.execute(text("DELETE FROM op"))


def test_nothing_is_replaced_under_a_server_that_serves(office: Office, file: Path) -> None:
    before = rows_of(office)
    with server_process(environment_of(office)) as (process, url):
        with pytest.raises(ServingMeanwhileError):
            restore(office.settings, file, ANH, replace=True)
        assert requests.get(url + "/health", timeout=20).json() == {"status": "ok"}
        assert rows_of(office) == before
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0

    assert restore(office.settings, file, ANH, replace=True).replaced


def test_a_restore_needs_a_reason(other: Settings, file: Path) -> None:
    with pytest.raises(ReasonMissingError):
        restore(other, file, replace(ANH, reason=" "))


def reads_as(path: Path, records: list[object]) -> bool:
    """Tell whether a file holds these records, although it is not the same byte for byte."""
    try:
        return list(read_backup(path)) == records
    except BackupDamagedError:
        return False


def test_any_flipped_or_missing_byte_that_says_something_is_found_before_anything_changes(
    office: Office, file: Path, tmp_path: Path
) -> None:
    whole, before, records = file.read_bytes(), rows_of(office), list[object](read_backup(file))
    damaged = tmp_path / "damaged.backup"
    places = [*range(0, len(whole) - 8, max(1, len(whole) // 40)), *range(len(whole) - 8, len(whole))]
    flipped = [whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :] for place in places]
    cut = [whole[:place] for place in places]
    said_nothing = 0

    for piece in [*flipped, *cut, whole + b"x", whole + whole, b"", b"<html>"]:
        damaged.write_bytes(piece)
        if piece in flipped and reads_as(damaged, records):
            # Two bits in eight thousand mean nothing to zstd: that of an unused flag, say.
            said_nothing += 1
            continue
        with pytest.raises(BackupDamagedError):
            restore(office.settings, damaged, ANH, replace=True)

    assert said_nothing <= 2
    assert rows_of(office) == before


def test_a_flipped_bit_of_the_last_sum_is_found_although_every_row_is_read(
    office: Office, file: Path, tmp_path: Path
) -> None:
    whole, damaged = file.read_bytes(), tmp_path / "damaged.backup"
    for back in range(1, 5):
        damaged.write_bytes(whole[:-back] + bytes([whole[-back] ^ 1]) + whole[len(whole) - back + 1 :])
        with pytest.raises(BackupDamagedError):
            verified(damaged)
        with pytest.raises(BackupDamagedError):
            restore(office.settings, damaged, ANH, replace=True)


def test_a_file_that_is_not_there_is_named(office: Office, other: Settings) -> None:
    with pytest.raises(BackupMissingError):
        restore(other, office.folder / "none.backup", ANH)
    with pytest.raises(FileNotWrittenError):
        back_up(office.database, office.folder / "none" / "x.backup", NOW)


def test_tables_are_all_in_one_registry() -> None:
    assert {each.name for each in tables()} == set(Base.metadata.tables)
