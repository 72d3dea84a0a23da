from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.receipt import EmptyReceiptError, ReceiptDateError
from agent_app.domain.receipt_book import NoReceiptBookError, ReceiptBookExhaustedError
from tests.builders import BOOK, SYMBOL, TODAY, a_book, a_health_line, a_pension_line, a_receipt


def test_numbers_have_seven_digits() -> None:
    assert [a_receipt(number).shown_number for number in (1, 1234567)] == ["0000001", "1234567"]


def test_a_receipts_total_is_what_its_lines_take() -> None:
    receipt = a_receipt(1, (a_health_line(place=1), a_health_line(place=2), a_pension_line(months=3)))

    assert receipt.total == 1_366_200 + 956_340 + 792_000


@given(st.integers(1, 9_999_000), st.integers(1, 60))
def test_a_book_gives_each_of_its_numbers_once_and_then_no_more(first: int, count: int) -> None:
    book = a_book(first, first + count - 1)

    assert book.left == count
    assert [book.tear() for _ in range(count)] == list(range(first, first + count))
    assert book.left == 0
    with pytest.raises(ReceiptBookExhaustedError) as caught:
        book.tear()
    assert caught.value.facts() == {"symbol": SYMBOL, "book": BOOK, "last": f"{first + count - 1:07d}"}
    assert book.next == first + count


def test_a_book_that_was_begun_goes_on_where_it_stands() -> None:
    book = a_book(1, 50, following=50)

    assert (book.left, book.tear(), book.left) == (1, 50, 0)


def test_refusals_carry_what_a_sentence_needs() -> None:
    assert NoReceiptBookError().facts() == {}
    assert EmptyReceiptError().facts() == {}
    assert ReceiptDateError(date(2026, 1, 1), None, TODAY).facts() == {
        "on": date(2026, 1, 1),
        "earliest": None,
        "latest": TODAY,
    }
