"""What was typed, held against the index of people; ``matches`` alone says who is found.

The full-text tables only make the circle smaller: they name at least everybody whom ``matches`` lets through.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Self

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    case,
    column,
    false,
    func,
    or_,
    select,
    table,
    true,
    union,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from agent_app.storage.models import DueIndexRow, PersonIndexRow
from agent_app.storage.sorting import search_words

MANY = 1_000
"""From so many on, walking along the order until a page is full is quicker than sorting them all."""

NOBODY = "[]"
"""An empty circle."""

_WORDS = table("person_words", column("rowid", Integer), column("person_words", String))
_NUMBERS = table("person_numbers", column("rowid", Integer), column("person_numbers", String))
_LONGEST = 200
_GRAM = 3
# No office gives numbers of fewer digits; looking for whole ones would walk past everybody.
_SHORTEST = 8

_Number = InstrumentedAttribute[int]
_Text = InstrumentedAttribute[str]


class Rank(IntEnum):
    """How well somebody fits what was typed; the best comes first."""

    NAME = 0
    """It is the whole name."""
    WHOLE = 1
    """Each word is one of the name's, or a whole number."""
    BEGUN = 2
    """Each word begins one of the name's, or a number."""
    BESIDE = 3
    """Some word begins one of the hamlet or the address, or lies within a number."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, in words and numbers; of mere signs neither is left, and nobody fits."""

    words: tuple[str, ...]
    numbers: tuple[str, ...]
    blank: bool

    @classmethod
    def read(cls, text: str) -> Self:
        """Take a text apart; of a whole page that was pasted, the beginning is looked for."""
        words, numbers = search_words(text.strip()[:_LONGEST])
        return cls(tuple(words), tuple(numbers), not text.strip())

    @property
    def hopeless(self) -> bool:
        """Whether nobody can fit."""
        return not (self.words or self.numbers or self.blank)

    def name(self) -> str:
        """Give it as an index holds a whole name."""
        return f" {' '.join((*self.words, *self.numbers))} "


def line_matches(typed: Typed) -> ColumnElement[bool]:
    """Ask for the lines of everybody who fits: a line has the texts of its person."""
    return _fits(typed, (DueIndexRow.words,), DueIndexRow.numbers)


def matches(typed: Typed, rank: Rank = Rank.BESIDE) -> ColumnElement[bool]:
    """Ask for everybody who fits at least as well as that."""
    if rank is Rank.BESIDE:
        return _fits(typed, (PersonIndexRow.name, PersonIndexRow.place), PersonIndexRow.numbers)
    if typed.hopeless:
        return false()
    if rank is Rank.NAME:
        return PersonIndexRow.name == typed.name()
    return and_(
        true(),
        *(_word(each, rank) for each in typed.words),
        *(_number(each, rank) for each in typed.numbers),
    )


def _fits(typed: Typed, words: tuple[_Text, ...], numbers: _Text) -> ColumnElement[bool]:
    """Ask for all in whose texts each word begins a word, and each number does or lies within a number."""
    if typed.hopeless:
        return false()
    return and_(
        true(),
        *(_begins(words, each) for each in typed.words),
        *(or_(_begins(words, each), _holds(numbers, _within(each, Rank.BESIDE))) for each in typed.numbers),
    )


def _begins(words: tuple[_Text, ...], part: str) -> ColumnElement[bool]:
    return or_(false(), *(_holds(text, f" {part}") for text in words))


def _holds(text: InstrumentedAttribute[str], part: str) -> ColumnElement[bool]:
    return func.instr(text, part) > 0


def _word(word: str, rank: Rank) -> ColumnElement[bool]:
    return _holds(PersonIndexRow.name, f" {word} " if rank is Rank.WHOLE else f" {word}")


def _number(digits: str, rank: Rank) -> ColumnElement[bool]:
    word = _word(digits, rank)
    return or_(word, _holds(PersonIndexRow.numbers, _within(digits, rank))) if _may_be(digits, rank) else word


def _may_be(digits: str, rank: Rank) -> bool:
    """Tell whether so few digits can be that much of a number at all."""
    return rank is not Rank.WHOLE or len(digits) >= _SHORTEST


def _within(digits: str, rank: Rank) -> str:
    """Say where in a number the digits must lie; two or less only at its beginning."""
    if rank is Rank.WHOLE:
        return f"  {digits}  "
    return f"  {digits}" if rank is Rank.BEGUN or len(digits) < _GRAM else digits


def ranked(typed: Typed) -> ColumnElement[int]:
    """Say how well each of those who match fits."""
    ranks = [(matches(typed, rank), rank.value) for rank in (Rank.NAME, Rank.WHOLE, Rank.BEGUN)]
    return case(*ranks, else_=Rank.BESIDE.value)


def few(session: Session, typed: Typed, rank: Rank = Rank.BESIDE) -> str | None:
    """Return a small circle that holds everybody who fits, or nothing where each circle is a large one.

    It is a JSON list, which goes back into the database as it came.
    """
    for circle in _circles(typed, rank):
        found = circle.limit(MANY).subquery().c.rowid
        count, numbers = session.execute(select(func.count(), func.json_group_array(found))).one()
        if count < MANY:
            return str(numbers)
    return None


def among(number: _Number, numbers: str) -> ColumnElement[bool]:
    """Ask for the numbers of a JSON list, however many."""
    return number.in_(select(column("value", Integer)).select_from(func.json_each(numbers)))


def _circles(typed: Typed, rank: Rank) -> Iterator[Select[int]]:
    if rank is Rank.NAME:
        # Whole names have an index of their own.
        return
    for digits in sorted(typed.numbers, key=len, reverse=True):
        word = _by_words((digits,), rank)
        inside = _by_number(digits, rank)
        yield select(union_all(inside, word).subquery().c.rowid) if _may_be(digits, rank) else word
    if typed.words:
        yield _by_words(typed.words, rank)


def by_few_digits(typed: Typed) -> Select[int] | None:
    """Select everybody whom one short number finds, and nobody else, where it is all that was typed.

    The trigrams of so few digits say exactly where they lie; walking past everybody takes ten times as long.
    """
    if typed.words or len(typed.numbers) != 1 or len(typed.numbers[0]) > _GRAM:
        return None
    inside, words = _by_number(typed.numbers[0], Rank.BESIDE), _by_words(typed.numbers, Rank.BESIDE)
    return select(union(inside, words).subquery().c.rowid)


def by_words_alone(typed: Typed) -> Select[int]:
    """Select everybody whom words find, and nobody else."""
    return _by_words(typed.words, Rank.BESIDE)


def _by_words(words: tuple[str, ...], rank: Rank) -> Select[int]:
    star = "" if rank is Rank.WHOLE else " *"
    asked = " AND ".join(f'"{word}"{star}' for word in words)
    return select(_WORDS.c.rowid).where(
        _WORDS.c.person_words.match(asked if rank is Rank.BESIDE else f"name : ({asked})")
    )


def _by_number(digits: str, rank: Rank) -> Select[int]:
    return select(_NUMBERS.c.rowid).where(_NUMBERS.c.person_numbers.match(_grams(digits, rank)))


def _grams(digits: str, rank: Rank) -> str:
    text = _within(digits, rank)
    return " AND ".join(f'"{text[at : at + _GRAM]}"' for at in range(len(text) - _GRAM + 1))
