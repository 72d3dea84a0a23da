"""A slip as the printers of rolls understand it: pictures in bands (``GS v 0``), and a cut after each."""

from collections.abc import Iterator

from PIL import Image, ImageChops

from agent_app.domain.print_log import PaperSize
from agent_app.printing.forms.roll import DOT, ROLLS
from agent_app.printing.raster import pages_in_dots

RESET = b"\x1b@"
CUT = b"\x1dV\x42\x10"
"""Feed sixteen dots beyond the last line to the knife, and cut all but a bridge."""

BAND = 256
"""How many lines are sent at once: cheap printers hold no more."""


def to_escpos(pdf: bytes, size: PaperSize) -> bytes:
    """Turn a slip's pages into bytes for a printer of its width."""
    dots = ROLLS[size].dots
    return b"".join(
        part for page in pages_in_dots(pdf, 1 / DOT) for part in (RESET, *_bands(_middle(page, dots)), CUT)
    )


def _middle(page: Image.Image, dots: int) -> Image.Image:
    """Cut the sides off that the head does not reach."""
    left = (page.width - dots) // 2
    return page.crop((left, 0, left + dots, page.height))


def _bands(page: Image.Image) -> Iterator[bytes]:
    dark = ImageChops.invert(page.convert("L")).convert("1")
    for top in range(0, page.height, BAND):
        band = dark.crop((0, top, page.width, min(top + BAND, page.height)))
        across, down = band.width // 8, band.height
        yield b"\x1dv0\x00" + across.to_bytes(2, "little") + down.to_bytes(2, "little") + band.tobytes()
