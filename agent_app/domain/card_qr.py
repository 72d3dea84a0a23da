"""The codes on health cards and citizens' cards: read by position, tolerant of what editions differ in."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, TypeVar

from agent_app.domain.calendar import PartialDate
from agent_app.domain.citizen_id import CitizenId, Mismatch, OldCitizenId
from agent_app.domain.due_list import Sex
from agent_app.domain.errors import InputError
from agent_app.domain.identity import FacilityCode, HealthCardNo, SocialInsuranceNo
from agent_app.domain.names import clean
from agent_app.domain.written import SexCode, read_date, read_sex, write_sex

T = TypeVar("T")

SEPARATOR, END = "|", "$"
_EMPTY = {"", "-"}
_LEAST_FIELDS = 4
_CITIZEN_FIELDS = 6
_HEALTH_FIELDS = 16
_CITIZEN_DIGITS = 12


@dataclass(eq=False)
class CardUnreadableError(InputError):
    """A card's code lacks what a card must say; ``about`` names the field."""

    code: ClassVar[str] = "card.unreadable"
    about: str


class CardKind(StrEnum):
    """Which card a code is from."""

    HEALTH = "health-card"
    CITIZEN = "citizen-card"


@dataclass(frozen=True, slots=True)
class HealthCardCode:
    """What a health card's code says; the number is the person's own or, lately, the citizen id."""

    name: str
    birth: PartialDate
    card_no: HealthCardNo | None = None
    citizen_id: CitizenId | None = None
    sex: Sex | None = None
    address: str | None = None
    facility: FacilityCode | None = None
    valid_from: PartialDate | None = None
    valid_to: PartialDate | None = None
    issued_on: PartialDate | None = None
    file_no: str | None = None
    parent: str | None = None
    residence: str | None = None
    five_years_on: PartialDate | None = None
    check: str | None = field(default=None, repr=False)
    benefit: str | None = None
    issued_at: str | None = None

    @property
    def insurance_no(self) -> SocialInsuranceNo | None:
        """The person's number at the insurance agency, if the card shows it."""
        return self.card_no.insurance_no if self.card_no else None

    @property
    def mismatches(self) -> tuple[Mismatch, ...]:
        """What the citizen id contradicts."""
        return self.citizen_id.mismatches(self.birth, self.sex) if self.citizen_id else ()

    @property
    def text(self) -> str:
        """Write the code again, as a new card has it."""
        written: list[object] = [
            self.card_no or self.citizen_id,
            _hex(self.name),
            self.birth.shown,
            write_sex(self.sex, SexCode.HEALTH_CARD) if self.sex else None,
            _hex(self.address),
            str(self.facility).replace("-", " - ") if self.facility else None,
            *(day.shown if day else None for day in (self.valid_from, self.valid_to, self.issued_on)),
            self.file_no,
            self.parent,
            self.residence,
            self.five_years_on.shown if self.five_years_on else None,
            self.check,
            self.benefit,
            _hex(self.issued_at),
        ]
        return SEPARATOR.join("-" if value is None else str(value) for value in written) + SEPARATOR + END


@dataclass(frozen=True, slots=True)
class CitizenCardCode:
    """What a citizen's card says; newer cards say more, which is left aside."""

    citizen_id: CitizenId
    name: str
    birth: PartialDate
    sex: Sex | None = None
    address: str | None = None
    issued_on: PartialDate | None = None
    old_id: OldCitizenId | None = None

    @property
    def mismatches(self) -> tuple[Mismatch, ...]:
        """What the number contradicts."""
        return self.citizen_id.mismatches(self.birth, self.sex)

    @property
    def text(self) -> str:
        """Write the code again."""
        written = (
            self.citizen_id,
            self.old_id or "",
            self.name,
            _eight_digits(self.birth),
            write_sex(self.sex, SexCode.WORDS) if self.sex else "",
            self.address or "",
            _eight_digits(self.issued_on) if self.issued_on else "",
        )
        return SEPARATOR.join(map(str, written))


