"""What can be proved of a paper by machine: its words, its QR codes, its edges."""

import shutil
import struct
import subprocess
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path

import pypdfium2
import zxingcpp
from PIL import Image

_QR_DPI = 200
_POINTS = 72
_EDGE = 0.5
_GREYS = 16
_RASTER, _RESET, _CUT = b"\x1dv0\x00", b"\x1b@", b"\x1dVB"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a machine reads on a paper, page by page."""

    texts: tuple[str, ...]
    codes: frozenset[str]
    outside: int

    @property
    def text(self) -> str:
        """All of it."""
        return " ".join(self.texts)


def read_pdf(path: Path) -> Reading:
    """Read a PDF as other programs do."""
    with pypdfium2.PdfDocument(path) as document:
        texts, codes, outside = list[str](), set[str](), 0
        for page in document:
            text = page.get_textpage()
            texts.append(unicodedata.normalize("NFC", text.get_text_range()))
            outside += sum(_leaves(box, page.get_size()) for box in _boxes(text))
            codes |= set(codes_of(page.render(scale=_QR_DPI / _POINTS).to_pil()))
    return Reading(tuple(texts), frozenset(codes), outside)


def read_roll(path: Path) -> Reading:
    """Read what a printer of rolls is sent, as the printer would: dots, and codes in them."""
    return Reading(("",), frozenset(codes_of(roll_picture(path.read_bytes()).convert("L"))), 0)


def read_message(path: Path) -> Reading:
    """Read messages."""
    return Reading((unicodedata.normalize("NFC", path.read_text(encoding="utf-8")),), frozenset(), 0)


def read_pictures(path: Path) -> Reading:
    """Read the codes of a folder of pictures."""
    codes = set[str]()
    for each in sorted(path.iterdir()):
        with Image.open(each) as picture:
            codes |= set(codes_of(picture.convert("L")))
    return Reading(("",) * len(list(path.iterdir())), frozenset(codes), 0)


def content_of(path: Path) -> bytes:
    """Return what a file holds, or all files of a folder one behind the other."""
    if path.is_file():
        return path.read_bytes()
    return b"".join(each.name.encode() + each.read_bytes() for each in sorted(path.iterdir()))


def roll_picture(sent: bytes) -> Image.Image:
    """Print the bands of dots one below the other; raise ``ValueError`` for what is no band, start or cut."""
    bands, at = list[Image.Image](), 0
    while at < len(sent):
        if sent.startswith(_RASTER, at):
            across, down = struct.unpack_from("<HH", sent, at + len(_RASTER))
            begin = at + len(_RASTER) + 4
            at = begin + across * down
            bands.append(Image.frombytes("1", (across * 8, down), sent[begin:at]).point(lambda dot: not dot))
        elif sent.startswith(_RESET, at):
            at += len(_RESET)
        elif sent.startswith(_CUT, at):
            at += len(_CUT) + 1
        else:
            raise ValueError(f"no command of a roll at {at}")
    whole = Image.new("1", (bands[0].width, sum(each.height for each in bands)), 1)
    top = 0
    for each in bands:
        whole.paste(each, (0, top))
        top += each.height
    return whole


def plain_text(path: Path) -> str | None:
    """Return what ``pdftotext`` finds in a PDF, where there is one."""
    program = shutil.which("pdftotext")
    if program is None:
        return None
    done = subprocess.run(
        [program, "-raw", str(path), "-"], capture_output=True, check=True, encoding="utf-8"
    )
    return unicodedata.normalize("NFC", done.stdout)


def codes_of(picture: Image.Image) -> Iterator[str]:
    """Read the QR codes of a picture."""
    for each in zxingcpp.read_barcodes(
        picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    ):
        yield each.text


def missing_words(source: Iterable[str], text: str) -> list[str]:
    """Return the words of a source that a text lacks; a word may be broken over lines."""
    seen, joined = set(text.split()), "".join(text.split())
    words = (word for said in source for word in unicodedata.normalize("NFC", said).split())
    wanted = dict.fromkeys(word for word in words if any(letter.isalnum() for letter in word))
    return [word for word in wanted if word not in seen and word not in joined]


def words_in(value: object) -> Iterator[str]:
    """Find every text of what a paper is made from, however deep it lies."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            yield from words_in(getattr(value, each.name))
    elif isinstance(value, list | tuple):
        for each in value:
            yield from words_in(each)


def pictures_of(path: Path, most: int, dpi: int) -> Iterator[Image.Image]:
    """Draw the first pages of a paper, in few shades of grey, so that the files stay small."""
    if path.suffix == ".escpos":
        yield roll_picture(path.read_bytes())
    elif path.is_dir():
        for each in sorted(path.iterdir())[:most]:
            with Image.open(each) as picture:
                small = picture.convert("L").resize((picture.width // 2, picture.height // 2))
                yield small.quantize(_GREYS, dither=Image.Dither.NONE)
    elif path.suffix == ".pdf":
        yield from _pages_of(path, most, dpi)


def _pages_of(path: Path, most: int, dpi: int) -> Iterator[Image.Image]:
    with pypdfium2.PdfDocument(path) as document:
        for at in range(min(most, len(document))):
            drawn = document[at].render(scale=dpi / _POINTS, grayscale=True).to_pil()
            yield drawn.quantize(_GREYS, dither=Image.Dither.NONE)


def _boxes(text: pypdfium2.PdfTextPage) -> Iterator[tuple[float, float, float, float]]:
    for at in range(text.count_chars()):
        yield text.get_charbox(at)


def _leaves(box: tuple[float, float, float, float], size: tuple[float, float]) -> bool:
    left, bottom, right, top = box
    width, height = size
    if left == right and bottom == top:
        return False
    return left < -_EDGE or bottom < -_EDGE or right > width + _EDGE or top > height + _EDGE
