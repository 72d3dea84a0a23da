"""What a cell says: codes, dates, amounts and words, however the spreadsheet kept them."""

import re
from datetime import date, timedelta

from agent_app.domain.calendar import PartialDate
from agent_app.domain.due_list import Scheme, Sex
from agent_app.domain.money import Dong
from agent_app.domain.names import clean, fold, look_alike_free
from agent_app.domain.written import (
    MOST_DONG,
    AmountUnreadableError,
    DateUnreadableError,
    read_date,
    read_dong,
    without_currency,
)
from agent_app.workbooks.columns import caption_key
from agent_app.workbooks.extraction import Cell

# Days since Excel's epoch, from 1954 to 2118; a year or a whole date in digits is no such number.
_SERIALS = range(20_000, 80_000)
_EPOCH = date(1899, 12, 30)
_DATE_DIGITS = range(7, 9)

_NOISE = 0.001

_MONTHS = re.compile(r"([0-9]{1,3})(?: thang)?")
_LONGEST_TERM = 600

# Folding takes the y of BHYT for an i, as in "ky", so the word is folded here too.
_HEALTH = (caption_key("BHYT"), caption_key("y tế"))

_SEXES = {"nam": Sex.MALE, "male": Sex.MALE, "m": Sex.MALE, "1": Sex.MALE} | {
    "nu": Sex.FEMALE,
    "female": Sex.FEMALE,
    "f": Sex.FEMALE,
    "2": Sex.FEMALE,
}


def text(cell: Cell) -> str:
    """Write a cell as a reader sees it; an apostrophe that only marks text is not shown."""
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


def partial_date(cell: Cell) -> PartialDate | None:
    """Read a date with the precision it has; raise ``ValueError`` for one that does not exist."""
    if isinstance(cell, int | float) and int(cell) in _SERIALS:
        return PartialDate.of(_EPOCH + timedelta(days=int(cell)))
    shown = text(cell)
    if isinstance(cell, int | float) and len(shown) in _DATE_DIGITS:
        shown = shown.zfill(_DATE_DIGITS[-1])
    try:
        return read_date(shown) if shown else None
    except DateUnreadableError as error:
        raise ValueError(shown) from error


def amount(cell: Cell) -> Dong | None:
    """Read whole đồng in either style of grouping; raise ``ValueError`` for anything doubtful."""
    if isinstance(cell, int | float):
        if not 0 <= cell <= MOST_DONG or abs(cell - round(cell)) > _NOISE:
            raise ValueError(cell)
        return Dong(round(cell))
    shown = text(cell)
    try:
        return read_dong(shown) if without_currency(shown) else None
    except AmountUnreadableError as error:
        raise ValueError(shown) from error


def months(cell: Cell) -> int | None:
    """Read a number of months, or nothing."""
    found = _MONTHS.fullmatch(fold(text(cell)))
    return int(found[1]) if found and 0 < int(found[1]) <= _LONGEST_TERM else None


def sex(cell: Cell) -> Sex | None:
    """Read nam or nữ, also as the 1 and 2 of the office's exports."""
    return _SEXES.get(caption_key(text(cell)))


def scheme(cell: Cell) -> Scheme | None:
    """Read the scheme from a column of its own or from an object code."""
    key = caption_key(text(cell))
    if key in {"tn", "tunguyen"} or key.startswith("bhxh"):
        return Scheme.PENSION
    return Scheme.HEALTH if key.startswith(_HEALTH) else None
