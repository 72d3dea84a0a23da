"""Papers of receipts: looked at as often as one likes, printed only into the log."""

import logging
from contextlib import suppress
from dataclasses import dataclass, replace

from agent_app.domain.errors import EnvironmentFailure
from agent_app.domain.receipt import ReceiptId
from agent_app.services.access import AccessLog
from agent_app.services.failures import NotEnrolledError, ReceiptUnknownError
from agent_app.services.lines import ReceiptView
from agent_app.services.ports import (
    OpenUnit,
    Queries,
    ReceiptPaper,
    ReceiptPress,
    ReceiptPrint,
    RollPrinters,
    UnitOfWork,
)
from agent_app.services.print_failures import PaperNotOutError
from agent_app.services.print_register import PrintRegister

log = logging.getLogger(__name__)

SHEET = ReceiptPrint()
"""The form's own copies on A5, as a PDF."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What goes to the printer or into a file, the how-manieth print it is, and whether the log knows."""

    content: bytes
    nth: int
    logged: bool = True


@dataclass(frozen=True, slots=True)
class _Found:
    """A receipt with the ones before and after it, read before the right to write is taken."""

    view: ReceiptView
    replaces: ReceiptView | None
    replaced_by: ReceiptView | None


@dataclass(frozen=True, slots=True)
class PaperService:
    """Makes papers of receipts that are kept, as they were issued, whoever was erased since."""

    queries: Queries
    open_unit: OpenUnit
    press: ReceiptPress
    rolls: RollPrinters
    register: PrintRegister
    access: AccessLog

    def receipt(self, receipt_id: ReceiptId, how: ReceiptPrint = SHEET) -> bytes:
        """Return what the next print would be, to be looked at: of printing nothing is logged."""
        found = self._found(receipt_id)
        with self.open_unit() as unit:
            nth = unit.prints.times(how.kind, receipt_id) + 1
            paper = replace(_as_issued(unit, found, how), nth=nth)
        self.access.saw("receipt", receipt_id, ("name",))
        return self.press.receipt(paper)

    def print_receipt(self, receipt_id: ReceiptId, how: ReceiptPrint = SHEET) -> Printed:
        """Log a print and return it; the log is on disk before anybody has the paper.

        Where the store cannot be written the paper goes out all the same, and says so.
        """
        found = self._found(receipt_id)
        with self.open_unit() as unit:
            nth = unit.prints.times(how.kind, receipt_id) + 1
            paper = replace(_as_issued(unit, found, how), nth=nth)
        try:
            return self._logged(paper)
        except EnvironmentFailure as error:
            # Who has paid is owed the paper, and it says for itself that the log does not know of it.
            log.info("print not logged: %s", error.code)
        return Printed(self.press.receipt(replace(paper, logged=False)), nth, logged=False)

    def _logged(self, paper: ReceiptPaper) -> Printed:
        how, receipt_id = paper.how, paper.view.receipt.id
        with self.open_unit() as unit:
            nth = self.register.enter(unit, how.kind, receipt_id, how.way, how.copies or 1)
            content = self.press.receipt(replace(paper, nth=nth))
            unit.commit()
        return Printed(content, nth)

    def send_receipt(self, receipt_id: ReceiptId, how: ReceiptPrint, address: str) -> Printed:
        """Print on a roll's printer, which must be there before anything is logged."""
        with self.rolls.reach(address) as send:
            printed = self.print_receipt(receipt_id, how)
            try:
                send(printed.content)
            except OSError as error:
                raise PaperNotOutError(address, printed.nth) from error
        return printed

    def _found(self, receipt_id: ReceiptId) -> _Found:
        view = self.queries.receipt(receipt_id)
        return _Found(view, self._beside(view.receipt.replaces), self._beside(view.replaced_by))

    def _beside(self, receipt_id: ReceiptId | None) -> ReceiptView | None:
        if receipt_id is not None:
            with suppress(ReceiptUnknownError):
                return self.queries.receipt(receipt_id)
        return None


def _as_issued(unit: UnitOfWork, found: _Found, how: ReceiptPrint) -> ReceiptPaper:
    """Put what was issued and signed in the place of what screens show, under the office's name."""
    enrolment = unit.device.identity().enrolment
    if enrolment is None:
        raise NotEnrolledError
    shown = found.view.receipt
    issued = unit.privacy.issued(shown.id) or shown
    return ReceiptPaper(
        replace(found.view, receipt=issued),
        enrolment,
        replace(how, copies=how.copies_of(issued.form)),
        replaces=found.replaces,
        replaced_by=found.replaced_by,
    )
