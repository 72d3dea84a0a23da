"""Lines that say what an earlier line said, and numbers that two people share."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent_app.domain.due_list import Doubt, DoubtKind, DueRow, RepeatedRow
from agent_app.domain.names import fold


def without_repeats(rows: Sequence[DueRow]) -> tuple[list[DueRow], list[RepeatedRow]]:
    """Keep the first of lines that say the same, whatever their place and number in the list."""
    alike: dict[str | None, list[DueRow]] = {}
    kept, repeated = [], []
    for row in rows:
        earlier = alike.setdefault(row.insurance_no or row.citizen_id, [])
        same = next((each for each in earlier if _said(each) == _said(row)), None) if earlier else None
        if same is None:
            earlier.append(row)
            kept.append(row)
        else:
            repeated.append(RepeatedRow(row.row, same.row, row.sheet, row.original))
    return kept, repeated


def doubt_shared_numbers(rows: Sequence[DueRow]) -> Iterator[DueRow]:
    """Mark lines of different people that carry one insurance number."""
    names: dict[str, set[str]] = {}
    for row in rows:
        if row.insurance_no:
            names.setdefault(row.insurance_no, set()).add(row.name)
    shared = {
        number for number, some in names.items() if len(some) > 1 and len({fold(name) for name in some}) > 1
    }
    for row in rows:
        if row.insurance_no in shared:
            doubt = Doubt("insurance_no", row.insurance_no or "", DoubtKind.SAME_NUMBER)
            yield replace(row, doubts=(*row.doubts, doubt))
        else:
            yield row


def _said(row: DueRow) -> tuple[object, ...]:
    return (
        fold(row.name),
        row.insurance_no,
        row.citizen_id,
        row.birth,
        row.sex,
        fold(row.address or ""),
        row.phone,
        row.scheme,
        row.group,
        row.covered_from,
        row.covered_to,
        row.months,
        row.amount,
        row.household_no,
        row.facility,
        row.agent_code,
    )
