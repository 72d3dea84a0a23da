"""Books: papers that are spoiled or lost, what goes back, typed numbers, and the proof of all numbers."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from agent_app.domain.book_body import read_passed
from agent_app.domain.book_choice import ReceiptBookYearError
from agent_app.domain.book_stock import BookStock, Period
from agent_app.domain.errors import AppError, RuleError
from agent_app.domain.number_fate import NumberFate, PassedDateError, PassedNumbers, PassedReasonMissingError
from agent_app.domain.operation import OperationKind
from agent_app.domain.receipt import Receipt
from agent_app.domain.receipt_book import (
    NumberNotNextError,
    NumberOutsideBookError,
    ReceiptBook,
    ReceiptBookExhaustedError,
    ReceiptBookOverlapError,
    ReceiptBookReturnedError,
)
from agent_app.services.books import ReturnBook, SpoilNumbers
from agent_app.services.failures import NotEnrolledError
from agent_app.services.receipts import IssueReceipt
from agent_app.services.typed_numbers import (
    BookUnknownError,
    NumberIssuedError,
    NumberOfOtherBookError,
    NumberSetAsideError,
    NumberUnknownError,
    TypedNumber,
    take_number,
)
from tests.builders import AGENT, BOOK, DEVICE, SYMBOL, TODAY, a_book, a_person, an_id
from tests.fakes import CrashError, Fuse, fused
from tests.services.bench import Bench
from tests.services.test_receipts import PAY_FIRST, issue, open_day


def spoil(bench: Bench, first: int, last: int | None = None, *, lost: bool = False) -> PassedNumbers:
    """Say that papers are spoiled or lost."""
    return bench.books.spoil(SpoilNumbers(SYMBOL, BOOK, first, last or first, "Rách khi in", lost=lost))


def give_back(bench: Bench, book: str = BOOK) -> PassedNumbers:
    """Give the rest of a book back."""
    return bench.books.give_back(ReturnBook(SYMBOL, book, "Nghỉ thu", "GT-17"))


def add_book(bench: Bench, book: str, first: int, symbol: str = SYMBOL) -> None:
    """Take another book of fifty in hand."""
    with bench.open_unit() as unit:
        made = ReceiptBook(an_id(0x3000 + first), symbol, book, first, first + 49, first, TODAY)
        unit.receipts.add_book(made)
        unit.commit()


def take(bench: Bench, number: int, book: str | None = None, on: date = TODAY) -> tuple[str, int]:
    """Take a typed number and forget it."""
    with bench.open_unit() as unit:
        taken, found = take_number(unit, on, TypedNumber(number, book))
    return taken.book, found


def test_a_spoiled_paper_is_kept_and_logged_and_its_number_is_passed_over(bench: Bench) -> None:
    open_day(bench)
    issue(bench)

    passed = spoil(bench, 2, 4)

    assert (passed.shown_numbers, passed.fate, passed.on) == ("0000002-0000004", NumberFate.SPOILED, TODAY)
    assert (passed.reason, passed.agent_code, passed.device_id) == ("Rách khi in", AGENT, DEVICE)
    logged = bench.operations()[-1]
    assert logged.kind == OperationKind.NUMBER_SPOILED
    assert read_passed(logged.kind, logged.body) == passed
    assert issue(bench).number == 5
    assert bench.books.proof(SYMBOL, BOOK).passed == (passed,)


def test_a_lost_paper_is_told_from_a_spoiled_one(bench: Bench) -> None:
    open_day(bench)

    assert spoil(bench, 1, lost=True).fate is NumberFate.LOST


def test_the_rest_of_a_book_goes_back_and_it_gives_nothing_more(bench: Bench) -> None:
    open_day(bench)
    issue(bench)

    passed = give_back(bench)

    assert (passed.first, passed.last, passed.fate, passed.slip) == (2, 50, NumberFate.RETURNED, "GT-17")
    assert bench.operations()[-1].kind == OperationKind.BOOK_RETURNED
    with pytest.raises(ReceiptBookReturnedError):
        issue(bench)
    with pytest.raises(ReceiptBookReturnedError):
        give_back(bench)
    with pytest.raises(ReceiptBookReturnedError):
        spoil(bench, 50)


def test_the_proof_of_a_book_has_every_number_once(bench: Bench) -> None:
    open_day(bench)
    issue(bench)
    spoil(bench, 2)
    spoil(bench, 3, lost=True)
    issue(bench)
    give_back(bench)

    report = bench.books.proof(SYMBOL, BOOK).report

    assert [(run.first, run.last, run.fate.value) for run in report.runs] == [
        (1, 1, "issued"),
        (2, 2, "spoiled"),
        (3, 3, "lost"),
        (4, 4, "issued"),
        (5, 50, "returned"),
    ]
    assert report.sound


@pytest.mark.parametrize(
    ("command", "failure"),
    [
        (SpoilNumbers(SYMBOL, BOOK, 3, 3, "Rách"), NumberNotNextError),
        (SpoilNumbers(SYMBOL, BOOK, 2, 51, "Rách"), NumberOutsideBookError),
        (SpoilNumbers(SYMBOL, "0009", 1, 1, "Rách"), BookUnknownError),
        (SpoilNumbers(SYMBOL, BOOK, 2, 2, "  "), PassedReasonMissingError),
        (SpoilNumbers(SYMBOL, BOOK, 2, 2, "Rách", on=TODAY + timedelta(days=1)), PassedDateError),
        (SpoilNumbers(SYMBOL, BOOK, 2, 2, "Rách", on=TODAY - timedelta(days=1)), PassedDateError),
    ],
)
def test_what_is_refused_changes_nothing(
    bench: Bench, command: SpoilNumbers, failure: type[AppError]
) -> None:
    open_day(bench)
    issue(bench)
    before = bench.operations()

    with pytest.raises(failure):
        bench.books.spoil(command)

    assert bench.operations() == before
    assert issue(bench).number == 2


def test_a_home_without_an_agent_sets_no_number_aside(bench: Bench) -> None:
    with bench.open_unit() as unit:
        unit.receipts.add_book(a_book())
        unit.commit()

    with pytest.raises(NotEnrolledError):
        spoil(bench, 1)


def test_a_spoiled_paper_is_kept_whole_or_not_at_all(bench: Bench) -> None:
    open_day(bench)
    calls = Fuse()
    replace(bench, open_unit=fused(bench.open_unit, calls)).books.spoil(
        SpoilNumbers(SYMBOL, BOOK, 1, 1, "Rách")
    )
    logged = bench.operations()

    for at in range(1, calls.calls + 1):
        broken = replace(bench, open_unit=fused(bench.open_unit, Fuse(at)))
        with pytest.raises(CrashError):
            broken.books.spoil(SpoilNumbers(SYMBOL, BOOK, 2, 2, "Rách"))
        assert bench.operations() == logged
        with bench.open_unit() as unit:
            assert unit.receipts.book(TODAY).next == 2
            assert unit.books.holder(SYMBOL, BOOK, 2) is None


def test_the_number_of_a_printed_paper_must_be_the_next_one(bench: Bench) -> None:
    open_day(bench)
    issued = issue(bench)
    spoil(bench, 2)

    assert take(bench, 3) == (BOOK, 3)
    with pytest.raises(NumberNotNextError) as higher:
        take(bench, 5)
    assert higher.value.facts() | {"first": "0000003", "last": "0000004"} == higher.value.facts()
    with pytest.raises(NumberIssuedError) as used:
        take(bench, 1)
    assert used.value.facts()["receipt_id"] == str(issued.id)
    with pytest.raises(NumberSetAsideError) as passed:
        take(bench, 2)
    assert (passed.value.facts()["fate"], passed.value.facts()["on"]) == (NumberFate.SPOILED, TODAY)


def test_a_number_that_is_refused_says_whose_it_is(bench: Bench) -> None:
    open_day(bench)
    add_book(bench, "0002", 51)

    assert take(bench, 51) == ("0002", 51)
    with pytest.raises(NumberOfOtherBookError) as other:
        take(bench, 51, BOOK)
    assert other.value.facts() == {"symbol": SYMBOL, "book": "0002", "number": "0000051", "asked": BOOK}
    with pytest.raises(NumberUnknownError):
        take(bench, 101)
    with pytest.raises(BookUnknownError):
        take(bench, 1, "0009")
    with pytest.raises(NumberOutsideBookError):
        take(bench, 101, BOOK)


def test_a_typed_number_of_last_years_book_is_refused_where_this_years_is_in_hand(bench: Bench) -> None:
    open_day(bench)
    issue(bench)
    add_book(bench, "0001", 1 + 100, "AB/27")
    bench.clock.instant = datetime(2027, 1, 1, 1, 0, tzinfo=UTC)

    with pytest.raises(ReceiptBookYearError):
        take(bench, 2, on=date(2027, 1, 1))
    assert issue(bench).symbol == "AB/27"


def test_the_year_turns_at_midnight_in_viet_nam(bench: Bench) -> None:
    open_day(bench)
    add_book(bench, "0001", 101, "AB/27")
    bench.clock.instant = datetime(2026, 12, 31, 16, 59, tzinfo=UTC)
    last = issue(bench)
    bench.clock.instant = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)
    first = issue(bench)

    assert (last.issued_on, last.symbol) == (date(2026, 12, 31), SYMBOL)
    assert (first.issued_on, first.symbol, first.number) == (date(2027, 1, 1), "AB/27", 101)


def test_a_receipt_that_is_dated_back_into_the_old_year_takes_a_number_of_the_old_year(bench: Bench) -> None:
    open_day(bench)
    add_book(bench, "0001", 101, "AB/27")
    bench.clock.instant = datetime(2027, 1, 1, 1, 0, tzinfo=UTC)

    late = issue(bench, on=date(2026, 12, 31))
    after = issue(bench)

    assert (late.symbol, after.symbol) == (SYMBOL, "AB/27")


def test_the_next_book_is_begun_where_one_is_used_up(bench: Bench) -> None:
    bench.enrol(a_book(1, 2))
    bench.settle_in(a_person(1))
    add_book(bench, "0002", 51)

    assert [issue(bench).number for _ in range(3)] == [1, 2, 51]


def test_a_used_up_book_has_nothing_to_return(bench: Bench) -> None:
    bench.enrol(a_book(1, 1))
    bench.settle_in(a_person(1))
    issue(bench)

    with pytest.raises(ReceiptBookExhaustedError):
        give_back(bench)


def test_no_two_books_in_hand_share_a_number(bench: Bench) -> None:
    open_day(bench)

    with pytest.raises(ReceiptBookOverlapError) as caught:
        add_book(bench, "0002", 50)

    assert caught.value.facts() == {"symbol": SYMBOL, "book": "0002", "other": BOOK}
    add_book(bench, "0002", 50, "AC/26")


def test_numbers_that_went_back_can_be_given_to_this_device_again_as_another_book(bench: Bench) -> None:
    open_day(bench)
    issue(bench)
    give_back(bench)

    add_book(bench, "0002", 2)

    again = issue(bench)
    assert (again.book, again.number) == ("0002", 2)
    add_book(bench, BOOK, 1)
    for book in (BOOK, "0002"):
        assert bench.books.proof(SYMBOL, book).report.sound
    with pytest.raises(ReceiptBookOverlapError):
        add_book(bench, "0003", 1)


def issued_on(bench: Bench, on: date) -> Receipt:
    """Issue a receipt on a later day."""
    bench.clock.instant = datetime(on.year, on.month, on.day, 3, 0, tzinfo=UTC)
    return bench.receipts.issue(IssueReceipt((PAY_FIRST,), "Nguyễn Thị Ánh"))


def test_the_stock_of_a_month_balances(bench: Bench) -> None:
    book = a_book()
    book.received_on = TODAY
    bench.enrol(book)
    bench.settle_in(a_person(1))
    issue(bench)
    spoil(bench, 2, 4)
    issued_on(bench, date(2026, 12, 2))
    spoil(bench, 6, lost=True)
    give_back(bench)

    def stock(month: int) -> BookStock:
        (line,) = bench.books.stock(Period(date(2026, month, 1), date(2026, month, 28)))
        assert line.stock.balanced
        return line.stock

    assert stock(10) == BookStock()
    assert stock(11) == BookStock(received=50, used=1, spoiled=3, closing=46)
    assert stock(12) == BookStock(opening=46, used=1, lost=1, returned=44, closing=0)


def test_an_unknown_book_has_no_proof(bench: Bench) -> None:
    with pytest.raises(RuleError):
        bench.books.proof(SYMBOL, BOOK)
