"""One door for every code that is scanned, pasted or photographed."""

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import ClassVar

from agent_app.domain.card_qr import (
    SEPARATOR,
    CardKind,
    CitizenCardCode,
    HealthCardCode,
    kind_of,
    read_citizen_card,
    read_health_card,
    split,
)
from agent_app.domain.errors import InputError
from agent_app.domain.names import nfc
from agent_app.domain.payment_qr import Transfer, is_payment_code, read_transfer
from agent_app.domain.scanner_repair import (
    Repair,
    from_bytes,
    from_caps_lock,
    from_layout,
    hex_readings,
)
from agent_app.domain.syllable import is_syllable, letters

LONGEST = 10_000
_HEX_FIELDS = (1, 4, 10, 15)
_MANGLED_HEX = re.compile(r"(?=.*[^\x00-\x7f])(?=.*[0-9])[0-9a-fA-F\u00c0-\u1ef9]{4,}")


@dataclass(eq=False)
class UnknownCodeError(InputError):
    """A text is no card's code and no transfer's."""

    code: ClassVar[str] = "scan.unknown"
    length: int


@dataclass(eq=False)
class ScanDamagedError(InputError):
    """Typing in Vietnamese has changed a scanned text past repair."""

    code: ClassVar[str] = "scan.damaged"


@dataclass(frozen=True, slots=True)
class Scan:
    """A code that was read, and what had to be undone to read it."""

    content: HealthCardCode | CitizenCardCode | Transfer
    repairs: tuple[Repair, ...] = ()


def read_scan(text: str) -> Scan:
    """Read whatever code a text is; a damaged one is repaired where only one reading makes sense."""
    if len(text) > LONGEST:
        raise UnknownCodeError(len(text))
    text, repairs = _as_typed(text)
    text = nfc(text).strip().lstrip("\ufeff")
    if is_payment_code(text):
        return Scan(read_transfer(text), repairs)
    return _card(text, repairs)


def _as_typed(text: str) -> tuple[str, tuple[Repair, ...]]:
    """Undo what befell the text as a whole."""
    if whole := from_bytes(text):
        return whole, (Repair.BYTES,)
    if SEPARATOR in text and (undone := from_layout(text)):
        return undone, (Repair.KEYBOARD_LAYOUT,)
    return text, ()


def _card(text: str, repairs: tuple[Repair, ...]) -> Scan:
    fields = split(text)
    kind = kind_of(fields)
    if kind is None:
        raise UnknownCodeError(len(text))
    if kind is CardKind.CITIZEN:
        fields, found = _without_caps_lock(fields)
        return Scan(read_citizen_card(fields), (*repairs, *found))
    fields, found = _without_typing(fields)
    return Scan(read_health_card(fields), (*repairs, *found))


def _without_caps_lock(fields: list[str]) -> tuple[list[str], list[Repair]]:
    name = from_caps_lock(fields[2])
    if name is None:
        return fields, []
    others = [field.swapcase() for field in fields]
    return [*others[:2], name, *others[3:]], [Repair.CAPS_LOCK]


def _without_typing(fields: list[str]) -> tuple[list[str], list[Repair]]:
    """Undo an input method's work on the fields that are hexadecimal; one method did all of it."""
    mangled = [at for at in _HEX_FIELDS if at < len(fields) and _MANGLED_HEX.fullmatch(fields[at])]
    if not mangled:
        return fields, []
    for method in (Repair.TELEX, Repair.VNI):
        readings = {at: _sensible(fields[at], method) for at in mangled}
        if len(readings.get(1, {""})) == 1:
            repaired = list(fields)
            for at, found in readings.items():
                # Only the name must be sure; of any other field a doubtful reading is left out.
                repaired[at] = found.pop() if len(found) == 1 else ""
            return repaired, [method]
    raise ScanDamagedError


def _sensible(field: str, method: Repair) -> set[str]:
    """Give the readings that are UTF-8 of Vietnamese words; syllables outrank what only has the letters."""
    found: dict[bool, set[str]] = {True: set(), False: set()}
    for reading in hex_readings(field, method):
        with suppress(ValueError):
            text = bytes.fromhex(reading).decode()
            if all(letter.isascii() or letter in letters() for letter in text) and text.isprintable():
                found[all(map(is_syllable, re.findall(r"[^\W\d_]+", text)))].add(reading)
    return found[True] or found[False]
