"""What was understood of the layout of a monthly list: its sheets, columns, letters and month."""

from dataclasses import dataclass
from enum import StrEnum

from agent_app.domain.legacy_text import Lettering
from agent_app.domain.text_encoding import StoredAs


class ListField(StrEnum):
    """What a column of a monthly list can be about; the value is the word of mappings and answers.

    The last ones are parts of others, or are known and left aside.
    """

    NAME = "name"
    INSURANCE_NO = "insurance_no"
    CITIZEN_ID = "citizen_id"
    BIRTH = "birth"
    SEX = "sex"
    ADDRESS = "address"
    PHONE = "phone"
    SCHEME = "scheme"
    GROUP = "group"
    COVERED_FROM = "from"
    COVERED_TO = "to"
    PAID_TO = "paid_to"
    MONTHS = "months"
    AMOUNT = "amount"
    PENSION_AMOUNT = "pension_amount"
    HOUSEHOLD_NO = "household_no"
    FACILITY = "facility"
    AGENT_CODE = "agent_code"
    CARD_NO = "card_no"
    FAMILY_NAME = "family_name"
    GIVEN_NAME = "given_name"
    BIRTH_DAY = "birth_day"
    BIRTH_MONTH = "birth_month"
    BIRTH_YEAR = "birth_year"
    ONLY_YEAR = "year_only"
    BIRTH_OF_MEN = "birth_male"
    BIRTH_OF_WOMEN = "birth_female"
    MALE = "male"
    FEMALE = "female"
    HAMLET = "hamlet"
    COMMUNE = "commune"
    DISTRICT = "district"
    PROVINCE = "province"
    ORDINAL = "ordinal_"
    BASE = "base_"
    HEAD = "head_"
    UNIT = "unit_"
    NOTE = "note_"
    OTHER = "other_"

    @property
    def is_left_aside(self) -> bool:
        """Tell fields that are only known so that no other field takes their column."""
        return self.value.endswith("_")


class RowKind(StrEnum):
    """Rows of a list that are no person's line."""

    COVER = "cover"
    TITLE = "title"
    HEADER = "header"
    NUMBERING = "numbering"
    GROUP = "group"
    TOTAL = "total"
    SIGNATURE = "signature"
    BLANK = "blank"


class MonthSource(StrEnum):
    """Where the month of a list was found."""

    GIVEN = "given"
    TITLE = "title"
    SHEET = "sheet"
    ENDS = "ends"


class ListWarning(StrEnum):
    """What somebody should know of a file that could be read all the same."""

    MACROS = "macros"
    WRONG_EXTENSION = "wrong_extension"
    HIDDEN_SHEETS = "hidden_sheets"
    OTHER_SHEETS = "other_sheets"
    BAD_BYTES = "bad_bytes"
    MONTH_DIFFERS = "month_differs"
    TOTAL_DIFFERS = "total_differs"
    OLD_LETTERS = "old_letters"
    AMBIGUOUS_COLUMNS = "ambiguous_columns"
    UNKNOWN_COLUMNS = "unknown_columns"
    MAPPING_UNUSED = "mapping_unused"


@dataclass(frozen=True, slots=True)
class LetterEvidence:
    """Why a column's letters were read as they were: different words that only one reading explains.

    ``fonts`` names the old fonts that the workbook gives to its cells; ``preview`` shows some texts before
    and after.
    """

    words: int = 0
    telling: int = 0
    unread: int = 0
    fonts: tuple[str, ...] = ()
    preview: tuple[tuple[str, str], ...] = ()


NO_EVIDENCE = LetterEvidence()


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """One column: its place (from 0), its caption, what it was taken for, and how sure that is (0 to 1).

    ``candidates`` are what else it could be, best first; ``by_hand`` says that a mapping decided.
    """

    index: int
    caption: str
    field: ListField | None = None
    confidence: float = 0.0
    candidates: tuple[tuple[ListField, float], ...] = ()
    by_hand: bool = False
    filled: int = 0
    lettering: Lettering = Lettering.ASCII
    evidence: LetterEvidence = NO_EVIDENCE

    @property
    def letters(self) -> str:
        """Its name in a spreadsheet: A, B … AA."""
        return column_letters(self.index)


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """One sheet of a workbook; without a header it is a cover, or about something else.

    ``header`` holds the first and the last row of the captions, counted from 1; ``fingerprint`` tells one
    set of captions from another, whatever lines stand below.
    """

    name: str
    rows: int
    header: tuple[int, int] | None = None
    columns: tuple[ColumnReading, ...] = ()
    fingerprint: str = ""
    month: str | None = None

    @property
    def fields(self) -> dict[ListField, ColumnReading]:
        """The columns by what they are about."""
        return {column.field: column for column in self.columns if column.field is not None}

    @property
    def unmapped(self) -> tuple[ColumnReading, ...]:
        """The columns with a caption that nothing is known about."""
        return tuple(column for column in self.columns if column.field is None and column.caption)


@dataclass(frozen=True, slots=True)
class ListLayout:
    """All sheets of a file, and in which kind of bytes its text is stored."""

    kind: str
    stored_as: StoredAs
    sheets: tuple[SheetLayout, ...]
    lettering: Lettering = Lettering.UNICODE

    @property
    def lists(self) -> tuple[SheetLayout, ...]:
        """The sheets that hold lines."""
        return tuple(sheet for sheet in self.sheets if sheet.header is not None)

    @property
    def unknown_captions(self) -> tuple[str, ...]:
        """The captions of filled columns that nothing is known about and that nobody has left aside."""
        columns = (column for sheet in self.lists for column in sheet.unmapped)
        told = (column.caption for column in columns if column.filled and not column.by_hand)
        return tuple(dict.fromkeys(told))

    @property
    def fingerprint(self) -> str:
        """The fingerprint by which a mapping of columns is remembered: that of the first list."""
        return next((sheet.fingerprint for sheet in self.lists), "")


def column_letters(column: int) -> str:
    """Name a column, counted from 0, as spreadsheets do."""
    name = ""
    rest = column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        name = chr(ord("A") + letter) + name
    return name
