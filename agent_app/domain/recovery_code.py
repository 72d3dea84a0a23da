"""The recovery code of a home: written so that it survives paper, handwriting and a phone call.

Seven groups of four letters and digits without I, L, O and U (Crockford's base32). The last one is a check,
a weighted sum over the field of 32 elements: one wrong character, or two that changed places, is known for a
slip of the pen and not for another code.
"""

from dataclasses import dataclass
from typing import ClassVar

from agent_app.domain.errors import InputError

RANDOM_CHARACTERS = 27
"""How many characters are random, five bits each."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MEANT = str.maketrans("OIL", "011", " -–—.\t\r\n\xa0")
_GROUP = 4
_BITS = 5
_FIELD = 0b100101


@dataclass(eq=False)
class RecoveryCodeTypoError(InputError):
    """What was typed cannot be a recovery code: a character is missing, too many or another."""

    code: ClassVar[str] = "recovery.typo"


def recovery_code(random: bytes) -> str:
    """Make a code of its random part, 17 bytes of which the last bit is left over."""
    number = int.from_bytes(random, "big") >> (len(random) * 8 - RANDOM_CHARACTERS * _BITS)
    places = range((RANDOM_CHARACTERS - 1) * _BITS, -1, -_BITS)
    letters = "".join(_ALPHABET[number >> place & len(_ALPHABET) - 1] for place in places)
    return letters + _ALPHABET[_check(letters)]


def shown_code(code: str) -> str:
    """Write a code in groups."""
    return "-".join(code[place : place + _GROUP] for place in range(0, len(code), _GROUP))


def read_code(text: str) -> str:
    """Understand a code however it is typed; raise ``RecoveryCodeTypoError``."""
    letters = text.upper().translate(_MEANT)
    if len(letters) != RANDOM_CHARACTERS + 1 or not set(letters) <= set(_ALPHABET):
        raise RecoveryCodeTypoError
    if _ALPHABET[_check(letters[:-1])] != letters[-1]:
        raise RecoveryCodeTypoError
    return letters


def _check(letters: str) -> int:
    total = 0
    for letter in letters:
        total = _doubled(total ^ _ALPHABET.index(letter))
    return total


def _doubled(element: int) -> int:
    twice = element << 1
    return twice ^ _FIELD if twice >= len(_ALPHABET) else twice
