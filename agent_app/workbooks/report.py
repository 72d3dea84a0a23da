"""Writes the report of an import as a workbook: counts, and every row of the file with what became of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from agent_app.domain.calendar import VIETNAM
from agent_app.domain.money import grouped
from agent_app.runtime.intake_messages import MONTH_WORDS, NOTE_WORDS, ROW_WORDS, reason
from agent_app.services.import_lines import Comparison, FullReport, ImportReport, ListNote, NoteKind

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

# A list comes from outside: what begins like a formula or an address stays text.
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "dd/mm/yyyy",
}
_OWN_COLUMNS = ("Trang tính", "Dòng", "Kết quả", "Lý do")
_TAKEN = "Nhận"
_OF_THE_FILE = tuple(kind for kind in NoteKind if kind is not NoteKind.GONE)
_WIDTHS = (16, 8, 20, 60)
_LONGEST = 32_000


@dataclass(frozen=True, slots=True)
class _Line:
    sheet: str
    row: int
    outcome: str
    reason: str
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ImportReportWriter:
    """Fulfils ``ports.ReportWriter``."""

    def write(self, report: FullReport) -> bytes:
        """Return the .xlsx."""
        import xlsxwriter  # noqa: PLC0415 (slow, and seldom asked)

        target = BytesIO()
        with xlsxwriter.Workbook(target, _OPTIONS) as book:
            bold = book.add_format({"bold": True})
            wrapped = book.add_format({"text_wrap": True, "valign": "top"})
            mark = report.watermark.line
            _write_summary(book.add_worksheet("Tóm tắt"), report, mark, bold)
            _write_lines(book.add_worksheet("Các dòng"), report, mark, (bold, wrapped))
            if gone := report.record.report.of(NoteKind.GONE):
                _write_gone(book.add_worksheet("Không còn"), gone, mark, bold)
        return target.getvalue()


def _write_summary(sheet: "Worksheet", report: FullReport, mark: str, bold: "Format") -> None:
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 60)
    sheet.set_footer(f"&L{mark}")
    sheet.write_string(0, 0, mark)
    for at, (name, value) in enumerate(_summary(report), 2):
        sheet.write_string(at, 0, name, bold)
        if isinstance(value, int):
            sheet.write_number(at, 1, value)
        else:
            sheet.write_string(at, 1, value[:_LONGEST])


def _summary(report: FullReport) -> list[tuple[str, str | int]]:
    record, told = report.record, report.record.report
    rows: list[tuple[str, str | int]] = [
        ("Tệp", record.file_name),
        ("Tháng", f"{told.month[5:]}/{told.month[:4]} ({MONTH_WORDS[told.month_from]})"),
        ("Nhập lúc", f"{record.imported_at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"),
        ("SHA-256 của tệp", record.file_hash.hex()),
        ("Nhận", told.accepted),
        ("Không nhận", told.rejected),
        ("Lặp lại", told.duplicates),
    ]
    rows += [(f"Dòng khác: {ROW_WORDS[kind]}", many) for kind, many in told.skipped.items()]
    rows += [
        (f"Tiền {each.scheme.value}", f"{each.lines} dòng, {grouped(each.amount)} đ") for each in told.sums
    ]
    rows += [("Người mới trong sổ", told.new_people), ("Hộ mới trong sổ", told.new_households)]
    rows += _comparisons(told)
    return rows + [(NOTE_WORDS[kind], many) for kind, many in told.counts.items() if kind in _DETAILS]


_DETAILS = (
    NoteKind.DOUBTFUL,
    NoteKind.CORRECTED,
    NoteKind.DIFFERENT,
    NoteKind.COLLECTORS,
    NoteKind.PROPOSED,
)


def _comparisons(told: ImportReport) -> list[tuple[str, str | int]]:
    shown = (("So với danh sách trước của tháng", told.last), ("So với tháng trước", told.previous))
    return [(name, _compared(each)) for name, each in shown if each is not None]


def _compared(one: Comparison) -> str:
    return f"{one.month}: mới {one.new}, không còn {one.gone}, đổi {one.changed}, như cũ {one.same}"


def _write_lines(sheet: "Worksheet", report: FullReport, mark: str, formats: "tuple[Format, Format]") -> None:
    bold, wrapped = formats
    lines = _lines(report)
    captions = list(dict.fromkeys(caption for line in lines for caption in line.cells))
    sheet.set_footer(f"&L{mark}")
    sheet.write_string(0, 0, mark)
    for column, caption in enumerate((*_OWN_COLUMNS, *captions)):
        sheet.set_column(column, column, _WIDTHS[column] if column < len(_WIDTHS) else 18)
        sheet.write_string(1, column, caption[:_LONGEST], bold)
    sheet.freeze_panes(2, len(_OWN_COLUMNS))
    for at, line in enumerate(lines, 2):
        sheet.write_string(at, 0, line.sheet)
        sheet.write_number(at, 1, line.row)
        sheet.write_string(at, 2, line.outcome)
        sheet.write_string(at, 3, line.reason[:_LONGEST], wrapped)
        for column, caption in enumerate(captions, len(_OWN_COLUMNS)):
            if cell := line.cells.get(caption, ""):
                sheet.write_string(at, column, cell[:_LONGEST])


def _lines(report: FullReport) -> list[_Line]:
    """Put taken and refused lines in the order of the file."""
    notes = defaultdict[tuple[str, int], list[ListNote]](list)
    for note in report.record.report.of(*_OF_THE_FILE):
        notes[note.sheet, note.row].append(note)
    lines = [_line(each.sheet, each.row, notes[each.sheet, each.row], each.cells) for each in report.accepted]
    sheets = {sheet: at for at, sheet in enumerate(dict.fromkeys(line.sheet for line in lines))}
    taken = {(line.sheet, line.row) for line in lines}
    lines += [
        _line(sheet, row, found, found[0].original)
        for (sheet, row), found in notes.items()
        if (sheet, row) not in taken
    ]
    return sorted(lines, key=lambda line: (sheets.get(line.sheet, len(sheets)), line.row))


def _line(sheet: str, row: int, notes: Sequence[ListNote], cells: Mapping[str, str]) -> _Line:
    refused = next((each for each in notes if each.kind in {NoteKind.REJECTED, NoteKind.REPEATED}), None)
    kinds = dict.fromkeys(NOTE_WORDS[each.kind] for each in notes)
    outcome = NOTE_WORDS[refused.kind] if refused else ", ".join((_TAKEN, *kinds))
    return _Line(sheet, row, outcome, "; ".join(dict.fromkeys(map(reason, notes))), cells)


def _write_gone(sheet: "Worksheet", gone: Sequence[ListNote], mark: str, bold: "Format") -> None:
    sheet.set_footer(f"&L{mark}")
    sheet.write_string(0, 0, mark)
    for column, caption in enumerate(("Dòng trong danh sách trước", "Họ và tên", "Loại")):
        sheet.set_column(column, column, 28)
        sheet.write_string(1, column, caption, bold)
    for at, note in enumerate(gone, 2):
        sheet.write_number(at, 0, note.row)
        sheet.write_string(at, 1, note.before)
        sheet.write_string(at, 2, note.about)
