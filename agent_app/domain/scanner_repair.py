"""Undoing what keyboards do to a scanner's text: a scanner types, and Vietnamese typing gets in between.

What can be undone: UTF-8 that was typed byte by byte; the digits of the Vietnamese keyboard layout; caps
lock; and Telex or VNI keys that an input method swallowed inside hexadecimal digits, as long as one reading
alone makes sense. What cannot: letters that were dropped, and a key that another key has overwritten.
"""

import itertools
import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum

from agent_app.domain.names import nfc
from agent_app.domain.syllable import syllables


class Repair(StrEnum):
    """What had happened to a scanned text, and was undone."""

    BYTES = "bytes"
    KEYBOARD_LAYOUT = "keyboard_layout"
    CAPS_LOCK = "caps_lock"
    TELEX = "telex"
    VNI = "vni"


_CODE_PAGES = ("cp1252", "cp1258", "cp437", "cp850")
_LAYOUT = dict(zip("ăâêô\u0300\u0309\u0303\u0301\u0323đ", "1234567890", strict=True))
_SWAPPED = re.compile(r"[^\W\d_A-Z][^\W\d_a-z]+")

_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT, _HAT, _BREVE = (
    "\u0300",
    "\u0301",
    "\u0309",
    "\u0303",
    "\u0323",
    "\u0302",
    "\u0306",
)
# Only the keys that occur among hexadecimal digits: no s, r, x, j, w and no o, u.
_VNI_KEYS = dict(zip((_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT, _HAT, _BREVE), "1234568", strict=True))
_TELEX_TONES = {_GRAVE: "f"}
_TELEX_DOUBLED = {_HAT: {"a", "e"}}
_MOST_READINGS = 4096
_LETTERS_ON = re.compile(r"[^\W\d_]*")


def from_bytes(text: str) -> str | None:
    """Put UTF-8 together again whose bytes were typed as letters of a code page."""
    if text.isascii():
        return None
    # A no-break space, the second byte of "à", often arrives as a plain one.
    typed = (text, text.replace("Ã ", "Ã\xa0"))
    found = [read for each in typed for raw in _as_bytes(each) if (read := _utf_8(raw)) is not None]
    # Two pages may both give letters; the right one gives words.
    return max(found, key=syllables, default=None)


def _utf_8(raw: bytes) -> str | None:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return None


def _as_bytes(text: str) -> Iterator[bytes]:
    """Give the bytes that a text may have been, page by page."""
    for page in _CODE_PAGES:
        found = [_byte(letter, page) for letter in text]
        if None not in found:
            yield bytes(byte for byte in found if byte is not None)


def _byte(letter: str, page: str) -> int | None:
    """Find a letter's byte; what the page leaves undefined was typed as it is."""
    try:
        return letter.encode(page)[0]
    except UnicodeEncodeError:
        return ord(letter) if ord(letter) <= 0xFF else None  # noqa: PLR2004


def from_layout(text: str) -> str | None:
    """Turn what the digit row of the Vietnamese keyboard layout types back into digits."""
    if any(map(str.isdigit, text)):
        return None
    # Letter by letter and never as NFC, which would sort the marks and with them the digits.
    found = "".join(_layout_key(letter) for letter in text)
    return found if any(map(str.isdigit, found)) else None


def _layout_key(letter: str) -> str:
    if key := _LAYOUT.get(letter.lower()):
        return key
    parts = unicodedata.normalize("NFD", letter)
    if len(parts) == 1:
        return letter
    return _layout_key(nfc(parts[:-1])) + _layout_key(parts[-1])


def from_caps_lock(text: str) -> str | None:
    """Swap capitals and small letters where every word begins small and goes on large."""
    words = re.findall(r"[^\W\d_]{2,}", text)
    swapped = [_SWAPPED.fullmatch(word) and word[0].islower() and word[1:].isupper() for word in words]
    return text.swapcase() if words and all(swapped) else None


def hex_readings(text: str, method: Repair) -> Iterator[str]:
    """Give every key sequence that Telex or VNI may have turned into a text that should be hexadecimal."""
    choices = [_keys(text, at, method) for at in range(len(text))]
    total = 1
    for found in choices:
        total *= len(found)
        if not found or total > _MOST_READINGS:
            return
    for reading in itertools.product(*choices):
        yield _typed(reading)


def _typed(reading: tuple[tuple[str, str, int], ...]) -> str:
    """Lay keys out in the order typed: some tone keys came only after the letters that follow."""
    keys, late = [], dict[int, str]()
    for at, (now, later, wait) in enumerate(reading):
        keys.append(now + late.pop(at, ""))
        if later:
            late[at + wait] = late.get(at + wait, "") + later
    return "".join(keys) + "".join(late.values())


def _keys(text: str, at: int, method: Repair) -> list[tuple[str, str, int]]:
    """Say which keys may have made one letter: those at once, one that came later, and how much later."""
    letter = text[at]
    if letter.isascii():
        return [(letter, "", 0)]
    parts = unicodedata.normalize("NFD", letter)
    base, keys = parts[0], [_key(parts[0], mark, method) for mark in parts[1:]]
    # "đ" has no place here: UTF-8 of Vietnamese has neither dd nor d9 among its digits.
    if not base.isascii() or not all(keys):
        return []
    found = [(base + "".join(order), "", 0) for order in sorted(set(itertools.permutations(keys)))]
    run = _LETTERS_ON.match(text, at + 1)
    if run and run[0]:
        found.append((base + "".join(keys[:-1]), keys[-1], len(run[0])))
    return found


def _key(base: str, mark: str, method: Repair) -> str:
    if method is Repair.VNI:
        return _VNI_KEYS.get(mark, "")
    if base.lower() in _TELEX_DOUBLED.get(mark, ()):
        return base
    return _TELEX_TONES.get(mark, "")
