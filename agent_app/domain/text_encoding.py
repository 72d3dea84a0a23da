"""Which bytes a text file is written in, and how its letters are meant: found, shown, never changed."""

import codecs
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from agent_app.domain.legacy_text import Detection, Lettering, detect, to_unicode
from agent_app.domain.names import nfc

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NUL_SHARE = 0.2
_PREVIEW = 5


class StoredAs(StrEnum):
    """The bytes of a text."""

    ASCII = "ascii"
    UTF_8 = "utf-8"
    UTF_8_SIGNED = "utf-8-sig"
    UTF_16_LE = "utf-16-le"
    UTF_16_BE = "utf-16-be"
    WINDOWS_1258 = "windows-1258"
    SINGLE_BYTE = "single-byte"
    WORKBOOK = "workbook"
    BINARY = "binary"


class Form(StrEnum):
    """Whether letters and their marks are one sign or several."""

    COMPOSED = "nfc"
    DECOMPOSED = "nfd"
    OTHER = "mixed"


@dataclass(frozen=True, slots=True)
class TextFinding:
    """What a text is: its bytes, its letters, the form of them, and some lines before and after."""

    stored_as: StoredAs
    detection: Detection
    form: Form
    lines: int
    preview: tuple[tuple[str, str], ...]

    @property
    def encoding(self) -> str:
        """One word for it: the font's encoding where there is one, else that of the bytes."""
        if self.stored_as is StoredAs.BINARY:
            return "unknown"
        if self.stored_as is StoredAs.WINDOWS_1258:
            return StoredAs.WINDOWS_1258.value
        unread = self.detection.lettering is Lettering.UNICODE and self.stored_as is StoredAs.SINGLE_BYTE
        return "unknown" if unread else self.detection.lettering.value


def examine(raw: bytes) -> TextFinding:
    """Say what a file's bytes are."""
    stored_as, text = _decoded(raw)
    return examine_lines(text.splitlines(), stored_as)


def examine_lines(texts: Iterable[str], stored_as: StoredAs) -> TextFinding:
    """Say how lines or cells of one origin are lettered."""
    lines = [line for line in texts if line.strip()]
    found = detect(lines)
    return TextFinding(stored_as, found, _form(lines), len(lines), _preview(lines, found))


def _decoded(raw: bytes) -> tuple[StoredAs, str]:
    for mark, codec in _MARKS:
        if raw.startswith(mark):
            return _wide(raw.removeprefix(mark), StoredAs(codec))
    if 0 in raw:
        return _by_nul(raw)
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return _single_byte(raw)
    return (StoredAs.ASCII if text.isascii() else StoredAs.UTF_8), text


def _by_nul(raw: bytes) -> tuple[StoredAs, str]:
    """Tell UTF-16 without its mark by where the empty bytes stand."""
    odd, even = (raw[start::2].count(0) / max(len(raw) // 2, 1) for start in (1, 0))
    if odd > _NUL_SHARE and odd > 2 * even:
        return _wide(raw, StoredAs.UTF_16_LE)
    if even > _NUL_SHARE and even > 2 * odd:
        return _wide(raw, StoredAs.UTF_16_BE)
    return StoredAs.BINARY, ""


def _wide(raw: bytes, stored_as: StoredAs) -> tuple[StoredAs, str]:
    try:
        text = raw.decode("utf-8" if stored_as is StoredAs.UTF_8_SIGNED else stored_as.value)
    except UnicodeDecodeError:
        return StoredAs.BINARY, ""
    return (StoredAs.BINARY, "") if "\0" in text else (stored_as, text)


def _single_byte(raw: bytes) -> tuple[StoredAs, str]:
    """Choose between the code page with loose tone marks and the fonts' bytes by which makes syllables."""
    fonts = raw.decode("latin-1")
    try:
        page = nfc(raw.decode("cp1258"))
    except UnicodeDecodeError:
        return StoredAs.SINGLE_BYTE, fonts
    by_page, by_font = detect(page.splitlines()), detect(fonts.splitlines())
    read_by_font = max(by_font.evidence.only[kind] for kind in (Lettering.TCVN3, Lettering.VNI))
    read_by_page = by_page.evidence.words - by_page.evidence.unread
    if by_page.lettering is Lettering.UNICODE and read_by_page > max(read_by_font, by_page.evidence.unread):
        return StoredAs.WINDOWS_1258, page
    return StoredAs.SINGLE_BYTE, fonts


def _form(lines: list[str]) -> Form:
    composed = all(unicodedata.is_normalized("NFC", line) for line in lines)
    if composed:
        return Form.COMPOSED
    return Form.DECOMPOSED if all(unicodedata.is_normalized("NFD", line) for line in lines) else Form.OTHER


def _preview(lines: list[str], found: Detection) -> tuple[tuple[str, str], ...]:
    pairs = ((line, to_unicode(line, found.lettering)) for line in lines)
    return tuple(islice((pair for pair in pairs if pair[0] != pair[1]), _PREVIEW))
