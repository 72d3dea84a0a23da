"""Taking in the monthly list: read everything first, show what it comes to, then swap it in as one step."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from agent_app.domain.doubtful_row import DoubtfulRow, doubtful_rows
from agent_app.domain.due_layout import ListLayout
from agent_app.domain.due_list import DueListReading, RejectedRow
from agent_app.domain.history import Author, ChangeSource
from agent_app.domain.names import nfc
from agent_app.services.due_lists.comparing import month_before
from agent_app.services.due_lists.failures import ListNotCleanError, NoUsableRowError
from agent_app.services.due_lists.matching import Addresses, Matches, Matching, look_up
from agent_app.services.due_lists.reporting import (
    OlderList,
    columns_hash,
    doubtful_lines,
    named,
    write_report,
    write_short_report,
)
from agent_app.services.import_lines import ImportReport
from agent_app.services.ports import Clock, DueListSource, Ids, OpenUnit, Report, UnitOfWork, no_report
from agent_app.services.privacy import without_erased

IMPORTED = "import"

_BATCH = 2_000

Columns = Mapping[str, str]
"""Columns named by hand: caption or letter to field."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A list that has been read and understood, and nothing stored; ``unchanged`` is the very same list."""

    file_name: str
    reading: DueListReading
    report: ImportReport
    columns: Columns = field(default_factory=dict)
    unchanged: UUID | None = None


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What one import came to; ``unchanged`` says that this very file is already the month's list."""

    import_id: UUID
    reading: DueListReading
    report: ImportReport
    unchanged: bool = False

    @property
    def month(self) -> str:
        """The list's month, ``YYYY-MM``."""
        return self.reading.month

    @property
    def accepted(self) -> int:
        """How many lines were taken in."""
        return len(self.reading.rows)

    @property
    def rejected(self) -> int:
        """How many could not be."""
        return len(self.reading.rejected)

    @property
    def duplicates(self) -> int:
        """How many said what an earlier one said."""
        return self.reading.duplicates

    @property
    def skipped(self) -> int:
        """How many rows are no person's line."""
        return self.reading.skipped

    @property
    def rejected_rows(self) -> tuple[RejectedRow, ...]:
        """The lines that were not taken."""
        return self.reading.rejected

    @property
    def doubtful_rows(self) -> tuple[DoubtfulRow, ...]:
        """The accepted lines whose citizen id somebody should look at."""
        return doubtful_rows(self.reading.rows)


@dataclass(frozen=True, slots=True)
class _Read:
    file_name: str
    reading: DueListReading
    columns: Columns

    @property
    def layout(self) -> str:
        return self.reading.layout.fingerprint if self.reading.layout else ""


