"""Draws a page on a printer in bands, each as few bits as it needs: what is black on white takes one a dot.

Painting holds up every other thread, so no band may take longer than an eye notices.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from agent_app.ui.paper import POINTS_PER_INCH, Document, PageSize
from agent_app.ui.printing.imposing import Spot

SHARPEST = 600
"""In dots to an inch: no eye sees more of a black letter on paper."""

_SHARPEST_COLOUR = 300
_DOTS_OF_A_BAND = 1_000_000
_COLOUR_DOTS_OF_A_BAND = 250_000
_BLACK_UP_TO, _WHITE_FROM = 96, 250
_BLACK_AND_WHITE = [0xFF000000, 0xFFFFFFFF]


@dataclass(frozen=True, slots=True)
class Band:
    """Some lines of dots of a page, and where they come to stand on the printer."""

    image: QImage
    target: QRectF


def bands(document: Document, spot: Spot, size: PageSize, resolution: int) -> Iterator[Band]:
    """Draw a page from top to bottom for a printer with so many dots to an inch."""
    gray = document.draw(spot.page, 1.0).allGray()
    density = min(resolution, SHARPEST if gray else _SHARPEST_COLOUR)
    scale = density / POINTS_PER_INCH * spot.scale
    across, down = math.ceil(size.width * scale), math.ceil(size.height * scale)
    lines = max(1, (_DOTS_OF_A_BAND if gray else _COLOUR_DOTS_OF_A_BAND) // across)
    left, top = (each * resolution / POINTS_PER_INCH for each in (spot.left, spot.top))
    dots = resolution / density
    for first in range(0, down, lines):
        below = max(0, down - first - lines)
        crop = (0.0, _cut(below, scale), 0.0, _cut(first, scale))
        image = document.draw(spot.page, scale, crop, sharp=gray)
        target = QRectF(left, top + first * dots, image.width() * dots, image.height() * dots)
        yield Band(_in_few_bits(image) if gray else image, target)


def ink(painter: QPainter, band: Band) -> None:
    """Put a band on the paper."""
    # Letters that are squeezed as photographs are neither sharp nor small.
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
    painter.drawImage(band.target, band.image)


def _cut(dots: int, scale: float) -> float:
    """Say in points what leaves so many whole dots out: whoever crops rounds up."""
    return max(0.0, dots - 0.5) / scale


def _in_few_bits(gray: QImage) -> QImage:
    """Take one bit a dot where every dot is black or white."""
    from PIL import Image  # noqa: PLC0415 (not before the first print)

    size = (gray.width(), gray.height())
    dots = Image.frombuffer("L", size, bytes(gray.constBits()), "raw", "L", gray.bytesPerLine(), 1)
    shades = dots.histogram()
    if any(shades[_BLACK_UP_TO + 1 : _WHITE_FROM]):
        return gray
    packed = dots.convert("1", dither=Image.Dither.NONE)
    image = QImage(
        packed.tobytes(), gray.width(), gray.height(), (gray.width() + 7) // 8, QImage.Format.Format_Mono
    )
    # The other way round Qt would not know it as black and white.
    image.setColorTable(_BLACK_AND_WHITE)
    return image.copy()
