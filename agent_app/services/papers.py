"""Papers of receipts: looked at as often as one likes, printed only into the log."""

import logging
from dataclasses import dataclass, replace

from agent_app.domain.enrolment import Enrolment
from agent_app.domain.errors import EnvironmentFailure
from agent_app.domain.receipt import ReceiptId
from agent_app.services.access import AccessLog
from agent_app.services.failures import NotEnrolledError
from agent_app.services.lines import ReceiptView
from agent_app.services.ports import OpenUnit, Queries, ReceiptPress, ReceiptPrint, UnitOfWork
from agent_app.services.print_register import PrintRegister

log = logging.getLogger(__name__)

SHEET = ReceiptPrint()
"""The form's own copies on A5, as a PDF."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What goes to the printer or into a file, and the how-manieth print it is."""

    content: bytes
    nth: int


@dataclass(frozen=True, slots=True)
class PaperService:
    """Makes papers of receipts that are kept, as they were issued, whoever was erased since."""

    queries: Queries
    open_unit: OpenUnit
    press: ReceiptPress
    register: PrintRegister
    access: AccessLog

    def receipt(self, receipt_id: ReceiptId, how: ReceiptPrint = SHEET) -> bytes:
        """Return what the next print would be, to be looked at: of printing nothing is logged."""
        view = self.queries.receipt(receipt_id)
        with self.open_unit() as unit:
            enrolment, issued = _enrolment(unit), _issued(unit, view)
            nth = unit.prints.times(how.kind, receipt_id) + 1
        self.access.saw("receipt", receipt_id, ("name",))
        return self.press.receipt(issued, enrolment, _counted(how, issued), nth)

    def print_receipt(self, receipt_id: ReceiptId, how: ReceiptPrint = SHEET) -> Printed:
        """Log a print and return it; the log is on disk before anybody has the paper.

        Where the store cannot be written the paper goes out all the same, and says so.
        """
        view = self.queries.receipt(receipt_id)
        with self.open_unit() as unit:
            enrolment, issued = _enrolment(unit), _issued(unit, view)
            counted = _counted(how, issued)
            nth = self.register.enter(unit, how.kind, receipt_id, how.way, counted.copies or 1)
            content = self.press.receipt(issued, enrolment, counted, nth)
            try:
                unit.commit()
            except EnvironmentFailure as error:
                # Who has paid is owed the paper, and it says for itself that the log does not know of it.
                log.info("print not logged: %s", error.code)
                return Printed(self.press.receipt(issued, enrolment, counted, nth, logged=False), nth)
        return Printed(content, nth)


def _enrolment(unit: UnitOfWork) -> Enrolment:
    enrolment = unit.device.identity().enrolment
    if enrolment is None:
        raise NotEnrolledError
    return enrolment


def _issued(unit: UnitOfWork, view: ReceiptView) -> ReceiptView:
    """Put what was issued and signed in the place of what screens show."""
    return replace(view, receipt=unit.privacy.issued(view.receipt.id) or view.receipt)


def _counted(how: ReceiptPrint, view: ReceiptView) -> ReceiptPrint:
    return replace(how, copies=how.copies_of(view.receipt.form))
