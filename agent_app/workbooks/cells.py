"""What a cell says: codes, dates, amounts and words, however the spreadsheet kept them."""

import re
from contextlib import suppress
from datetime import date, timedelta

from agent_app.domain.calendar import PartialDate
from agent_app.domain.due_list import Scheme, Sex
from agent_app.domain.money import Dong
from agent_app.domain.names import clean, fold, look_alike_free
from agent_app.domain.syllable import letters
from agent_app.domain.written import (
    MOST_DONG,
    AmountUnreadableError,
    DateUnreadableError,
    SexCode,
    SexUnreadableError,
    existing_date,
    read_date,
    read_dong,
    read_sex,
    without_currency,
)
from agent_app.workbooks.captions import caption_key
from agent_app.workbooks.extraction import Cell

# Days since Excel's epoch, from 1908 to 2118; a year or a whole date in digits is no such number.
_SERIALS = range(3_000, 80_000)
_EPOCH = date(1899, 12, 30)
_DATE_DIGITS = range(7, 9)
_BLANKS = frozenset(
    {
        "-",
        "--",
        "---",
        "–",
        "—",
        "…",
        "...",
        ".",
        "x x",
        "null",
        "none",
        "n/a",
        "#n/a",
        "nan",
        "không có",
        "chưa có",
        "không",
    }
)
_WRITTEN_SERIAL = re.compile(r"[1-7]\d{4}(?:\.0)?")
_SPREAD = re.compile(r"\s*([/.\-])\s*")
_IN_WORDS = re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2}) nam (\d{4})|(?:thang )(\d{1,2}) nam (\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?: .*)?|((?:19|20)\d\d)(\d\d)(\d\d)")
_MONTH_FIRST = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4})(.*)")

# Words of whole letters with single spaces: most cells need no cleaning.
_SIGN = f"[!-~{''.join(sorted(letters()))}]"
_NEAT = re.compile(rf"(?!'){_SIGN}+(?: {_SIGN}+)*")

_NOISE = 0.001
_DECIMAL = re.compile(r"[0-9]+[.,][0-9]{1,2}")

_MONTHS = re.compile(
    r"([0-9]{1,3})(?:[.,]0+)? ?(?:thang|th|t|m)?(?: mot lan|/lan)?|(?:dong )?([0-9]{1,3}) thang.*"
    r"|([1-5]) nam.*|(hang thang|hang qui|nua nam|mot nam|ca nam)"
)
_TERMS = {"hang thang": 1, "hang qui": 3, "nua nam": 6, "mot nam": 12, "ca nam": 12}
_LONGEST_TERM = 600

# Folding takes the y of BHYT for an i, as in "ky", so the word is folded here too.
HEALTH_WORDS = (caption_key("BHYT"), caption_key("y tế"))
PENSION_WORDS = (caption_key("BHXH"), caption_key("tự nguyện"))
# "Bảo trợ xã hội" is a group of health insurance: these words stand alone in a cell.
_PENSION_ALONE = frozenset(
    map(
        caption_key,
        ("TN", "BHTN", "XHTN", "TNXH", "XH", "Xã hội", "Xã hội TN", "Bảo hiểm xã hội", "BH xã hội"),
    )
)
_EXPLAINED = re.compile(r"\b([0-9])\s*[:=\-–.)]?\s*([^\W\d][^0-9;,/()]*)")


def text(cell: Cell) -> str:
    """Write a cell as a reader sees it; an apostrophe that only marks text is not shown."""
    if type(cell) is str and _NEAT.fullmatch(cell):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, date):
        return PartialDate.of(cell).shown
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return clean(str(cell)).removeprefix("'")


def code(cell: Cell, width: int = 0, lost: int = 0) -> str:
    """Read a code; kept as a number it gets back up to ``lost`` leading zeros of its ``width`` digits."""
    shown = look_alike_free(text(cell)).replace(" ", "")
    numeric = isinstance(cell, int | float) and shown.isdigit()
    return shown.zfill(width) if numeric and len(shown) >= width - lost else shown


def said(cell: Cell) -> str:
    """Write a cell, and nothing where it holds only a sign for nothing."""
    shown = text(cell)
    return "" if shown.lower() in _BLANKS else shown


