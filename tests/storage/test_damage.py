"""A damaged file is only read from: what reads is shown, nothing is written, no sum is wrong."""

import random
from collections.abc import Callable

import pytest

from agent_app.domain.money import Dong
from agent_app.runtime.paths import Home
from agent_app.services.failures import StoreReadOnlyError
from agent_app.services.standing import ReadOnlyReason, Standing
from agent_app.storage.engine import open_ours
from agent_app.storage.errors import StoreDamagedError, StoreKeyError, StoreUnusableError
from agent_app.storage.store import Store
from tests.builders import NOW, TODAY, a_household, a_person
from tests.long_run import rounds
from tests.storage.till import KEY, issue, opened, reopened, settle_in

PAGE = 4096
RECEIPTS = 30


@pytest.fixture
def busy_home(home: Home) -> Home:
    """A closed home with a thousand people and thirty receipts."""
    with reopened(home) as store:
        settle_in(store)
        with store.unit() as unit:
            names = (f"Nguyễn Thị {number}" for number in range(1000))
            unit.households.add_people([a_person(100 + at, name) for at, name in enumerate(names)], "import")
            unit.commit()
        for _ in range(RECEIPTS):
            issue(store)
    return home


def damage(home: Home, page: int) -> None:
    """Flip a bit in the middle of a page, counted from one."""
    held = bytearray(home.store.read_bytes())
    held[(page - 1) * PAGE + PAGE // 2] ^= 1
    home.store.write_bytes(held)


def first_page_of(home: Home, table: str) -> int:
    """Find where a table begins."""
    raw = open_ours(home.store, KEY)
    found = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    raw.close()
    assert found is not None
    return int(str(found[0]))


def test_damage_that_is_met_stops_all_writing_and_nothing_else(busy_home: Home) -> None:
    damage(busy_home, first_page_of(busy_home, "person"))
    with reopened(busy_home) as store:
        assert store.standing.standing(NOW).read_only is None
        with pytest.raises(StoreDamagedError):
            store.queries.household(a_household().id, TODAY.year)

        assert store.standing.standing(NOW).read_only is ReadOnlyReason.FILE_DAMAGED
        with pytest.raises(StoreReadOnlyError) as caught:
            issue(store)
        assert caught.value.reason is ReadOnlyReason.FILE_DAMAGED
        assert len(store.queries.receipts(100)) == RECEIPTS
        with pytest.raises(StoreReadOnlyError):
            store.standing.note_replays()


def test_damage_that_is_met_at_the_opening_leaves_the_rest_to_be_read(busy_home: Home) -> None:
    damage(busy_home, first_page_of(busy_home, "oplog"))
    with reopened(busy_home) as store:
        assert store.standing.standing(NOW).read_only is ReadOnlyReason.FILE_DAMAGED
        assert store.queries.search_count("nguyen thi") == 1001
        with pytest.raises(StoreReadOnlyError):
            issue(store)


def test_a_store_that_cannot_say_how_it_stands_is_damaged_and_says_so(busy_home: Home) -> None:
    damage(busy_home, first_page_of(busy_home, "replay"))
    with reopened(busy_home) as store:
        assert store.standing.standing(NOW) == Standing(low_disk=False, read_only=ReadOnlyReason.FILE_DAMAGED)
        with pytest.raises(StoreDamagedError):
            store.standing.replays()


def reads(store: Store) -> list[Callable[[], object]]:
    """What a day asks for; each with the only right answer."""
    total = Dong(sum(view.receipt.total for view in store.queries.receipts(100)))
    return [
        lambda: len(store.queries.receipts(100)) == RECEIPTS,
        lambda: store.queries.taken_on(TODAY) == (RECEIPTS, total),
        lambda: store.queries.sync_status().waiting_money == total,
        lambda: store.queries.search_count("nguyen thi") == 1001,
        lambda: len(store.queries.household(a_household().id, TODAY.year).members) == 1002,
    ]


def test_no_damaged_page_gives_a_wrong_sum_or_ends_in_a_crash(busy_home: Home) -> None:
    whole = busy_home.store.read_bytes()
    chance = random.Random(5)  # noqa: S311
    for _ in range(rounds("damaged pages", quick=15, full=200)):
        damage(busy_home, 1 + chance.randrange(len(whole) // PAGE))
        try:
            store = opened(busy_home)
        except (StoreDamagedError, StoreKeyError):
            busy_home.store.write_bytes(whole)
            continue
        try:
            for right in reads(store):
                assert right()
        except StoreUnusableError:
            assert store.standing.standing(NOW).read_only is ReadOnlyReason.FILE_DAMAGED
        finally:
            store.close()
            for suffix in ("-wal", "-shm"):
                busy_home.store.with_name(f"store.db{suffix}").unlink(missing_ok=True)
            busy_home.store.write_bytes(whole)
