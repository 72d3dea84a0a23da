"""Codes as images: found in a photo or a screenshot, and drawn for one."""

import warnings
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from struct import error as StructError  # noqa: N812 (it is a class)
from typing import ClassVar
from zlib import error as ZlibError  # noqa: N812 (it is a class)

import zxingcpp
from PIL import Image

from agent_app.domain.errors import EnvironmentFailure, InputError
from agent_app.domain.names import nfc

# What phones, screenshots and scanners make; a format not named here is not even tried.
_FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "GIF", "TIFF")
LARGEST_FILE = 64_000_000
_SCALE = 8

# A crafted or cut image makes Pillow's readers fail in any of these ways.
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    StructError,
    ZlibError,
    IndexError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


@dataclass(eq=False)
class ImageUnreadableError(InputError):
    """A file is no image that can be read, or is larger than any photo."""

    code: ClassVar[str] = "image.unreadable"
    file: str


@dataclass(eq=False)
class NoCodeInImageError(InputError):
    """An image shows no code, or too blurred a one."""

    code: ClassVar[str] = "image.no_code"
    file: str


@dataclass(eq=False)
class ImageUnwritableError(EnvironmentFailure):
    """The file of an image cannot be written."""

    code: ClassVar[str] = "image.unwritable"
    file: str


def read_codes(path: Path) -> list[str]:
    """Read the text of every QR code that an image shows, as UTF-8 wherever it is that."""
    file = nfc(path.name)
    picture = _grey(path, file)
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    texts = [_text(each) for each in found if each.valid]
    if not texts:
        raise NoCodeInImageError(file)
    return texts


def qr_png(text: str) -> bytes:
    """Draw a text as a QR code, with its quiet zone, at a size that phones read from paper and screen."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    out = BytesIO()
    Image.fromarray(code.to_image(scale=_SCALE)).save(out, "PNG", optimize=True)
    return out.getvalue()


def write_qr_png(text: str, path: Path) -> None:
    """Write a text's QR code to a file."""
    try:
        path.write_bytes(qr_png(text))
    except OSError as error:
        raise ImageUnwritableError(nfc(path.name)) from error


def _grey(path: Path, file: str) -> Image.Image:
    try:
        # A pipe or a device would be read for ever.
        if not path.is_file() or path.stat().st_size > LARGEST_FILE:
            raise ImageUnreadableError(file)
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(path.read_bytes()), formats=_FORMATS) as image:
                return _on_white(image)
    except _BROKEN as error:
        raise ImageUnreadableError(file) from error


def _on_white(image: Image.Image) -> Image.Image:
    """Put transparent images on white, as every viewer shows them."""
    if "A" not in image.getbands() and "transparency" not in image.info:
        return image.convert("L")
    layered = image.convert("RGBA")
    paper = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(paper, layered).convert("L")


def _text(code: zxingcpp.Barcode) -> str:
    """Take the bytes as UTF-8; the library would guess, and guess Vietnamese wrong."""
    try:
        return code.bytes.decode()
    except UnicodeDecodeError:
        return code.text
