"""Numbers that identify people and places, checked once and never cast to integers."""

import re
from dataclasses import dataclass
from typing import ClassVar, Self

from agent_app.domain.errors import InputError
from agent_app.domain.names import clean, look_alike_free

_SEPARATORS = re.compile(r"[\s.\-'’`()]+")
_COUNTRY = re.compile(r"(?:\+|00)?84(?=[1-9]\d{8,9}$)")
_PHONE = re.compile(r"02\d{9}|0[1-9]\d{8}")
_FACILITY = re.compile(r"(\d{2})-?([0-9A-Z]{3})")

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
class IdentityFormatError(InputError):
    """A number has not the form it must have; the facts never hold the number itself."""

    length: int


@dataclass(eq=False)
class InvalidSocialInsuranceNoError(IdentityFormatError):
    """A social insurance number is not ten digits."""

    code: ClassVar[str] = "identity.insurance_no"


@dataclass(eq=False)
class InvalidCitizenIdError(IdentityFormatError):
    """A citizen id is not twelve digits."""

    code: ClassVar[str] = "identity.citizen_id"


@dataclass(eq=False)
class InvalidPhoneError(IdentityFormatError):
    """A phone number is neither ten digits beginning with 0 nor a landline of eleven."""

    code: ClassVar[str] = "identity.phone"


@dataclass(eq=False)
class InvalidFacilityCodeError(IdentityFormatError):
    """A code of a place of treatment is not two digits and three characters."""

    code: ClassVar[str] = "identity.facility"


@dataclass(frozen=True, slots=True)
class SocialInsuranceNo:
    """A person's number at the insurance agency: ten digits, leading zeros kept."""

    value: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read it as people type it, or refuse it."""
        return cls(_digits(text, 10, InvalidSocialInsuranceNoError))

    def masked(self) -> str:
        """Show enough to recognise it by, not enough to copy."""
        return _masked(self.value, 2, 3)

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class CitizenId:
    """The twelve digits of a citizen's card."""

    value: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read it as people type it, or refuse it."""
        return cls(_digits(text, 12, InvalidCitizenIdError))

    def masked(self) -> str:
        """Show enough to recognise it by, not enough to copy."""
        return _masked(self.value, 3, 4)

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Phone:
    """A Vietnamese phone number as it is dialled today."""

    value: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read it in any of its usual forms; an old mobile number becomes its present one."""
        number = _COUNTRY.sub("0", _joined(text))
        if len(number) == _OLD_MOBILE_LENGTH and number[:4] in _OLD_MOBILES:
            number = _OLD_MOBILES[number[:4]] + number[4:]
        if not (number.isascii() and _PHONE.fullmatch(number)):
            raise InvalidPhoneError(len(number))
        return cls(number)

    def masked(self) -> str:
        """Show enough to recognise it by, not enough to call."""
        return _masked(self.value, 4, 3)

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class FacilityCode:
    """A place of first treatment: the province's two digits and three characters, ``60-058``."""

    value: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read it with or without spaces and hyphen, or refuse it."""
        joined = look_alike_free(re.sub(r"\s", "", clean(text))).upper()
        found = _FACILITY.fullmatch(joined) if joined.isascii() else None
        if found is None:
            raise InvalidFacilityCodeError(len(joined))
        return cls(f"{found[1]}-{found[2]}")

    def __str__(self) -> str:
        return self.value


def _joined(text: str) -> str:
    return _SEPARATORS.sub("", clean(text))


def _digits(text: str, length: int, error: type[IdentityFormatError]) -> str:
    number = _joined(text)
    if len(number) != length or not (number.isascii() and number.isdigit()):
        raise error(len(number))
    return number


def _masked(value: str, head: int, tail: int) -> str:
    return value[:head] + "•" * (len(value) - head - tail) + value[-tail:]
