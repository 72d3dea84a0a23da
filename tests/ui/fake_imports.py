"""Imports in memory: a list of 120 lines, whatever the file; a test says what is wrong with it."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from agent_app.domain.due_layout import ListLayout, RowKind
from agent_app.domain.due_list import DueListReading, RejectedRow, RepeatedRow, SkippedRow
from agent_app.services.due_lists import ImportResult, Prepared, Undone
from agent_app.services.due_lists.reporting import write_short_report
from agent_app.services.import_lines import Comparison, ImportRecord, ProposalLine
from agent_app.services.ports import Report
from agent_app.workbooks.errors import WorkbookMonthError
from tests.builders import NOW, a_due_row, an_id

MONTH = "2026-11"


class FakeImports:
    """Reads, swaps in and takes back."""

    def __init__(self) -> None:
        self.rejected: tuple[RejectedRow, ...] = ()
        self.duplicates = 2
        self.import_error: Exception | None = None
        self.before_import: Callable[[Report], None] | None = None
        self.before_commit: Callable[[Report], None] | None = None
        self.commit_error: Exception | None = None
        self.same_file = False
        self.knows_no_month = False
        self.undo_brings_back = True
        self.read_layout: ListLayout | None = None
        self.layout_guessed: ListLayout | None = None
        self.open_proposals: list[ProposalLine] = []
        self.settled: list[tuple[UUID, bool]] = []
        self.last: Comparison | None = None
        self.columns: dict[str, str] = {}

    def prepare(
        self, path: Path, report: Report, month: str | None = None, columns: Mapping[str, str] | None = None
    ) -> Prepared:
        self.columns = dict(columns or {})
        report(0, 120)
        if self.before_import is not None:
            self.before_import(report)
        if self.import_error is not None:
            raise self.import_error
        if self.knows_no_month and month is None:
            raise WorkbookMonthError(path.name)
        digest = hashlib.sha256(path.read_bytes() if path.exists() else b"").digest()
        reading = a_reading(month or MONTH, self.rejected, self.duplicates, self.read_layout)
        reading = replace(reading, file_hash=digest)
        known = an_id(7) if self.same_file else None
        return Prepared(path.name, reading, replace(write_short_report(reading), last=self.last), {}, known)

    def commit(self, prepared: Prepared, report: Report) -> ImportResult:
        report(120, 120)
        if self.commit_error is not None:
            raise self.commit_error
        if self.before_commit is not None:
            self.before_commit(report)
        return ImportResult(an_id(7), prepared.reading, prepared.report)

    def layout(self, path: Path, report: Report, columns: Mapping[str, str]) -> ListLayout:
        del path, columns
        report(0, 1)
        assert self.layout_guessed is not None
        return self.layout_guessed

    def workbook(self, import_id: UUID) -> bytes:
        return f"report of {import_id}".encode()

    def proposals(self) -> list[ProposalLine]:
        return list(self.open_proposals)

    def settle(self, proposal_id: UUID, *, joined: bool) -> None:
        self.settled.append((proposal_id, joined))
        self.open_proposals = [each for each in self.open_proposals if each.id != proposal_id]

    def undo(self, month: str | None = None) -> Undone:
        reading = a_reading(month or MONTH, (), 0, None)
        told = write_short_report(reading)
        undone = ImportRecord(
            an_id(7), "a.xlsx", bytes(32), NOW, shown=False, undone_at=NOW, replaced_id=an_id(8), report=told
        )
        return Undone(undone, replace(undone, id=an_id(8), shown=True) if self.undo_brings_back else None)


def a_reading(
    month: str, rejected: tuple[RejectedRow, ...], duplicates: int, layout: ListLayout | None
) -> DueListReading:
    """Read a list of 120 lines."""
    rows = tuple(a_due_row(at + 1) for at in range(120 - len(rejected)))
    repeated = tuple(RepeatedRow(200 + at, 12) for at in range(duplicates))
    skipped = tuple(SkippedRow(at + 1, RowKind.TITLE) for at in range(9))
    return DueListReading(
        month,
        rows,
        rejected,
        duplicates,
        9,
        bytes(32),
        repeated=repeated,
        skipped_rows=skipped,
        layout=layout,
    )
