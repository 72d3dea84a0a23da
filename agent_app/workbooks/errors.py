"""What can be wrong with a file that was chosen for reading; the facts hold its name and no person."""

from dataclasses import dataclass
from typing import ClassVar

from agent_app.domain.errors import InputError


@dataclass(eq=False)
class WorkbookError(InputError):
    """A file cannot be read; what was read before it stays as it was."""

    code: ClassVar[str] = "workbook"
    file: str


@dataclass(eq=False)
class WorkbookMissingError(WorkbookError):
    """There is no such file, or it cannot be opened."""

    code: ClassVar[str] = "workbook.missing"


@dataclass(eq=False)
class NotAWorkbookError(WorkbookError):
    """The file is of another kind."""

    code: ClassVar[str] = "workbook.not_a_workbook"


@dataclass(eq=False)
class WorkbookEmptyError(WorkbookError):
    """The file holds no cell, or no line below its header."""

    code: ClassVar[str] = "workbook.empty"


@dataclass(eq=False)
class WorkbookProtectedError(WorkbookError):
    """The file opens only with a password."""

    code: ClassVar[str] = "workbook.protected"


@dataclass(eq=False)
class WorkbookDamagedError(WorkbookError):
    """The file is cut off or changed inside."""

    code: ClassVar[str] = "workbook.damaged"


@dataclass(eq=False)
class WorkbookTooLargeError(WorkbookError):
    """The file unpacks to more than any monthly list holds."""

    code: ClassVar[str] = "workbook.too_large"


@dataclass(eq=False)
class WorkbookHeaderError(WorkbookError):
    """No row of the file looks like the header that is needed."""

    code: ClassVar[str] = "workbook.no_header"


@dataclass(eq=False)
class StatementHeaderError(WorkbookError):
    """No row of the file names a day, an amount that came in and a purpose, as a bank's statement does."""

    code: ClassVar[str] = "workbook.no_statement"


@dataclass(eq=False)
class WorkbookMonthError(WorkbookError):
    """Neither title, nor sheet, nor lines tell the month of the list."""

    code: ClassVar[str] = "workbook.no_month"


@dataclass(eq=False)
class WorkbookReaderError(WorkbookError):
    """The process that reads the file died, spoke nonsense or took too long."""

    code: ClassVar[str] = "workbook.reader"
    seconds: int


@dataclass(eq=False)
class WorkbookWebPageError(WorkbookError):
    """The file is a web page or XML under a workbook's name."""

    code: ClassVar[str] = "workbook.web_page"


@dataclass(eq=False)
class WorkbookOtherFormError(WorkbookError):
    """The file is another form of the office, not a list of people whose cover ends."""

    code: ClassVar[str] = "workbook.other_form"
    form: str


@dataclass(eq=False)
class WorkbookMonthsDifferError(WorkbookError):
    """The file holds lists of different months."""

    code: ClassVar[str] = "workbook.months_differ"
    months: str


@dataclass(eq=False)
class ColumnUnknownError(WorkbookError):
    """A mapping names a column that the file does not have."""

    code: ClassVar[str] = "workbook.column_unknown"
    column: str


@dataclass(eq=False)
class FieldUnknownError(WorkbookError):
    """A mapping names a field that a list does not have."""

    code: ClassVar[str] = "workbook.field_unknown"
    field: str
    known: str
