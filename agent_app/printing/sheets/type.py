"""Measures texts and breaks them into lines: what takes the time of a long list."""

from dataclasses import dataclass
from functools import lru_cache

from reportlab.pdfbase import pdfmetrics

from agent_app.printing.fonts import printable, register_fonts, typeface_of
from agent_app.printing.forgetting import forgettable
from agent_app.printing.styles import LEADING

# A list names the same people, hamlets and schemes over and over.
_REMEMBERED = 16_384
_EM = 1000
# A number that is too wide is set smaller before it is broken.
_SMALLEST = 0.6


@dataclass(frozen=True, slots=True)
class Type:
    """A font at a size."""

    font: str
    size: float

    @property
    def leading(self) -> float:
        """How far two lines are apart."""
        return self.size * LEADING

    @property
    def drop(self) -> float:
        """How far the letters stand below the upper edge of their line, marks above capitals included."""
        return self.size

    def width(self, text: str) -> float:
        """Measure a text."""
        return _width(text, self.font) * self.size / _EM

    def lines(self, text: str, width: float) -> list[str]:
        """Break a text into lines; a word that no line holds is broken anywhere."""
        return [line for part in text.split("\n") for line in self._broken(_shown(part, self.font), width)]

    def fitting(self, text: str, width: float) -> "Type":
        """Set smaller what is one word, such as an amount, and too wide."""
        needed = max((self.width(_shown(part, self.font)) for part in text.split("\n")), default=0.0)
        if needed <= width or " " in text.strip():
            return self
        return Type(self.font, max(self.size * width / needed, self.size * _SMALLEST))

    def _broken(self, text: str, width: float) -> list[str]:
        if self.width(text) <= width:
            return [text]
        lines, line, used, space = list[str](), "", 0.0, self.width(" ")
        for word in text.split(" "):
            wide = self.width(word)
            if line and used + space + wide <= width:
                line, used = f"{line} {word}", used + space + wide
                continue
            if line:
                lines.append(line)
            *whole, line = self._cut(word, width) if wide > width else [word]
            lines += whole
            used = self.width(line)
        return [*lines, line]

    def _cut(self, word: str, width: float) -> list[str]:
        parts, part, used = list[str](), "", 0.0
        for letter in word:
            wide = self.width(letter)
            if part and used + wide > width:
                parts.append(part)
                part, used = "", 0.0
            part, used = part + letter, used + wide
        return [*parts, part]


@forgettable
@lru_cache(maxsize=_REMEMBERED)
def _width(text: str, font: str) -> float:
    register_fonts(typeface_of(font))
    return float(pdfmetrics.stringWidth(text, font, _EM))


@forgettable
@lru_cache(maxsize=_REMEMBERED)
def _shown(text: str, font: str) -> str:
    return printable(text, typeface_of(font))
