"""Writes lines of the due list as a workbook that people sort and filter; every page of it is marked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

from agent_app.runtime.held_words import OUTCOME_WORDS
from agent_app.services.due_export import DueSheet
from agent_app.services.lines import DueLine

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

# Names and addresses come from outside: what begins like a formula or an address stays text.
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "dd/mm/yyyy",
}
_LONGEST = 32_000
_HEAD = 1

Value = str | int | date | None


@dataclass(frozen=True, slots=True)
class _Column:
    title: str
    width: int
    value: Callable[[DueLine], Value]


@dataclass(frozen=True, slots=True)
class DueListWriter:
    """Fulfils ``due_export.DueSheetWriter``."""

    def write(self, sheet: DueSheet) -> bytes:
        """Return the .xlsx."""
        import xlsxwriter  # noqa: PLC0415 (slow, and seldom asked)

        target = BytesIO()
        with xlsxwriter.Workbook(target, _OPTIONS) as book:
            written = book.add_worksheet(f"Đến hạn {sheet.month[5:]}-{sheet.month[:4]}")
            bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0"})
            _write_head(written, sheet.watermark.line, len(sheet.lines))
            for at, column in enumerate(_columns()):
                written.set_column(at, at, column.width, money if column.value is _amount else None)
                written.write_string(_HEAD, at, column.title, bold)
            for row, line in enumerate(sheet.lines, _HEAD + 1):
                _write_line(written, row, [column.value(line) for column in _columns()])
        return target.getvalue()


def _write_head(sheet: "Worksheet", mark: str, lines: int) -> None:
    sheet.write_string(0, 0, mark)
    sheet.set_footer(f"&L{mark}&RTrang &P/&N")
    sheet.freeze_panes(_HEAD + 1, 3)
    sheet.autofilter(_HEAD, 0, _HEAD + lines, len(_columns()) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEAD)


def _write_line(sheet: "Worksheet", row: int, values: Sequence[Value]) -> None:
    for at, value in enumerate(values):
        if isinstance(value, str):
            sheet.write_string(row, at, value[:_LONGEST])
        elif isinstance(value, date):
            sheet.write_datetime(row, at, value)
        elif value is not None:
            sheet.write_number(row, at, value)


def _columns() -> tuple[_Column, ...]:
    return (
        _Column("Thôn, tổ", 18, _hamlet),
        _Column("Mã hộ", 13, _household_no),
        _Column("Họ và tên", 26, _name),
        _Column("Địa chỉ", 40, _address),
        _Column("Điện thoại", 13, _phone),
        _Column("Loại", 9, _scheme),
        _Column("Nhóm", 8, _group),
        _Column("Hạn", 12, _due_on),
        _Column("Số tháng", 9, _months),
        _Column("Số tiền", 12, _amount),
        _Column("Nhân viên thu", 16, _agent),
        _Column("Lần trước", 22, _outcome),
        _Column("Ngày đến", 12, _visited_on),
        _Column("Hẹn ngày", 12, _promised_on),
        _Column("Biên lai", 12, _receipt),
    )


def _hamlet(line: DueLine) -> Value:
    return line.hamlet


def _household_no(line: DueLine) -> Value:
    return line.household_no


def _name(line: DueLine) -> Value:
    return line.name


def _address(line: DueLine) -> Value:
    return line.address


def _phone(line: DueLine) -> Value:
    return line.phone


def _scheme(line: DueLine) -> Value:
    return line.scheme.value


def _group(line: DueLine) -> Value:
    return line.group


def _due_on(line: DueLine) -> Value:
    return line.due_on


def _months(line: DueLine) -> Value:
    return line.months


def _amount(line: DueLine) -> Value:
    return line.amount


def _agent(line: DueLine) -> Value:
    return line.agent_code


def _outcome(line: DueLine) -> Value:
    return OUTCOME_WORDS[line.outcome.value] if line.outcome else None


def _visited_on(line: DueLine) -> Value:
    return line.visited_on


def _promised_on(line: DueLine) -> Value:
    return line.promised_on


def _receipt(line: DueLine) -> Value:
    return "Đã lập" if line.receipt_id else None
