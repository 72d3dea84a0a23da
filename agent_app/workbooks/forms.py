"""Other forms of the office, which look like a list of people but are not the monthly one."""

import re
from collections.abc import Sequence

from agent_app.domain.names import fold
from agent_app.workbooks.captions import caption_key
from agent_app.workbooks.cells import text
from agent_app.workbooks.listing import ListSheet

_DUE = re.compile(r"d08|den han|dao han|het han|sap het|han the|tai tuc|can dong")
_FORM = re.compile(r"\b(d0[234567][a-z]?|tk1|c12|c17|c69|d01)\s*-\s*ts\b|\bbc ?0?1/qtac\b")
_TITLES = (
    (re.compile(r"nguoi chi tham gia bhit|nguoi chi tham gia bao hiem i te"), "D03-TS"),
    (re.compile(r"(?:nguoi|danh sach) tham gia (?:bhxh|bao hiem xa hoi) tu nguien$"), "D05-TS"),
    (re.compile(r"bang ke su dung bien lai"), "BC 01/QTAC"),
)
_RECEIPTS = {
    caption_key("Ngày biên lai"),
    caption_key("Số biên lai"),
    caption_key("Biên lai / Ngày"),
    caption_key("Biên lai / Số"),
}
_ENDS = ("to", "paid_to")


def other_form(sheets: Sequence[ListSheet]) -> str | None:
    """Name the form that a file is, if its title or its columns say that it is no list of ends of cover."""
    words = [
        fold(text(cell)) for found in sheets for row in found.title for cell in row if isinstance(cell, str)
    ]
    if any(_DUE.search(each) for each in words):
        return None
    for each in words:
        if found := _FORM.search(each):
            return found[0].upper().replace(" ", "")
        for pattern, form in _TITLES:
            if pattern.search(each):
                return form
    return "D03-TS" if any(map(_has_receipts, sheets)) else None


def _has_receipts(found: ListSheet) -> bool:
    header = found.header
    if header is None or any(about in header.columns for about in _ENDS):
        return False
    keys = {caption_key(caption.split(" / ")[-1]) for caption in header.captions} | {
        caption_key(caption) for caption in header.captions
    }
    return len(keys & _RECEIPTS) > 1