def is_serial(cell: Cell) -> bool:
    """Tell a spreadsheet's number of a day from a year or a date in digits."""
    if isinstance(cell, int | float):
        return int(cell) in _SERIALS
    return isinstance(cell, str) and _WRITTEN_SERIAL.fullmatch(cell) is not None


def partial_date(cell: Cell, *, month_first: bool = False) -> PartialDate | None:
    """Read a date with the precision it has; raise ``ValueError`` for one that does not exist."""
    if is_serial(cell):
        return PartialDate.of(_EPOCH + timedelta(days=int(float(cell or 0))))  # type: ignore[arg-type]
    shown = said(cell)
    if isinstance(cell, int | float) and len(shown) in _DATE_DIGITS:
        shown = shown.zfill(_DATE_DIGITS[-1])
    if month_first and (found := _MONTH_FIRST.fullmatch(shown)):
        shown = f"{found[3]}/{found[1]}/{found[4]}{found[5]}"
    try:
        return _read(shown) if shown else None
    except DateUnreadableError as error:
        raise ValueError(shown) from error


def _read(shown: str) -> PartialDate:
    """Read a date, also one that the common forms leave out: spread, in words, with the year first."""
    try:
        return read_date(shown)
    except DateUnreadableError:
        folded = _SPREAD.sub(r"\1", fold(shown))
        if found := _IN_WORDS.fullmatch(folded):
            day, month, year = found[1] or 0, found[2] or found[4], found[3] or found[5]
            return existing_date(int(year), int(month), int(day))
        if found := _YEAR_FIRST.fullmatch(folded):
            year, month, day = (found[at] or found[at + 3] for at in (1, 2, 3))
            return existing_date(int(year), int(month), int(day))
        return read_date(folded)


def amount(cell: Cell, unit: int = 1) -> Dong | None:
    """Read whole đồng in either style of grouping; raise ``ValueError`` for anything doubtful.

    ``unit`` is what a number counts, in đồng: 1366.2 thousands are whole.
    """
    shown = "" if isinstance(cell, int | float) else said(cell)
    if unit > 1 and _DECIMAL.fullmatch(shown):
        cell = float(shown.replace(",", "."))
    if isinstance(cell, int | float):
        told = cell * unit
        if not 0 <= told <= MOST_DONG or abs(told - round(told)) > _NOISE:
            raise ValueError(cell)
        return Dong(round(told))
    try:
        return Dong(read_dong(shown) * unit) if without_currency(shown) else None
    except AmountUnreadableError as error:
        raise ValueError(shown) from error


def months(cell: Cell) -> int | None:
    """Read a number of months, or nothing."""
    found = _MONTHS.fullmatch(fold(text(cell)))
    if not found:
        return None
    told = found[1] or found[2]
    number = int(told) if told else int(found[3]) * 12 if found[3] else _TERMS[found[4]]
    return number if 0 < number <= _LONGEST_TERM else None


def sex(cell: Cell) -> Sex | None:
    """Read nam or nữ, also as the 1 and 2 of the office's exports."""
    with suppress(SexUnreadableError):
        return read_sex(caption_key(text(cell)), SexCode.OFFICE_LIST)
    return None


def scheme(cell: Cell) -> Scheme | None:
    """Read the scheme from a column of its own or from an object code."""
    key = caption_key(text(cell))
    return Scheme.PENSION if key in _PENSION_ALONE else _scheme(key) if key else None


def scheme_under(caption: str, cell: Cell) -> Scheme | None:
    """Read the scheme also from a digit that the caption explains: "Loại (1: BHYT; 2: BHXH TN)"."""
    shown = text(cell)
    if not shown.isdigit():
        return scheme(cell)
    return next((scheme(words) for digit, words in _EXPLAINED.findall(caption) if digit == shown), None)


def scheme_in(words: str) -> Scheme | None:
    """Find the scheme that a title, a group or the name of a sheet tells; nothing if it tells both."""
    key = caption_key(words)
    return Scheme.PENSION if key == "tn" else _scheme(key)


def _scheme(key: str) -> Scheme | None:
    health = any(word in key for word in HEALTH_WORDS)
    pension = any(word in key for word in PENSION_WORDS)
    if health == pension:
        return None
    return Scheme.HEALTH if health else Scheme.PENSION
