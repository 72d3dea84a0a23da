"""Numbers without a receipt: back from the journal, held against the log, and out of a damaged store."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest

from agent_app.domain.book_body import passed_body
from agent_app.domain.number_fate import NumberFate, PassedId, PassedNumbers
from agent_app.domain.operation import Entry
from agent_app.domain.receipt_book import ReceiptBook, ReceiptBookForeignError, ReceiptBookReturnedError
from agent_app.runtime.paths import Home
from agent_app.services.ports import Finding, no_report
from agent_app.storage.backup_file import wraps_of
from agent_app.storage.engine import RawConnection, open_ours
from agent_app.storage.rescue.rescuing import Rescuing
from agent_app.storage.store import Store
from tests.builders import AGENT, BOOK, DEVICE, NOW, SYMBOL, TODAY, a_book, an_id
from tests.storage.backing import a_home
from tests.storage.restore_case import Case
from tests.storage.test_replay import PUT_BACK, Day
from tests.storage.till import KEY, LAST_NUMBER, issue, reopened, settle_in


def pass_over(
    store: Store, first: int, last: int, fate: NumberFate = NumberFate.SPOILED, *, told: bool = True
) -> Entry:
    """Say that numbers get no receipt, as the use case does; without ``told`` only the log hears of it."""
    passed = PassedNumbers(
        PassedId(an_id(0x6000 + first)),
        SYMBOL,
        BOOK,
        first,
        last,
        fate,
        TODAY,
        NOW,
        "Rách khi in",
        None,
        AGENT,
        DEVICE,
    )
    entry = Entry(an_id(0x7000 + first), passed.kind, 1, NOW, passed_body(passed))
    with store.unit() as unit:
        unit.log.append(entry)
        book = unit.receipts.find_book(SYMBOL, BOOK)
        assert book is not None
        if told:
            book.next = max(book.next, last + 1)
            unit.receipts.save_book(book)
            unit.books.pass_over(passed, entry.op_id)
        unit.commit()
    return entry


def found(store: Store) -> list[Finding]:
    """Check a store whose books were put there by hand: that nobody has granted them is known."""
    return [each for each in store.checker.check(no_report) if each.code != "book.no_grant"]


def fates(store: Store) -> list[tuple[int, int, str]]:
    return [(each.first, each.last, each.fate.value) for each in store.book_queries.passed(SYMBOL, BOOK)]


@pytest.mark.logs_warning(PUT_BACK)
def test_an_older_copy_gets_its_spoiled_numbers_back_and_gives_them_no_more(home: Home) -> None:
    day = Day(home)
    with reopened(home) as store:
        settle_in(store)
    day.keep()
    with reopened(home) as store:
        issue(store)
        pass_over(store, 2, 4)
        pass_over(store, 5, 5, NumberFate.LOST)
    day.fall_back()

    with reopened(home) as store:
        assert fates(store) == [(2, 4, "spoiled"), (5, 5, "lost")]
        assert issue(store)[0].number == 6
        assert found(store) == []


@pytest.mark.logs_warning(PUT_BACK)
def test_a_book_that_went_back_stays_gone_in_an_older_copy(home: Home) -> None:
    day = Day(home)
    with reopened(home) as store:
        settle_in(store)
    day.keep()
    with reopened(home) as store:
        issue(store)
        pass_over(store, 2, LAST_NUMBER, NumberFate.RETURNED)
    day.fall_back()

    with reopened(home) as store:
        assert [(each.returned, each.left) for each in store.queries.books()] == [(True, 0)]
        with pytest.raises(ReceiptBookReturnedError):
            issue(store)
        assert found(store) == []


@pytest.mark.logs_warning(PUT_BACK)
def test_numbers_of_a_book_that_the_copy_does_not_know_come_back_with_it(home: Home) -> None:
    day = Day(home)
    with reopened(home) as store, store.unit() as unit:
        unit.device.identity()
    day.keep()
    with reopened(home) as store:
        settle_in(store)
        pass_over(store, 1, 2)
    day.fall_back()

    with reopened(home) as store:
        assert [(each.first, each.last, each.next) for each in store.queries.books()] == [(1, 2, 3)]
        with store.unit() as unit:
            unit.receipts.add_book(a_book(1, 50))
            unit.commit()
        assert [(each.first, each.last, each.next) for each in store.queries.books()] == [(1, 50, 3)]
        assert found(store) == []


def test_a_restored_home_gives_no_number_that_was_spoiled_since(case: Case) -> None:
    with reopened(case.home) as store:
        pass_over(store, 3, 9)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("agent_app.storage.replay.log.warning", lambda *_: None)
        case.restore()
        with reopened(case.home) as store:
            assert fates(store) == [(3, 9, "spoiled")]
            assert issue(store)[0].number == 10


@pytest.fixture
def lived(home: Home, till: Store) -> Iterator[tuple[Store, RawConnection]]:
    """A receipt, two spoiled papers, a receipt; and a connection that no trigger holds back."""
    issue(till)
    pass_over(till, 2, 3)
    issue(till)
    raw = open_ours(home.store, KEY)
    raw.execute("PRAGMA foreign_keys = OFF")
    for (name,) in raw.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE(ABORT%'"
    ).fetchall():
        raw.execute(f"DROP TRIGGER {name}")
    yield till, raw
    raw.close()


OP = str(an_id(0x7002))


@pytest.mark.parametrize(
    ("change", "findings"),
    [
        ("UPDATE number_fate SET reason = 'khác'", [("numbers.differs", OP)]),
        ("UPDATE number_fate SET fate = 'lost'", [("numbers.differs", OP)]),
        (
            "UPDATE number_fate SET last = 2",
            [("book.gap", "AB/26/0001/0000003"), ("numbers.differs", OP)],
        ),
        (
            "UPDATE number_fate SET last = 4",
            [("book.two_fates", "AB/26/0001/0000004"), ("numbers.differs", OP)],
        ),
        (
            "UPDATE number_fate SET first = 900, last = 900",
            [
                ("book.gap", "AB/26/0001/0000002"),
                ("book.gap", "AB/26/0001/0000003"),
                ("book.not_given", "AB/26/0001/0000900"),
                ("numbers.differs", OP),
            ],
        ),
        (
            "DELETE FROM number_fate",
            [
                ("book.gap", "AB/26/0001/0000002"),
                ("book.gap", "AB/26/0001/0000003"),
                ("numbers.missing", OP),
            ],
        ),
        (
            "UPDATE number_fate SET op_id = (SELECT op_id FROM receipt LIMIT 1)",
            [("numbers.taken", OP), ("numbers.unlogged", str(an_id(0x6002)))],
        ),
    ],
)
def test_numbers_that_are_not_what_was_logged_are_named(
    lived: tuple[Store, RawConnection], change: str, findings: list[tuple[str, str]]
) -> None:
    store, raw = lived
    assert found(store) == []

    raw.execute(change)

    assert [(each.code, each.about) for each in found(store)] == findings


def test_a_word_on_numbers_that_cannot_be_read_is_named(till: Store) -> None:
    with till.unit() as unit:
        unit.log.append(Entry(an_id(0x7001), "number.spoiled", 1, NOW, b"\xa0"))
        unit.commit()

    assert [(each.code, each.about) for each in found(till)] == [("numbers.unreadable", str(an_id(0x7001)))]


def test_a_number_that_got_a_receipt_before_its_loss_came_back_is_named(till: Store) -> None:
    issue(till)
    entry = pass_over(till, 1, 1, told=False)

    assert [(each.code, each.about) for each in found(till)] == [("numbers.taken", str(entry.op_id))]


def test_a_book_of_another_device_gives_no_number(till: Store) -> None:
    with till.unit() as unit:
        for book in unit.books.in_hand():
            unit.receipts.add_book(
                ReceiptBook(book.id, SYMBOL, BOOK, 1, LAST_NUMBER, 1, None, AGENT, an_id(0xD2))
            )
        unit.commit()

    with pytest.raises(ReceiptBookForeignError):
        issue(till)


def rescued(home: Home, out: Path) -> Home:
    """Rescue a home into another folder."""
    Rescuing(home, Home(out), KEY, NOW, uuid4, wraps_of(home.keys)).run()
    return Home(out)


@pytest.fixture
def damaged(tmp_path: Path) -> Home:
    """A home with receipts and spoiled papers, whose files are to be damaged."""
    home = a_home(tmp_path)
    with reopened(home) as store:
        settle_in(store)
        issue(store)
        pass_over(store, 2, 4)
        issue(store)
        pass_over(store, 6, LAST_NUMBER, NumberFate.RETURNED)
    return home


ALL = [(2, 4, "spoiled"), (6, LAST_NUMBER, "returned")]


def altered(home: Home, *statements: str) -> None:
    with closing(open_ours(home.store, KEY)) as raw:
        raw.execute("PRAGMA foreign_keys = OFF")
        for statement in statements:
            raw.execute(statement)


def test_a_rescue_carries_what_became_of_numbers(damaged: Home, tmp_path: Path) -> None:
    with reopened(rescued(damaged, tmp_path / "cứu")) as store:
        assert fates(store) == ALL
        assert found(store) == []


def test_numbers_that_the_table_has_lost_are_made_again_from_the_log(damaged: Home, tmp_path: Path) -> None:
    altered(damaged, "DROP TRIGGER number_fate_stays", "DELETE FROM number_fate")

    with reopened(rescued(damaged, tmp_path / "cứu")) as store:
        assert fates(store) == ALL
        assert found(store) == []


def test_a_book_that_is_lost_comes_back_with_all_numbers_that_have_a_fate(
    damaged: Home, tmp_path: Path
) -> None:
    altered(damaged, "DROP TRIGGER receipt_book_stays", "DELETE FROM receipt_book")

    with reopened(rescued(damaged, tmp_path / "cứu")) as store:
        (line,) = store.queries.books()
        assert (line.first, line.last, line.next) == (1, LAST_NUMBER, LAST_NUMBER + 1)
        assert {each.code for each in found(store)} == set()


@pytest.mark.logs_warning("journal")
def test_numbers_whose_operation_is_gone_everywhere_are_logged_again(damaged: Home, tmp_path: Path) -> None:
    damaged.journal.unlink()
    altered(damaged, "DROP TRIGGER operation_stays", "DELETE FROM oplog WHERE kind = 'number.spoiled'")

    with reopened(rescued(damaged, tmp_path / "cứu")) as store:
        assert fates(store) == ALL
        assert {each.code for each in found(store)} == {"journal.rebuilt"}
