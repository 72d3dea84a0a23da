"""What taking a batch costs on PostgreSQL, as it is beside two ways of storing all its operations at once.

    uv run python -m benchmarks.push [--batches 10] [--laptops 4]

Batches of one kind go to three databases of one throw-away PostgreSQL that writes to the disk as in earnest:
row by row, by one INSERT of many rows as the server does, and by COPY into a temporary table and an upsert
from there. The effects of the operations are the same each time. Prints operations per second and the ratios.
"""

import argparse
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from uuid import UUID

import psycopg
from sqlalchemy import text

from agent_app.domain.operation import Operation
from agent_app.sync.wire.messages import MAX_BATCH, Hello, OperationOutcome, Push
from provincial_server.books import parse_book
from provincial_server.database import parse_url
from provincial_server.devices import known
from provincial_server.effects import effect_of
from provincial_server.enrolment import EnrolAgent, enrol
from provincial_server.installation import Installation, install, opened_with_keys
from provincial_server.officers import Officer
from provincial_server.pushes import PushIntake
from provincial_server.settings import Settings
from provincial_server.sync_service import SyncService
from provincial_server.tables import DeviceRow, OpRow
from tests.builders import NOW
from tests.postgres import PostgresServer, fresh_database
from tests.server.laptop import Laptop

_COLUMNS = tuple(column.name for column in OpRow.__table__.columns)
Row = dict[str, object]


class RowByRow(PushIntake):
    """One statement for each operation, before its effect."""

    __slots__ = ()

    def _store_all(
        self, sent: tuple[Operation, ...], taken: Collection[UUID]
    ) -> tuple[OperationOutcome, ...]:
        assert not taken, "a benchmark sends nothing twice under one id"
        return tuple(self._store(each) for each in sent)

    def _store(self, operation: Operation) -> OperationOutcome:
        effect = effect_of(self.session, self.device, operation)
        state, reason = effect.outcome
        self.session.add(OpRow(**{**self._row(operation), "outcome": state.value, "reason": reason}))
        self.session.flush()
        if effect.row is not None:
            self.session.add(effect.row)
        self.session.add_all(effect.beside)
        self._changes.extend(effect.changes)
        return OperationOutcome(operation.op_id, state, reason)


class CopyAndUpsert(PushIntake):
    """COPY into a temporary table, and from there what is not known yet."""

    __slots__ = ()

    def _load(self, rows: list[Row]) -> None:
        self.session.execute(text("CREATE TEMP TABLE IF NOT EXISTS came (LIKE op) ON COMMIT DELETE ROWS"))
        bound = [
            column.type.bind_processor(self.session.get_bind().dialect) for column in OpRow.__table__.columns
        ]
        raw = self.session.connection().connection.driver_connection
        assert isinstance(raw, psycopg.Connection)
        names = ", ".join(f'"{name}"' for name in _COLUMNS)
        with raw.cursor() as cursor, cursor.copy(f"COPY came ({names}) FROM STDIN") as copy:
            for row in rows:
                values = [row[name] for name in _COLUMNS]
                copy.write_row(
                    [make(each) if make else each for make, each in zip(bound, values, strict=True)]
                )
        self.session.execute(
            text(f"INSERT INTO op ({names}) SELECT {names} FROM came ON CONFLICT (op_id) DO NOTHING")  # noqa: S608
        )


WAYS: dict[str, type[PushIntake]] = {
    "row by row": RowByRow,
    "one INSERT of many (the server)": PushIntake,
    "COPY, temporary table, upsert": CopyAndUpsert,
}


@dataclass(frozen=True, slots=True)
class Work:
    """One laptop's batches, made before anything is timed."""

    laptop: Laptop
    batches: tuple[tuple[Hello, Push], ...]


def work_of(laptop: Laptop, first: int, batches: int) -> Work:
    """Make batches of three visits to one receipt, as a day in the field is."""
    made = []
    for batch in range(batches):
        start = len(laptop.operations) + 1
        for place in range(MAX_BATCH):
            if place % 4:
                laptop.visit()
            else:
                laptop.issue(first + (batch * MAX_BATCH + place) // 4)
        made.append((laptop.hello(claim=False), laptop.push(start)))
    return Work(laptop, tuple(made))


def laptops_of(installation: Installation, folder: Path, count: int, batches: int) -> list[Work]:
    """Enrol laptops whose books are large enough."""
    service = SyncService(installation.database, installation.keys, lambda: NOW)
    size, made = batches * MAX_BATCH // 4, list[Work]()
    for number in range(count):
        first = number * size + 1
        book = parse_book(f"AB/26:{number:04d}:{first}:{first + size - 1}")
        command = EnrolAgent(f"NVT{number}", "Trần Văn Bình", ("22999",), (book,))
        laptop = Laptop.of(
            enrol(
                installation.database,
                installation.keys,
                command,
                folder / "enrol.json",
                Officer("benchmark", NOW),
            )
        )
        service.answer(laptop.message())
        made.append(work_of(laptop, first, batches))
    return made


def seconds_of(installation: Installation, way: type[PushIntake], works: list[Work]) -> float:
    """Take all batches, each in its transaction; return how long that took."""
    began = perf_counter()
    for round_ in zip(*(each.batches for each in works), strict=True):
        for hello, push in round_:
            with installation.database.write() as session:
                device = known(session.get_one(DeviceRow, hello.device, with_for_update=True))
                ack = way(session, installation.keys, device, NOW).take(hello, push)
                assert ack is not None
                assert len(ack.outcomes) == MAX_BATCH
    return perf_counter() - began


@contextmanager
def in_earnest() -> Iterator[Callable[[], str]]:
    """Lend a maker of databases on a PostgreSQL that keeps what it has promised."""
    with PostgresServer() as server, fresh_database(server.url) as make:
        with psycopg.connect(server.url, autocommit=True) as connection:
            for setting in ("fsync", "full_page_writes"):
                connection.execute(f"ALTER SYSTEM SET {setting} = on".encode())
            connection.execute("SELECT pg_reload_conf()")
        yield make


def main() -> None:
    """Measure every way with the same amount of work."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--batches", type=int, default=10)
    parser.add_argument("--laptops", type=int, default=4)
    given = parser.parse_args()
    operations = given.batches * given.laptops * MAX_BATCH
    first: float | None = None
    with in_earnest() as make, tempfile.TemporaryDirectory() as folder:
        for number, (name, way) in enumerate(WAYS.items()):
            settings = Settings(parse_url(make()), Path(folder) / f"keys-{number}.json")
            install(settings, None)
            with opened_with_keys(settings) as installation:
                works = laptops_of(installation, Path(folder), given.laptops, given.batches)
                took = seconds_of(installation, way, works)
            first = first or took
            print(f"{name:32}{operations / took:8.0f} operations/s   {first / took:5.2f} x")


if __name__ == "__main__":
    main()
