"""In which letters each column of a sheet is written, and their way to Unicode; never without evidence."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from agent_app.domain.due_layout import NO_EVIDENCE, LetterEvidence
from agent_app.domain.legacy_text import (
    CONVERSIONS,
    Detection,
    Lettering,
    detect,
    tcvn3_to_unicode,
    to_unicode,
)
from agent_app.domain.names import nfc
from agent_app.domain.text_encoding import StoredAs, examine
from agent_app.workbooks.extraction import Cell, Sheet

_MOST_TEXTS, _MOST_ROWS = 150, 1_500
_PREVIEW = 5
_LEAST_TELLING = 3
# Letters that the old fonts' codes look like, and that no Vietnamese word in Unicode has.
_TELLING = re.compile("[\u00a1-\u00bf\u00c4-\u00c7\u00cb\u00ce-\u00d1\u00d6-\u00d8\u00db\u00dc\u00de-\u00df"
                      "\u00e4-\u00e7\u00eb\u00ee-\u00f1\u00f6-\u00f8\u00fb\u00fc\u00fe\u00ff]")  # fmt: skip
_BEYOND = re.compile("[\u0100-\u02ff\u1e00-\u1eff\u0300-\u036f]")
_OLD_FONTS = (
    (re.compile(r"\.?vn", re.IGNORECASE), Lettering.TCVN3),
    (re.compile(r"vni[- ]", re.IGNORECASE), Lettering.VNI),
)
_PLAIN = (Lettering.ASCII, Lettering.UNICODE)

Convert = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class ColumnLetters:
    """The letters of one column, and why; ``capitals`` says that its font shows capitals only."""

    lettering: Lettering = Lettering.ASCII
    capitals: bool = False
    evidence: LetterEvidence = NO_EVIDENCE
    fallback: Lettering = Lettering.UNICODE

    def convert(self, text: str) -> str:
        """Give a text of this column in Unicode."""
        if text.isascii():
            return text.upper() if self.capitals else text
        if _BEYOND.search(text):
            return text
        if self.lettering is Lettering.TCVN3:
            return tcvn3_to_unicode(text, capitals=self.capitals)
        if self.lettering is Lettering.VNI:
            return to_unicode(text, Lettering.VNI)
        if self.lettering in _PLAIN and not _TELLING.search(text):
            return text
        return _by_itself(text, self.fallback)


@dataclass(frozen=True, slots=True)
class SheetLetters:
    """The letters of a sheet: of each column, and of what stands around the lines."""

    columns: Mapping[int, ColumnLetters] = field(default_factory=dict)
    whole: ColumnLetters = ColumnLetters()
    decode: Convert | None = None

    @property
    def is_plain(self) -> bool:
        """Tell whether all columns are in Unicode, as far as the samples show."""
        return self.decode is None and all(
            letters.lettering in _PLAIN and not letters.capitals for letters in self.columns.values()
        )

    def line(self, cells: list[Cell], *, plain: bool) -> list[Cell]:
        """Give a line in Unicode; ``plain`` is what ``is_plain`` has said."""
        if plain:
            return [
                cell
                if type(cell) is not str or cell.isascii() or not _TELLING.search(cell)
                else self.cell(column, cell)
                for column, cell in enumerate(cells)
            ]
        return [self.cell(column, cell) for column, cell in enumerate(cells)]

    def surprises(self, before: Sequence[Cell], after: Sequence[Cell]) -> tuple[tuple[int, str, str], ...]:
        """Name the texts that were converted although their column is not in one old font."""
        if self.decode:
            return ()
        return tuple(
            (column, old, new)
            for column, (old, new) in enumerate(zip(before, after, strict=True))
            if old is not new and isinstance(old, str) and isinstance(new, str) and old != new
            if self.columns.get(column, ColumnLetters()).lettering not in CONVERSIONS
        )

    def row(self, cells: Sequence[Cell]) -> list[Cell]:
        """Give a row around the lines in Unicode: its texts may be in another font than the columns."""
        return [self._around(cell) if isinstance(cell, str) else cell for cell in cells]

    def cell(self, column: int, cell: Cell) -> Cell:
        """Give one cell of a line in Unicode."""
        if type(cell) is not str:
            return cell
        letters = self.columns.get(column)
        if letters is None or (cell.isascii() and not letters.capitals):
            return cell
        return letters.convert(self.decode(cell) if self.decode else cell)

    def _around(self, text: str) -> str:
        if text.isascii():
            return text
        shown = self.decode(text) if self.decode else text
        return shown if _BEYOND.search(shown) else _by_itself(shown, self.whole.lettering)


def letters_of(sheet: Sheet, stored_as: str) -> SheetLetters:
    """Find the letters of a sheet by samples of its texts, and by its fonts."""
    texts = _samples(sheet)
    decode = _decoder(texts, stored_as)
    if decode:
        texts = {column: [decode(text) for text in some] for column, some in texts.items()}
    every = [text for some in texts.values() for text in some[: _MOST_TEXTS // 3]]
    whole = _column(every, None, Lettering.UNICODE)
    likely = whole.lettering if whole.lettering in CONVERSIONS else Lettering.UNICODE
    columns = {column: _column(some, sheet.fonts.get(column), likely) for column, some in texts.items()}
    return SheetLetters(columns, whole, decode)


def _samples(sheet: Sheet) -> dict[int, list[str]]:
    """Take different texts of each column, from all over the sheet."""
    step = max(len(sheet.rows) // _MOST_ROWS, 1)
    found: dict[int, dict[str, None]] = {}
    for place in range(0, len(sheet.rows), step):
        for column, cell in enumerate(sheet.rows[place]):
            if type(cell) is str and not cell.isascii():
                some = found.setdefault(column, {})
                if len(some) < _MOST_TEXTS:
                    some[cell] = None
            elif type(cell) is str and column in sheet.fonts and cell.strip():
                found.setdefault(column, {})
    return {column: list(some) for column, some in found.items()}


def _decoder(texts: Mapping[int, Iterable[str]], stored_as: str) -> Convert | None:
    """Tell the code page with loose tone marks from the fonts' bytes, where single bytes are stored."""
    if stored_as != StoredAs.SINGLE_BYTE.value:
        return None
    raw = "\n".join(text for some in texts.values() for text in some).encode("latin-1", "replace")
    return _from_code_page if examine(raw).stored_as is StoredAs.WINDOWS_1258 else None


