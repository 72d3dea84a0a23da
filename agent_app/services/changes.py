"""What a use case touched, so that whoever shows it can read it anew."""

from dataclasses import dataclass
from enum import Enum, auto


class Touched(Enum):
    """Kinds of things that a page may be showing."""

    DUE_LIST = auto()
    PEOPLE = auto()
    VISITS = auto()
    RECEIPTS = auto()
    SYNC = auto()
    ROUTE = auto()
    PRINTS = auto()


@dataclass(frozen=True, slots=True)
class Changed:
    """The kinds that one use case has changed."""

    kinds: frozenset[Touched]

    @classmethod
    def of(cls, *kinds: Touched) -> "Changed":
        """Name them."""
        return cls(frozenset(kinds))
