"""A made-up commune as the store takes it in, through its own ways and by hand."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Protocol
from uuid import UUID, uuid5

from agent_app.domain.due_list import DueListReading
from agent_app.domain.household import Household, HouseholdId, Person, PersonId
from agent_app.domain.replica import HOUSEHOLD, PERSON, ServerRow
from agent_app.services.ports import DueItem, ReplicaChange, ScopeCursor
from agent_app.storage.repositories.households import household_values, person_values
from agent_app.storage.store import Store
from scripts.commune import Commune, make_commune

_SPACE = UUID(int=7)
_MADE = {"origin": "server", "scope": "area:22999", "ver": 1, "stale": False}
_PAGE = 500
_SEED = 7
_DUE_SHARE, _PER_HOME = 5, 25 / 8


class Cursor(Protocol):
    """What a statement gave, of either driver."""

    def fetchall(self) -> list[object]:
        """Return the rows."""
        ...


class Bare(Protocol):
    """A connection of either driver."""

    def execute(self, sql: str, parameters: Sequence[object] = ..., /) -> Cursor:
        """Run one statement."""
        ...

    def executemany(self, sql: str, parameters: Iterable[Sequence[object]], /) -> Cursor:
        """Run one statement again and again."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...


@dataclass(frozen=True, slots=True)
class Village:
    """Households, people, and the month's list."""

    commune: Commune
    households: tuple[Household, ...]
    people: tuple[Person, ...]


def make_village(persons: int) -> Village:
    """Make a commune of so many people; one in five is due."""
    commune = make_commune(_SEED, int(persons / _PER_HOME), persons, persons // _DUE_SHARE)
    homes = {
        each.household_no: Household(
            HouseholdId(uuid5(_SPACE, each.household_no)), each.household_no, each.address, each.hamlet
        )
        for each in commune.households
    }
    people = tuple(
        Person(
            PersonId(uuid5(_SPACE, row.insurance_no or "")),
            homes[row.household_no or ""].id,
            row.name,
            row.insurance_no,
            row.citizen_id,
            row.birth,
            row.sex,
            row.phone,
            row.relation,
            row.group,
            row.facility,
        )
        for row in commune.people
    )
    return Village(commune, tuple(homes.values()), people)


def load(store: Store, village: Village) -> None:
    """Take everybody in at once."""
    with store.unit() as unit:
        unit.households.add_households(village.households, "import")
        unit.households.add_people(village.people, "import")
        unit.commit()


def pull(store: Store, pages: Sequence[Sequence[ReplicaChange]]) -> None:
    """Take everybody in as a first sync does, page by page."""
    with store.unit() as unit:
        for seq, page in enumerate(pages, 1):
            unit.replica.apply(ScopeCursor("area:22999", 1, seq, seq, 1), page)
        unit.commit()


def pages_of(village: Village) -> list[list[ReplicaChange]]:
    """Write everybody as a server sends them."""
    return list(_pages(_changes(village)))


def _changes(village: Village) -> Iterator[ReplicaChange]:
    for entity, contents in ((HOUSEHOLD, village.households), (PERSON, village.people)):
        for content in contents:
            yield ReplicaChange(entity, content.id, 1, ServerRow(content, 1, "area:22999"))


def _pages(changes: Iterator[ReplicaChange]) -> Iterator[list[ReplicaChange]]:
    while page := list(islice(changes, _PAGE)):
        yield page


def put_list(store: Store, village: Village) -> None:
    """Import the month's list."""
    by_number = {each.insurance_no: each for each in village.people}
    due = village.commune.due
    holders = [by_number[row.insurance_no] for row in due]
    items = [
        DueItem(uuid5(_SPACE, f"line {at}"), who.id, who.household_id, row)
        for at, (who, row) in enumerate(zip(holders, due, strict=True))
    ]
    reading = DueListReading(village.commune.month, due, (), 0, 0, bytes(32))
    with store.unit() as unit:
        unit.due_lists.replace(uuid5(_SPACE, "list"), reading, items, datetime.now(UTC))
        unit.commit()


@dataclass(frozen=True, slots=True)
class HandWritten:
    """Rows that need no more than to be inserted."""

    statements: tuple[str, ...]
    rows: tuple[list[tuple[object, ...]], ...]

    def load(self, connection: Bare) -> None:
        """Insert them all in one transaction."""
        connection.execute("BEGIN IMMEDIATE")
        for statement, rows in zip(self.statements, self.rows, strict=True):
            connection.executemany(statement, rows)
        connection.execute("COMMIT")


def by_hand(village: Village) -> HandWritten:
    """Spread everybody over the columns beforehand, so that only the inserting is measured."""
    tables = {
        "household": [household_values(each) | _MADE for each in village.households],
        "person": [person_values(each) | _MADE for each in village.people],
    }
    return HandWritten(
        tuple(
            f"INSERT INTO {table} ({', '.join(rows[0])}) VALUES ({', '.join('?' * len(rows[0]))})"  # noqa: S608
            for table, rows in tables.items()
        ),
        tuple([tuple(map(_plain, row.values())) for row in rows] for rows in tables.values()),
    )


def _plain(value: object) -> object:
    return value.hex if isinstance(value, UUID) else value
