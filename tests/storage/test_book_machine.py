"""Books and receipts in any order of work, in two processes, with older copies put back."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from agent_app.domain.book_choice import symbol_year
from agent_app.domain.book_stock import Period
from agent_app.domain.calendar import civil_date
from agent_app.domain.number_fate import NumberFate
from agent_app.runtime.paths import Home
from agent_app.services.ports import no_report
from agent_app.storage.engine import open_ours
from tests.builders import DEVICE, NOW
from tests.long_run import rounds
from tests.ready_home import new_store
from tests.storage.book_till import PEOPLE, Answer, BookTill, OtherTill
from tests.storage.till import KEY, home_at

STEPS_OF_ONE = 50
STEPS = rounds("steps over receipt books", quick=150, full=10_000)
SYMBOLS = ("AB/26", "AC/26", "AB/27")
MOST_BOOKS = 5
ACTS_BETWEEN = 8
SELDOM = 3
EVER = Period(date(2026, 1, 1), date(2029, 12, 31))
TILLS = st.booleans()
"""Whether it is done in the process of its own."""


@dataclass(slots=True)
class Kept:
    """A book as it must be: the fates of its numbers, from the first one on."""

    symbol: str
    book: str
    first: int
    last: int
    received_on: date
    fates: list[NumberFate] = field(default_factory=list)

    @property
    def next(self) -> int:
        return self.first + len(self.fates)

    @property
    def left(self) -> int:
        return self.last - self.next + 1

    @property
    def returned(self) -> bool:
        return NumberFate.RETURNED in self.fates

    @property
    def named(self) -> dict[str, object]:
        return {"symbol": self.symbol, "book": self.book}


@cache
def template() -> Path:
    """Make a home with people and an agent once, only to be copied."""
    folder = Path(tempfile.mkdtemp())
    home = home_at(folder)
    new_store(home, KEY, DEVICE)
    till = BookTill(home)
    till.settle_in()
    till.store.close()
    return home.folder


class Books(RuleBasedStateMachine):
    """Everything that can be done to the numbers of one home."""

    other: ClassVar[OtherTill]

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.home = Home(Path(shutil.copytree(template(), self.folder / "Máy chị Hoa")))
        self.now = NOW + timedelta(days=28)
        self.books: list[Kept] = []
        self.valid: dict[str, tuple[Kept, int]] = {}
        self.last_on = date(2026, 1, 1)
        self.copy = self.home.store.read_bytes()
        self.acts = 0
        self._open()

    # What is done.

    @precondition(lambda self: len(self.books) < MOST_BOOKS)
    @rule(symbol=st.sampled_from(SYMBOLS), size=st.integers(1, 20))
    def receive(self, symbol: str, size: int) -> None:
        first = max((each.last for each in self.books if each.symbol == symbol), default=0) + 1
        today = civil_date(self.now)
        book = Kept(symbol, f"{len(self.books) + 1:04d}", first, first + size - 1, today)
        self.books.append(book)
        assert self._receive(book) == {}

    @rule(other=TILLS, person=st.integers(1, PEOPLE))
    def issue(self, other: bool, person: int) -> None:  # noqa: FBT001
        answer = self.act({"do": "issue", "person": person}, other=other)
        usable = [each for each in self.in_year() if each.left > 0]
        if not usable:
            assert str(answer["refused"]).startswith(("receipt.book", "receipt.no_book"))
            return
        if answer.get("refused") == "receipt.cover_taken":
            # An earlier cover of theirs was cancelled while a later one stands: no number is torn for it.
            return
        self.last_on = date.fromisoformat(str(answer["on"]))
        book = next(each for each in usable if each.named.items() <= answer.items())
        assert answer["number"] == book.next
        self.valid[str(answer["receipt"])] = (book, len(book.fates))
        book.fates.append(NumberFate.ISSUED)

    @precondition(lambda self: self.valid)
    @rule(other=TILLS, which=st.integers(0, 99))
    def cancel(self, other: bool, which: int) -> None:  # noqa: FBT001
        receipt = sorted(self.valid)[which % len(self.valid)]
        book, place = self.valid.pop(receipt)
        assert self.act({"do": "cancel", "receipt": receipt}, other=other) == {}
        book.fates[place] = NumberFate.CANCELLED
        again = self.act({"do": "cancel", "receipt": receipt}, other=not other)
        assert "refused" in again

    @precondition(lambda self: self.books)
    @rule(
        other=TILLS,
        which=st.integers(0, MOST_BOOKS - 1),
        ahead=st.integers(-1, 1),
        count=st.integers(1, 4),
        lost=st.booleans(),
    )
    def spoil(self, other: bool, which: int, ahead: int, count: int, lost: bool) -> None:  # noqa: FBT001
        book = self.books[which % len(self.books)]
        first = book.next + ahead
        last = first + count - 1
        order = {"do": "spoil", **book.named, "first": first, "last": last, "lost": lost}
        answer = self.act(order, other=other)
        if ahead or last > book.last or book.returned:
            assert "refused" in answer
            return
        assert answer == {}
        book.fates += [NumberFate.LOST if lost else NumberFate.SPOILED] * count

    @precondition(lambda self: self.books)
    @rule(other=TILLS, which=st.integers(0, MOST_BOOKS - 1), wish=st.integers(0, SELDOM))
    def give_back(self, other: bool, which: int, wish: int) -> None:  # noqa: FBT001
        if wish < SELDOM:
            return
        book = self.books[which % len(self.books)]
        answer = self.act({"do": "return", **book.named}, other=other)
        if book.left <= 0:
            assert "refused" in answer
            return
        assert answer == {}
        book.fates += [NumberFate.RETURNED] * book.left

    @precondition(lambda self: self.books)
    @rule(which=st.integers(0, MOST_BOOKS - 1), ahead=st.integers(-1, 1))
    def read_number(self, which: int, ahead: int) -> None:
        book = self.books[which % len(self.books)]
        number = book.next + ahead
        on = max(civil_date(self.now), self.last_on)
        order = {"do": "type", **book.named, "number": number, "on": on.isoformat()}
        answer = self.act(order)
        usable = not ahead and book.left > 0 and book in self.in_year()
        assert answer == {"number": number} if usable else "refused" in answer

    @rule(days=st.integers(1, 9))
    def sleep(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule()
    def keep_copy(self) -> None:
        """Copy the store with all that lies in its log."""
        with closing(open_ours(self.home.store, KEY)) as raw:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.copy = self.home.store.read_bytes()

    @precondition(lambda self: self.acts >= ACTS_BETWEEN)
    @rule()
    def put_copy_back(self) -> None:
        """Put an older store in place; what was received since comes from the office again."""
        self.acts = 0
        self._close()
        self.home.store.write_bytes(self.copy)
        for suffix in ("-wal", "-shm"):
            self.home.store.with_name(f"store.db{suffix}").unlink(missing_ok=True)
        self._open()
        for each in self.books:
            assert self._receive(each) == {}

    # What holds at all times.

    @invariant()
    def every_number_has_the_one_fate_that_it_was_given(self) -> None:
        lines = {(each.symbol, each.book): each for each in self.till.store.queries.books()}
        assert len(lines) == len(self.books)
        for each in self.books:
            line = lines[each.symbol, each.book]
            assert (line.first, line.last, line.next) == (each.first, each.last, each.next)
            assert line.returned == each.returned
            report = self.till.books.proof(each.symbol, each.book).report
            assert report.sound
            expected = Counter(each.fates) + Counter({NumberFate.BLANK: each.left})
            assert Counter(report.counts) == expected

    @invariant()
    def what_came_is_what_left_and_what_is_there(self) -> None:
        fates = Counter(fate for each in self.books for fate in each.fates)
        stocks = [each.stock for each in self.till.books.stock(EVER)]
        assert all(each.balanced for each in stocks)
        assert sum(each.received for each in stocks) == sum(each.last - each.first + 1 for each in self.books)
        assert sum(each.closing for each in stocks) == sum(each.left for each in self.books)
        assert sum(each.used for each in stocks) == fates[NumberFate.ISSUED]
        assert sum(each.cancelled for each in stocks) == fates[NumberFate.CANCELLED]
        assert sum(each.returned for each in stocks) == fates[NumberFate.RETURNED]

    def teardown(self) -> None:
        found = self.till.store.checker.check(no_report)
        # The books were put there by hand: nobody has granted them.
        assert [each for each in found if each.code != "book.no_grant"] == []
        self._close()
        shutil.rmtree(self.folder)

    # How it is done.

    def act(self, order: dict[str, object], *, other: bool = False) -> Answer:
        self.acts += 1
        till = self.other if other else self.till
        return till.act({**order, "at": self.now.isoformat()})

    def in_year(self) -> list[Kept]:
        """The books that may give a number to a receipt of today."""
        on = max(civil_date(self.now), self.last_on)
        return list(_of_year(self.books, on))

    def _receive(self, book: Kept) -> Answer:
        limits = {"first": book.first, "last": book.last, "on": book.received_on.isoformat()}
        return self.act({"do": "receive", **book.named, **limits})

    def _open(self) -> None:
        self.till = BookTill(self.home)
        assert self.other.act({"do": "open", "home": str(self.home.folder)}) == {}

    def _close(self) -> None:
        assert self.other.act({"do": "close"}) == {}
        self.till.store.close()


def _of_year(books: list[Kept], on: date) -> Iterator[Kept]:
    years = {each.symbol: symbol_year(each.symbol, on) for each in books}
    begun = any(years[each.symbol] == on.year and not each.returned for each in books)
    for each in books:
        year = years[each.symbol]
        if year is None or year == on.year or (year < on.year and not begun):
            yield each


@pytest.fixture
def other_till() -> Iterator[None]:
    """The process of its own, for all homes in turn."""
    Books.other = OtherTill.start()
    yield
    Books.other.end()


@pytest.mark.timeout(1800)
@pytest.mark.usefixtures("other_till", "quiet_healing")
def test_each_number_has_one_fate_in_any_order_of_work() -> None:
    run_state_machine_as_test(
        Books,
        settings=settings(
            max_examples=STEPS // STEPS_OF_ONE, stateful_step_count=STEPS_OF_ONE, deadline=None
        ),
    )
