"""The monthly list of people whose cover ends (D08a-TS), as read and as kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from agent_app.domain.calendar import PartialDate
from agent_app.domain.money import Dong


class Scheme(StrEnum):
    """The two schemes that an agent collects for; the value is the word of the lists."""

    HEALTH = "BHYT"
    PENSION = "BHXH TN"


class Sex(StrEnum):
    """A person's sex, in the lists' words."""

    MALE = "nam"
    FEMALE = "nữ"


@dataclass(frozen=True, slots=True)
class DueRow:
    """One accepted line of a monthly list; a field that the file does not carry is ``None``.

    ``amount`` is in đồng, ``months`` a number of months, ``covered_*`` civil dates of the cover that
    ends, ``row`` the sheet's row counted from 1, ``original`` its cells by caption, as text.
    """

    row: int
    name: str
    insurance_no: str | None = None
    citizen_id: str | None = None
    birth: PartialDate | None = None
    sex: Sex | None = None
    address: str | None = None
    phone: str | None = None
    scheme: Scheme = Scheme.HEALTH
    group: str | None = None
    covered_from: PartialDate | None = None
    covered_to: PartialDate | None = None
    months: int | None = None
    amount: Dong | None = None
    household_no: str | None = None
    facility: str | None = None
    agent_code: str | None = None
    original: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A line that cannot be taken: its row in the sheet, the field it is about and what stood there."""

    row: int
    about: str
    value: str


@dataclass(frozen=True, slots=True)
class DueListReading:
    """All that was understood of one workbook, before anything is stored.

    ``month`` is ``YYYY-MM``; ``duplicates`` counts repeated lines, ``skipped`` the rows that are no
    person's line (titles, captions, numbering, totals, signatures).
    """

    month: str
    rows: tuple[DueRow, ...]
    rejected: tuple[RejectedRow, ...]
    duplicates: int
    skipped: int
    file_hash: bytes


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One person of a commune's register, as an office's file gives it."""

    row: int
    name: str
    household_no: str
    insurance_no: str | None = None
    citizen_id: str | None = None
    birth: PartialDate | None = None
    sex: Sex | None = None
    address: str | None = None
    hamlet: str | None = None
    phone: str | None = None
    relation: str | None = None
    group: str | None = None
    facility: str | None = None


@dataclass(frozen=True, slots=True)
class AreaReading:
    """What was understood of a commune's register file."""

    rows: tuple[AreaRow, ...]
    rejected: tuple[RejectedRow, ...]
