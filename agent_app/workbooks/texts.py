"""Tables kept as text, whatever bytes and dividing sign they use; part of the reading process.

Single bytes come out as the letters that latin-1 has for them: the parent knows what they mean.
"""

import csv
import io
import re
from collections import Counter
from itertools import islice

from agent_app.workbooks.refused import Refused

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig", "utf-8"),
    (b"\xff\xfe", "utf-16-le", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be", "utf-16-be"),
)
_WEB = re.compile(
    rb"\s*(?:<!--|<!doctype html|<html|<head|<table|<meta|<\?xml|<\w+:workbook|mime-version:)", re.IGNORECASE
)
_BEGINNING = 4096
_NUL_SHARE = 0.2
_GOOD_FOR_A_BAD = 4
_SIGNS = ";\t,|"
_SAMPLE = 60
_LEAST_ROWS = 2
_DECLARED = re.compile(r'"?sep=(.)"?\r?\n')


def refuse_web_page(raw: bytes) -> None:
    """Refuse HTML and XML, which many programs save under the name of a workbook."""
    beginning = raw[:_BEGINNING].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    if _WEB.match(beginning):
        raise Refused("web_page")


def decode(raw: bytes) -> tuple[str, str, int]:
    """Say how the bytes are stored, what they say, and how many of them belong to no letter."""
    for mark, stored_as, codec in _MARKS:
        if raw.startswith(mark):
            return _wide(raw.removeprefix(mark), stored_as, codec)
    if 0 in raw:
        return _by_nul(raw)
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return _nearly_utf_8(raw) or ("single-byte", raw.decode("latin-1"), 0)
    return ("ascii" if text.isascii() else "utf-8"), text, 0


def table(text: str) -> list[list[str]]:
    """Divide a text into rows and cells."""
    declared = _DECLARED.match(text)
    try:
        sign = declared[1] if declared else _sign(text)
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=sign))
    except (csv.Error, TypeError) as error:
        raise Refused("damaged") from error
    if declared:
        rows[0] = []
    return rows


def is_table(text: str) -> bool:
    """Tell a table from any other text: several lines are divided alike."""
    return any(_divided(text, sign) >= _LEAST_ROWS for sign in _SIGNS)


def _wide(raw: bytes, stored_as: str, codec: str) -> tuple[str, str, int]:
    try:
        text = raw.decode(codec)
    except UnicodeDecodeError as error:
        if codec == "utf-8":
            return _nearly_utf_8(raw) or ("single-byte", raw.decode("latin-1"), 0)
        raise Refused("not_a_workbook") from error
    if "\0" in text:
        raise Refused("not_a_workbook")
    return stored_as, text, 0


def _by_nul(raw: bytes) -> tuple[str, str, int]:
    """Tell UTF-16 without its mark by where the empty bytes stand."""
    odd, even = (raw[start::2].count(0) / max(len(raw) // 2, 1) for start in (1, 0))
    if odd > _NUL_SHARE and odd > 2 * even:
        return _wide(raw, "utf-16-le", "utf-16-le")
    if even > _NUL_SHARE and even > 2 * odd:
        return _wide(raw, "utf-16-be", "utf-16-be")
    raise Refused("not_a_workbook")


def _nearly_utf_8(raw: bytes) -> tuple[str, str, int] | None:
    """Leave the bad bytes out where all the rest is UTF-8, which no other bytes look like by chance."""
    text = raw.decode("utf-8", "ignore")
    bad = len(raw) - len(text.encode())
    letters = sum(not letter.isascii() for letter in text)
    return ("utf-8", text, bad) if letters > _GOOD_FOR_A_BAD * bad else None


def _sign(text: str) -> str:
    """Take the sign that divides most lines alike; commas inside addresses divide fewer."""
    return max(_SIGNS, key=lambda sign: _divided(text, sign))


def _divided(text: str, sign: str) -> int:
    """Weigh a sign: in how many of the first lines it makes equally many cells, and how many."""
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    widths = Counter(len(row) for row in islice(lines, _SAMPLE) if len(row) > 1)
    return max(((width - 1) * count for width, count in widths.items() if count > 1), default=0)
