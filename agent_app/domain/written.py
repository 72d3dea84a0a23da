"""Amounts, dates and sexes as people and other programs write them, read with tolerance or refused."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from agent_app.domain.calendar import PartialDate
from agent_app.domain.due_list import Sex
from agent_app.domain.errors import InputError
from agent_app.domain.money import Dong
from agent_app.domain.names import clean, fold

_YEARS = range(1880, 2201)
# What databases put behind a date; any other words may take the date back.
_TIME = r"(?:[t ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?(?:am|pm|sa|ch|z|[+-]\d{2}:?\d{2}))?)?"
_DATES = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})" + _TIME,
        r"(?P<year>\d{4})-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2})" + _TIME + ")?",
        r"(?:thang |t)?(?P<month>\d{1,2})[/.-](?P<year>\d{4})",
        r"(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{4})",
        r"(?P<year>\d{4})",
    )
)

_CURRENCY = re.compile(r"(?:đ|đồng|vnđ|vnd|₫)\.?$")
_GROUPED = re.compile(r"[0-9]{1,3}(?:([., ])[0-9]{3}(?:\1[0-9]{3})*)?")
# Hundredths only after thousands that the other sign groups: "150.00" may be 150.000 that lost a zero.
_CENTS = re.compile(r"(?<=\.[0-9]{3}),00?$|(?<=,[0-9]{3})\.00$")
MOST_DONG = 10**12


@dataclass(eq=False)
class DateUnreadableError(InputError):
    """What stands for a date is none, or names a day that does not exist."""

    code: ClassVar[str] = "written.date"


@dataclass(eq=False)
class AmountUnreadableError(InputError):
    """What stands for an amount is none, or could mean two."""

    code: ClassVar[str] = "written.amount"


@dataclass(eq=False)
class SexUnreadableError(InputError):
    """What stands for a sex is not a word of its source."""

    code: ClassVar[str] = "written.sex"


class SexCode(StrEnum):
    """Who writes the sex how; the same 0 or 1 means opposite things in two of them.

    Cards are read as words or in the health card's code, lists as the office writes them. The codes of other
    programs are never guessed: only a table of columns that names such a program asks for its code.
    """

    WORDS = "words"
    HEALTH_CARD = "health_card"
    OFFICE_LIST = "office_list"
    VNPT = "vnpt"
    PVI = "pvi"
    IMPORT_SHEET = "import_sheet"
    VNPOST = "vnpost"


_IN_WORDS = {"nam": Sex.MALE, "nu": Sex.FEMALE}
_IN_FIGURES = {"1": Sex.MALE, "2": Sex.FEMALE}
_IN_ENGLISH = {"male": Sex.MALE, "m": Sex.MALE, "female": Sex.FEMALE, "f": Sex.FEMALE}
_IN_SPEECH = {"trai": Sex.MALE, "gai": Sex.FEMALE}
_SEXES: Mapping[SexCode, Mapping[str, Sex]] = {
    SexCode.WORDS: _IN_WORDS,
    SexCode.HEALTH_CARD: _IN_FIGURES,
    SexCode.OFFICE_LIST: _IN_WORDS | _IN_FIGURES | _IN_ENGLISH | _IN_SPEECH,
    SexCode.VNPT: {"1": Sex.MALE, "0": Sex.FEMALE},
    SexCode.PVI: {"1": Sex.MALE, "0": Sex.FEMALE},
    SexCode.IMPORT_SHEET: {"": Sex.MALE, "x": Sex.FEMALE},
    SexCode.VNPOST: {"0": Sex.MALE, "1": Sex.FEMALE},
}


def read_sex(text: str, code: SexCode = SexCode.WORDS) -> Sex:
    """Read a sex in the code of its source; a code that the source does not have is refused."""
    found = _SEXES[code].get(fold(text))
    if found is None:
        raise SexUnreadableError
    return found


def write_sex(sex: Sex, code: SexCode) -> str:
    """Write a sex for whoever expects that code."""
    if code is SexCode.WORDS:
        return sex.value.capitalize()
    if code is SexCode.IMPORT_SHEET:
        return "X" if sex is Sex.FEMALE else ""
    return next(written for written, meant in _SEXES[code].items() if meant is sex)


def read_date(text: str) -> PartialDate:
    """Read a date with the precision it has: 12/03/1985, 12031985, 03/1985, 1985, 00/00/1985."""
    shown = fold(text)
    for pattern in _DATES:
        if found := pattern.fullmatch(shown):
            part = {name: int(digits) for name, digits in found.groupdict().items() if digits}
            return existing_date(part["year"], part.get("month"), part.get("day"))
    raise DateUnreadableError


def existing_date(year: int, month: int | None, day: int | None) -> PartialDate:
    """Take 00/00/1978 for the year 1978; refuse a year that nobody alive can mean."""
    try:
        if year in _YEARS:
            return PartialDate(year, month or None, day or None)
    except ValueError as error:
        raise DateUnreadableError from error
    raise DateUnreadableError


def without_currency(text: str) -> str:
    """Take the word for đồng off the end of an amount."""
    return _CURRENCY.sub("", clean(text).lower()).strip()


def read_dong(text: str, most: int = MOST_DONG) -> Dong:
    """Read whole đồng, grouped in any usual way or not at all; refuse what could mean two amounts."""
    digits = _CENTS.sub("", without_currency(text))
    plain = digits.isascii() and digits.isdigit()
    if not plain and not _GROUPED.fullmatch(digits):
        raise AmountUnreadableError
    grouped = re.sub("[., ]", "", digits)
    # Longer than any amount, and too long for Python to turn into a number at once.
    if len(grouped.lstrip("0")) > len(str(most)) or int(grouped) > most:
        raise AmountUnreadableError
    return Dong(int(grouped))
