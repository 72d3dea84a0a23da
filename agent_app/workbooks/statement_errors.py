"""What can be wrong with a file that should be a bank's statement; each has words of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from agent_app.workbooks.errors import (
    NotAWorkbookError,
    WorkbookDamagedError,
    WorkbookEmptyError,
    WorkbookError,
    WorkbookMissingError,
    WorkbookProtectedError,
    WorkbookReaderError,
    WorkbookTooLargeError,
    WorkbookWebPageError,
)


@dataclass(eq=False)
class StatementMissingError(WorkbookError):
    """There is no such file, or it cannot be opened."""

    code: ClassVar[str] = "statement.missing"


@dataclass(eq=False)
class StatementEmptyError(WorkbookError):
    """The file holds no cell."""

    code: ClassVar[str] = "statement.empty"


@dataclass(eq=False)
class StatementNotATableError(WorkbookError):
    """The file is of another kind."""

    code: ClassVar[str] = "statement.not_a_table"


@dataclass(eq=False)
class StatementProtectedError(WorkbookError):
    """The file opens only with a password."""

    code: ClassVar[str] = "statement.protected"


@dataclass(eq=False)
class StatementDamagedError(WorkbookError):
    """The file is cut off or changed inside."""

    code: ClassVar[str] = "statement.damaged"


@dataclass(eq=False)
class StatementTooLargeError(WorkbookError):
    """The file unpacks to more than any statement holds."""

    code: ClassVar[str] = "statement.too_large"


@dataclass(eq=False)
class StatementReaderError(WorkbookError):
    """The process that reads the file died, spoke nonsense or took too long."""

    code: ClassVar[str] = "statement.reader"
    seconds: int


@dataclass(eq=False)
class StatementWebPageError(WorkbookError):
    """The file is a web page or XML under a workbook's name."""

    code: ClassVar[str] = "statement.web_page"


_OF: Mapping[type[WorkbookError], type[WorkbookError]] = {
    WorkbookMissingError: StatementMissingError,
    WorkbookEmptyError: StatementEmptyError,
    NotAWorkbookError: StatementNotATableError,
    WorkbookProtectedError: StatementProtectedError,
    WorkbookDamagedError: StatementDamagedError,
    WorkbookTooLargeError: StatementTooLargeError,
    WorkbookWebPageError: StatementWebPageError,
}


def as_statement(error: WorkbookError) -> WorkbookError:
    """Tell a failure of reading as one of a statement."""
    if isinstance(error, WorkbookReaderError):
        return StatementReaderError(error.file, error.seconds)
    own = _OF.get(type(error))
    return error if own is None else own(error.file)
