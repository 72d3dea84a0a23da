"""What a list has that another one had not, had otherwise, or had and it has not."""

from collections.abc import Sequence

from agent_app.domain.due_list import DueRow, Scheme
from agent_app.domain.household import PersonId
from agent_app.services.import_lines import COMPARED, Comparison, KeptLine, ListNote, NoteKind
from agent_app.services.ports import DueItem

_Key = tuple[PersonId, Scheme]


def compare(
    month: str, before: Sequence[KeptLine], items: Sequence[DueItem]
) -> tuple[Comparison, list[ListNote]]:
    """Hold a list against an older one, person by person and scheme by scheme."""
    left: dict[_Key, list[KeptLine]] = {}
    for line in before:
        left.setdefault((line.person_id, line.scheme), []).append(line)
    notes, new, changed = [], 0, 0
    for item in items:
        row, said = item.row, said_by(item.row)
        others = left.get((item.person_id, row.scheme))
        if not others:
            new += 1
            notes.append(ListNote(NoteKind.NEW, row.row, row.sheet, row.scheme.value, after=row.name))
            continue
        other = next((each for each in others if each.said == said), others[0])
        others.remove(other)
        if other.said != said:
            changed += 1
            notes += _changes(row, other, said)
    gone = [line for lines in left.values() for line in lines]
    notes += [
        ListNote(NoteKind.GONE, each.row, each.sheet, each.scheme.value, before=each.name) for each in gone
    ]
    return Comparison(month, new, len(gone), changed, len(items) - new - changed), notes


def said_by(row: DueRow) -> tuple[str | int | None, ...]:
    """Give what is compared of a line, as ``COMPARED`` names it."""
    end = row.covered_to
    return (
        end.iso if end else None,
        row.months,
        row.amount,
        row.group,
        row.address,
        row.phone,
        row.agent_code,
    )


def month_before(month: str) -> str:
    """Return the month before, as ``YYYY-MM``."""
    year, number = divmod(int(month[:4]) * 12 + int(month[5:]) - 2, 12)
    return f"{year:04d}-{number + 1:02d}"


def _changes(row: DueRow, other: KeptLine, said: tuple[str | int | None, ...]) -> list[ListNote]:
    return [
        ListNote(NoteKind.CHANGED, row.row, row.sheet, name, _text(before), _text(after), why=row.name)
        for name, before, after in zip(COMPARED, other.said, said, strict=True)
        if before != after
    ]


def _text(value: str | int | None) -> str:
    return "" if value is None else str(value)
