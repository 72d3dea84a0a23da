import pytest

from scripts.demo_proof import Books
from scripts.demo_stage import DemoError


def test_books_that_say_the_same_agree_on_it() -> None:
    assert Books(5, 5, 5, 5).agreed() == 5


@pytest.mark.parametrize(
    "books", [Books(1, 5, 5, 5), Books(5, 1, 5, 5), Books(5, 5, 1, 5), Books(5, 5, 5, 1)]
)
def test_a_book_that_says_otherwise_is_told_with_all_the_others(books: Books) -> None:
    with pytest.raises(DemoError, match=r"Tiền không khớp: đã bấm thu .* đ, .*, cơ quan BHXH . đ\."):
        books.agreed()
