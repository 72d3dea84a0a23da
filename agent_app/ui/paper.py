"""Draws the pages of a paper that the core has made, for the screen as for the printer; for tasks only."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from agent_app.runtime.pdfium import PDFIUM

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

POINTS_PER_INCH = 72
Crop = tuple[float, float, float, float]
"""What is cut off at the left, bottom, right and top, in points."""
WHOLE: Crop = (0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class PageSize:
    """How large a page is, in points."""

    width: float
    height: float


class Document:
    """An open PDF; every call waits until nobody else draws."""

    def __init__(self, document: "PdfDocument") -> None:
        self._document = document

    def sizes(self) -> tuple[PageSize, ...]:
        """Say how large each page is."""
        with PDFIUM:
            return tuple(PageSize(*self._document.get_page_size(at)) for at in range(len(self._document)))

    def draw(self, page: int, scale: float, crop: Crop = WHOLE, *, sharp: bool = False) -> QImage:
        """Draw what a crop leaves of a page, so many pixels to a point.

        ``sharp``: in grays, with edges as hard as those of a printer; else in colours and smoothly.
        """
        shape = QImage.Format.Format_Grayscale8 if sharp else QImage.Format.Format_RGBX8888
        with PDFIUM:
            sheet = self._document[page]
            bitmap = sheet.render(
                scale=scale,
                crop=crop,
                rev_byteorder=True,
                prefer_bgrx=True,
                grayscale=sharp,
                no_smoothtext=sharp,
                no_smoothimage=sharp,
                no_smoothpath=sharp,
            )
            drawn = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, shape)
            # The bytes go with this bitmap.
            drawn = drawn.copy()
            bitmap.close()
            sheet.close()
        return drawn


@contextmanager
def opened(content: bytes) -> Iterator[Document]:
    """Open a PDF."""
    # Loaded when the first paper is shown: the windows should be quick to come up.
    from pypdfium2 import PdfDocument  # noqa: PLC0415

    with PDFIUM:
        document = PdfDocument(content)
    try:
        yield Document(document)
    finally:
        with PDFIUM:
            document.close()


def draw_copy(content: bytes, width: int, copies: int = 1) -> tuple[QImage, ...]:
    """Draw the pages of the first of so many equal copies in a PDF, each so many pixels wide."""
    with opened(content) as document:
        sizes = document.sizes()
        pages = range(max(1, len(sizes) // copies))
        return tuple(document.draw(page, width / sizes[page].width) for page in pages)
