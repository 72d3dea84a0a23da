"""What papers remember of people's words while a home is open, and how all of it is forgotten."""

from typing import Protocol, TypeVar


class Remembering(Protocol):
    """A function that remembers what it was asked."""

    def cache_clear(self) -> None:
        """Forget it."""


F = TypeVar("F", bound=Remembering)

_REMEMBERING = list[Remembering]()


def forgettable(function: F) -> F:
    """Take a function among those that forget when a home is let go."""
    _REMEMBERING.append(function)
    return function


def forget_words() -> None:
    """Forget every name, address and code that was ever set in type."""
    for each in _REMEMBERING:
        each.cache_clear()
