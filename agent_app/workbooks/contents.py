"""What stands below a caption: the second witness of what a column is about."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from agent_app.domain.due_layout import ListField
from agent_app.domain.names import fold
from agent_app.workbooks.captions import caption_key
from agent_app.workbooks.cells import HEALTH_WORDS, PENSION_WORDS, text
from agent_app.workbooks.extraction import Cell

_SHAPES = {
    "ten": re.compile(r"\d{10}(?:\.0)?"),
    "twelve": re.compile(r"\d{12}(?:\.0)?"),
    "short": re.compile(r"\d{7,9}|\d{11}"),
    "card": re.compile(r"[A-Z]{2} ?[1-5] ?\d{2} ?\d{10}", re.IGNORECASE),
    "phone": re.compile(r"(?:\+?84|0)?[ .]?[235789][\d .\-]{7,12}(?:\D+\d[\d .\-]{8,12})?|01\d{9}"),
    "date": re.compile(
        r"\d{1,2} ?[/.\-] ?\d{1,2} ?[/.\-] ?\d{4}.*|\d{4}[/.\-]\d{1,2}(?:[/.\-]\d{1,2}.*)?|\d{7,8}"
    ),
    "month": re.compile(r"(?:[Tt](?:háng)? ?)?\d{1,2} ?[/.\-] ?\d{4}"),
    "year": re.compile(r"(?:18|19|20)\d{2}"),
    "serial": re.compile(r"[1-7]\d{4}(?:\.0)?"),
    "money": re.compile(
        r"\d{1,3}(?:[., ]\d{3})+(?:[.,]00?)?(?: ?(?:đ|đồng|vnđ|vnd|₫)\.?)?|[1-9]\d{4,8}", re.IGNORECASE
    ),
    "small": re.compile(r"\d{1,3}(?: ?(?:tháng|thang|th|t|năm)(?:/lần| một lần)?)?", re.IGNORECASE),
    "letters": re.compile(r"[A-Za-z]{2}"),
    "place": re.compile(r"\d{2} ?-? ?[0-9A-Za-z]{3}(?:\D.*)?|\d{3,4}"),
    "coded": re.compile(r"[A-Za-z.\-_/]*\d[\w.\-/]*"),
    "sex": re.compile(r"nam|nữ|nu|nư|[012xf]|m|male|female|gái|trai", re.IGNORECASE),
    "mark": re.compile(r"[xv*✓✔1]", re.IGNORECASE),
}
_WORDY = re.compile(r"[^\W\d_]{2,}")
_NAME = re.compile(r"[^\W\d_]+(?:['’\-. ]+[^\W\d_]+)*\.?")
_LEAST, _SOME = 0.5, 0.1

_EXPECTED: Mapping[ListField, frozenset[str]] = {
    field: frozenset(shapes.split())
    for field, shapes in {
        ListField.NAME: "name",
        ListField.FAMILY_NAME: "name",
        ListField.GIVEN_NAME: "name",
        ListField.INSURANCE_NO: "ten short card",
        ListField.CITIZEN_ID: "twelve ten short",
        ListField.CARD_NO: "card ten",
        ListField.BIRTH: "date month year serial",
        ListField.BIRTH_DAY: "small",
        ListField.BIRTH_MONTH: "small",
        ListField.BIRTH_YEAR: "year",
        ListField.BIRTH_OF_MEN: "date month year serial",
        ListField.BIRTH_OF_WOMEN: "date month year serial",
        ListField.ONLY_YEAR: "mark",
        ListField.SEX: "sex",
        ListField.MALE: "mark",
        ListField.FEMALE: "mark sex",
        ListField.ADDRESS: "name wordy",
        ListField.PHONE: "phone",
        ListField.SCHEME: "scheme",
        ListField.GROUP: "letters scheme",
        ListField.COVERED_FROM: "date month serial",
        ListField.COVERED_TO: "date month serial",
        ListField.PAID_TO: "date month serial",
        ListField.MONTHS: "small",
        ListField.AMOUNT: "money zero",
        ListField.PENSION_AMOUNT: "money zero",
        ListField.FACILITY: "place",
        ListField.AGENT_CODE: "coded",
        ListField.HOUSEHOLD_NO: "coded ten",
    }.items()
}
_TELLING = {
    "ten": (ListField.INSURANCE_NO, ListField.HOUSEHOLD_NO),
    "twelve": (ListField.CITIZEN_ID,),
    "card": (ListField.CARD_NO,),
    "phone": (ListField.PHONE,),
    "date": (ListField.COVERED_TO, ListField.BIRTH, ListField.COVERED_FROM),
    "month": (ListField.PAID_TO,),
    "money": (ListField.AMOUNT,),
    "scheme": (ListField.SCHEME,),
    "place": (ListField.FACILITY,),
    "name": (ListField.NAME,),
}
_CANDIDATE, _LEAST_TELLING = 0.3, 0.8


@dataclass(frozen=True, slots=True)
class Contents:
    """Which shapes the cells of one column have, as shares of the filled ones."""

    filled: int
    shares: Mapping[str, float]

    def fits(self, field: ListField) -> float:
        """Say how far the cells let a column be about a field: 1 where they do, near 0 where they can't."""
        expected = _EXPECTED.get(field)
        if expected is None or not self.filled:
            return 1.0 if expected is None else 0.9
        share = max(self.shares.get(shape, 0.0) for shape in expected)
        if share >= _LEAST:
            return 1.0
        return 0.7 if share >= _SOME else 0.15

    def guesses(self) -> dict[ListField, float]:
        """Name what the cells alone would make one think of."""
        found: dict[ListField, float] = {}
        for shape, fields in _TELLING.items():
            if self.filled and self.shares.get(shape, 0.0) >= _LEAST_TELLING:
                found |= dict.fromkeys(fields, _CANDIDATE)
        return found


def contents(cells: Iterable[Cell]) -> Contents:
    """Look at the cells of one column."""
    counts: Counter[str] = Counter()
    filled = 0
    for cell in cells:
        shown = text(cell)
        if not shown:
            continue
        filled += 1
        counts.update(_shapes(cell, shown))
    return Contents(filled, {shape: count / filled for shape, count in counts.items()})


def _shapes(cell: Cell, shown: str) -> Iterable[str]:
    if isinstance(cell, date):
        return ("date",)
    found = [name for name, shape in _SHAPES.items() if shape.fullmatch(shown)]
    if shown == "0":
        found.append("zero")
    if _WORDY.search(shown):
        found.append("wordy")
        if _NAME.fullmatch(shown):
            found.append("name")
    key = caption_key(shown)
    if any(word in key for word in (*HEALTH_WORDS, *PENSION_WORDS)) or fold(shown) == "tn":
        found.append("scheme")
    return found
