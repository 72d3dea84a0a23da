"""Numbers that identify people and places, checked once and never cast to integers."""

import re
from dataclasses import dataclass
from typing import ClassVar, Self

from agent_app.domain.checked_number import IdentityFormatError, digits, joined, masked
from agent_app.domain.citizen_id import CitizenId, InvalidCitizenIdError
from agent_app.domain.names import clean, look_alike_free
from agent_app.domain.phone import InvalidPhoneError, Phone

__all__ = [
    "AgentCardHoldsCitizenIdError",
    "AgentCardNo",
    "CitizenId",
    "FacilityCode",
    "HealthCardNo",
    "HouseholdNo",
    "IdentityFormatError",
    "InvalidAgentCardNoError",
    "InvalidCitizenIdError",
    "InvalidFacilityCodeError",
    "InvalidHealthCardNoError",
    "InvalidHouseholdNoError",
    "InvalidPhoneError",
    "InvalidSocialInsuranceNoError",
    "Phone",
    "SocialInsuranceNo",
]

_FACILITY = re.compile(r"(\d{2})-?([0-9A-Z]{3})")
_HEALTH_CARD = re.compile(r"[A-Z]{2}[1-5][0-9]{12}|[0-9]{10}")
_HOUSEHOLD = re.compile(r"[0-9A-Z]{10}")
_AGENT_CARD = re.compile(r"[0-9A-Z][0-9A-Z/.-]{0,19}")
_CITIZEN_ID_INSIDE = re.compile(r"[0-9]{12}")
_LONG_CARD = 15


@dataclass(eq=False)
class InvalidSocialInsuranceNoError(IdentityFormatError):
    """A social insurance number is not ten digits."""

    code: ClassVar[str] = "identity.insurance_no"


@dataclass(eq=False)
class InvalidHealthCardNoError(IdentityFormatError):
    """A health card's number is neither ten digits nor two letters and thirteen digits."""

    code: ClassVar[str] = "identity.health_card_no"


@dataclass(eq=False)
class InvalidHouseholdNoError(IdentityFormatError):
    """A household's code is not ten characters."""

    code: ClassVar[str] = "identity.household_no"


@dataclass(eq=False)
class InvalidFacilityCodeError(IdentityFormatError):
    """A code of a place of treatment is not two digits and three characters."""

    code: ClassVar[str] = "identity.facility"


@dataclass(eq=False)
class InvalidAgentCardNoError(IdentityFormatError):
    """The number of an agent's card is empty, too long or holds other signs."""

    code: ClassVar[str] = "identity.agent_card_no"


@dataclass(eq=False)
class AgentCardHoldsCitizenIdError(InvalidAgentCardNoError):
    """An agent's citizen id stands where papers name the agent."""

    code: ClassVar[str] = "identity.agent_card_no_personal"


@dataclass(frozen=True, slots=True)
class SocialInsuranceNo:
    """A person's number at the insurance agency: ten digits, leading zeros kept."""

    value: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read it as people type it, or refuse it."""
        return cls(digits(text, 10, InvalidSocialInsuranceNoError))

    def masked(self) -> str:
        """Show enough to recognise it by, not enough to copy."""
        return masked(self.value, 2, 3)

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class HealthCardNo:
    """A health card's number: of ten digits since 2021, before that with group, benefit and province."""

    value: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read either form, or refuse it."""
        number = look_alike_free(joined(text)).upper()
        if _HEALTH_CARD.fullmatch(number) is None:
            raise InvalidHealthCardNoError(len(number))
        return cls(number)

    @property
    def insurance_no(self) -> SocialInsuranceNo:
        """The person's own number, which both forms end with."""
        return SocialInsuranceNo(self.value[-10:])

    @property
    def group(self) -> str | None:
        """The object code that the old form begins with."""
        return self.value[:2] if len(self.value) == _LONG_CARD else None

    @property
    def benefit_level(self) -> int | None:
        """The benefit level, 1 to 5, of the old form."""
        return int(self.value[2]) if len(self.value) == _LONG_CARD else None

    @property
    def province(self) -> str | None:
        """The province of issue of the old form."""
        return self.value[3:5] if len(self.value) == _LONG_CARD else None

    def masked(self) -> str:
        """Show enough to recognise it by, not enough to copy."""
        return masked(self.value, 2, 3)

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class HouseholdNo:
    """A household's code at the insurance agency: ten characters, digits as a rule."""

    value: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read it as people type it, or refuse it."""
        number = look_alike_free(joined(text)).upper()
        if _HOUSEHOLD.fullmatch(number) is None:
            raise InvalidHouseholdNoError(len(number))
        return cls(number)

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class FacilityCode:
    """A place of first treatment: the province's two digits and three characters, ``60-058``."""

    value: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read it with or without spaces and hyphen, or refuse it."""
        squeezed = look_alike_free(re.sub(r"\s", "", clean(text))).upper()
        found = _FACILITY.fullmatch(squeezed) if squeezed.isascii() else None
        if found is None:
            raise InvalidFacilityCodeError(len(squeezed))
        return cls(f"{found[1]}-{found[2]}")

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class AgentCardNo:
    """The number of the card that an agent shows at the door, which papers name the agent by."""

    value: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read it, and refuse the agent's code that is made of a citizen id."""
        number = look_alike_free(re.sub(r"\s", "", clean(text))).upper()
        if _CITIZEN_ID_INSIDE.search(number):
            raise AgentCardHoldsCitizenIdError(len(number))
        if _AGENT_CARD.fullmatch(number) is None:
            raise InvalidAgentCardNoError(len(number))
        return cls(number)

    def __str__(self) -> str:
        return self.value
