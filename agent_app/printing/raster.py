"""Pages of a PDF as pictures of black dots, as coarse printers want them."""

from collections.abc import Iterator

from PIL import Image

from agent_app.runtime.pdfium import PDFIUM
from agent_app.services.print_failures import PrintPartMissingError

_PART = "pypdfium2"
_DARK = 150
"""Greys below it become black: strokes that are thinner than a dot must not break."""

_HAIR = 1 - 1e-6
"""A page is rounded up to whole dots; where it has whole dots, the file's rounding must not add one."""


def pages_in_dots(pdf: bytes, dots_per_point: float) -> Iterator[Image.Image]:
    """Yield each page in black and white; raise ``PrintPartMissingError`` where no reader is installed."""
    try:
        import pypdfium2  # noqa: PLC0415 (an optional part, and slow to load)
    except ImportError as error:
        raise PrintPartMissingError(_PART) from error
    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        pages = len(document)
    try:
        for at in range(pages):
            with PDFIUM:
                page = document[at]
                grey = page.render(scale=dots_per_point * _HAIR, grayscale=True).to_pil().copy()
                page.close()
            yield grey.point(lambda shade: 0 if shade < _DARK else 255).convert("1", dither=Image.Dither.NONE)
    finally:
        with PDFIUM:
            document.close()
