"""How well a caption names a field: captions are scored against a table of synonyms."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate
from typing import TypeVar

from agent_app.domain.due_layout import ListField
from agent_app.domain.names import clean, fold, look_alike_free
from agent_app.runtime.paths import resource

Field = TypeVar("Field", bound=str)

_SIGNS = re.compile(r"[^a-z0-9]+")
_INSIDE = re.compile(r"\([^()]*\)")
_NUMBER = re.compile(r"^\s*(?:\(?\d{1,2}\)|\[\d{1,2}\]|\d{1,2}[.)]\s)")
_LETTERS_OR_DIGITS = re.compile(r"[a-z]+|[0-9]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")

_EXACT, _WEAK, _HELD, _HELD_SHARE, _SHORTEST_HELD = 100.0, 40.0, 20.0, 60.0, 5
_SEVERAL_WORDS = 2
_WITHOUT_GROUP = 0.9
_BROKEN_WORDS = 0.8


@dataclass(frozen=True, slots=True)
class Synonyms:
    """The captions by which one field goes, ready to compare."""

    sure: frozenset[str]
    weak: frozenset[str]
    phrases: tuple[tuple[str, ...], ...] = ()
    without: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()
    begins: tuple[tuple[str, ...], ...] = ()

    def score(self, key: str, words: Sequence[str] = ()) -> float:
        """Say how well a caption fits; 0 means not at all."""
        if key in self.sure:
            return _EXACT
        if self.without.intersection(words) and not self.unless.intersection(words):
            return 0.0
        best = _WEAK if key in self.weak else 0.0
        held = (word for word in self.sure if len(word) >= _SHORTEST_HELD and word in key)
        longest = max((len(word) for word in held if _of_whole_words(word, key, words)), default=0)
        begun = (len("".join(each)) for each in self.begins if each == tuple(words[: len(each)]))
        if longest := max(longest, max(begun, default=0)):
            best = max(best, _HELD + _HELD_SHARE * longest / len(key))
        spread = (len("".join(phrase)) for phrase in self.phrases if _in_order(phrase, words))
        longest = max(spread, default=0)
        return max(best, _BROKEN_WORDS * (_HELD + _HELD_SHARE * longest / len(key))) if longest else best


def caption_key(text: str) -> str:
    """Reduce a caption to bare letters and digits, so that all ways to write it are one."""
    return _SIGNS.sub("", fold(look_alike_free(text)))


@cache
def due_list_columns() -> Mapping[ListField, Synonyms]:
    """Load the table of captions that ships with the program."""
    return {ListField(field): words for field, words in load_captions("due_list_columns.toml").items()}


def load_captions(file: str) -> Mapping[str, Synonyms]:
    """Load a table of captions from those that ship with the program."""
    table = tomllib.loads(resource(f"workbooks/{file}").read_text(encoding="utf-8"))
    return {
        field: Synonyms(
            frozenset(map(caption_key, words["captions"])),
            frozenset(map(caption_key, words.get("weak", []))),
            tuple({tuple(split) for each in words["captions"] if len(split := _words(each)) > 1}),
            frozenset(map(fold, words.get("without", []))),
            frozenset(map(fold, words.get("unless", []))),
            tuple(tuple(_words(each)) for each in words.get("begins", [])),
        )
        for field, words in table.items()
    }


def scores(path: Sequence[str]) -> dict[ListField, float]:
    """Score a caption with the group captions above it, from the top down."""
    return dict(_scores(tuple(part for part in path if part)))


@lru_cache(maxsize=4096)
def _scores(path: tuple[str, ...]) -> tuple[tuple[ListField, float], ...]:
    return tuple(score_in(due_list_columns(), path).items())


def score_in(table: Mapping[Field, Synonyms], path: Sequence[str]) -> dict[Field, float]:
    """Score a caption, with the group captions above it, for every field of a table that it may name."""
    parts = tuple(part for part in path if part)
    if not parts:
        return {}
    shown = [(caption_key(text), _words(text), factor) for text, factor in _readings(parts).items()]
    found = {
        field: max(factor * synonyms.score(key, words) for key, words, factor in shown)
        for field, synonyms in table.items()
    }
    return {field: best for field, best in found.items() if best}


def _readings(path: tuple[str, ...]) -> dict[str, float]:
    """Offer a caption whole and alone, with and without what stands in brackets, and how sure each is."""
    whole = " ".join(path)
    offers = [(whole, 1.0)]
    if len(path) > 1:
        offers += [(path[-1], _WITHOUT_GROUP), (" ".join(path[-2:]), 1.0)]
    plain = [(_INSIDE.sub(" ", _NUMBER.sub("", text)), factor) for text, factor in offers]
    found: dict[str, float] = {}
    for text, factor in (*offers, *plain):
        if caption_key(text):
            found[text] = max(factor, found.get(text, 0.0))
    return found or {whole: 1.0}


def _words(text: str) -> list[str]:
    return _SIGNS.sub(" ", fold(_HUMP.sub(" ", clean(look_alike_free(text))))).split()


def _of_whole_words(held: str, key: str, words: Sequence[str]) -> bool:
    """Tell "Họ và tên" in "Họ và tên học sinh" from "Họ và tên / Họ"; a caption in one word has no seams."""
    parts = [part for word in words for part in _LETTERS_OR_DIGITS.findall(word)]
    if len(parts) < _SEVERAL_WORDS:
        return True
    seams = {0, *accumulate(map(len, parts))}
    places = (found.start() for found in re.finditer(f"(?={held})", key))
    return any(place in seams and place + len(held) in seams for place in places)


def _in_order(phrase: Sequence[str], words: Sequence[str]) -> bool:
    rest = iter(words)
    return all(word in rest for word in phrase)
