"""What an import came to: counts, sums, and a note for each line that somebody may want to look at."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from agent_app.domain.due_layout import MonthSource, RowKind
from agent_app.domain.due_list import Scheme
from agent_app.domain.household import PersonId
from agent_app.domain.money import Dong
from agent_app.domain.watermark import Watermark


class NoteKind(StrEnum):
    """What a note says of its line."""

    REJECTED = "rejected"
    REPEATED = "repeated"
    DOUBTFUL = "doubtful"
    CORRECTED = "corrected"
    DIFFERENT = "different"
    COLLECTORS = "collectors"
    PROPOSED = "proposed"
    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class ListNote:
    """One thing to know of one line: what stood there or was known, and what is kept or said now.

    ``row`` and ``sheet`` are those of the file; a line that is gone has those of the list before. ``about``
    is a field, or the code of a fault; ``original`` the cells of a line that was not taken.
    """

    kind: NoteKind
    row: int
    sheet: str = ""
    about: str = ""
    before: str = ""
    after: str = ""
    why: str = ""
    original: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Comparison:
    """How many lines a list has that another one lacks, lacks itself, has otherwise, has alike."""

    month: str
    new: int
    gone: int
    changed: int
    same: int


@dataclass(frozen=True, slots=True)
class SchemeSum:
    """The accepted lines of one scheme, and what they come to in đồng."""

    scheme: Scheme
    lines: int
    amount: Dong


@dataclass(frozen=True, slots=True)
class ImportReport:
    """All that an import came to; ``last`` is the list that it replaces, ``previous`` the month before's.

    ``columns`` tells one way of taking the file's columns from another.
    """

    month: str
    month_from: MonthSource
    accepted: int
    rejected: int
    duplicates: int
    skipped: Mapping[RowKind, int]
    sums: tuple[SchemeSum, ...]
    new_people: int = 0
    new_households: int = 0
    last: Comparison | None = None
    previous: Comparison | None = None
    columns: bytes = b""
    notes: tuple[ListNote, ...] = ()

    @property
    def counts(self) -> Mapping[NoteKind, int]:
        """How many lines have a note of each kind; a line counts once in a kind."""
        lines = {(each.kind, each.sheet, each.row) for each in self.notes}
        found = Counter(kind for kind, _sheet, _row in lines)
        return {kind: found[kind] for kind in NoteKind if kind in found}

    def of(self, *kinds: NoteKind) -> tuple[ListNote, ...]:
        """Return the notes of some kinds, in the order of the file."""
        return tuple(each for each in self.notes if each.kind in kinds)


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """One import as it is kept; ``undone_at`` says when the list before was brought back."""

    id: UUID
    file_name: str
    file_hash: bytes
    imported_at: datetime
    shown: bool
    undone_at: datetime | None
    replaced_id: UUID | None
    report: ImportReport


@dataclass(frozen=True, slots=True)
class KeptLine:
    """What is compared of a line that a list has; ``said`` goes by ``COMPARED``."""

    person_id: PersonId
    scheme: Scheme
    row: int
    sheet: str
    name: str
    said: tuple[str | int | None, ...]


COMPARED = ("to", "months", "amount", "group", "address", "phone", "agent_code")
"""The fields in which a line of one list can differ from the same person's line of another."""


@dataclass(frozen=True, slots=True)
class OriginalRow:
    """An accepted line's cells by caption, as they stood in the file."""

    row: int
    sheet: str
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FullReport:
    """An import with every row of its file, for a workbook that bears a watermark."""

    record: ImportRecord
    accepted: Sequence[OriginalRow]
    watermark: Watermark


class ProposalKind(StrEnum):
    """What may be one and the same."""

    PERSON = "person"
    HOUSEHOLD = "household"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two people, or two households, that may be one: the first was made by an import."""

    id: UUID
    kind: ProposalKind
    made_id: UUID
    known_id: UUID


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """An open proposal as somebody decides on it; ``what`` and ``known`` name the two."""

    id: UUID
    kind: ProposalKind
    made_id: UUID
    known_id: UUID
    what: str
    known: str
    address: str
