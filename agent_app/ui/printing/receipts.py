"""The paper of a receipt, on whatever it may be printed on."""

from dataclasses import replace
from functools import partial

from agent_app.domain.print_log import PaperKind, PaperSize
from agent_app.domain.receipt import Receipt, ReceiptForm, ReceiptId
from agent_app.services.ports import ReceiptPrint
from agent_app.services.work import Report
from agent_app.ui.core import Core
from agent_app.ui.printing.wanted import PaperWanted, PrintRun
from agent_app.ui.words import _

_FORM_COPIES = 2


def receipt_paper(receipt: Receipt) -> PaperWanted:
    """Ask for a receipt's paper: the form or the slip on A5, or a slip on a roll."""
    sheet = _on(receipt, PaperSize.A5, _("Khổ A5"))
    rolls = (
        _on(receipt, PaperSize.ROLL_80, _("Giấy nhiệt 80 mm")),
        _on(receipt, PaperSize.ROLL_58, _("Giấy nhiệt 58 mm")),
    )
    return replace(sheet, others=rolls)


def look_at_receipt(receipt_id: ReceiptId, size: PaperSize, core: Core, _report: Report) -> bytes:
    """Make what the next print would be."""
    return core.papers.receipt(receipt_id, ReceiptPrint(size=size))


def print_receipt(
    receipt_id: ReceiptId, size: PaperSize, run: PrintRun, core: Core, _report: Report
) -> bytes:
    """Log a print and make it."""
    return core.papers.print_receipt(receipt_id, ReceiptPrint(run.way, run.copies, size)).content


def send_receipt(
    receipt_id: ReceiptId, size: PaperSize, address: str, run: PrintRun, core: Core, _report: Report
) -> None:
    """Log a print and send it to a printer of rolls."""
    core.papers.send_receipt(receipt_id, ReceiptPrint(run.way, run.copies, size), address)


def _on(receipt: Receipt, size: PaperSize, shape: str) -> PaperWanted:
    number, roll = receipt.shown_number, size is not PaperSize.A5
    form = receipt.form is ReceiptForm.SELF_PRINTED and not roll
    copies = _FORM_COPIES if form else 1
    return PaperWanted(
        PaperKind.RECEIPT_ROLL if roll else PaperKind.RECEIPT,
        _("Biên lai {number}").format(number=number) if number else _("Phiếu xác nhận thu tiền"),
        partial(look_at_receipt, receipt.id, size),
        partial(print_receipt, receipt.id, size),
        _file_stem(receipt),
        copies,
        partial(send_receipt, receipt.id, size) if roll else None,
        shape,
    )


def _file_stem(receipt: Receipt) -> str:
    """Name a file by the receipt's number only."""
    book = "".join(letter for letter in receipt.book or "" if letter.isalnum())
    return f"bien-lai-{book}-{receipt.shown_number or receipt.id}"
