"""One sheet that holds a list: its header, its letters, and what its columns as a whole tell."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from agent_app.domain.citizen_id import CitizenId
from agent_app.domain.due_list import Scheme, Sex
from agent_app.domain.names import clean, fold
from agent_app.domain.written import SexCode, SexUnreadableError, read_sex
from agent_app.workbooks.captions import caption_key
from agent_app.workbooks.cells import scheme_in, text
from agent_app.workbooks.columns import Header, find_header
from agent_app.workbooks.due_rows import Reading
from agent_app.workbooks.extraction import Cell, Sheet
from agent_app.workbooks.layout import Around, Line, all_rows, is_person, month_in, month_of_rows
from agent_app.workbooks.lettering import SheetLetters, letters_of

Remembered = Callable[[str], Mapping[str, str]]

_TOP, _SAMPLE = 84, 140
_SEEN = 400
_DATES = ("birth", "from", "to", "paid_to", "birth_male", "birth_female")
_MONTHS_PAID = ("paid_to",)
_THOUSANDS = re.compile(r"(?:nghin|ngan|1[.,]?000) ?(?:dong|d\b|vnd)")
_TWO_PARTS = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-]\d{4}.*")
_LAST_MONTH = 12
_LEAST_WITNESSES, _MOST_LIARS = 3, 0.1
_MONTH_NAME = re.compile(r"(?:.*\W)?(?:thang|t) ?\.?(\d{1,2})(?:\W.*)?")


@dataclass(slots=True)
class ListSheet:
    """A sheet under work; without a header it holds no list."""

    sheet: Sheet
    letters: SheetLetters
    top: list[list[Cell]]
    header: Header | None
    reading: Reading = field(default_factory=Reading)
    around: Around = field(default_factory=Around)

    def lines(self) -> Iterator[Line]:
        """Go through the persons' lines."""
        assert self.header is not None  # noqa: S101 - whoever calls has asked
        return all_rows(self.sheet, self.header, self.letters, self.around)

    @property
    def title(self) -> list[list[Cell]]:
        """The rows above the header, or the beginning of a sheet without one."""
        return self.top[: self.header.first] if self.header else self.top

    @property
    def titled_month(self) -> str | None:
        """The month that the title tells."""
        return month_of_rows(self.title)

    @property
    def named_month(self) -> str | None:
        """The month that the sheet's name tells."""
        return month_in(self.name)

    @property
    def month_number(self) -> int | None:
        """The month of a sheet's name that tells no year."""
        found = _MONTH_NAME.fullmatch(fold(self.name))
        return int(found[1]) if found and 1 <= int(found[1]) <= _LAST_MONTH else None

    @property
    def name(self) -> str:
        """The sheet's name."""
        return clean(self.sheet.name)


def list_sheet(
    sheet: Sheet, stored_as: str, columns: Mapping[str, str], remembered: Remembered | None
) -> ListSheet:
    """Understand a sheet as far as its header and its letters."""
    letters = letters_of(sheet, stored_as)
    rows = sheet.rows[: _TOP + _SAMPLE]
    top = [letters.row(row) for row in rows[:_TOP]]
    below = [[letters.cell(column, cell) for column, cell in enumerate(row)] for row in rows[_TOP:]]
    header = find_header([*top, *below], columns)
    if remembered is not None:
        guess = header or find_header([*top, *below], columns, complete=False)
        known = remembered(guess.fingerprint) if guess else {}
        if known:
            header = find_header([*top, *below], {**known, **columns})
    found = ListSheet(sheet, letters, top, header)
    if header is not None:
        found.reading = _reading(found, header, as_text=stored_as != "workbook")
    return found


def share_sex_code(sheets: Sequence[ListSheet]) -> None:
    """Give sheets whose column of the sex tells nothing by itself the code of the others."""
    known = next((each.reading.sex_code for each in sheets if each.header and each.reading.sex_code), None)
    for each in sheets:
        if each.reading.sex_code is None and known is SexCode.IMPORT_SHEET:
            each.reading.sex_code = known


