"""What is struck across a paper that is void."""

from reportlab.pdfgen.canvas import Canvas

from agent_app.printing.fonts import BOLD, register_fonts

VOID = "HỦY"
_SIZE = 150
_SLANT = 25
_RED, _OPACITY = (0.75, 0.1, 0.1), 0.45


def strike_void(canvas: Canvas, width: float, height: float) -> None:
    """Write across the whole page that it counts no more; what stands below stays readable."""
    register_fonts()
    canvas.saveState()
    canvas.setFillColorRGB(*_RED, alpha=_OPACITY)
    canvas.translate(width / 2, height / 2)
    canvas.rotate(_SLANT)
    canvas.setFont(BOLD, _SIZE)
    canvas.drawCentredString(0, -_SIZE / 3, VOID)
    canvas.restoreState()
