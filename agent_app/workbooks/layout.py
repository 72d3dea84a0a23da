"""Which rows of a sheet are persons' lines, and what the rows around them say."""

import re
from collections.abc import ItemsView, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from agent_app.domain.due_layout import RowKind
from agent_app.domain.due_list import Scheme
from agent_app.domain.names import clean, fold, hamlet_of
from agent_app.workbooks.captions import caption_key
from agent_app.workbooks.cells import scheme_in, text
from agent_app.workbooks.columns import Header, find_header
from agent_app.workbooks.extraction import Cell, PackedRows, Sheet
from agent_app.workbooks.lettering import SheetLetters

_DIGIT = re.compile(r"\d")
_NUMBERING = re.compile(
    r"\(?\[?(?:[A-Z]|[0-9]{1,2}(?:\.0)?)\]?\)?|\(?\d{1,2} ?= ?[\d +x*\-/()]+\)?", re.IGNORECASE
)
_LEAST_NUMBERING = 3
# A title stands at most so many rows above its captions; "Hết hạn tháng 11/2026" alone only groups lines.
_BELOW_TITLE = 5
_TOTAL = re.compile(r"\W*(?:tong|cong|luy ke|so tien bang chu|bang chu|so tien \(?(?:viet )?bang chu)\b.*")
_COLLECTOR = re.compile(
    r"nhan vien thu|\bnvt\b|nguoi thu|can bo thu|cong tac vien|\bctv\b|ma nv\b|nhan vien\b|diem thu|dai li"
)
_TITLED_COLLECTOR = re.compile(r"nhan vien thu|\bnvt\b|can bo thu|cong tac vien|\bctv\b")
_SHEET_CODE = re.compile(r"\b(?:NVT?|CTV)[-_.]?\d{3,}\b", re.IGNORECASE)
_HOUSEHOLD = re.compile(r"\bho\b\D*(\d{10})\b")
_CODE = re.compile(r"\b[A-Z]{2,6}[-_.]?\d{3,}[A-Z0-9]*\b|(?<=[:\-(])\s*\d{3,12}\b", re.IGNORECASE)
_GROUP = re.compile(
    r"\W*(?:[ivx]{1,5}|[a-z]|\d{1,2}(?:\.\d{1,2})*)?[.)\-:]*\s*"
    r"(?:nhan vien|nvt|nguoi thu|can bo|cong tac vien|ctv|diem thu|dai li|thon|to dan pho|to \d|tdp"
    r"|khu pho|ap |ban |buon|lang |xom|khom|xa |phuong |huyen |thi tran|bhit|bhxh|bao hiem|doi tuong"
    r"|nhom|dia ban|don vi|buu dien|ho gia dinh|loai).*"
)
_SIGNATURE = re.compile(
    r".*(?:nguoi lap|k[iy],? ghi|k[iy] ten|\(k[iy]|giam doc|thu truong|phu trach|can bo thu|nguoi nop"
    r"|nguoi thu tien|truong phong|ke toan|chu k[iy]|dong dau|ngay .{0,12}thang .{0,12}nam|xac nhan"
    r"|nguoi giao|nguoi nhan).*"
)
_TITLE = re.compile(r".*(?:danh sach|mau (?:so )?d\d|ban hanh|thang \d|ki[: ]).*")
# "Ngày 5 tháng 12 năm 2026" is when a paper was signed, not the month it is about.
_MONTH = re.compile(
    r"(ngay [0-9]{1,2},? )?(?:thang|ki han|ki dong|ki|\bt)\W*(?:0?1/)?([0-9]{1,2})\W*"
    r"(?:/|-|\.|,?\s*nam\W*)\s*(20[0-9]{2})"
)
_RANGE = re.compile(
    r"tu (?:ngay )?\d{1,2}/\d{1,2}/20\d\d (?:den|-) (?:ngay |het ngay )?\d{1,2}/(\d{1,2})/(20\d\d)"
)
_MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class Line:
    """One row under a header, with its cells by field; the rest is what the groups above it say."""

    number: int
    cells: Sequence[Cell]
    header: Header
    collector: str | None = None
    scheme: Scheme | None = None
    place: str | None = None
    household_no: str | None = None
    sheet: str = ""
    source: PackedRows | None = None
    converted: tuple[tuple[int, str, str], ...] = ()

    def cell(self, field: str) -> Cell:
        """Give a field's cell; nothing if the list has no such column."""
        column = self.header.columns.get(field)
        return self.cells[column] if column is not None and column < len(self.cells) else None

    def caption(self, field: str) -> str:
        """Give the caption over a field's column; "" if the list has no such column."""
        column = self.header.columns.get(field)
        return self.header.captions[column] if column is not None else ""

    @property
    def original(self) -> dict[str, str]:
        """Its cells by caption, as they stand in the file."""
        return original_cells(self.cells, self.header.captions)

    @property
    def original_view(self) -> Mapping[str, str]:
        """The same, unpacked only when somebody looks; before any letter was converted."""
        if self.source is None:
            return self.original
        return Original(self.source, self.number - 1, self.header.captions)


