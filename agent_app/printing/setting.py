"""Sets plain lines of text by hand: for papers that are made by the thousand, where paragraphs cost too much.

Lengths are in points; a place within a block is counted from its upper left corner, downwards.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from agent_app.printing.fonts import SANS, printable
from agent_app.printing.forgetting import forgettable
from agent_app.printing.qr import draw_qr
from agent_app.printing.styles import LEADING

_REMEMBERED = 8_192
_ASCENT = 0.95
# A width that was added up of words may differ from the line's by so much.
_SLACK = 0.01


class Text(NamedTuple):
    """One run of text on its baseline."""

    x: float
    y: float
    font: str
    size: float
    words: str


class Rule(NamedTuple):
    """A hairline."""

    x: float
    y: float
    width: float
    weight: float = 0.5


class Code(NamedTuple):
    """A QR code, its quiet zone included."""

    x: float
    y: float
    side: float
    payload: str


@dataclass(slots=True)
class Block:
    """What stays together on one page, and how high it is; ``row`` is read by the captions above it."""

    height: float = 0.0
    texts: list[Text] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    codes: list[Code] = field(default_factory=list)
    row: bool = False

    def write(self, x: float, font: str, size: float, lines: Iterable[str]) -> None:
        """Set lines below what is there, from ``x`` on."""
        for words in lines:
            self.texts.append(Text(x, self.height + size * _ASCENT, font, size, words))
            self.height += size * LEADING

    def write_centred(self, width: float, font: str, size: float, lines: Iterable[str]) -> None:
        """Set lines below what is there, in the middle."""
        for words in lines:
            self.write((width - width_of(words, font, size)) / 2, font, size, (words,))

    def put(self, right: float, y: float, font: str, size: float, words: str) -> None:
        """Set a text so that it ends at ``right``, its line beginning at ``y``."""
        self.texts.append(Text(right - width_of(words, font, size), y + size * _ASCENT, font, size, words))

    def rule(self, width: float) -> None:
        """Draw a hairline below what is there."""
        self.rules.append(Rule(0, self.height, width))


@forgettable
@lru_cache(maxsize=_REMEMBERED)
def _advance(words: str, font: str) -> float:
    return float(stringWidth(words, font, 1))


def width_of(words: str, font: str, size: float) -> float:
    """Measure a run of text."""
    return _advance(words, font) * size


@forgettable
@lru_cache(maxsize=_REMEMBERED)
def shown(text: str) -> str:
    """Make a text fit to be set, as all papers do; whatever it holds, nothing of it is a command."""
    return printable(text, SANS)


@forgettable
@lru_cache(maxsize=_REMEMBERED)
def wrapped(text: str, font: str, size: float, width: float) -> tuple[str, ...]:
    """Break a text into lines; a word that is wider than a line is cut."""
    return tuple(_lines(shown(text), font, width / size + _SLACK))


def _lines(text: str, font: str, room: float) -> Iterator[str]:
    space, line, used = _advance(" ", font), "", 0.0
    for word in _words(text, font, room):
        wide = _advance(word, font)
        if line and used + space + wide > room:
            yield line
            line, used = word, wide
        else:
            line, used = (f"{line} {word}", used + space + wide) if line else (word, wide)
    if line:
        yield line


def _words(text: str, font: str, room: float) -> Iterator[str]:
    for word in text.split():
        rest = word
        while _advance(rest, font) > room and len(rest) > 1:
            taken = _fitting(rest, font, room)
            yield rest[:taken]
            rest = rest[taken:]
        yield rest


def _fitting(word: str, font: str, room: float) -> int:
    """Return how many of a word's letters fit, one at least."""
    fits = (at for at in range(len(word) - 1, 1, -1) if _advance(word[:at], font) <= room)
    return next(fits, 1)


def draw(canvas: Canvas, blocks: Sequence[tuple[float, Block]], left: float, top: float) -> None:
    """Draw blocks, each so far below ``top``."""
    run = canvas.beginText()
    inked = ("", 0.0)
    for below, block in blocks:
        for x, y, font, size, words in block.texts:
            if (font, size) != inked:
                run.setFont(font, size)
                inked = (font, size)
            run.setTextOrigin(left + x, top - below - y)
            run.textOut(words)
    canvas.drawText(run)
    for below, block in blocks:
        for x, y, width, weight in block.rules:
            canvas.setLineWidth(weight)
            canvas.line(left + x, top - below - y, left + x + width, top - below - y)
        for x, y, side, payload in block.codes:
            draw_qr(canvas, payload, left + x, top - below - y - side, side)
