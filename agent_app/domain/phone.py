"""Phone numbers, as lists of every age write them and as they are dialled today."""

import re
from dataclasses import dataclass
from typing import ClassVar, Self

from agent_app.domain.checked_number import IdentityFormatError, joined, masked

_COUNTRY = re.compile(r"(?:\+|00)?84(?=[1-9]\d{8,9}$)")
# Eleven digits that begin with 02 are a landline; no number begins with 01 any more.
_PHONE = re.compile(r"02\d{9}|0[2-9]\d{8}")
_MOBILE = re.compile(r"0[35789]\d{8}")

# The eleven-digit mobile numbers of before 2018 and what they have become.
_OLD_MOBILES = {f"016{n}": f"03{n}" for n in range(2, 10)} | {
    "0120": "070",
    "0121": "079",
    "0122": "077",
    "0123": "083",
    "0124": "084",
    "0125": "085",
    "0126": "076",
    "0127": "081",
    "0128": "078",
    "0129": "082",
    "0186": "056",
    "0188": "058",
    "0199": "059",
}
_OLD_MOBILE_LENGTH = 11


@dataclass(eq=False)
class InvalidPhoneError(IdentityFormatError):
    """A phone number is neither ten digits beginning with 0 nor a landline of eleven."""

    code: ClassVar[str] = "identity.phone"


@dataclass(frozen=True, slots=True)
class Phone:
    """A Vietnamese phone number as it is dialled today."""

    value: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read it in any of its usual forms; an old mobile number becomes its present one."""
        number = _COUNTRY.sub("0", joined(text))
        if len(number) == _OLD_MOBILE_LENGTH and number[:4] in _OLD_MOBILES:
            number = _OLD_MOBILES[number[:4]] + number[4:]
        if not (number.isascii() and _PHONE.fullmatch(number)):
            raise InvalidPhoneError(len(number))
        return cls(number)

    @property
    def is_mobile(self) -> bool:
        """Tell a number that can get a text message from a landline."""
        return _MOBILE.fullmatch(self.value) is not None

    def masked(self) -> str:
        """Show enough to recognise it by, not enough to call."""
        return masked(self.value, 4, 3)

    def __str__(self) -> str:
        return self.value
