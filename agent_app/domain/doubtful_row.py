"""Lines of a list that are taken in although their citizen id cannot be right."""

from collections.abc import Iterable
from dataclasses import dataclass

from agent_app.domain.citizen_id import CitizenId, InvalidCitizenIdError, Mismatch
from agent_app.domain.due_list import AreaRow, DueRow


@dataclass(frozen=True, slots=True)
class DoubtfulRow:
    """A line that somebody should look at: its row in the sheet, and what is wrong with the number."""

    row: int
    mismatches: tuple[Mismatch, ...]


def doubtful_rows(rows: Iterable[DueRow | AreaRow]) -> tuple[DoubtfulRow, ...]:
    """Find the lines whose citizen id is impossible or contradicts the birth or sex beside it."""
    found = (DoubtfulRow(row.row, _mismatches(row)) for row in rows)
    return tuple(each for each in found if each.mismatches)


def _mismatches(row: DueRow | AreaRow) -> tuple[Mismatch, ...]:
    if row.citizen_id is None:
        return ()
    try:
        return CitizenId.listed(row.citizen_id).mismatches(row.birth, row.sex)
    except InvalidCitizenIdError:
        return (Mismatch.NUMBER,)
