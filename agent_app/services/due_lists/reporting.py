"""Writes the report of an import: what was understood of the file, who is meant, what is new."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence

from agent_app.domain.citizen_id import Mismatch
from agent_app.domain.doubtful_row import DoubtfulRow, doubtful_rows
from agent_app.domain.due_list import DueListReading, DueRow, RejectedRow, Scheme
from agent_app.domain.money import Dong
from agent_app.services.due_lists.comparing import compare
from agent_app.services.due_lists.matching import Matches
from agent_app.services.import_lines import ImportReport, KeptLine, ListNote, NoteKind, SchemeSum

_MOST_NAMED = 20

OlderList = tuple[str, Sequence[KeptLine]]
"""A month and the lines that it shows."""


def write_report(
    reading: DueListReading, matches: Matches, last: OlderList | None, previous: OlderList | None
) -> ImportReport:
    """Put together all that there is to say; ``last`` is the list that would be replaced."""
    since_last, news = compare(*last, matches.items) if last else (None, [])
    since_previous = compare(*previous, matches.items)[0] if previous else None
    return ImportReport(
        month=reading.month,
        month_from=reading.month_from,
        accepted=len(reading.rows),
        rejected=len(reading.rejected),
        duplicates=reading.duplicates,
        skipped=reading.skipped_by_kind,
        sums=sums(reading.rows),
        new_people=len(matches.people),
        new_households=len(matches.households),
        last=since_last,
        previous=since_previous,
        columns=columns_hash(reading),
        notes=(*notes_of(reading), *matches.notes, *news),
    )


def write_short_report(reading: DueListReading) -> ImportReport:
    """Say what was read, where nobody has to be looked for."""
    return write_report(reading, Matches((), (), (), (), ()), None, None)


def columns_hash(reading: DueListReading) -> bytes:
    """Tell one way of taking a file's columns from another: the same file may be understood anew."""
    if reading.layout is None:
        return b""
    taken = [
        (sheet.name, [(column.index, str(column.field)) for column in sheet.columns])
        for sheet in reading.layout.lists
    ]
    return hashlib.sha256(repr(taken).encode()).digest()


def sums(rows: Iterable[DueRow]) -> tuple[SchemeSum, ...]:
    """Add up the lines of each scheme."""
    lines, amounts = Counter[Scheme](), Counter[Scheme]()
    for row in rows:
        lines[row.scheme] += 1
        amounts[row.scheme] += row.amount or 0
    return tuple(SchemeSum(each, lines[each], Dong(amounts[each])) for each in Scheme if lines[each])


def doubtful_lines(reading: DueListReading) -> tuple[DueRow, ...]:
    """Find the accepted lines that somebody should look at."""
    return tuple(row for row in reading.rows if row.doubts or _mismatch(row) is not None)


def _mismatch(row: DueRow) -> DoubtfulRow | None:
    """Look at one line: two sheets may have the same row numbers."""
    return next(iter(doubtful_rows((row,))), None)


def named(reading: DueListReading) -> str:
    """Name the first rejected rows with what each is about, without what stood there."""
    shown = "; ".join(f"{each.row}: {_column(each)}" for each in reading.rejected[:_MOST_NAMED])
    return f"{shown}; …" if len(reading.rejected) > _MOST_NAMED else shown


def _column(rejected: RejectedRow) -> str:
    return f"«{rejected.caption}»" if rejected.caption else rejected.about


def notes_of(reading: DueListReading) -> list[ListNote]:
    """Note what the reading itself tells: rejected, repeated, doubtful and mended lines."""
    notes = [
        ListNote(
            NoteKind.REJECTED, each.row, each.sheet, each.about, each.value, why=each.caption,
            original=each.original,
        )
        for each in reading.rejected
    ]  # fmt: skip
    notes += [
        ListNote(
            NoteKind.REPEATED, each.row, each.sheet, "row", str(each.repeats), original=each.original
        )
        for each in reading.repeated
    ]  # fmt: skip
    for row in reading.rows:
        mismatch = _mismatch(row)
        if row.doubts or row.corrections or mismatch is not None:
            notes += _notes_of(row, mismatch)
    return notes


def _notes_of(row: DueRow, mismatch: DoubtfulRow | None) -> list[ListNote]:
    notes = [
        ListNote(NoteKind.DOUBTFUL, row.row, row.sheet, each.field, each.value, why=each.why.value)
        for each in row.doubts
    ]
    if mismatch is not None:
        notes.append(_doubtful(row, mismatch.mismatches))
    notes += [
        ListNote(
            NoteKind.CORRECTED, row.row, row.sheet, each.field, each.before, each.after, each.why.value
        )
        for each in row.corrections
    ]  # fmt: skip
    return notes


def _doubtful(row: DueRow, mismatches: Sequence[Mismatch]) -> ListNote:
    return ListNote(
        NoteKind.DOUBTFUL,
        row.row,
        row.sheet,
        "citizen_id",
        row.citizen_id or "",
        why=mismatches[0].value,
    )
