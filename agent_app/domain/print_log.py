"""What went out on paper: of which kind, about what, which way, and the how-manieth time."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from agent_app.domain.errors import InputError

MOST_COPIES = 9


class PaperKind(StrEnum):
    """What a paper is."""

    RECEIPT = "receipt"
    RECEIPT_ROLL = "receipt_roll"
    NOTICE = "notice"
    NOTICE_MESSAGE = "notice_message"
    DAY_LIST = "day_list"
    REMITTANCE = "remittance"
    BOOK = "book"
    STOCK = "stock"
    SUMMARY = "summary"


MONTHLY = frozenset({PaperKind.NOTICE, PaperKind.NOTICE_MESSAGE})
"""Papers that are counted anew each month: what was told in another one is no earlier print of it."""


class PrintWay(StrEnum):
    """Which way a paper goes out."""

    PDF = "pdf"
    PRINTER = "printer"
    ROLL = "roll"
    TEXT = "text"
    PICTURE = "picture"


class PaperSize(StrEnum):
    """The paper that a receipt is printed on: a sheet, or a roll by its millimetres."""

    A5 = "a5"
    ROLL_80 = "80"
    ROLL_58 = "58"


@dataclass(eq=False)
class CopiesError(InputError):
    """A paper has at least as many copies as its form asks for, and no more than a hand tells apart."""

    code: ClassVar[str] = "print.copies"
    copies: int
    least: int
    most: int


@dataclass(eq=False)
class SheetOnRollError(InputError):
    """A roll's printer takes no sheet: it wants to know how wide its roll is."""

    code: ClassVar[str] = "print.sheet_on_roll"


@dataclass(frozen=True, slots=True)
class Printing:
    """One print that went out: ``about`` is whose paper it is, ``nth`` counts the prints of that paper."""

    id: UUID
    kind: PaperKind
    about: UUID | None
    way: PrintWay
    copies: int
    nth: int
    printed_at: datetime


def reprint(nth: int) -> int:
    """Say the how-manieth reprint the nth print is; the first print is none."""
    return nth - 1


def copies_of(wanted: int | None, own: int) -> int:
    """Return how many copies to make of a paper that has so many of its own; raise ``CopiesError``."""
    copies = own if wanted is None else wanted
    if not own <= copies <= MOST_COPIES:
        raise CopiesError(copies, own, MOST_COPIES)
    return copies
