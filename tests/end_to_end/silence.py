"""Looking through every byte of a folder for people."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from unicodedata import normalize

from agent_app.domain.names import fold


def forms(text: str) -> dict[str, bytes]:
    """Write a text in every form in which it might lie on a disk."""
    texts = {"NFC": normalize("NFC", text), "NFD": normalize("NFD", text), "folded": fold(text)}
    texts["upper"] = texts["NFC"].upper()
    encodings = {"UTF-8": "utf-8", "UTF-16LE": "utf-16-le", "UTF-16BE": "utf-16-be"}
    return {
        f"{text} {form} {name}": held.encode(encoding)
        for form, held in texts.items()
        for name, encoding in encodings.items()
    }


def needles(people: Iterable[Mapping[str, object]]) -> dict[str, bytes]:
    """Return everything that would give one of these people away, each form once."""
    fields = ("name", "insurance_no", "citizen_id", "phone")
    told = {str(each[field]) for each in people for field in fields if each.get(field)}
    labels = {held: label for text in told for label, held in forms(text).items()}
    return {label: held for held, label in labels.items()}


def found_in(folder: Path, wanted: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """Return which file holds which needle."""
    # The reserve is nothing but chance, and the largest file by far.
    files = [each for each in sorted(folder.rglob("*")) if each.is_file() and "reserve.bin" not in each.name]
    return [
        (str(path.relative_to(folder)), label)
        for path in files
        for content in (path.read_bytes(),)
        for label, needle in wanted.items()
        if needle in content
    ]
