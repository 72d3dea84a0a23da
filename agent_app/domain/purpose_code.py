"""The code that a transfer carries in its purpose: it names one payment, and nobody.

Eleven signs: the two letters ``BH``, eight of an alphabet without 0, 1, I, L and O, and a check character
that finds every single wrong sign and every two that changed places.
"""

import re
from collections.abc import Iterator
from typing import NewType
from uuid import UUID

from agent_app.domain.ids import TAIL_BITS
from agent_app.domain.names import look_alike_free, unaccented
from agent_app.domain.payment_qr import holds_person_number

PurposeCode = NewType("PurposeCode", str)

PREFIX = "BH"
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_SIGNS = 8
_BASE = len(ALPHABET)
# The weights of the signs, whose number is prime: no two that stand beside each other are alike.
_WEIGHTS = range(1, _SIGNS + 1)
_CODE = re.compile(f"(?=({PREFIX}[{ALPHABET}]{{{_SIGNS + 1}}}))")
_NO_SIGN = re.compile("[^A-Z0-9]")


def purpose_code(payment_id: UUID) -> PurposeCode:
    """Make the code of a payment from the chance in its id, which tells nothing of whom it is about."""
    number = payment_id.int & (1 << TAIL_BITS) - 1
    while True:
        signs = "".join(ALPHABET[number // _BASE**place % _BASE] for place in range(_SIGNS))
        code = f"{PREFIX}{signs}{_check_sign(signs)}"
        # All figures would look like somebody's number on a statement.
        if not holds_person_number(code):
            return PurposeCode(code)
        number += 1 << TAIL_BITS // 2


def codes_in(text: str) -> tuple[PurposeCode, ...]:
    """Find the codes in what a bank has made of a purpose: cut apart, in small letters, with words around.

    Each code comes once, in the order in which they stand there.
    """
    compact = compacted(text)
    return tuple(dict.fromkeys(_codes(compact)))


def compacted(text: str) -> str:
    """Reduce a text to the capital letters and figures that every bank leaves in it."""
    return _NO_SIGN.sub("", unaccented(look_alike_free(text)).upper())


def _codes(compact: str) -> Iterator[PurposeCode]:
    for found in _CODE.finditer(compact):
        code = found[1]
        if _check_sign(code[len(PREFIX) : -1]) == code[-1]:
            yield PurposeCode(code)


def _check_sign(signs: str) -> str:
    weighed = zip(_WEIGHTS, signs, strict=True)
    return ALPHABET[sum(weight * ALPHABET.index(sign) for weight, sign in weighed) % _BASE]
