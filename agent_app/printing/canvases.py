"""The canvas that every paper is drawn on: the same input gives the same bytes, in embedded fonts only."""

from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from agent_app.printing.fonts import SERIF, Typeface, register_fonts

AUTHOR = "Đi Từng Nhà"


def new_canvas(out: BytesIO, size: tuple[float, float], title: str, typeface: Typeface = SERIF) -> Canvas:
    """Begin a PDF; a title names the paper, never a person: readers of files see it without opening them."""
    register_fonts(typeface)
    canvas = Canvas(
        out,
        pagesize=size,
        invariant=1,
        # Else Helvetica is named, which is not embedded. The stubs take the name of a font for a number.
        initialFontName=typeface.regular,  # type: ignore[arg-type]
        lang="vi-VN",
    )
    canvas.setTitle(title)
    canvas.setAuthor(AUTHOR)
    return canvas
