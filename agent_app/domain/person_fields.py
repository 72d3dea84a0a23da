"""What an agent types or scans of people and households: every field checked, or refused with its reason."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from agent_app.domain.calendar import PartialDate
from agent_app.domain.card_qr import CitizenCardCode, HealthCardCode
from agent_app.domain.checked_number import joined
from agent_app.domain.citizen_id import CitizenId, Mismatch
from agent_app.domain.due_list import Sex
from agent_app.domain.errors import AppError, InputError
from agent_app.domain.groups import HOUSEHOLD_GROUP, GroupUnknownError, PaidBy
from agent_app.domain.identity import FacilityCode, HealthCardNo, HouseholdNo, SocialInsuranceNo
from agent_app.domain.names import clean, hamlet_of, proper_case
from agent_app.domain.people_edit import RecordSource
from agent_app.domain.phone import Phone
from agent_app.domain.rates import RateBook
from agent_app.domain.written import SexCode, read_date, read_sex

_LONGEST_NAME = 100
_LONGEST_WORDS = 200
_LONG_CARD = 15
_SIGNS_IN_NAMES = re.compile(r"[ '’.\-]")
# Whoever is called older than this was born in another century.
_OLDEST = 130
_GROUP_FIGURES = (
    "health.support_share.",
    "health.benefit_level.",
    "pension.support_share.",
    *(f"health.paid_by_{payer.value}." for payer in PaidBy),
)


@dataclass(eq=False)
class NameUnreadableError(InputError):
    """A name is empty, too long, or holds what no name has."""

    code: ClassVar[str] = "person.name"


@dataclass(eq=False)
class BirthImpossibleError(InputError):
    """Nobody alive was born on this day."""

    code: ClassVar[str] = "person.birth"
    birth: str


@dataclass(eq=False)
class CitizenIdContradictsError(InputError):
    """A citizen id says another year of birth or another sex: a slip, or another person's number."""

    code: ClassVar[str] = "person.citizen_id_contradicts"
    about: Mismatch


@dataclass(eq=False)
class AddressMissingError(InputError):
    """A household needs an address: somebody has to find its door."""

    code: ClassVar[str] = "household.address"


@dataclass(frozen=True, slots=True)
class PersonFields:
    """What is said of a person, as typed; ``None`` says nothing, an empty text empties the field."""

    name: str | None = None
    birth: str | None = None
    sex: str | None = None
    citizen_id: str | None = None
    insurance_no: str | None = None
    phone: str | None = None
    relation: str | None = None
    health_group: str | None = None
    facility: str | None = None

    def over(self, other: "PersonFields") -> "PersonFields":
        """Lay what is said here over what another source says."""
        said = {name: getattr(self, name) for name in PersonFields.__dataclass_fields__}
        return PersonFields(
            **{name: getattr(other, name) if value is None else value for name, value in said.items()}
        )


@dataclass(frozen=True, slots=True)
class HouseholdFields:
    """What is said of a household, as typed; ``None`` says nothing, an empty text empties the field."""

    address: str | None = None
    hamlet: str | None = None
    household_no: str | None = None


def from_card(card: HealthCardCode | CitizenCardCode) -> tuple[PersonFields, RecordSource]:
    """Take from a card's code what a person's row keeps of it."""
    sex = card.sex.value if card.sex else None
    citizen_id = str(card.citizen_id) if card.citizen_id else None
    if isinstance(card, CitizenCardCode):
        return PersonFields(card.name, card.birth.shown, sex, citizen_id), RecordSource.CITIZEN_CARD
    insurance_no = str(card.insurance_no) if card.insurance_no else None
    group = card.card_no.group if card.card_no else None
    facility = str(card.facility) if card.facility else None
    fields = PersonFields(
        card.name, card.birth.shown, sex, citizen_id, insurance_no, health_group=group, facility=facility
    )
    return fields, RecordSource.HEALTH_CARD