def _from_code_page(text: str) -> str:
    return nfc(text.encode("latin-1", "replace").decode("cp1258", "replace"))


def _column(texts: Sequence[str], font: str | None, likely: Lettering) -> ColumnLetters:
    found = detect(texts)
    by_font = next((kind for name, kind in _OLD_FONTS if font and name.match(font)), None)
    lettering = _decided(found, by_font, likely)
    capitals = lettering is Lettering.TCVN3 and bool(font) and str(font).upper().endswith("H")
    told = ColumnLetters(lettering, capitals, fallback=by_font or likely)
    evidence = LetterEvidence(
        found.evidence.words,
        found.evidence.only.get(lettering, 0) if lettering is not Lettering.MIXED else _legacy(found),
        found.evidence.unread,
        (font,) if font and by_font else (),
        tuple(_preview(texts, told)),
    )
    return ColumnLetters(lettering, capitals, evidence, told.fallback)


def _decided(found: Detection, by_font: Lettering | None, likely: Lettering) -> Lettering:
    """Let the characters decide; where they leave it open, the font does, then the rest of the sheet."""
    if found.lettering is Lettering.ASCII and by_font:
        return by_font
    if found.lettering in CONVERSIONS and not by_font:
        # "ñ" alone, VNI's đ, is a word in TCVN3: few words do not outweigh the rest of a sheet in one font.
        few = found.evidence.only[found.lettering] < _LEAST_TELLING
        return likely if few and likely in CONVERSIONS else found.lettering
    if found.lettering in (Lettering.TCVN3, Lettering.VNI, Lettering.MIXED, Lettering.ASCII):
        return found.lettering
    if found.evidence.only[Lettering.UNICODE]:
        return found.lettering if found.lettering is not Lettering.UNKNOWN else Lettering.MIXED
    return by_font or (likely if likely in CONVERSIONS else found.lettering)


def _legacy(found: Detection) -> int:
    return max(found.evidence.only[kind] for kind in CONVERSIONS)


def _by_itself(text: str, likely: Lettering) -> str:
    """Read a text on its own; where two fonts explain it alike, the likelier one is meant."""
    found = detect([text])
    lettering = found.lettering
    if lettering in (Lettering.UNKNOWN, Lettering.MIXED) or (
        likely in CONVERSIONS and not found.evidence.only[Lettering.UNICODE]
    ):
        lettering = likely
    return to_unicode(text, lettering) if lettering in CONVERSIONS else text


def _preview(texts: Sequence[str], letters: ColumnLetters) -> Iterable[tuple[str, str]]:
    shown = 0
    for text in reversed(texts):  # the lines come after the title
        converted = letters.convert(text)
        if converted != text:
            yield text, converted
            shown += 1
        if shown == _PREVIEW:
            return
