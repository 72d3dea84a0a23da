"""What a line says of its person, alike in monthly lists and in registers."""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from agent_app.domain.citizen_id import CitizenId
from agent_app.domain.errors import InputError
from agent_app.domain.identity import FacilityCode, HealthCardNo, HouseholdNo
from agent_app.domain.names import proper_case
from agent_app.domain.phone import Phone
from agent_app.workbooks import cells
from agent_app.workbooks.extraction import Cell
from agent_app.workbooks.layout import Line

T = TypeVar("T")

_SEVERAL = re.compile(r"[/;,\n]|\s-\s")
_HOUSEHOLD_DIGITS = 10


@dataclass(eq=False)
class UnreadableLineError(Exception):
    """A person's line that cannot be taken: what it is about and what stood there."""

    about: str
    value: str
    caption: str = ""


def name(line: Line) -> str:
    """Read the name, which every line must have; one in capitals is written as people write it."""
    shown = proper_case(cells.text(line.cell("name")))
    if not any(map(str.isalpha, shown)):
        raise UnreadableLineError("name", shown)
    return shown


def readable(line: Line, field: str, about: str, read: Callable[[Cell], T]) -> T:
    """Read a field that must be right if it is there at all."""
    cell = line.cell(field)
    try:
        return read(cell)
    except ValueError as error:
        raise UnreadableLineError(about, cells.text(cell)) from error


def insurance_no(line: Line) -> str | None:
    """Read the insurance number, also at the end of a card's; as a number it has lost at most three zeros."""
    with suppress(InputError):
        return HealthCardNo.parse(cells.code(line.cell("insurance_no"), 10, 3)).insurance_no.value
    return None


def citizen_id(line: Line) -> str | None:
    """Read the citizen id, doubtful or not; nine digits are an old card, not a number that lost zeros."""
    with suppress(InputError):
        return CitizenId.listed(cells.code(line.cell("citizen_id"), 12, 2)).value
    return None


def phone(line: Line) -> str | None:
    """Read the first of a cell's phone numbers; a line is not refused for a bad one."""
    cell = line.cell("phone")
    for part in _SEVERAL.split(cells.code(cell, 10, 1)):
        with suppress(InputError):
            return Phone.parse(part).value
    return None


def facility(line: Line) -> str | None:
    """Read the code of the place of treatment, if it is one."""
    with suppress(InputError):
        return FacilityCode.parse(cells.code(line.cell("facility"), 5, 1)).value
    return None


def household_no(line: Line) -> str:
    """Read the household's code, in one writing where it has its form; "" if the line has none."""
    shown = cells.code(line.cell("household_no"), _HOUSEHOLD_DIGITS, _HOUSEHOLD_DIGITS)
    with suppress(InputError):
        return HouseholdNo.parse(shown).value
    return shown


def group(line: Line) -> str | None:
    """Read the object code, in capitals."""
    return cells.code(line.cell("group")).upper() or None