def read_person_fields(fields: PersonFields, rates: RateBook, today: date) -> Mapping[str, str | None]:
    """Check each field that was said; give values as rows have them, nothing for an emptied one."""
    said, faults = try_person_fields(fields, rates, today)
    for fault in faults.values():
        raise fault
    return said


def try_person_fields(
    fields: PersonFields, rates: RateBook, today: date
) -> tuple[Mapping[str, str | None], Mapping[str, AppError]]:
    """Check each field that was said, and keep what is wrong with any of them beside what can be read."""
    readers: Mapping[str, Callable[[str], str]] = {
        "name": read_name,
        "birth": lambda text: _birth(text, today).iso,
        "sex": lambda text: read_sex(text, SexCode.OFFICE_LIST).value,
        "citizen_id": lambda text: CitizenId.parse(text).value,
        "insurance_no": read_insurance_no,
        "phone": lambda text: Phone.parse(text).value,
        "relation": words,
        "health_group": lambda text: known_group(text, rates),
        "facility": lambda text: FacilityCode.parse(text).value,
    }
    values: dict[str, str | None] = {}
    faults: dict[str, AppError] = {}
    for name, read in readers.items():
        said = getattr(fields, name)
        if said is None:
            continue
        try:
            values[name] = read(said) if name == "name" or clean(said) else None
        except AppError as error:
            faults[name] = error
    return values, faults


def read_household_fields(fields: HouseholdFields) -> Mapping[str, str | None]:
    """Check each field that was said; an address tells its hamlet where none is said."""
    said: dict[str, str | None] = {}
    if fields.address is not None:
        said["address"] = words(fields.address)
        if not said["address"]:
            raise AddressMissingError
        if fields.hamlet is None and (hamlet := hamlet_of(said["address"])):
            said["hamlet"] = hamlet
    if fields.hamlet is not None:
        said["hamlet"] = words(fields.hamlet) or None
    if fields.household_no is not None:
        number = clean(fields.household_no)
        said["household_no"] = HouseholdNo.parse(number).value if number else None
    return said


def read_name(text: str) -> str:
    """Read a name as papers have it: letters, and the signs that names of some peoples have inside."""
    name = proper_case(clean(text))
    letters = _SIGNS_IN_NAMES.sub("", name)
    if not letters.isalpha() or len(name) > _LONGEST_NAME:
        raise NameUnreadableError
    return name


def read_insurance_no(text: str) -> str:
    """Read a person's number, or that of a health card of the long form, which ends with it."""
    if len(joined(text)) == _LONG_CARD:
        return HealthCardNo.parse(text).insurance_no.value
    return SocialInsuranceNo.parse(text).value


def words(text: str) -> str:
    """Read free words, cut to what a row is made for."""
    return clean(text)[:_LONGEST_WORDS].strip()


def known_group(text: str, rates: RateBook) -> str:
    """Read an object code or a supported group; refuse what no figure knows."""
    written = clean(text)
    for group in (written, written.upper(), written.lower()):
        if group == HOUSEHOLD_GROUP or any(rates.knows(figure + group) for figure in _GROUP_FIGURES):
            return group
    raise GroupUnknownError(written)


def refuse_contradiction(citizen_id: str | None, birth: PartialDate | None, sex: Sex | None) -> None:
    """Refuse a citizen id that tells another birth or sex than is said beside it."""
    if citizen_id is not None and (wrong := CitizenId.listed(citizen_id).mismatches(birth, sex)):
        raise CitizenIdContradictsError(wrong[0])


def _birth(text: str, today: date) -> PartialDate:
    birth = read_date(text)
    first = date(birth.year, birth.month or 1, birth.day or 1)
    if first > today or birth.year < today.year - _OLDEST:
        raise BirthImpossibleError(birth.shown)
    return birth


def may_be_born(one: PartialDate | None, other: PartialDate | None) -> bool:
    """Tell whether two statements of a birth, each as precise as it is, can be of one day."""
    if one is None or other is None:
        return True
    pairs = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    return all(mine is None or theirs is None or mine == theirs for mine, theirs in pairs)
