"""The paper of a receipt, on whatever it may be printed on."""

from functools import partial

from agent_app.domain.print_log import PaperKind, PrintWay
from agent_app.domain.receipt import Receipt, ReceiptForm, ReceiptId
from agent_app.services.ports import ReceiptPrint
from agent_app.services.work import Report
from agent_app.ui.core import Core
from agent_app.ui.printing.wanted import PaperWanted, PrintRun
from agent_app.ui.words import _

_FORM_COPIES = 2


def receipt_paper(receipt: Receipt) -> PaperWanted:
    """Ask for a receipt's paper."""
    number = receipt.shown_number
    numbered = receipt.form is ReceiptForm.SELF_PRINTED
    return PaperWanted(
        PaperKind.RECEIPT,
        _("Biên lai {number}").format(number=number) if number else _("Phiếu xác nhận thu tiền"),
        partial(look_at_receipt, receipt.id),
        partial(print_receipt, receipt.id, PrintRun(PrintWay.PRINTER, _FORM_COPIES if numbered else 1)),
        _file_stem(receipt),
        partial(print_receipt, receipt.id),
        own_copies=_FORM_COPIES if numbered else 1,
    )


def look_at_receipt(receipt_id: ReceiptId, core: Core, _report: Report) -> bytes:
    """Make what the next print would be."""
    return core.papers.receipt(receipt_id)


def print_receipt(receipt_id: ReceiptId, run: PrintRun, core: Core, _report: Report) -> bytes:
    """Log a print and make it."""
    return core.papers.print_receipt(receipt_id, ReceiptPrint(run.way, run.copies)).content


def _file_stem(receipt: Receipt) -> str:
    """Name a file by the receipt's number only."""
    book = "".join(letter for letter in receipt.book or "" if letter.isalnum())
    return f"bien-lai-{book}-{receipt.shown_number or receipt.id}"
