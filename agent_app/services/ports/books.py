"""Repository: the numbers of receipt books, and what became of each."""

from typing import Protocol


class Books(Protocol):
    """The numbers of receipt books, and what became of each."""
