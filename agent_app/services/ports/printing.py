"""What goes out on paper, and what is kept of it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from agent_app.domain.enrolment import Enrolment
from agent_app.domain.print_log import PaperKind, PaperSize, Printing, PrintWay, copies_of
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

    @property
    def kind(self) -> PaperKind:
        """Which paper it becomes."""
        return PaperKind.RECEIPT

    def copies_of(self, form: ReceiptForm) -> int:
        """Say how many copies to make: the form asks for one to keep and one to give away."""
        return copies_of(self.copies, _FORM_COPIES if form is ReceiptForm.SELF_PRINTED else 1)


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

    def add(self, printing: Printing) -> None:
        """Keep one print."""
        ...

    def add_all(self, printings: Iterable[Printing]) -> None:
        """Keep many prints at once."""
        ...


class PrintQueries(Protocol):
    """The read side of what was printed."""

    def recent(self, limit: int) -> list[PrintedLine]:
        """Return what went out last, newest first; what went out together is one line."""
        ...


class ReceiptPress(Protocol):
    """Turns receipts into paper."""

    def receipt(
        self,
        view: ReceiptView,
        enrolment: Enrolment,
        how: ReceiptPrint,
        nth: int = 1,
        *,
        logged: bool = True,
    ) -> bytes:
        """Return the paper, which says that it is a reprint (the ``nth`` print), or stands in no log."""
        ...
