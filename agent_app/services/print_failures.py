"""What may fail between a print that is logged and a paper that is in somebody's hand."""

from dataclasses import dataclass
from typing import ClassVar

from agent_app.domain.errors import EnvironmentFailure, InputError


@dataclass(eq=False)
class PaperNotOutError(EnvironmentFailure):
    """A print was logged, and then its file or printer failed: the next one is a reprint."""

    code: ClassVar[str] = "print.not_out"
    place: str
    nth: int


@dataclass(eq=False)
class NotAFileError(InputError):
    """What is to become a paper's file is there already and is a folder or a device; nothing was logged."""

    code: ClassVar[str] = "print.not_a_file"
    file_name: str


@dataclass(eq=False)
class RollPrinterMissingError(EnvironmentFailure):
    """The printer of rolls cannot be reached; nothing was logged."""

    code: ClassVar[str] = "print.roll_missing"
    address: str


@dataclass(eq=False)
class RollAddressError(InputError):
    """The address of a printer of rolls cannot be read."""

    code: ClassVar[str] = "print.roll_address"
    address: str


@dataclass(eq=False)
class PrintPartMissingError(EnvironmentFailure):
    """An optional part of the program that this way of printing needs is not installed."""

    code: ClassVar[str] = "print.part_missing"
    part: str
