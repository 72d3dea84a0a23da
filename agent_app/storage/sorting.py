"""Order and selection that SQLite cannot give by itself."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from agent_app.domain.names import clean, fold, name_sort_key

T = TypeVar("T")

_NUMBER = re.compile(r"\d+")
_NUMBER_MARKS = re.compile(r"[.\-+()]")
_DIGITS = 8
_CHUNK = 500


def text_sort_key(text: str) -> str:
    """Give an ASCII key for the Vietnamese order of a place's words; "Thôn 2" comes before "Thôn 10"."""
    padded = _NUMBER.sub(lambda found: found[0].zfill(_DIGITS), clean(text))
    keys = [name_sort_key(word).split(" ") for word in padded.split(" ")]
    return f"{'.'.join(key[0] for key in keys)} {''.join(key[-1] for key in keys)}"


def chunks(values: Iterable[T]) -> Iterator[list[T]]:
    """Cut what goes into an ``IN`` into pieces that stay below SQLite's limit of variables."""
    rest = iter(dict.fromkeys(values))
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk


def search_words(text: str) -> tuple[list[str], list[str]]:
    """Split what was typed into words of a name, folded, and numbers without their separators."""
    names, numbers = [], []
    for word in fold(text).split(" "):
        digits = _NUMBER_MARKS.sub("", word)
        if digits.isascii() and digits.isdigit():
            numbers.append(digits)
        elif word:
            names.append(word)
    return names, numbers
