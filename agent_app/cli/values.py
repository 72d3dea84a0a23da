"""What people type on the command line, as values; a value that can't be read is named."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar, TypeVar
from uuid import UUID

from agent_app.domain.due_list import Scheme
from agent_app.domain.errors import InputError
from agent_app.domain.household import PersonId
from agent_app.domain.visit import Outcome
from agent_app.services.visits import OutcomeRequest

SCHEMES = {"bhyt": Scheme.HEALTH, "bhxh": Scheme.PENSION}

_MOST_DIGITS = 12
_FIRST_YEAR, _LAST_YEAR = 1900, 2999

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(eq=False)
class ValueUnreadableError(InputError):
    """A value on the command line cannot be read."""

    code: ClassVar[str] = "value.unreadable"
    name: str
    value: str
    example: str


def read_date(name: str, text: str) -> date:
    """Read a civil date as 2026-11-21; a year that nobody alive can mean is a slip of the keys."""
    try:
        read = date.fromisoformat(text)
    except ValueError as error:
        raise ValueUnreadableError(name, text, "2026-11-21") from error
    if not _FIRST_YEAR <= read.year <= _LAST_YEAR:
        raise ValueUnreadableError(name, text, "2026-11-21")
    return read


def read_optional_date(name: str, text: str | None) -> date | None:
    """Read a civil date, or nothing."""
    return None if text is None else read_date(name, text)


def read_month(name: str, text: str) -> str:
    """Read a month as 2026-12."""
    try:
        read_date(name, f"{text}-01" if len(text) == len("2026-12") else "")
    except ValueUnreadableError as error:
        raise ValueUnreadableError(name, text, "2026-12") from error
    return text


def read_id(name: str, text: str) -> UUID:
    """Read an id."""
    try:
        return UUID(text)
    except ValueError as error:
        raise ValueUnreadableError(name, text, "0199b2c4-7d1e-7000-8000-000000000001") from error


def read_count(name: str, text: str) -> int:
    """Read a whole number above zero."""
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS and int(text) > 0):
        raise ValueUnreadableError(name, text, "12")
    return int(text)


def read_whole(name: str, text: str) -> int:
    """Read a whole number from 0."""
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise ValueUnreadableError(name, text, "0")
    return int(text)


def read_choice(name: str, text: str, choices: type[Choice]) -> Choice:
    """Read one of some words."""
    try:
        return choices(text)
    except ValueError as error:
        raise ValueUnreadableError(name, text, " | ".join(choices)) from error


def read_outcome(text: str) -> OutcomeRequest:
    """Read ``ID:OUTCOME[:DATE|REASON]``."""
    person_id, word, rest = [*text.split(":", 2), None, None][:3]
    outcome = read_choice("--person", word or "", Outcome)
    if rest is not None and outcome not in {Outcome.PROMISED, Outcome.REFUSED}:
        raise ValueUnreadableError("--person", text, f"ID:{outcome}")
    promised_on = read_date("--person", rest) if outcome is Outcome.PROMISED and rest else None
    return OutcomeRequest(
        PersonId(read_id("--person", person_id or "")),
        outcome,
        promised_on,
        rest.strip() if outcome is Outcome.REFUSED and rest else None,
    )


def read_columns(texts: tuple[str, ...]) -> Mapping[str, str]:
    """Read columns named by hand; a caption may hold the sign =, a field does not."""
    found = {}
    for text in texts:
        caption, sign, field = text.rpartition("=")
        if not sign or not caption.strip():
            raise ValueUnreadableError("--map", text, "Số thẻ cũ=card_no")
        found[caption.strip()] = field.strip()
    return found
