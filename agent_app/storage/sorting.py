"""Order and selection that SQLite cannot give by itself."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import TypeVar

from agent_app.domain.names import clean, fold, name_sort_key

T = TypeVar("T")

_NUMBER = re.compile(r"\d+")
_SIGNS = re.compile(r"[\W_]+")
_NUMBER_MARKS = re.compile(r"[.\-+()]")
# "+84 973…" and "84973…" are "0973…" said to a stranger.
_ABROAD = re.compile(r"(?<!\S)(?:\+84[ .\-]?(?=\d|$)|84(?=[35789]\d{8}(?!\S)))")
# A phone number with spaces, however it is cut: "0973 000 001", "09 73 00 00 01".
_WHOLE_PHONE = re.compile(r"(?<!\S)0(?: ?\d){9}(?!\S)")
_DIGITS = 8
_CHUNK = 500


def text_sort_key(text: str) -> str:
    """Give an ASCII key for the Vietnamese order of a place's words; "Thôn 2" comes before "Thôn 10"."""
    padded = _NUMBER.sub(lambda found: found[0].zfill(_DIGITS), clean(text))
    keys = [_word_key(word) for word in padded.split(" ")]
    return f"{'.'.join(key[0] for key in keys)} {''.join(key[-1] for key in keys)}"


@lru_cache(maxsize=4096)
def _word_key(word: str) -> list[str]:
    """Give one word's letters and tones; a commune's places are made of few words."""
    return name_sort_key(word).split(" ")


def chunks(values: Iterable[T]) -> Iterator[list[T]]:
    """Cut what goes into an ``IN`` into pieces that stay below SQLite's limit of variables."""
    rest = iter(dict.fromkeys(values))
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk


def words_of(text: str) -> str:
    """Reduce text to folded words of letters and figures; a sign ends a word: "H'Hen, số 12/3"."""
    return _SIGNS.sub(" ", fold(text)).strip()


def search_words(text: str) -> tuple[list[str], list[str]]:
    """Split what was typed into words, as ``words_of`` makes them, and numbers without their separators."""
    names: list[str] = []
    numbers: list[str] = []
    for word in _WHOLE_PHONE.sub(_joined, _ABROAD.sub("0", fold(text))).split(" "):
        digits = _NUMBER_MARKS.sub("", word)
        if digits.isascii() and digits.isdigit():
            numbers.append(digits)
            continue
        for part in words_of(word).split():
            (numbers if part.isascii() and part.isdigit() else names).append(part)
    return list(dict.fromkeys(names)), list(dict.fromkeys(numbers))


def _joined(found: re.Match[str]) -> str:
    return found[0].replace(" ", "")