@dataclass(frozen=True, slots=True)
class DueListService:
    """Imports monthly lists."""

    open_unit: OpenUnit
    source: DueListSource
    clock: Clock
    ids: Ids

    def import_file(
        self,
        path: Path,
        report: Report = no_report,
        month: str | None = None,
        columns: Columns | None = None,
        *,
        strict: bool = False,
    ) -> ImportResult:
        """Read a workbook and put its list in the place of that month's; a bad file changes nothing.

        With ``strict`` a list with a rejected or doubtful line is refused, too.
        """
        reading = self._read(path, report, month, columns or {})
        return self._store(_Read(nfc(path.name), reading, columns or {}), report, strict=strict)

    def prepare(
        self,
        path: Path,
        report: Report = no_report,
        month: str | None = None,
        columns: Columns | None = None,
    ) -> Prepared:
        """Read a workbook and say what an import would come to; nothing is stored.

        A list without a usable line can be looked at, too: columns that are named by hand may mend it.
        """
        reading = self._read(path, report, month, columns or {})
        with self.open_unit() as unit:
            reading = without_erased(unit, reading)
            same = _same(unit, reading)
            told = self._understand(unit, reading, report)[1] if same is None else None
        shown = told or write_short_report(reading)
        return Prepared(nfc(path.name), reading, shown, columns or {}, same)

    def layout(self, path: Path, report: Report, columns: Columns) -> ListLayout:
        """Say what the columns of a file may be about, where nothing shows that it is a list."""
        return self.source.layout(path, report, columns)

    def commit(self, prepared: Prepared, report: Report = no_report) -> ImportResult:
        """Put a prepared list in the place of its month's."""
        return self._store(_Read(prepared.file_name, prepared.reading, prepared.columns), report)

    def _read(self, path: Path, report: Report, month: str | None, columns: Columns) -> DueListReading:
        return self.source.read(path, report, month, columns, self._remembered)

    def _remembered(self, layout: str) -> Columns:
        with self.open_unit() as unit:
            return unit.imports.mappings().get(layout, {})

    def _understand(
        self, unit: UnitOfWork, reading: DueListReading, report: Report
    ) -> tuple[Matches, ImportReport]:
        addresses = Addresses()
        register = look_up(unit.households, reading.rows, addresses)
        matches = Matching(register, self.ids, addresses).match(reading.rows, report)
        last = _older(unit, reading.month)
        previous = _older(unit, month_before(reading.month))
        return matches, write_report(reading, matches, last, previous)

    def _store(self, read: "_Read", report: Report, *, strict: bool = False) -> ImportResult:
        with self.open_unit() as unit:
            # Asked again: somebody may have been erased since the list was looked at.
            reading = without_erased(unit, read.reading)
            if not reading.rows:
                raise NoUsableRowError(len(reading.rejected), named(reading))
            if strict:
                _refuse_unclean(reading)
            known = _same(unit, reading)
            if known is not None:
                return ImportResult(known, reading, write_short_report(reading), unchanged=True)
            matches, told = self._understand(unit, reading, report)
            list_id, now = self.ids.new(), self.clock.now()
            enrolment = unit.device.identity().enrolment
            agent = enrolment.agent_code if enrolment else None
            unit.history.begin(Author(ChangeSource.IMPORT, now, agent))
            replaced = unit.imports.shown(reading.month)
            _add_strangers(unit, matches, report)
            unit.due_lists.replace(list_id, reading, matches.items, now, report)
            unit.imports.keep(list_id, replaced, read.file_name, told)
            unit.imports.propose(list_id, matches.proposals)
            if read.columns and read.layout:
                remembered = unit.imports.mappings().get(read.layout, {})
                unit.imports.remember(read.layout, {**remembered, **read.columns}, now)
            report(len(matches.items), len(matches.items))
            unit.commit()
        return ImportResult(list_id, reading, told)


def _refuse_unclean(reading: DueListReading) -> None:
    doubtful = doubtful_lines(reading)
    if reading.rejected or doubtful:
        raise ListNotCleanError(len(reading.rejected), len(doubtful), named(reading))


def _same(unit: UnitOfWork, reading: DueListReading) -> UUID | None:
    """Find the month's list if it is of this very file, and its columns were taken for the same."""
    known = unit.due_lists.current(reading.file_hash, reading.month)
    if known is None or unit.imports.columns(known) not in {b"", columns_hash(reading)}:
        return None
    return known


def _older(unit: UnitOfWork, month: str) -> OlderList | None:
    shown = unit.imports.shown(month)
    return (month, unit.imports.lines(shown)) if shown is not None else None


def _add_strangers(unit: UnitOfWork, matches: Matches, report: Report) -> None:
    """Add who was not known, a part at a time, so that it can be given up in between."""
    homes, people = matches.households, matches.people
    total = len(homes) + len(people)
    for at in range(0, len(homes), _BATCH):
        report(at, total)
        unit.households.add_households(homes[at : at + _BATCH], IMPORTED)
    for at in range(0, len(people), _BATCH):
        report(len(homes) + at, total)
        unit.households.add_people(people[at : at + _BATCH], IMPORTED)
