"""What stands below a receipt's form: how it was paid, what became of it, and a code to check it by."""

from collections.abc import Sequence

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepInFrame, Paragraph

from agent_app.printing.qr import QUIET, draw_qr, qr_path
from agent_app.printing.styles import said

CODE = 17 * mm
_ABOVE = 1.5 * mm
_CHECK = 40 * mm
_GAP = 2.5 * mm
_TALLEST = 26 * mm
# As large as any code that checks a receipt.
_ANY = "AAAA-AAAA"


class Foot(Flowable):
    """Lines on the left, the code on the right; the code's quiet zone reaches into the margins.

    A draft has no code, and leaves the room for it: it is laid out as the receipt will be.
    """

    def __init__(self, lines: Sequence[str], check: str, left: ParagraphStyle, right: ParagraphStyle) -> None:
        """Take the lines, the code that a payer can compare or scan (none on a draft), and two styles."""
        super().__init__()
        self._said: list[Flowable] = [said(each, left) for each in lines if each]
        self._check = check
        self._caption: Paragraph = said(f"Kiểm tra: {check}", right)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Measure at a width."""
        del height
        self.width = width
        self._text = KeepInFrame(self._text_width(), _TALLEST, self._said, mode="shrink")
        tall = self._text.wrapOn(self.canv, self._text_width(), _TALLEST)[1] + _ABOVE
        self.height = max(tall, CODE - self._quiet())
        return width, self.height

    def draw(self) -> None:
        """Draw both from the top."""
        canvas: Canvas = self.canv
        tall = self._text.wrapOn(canvas, self._text_width(), _TALLEST)[1]
        self._text.drawOn(canvas, 0, self.height - _ABOVE - tall)
        if not self._check:
            return
        left = self.width - CODE + self._quiet()
        draw_qr(canvas, self._check, left, self.height - CODE, CODE)
        tall = self._caption.wrapOn(canvas, _CHECK, CODE)[1]
        self._caption.drawOn(canvas, left + self._quiet() - _GAP - _CHECK, self.height - (CODE + tall) / 2)

    def _text_width(self) -> float:
        return self.width - (CODE + _CHECK + _GAP)

    def _quiet(self) -> float:
        return CODE * QUIET / qr_path(self._check or _ANY)[0]