def split(text: str) -> list[str]:
    """Take a card's text apart; what follows the end sign is not part of it."""
    before, _end, _after = text.partition(END)
    return [clean(part) for part in before.strip("\r\n").split(SEPARATOR)]


def kind_of(fields: list[str]) -> CardKind | None:
    """Tell the card by where its dates stand; ``None`` if the text is no card's."""
    if len(fields) < _LEAST_FIELDS:
        return None
    if _date(fields[2]):
        return CardKind.HEALTH
    if len(fields) >= _HEALTH_FIELDS and _date(fields[3]) is None:
        return CardKind.HEALTH
    return CardKind.CITIZEN if _date(fields[3]) or len(fields[0]) == _CITIZEN_DIGITS else None


def read_health_card(fields: list[str]) -> HealthCardCode:
    """Read a health card by position; only number, name and birth must be there."""
    at = [*fields, *[""] * (_HEALTH_FIELDS - len(fields))]
    citizen_id = _or_none(CitizenId.parse, at[0]) if len(at[0]) == _CITIZEN_DIGITS else None
    card_no = None if citizen_id else _or_none(HealthCardNo.parse, at[0])
    birth = _date(at[2])
    if card_no is None and citizen_id is None:
        raise CardUnreadableError("number")
    if birth is None:
        raise CardUnreadableError("birth")
    return HealthCardCode(
        name=_name(hex_text(at[1]) or ""),
        birth=birth,
        card_no=card_no,
        citizen_id=citizen_id,
        sex=_or_none(lambda text: read_sex(text, SexCode.HEALTH_CARD), at[3]) or _or_none(read_sex, at[3]),
        address=hex_text(at[4]),
        facility=_or_none(FacilityCode.parse, at[5]),
        valid_from=_date(at[6]),
        valid_to=_date(at[7]),
        issued_on=_date(at[8]),
        file_no=_given(at[9]),
        parent=hex_text(at[10]),
        residence=_given(at[11]),
        five_years_on=_date(at[12]),
        check=_given(at[13]),
        benefit=_given(at[14]),
        issued_at=hex_text(at[15]),
    )


def read_citizen_card(fields: list[str]) -> CitizenCardCode:
    """Read a citizen's card: number, old number, name, birth, sex, address, day of issue, more or less."""
    if len(fields) < _CITIZEN_FIELDS:
        raise CardUnreadableError("fields")
    birth = _date(fields[3])
    if birth is None:
        raise CardUnreadableError("birth")
    return CitizenCardCode(
        citizen_id=CitizenId.parse(fields[0]),
        old_id=_or_none(OldCitizenId.parse, fields[1]),
        name=_name(fields[2]),
        birth=birth,
        sex=_or_none(read_sex, fields[4]),
        address=_given(fields[5]),
        issued_on=_date(fields[6]) if len(fields) > _CITIZEN_FIELDS else None,
    )


def hex_text(written: str) -> str | None:
    """Read text written as the hexadecimal digits of its UTF-8; some cards write it plainly."""
    if written in _EMPTY:
        return None
    try:
        return clean(bytes.fromhex(written).decode()) or None
    except ValueError:
        return written


def _hex(text: str | None) -> str | None:
    return text.encode().hex() if text else None


def _name(text: str) -> str:
    if not any(map(str.isalpha, text)) or any(map(str.isdigit, text)):
        raise CardUnreadableError("name")
    return text


def _given(text: str) -> str | None:
    return None if text in _EMPTY else text


def _date(text: str) -> PartialDate | None:
    return _or_none(read_date, text)


def _eight_digits(day: PartialDate) -> str:
    return f"{day.day or 0:02d}{day.month or 0:02d}{day.year:04d}"


def _or_none(read: Callable[[str], T], text: str) -> T | None:
    with suppress(InputError):
        return read(text)
    return None
