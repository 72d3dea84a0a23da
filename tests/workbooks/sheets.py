"""Workbooks written for one test."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import xlsxwriter

from agent_app.workbooks.extraction import Cell

SAMPLES = Path(__file__).parent.parent / "samples"

CAPTIONS = (
    "STT",
    "Họ và tên",
    "Mã số BHXH",
    "Số CCCD",
    "Ngày sinh",
    "Mã đối tượng",
    "Hạn thẻ đến",
    "Số tiền",
)
PERSON = (1, "Nguyễn Thị Ánh", "0123456789", "060185123456", "01/02/1985", "GD", "31/12/2026", 1366200)

Table = Sequence[Sequence[Cell]]


def no_report(_done: int, _total: int) -> None:
    """Let a reading go on."""


def write_xlsx(path: Path, sheets: Mapping[str, Table]) -> Path:
    """Write tables as the visible sheets of a workbook."""
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, column, cell)
                elif cell is not None:
                    sheet.write(number, column, cell)
    book.close()
    return path


def list_of(*people: Sequence[Cell], title: str = "Tháng 12 năm 2026") -> list[list[Cell]]:
    """Lay out a small list: a title, captions, persons."""
    return [["DANH SÁCH ĐẾN HẠN"], [title], [], list(CAPTIONS), *(list(person) for person in people)]


def person(**changes: Cell) -> list[Cell]:
    """Make a person's line, changed in the columns named by field."""
    columns = ("ordinal", "name", "insurance_no", "citizen_id", "birth", "group", "to", "amount")
    cells: dict[str, Cell] = dict(zip(columns, PERSON, strict=True))
    return list((cells | changes).values())


def rewritten(path: Path, parts: Mapping[str, bytes]) -> bytes:
    """Pack a workbook again with some of its parts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name, old.read(name)))
    return out.getvalue()
