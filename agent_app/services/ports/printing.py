"""What goes out on paper, and what is kept of it."""

from collections.abc import Callable, Collection, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from agent_app.domain.enrolment import Enrolment
from agent_app.domain.print_log import PaperKind, PaperSize, Printing, PrintWay, SheetOnRollError, copies_of
from agent_app.domain.receipt import ReceiptForm
from agent_app.services.lines import ReceiptView
from agent_app.services.print_lines import PrintedLine

_FORM_COPIES = 2


@dataclass(frozen=True, slots=True)
class ReceiptPrint:
    """How a receipt is to be printed; no ``copies`` means as many as its form has."""

    way: PrintWay = PrintWay.PDF
    copies: int | None = None
    size: PaperSize = PaperSize.A5

    def __post_init__(self) -> None:
        if self.way is PrintWay.ROLL and self.size is PaperSize.A5:
            raise SheetOnRollError

    @property
    def kind(self) -> PaperKind:
        """Which paper it becomes: a slip on a roll is no print of the sheet."""
        return PaperKind.RECEIPT if self.size is PaperSize.A5 else PaperKind.RECEIPT_ROLL

    def copies_of(self, form: ReceiptForm) -> int:
        """Say how many copies to make: the form asks for one to keep and one to give away."""
        is_form = form is ReceiptForm.SELF_PRINTED and self.kind is PaperKind.RECEIPT
        return copies_of(self.copies, _FORM_COPIES if is_form else 1)


@dataclass(frozen=True, slots=True)
class ReceiptPaper:
    """All that a receipt's paper says: ``nth`` above 1 is a reprint, which ``logged`` says is kept.

    ``replaces`` and ``replaced_by`` are the receipts before and after it.
    """

    view: ReceiptView
    enrolment: Enrolment
    how: ReceiptPrint = ReceiptPrint()
    nth: int = 1
    logged: bool = True
    replaces: ReceiptView | None = None
    replaced_by: ReceiptView | None = None


class PrintLog(Protocol):
    """What was printed on this machine; it never leaves it."""

    def times(self, kind: PaperKind, about: UUID | None) -> int:
        """Say how often such a paper about something was printed."""
        ...

    def times_of(
        self, kind: PaperKind, papers: Collection[UUID], since: datetime | None = None
    ) -> dict[UUID, int]:
        """Say how often each of many was printed, as far as counted from an instant on; none means never."""
        ...

    def add_all(self, printings: Iterable[Printing]) -> None:
        """Keep many prints at once."""
        ...


@dataclass(frozen=True, slots=True)
class PrintFilter:
    """Which prints are asked for."""

    since: datetime | None = None
    kind: PaperKind | None = None
    about: UUID | None = None
    limit: int | None = None


class PrintQueries(Protocol):
    """The read side of the print log."""

    def printed(self, wanted: PrintFilter) -> list[Printing]:
        """Return what was printed, newest first."""
        ...

    def recent(self, limit: int) -> list[PrintedLine]:
        """Return what went out last, newest first; what went out together is one line."""
        ...


class ReceiptPress(Protocol):
    """Turns receipts into paper."""

    def receipt(self, paper: ReceiptPaper) -> bytes:
        """Return a PDF, or what a roll's printer understands."""
        ...


SendBytes = Callable[[bytes], None]
"""Sends a paper to a printer that is there; raises ``OSError`` where it takes no more."""


class RollPrinters(Protocol):
    """The printers of rolls that can be reached from here."""

    def reach(self, address: str) -> AbstractContextManager[SendBytes]:
        """Reach one, such as ``net:192.168.1.50``; raise ``RollPrinterMissingError``."""
        ...