def guessed_header(found: ListSheet, columns: Mapping[str, str]) -> Header | None:
    """Take the rows that look most like captions, where they do not make a list."""
    return find_header(found.top, columns, complete=False)


def _reading(found: ListSheet, header: Header, *, as_text: bool) -> Reading:
    """Find out what only a whole column can tell: the code of the sex, the order of dates, the unit."""
    rows = found.sheet.rows
    step = max((len(rows) - header.below) // _SEEN, 1)
    picked = (
        [found.letters.cell(at, cell) for at, cell in enumerate(rows[place])]
        for place in islice(range(header.below, len(rows), step), _SEEN)
    )
    seen = [Line(0, cells, header) for cells in picked if is_person(cells, header)]
    return Reading(
        scheme=_scheme(found),
        sex_code=_sex_code(seen, header),
        month_first=frozenset(about for about in _DATES if _is_month_first(seen, about)),
        whole_months=frozenset(about for about in _MONTHS_PAID if _is_of_months(seen, about)),
        unit=_unit(found, header),
        as_text=as_text,
    )


def _scheme(found: ListSheet) -> Scheme | None:
    if told := scheme_in(found.name):
        return told
    titles = " ".join(text(cell) for row in found.title for cell in row if cell is not None)
    lines = re.split(r"(?i)(?=danh sách)", titles)
    return scheme_in(lines[-1]) if len(lines) > 1 else None


def _sex_code(seen: list[Line], header: Header) -> SexCode | None:
    """Choose by what stands in the column, and where a 0 or 1 is open, by the citizen ids beside it."""
    told = {caption_key(text(line.cell("sex"))) for line in seen}
    if told == {""}:
        return None
    if "sex" not in header.columns or not told <= {"", "0", "1", "2", "x"}:
        return SexCode.OFFICE_LIST
    codes = [SexCode.OFFICE_LIST, SexCode.VNPT, SexCode.VNPOST] if "x" not in told else [SexCode.IMPORT_SHEET]
    liars = {code: _liars(seen, code) for code in codes}
    if "x" in told or "2" in told:
        return codes[0]
    best = min(codes[1:], key=lambda code: liars[code][0])
    wrong, witnesses = liars[best]
    if "0" in told:
        return best if witnesses >= _LEAST_WITNESSES and wrong <= witnesses * _MOST_LIARS else None
    return SexCode.OFFICE_LIST


def _liars(seen: list[Line], code: SexCode) -> tuple[int, int]:
    """Count the lines whose citizen id contradicts the sex in this code, and all that can tell."""
    wrong = witnesses = 0
    for line in seen:
        number = text(line.cell("citizen_id")).removeprefix("'").zfill(12)
        try:
            sex: Sex = read_sex(caption_key(text(line.cell("sex"))), code)
        except SexUnreadableError:
            continue
        if number.isdigit() and len(number) == 12 and CitizenId(number).is_possible:  # noqa: PLR2004
            witnesses += 1
            wrong += CitizenId(number).sex is not sex
    return wrong, witnesses


def _is_month_first(seen: list[Line], about: str) -> bool:
    """Tell a column of 12/31/2026: some second part is no month, and no first part says otherwise."""
    parts = [found for line in seen if (found := _TWO_PARTS.fullmatch(text(line.cell(about))))]
    beyond = sum(int(found[2]) > _LAST_MONTH for found in parts)
    return beyond > len(parts) // 10 and not any(int(found[1]) > _LAST_MONTH for found in parts)


def _is_of_months(seen: list[Line], about: str) -> bool:
    """Tell a column of 12/2026, which a spreadsheet keeps as the first of that month."""
    days = {cell.day for line in seen if isinstance(cell := line.cell(about), date)}
    return days == {1}


def _unit(found: ListSheet, header: Header) -> int:
    column = header.columns.get("amount")
    told = [header.captions[column]] if column is not None else []
    told += [
        text(cell) for row in found.title for cell in row if cell is not None and "v" in text(cell).lower()
    ]
    words = [told[0]] if told else []
    words += [each for each in told[1:] if re.match(r"\W*(?:don vi tinh|dvt)", fold(each))]
    return 1000 if any(_THOUSANDS.search(fold(each)) for each in words) else 1
