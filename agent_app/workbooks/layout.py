"""Which rows of a sheet are persons' lines, and what the rows around them say."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agent_app.domain.names import clean, fold
from agent_app.workbooks.cells import text
from agent_app.workbooks.columns import Header, caption_key, find_header
from agent_app.workbooks.extraction import Cell, Sheet

_EVIDENCE = ("insurance_no", "citizen_id", "birth", "to", "paid_to", "phone", "household_no")
_NUMBERING = re.compile(r"\(?(?:[A-Z]|[0-9]{1,2})\)?")
_LEAST_NUMBERING = 3
_TOTAL = re.compile(r"(?:tong|cong|luy ke|so tien bang chu|bang chu)\b.*")
_COLLECTOR = re.compile(r"(?:mã )?(?:nhân viên thu|nvt|người thu)\s*:\s*([A-Z]*[0-9]+)", re.IGNORECASE)
# "Ngày 5 tháng 12 năm 2026" is when a paper was signed, not the month it is about.
_MONTH = re.compile(r"(ngay [0-9]{1,2} )?(?:thang|ki|\bt)\W*([0-9]{1,2})\s*(?:/|-|\.|nam)\s*(20[0-9]{2})")
_MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class Line:
    """One row under a header, with its cells by field; ``collector`` is the group that it stands in."""

    number: int
    cells: Sequence[Cell]
    header: Header
    collector: str | None = None

    def cell(self, field: str) -> Cell:
        """Give a field's cell; nothing if the list has no such column."""
        column = self.header.columns.get(field)
        return self.cells[column] if column is not None and column < len(self.cells) else None

    @property
    def original(self) -> dict[str, str]:
        """Its cells by caption, as they stand in the file."""
        found: dict[str, str] = {}
        for column, cell in enumerate(self.cells):
            caption = self.header.captions[column] if column < len(self.header.captions) else ""
            if cell is not None:
                alone = caption and caption not in found
                found[caption if alone else f"{caption} [{column + 1}]".strip()] = text(cell)
        return found

    @property
    def is_person(self) -> bool:
        """Tell a person's line from numbering, captions, groups, totals and signatures."""
        shown = [text(cell) for cell in self.cells if cell is not None]
        if _is_numbering(shown) or self._repeats_header():
            return False
        evidence = sum(any(map(str.isdigit, text(self.cell(field)))) for field in _EVIDENCE)
        if evidence > 1 or not text(self.cell("name")):
            return evidence > 1
        numbered = text(self.cell("ordinal_")).isdigit()
        return (numbered or evidence > 0) and not any(_TOTAL.fullmatch(fold(cell)) for cell in shown)

    def _repeats_header(self) -> bool:
        caption = self.header.captions[self.header.columns["name"]]
        return caption_key(text(self.cell("name"))) == caption_key(caption)


def person_lines(sheet: Sheet, header: Header) -> Iterator[Line]:
    """Go through the persons' lines under a header, mindful of groups by collector."""
    collector = None
    for index, cells in enumerate(sheet.rows[header.below :], header.below):
        line = Line(index + 1, cells, header, collector)
        if line.is_person:
            yield line
        elif found := next((_COLLECTOR.search(text(cell)) for cell in cells if cell is not None), None):
            collector = found[1]


def sheets_with_header(sheets: list[Sheet]) -> list[tuple[Sheet, Header]]:
    """Take the sheets that hold a list; a book may have one for each collector."""
    found = ((sheet, find_header(sheet.rows)) for sheet in sheets)
    return [(sheet, header) for sheet, header in found if header]


def titled_month(sheet: Sheet, header: Header) -> str | None:
    """Find the month that the title tells, else the sheet's name, as ``YYYY-MM``."""
    title = [text(cell) for row in sheet.rows[: header.first] for cell in row]
    for words in (*title, clean(sheet.name)):
        for signed, month, year in _MONTH.findall(fold(words)):
            if not signed and int(month) in _MONTHS:
                return f"{year}-{int(month):02d}"
    return None


def _is_numbering(shown: list[str]) -> bool:
    return len(shown) >= _LEAST_NUMBERING and all(_NUMBERING.fullmatch(cell) for cell in shown)
