"""What may keep a paper from being printed; what it shows is kept."""

from dataclasses import dataclass
from typing import ClassVar

from agent_app.domain.errors import EnvironmentFailure


@dataclass(eq=False)
class NoPrinterError(EnvironmentFailure):
    """This computer has no printer."""

    code: ClassVar[str] = "printer.none"


@dataclass(eq=False)
class PrinterGoneError(EnvironmentFailure):
    """The printer that was chosen is no longer there."""

    code: ClassVar[str] = "printer.gone"
    printer: str


@dataclass(eq=False)
class PrinterStoppedError(EnvironmentFailure):
    """The printer that was chosen has been stopped, or tells of an error; nothing was logged."""

    code: ClassVar[str] = "printer.stopped"
    printer: str


@dataclass(eq=False)
class PrinterRefusedError(EnvironmentFailure):
    """A printer takes no page, or no further page after ``sheets`` of them."""

    code: ClassVar[str] = "printer.refused"
    printer: str
    sheets: int
