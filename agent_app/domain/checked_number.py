"""What all numbers of persons and places share: how they are typed, refused and hidden."""

import re
from dataclasses import dataclass

from agent_app.domain.errors import InputError
from agent_app.domain.names import clean

_SEPARATORS = re.compile(r"[\s.\-'’`()]+")


@dataclass(eq=False)
class IdentityFormatError(InputError):
    """A number has not the form it must have; the facts never hold the number itself."""

    length: int


def joined(text: str) -> str:
    """Take the separators out that people type to read a number more easily."""
    return _SEPARATORS.sub("", clean(text))


def digits(text: str, length: int, error: type[IdentityFormatError]) -> str:
    """Read exactly so many digits, or refuse."""
    if len(text) == length and text.isascii() and text.isdigit():
        return text
    number = joined(text)
    if len(number) != length or not (number.isascii() and number.isdigit()):
        raise error(len(number))
    return number


def masked(value: str, head: int, tail: int) -> str:
    """Hide the middle of a number."""
    return value[:head] + "•" * (len(value) - head - tail) + value[-tail:]
