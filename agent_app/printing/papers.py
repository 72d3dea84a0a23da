"""The papers that this program prints; the first one loads the type-setting library."""

from dataclasses import dataclass

from agent_app.domain.enrolment import Enrolment
from agent_app.domain.receipt import ReceiptForm
from agent_app.printing.forms.c45bb_words import receipt_words
from agent_app.printing.forms.slip_words import slip_words
from agent_app.printing.one_press import PRESS
from agent_app.runtime.paper_words import print_note
from agent_app.services.lines import ReceiptView
from agent_app.services.ports import ReceiptPrint


@dataclass(frozen=True, slots=True)
class Papers:
    """Turns receipts into PDF files; may be called from several threads."""

    def receipt(
        self,
        view: ReceiptView,
        enrolment: Enrolment,
        how: ReceiptPrint,
        nth: int = 1,
        *,
        logged: bool = True,
    ) -> bytes:
        """Return the PDF of a receipt: copies of a C45-BB, or a slip where another form is the receipt.

        What is cancelled says so across every page.
        """
        from agent_app.printing.forms.c45bb import render_receipt  # noqa: PLC0415 (loads reportlab: slow)
        from agent_app.printing.forms.slip import render_slip  # noqa: PLC0415

        void = view.cancellation is not None
        copies, note = how.copies_of(view.receipt.form), print_note(nth, logged=logged)
        with PRESS:
            if view.receipt.form is ReceiptForm.SELF_PRINTED:
                words = receipt_words(view.receipt, enrolment, copies, note)
                return render_receipt(words, void=void)
            return render_slip(slip_words(view.receipt, enrolment, view.e_receipt, note), copies, void=void)
