"""Finding the header of a list in any layout, and which column is about what."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from agent_app.domain.due_layout import ListField, column_letters
from agent_app.domain.names import clean
from agent_app.workbooks.captions import caption_key, due_list_columns, scores
from agent_app.workbooks.contents import Contents, contents
from agent_app.workbooks.extraction import Cell

Rows = Sequence[Sequence[Cell]]
Path = tuple[str, ...]

_CODE = re.compile(r"[A-Z]{0,4}\d{5,}|\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}|\(?(?:[A-Z]|\d{1,2})\)?|[\d., ]+")
_LETTER = re.compile(r"[^\W\d_]")
_LONGEST_CAPTION = 160
_DEEPEST_HEADER, _TALLEST_HEADER = 80, 3
_SAMPLE = 120
_LEAST_FIELDS = 4
_IDENTITIES = {ListField.INSURANCE_NO, ListField.CITIZEN_ID, ListField.CARD_NO}
_NAMES = {ListField.NAME, ListField.GIVEN_NAME}
_DUES = {
    ListField.COVERED_TO,
    ListField.PAID_TO,
    ListField.AMOUNT,
    ListField.PENSION_AMOUNT,
    ListField.SCHEME,
    ListField.GROUP,
    ListField.MONTHS,
}
_EVIDENCE = {
    "insurance_no", "citizen_id", "card_no", "birth", "to", "paid_to", "phone", "household_no",
    "birth_year", "birth_male", "birth_female",
}  # fmt: skip
_SURE = 100.0
_LEAST_SCORE, _LEAST_CANDIDATE = 12.0, 0.15
_MOST_CANDIDATES = 4

__all__ = ["Header", "caption_key", "due_list_columns", "find_header"]


@dataclass(frozen=True)
class Header:
    """Where the lines of a list begin, and which column holds which field.

    ``scores`` tells by column how well each field would fit, from 0 to 1; ``by_hand`` are the columns that
    a mapping decided.
    """

    first: int
    height: int
    columns: Mapping[str, int]
    captions: tuple[str, ...]
    scores: Mapping[int, Mapping[ListField, float]] = field(default_factory=dict)
    by_hand: frozenset[int] = frozenset()
    filled: Mapping[int, int] = field(default_factory=dict)

    @property
    def below(self) -> int:
        """Index of the first row under the header."""
        return self.first + self.height

    @cached_property
    def evidence(self) -> tuple[int, ...]:
        """The columns whose digits betray a person's line."""
        return tuple(column for about, column in self.columns.items() if about in _EVIDENCE)

    @property
    def fingerprint(self) -> str:
        """Tell one set of captions from another."""
        keys = "\n".join(caption_key(caption) for caption in self.captions).rstrip("\n")
        return hashlib.sha256(keys.encode()).hexdigest()[:32]

    def about(self, column: int) -> str:
        """Name the field of a column, or its caption."""
        caption = self.captions[column] if column < len(self.captions) else ""
        return next((field for field, place in self.columns.items() if place == column), caption)

    def candidates(self, column: int) -> tuple[tuple[ListField, float], ...]:
        """Name what a column could be, best first."""
        offers = self.scores.get(column, {}).items()
        good = [(about, score) for about, score in offers if score >= _LEAST_CANDIDATE]
        return tuple(sorted(good, key=lambda offer: -offer[1])[:_MOST_CANDIDATES])


def find_header(
    rows: Rows, mapping: Mapping[str, str] | None = None, *, complete: bool = True
) -> Header | None:
    """Find the rows whose captions name the fields of a monthly list best.

    ``mapping`` says by caption or column what a person chose; without ``complete`` the best guess is
    returned even if it is no list yet.
    """
    wanted = {_mapped_key(column): about for column, about in (mapping or {}).items()}
    best, found = 0.0, None
    for first, paths in caption_rows(rows):
        columns = _assign([scores(path) for path in paths], _chosen(paths, wanted))
        told = sum(score for about, (_, score) in columns.items() if not about.is_left_aside)
        told += sum(score for about, (_, score) in columns.items() if about.is_left_aside) / 2
        if told > best and (_is_list(columns) or not complete):
            best, found = told, (first, paths)
    if found is None and not complete:
        found = _widest(rows)
    if found is None:
        return None
    header = _with_contents(rows, *found, wanted)
    return header if not complete or _is_list_of(header) else None


def _widest(rows: Rows) -> tuple[int, list[Path]] | None:
    """Take the row with most texts that could be captions, where no caption is known."""
    offers = [(first, paths) for first, paths in caption_rows(rows) if len(paths) >= _LEAST_FIELDS]
    return max(offers, key=lambda offer: sum(map(bool, offer[1])), default=None)


def _mapped_key(column: str) -> str:
    return caption_key(column)


def _chosen(paths: Sequence[Path], wanted: Mapping[str, str]) -> dict[int, str]:
    """Find the columns that a mapping names, by their captions or else by their letters."""
    found: dict[int, str] = {}
    for column, path in enumerate(paths):
        keys = (
            caption_key(" ".join(path)),
            caption_key(path[-1]) if path else "",
            column_letters(column).lower(),
        )
        about = next((wanted[key] for key in keys if key and key in wanted), None)
        if about is not None:
            found[column] = about
    return found


