"""The monthly list of people whose cover ends (D08a-TS), as read and as kept."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from agent_app.domain.calendar import PartialDate
from agent_app.domain.due_layout import ListLayout, ListWarning, MonthSource, RowKind
from agent_app.domain.money import Dong


class Scheme(StrEnum):
    """The two schemes that an agent collects for; the value is the word of the lists."""

    HEALTH = "BHYT"
    PENSION = "BHXH TN"


class Sex(StrEnum):
    """A person's sex, in the lists' words."""

    MALE = "nam"
    FEMALE = "nữ"


class Change(StrEnum):
    """Why a cell is kept otherwise than it stood."""

    ZEROS = "zeros"
    CARD_NUMBER = "card_number"
    SERIAL_DATE = "serial_date"
    CAPITALS = "capitals"
    LETTERS = "letters"
    PHONE_FORM = "phone_form"
    LOOK_ALIKES = "look_alikes"
    WORDS = "words"
    DATE_ORDER = "date_order"
    UNIT = "unit"
    WHOLE_MONTH = "whole_month"


@dataclass(frozen=True, slots=True)
class Correction:
    """One cell that was mended while reading: which field, what stood there, what is kept, and why."""

    field: str
    before: str
    after: str
    why: Change


class DoubtKind(StrEnum):
    """Why somebody should look at a line that was accepted."""

    UNREADABLE = "unreadable"
    OLD_CITIZEN_ID = "old_citizen_id"
    ENDS_BEFORE_START = "ends_before_start"
    BORN_LATER = "born_later"
    SEVERAL_PHONES = "several_phones"
    SAME_NUMBER = "same_number"


@dataclass(frozen=True, slots=True)
class Doubt:
    """One field of an accepted line that may be wrong; ``value`` is what stood there."""

    field: str
    value: str
    why: DoubtKind


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
    sheet: str = ""
    corrections: tuple[Correction, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A line that cannot be taken: its row in the sheet, the fault's code and what stood there.

    ``about`` is ``name``, ``identity``, ``date`` or ``amount``; ``caption`` names the column.
    """

    row: int
    about: str
    value: str
    caption: str = ""
    sheet: str = ""
    original: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RepeatedRow:
    """A line that says what an earlier one said."""

    row: int
    repeats: int
    sheet: str = ""
    original: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that is no person's line."""

    row: int
    kind: RowKind
    sheet: str = ""


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
    month_from: MonthSource = MonthSource.GIVEN
    repeated: tuple[RepeatedRow, ...] = ()
    skipped_rows: tuple[SkippedRow, ...] = ()
    layout: ListLayout | None = None
    warnings: tuple[ListWarning, ...] = ()

    @property
    def sums(self) -> dict[Scheme, Dong]:
        """What the accepted lines of each scheme come to."""
        told = Counter[Scheme]()
        for row in self.rows:
            told[row.scheme] += row.amount or 0
        return {scheme: Dong(told[scheme]) for scheme in Scheme if scheme in told}

    @property
    def skipped_by_kind(self) -> dict[RowKind, int]:
        """How many rows of each kind are no person's line."""
        told = Counter(each.kind for each in self.skipped_rows)
        return {kind: told[kind] for kind in RowKind if kind in told}


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
