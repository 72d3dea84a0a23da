import pytest

from agent_app.runtime.paths import Home
from agent_app.services.ports import CancelledWorkError, Finding, no_report
from agent_app.storage.engine import RawConnection, open_ours
from agent_app.storage.errors import StoreUnusableError
from agent_app.storage.store import Store
from tests.storage.till import KEY, issue, opened, reopened, settle_in


@pytest.fixture
def tampered(home: Home, till: Store) -> tuple[Store, RawConnection]:
    """A store with three receipts, and a connection that no trigger or reference holds back."""
    for _ in range(3):
        issue(till)
    raw = open_ours(home.store, KEY)
    for name in ("operation_stays", "operation_is_kept", "receipt_stays", "receipt_is_kept"):
        raw.execute(f"DROP TRIGGER {name}")
    raw.execute("DROP TRIGGER receipt_book_only_rises")
    raw.execute("DROP TRIGGER receipt_line_stays")
    raw.execute("DROP TRIGGER receipt_line_is_kept")
    raw.execute("PRAGMA foreign_keys = OFF")
    return till, raw


def codes(store: Store) -> set[str]:
    return {finding.code for finding in store.checker.check(no_report)}


def test_a_sound_store_is_said_to_be_one(till: Store) -> None:
    issue(till)

    assert till.checker.check(no_report) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            "UPDATE oplog SET body = x'00' WHERE dseq = 2",
            {"log.link", "journal.differs", "receipt.unreadable"},
        ),
        ("UPDATE oplog SET prev_hash = hash WHERE dseq = 2", {"log.link", "journal.differs"}),
        (
            "DELETE FROM oplog WHERE dseq = 3",
            {"journal.log_lacks", "store.reference"},
        ),
        ("DELETE FROM oplog WHERE dseq = 1", {"journal.log_lacks", "store.reference", "log.link"}),
        ("UPDATE receipt SET total = total + 1 WHERE number = 2", {"receipt.differs"}),
        ("UPDATE receipt SET payer = 'x' WHERE number = 2", {"receipt.differs"}),
        ("UPDATE receipt_line SET months = 6", {"receipt.differs"}),
        ("UPDATE receipt SET number = 9 WHERE number = 2", {"receipt.differs", "book.gap", "book.not_given"}),
        ("UPDATE receipt_book SET next = 6", {"book.gap"}),
        ("UPDATE receipt_book SET next = 3", {"book.not_given"}),
        ("DELETE FROM household_place", {"place.not_held"}),
        ("UPDATE receipt_line SET person_id = printf('%032d', 9)", {"store.reference", "place.not_held"}),
        (
            "DELETE FROM receipt WHERE number = 3",
            {"receipt.missing", "book.gap", "store.reference"},
        ),
    ],
)
def test_whatever_was_tampered_with_is_found(
    tampered: tuple[Store, RawConnection], change: str, expected: set[str]
) -> None:
    store, raw = tampered

    raw.execute(change)
    raw.close()

    assert codes(store) == expected


def test_what_the_journal_lacks_is_found(home: Home, till: Store) -> None:
    _, first = issue(till)
    home.journal.unlink()

    assert till.checker.check(no_report) == [Finding("journal.lacks", str(first.op_id))]


def test_a_flipped_bit_in_the_journal_is_found(home: Home, till: Store) -> None:
    _, first = issue(till)
    issue(till)
    held = bytearray(home.journal.read_bytes())
    held[200] ^= 1
    home.journal.write_bytes(held)

    findings = till.checker.check(no_report)

    assert findings == [Finding("journal.damaged", "45"), Finding("journal.lacks", str(first.op_id))]


def test_a_flipped_bit_in_the_store_is_found_or_told(home: Home) -> None:
    with reopened(home) as store:
        settle_in(store)
        issue(store)
    held = bytearray(home.store.read_bytes())
    held[len(held) // 2] ^= 1
    home.store.write_bytes(held)
    store = opened(home)

    try:
        found = codes(store)
    except StoreUnusableError:
        found = {"told"}
    store.close()

    assert found & {"told", "store.page_seal"}


def test_a_check_tells_how_far_it_is_and_can_be_given_up(store: Store) -> None:
    told = []

    def give_up(done: int, total: int) -> None:
        told.append((done, total))
        if done == 2:
            raise CancelledWorkError

    with pytest.raises(CancelledWorkError):
        store.checker.check(give_up)

    parts = told[0][1]
    assert told == [(0, parts), (1, parts), (2, parts)]