def _with_contents(rows: Rows, first: int, paths: list[Path], wanted: Mapping[str, str]) -> Header:
    """Decide again by what stands below the captions."""
    height = header_height(rows, first, paths)
    below = [row for row in islice(rows, first + height, first + height + _SAMPLE) if len(row) > 1]
    width = max([len(paths), *map(len, below)])
    paths = [*paths, *[()] * (width - len(paths))]
    seen = [contents(row[column] if column < len(row) else None for row in below) for column in range(width)]
    offers = [_weighed(scores(path), each) for path, each in zip(paths, seen, strict=True)]
    chosen = _chosen(paths, wanted)
    columns = _assign(offers, chosen)
    guesses = {
        column: {about: score / _SURE for about, score in offer.items()} | _further(offer, seen[column])
        for column, offer in enumerate(offers)
    }
    return Header(
        first,
        height,
        {about.value: column for about, (column, _) in columns.items()},
        tuple(" / ".join(path) for path in paths),
        guesses,
        frozenset(chosen),
        {column: each.filled for column, each in enumerate(seen)},
    )


def _further(offer: Mapping[ListField, float], seen: Contents) -> dict[ListField, float]:
    return {about: score for about, score in seen.guesses().items() if about not in offer}


def _weighed(offer: Mapping[ListField, float], seen: Contents) -> dict[ListField, float]:
    weighed = {about: score * seen.fits(about) for about, score in offer.items()}
    return {about: score for about, score in weighed.items() if score >= _LEAST_SCORE}


def header_height(rows: Rows, first: int, paths: list[Path]) -> int:
    """Count the rows that the chosen captions stand in."""
    for height in range(1, _TALLEST_HEADER + 1):
        if _paths(rows[first : first + height]) == paths:
            return height
    return 1


def caption_rows(rows: Rows) -> Iterator[tuple[int, list[Path]]]:
    """Offer every row as a header, and every two or three rows as group captions above captions."""
    top = [list(row) for row in islice(rows, _DEEPEST_HEADER + _TALLEST_HEADER)]
    fit = [_holds_captions(row) for row in top]
    for first in range(min(len(top), _DEEPEST_HEADER)):
        for height in range(1, _TALLEST_HEADER + 1):
            last = first + height - 1
            if last >= len(top) or not fit[last]:
                break
            if height == 1 or not _is_alone(top[last - 1], top[last]):
                yield first, _paths(top[first : first + height])


def _is_alone(above: Sequence[Cell], row: Sequence[Cell]) -> bool:
    """Tell the row of a group, one text under a caption, from captions under those of groups."""
    filled = [column for column, cell in enumerate(row) if cell]
    return len(filled) == 1 and filled[0] < len(above) and bool(above[filled[0]])


def _holds_captions(row: Sequence[Cell]) -> bool:
    """Tell captions from data: there is text, and no number, date or code."""
    cells = [cell for cell in row if cell is not None and cell != ""]
    if not cells or not all(isinstance(cell, str) and len(cell) <= _LONGEST_CAPTION for cell in cells):
        return False
    shown = [clean(str(cell)) for cell in cells]
    wordy = sum(bool(_LETTER.search(each)) and not _CODE.fullmatch(each) for each in shown)
    return wordy > 0 and not any(_CODE.fullmatch(each) and len(each) > 3 for each in shown)  # noqa: PLR2004


def _paths(rows: Rows) -> list[Path]:
    """Read each column's captions from the top down; a group's stands in the first of its columns only."""
    width = max(map(len, rows), default=0)
    texts = [
        [clean(cell) if isinstance(cell, str) else "" for cell in row] + [""] * (width - len(row))
        for row in rows
    ]
    paths: list[list[str]] = [[] for _ in range(width)]
    for level, row in enumerate(texts):
        group, above = "", None
        for column in range(width):
            below = any(texts[deeper][column] for deeper in range(level + 1, len(texts)))
            if paths[column][:level] != above:
                group = ""
            group = row[column] or (group if below else "")
            above = paths[column][:level]
            paths[column].append(group)
    return [tuple(part for part in dict.fromkeys(path) if part) for path in paths]


def _assign(
    offers: Sequence[Mapping[ListField, float]], chosen: Mapping[int, str]
) -> dict[ListField, tuple[int, float]]:
    """Give each field the column that fits it best, after a mapping; no column serves two fields."""
    columns: dict[ListField, tuple[int, float]] = {}
    for column, about in chosen.items():
        if about:
            columns[ListField(about)] = column, _SURE
    taken = set(chosen)
    ranked = sorted(
        ((score, column, about) for column, offer in enumerate(offers) for about, score in offer.items()),
        key=lambda offer: (-offer[0], offer[1]),
    )
    for score, column, about in ranked:
        if about not in columns and column not in taken:
            columns[about] = column, score
            taken.add(column)
    _settle(columns)
    return columns


def _settle(columns: dict[ListField, tuple[int, float]]) -> None:
    """Let columns beside each other decide what a caption alone leaves open."""
    parts = {ListField.BIRTH_DAY, ListField.BIRTH_MONTH} & columns.keys()
    if parts and ListField.BIRTH_OF_MEN in columns and ListField.BIRTH_OF_WOMEN not in columns:
        # "Năm" and "Nam" are one word without their marks.
        columns[ListField.BIRTH_YEAR] = columns.pop(ListField.BIRTH_OF_MEN)
    weak = ListField.NAME in columns and columns[ListField.NAME][1] < _SURE / 2
    if weak and ListField.FAMILY_NAME in columns and ListField.GIVEN_NAME not in columns:
        columns[ListField.GIVEN_NAME] = columns.pop(ListField.NAME)


def _is_list(columns: Mapping[ListField, object]) -> bool:
    named = {about for about in columns if not about.is_left_aside}
    return bool(named & _NAMES and len(named) >= _LEAST_FIELDS and named & _IDENTITIES and named & _DUES)


def _is_list_of(header: Header) -> bool:
    return _is_list({ListField(about): None for about in header.columns})
