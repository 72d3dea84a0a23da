"""What the cells of a statement say: days with or without their time, and money that came or went."""

import re
from datetime import date

from agent_app.domain.money import Dong
from agent_app.domain.names import fold
from agent_app.workbooks import cells
from agent_app.workbooks.extraction import Cell

_TIME_FIRST = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?\s+(.+)")
_SHORT_YEAR = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{2})(?:\s.*)?")
_ENGLISH = re.compile(r"(\d{1,2})[ \-/]([a-z]{3})[a-z]*[ \-/](\d{4}|\d{2})(?:\s.*)?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CENTURY = 2000
_UNGROUPED = re.compile(r"([0-9]{4,}|0)[.,]0+")
_MINUS = "-\u2212\u2013"
_NOTHING = {"", "0", "-", "–"}
_CREDITED = {"c", "cr", "co", "ghi co", "credit", "+", "vao", "tien vao", "nhan", "thu"}
_DEBITED = {"d", "dr", "no", "ghi no", "debit", "-", "ra", "tien ra", "chuyen", "chi"}


def statement_day(cell: Cell) -> date | None:
    """Read the day of a line, ``None`` for an empty cell; raise ``ValueError`` where it is none."""
    shown = cells.said(cell)
    if not shown:
        return None
    if timed := _TIME_FIRST.fullmatch(shown):
        return statement_day(timed[1])
    if short := _SHORT_YEAR.fullmatch(shown):
        day, month, year = map(int, short.groups())
        return date(_CENTURY + year, month, day)
    if (english := _ENGLISH.fullmatch(fold(shown))) and english[2] in _MONTHS:
        year = int(english[3])
        return date(year + (_CENTURY if year < 100 else 0), _MONTHS.index(english[2]) + 1, int(english[1]))  # noqa: PLR2004
    read = cells.partial_date(cell if not isinstance(cell, str) else shown)
    if read is None or read.month is None or read.day is None:
        raise ValueError(shown)
    return date(read.year, read.month, read.day)


def statement_money(cell: Cell) -> int:
    """Read whole đồng with their sign, 0 for an empty cell; raise ``ValueError`` where they are doubtful."""
    if isinstance(cell, int | float):
        return -_unsigned(-cell) if cell < 0 else _unsigned(cell)
    shown = cells.said(cell)
    if shown in _NOTHING:
        return 0
    if shown.startswith("(") and shown.endswith(")"):
        return -_unsigned(shown[1:-1])
    if shown[0] in _MINUS:
        return -_unsigned(shown[1:])
    if shown[-1] in _MINUS:
        return -_unsigned(shown[:-1])
    return _unsigned(shown.removeprefix("+"))


def _unsigned(told: str | float) -> Dong:
    if isinstance(told, str):
        told = told.strip()
        if whole := _UNGROUPED.fullmatch(told):
            told = whole[1]
    read = cells.amount(told)
    if read is None:
        raise ValueError(told)
    return read


def came_in(cell: Cell) -> bool | None:
    """Tell by the word for it whether money came or went; ``None`` where the word is not known."""
    word = fold(cells.text(cell))
    if word in _CREDITED:
        return True
    return False if word in _DEBITED else None


def has_sign(cell: Cell) -> bool:
    """Tell an amount that says which way it went."""
    if isinstance(cell, int | float):
        return cell < 0
    shown = cells.text(cell)
    return any(sign.isdigit() for sign in shown) and (shown[0] in f"+({_MINUS}" or shown[-1] in _MINUS)
