"""The citizen's number of twelve digits, what it says of its owner, and the old card's nine digits."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Self

from agent_app.domain.calendar import PartialDate
from agent_app.domain.checked_number import IdentityFormatError, digits, masked
from agent_app.domain.due_list import Sex

# A number keeps the code of the province where the birth was registered, merged since or not.
BIRTH_PROVINCES = {
    "001": "Hà Nội",
    "002": "Hà Giang",
    "004": "Cao Bằng",
    "006": "Bắc Kạn",
    "008": "Tuyên Quang",
    "010": "Lào Cai",
    "011": "Điện Biên",
    "012": "Lai Châu",
    "014": "Sơn La",
    "015": "Yên Bái",
    "017": "Hòa Bình",
    "019": "Thái Nguyên",
    "020": "Lạng Sơn",
    "022": "Quảng Ninh",
    "024": "Bắc Giang",
    "025": "Phú Thọ",
    "026": "Vĩnh Phúc",
    "027": "Bắc Ninh",
    "030": "Hải Dương",
    "031": "Hải Phòng",
    "033": "Hưng Yên",
    "034": "Thái Bình",
    "035": "Hà Nam",
    "036": "Nam Định",
    "037": "Ninh Bình",
    "038": "Thanh Hóa",
    "040": "Nghệ An",
    "042": "Hà Tĩnh",
    "044": "Quảng Bình",
    "045": "Quảng Trị",
    "046": "Thừa Thiên Huế",
    "048": "Đà Nẵng",
    "049": "Quảng Nam",
    "051": "Quảng Ngãi",
    "052": "Bình Định",
    "054": "Phú Yên",
    "056": "Khánh Hòa",
    "058": "Ninh Thuận",
    "060": "Bình Thuận",
    "062": "Kon Tum",
    "064": "Gia Lai",
    "066": "Đắk Lắk",
    "067": "Đắk Nông",
    "068": "Lâm Đồng",
    "070": "Bình Phước",
    "072": "Tây Ninh",
    "074": "Bình Dương",
    "075": "Đồng Nai",
    "077": "Bà Rịa – Vũng Tàu",
    "079": "TP. Hồ Chí Minh",
    "080": "Long An",
    "082": "Tiền Giang",
    "083": "Bến Tre",
    "084": "Trà Vinh",
    "086": "Vĩnh Long",
    "087": "Đồng Tháp",
    "089": "An Giang",
    "091": "Kiên Giang",
    "092": "Cần Thơ",
    "093": "Hậu Giang",
    "094": "Sóc Trăng",
    "095": "Bạc Liêu",
    "096": "Cà Mau",
}
# From here on the code is a foreign country's, for births registered there.
_FIRST_COUNTRY = "100"

# The fourth digit tells century and sex together: even for men, two digits for each century from 1900 on.
_CENTURIES = {"0": 1900, "1": 1900, "2": 2000, "3": 2000}


@dataclass(eq=False)
class InvalidCitizenIdError(IdentityFormatError):
    """A citizen id is not twelve digits."""

    code: ClassVar[str] = "identity.citizen_id"


@dataclass(eq=False)
class ImpossibleCitizenIdError(InvalidCitizenIdError):
    """Twelve digits name a province that never was, or a century that has not come."""

    code: ClassVar[str] = "identity.citizen_id_impossible"


@dataclass(eq=False)
class InvalidOldCitizenIdError(IdentityFormatError):
    """An old identity card's number is not nine digits."""

    code: ClassVar[str] = "identity.old_citizen_id"


class Mismatch(StrEnum):
    """What a citizen id says otherwise than the words beside it."""

    BIRTH_YEAR = "birth_year"
    SEX = "sex"


@dataclass(frozen=True, slots=True)
class CitizenId:
    """The twelve digits of a citizen's card: place of registration, century and sex, year, six more."""

    value: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read it as people type it, or refuse it."""
        number = digits(text, 12, InvalidCitizenIdError)
        place, century = number[:3], number[3]
        if (place < _FIRST_COUNTRY and place not in BIRTH_PROVINCES) or century not in _CENTURIES:
            raise ImpossibleCitizenIdError(len(number))
        return cls(number)

    @property
    def birth_province(self) -> str | None:
        """The province of registration by its old name; nothing for births registered abroad."""
        return BIRTH_PROVINCES.get(self.value[:3])

    @property
    def sex(self) -> Sex:
        """The sex that the number was given for."""
        return Sex.FEMALE if int(self.value[3]) % 2 else Sex.MALE

    @property
    def birth_year(self) -> int:
        """The year of birth, with its century."""
        return _CENTURIES[self.value[3]] + int(self.value[4:6])

    def mismatches(self, birth: PartialDate | None, sex: Sex | None) -> tuple[Mismatch, ...]:
        """Name what it contradicts: a wrong digit, or another person's number."""
        found = []
        if birth is not None and birth.year != self.birth_year:
            found.append(Mismatch.BIRTH_YEAR)
        if sex is not None and sex is not self.sex:
            found.append(Mismatch.SEX)
        return tuple(found)

    def masked(self) -> str:
        """Show enough to recognise it by, not enough to copy."""
        return masked(self.value, 3, 4)

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class OldCitizenId:
    """The nine digits of the identity card of before 2016; old rows and new cards still name it."""

    value: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read it as people type it, or refuse it."""
        return cls(digits(text, 9, InvalidOldCitizenIdError))

    def masked(self) -> str:
        """Show enough to recognise it by, not enough to copy."""
        return masked(self.value, 2, 3)

    def __str__(self) -> str:
        return self.value
