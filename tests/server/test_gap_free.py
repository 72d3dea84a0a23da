"""A reader that follows a scope's log while eight write it misses nothing, on a real PostgreSQL."""

import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from agent_app.domain.replica import change_sum
from provincial_server.database import Database, parse_url
from provincial_server.ids import new_id
from provincial_server.installation import install, opened
from provincial_server.scope_log import Change, append, make_scope
from provincial_server.settings import Settings
from provincial_server.tables import ChangeLogRow, ScopeRow
from tests.long_run import rounds

SCOPES = ("area:a", "area:b")
WRITERS, AT_ONCE = 8, 5


@pytest.fixture
def database(new_postgres_tables: Callable[[], str], tmp_path: Path) -> Iterator[Database]:
    settings = Settings(parse_url(new_postgres_tables()), tmp_path / "keys.json")
    install(settings, None)
    with opened(settings) as database:
        with database.write() as session:
            for scope in SCOPES:
                make_scope(session, scope)
        yield database


def written(database: Database, number: int, changes: int) -> list[UUID]:
    """Commit so many changes, a few at a time, with transactions between that come to nothing."""
    chance, done = random.Random(number), list[UUID]()  # noqa: S311 (an order, not a secret)
    while len(done) < changes:
        made = [Change(chance.choice(SCOPES), "person", new_id(), 1, b"x") for _ in range(AT_ONCE)]
        given_up = chance.random() < 0.1
        with database.write() as session:
            append(session, made)
            if given_up:
                session.rollback()
        done += [] if given_up else [each.id for each in made]
    return done


class Reader:
    """Follows every scope as a laptop does: from where it stands to where the counter stands."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._places = dict.fromkeys(SCOPES, (0, 0))
        self.seen: list[UUID] = []

    def read(self) -> None:
        with self._database.read() as session:
            for scope, (after, total) in self._places.items():
                log = session.get_one(ScopeRow, scope)
                there = ChangeLogRow.scope == scope, ChangeLogRow.seq > after, ChangeLogRow.seq <= log.seq
                seq, running = after, total
                for row in session.scalars(select(ChangeLogRow).where(*there).order_by(ChangeLogRow.seq)):
                    seq += 1
                    running = change_sum(running, row.seq, (row.entity, row.id, row.ver), row.body)
                    assert row.seq == seq
                    self.seen.append(row.id)
                assert (seq, running) == (log.seq, log.sum)
                self._places[scope] = seq, running


@pytest.mark.timeout(900)
def test_a_reader_beside_eight_writers_misses_nothing(database: Database) -> None:
    changes = rounds("gap-free log on postgresql, changes read while 8 write", quick=600, full=15_000)
    reader, over = Reader(database), threading.Event()

    def follow() -> int:
        looks = 0
        while not over.is_set():
            reader.read()
            looks += 1
        reader.read()
        return looks

    with ThreadPoolExecutor(WRITERS + 1) as pool:
        following = pool.submit(follow)
        try:
            each = changes // WRITERS // AT_ONCE * AT_ONCE
            done = list(pool.map(lambda number: written(database, number, each), range(WRITERS)))
        finally:
            over.set()
        looks = following.result()

    committed = [id_ for ids in done for id_ in ids]
    assert len(committed) == WRITERS * each
    assert len(set(committed) - set(reader.seen)) == 0
    assert sorted(reader.seen) == sorted(committed)
    assert looks > 1
