"""What can go wrong where an office says what it has made of receipts."""

from dataclasses import dataclass
from typing import ClassVar

from agent_app.domain.errors import InputError


@dataclass(eq=False)
class ReceiptNotHereError(InputError):
    """No receipt has come under this name."""

    code: ClassVar[str] = "confirmation.receipt"
    receipt: str


@dataclass(eq=False)
class ConfirmationWordError(InputError):
    """Either a code is needed or a reason, neither too long."""

    code: ClassVar[str] = "confirmation.word"
    most: int


@dataclass(eq=False)
class ConfirmationFileError(InputError):
    """The file cannot be read as a list of confirmations."""

    code: ClassVar[str] = "confirmation.file"
    path: str


@dataclass(eq=False)
class ConfirmationRowsError(InputError):
    """Some lines of the file cannot be used, so none is; ``rows`` names them."""

    code: ClassVar[str] = "confirmation.rows"
    rows: str
