"""Which month a list is about, and whether a file holds the lists of several."""

from collections import Counter
from collections.abc import Sequence

from agent_app.domain.due_layout import MonthSource
from agent_app.domain.due_list import DueRow
from agent_app.workbooks.layout import month_in
from agent_app.workbooks.listing import ListSheet


def month_of(
    sheets: Sequence[ListSheet], rows: Sequence[DueRow], given: str | None
) -> tuple[str | None, MonthSource]:
    """Take the month that is given, else the title's, else a sheet's, else the latest end's."""
    if given:
        return given, MonthSource.GIVEN
    ordered = sorted(sheets, key=lambda found: found.header is None)
    for found in ordered:
        if month := found.titled_month:
            return month, MonthSource.TITLE
    for found in ordered:
        if month := found.named_month or _with_year(found, rows):
            return month, MonthSource.SHEET
    return max(_ends(rows), default=None), MonthSource.ENDS


def list_months(lists: Sequence[ListSheet], rows: Sequence[DueRow]) -> set[str]:
    """Collect the months that titles and sheets tell: one for a list that is whole."""
    told: set[str] = set()
    for found in lists:
        month = found.titled_month or found.named_month or _with_year(found, rows)
        told |= {month} if month else set()
        told |= {month for words in found.around.later_titles if (month := month_in(words))}
    return told


def _with_year(found: ListSheet, rows: Sequence[DueRow]) -> str | None:
    """Give a sheet's "Tháng 12" the year that most ends of its lines have."""
    number = found.month_number
    if number is None:
        return None
    years = Counter(row.covered_to.year for row in rows if row.covered_to and row.sheet == found.sheet.name)
    return f"{years.most_common(1)[0][0]}-{number:02d}" if years else None


def _ends(rows: Sequence[DueRow]) -> set[str]:
    ends = {row.covered_to for row in rows if row.covered_to}
    return {f"{end.last_day:%Y-%m}" for end in ends}
