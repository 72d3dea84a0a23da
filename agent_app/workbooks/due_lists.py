"""Reading a monthly list: from a file to lines that the rules understand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from agent_app.domain.due_layout import ListField, ListLayout, ListWarning, RowKind, column_letters
from agent_app.domain.due_list import (
    DueListReading,
    DueRow,
    RejectedRow,
    SkippedRow,
)
from agent_app.domain.errors import InputError
from agent_app.domain.names import nfc
from agent_app.workbooks import cells
from agent_app.workbooks.columns import caption_key
from agent_app.workbooks.due_rows import due_row
from agent_app.workbooks.errors import (
    ColumnUnknownError,
    FieldUnknownError,
    WorkbookEmptyError,
    WorkbookHeaderError,
    WorkbookMonthError,
    WorkbookMonthsDifferError,
    WorkbookOtherFormError,
)
from agent_app.workbooks.extraction import Book, Extraction, Report, fingerprint
from agent_app.workbooks.forms import other_form
from agent_app.workbooks.layouts import layout_of, sheet_layout, warnings_of
from agent_app.workbooks.listing import ListSheet, Remembered, guessed_header, list_sheet, share_sex_code
from agent_app.workbooks.months import list_months, month_of
from agent_app.workbooks.people import UnreadableLineError
from agent_app.workbooks.repeats import doubt_shared_numbers, without_repeats

__all__ = ["DueListReader", "Inspection", "due_row"]

_REPORT_EVERY = 200
_SHOWN_ROWS = 12
_LEFT_ASIDE = ("", "-")


@dataclass(frozen=True, slots=True)
class Inspection:
    """How a file is understood: its layout, and either the reading or the problem that prevents it."""

    layout: ListLayout
    reading: DueListReading | None
    problem: InputError | None
    first_rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is asked of a reading besides the file."""

    path: Path
    report: Report
    month: str | None
    columns: Mapping[str, str]

    @property
    def file(self) -> str:
        """The file's name, as sentences show it."""
        return nfc(self.path.name)


@dataclass(slots=True)
class _Lines:
    """What the lines of all sheets have come to so far."""

    rows: list[DueRow] = field(default_factory=list)
    rejected: list[RejectedRow] = field(default_factory=list)
    skipped: list[SkippedRow] = field(default_factory=list)
    warnings: list[ListWarning] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class DueListReader:
    """Reads the office's monthly list in any layout whose captions are known or named by hand."""

    extraction: Extraction = field(default_factory=Extraction)

    def read(
        self,
        path: Path,
        report: Report,
        month: str | None = None,
        columns: Mapping[str, str] | None = None,
        remembered: Remembered | None = None,
    ) -> DueListReading:
        """Read a list; ``month`` (``YYYY-MM``) outranks what the file says of itself.

        ``columns`` names columns by hand, caption or letter to field; ``remembered`` gives what was named
        before for a layout's fingerprint, which ``columns`` outranks.
        """
        wish = _Wish(path, report, month, _checked(columns or {}, nfc(path.name)))
        report(0, 1)
        file_hash = fingerprint(path)
        return _reading(wish, *self._sheets(wish, remembered), file_hash)

    def layout(self, path: Path, report: Report, columns: Mapping[str, str]) -> ListLayout:
        """Say how the sheets may be meant, also where no caption is known."""
        return self.inspect(path, report, None, columns).layout

    def inspect(
        self,
        path: Path,
        report: Report,
        month: str | None = None,
        columns: Mapping[str, str] | None = None,
        remembered: Remembered | None = None,
    ) -> Inspection:
        """Say how a file is understood, also where it can't be taken as it is."""
        wish = _Wish(path, report, month, _checked(columns or {}, nfc(path.name)))
        file_hash = fingerprint(path)
        book, sheets = self._sheets(wish, remembered)
        layout = layout_of(book, sheets)
        try:
            reading = _reading(wish, book, sheets, file_hash)
        except InputError as error:
            if not layout.lists:
                guesses = [sheet_layout(found, guessed_header(found, wish.columns)) for found in sheets]
                layout = replace(layout, sheets=tuple(guesses))
            return Inspection(layout, None, error, _first_rows(sheets))
        return Inspection(layout, reading, None, _first_rows(sheets))

    def _sheets(self, wish: _Wish, remembered: Remembered | None) -> tuple[Book, list[ListSheet]]:
        book = self.extraction.book(wish.path, wish.report)
        if not any(row for sheet in book.sheets for row in sheet.rows):
            raise WorkbookEmptyError(wish.file)
        sheets = [list_sheet(sheet, book.stored_as, wish.columns, remembered) for sheet in book.sheets]
        share_sex_code(sheets)
        return book, sheets


