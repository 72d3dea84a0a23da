"""The access log: views collected, prints at once, and nobody stopped by a store that cannot be written."""

import pytest

from agent_app.domain.access import AccessAction, AccessPlace
from agent_app.services.access import AccessLog
from agent_app.services.ports import UnitOfWork
from agent_app.storage.errors import StoreUnusableError
from tests.builders import NOW, a_household, an_id
from tests.fakes import FixedClock, MemoryStore


@pytest.fixture
def store() -> MemoryStore:
    """A store of dicts."""
    return MemoryStore()


def test_views_are_written_a_few_at_a_time(store: MemoryStore) -> None:
    log = AccessLog(store.unit, FixedClock())
    for number in range(19):
        log.saw("household", an_id(number))
    assert store.tables.accesses == []

    log.saw("household", an_id(99))

    assert [each.entity_id for each in store.tables.accesses] == [*map(an_id, range(19)), an_id(99)]
    assert {(each.at, each.action, each.place) for each in store.tables.accesses} == {
        (NOW, AccessAction.VIEW, AccessPlace.COMMAND)
    }


def test_a_page_that_is_read_anew_is_one_look(store: MemoryStore) -> None:
    log = AccessLog(store.unit, FixedClock())
    log.place = AccessPlace.WINDOW
    log.saw("household", a_household().id)
    log.saw("household", a_household().id)
    log.flush()
    log.flush()

    assert [each.place for each in store.tables.accesses] == [AccessPlace.WINDOW]


def test_a_short_list_names_each_person_and_a_long_one_only_counts(store: MemoryStore) -> None:
    log = AccessLog(store.unit, FixedClock())
    log.saw_people([an_id(1), an_id(2)], ("phone",))
    log.saw_people([an_id(number) for number in range(51)], ("phone",))
    log.flush()

    assert [(each.entity, each.entity_id, each.fields) for each in store.tables.accesses] == [
        ("person", an_id(1), ("phone",)),
        ("person", an_id(2), ("phone",)),
        ("list", None, ("phone", "51 people")),
    ]


def test_what_is_revealed_is_written_at_once(store: MemoryStore) -> None:
    AccessLog(store.unit, FixedClock()).revealed("household", an_id(1), ("phone",))

    assert [each.action for each in store.tables.accesses] == [AccessAction.REVEAL]


def test_what_could_not_be_written_waits_for_the_next_time(store: MemoryStore) -> None:
    broken = True

    def open_unit() -> UnitOfWork:
        if broken:
            raise StoreUnusableError
        return store.unit()

    log = AccessLog(open_unit, FixedClock())
    log.revealed("household", an_id(1), ("phone",))
    assert store.tables.accesses == []

    broken = False
    log.flush()

    assert len(store.tables.accesses) == 1
