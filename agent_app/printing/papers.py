"""The papers that this program prints; the first one loads the type-setting library."""

from dataclasses import dataclass, field
from threading import Lock

from agent_app.domain.enrolment import Enrolment
from agent_app.printing.forms.c45bb_words import receipt_words
from agent_app.services.lines import ReceiptView


@dataclass(frozen=True, slots=True)
class Papers:
    """Turns receipts into PDF files; may be called from several threads."""

    # Registered fonts read one shared file position while a subset is cut from them.
    _press: Lock = field(default_factory=Lock, repr=False, compare=False)

    def receipt(self, view: ReceiptView, enrolment: Enrolment) -> bytes:
        """Return the PDF of both copies of a receipt."""
        from agent_app.printing.forms.c45bb import render_receipt  # noqa: PLC0415 (loads reportlab: slow)

        with self._press:
            return render_receipt(receipt_words(view.receipt, enrolment))
