"""Draws a page of a paper that the core has made, so that the screen shows what will be printed."""

from PySide6.QtGui import QImage


def draw_page(content: bytes, width: int, page: int = 0) -> QImage:
    """Draw one page of a PDF so many pixels wide; for tasks only, it takes its time."""
    # Loaded when the first paper is shown: the windows should be quick to come up.
    from pypdfium2 import PdfDocument  # noqa: PLC0415

    with PdfDocument(content) as document:
        sheet = document[page]
        bitmap = sheet.render(scale=width / sheet.get_width(), rev_byteorder=True, prefer_bgrx=True)
        drawn = QImage(
            bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGBX8888
        )
        # The bytes go with this function.
        return drawn.copy()
