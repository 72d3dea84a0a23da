"""Finding the header of a list in any layout: captions are scored against a table of synonyms."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from agent_app.domain.names import clean, fold, look_alike_free
from agent_app.runtime.paths import resource
from agent_app.workbooks.extraction import Cell

Rows = Sequence[Sequence[Cell]]

_SIGNS = re.compile(r"[^a-z0-9]")
_DATA = re.compile(r"[0-9]{4}")

_DEEPEST_HEADER = 60
_LEAST_FIELDS = 4
_IDENTITIES = {"insurance_no", "citizen_id"}
_DUES = {"to", "paid_to", "amount", "scheme", "group", "months"}

_EXACT, _WEAK, _HELD, _HELD_SHARE, _SHORTEST_HELD = 100, 40, 20, 60, 5


@dataclass(frozen=True, slots=True)
class Header:
    """Where the lines of a list begin, and which column holds which field."""

    first: int
    height: int
    columns: Mapping[str, int]
    captions: tuple[str, ...]

    @property
    def below(self) -> int:
        """Index of the first row under the header."""
        return self.first + self.height


@dataclass(frozen=True, slots=True)
class Synonyms:
    """The captions by which one field goes, ready to compare."""

    sure: frozenset[str]
    weak: frozenset[str]

    def score(self, key: str) -> float:
        """Say how well a caption fits; 0 means not at all."""
        if key in self.sure:
            return _EXACT
        if key in self.weak:
            return _WEAK
        held = (len(word) for word in self.sure if len(word) >= _SHORTEST_HELD and word in key)
        longest = max(held, default=0)
        return _HELD + _HELD_SHARE * longest / len(key) if longest else 0


def caption_key(text: str) -> str:
    """Reduce a caption to bare letters and digits, so that all ways to write it are one."""
    return _SIGNS.sub("", fold(look_alike_free(text)))


@cache
def due_list_columns() -> Mapping[str, Synonyms]:
    """Load the table of captions that ships with the program."""
    table = tomllib.loads(resource("workbooks/due_list_columns.toml").read_text(encoding="utf-8"))
    return {
        field: Synonyms(
            frozenset(map(caption_key, words["captions"])), frozenset(map(caption_key, words.get("weak", [])))
        )
        for field, words in table.items()
    }


def find_header(rows: Rows) -> Header | None:
    """Find the one or two rows whose captions name the fields of a monthly list best."""
    best, header = 0.0, None
    for first, height, captions in _candidates(rows):
        score, columns = _assign(captions)
        if score > best and _is_list(columns):
            best = score
            header = Header(
                first, height, columns, tuple(" / ".join(filter(None, pair)) for pair in captions)
            )
    return header


def _candidates(rows: Rows) -> Iterator[tuple[int, int, list[tuple[str, str]]]]:
    """Offer every row as a header, and every two rows as group captions above captions."""
    for first, row in enumerate(rows[:_DEEPEST_HEADER]):
        if not _holds_captions(row):
            continue
        texts = _texts(row)
        yield first, 1, [("", text) for text in texts]
        below = rows[first + 1] if first + 1 < len(rows) else []
        if _holds_captions(below):
            yield first, 2, _grouped(texts, _texts(below))


def _holds_captions(row: Sequence[Cell]) -> bool:
    """Tell captions from data: there is text, and no number, date or code."""
    cells = [cell for cell in row if cell is not None]
    return bool(cells) and all(isinstance(cell, str) and not _DATA.search(cell) for cell in cells)


def _texts(row: Sequence[Cell]) -> list[str]:
    return [clean(cell) if isinstance(cell, str) else "" for cell in row]


def _grouped(above: list[str], below: list[str]) -> list[tuple[str, str]]:
    """Pair captions with the group caption over them, which stands in the first of its columns only."""
    width, group, pairs = max(len(above), len(below)), "", []
    for column in range(width):
        top = above[column] if column < len(above) else ""
        caption = below[column] if column < len(below) else ""
        group = top or (group if caption else "")
        pairs.append((group, caption) if caption else ("", top))
    return pairs


def _assign(captions: list[tuple[str, str]]) -> tuple[float, dict[str, int]]:
    """Give each field the column that fits it best; no column serves two fields."""
    offers = [
        (
            max(synonyms.score(caption_key(" ".join(pair))), synonyms.score(caption_key(pair[1]))),
            column,
            field,
        )
        for column, pair in enumerate(captions)
        for field, synonyms in due_list_columns().items()
    ]
    columns: dict[str, int] = {}
    total = 0.0
    for score, column, field in sorted(offers, key=lambda offer: (-offer[0], offer[1])):
        if score and field not in columns and column not in columns.values():
            columns[field] = column
            total += score
    return total, columns


def _is_list(columns: Mapping[str, int]) -> bool:
    named = {field for field in columns if not field.endswith("_")}
    return "name" in named and len(named) >= _LEAST_FIELDS and bool(named & _IDENTITIES and named & _DUES)
