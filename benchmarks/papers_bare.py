"""The same sheets of notices by plain calls of the library: no words to find, nothing to lay out."""

from collections.abc import Sequence
from io import BytesIO

import zxingcpp
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from agent_app.printing.setting import Block, Code

Place = tuple[float, float, list[tuple[float, Block]]]
"""Left, top, and what stands there below the top."""


def draw_bare(pages: Sequence[Sequence[Place]]) -> bytes:
    """Draw what was laid out beforehand, one call for each text, line and run of modules."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    for page in pages:
        for left, top, blocks in page:
            for below, block in blocks:
                _draw_block(canvas, block, left, top - below)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw_block(canvas: Canvas, block: Block, left: float, top: float) -> None:
    for x, y, font, size, words in block.texts:
        canvas.setFont(font, size)
        canvas.drawString(left + x, top - y, words)
    for x, y, width, weight in block.rules:
        canvas.setLineWidth(weight)
        canvas.line(left + x, top - y, left + x + width, top - y)
    for code in block.codes:
        _draw_code(canvas, code, left + code.x, top - code.y)


def _draw_code(canvas: Canvas, code: Code, left: float, top: float) -> None:
    made = zxingcpp.create_barcode(code.payload, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    rows = Image.fromarray(made.to_image(scale=1))
    width, height = rows.size
    module, lights = code.side / width, rows.tobytes()
    path = canvas.beginPath()
    for y in range(1, height + 1):
        row = lights[(y - 1) * width : y * width]
        begun: int | None = None
        for x, light in enumerate((*row, 1)):
            if not light and begun is None:
                begun = x
            elif light and begun is not None:
                path.rect(left + begun * module, top - y * module, (x - begun) * module, module)
                begun = None
    canvas.drawPath(path, stroke=0, fill=1)
