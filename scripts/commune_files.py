"""Writes a made-up commune as the files that an office would send."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import xlsxwriter

from agent_app.domain.calendar import PartialDate
from agent_app.domain.due_list import DueRow, Scheme
from scripts.commune import FIRST_DUE_ROW, Commune

_AREA_COLUMNS = (
    "household_no",
    "relation",
    "name",
    "birth",
    "sex",
    "insurance_no",
    "citizen_id",
    "address",
    "hamlet",
    "phone",
    "group",
    "facility",
)
# In the lists this stands in the column of object codes for BHXH tự nguyện.
_PENSION_CODE = "TN"
_HEADER_ROW = FIRST_DUE_ROW - 4


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of the list: caption, the caption above it if two stand under one, width, content."""

    caption: str
    width: int
    content: Callable[[DueRow], str | int | date]
    above: str = ""


def write_area_file(commune: Commune, path: Path) -> None:
    """Write the register as CSV, one person a line, columns named by field."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_AREA_COLUMNS)
        for person in commune.people:
            writer.writerow([_cell(getattr(person, column)) for column in _AREA_COLUMNS])


def write_due_list(commune: Commune, path: Path) -> None:
    """Write the month's list as a workbook in the form that an office's D08a-TS has."""
    with xlsxwriter.Workbook(path) as book:
        # Without a fixed instant, the same commune would give other bytes each time.
        book.set_properties(
            {"created": datetime(2026, 1, 1, tzinfo=UTC), "title": "D08a-TS (dữ liệu giả lập)"}
        )
        _Sheet(book, commune).write()


class _Sheet:
    """The one sheet of the list, with its formats."""

    def __init__(self, book: xlsxwriter.Workbook, commune: Commune) -> None:
        self._commune = commune
        self._sheet = book.add_worksheet("Danh sách đến hạn")
        face = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}
        self._plain = book.add_format(face)
        self._title = book.add_format(face | {"bold": True, "align": "center", "font_size": 14})
        self._head = book.add_format(face | {"bold": True, "align": "center", "text_wrap": True, "border": 1})
        self._text = book.add_format(face | {"border": 1})
        self._day = book.add_format(face | {"border": 1, "num_format": "dd/mm/yyyy", "align": "center"})
        self._money = book.add_format(face | {"border": 1, "num_format": "#,##0"})

    def write(self) -> None:
        """Write titles, header, lines, the total and the places to sign."""
        self._titles()
        self._header()
        for index, row in enumerate(self._commune.due):
            self._line(FIRST_DUE_ROW - 1 + index, index + 1, row)
        self._foot(FIRST_DUE_ROW - 1 + len(self._commune.due))

    def _titles(self) -> None:
        year, month = self._commune.month.split("-")
        sheet, last = self._sheet, len(_COLUMNS) - 1
        sheet.write(0, 0, "BẢO HIỂM XÃ HỘI TỈNH LÂM ĐỒNG", self._plain)
        sheet.write(1, 0, "BHXH cơ sở Suối Trúc (dữ liệu giả lập, không có người thật)", self._plain)
        sheet.write(0, last - 2, "Mẫu D08a-TS", self._plain)
        title = "DANH SÁCH NGƯỜI THAM GIA BHYT, BHXH TỰ NGUYỆN ĐẾN HẠN ĐÓNG"
        sheet.merge_range(3, 0, 3, last, title, self._title)
        sheet.merge_range(4, 0, 4, last, f"Tháng {month} năm {year}", self._title)
        sheet.write(5, 0, f"Địa bàn: {self._commune.name}", self._plain)

    def _header(self) -> None:
        sheet, row = self._sheet, _HEADER_ROW
        for index, column in enumerate(_COLUMNS):
            sheet.set_column(index, index, column.width)
            if column.above:
                sheet.write(row + 1, index, column.caption, self._head)
            else:
                sheet.merge_range(row, index, row + 1, index, column.caption, self._head)
            sheet.write(row + 2, index, f"({index + 1})", self._head)
        grouped = [index for index, column in enumerate(_COLUMNS) if column.above]
        sheet.merge_range(row, grouped[0], row, grouped[-1], _COLUMNS[grouped[0]].above, self._head)
        sheet.freeze_panes(row + 3, 0)

    def _line(self, line: int, ordinal: int, row: DueRow) -> None:
        self._sheet.write_number(line, 0, ordinal, self._text)
        for index, column in enumerate(_COLUMNS[1:], 1):
            content = column.content(row)
            if isinstance(content, date):
                self._sheet.write_datetime(line, index, content, self._day)
            elif isinstance(content, int):
                self._sheet.write_number(line, index, content, self._money)
            else:
                self._sheet.write_string(line, index, content, self._text)

    def _foot(self, line: int) -> None:
        sheet = self._sheet
        total = sum(row.amount or 0 for row in self._commune.due)
        sheet.write(line, 1, "TỔNG CỘNG", self._head)
        sheet.write_number(line, [column.caption for column in _COLUMNS].index(_AMOUNT), total, self._money)
        sheet.write(line + 2, 2, "Người lập biểu", self._plain)
        sheet.write(line + 2, len(_COLUMNS) - 3, "Giám đốc BHXH cơ sở", self._plain)
        sheet.write(line + 3, len(_COLUMNS) - 3, "(Ký, ghi rõ họ tên, đóng dấu)", self._plain)


def _cell(value: object) -> str:
    return value.iso if isinstance(value, PartialDate) else str(value or "")


def _code(row: DueRow) -> str:
    return _PENSION_CODE if row.scheme is Scheme.PENSION else row.group or ""


def _civil(day: PartialDate | None) -> date | str:
    return day.last_day if day else ""


_AMOUNT = "Số tiền phải đóng"
_COLUMNS = (
    _Column("STT", 5, lambda _row: ""),
    _Column("Mã hộ gia đình", 13, lambda row: row.household_no or ""),
    _Column("Họ và tên", 26, lambda row: row.name),
    _Column("Ngày, tháng, năm sinh", 12, lambda row: row.birth.shown if row.birth else ""),
    _Column("Giới tính", 7, lambda row: row.sex.value if row.sex else ""),
    _Column("Mã số BHXH", 12, lambda row: row.insurance_no or ""),
    _Column("Số CCCD/ĐDCN", 14, lambda row: row.citizen_id or ""),
    _Column("Địa chỉ", 48, lambda row: row.address or ""),
    _Column("Điện thoại", 12, lambda row: row.phone or ""),
    _Column("Loại hình", 9, lambda row: row.scheme.value),
    _Column("Mã đối tượng", 8, _code),
    _Column("Từ ngày", 11, lambda row: _civil(row.covered_from), "Thời hạn"),
    _Column("Đến ngày", 11, lambda row: _civil(row.covered_to), "Thời hạn"),
    _Column("Số tháng", 7, lambda row: row.months or ""),
    _Column(_AMOUNT, 14, lambda row: int(row.amount or 0)),
    _Column("Nơi KCB", 9, lambda row: row.facility or ""),
    _Column("Mã nhân viên thu", 15, lambda row: row.agent_code or ""),
    _Column("Ghi chú", 12, lambda _row: ""),
)
