"""Receipt books: which numbers they give, and what must be said of the others first."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.book_choice import (
    ReceiptBookYearError,
    choose,
    giving,
    require_year,
    symbol_year,
)
from agent_app.domain.errors import RuleError
from agent_app.domain.receipt_book import (
    BookState,
    NoReceiptBookError,
    NumberNotNextError,
    NumberOutsideBookError,
    NumberPassedError,
    ReceiptBook,
    ReceiptBookExhaustedError,
    ReceiptBookForeignError,
    ReceiptBookReturnedError,
    ReceiptBooksFrozenError,
)
from tests.builders import BOOK, SYMBOL, TODAY, a_book, an_id

ACTS: dict[str, Callable[[ReceiptBook, int], object]] = {
    "tear": lambda book, _: book.tear(),
    "take": lambda book, _: book.take(book.next),
    "spoil": lambda book, many: book.set_aside(book.next, book.next + many - 1),
    "return": lambda book, _: book.give_back()[0],
}

NEW_YEARS_EVE, NEW_YEARS_DAY = date(2026, 12, 31), date(2027, 1, 1)


def book_of(symbol: str, book: str = "0001", *, following: int = 1, first: int = 1) -> ReceiptBook:
    """Make a book of fifty numbers."""
    number = sum(f"{symbol}{book}".encode())
    return ReceiptBook(an_id(0x3000 + number), symbol, book, first, first + 49, max(first, following))


def test_the_number_on_the_paper_is_taken_where_it_is_the_next_one() -> None:
    book = a_book(1, 50, following=7)

    assert (book.take(7), book.take(8), book.next) == (7, 8, 9)


@pytest.mark.parametrize(
    ("typed", "failure", "facts"),
    [
        (9, NumberNotNextError, {"number": "0000009", "first": "0000007", "last": "0000008"}),
        (6, NumberPassedError, {"number": "0000006", "next": "0000007"}),
        (51, NumberOutsideBookError, {"number": "0000051", "first": "0000001", "last": "0000050"}),
    ],
)
def test_any_other_number_is_refused_with_what_must_be_accounted_for(
    typed: int, failure: type[RuleError], facts: dict[str, str]
) -> None:
    book = a_book(1, 50, following=7)

    with pytest.raises(failure) as caught:
        book.take(typed)

    assert caught.value.facts() == {"symbol": SYMBOL, "book": BOOK} | facts
    assert book.next == 7


def test_a_used_up_book_says_of_a_typed_number_that_it_has_passed() -> None:
    with pytest.raises(NumberPassedError):
        a_book(1, 50, following=51).take(50)


def test_papers_that_are_spoiled_are_passed_over_for_good() -> None:
    book = a_book(1, 50, following=7)

    book.set_aside(7, 9)

    assert (book.next, book.tear()) == (10, 10)


@pytest.mark.parametrize(
    ("first", "last", "failure"),
    [
        (8, 9, NumberNotNextError),
        (6, 7, NumberPassedError),
        (7, 51, NumberOutsideBookError),
        (7, 5, NumberPassedError),
    ],
)
def test_only_the_next_numbers_of_a_book_can_be_spoiled(
    first: int, last: int, failure: type[RuleError]
) -> None:
    book = a_book(1, 50, following=7)

    with pytest.raises(failure):
        book.set_aside(first, last)

    assert book.next == 7


def test_a_book_that_went_back_gives_nothing_more() -> None:
    book = a_book(1, 50, following=7)

    assert book.give_back() == (7, 50)

    assert (book.left, book.state) == (0, BookState.RETURNED)
    for act in (book.tear, book.give_back, lambda: book.take(50), lambda: book.set_aside(50, 50)):
        with pytest.raises(ReceiptBookReturnedError):
            act()


def test_nothing_can_go_back_of_a_book_that_is_used_up() -> None:
    with pytest.raises(ReceiptBookExhaustedError):
        a_book(1, 50, following=51).give_back()


@pytest.mark.parametrize(
    ("book", "state", "failure"),
    [
        (replace(a_book(), frozen=True), BookState.FROZEN, ReceiptBooksFrozenError),
        (replace(a_book(), foreign=True), BookState.FOREIGN, ReceiptBookForeignError),
        (replace(a_book(), returned=True), BookState.RETURNED, ReceiptBookReturnedError),
        (a_book(1, 50, following=51), BookState.USED_UP, ReceiptBookExhaustedError),
    ],
    ids=lambda each: each.value if isinstance(each, BookState) else "",
)
def test_a_book_that_gives_no_numbers_says_why(
    book: ReceiptBook, state: BookState, failure: type[RuleError]
) -> None:
    assert book.state is state
    with pytest.raises(failure):
        book.tear()


@pytest.mark.parametrize(("left", "low"), [(50, False), (11, False), (10, True), (1, True), (0, False)])
def test_a_book_is_low_when_a_fifth_is_left(left: int, low: bool) -> None:  # noqa: FBT001
    assert a_book(1, 50, following=51 - left).low is low


@given(
    st.integers(1, 9_999_000),
    st.integers(1, 40),
    st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(1, 5))),
)
def test_whatever_is_done_with_a_book_its_next_number_only_goes_up(
    first: int, size: int, acts: list[tuple[str, int]]
) -> None:
    book = a_book(first, first + size - 1)
    used: list[int] = []
    for act, many in acts:
        before = book.next
        with suppress(RuleError):
            done = ACTS[act](book, many)
            assert done is None or before == done
        used += range(before, book.next)
    assert used == list(range(first, book.next))
    assert book.next <= first + size


@pytest.mark.parametrize(
    ("symbol", "year"),
    [
        ("AB/26", 2026),
        ("BH25-AG/08907/E", 2025),
        ("AB/27", 2027),
        ("AB/28", None),
        ("C45-BB", None),
        ("AB", None),
        ("26/27", None),
        ("AB/126", None),
    ],
)
def test_a_symbol_names_its_year_by_two_digits(symbol: str, year: int | None) -> None:
    assert symbol_year(symbol, TODAY) == year


def test_on_new_years_day_the_new_book_begins_and_the_old_one_gives_nothing_more() -> None:
    old, new = book_of("AB/26", following=40), book_of("AB/27")

    assert choose([old, new], NEW_YEARS_EVE) is old
    assert choose([old, new], NEW_YEARS_DAY) is new
    with pytest.raises(ReceiptBookYearError):
        require_year(old, [old, new], NEW_YEARS_DAY)
    require_year(old, [old, new], NEW_YEARS_EVE)


def test_a_receipt_of_the_old_year_takes_no_number_of_the_new_one() -> None:
    new = book_of("AB/27")

    with pytest.raises(ReceiptBookYearError) as caught:
        choose([new], NEW_YEARS_EVE)

    assert caught.value.facts() == {"symbol": "AB/27", "book": "0001", "on": NEW_YEARS_EVE}


def test_without_a_book_of_the_new_year_the_old_one_is_used_up() -> None:
    old = book_of("AB/26", following=40)

    assert choose([old], NEW_YEARS_DAY) is old
    require_year(old, [old], NEW_YEARS_DAY)


def test_the_old_year_does_not_come_back_when_the_new_book_is_used_up() -> None:
    old, new = book_of("AB/26", following=40), book_of("AB/27", following=51)

    with pytest.raises(ReceiptBookExhaustedError) as caught:
        choose([old, new], NEW_YEARS_DAY)

    assert caught.value.facts()["symbol"] == "AB/27"


def test_a_new_book_that_went_back_is_not_in_hand() -> None:
    old, new = book_of("AB/26", following=40), replace(book_of("AB/27", following=51), returned=True)

    assert choose([old, new], NEW_YEARS_DAY) is old


def test_a_book_that_was_begun_is_used_up_before_another_one_is_begun() -> None:
    fresh, begun = book_of("AA/26", "0009"), book_of("AB/26", "0001", following=12)

    assert choose([fresh, begun], TODAY) is begun
    begun.set_aside(12, 50)
    assert choose([fresh, begun], TODAY) is fresh


@pytest.mark.parametrize("state", [BookState.FROZEN, BookState.RETURNED, BookState.FOREIGN])
def test_a_book_that_may_give_none_is_passed_by(state: BookState) -> None:
    shut = replace(
        book_of("AB/26", "0001"),
        frozen=state is BookState.FROZEN,
        returned=state is BookState.RETURNED,
        foreign=state is BookState.FOREIGN,
    )
    other = book_of("AB/26", "0002", first=51)

    assert choose([shut, other], TODAY) is other
    assert giving([shut], TODAY) is None


def test_without_any_book_it_says_so() -> None:
    with pytest.raises(NoReceiptBookError):
        choose([], TODAY)