@dataclass(frozen=True, slots=True, eq=False)
class Original(Mapping[str, str]):
    """The cells of a line as they stand in the file, unpacked when somebody looks."""

    rows: PackedRows
    place: int
    captions: tuple[str, ...]

    def __getitem__(self, caption: str) -> str:
        return self._cells()[caption]

    def __iter__(self) -> Iterator[str]:
        return iter(self._cells())

    def __len__(self) -> int:
        return len(self._cells())

    def items(self) -> ItemsView[str, str]:
        """Unpack the line once, not once a cell."""
        return self._cells().items()

    def _cells(self) -> dict[str, str]:
        return original_cells(self.rows[self.place], self.captions)


@dataclass(slots=True)
class Around:
    """What the rows around the lines have said so far."""

    collector: str | None = None
    scheme: Scheme | None = None
    place: str | None = None
    household_no: str | None = None
    header: Header | None = None
    kinds: list[tuple[int, RowKind]] = field(default_factory=list)
    titles: list[tuple[int, str]] = field(default_factory=list)
    totals: list[tuple[int, list[Cell]]] = field(default_factory=list)

    @property
    def later_titles(self) -> list[str]:
        """The titles of further lists in the same sheet: captions follow them, or they say so."""
        headers = [number for number, kind in self.kinds if kind is RowKind.HEADER]
        return [
            words
            for place, words in self.titles
            if "danh sach" in words or any(0 < number - place <= _BELOW_TITLE for number in headers)
        ]


def original_cells(cells: Sequence[Cell], captions: Sequence[str]) -> dict[str, str]:
    """Name cells by their captions; a caption that is missing or repeated gets its column's number."""
    found: dict[str, str] = {}
    for column, cell in enumerate(cells):
        caption = captions[column] if column < len(captions) else ""
        if cell is not None:
            alone = caption and caption not in found
            found[caption if alone else f"{caption} [{column + 1}]".strip()] = (
                cell if isinstance(cell, str) else text(cell)
            )
    return found


def person_lines(sheet: Sheet, header: Header, letters: SheetLetters | None = None) -> Iterator[Line]:
    """Go through the persons' lines under a header, mindful of groups by collector."""
    return _lines(sheet, Around(header=header), letters or SheetLetters())


def all_rows(sheet: Sheet, header: Header, letters: SheetLetters, around: Around) -> Iterator[Line]:
    """Go through the persons' lines; ``around`` collects what all other rows are."""
    for index in range(header.below):
        shown = any(cell is not None and text(cell) for cell in sheet.rows[index])
        kind = RowKind.TITLE if index < header.first else RowKind.HEADER
        around.kinds.append((index + 1, kind if shown else RowKind.BLANK))
    around.header = header
    around.collector = _titled_collector(sheet, header, letters)
    last = header.below
    for line in _lines(sheet, around, letters):
        last = line.number
        yield line
    around.kinds = [
        (number, RowKind.SIGNATURE if kind is RowKind.GROUP and number > last else kind)
        for number, kind in around.kinds
    ]


