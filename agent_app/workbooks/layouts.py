"""What is told of a file's layout: sheets, columns, letters and doubts, in the domain's words."""

from collections.abc import Iterable, Sequence

from agent_app.domain.due_layout import ColumnReading, ListField, ListLayout, ListWarning, SheetLayout
from agent_app.domain.legacy_text import CONVERSIONS, Lettering
from agent_app.domain.text_encoding import StoredAs
from agent_app.workbooks.columns import Header
from agent_app.workbooks.extraction import Book
from agent_app.workbooks.lettering import ColumnLetters
from agent_app.workbooks.listing import ListSheet

_DOUBTFUL = 0.45
_LIKELY = 0.5


def layout_of(book: Book, sheets: Sequence[ListSheet]) -> ListLayout:
    """Describe a whole file."""
    decoded = any(found.letters.decode for found in sheets)
    stored_as = StoredAs.WINDOWS_1258 if decoded else StoredAs(book.stored_as)
    return ListLayout(book.kind, stored_as, tuple(map(sheet_layout, sheets)), _lettering(sheets))


def sheet_layout(found: ListSheet, header: Header | None = None) -> SheetLayout:
    """Describe one sheet; ``header`` may be a mere guess."""
    told = header or found.header
    month = found.titled_month or found.named_month
    if told is None:
        return SheetLayout(found.name, len(found.sheet.rows), month=month)
    return SheetLayout(
        found.name,
        len(found.sheet.rows),
        (told.first + 1, told.below),
        tuple(_columns(found, told)),
        told.fingerprint,
        month,
    )


def warnings_of(book: Book, layout: ListLayout) -> Iterable[ListWarning]:
    """Name what somebody should know of the file as such."""
    columns = [column for sheet in layout.lists for column in sheet.columns]
    told = {
        ListWarning.MACROS: book.macros,
        ListWarning.WRONG_EXTENSION: book.wrong_extension,
        ListWarning.HIDDEN_SHEETS: book.hidden > 0,
        ListWarning.OTHER_SHEETS: any(sheet.header is None and sheet.rows for sheet in layout.sheets),
        ListWarning.BAD_BYTES: book.bad_bytes > 0,
        ListWarning.OLD_LETTERS: layout.lettering in CONVERSIONS
        or any(column.lettering in (*CONVERSIONS, Lettering.MIXED) for column in columns),
        ListWarning.AMBIGUOUS_COLUMNS: any(map(_is_ambiguous, columns)),
        ListWarning.UNKNOWN_COLUMNS: bool(layout.unknown_captions),
    }
    return (warning for warning, is_so in told.items() if is_so)


def _columns(found: ListSheet, header: Header) -> Iterable[ColumnReading]:
    fields = {column: ListField(about) for about, column in header.columns.items()}
    for index, caption in enumerate(header.captions):
        if not caption and not header.filled.get(index) and index not in fields:
            continue
        about = fields.get(index)
        candidates = header.candidates(index)
        letters = found.letters.columns.get(index, ColumnLetters())
        yield ColumnReading(
            index,
            caption,
            about,
            1.0 if index in header.by_hand else dict(candidates).get(about, 0.0) if about else 0.0,
            tuple(each for each in candidates if each[0] is not about),
            index in header.by_hand,
            header.filled.get(index, 0),
            letters.lettering,
            letters.evidence,
        )


def _is_ambiguous(column: ColumnReading) -> bool:
    if column.by_hand:
        return False
    if column.field is None:
        return any(score >= _LIKELY and not about.is_left_aside for about, score in column.candidates)
    return not column.field.is_left_aside and column.confidence < _DOUBTFUL


def _lettering(sheets: Sequence[ListSheet]) -> Lettering:
    """Say in one word how a file is lettered."""
    told = [found.letters.whole.lettering for found in sheets]
    for lettering in (Lettering.TCVN3, Lettering.VNI, Lettering.MIXED, Lettering.UNICODE):
        if lettering in told:
            return lettering
    return Lettering.ASCII
