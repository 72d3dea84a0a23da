"""Reading a commune's register, whose columns are named by field: name, insurance_no, birth and so on."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from agent_app.domain.due_list import AreaReading, AreaRow, RejectedRow
from agent_app.domain.names import clean, hamlet_of, nfc
from agent_app.domain.text_encoding import StoredAs
from agent_app.workbooks import cells, people
from agent_app.workbooks.columns import Header
from agent_app.workbooks.errors import (
    NotAWorkbookError,
    WorkbookEmptyError,
    WorkbookHeaderError,
)
from agent_app.workbooks.extraction import Cell, Extraction, Sheet, cell_of, contents
from agent_app.workbooks.layout import Line

_FIELDS = frozenset(AreaRow.__dataclass_fields__) - {"row"}
_NEEDED = "name"


@dataclass(frozen=True, slots=True)
class AreaFileReader:
    """Reads the persons of an area from .xlsx, .csv or .json; other columns are left aside.

    A missing hamlet is taken from the address. ``household_no`` may be "": such persons have no household
    code, and those at one address form a household.
    """

    extraction: Extraction = field(default_factory=Extraction)

    def read(self, path: Path) -> AreaReading:
        """Read a register; lines without a name or with an impossible birth date are returned as rejected."""
        file = nfc(path.name)
        if path.suffix.lower() == ".json":
            sheets = [_json_sheet(path, file)]
        else:
            book = self.extraction.book(path, lambda _done, _total: None)
            # Which letters single bytes mean only a list's reader finds out; a register is never guessed at.
            if book.stored_as == StoredAs.SINGLE_BYTE.value:
                raise NotAWorkbookError(file)
            sheets = book.sheets
        lines = [line for sheet in sheets for line in _lines(sheet, file)]
        if not lines:
            raise WorkbookEmptyError(file)
        rows, rejected = [], []
        for line in lines:
            try:
                rows.append(_area_row(line))
            except people.UnreadableLineError as error:
                rejected.append(RejectedRow(line.number, error.about, error.value))
        return AreaReading(tuple(rows), tuple(rejected))


def _area_row(line: Line) -> AreaRow:
    address = cells.text(line.cell("address"))
    return AreaRow(
        row=line.number,
        name=people.name(line),
        household_no=people.household_no(line),
        insurance_no=people.insurance_no(line),
        citizen_id=people.citizen_id(line),
        birth=people.readable(line, "birth", "date", cells.partial_date),
        sex=cells.sex(line.cell("sex")),
        address=address or None,
        hamlet=cells.text(line.cell("hamlet")) or hamlet_of(address),
        phone=people.phone(line),
        relation=cells.text(line.cell("relation")) or None,
        group=people.group(line),
        facility=people.facility(line),
    )


def _lines(sheet: Sheet, file: str) -> Iterable[Line]:
    """Take the first row that holds anything as the header."""
    filled = [
        (number, row) for number, row in enumerate(sheet.rows, 1) if any(cell is not None for cell in row)
    ]
    if not filled:
        return []
    (first, captions), *below = filled
    texts = tuple(cells.text(cell) for cell in captions)
    columns = {text.lower(): column for column, text in enumerate(texts) if text.lower() in _FIELDS}
    if _NEEDED not in columns:
        raise WorkbookHeaderError(file)
    header = Header(first - 1, 1, columns, texts)
    return [Line(number, row, header) for number, row in below]


def _json_sheet(path: Path, file: str) -> Sheet:
    """Lay a list of objects out as rows under a header, so that one way of reading serves all."""
    try:
        found: object = json.loads(contents(path))
    except (ValueError, RecursionError) as error:
        raise NotAWorkbookError(file) from error
    if not isinstance(found, list) or not all(isinstance(record, dict) for record in found):
        raise NotAWorkbookError(file)
    names = sorted({name for record in found for name in record if isinstance(name, str)} & _FIELDS)
    if found and _NEEDED not in names:
        raise WorkbookHeaderError(file)
    rows: list[list[Cell]] = [[*names], *([_plain(record.get(name)) for name in names] for record in found)]
    return Sheet("", len(rows), rows)


def _plain(value: object) -> Cell:
    """Take texts and numbers; half a surrogate pair, which JSON can spell, is no text."""
    if isinstance(value, str):
        return clean(value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")) or None
    return None if isinstance(value, bool) else cell_of(value)