def _lines(sheet: Sheet, around: Around, letters: SheetLetters) -> Iterator[Line]:
    header = around.header
    assert header is not None  # noqa: S101 - whoever calls has found one
    rows = sheet.rows
    source, plain = rows if isinstance(rows, PackedRows) else None, letters.is_plain
    for place, row in enumerate(islice(rows, header.below, None), header.below + 1):
        cells = letters.line(row, plain=plain)
        if is_person(cells, header):
            yield Line(
                place,
                cells,
                header,
                around.collector,
                around.scheme,
                around.place,
                around.household_no,
                sheet.name,
                source,
                letters.surprises(row, cells),
            )
            continue
        told = letters.row(row)
        kind = _kind(told, header)
        if kind is RowKind.HEADER and (other := _another_header(rows, place - 1, letters, header)):
            header = other
        around.kinds.append((place, kind))
        _listen(told, kind, around, place)


def _another_header(
    rows: Sequence[list[Cell]], place: int, letters: SheetLetters, header: Header
) -> Header | None:
    """Take the captions of a second table in the same sheet, if they stand otherwise than the first's."""
    window = [letters.row(row) for row in rows[place : place + 12]]
    found = find_header(window)
    if found is None or found.first != 0 or dict(found.columns) == dict(header.columns):
        return None
    return Header(place, found.height, found.columns, found.captions, found.scores, found.by_hand)


def _listen(cells: Sequence[Cell], kind: RowKind, around: Around, number: int) -> None:
    """Take what a group's row says of the lines below it."""
    shown = [text(cell) for cell in cells if cell is not None]
    words = " ".join(shown)
    folded = fold(words)
    if kind is RowKind.TITLE:
        around.titles.append((number, folded))
    if kind is RowKind.TOTAL:
        around.totals.append((number, list(cells)))
    if kind is not RowKind.GROUP:
        return
    if _COLLECTOR.search(folded):
        around.collector = _code_in(words) or around.collector
    if told := scheme_in(words):
        around.scheme = told
    if household := _HOUSEHOLD.search(folded):
        around.household_no = household[1]
    if hamlet := next((found for each in shown if (found := hamlet_of(_unnumbered(each)))), None):
        around.place = hamlet


def _code_in(words: str) -> str | None:
    """Take a collector's code; one with letters rather than a phone number."""
    codes: list[str] = _CODE.findall(words)
    lettered = [code for code in codes if code[:1].isalpha()]
    return (lettered or codes)[0].strip().upper() if codes else None


def _titled_collector(sheet: Sheet, header: Header, letters: SheetLetters) -> str | None:
    """Find the one collector that a whole sheet is for, in its title or its name."""
    rows = (letters.row(row) for row in sheet.rows[: header.first])
    titles = (" ".join(text(cell) for cell in row if cell is not None) for row in rows)
    for words in titles:
        if _TITLED_COLLECTOR.search(fold(words)) and (code := _code_in(words)):
            return code
    named = _SHEET_CODE.search(sheet.name)
    return named[0].upper() if named else None


def _unnumbered(shown: str) -> str:
    return re.sub(r"^\W*(?:[IVXivx]{1,5}|\d{1,2}|[A-Za-z])[.)\-:]\s*", "", shown).split(":")[-1]


def is_person(cells: Sequence[Cell], header: Header) -> bool:
    """Tell a person's line from numbering, captions, groups, totals and signatures."""
    evidence = 0
    for column in header.evidence:
        if column < len(cells):
            cell = cells[column]
            if cell is not None and (type(cell) is not str or _DIGIT.search(cell)):
                evidence += 1
    named = _name_cell(cells, header)
    if evidence > 1 and len(named) > 2 and not _DIGIT.search(named):  # noqa: PLR2004
        summing = named[0] in "TtCc(" and _TOTAL.fullmatch(fold(named))
        if not summing and not _repeats_header(named, header):
            return True
    shown = [told for cell in cells if cell is not None and (told := text(cell))]
    if not shown or _is_numbering(shown) or _repeats_header(named, header):
        return False
    summed = any(_TOTAL.fullmatch(fold(each)) for each in shown[:3])
    if evidence > 1 or not named:
        return evidence > 1 and not (summed and not _identified(cells, header))
    ordinal = header.columns.get("ordinal_")
    numbered = ordinal is not None and ordinal < len(cells) and text(cells[ordinal]).isdigit()
    return (numbered or evidence > 0) and not summed and not (evidence == 0 and _GROUP.fullmatch(fold(named)))


