"""The papers that this program prints; the first one loads the type-setting library."""

from dataclasses import dataclass, replace

from agent_app.domain.enrolment import Enrolment
from agent_app.domain.print_log import PaperKind, PrintWay
from agent_app.domain.receipt import ReceiptForm
from agent_app.printing.forms.beside import beside
from agent_app.printing.forms.c45bb_words import receipt_words
from agent_app.printing.forms.roll_words import roll_words
from agent_app.printing.forms.slip_words import slip_words
from agent_app.printing.one_press import PRESS
from agent_app.services.lines import ReceiptView
from agent_app.services.ports import ReceiptPaper


@dataclass(frozen=True, slots=True)
class Papers:
    """Turns receipts into PDF files; may be called from several threads."""

    def receipt(self, paper: ReceiptPaper) -> bytes:
        """Return a receipt's paper: copies of a C45-BB, a slip where another form is the receipt, or a roll.

        What is cancelled says so across every page.
        """
        with PRESS:
            if paper.how.kind is PaperKind.RECEIPT_ROLL:
                return _on_roll(paper)
            return _on_sheets(paper)

    def draft(self, view: ReceiptView, enrolment: Enrolment) -> bytes:
        """Return the PDF of a receipt that is not issued yet: it has nothing that could be checked."""
        from agent_app.printing.forms.c45bb import render_receipt  # noqa: PLC0415 (loads reportlab: slow)
        from agent_app.printing.forms.slip import render_slip  # noqa: PLC0415

        receipt = view.receipt
        with PRESS:
            if receipt.form is ReceiptForm.SELF_PRINTED:
                return render_receipt(replace(receipt_words(receipt, enrolment, copies=1), check=""))
            return render_slip(replace(slip_words(receipt, enrolment), check=""), void=False)


def _on_sheets(paper: ReceiptPaper) -> bytes:
    from agent_app.printing.forms.c45bb import render_receipt  # noqa: PLC0415 (loads reportlab: slow)
    from agent_app.printing.forms.slip import render_slip  # noqa: PLC0415

    receipt, void = paper.view.receipt, paper.view.cancellation is not None
    copies = paper.how.copies_of(receipt.form)
    if receipt.form is ReceiptForm.SELF_PRINTED:
        return render_receipt(receipt_words(receipt, paper.enrolment, beside(paper), copies), void=void)
    return render_slip(
        slip_words(receipt, paper.enrolment, paper.view.e_receipt, beside(paper)), copies, void=void
    )


def _on_roll(paper: ReceiptPaper) -> bytes:
    from agent_app.printing.forms.roll import render_roll  # noqa: PLC0415 (loads reportlab: slow)

    copies = paper.how.copies_of(paper.view.receipt.form)
    pdf = render_roll(roll_words(paper), paper.how.size, copies, void=paper.view.cancellation is not None)
    if paper.how.way is not PrintWay.ROLL:
        return pdf
    from agent_app.printing.escpos import to_escpos  # noqa: PLC0415 (loads a reader of PDF)

    return to_escpos(pdf, paper.how.size)