def _reading(wish: _Wish, book: Book, sheets: Sequence[ListSheet], file_hash: bytes) -> DueListReading:
    file, month = wish.file, wish.month
    if form := other_form(sheets):
        raise WorkbookOtherFormError(file, form)
    lists = [found for found in sheets if found.header is not None]
    if not lists:
        raise WorkbookHeaderError(file)
    _refuse_unknown(wish.columns, lists, file)
    lines = _understand(sheets, wish.report)
    if not lines.rows and not lines.rejected:
        raise WorkbookEmptyError(file)
    months = list_months(lists, lines.rows)
    if len(months) > 1:
        raise WorkbookMonthsDifferError(file, ", ".join(sorted(months)))
    kept, repeated = without_repeats(lines.rows)
    known, source = month_of(sheets, kept, month)
    if known is None:
        raise WorkbookMonthError(file)
    layout = layout_of(book, sheets)
    warnings = [*warnings_of(book, layout), *lines.warnings]
    if month and months and months != {month}:
        warnings.append(ListWarning.MONTH_DIFFERS)
    return DueListReading(
        month=known,
        rows=tuple(doubt_shared_numbers(kept)),
        rejected=tuple(lines.rejected),
        duplicates=len(repeated),
        skipped=len(lines.skipped),
        file_hash=file_hash,
        month_from=source,
        repeated=tuple(repeated),
        skipped_rows=tuple(lines.skipped),
        layout=layout,
        warnings=tuple(dict.fromkeys(warnings)),
    )


def _understand(sheets: Sequence[ListSheet], report: Report) -> _Lines:
    found = _Lines()
    total = sum(len(each.sheet.rows) for each in sheets if each.header)
    done = 0
    for each in sheets:
        if each.header is None:
            found.skipped += _cover_rows(each)
            continue
        first = len(found.rows), len(found.rejected)
        for line in each.lines():
            if done % _REPORT_EVERY == 0:
                report(done, total)
            done += 1
            try:
                found.rows.append(due_row(line, each.reading))
            except UnreadableLineError as error:
                found.rejected.append(
                    RejectedRow(
                        line.number,
                        error.about,
                        error.value,
                        error.caption,
                        each.sheet.name,
                        line.original_view,
                    )
                )
        name = each.sheet.name
        found.skipped += [SkippedRow(number, kind, name) for number, kind in each.around.kinds]
        if not found.rejected[first[1] :] and _total_differs(each, found.rows[first[0] :]):
            found.warnings.append(ListWarning.TOTAL_DIFFERS)
    return found


def _cover_rows(found: ListSheet) -> Iterable[SkippedRow]:
    for number, row in enumerate(found.sheet.rows, 1):
        shown = any(cell is not None and cells.text(cell) for cell in row)
        yield SkippedRow(number, RowKind.COVER if shown else RowKind.BLANK, found.sheet.name)


def _total_differs(found: ListSheet, rows: Sequence[DueRow]) -> bool:
    """Compare the sum of the amounts with the one total that a sheet tells of itself."""
    assert found.header is not None  # noqa: S101 - a sheet with lines has one
    column = found.header.columns.get("amount")
    if column is None or len(found.around.totals) != 1:
        return False
    _, told = found.around.totals[0]
    try:
        total = cells.amount(told[column], found.reading.unit) if column < len(told) else None
    except ValueError:
        return False
    return total is not None and total != sum(row.amount or 0 for row in rows)


def _checked(columns: Mapping[str, str], file: str) -> dict[str, str]:
    """Refuse a mapping to a field that a list does not have."""
    known = [about.value for about in ListField]
    for about in columns.values():
        if about not in known and about not in _LEFT_ASIDE:
            raise FieldUnknownError(file, about, ", ".join(each for each in known if not each.endswith("_")))
    return {column: "" if about in _LEFT_ASIDE else about for column, about in columns.items()}


def _refuse_unknown(columns: Mapping[str, str], lists: Sequence[ListSheet], file: str) -> None:
    """Refuse a mapping from a column that no list of the file has."""
    known: set[str] = set()
    for found in lists:
        assert found.header is not None  # noqa: S101 - these have one
        for index, caption in enumerate(found.header.captions):
            known |= {
                caption_key(caption),
                caption_key(caption.split(" / ")[-1]),
                column_letters(index).lower(),
            }
    for column in columns:
        if caption_key(column) not in known:
            raise ColumnUnknownError(file, column)


def _first_rows(sheets: Sequence[ListSheet]) -> tuple[tuple[str, ...], ...]:
    """Show the first lines of the first list, in Unicode."""
    found = next((each for each in sheets if each.header), sheets[0] if sheets else None)
    if found is None:
        return ()
    start = found.header.below if found.header else 0
    rows = islice(found.sheet.rows[start : start + _SHOWN_ROWS], _SHOWN_ROWS)
    return tuple(
        tuple(cells.text(found.letters.cell(column, cell)) for column, cell in enumerate(row)) for row in rows
    )
