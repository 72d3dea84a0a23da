"""The canvas that every paper is drawn on: the same input gives the same bytes, in embedded fonts only."""

from io import BytesIO

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFZCompress
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


def end_page(canvas: Canvas) -> None:
    """Go on to the next page, and keep the one that is done as small as the file will have it.

    The library keeps all pages as they were written until the file is ended: ten times the room.
    """
    canvas.showPage()
    # The library offers no way to a page that is done, and its stubs say nothing of the document.
    page = canvas._doc.Pages.pages[-1]  # type: ignore[attr-defined]  # noqa: SLF001
    packed = PDFZCompress.encode(page.stream)
    filters = PDFArray([PDFName(PDFZCompress.pdfname)])
    page.Contents, page.stream = PDFStream(PDFDictionary({"Filter": filters}), packed), None