def _identified(cells: Sequence[Cell], header: Header) -> bool:
    for about in ("insurance_no", "citizen_id", "card_no"):
        column = header.columns.get(about)
        if column is not None and column < len(cells) and len(text(cells[column])) > 7:  # noqa: PLR2004
            return True
    return False


def _name_cell(cells: Sequence[Cell], header: Header) -> str:
    for about in ("name", "given_name"):
        column = header.columns.get(about)
        if column is not None and column < len(cells):
            return text(cells[column])
    return ""


def _kind(cells: Sequence[Cell], header: Header) -> RowKind:
    shown = [told for cell in cells if cell is not None and (told := text(cell))]
    if not shown or _is_numbering(shown):
        return RowKind.NUMBERING if shown else RowKind.BLANK
    if _repeats_header(_name_cell(cells, header), header) or _looks_like_header(shown):
        return RowKind.HEADER
    folded = [fold(each) for each in shown]
    if any(_TOTAL.fullmatch(each) for each in folded[:3]):
        return RowKind.TOTAL
    signed = any(map(_SIGNATURE.fullmatch, folded))
    if not signed and any(map(_TITLE.fullmatch, folded)):
        return RowKind.TITLE
    return RowKind.SIGNATURE if signed and not _COLLECTOR.search(folded[0]) else RowKind.GROUP


def _looks_like_header(shown: Sequence[str]) -> bool:
    keys = {caption_key(each) for each in shown}
    return bool(keys & {"hovaten", "hoten"}) and bool(keys & {"stt", "tt", "masobhxh", "socccd", "ngaysinh"})


def _repeats_header(named: str, header: Header) -> bool:
    column = header.columns.get("name", header.columns.get("given_name"))
    caption = header.captions[column].split(" / ")[-1] if column is not None else ""
    return bool(named) and len(named) == len(caption) and caption_key(named) == caption_key(caption)


def _is_numbering(shown: list[str]) -> bool:
    return len(shown) >= _LEAST_NUMBERING and all(_NUMBERING.fullmatch(cell) for cell in shown)


def sheets_with_header(sheets: list[Sheet]) -> list[tuple[Sheet, Header]]:
    """Take the sheets that hold a list; a book may have one for each collector."""
    found = ((sheet, find_header(sheet.rows)) for sheet in sheets)
    return [(sheet, header) for sheet, header in found if header]


def month_in(words: str) -> str | None:
    """Find the month that a title tells, as ``YYYY-MM``."""
    folded = fold(words)
    told = [
        f"{year}-{int(month):02d}"
        for signed, month, year in _MONTH.findall(folded)
        if not signed and int(month) in _MONTHS
    ]
    if told:
        return told[-1] if "den thang" in folded else told[0]
    if (found := _RANGE.search(folded)) and int(found[1]) in _MONTHS:
        return f"{found[2]}-{int(found[1]):02d}"
    return None


def titled_month(sheet: Sheet, header: Header) -> str | None:
    """Find the month that the title tells, else the sheet's name, as ``YYYY-MM``."""
    rows = sheet.rows[: header.first]
    return month_of_rows(rows) or month_in(clean(sheet.name))


def month_of_rows(rows: Sequence[Sequence[Cell]]) -> str | None:
    """Find the month that rows of a title tell."""
    for row in rows:
        shown = [text(cell) for cell in row if cell is not None]
        for words in (*shown, " ".join(shown)):
            if found := month_in(words):
                return found
    return None
