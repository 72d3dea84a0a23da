"""Files that no list can come from, and files that only look so."""

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlwt

from agent_app.domain.due_layout import ListWarning
from agent_app.workbooks.archives import examine
from agent_app.workbooks.due_lists import DueListReader
from agent_app.workbooks.errors import (
    WorkbookDamagedError,
    WorkbookError,
    WorkbookMonthsDifferError,
    WorkbookOtherFormError,
    WorkbookTooLargeError,
    WorkbookWebPageError,
)
from agent_app.workbooks.extraction import Cell
from agent_app.workbooks.limits import MOST_CELLS
from agent_app.workbooks.refused import Refused
from tests.workbooks.other_formats import binary_record, table_as_text, write_xlsb
from tests.workbooks.sheets import SAMPLES, Table, list_of, no_report, person, rewritten, write_xlsx
from tests.workbooks.test_extraction import open_document

SHEET = "xl/worksheets/sheet1.xml"
SECOND = person(name="Trần Văn Út", insurance_no="2345678901")
D03: list[list[Cell]] = [
    ["Mẫu D03-TS"],
    ["DANH SÁCH NGƯỜI CHỈ THAM GIA BHYT"],
    ["STT", "Họ và tên", "Mã số BHXH", "Số CCCD", "Ngày biên lai", "Số biên lai", "Từ tháng", "Số tháng"],
    [1, "Lê Văn Ân", "0123456789", "060185123456", "01/12/2026", "0000001", "01/2027", 12],
]


def listed(folder: Path) -> Path:
    return write_xlsx(folder / "list.xlsx", {"A": list_of(person(), SECOND)})


def with_rows(path: Path, rows: bytes) -> Path:
    """Put more rows at the end of a workbook's sheet."""
    with zipfile.ZipFile(path) as book:
        sheet = book.read(SHEET).replace(b"</sheetData>", rows + b"</sheetData>")
    path.write_bytes(rewritten(path, {SHEET: sheet}))
    return path


def far_cell(folder: Path) -> Path:
    return with_rows(listed(folder), b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


def far_cell_in_a_row_without_number(folder: Path) -> Path:
    return with_rows(listed(folder), b'<row><c r="XFD1048576"><v>1</v></c></row>')


def empty_formatted_rows(folder: Path) -> Path:
    rows = (b'<row r="%d"><c r="A%d" s="1"/></row>' % (row, row) for row in range(7, 250_000))
    return with_rows(listed(folder), b"".join(rows))


def far_binary_cell(folder: Path) -> Path:
    path = write_xlsb(folder / "far.xlsb", {"A": [["x"]]})
    dimension = binary_record(148, struct.pack("<IIII", 0, 1_048_575, 0, 16_383))
    path.write_bytes(rewritten(path, {"xl/worksheets/sheet1.bin": binary_record(129) + dimension}))
    return path


def far_old_cell(folder: Path) -> Path:
    book = xlwt.Workbook()
    book.add_sheet("A").write(65_535, 255, "x")
    book.save(str(folder / "far.xls"))
    return folder / "far.xls"


def open_document_of(folder: Path, cell: bytes) -> Path:
    """Put another row in the place of the only one."""
    path = folder / "far.ods"
    path.write_bytes(open_document(b"<text:p>@</text:p>"))
    with zipfile.ZipFile(path) as book:
        content = book.read("content.xml")
    start, end = content.index(b"<table:table-row"), content.index(b"</table:table>")
    path.write_bytes(rewritten(path, {"content.xml": content[:start] + cell + content[end:]}))
    return path


def repeated_cells(folder: Path) -> Path:
    return open_document_of(
        folder,
        b'<table:table-row><table:table-cell table:number-columns-repeated="16384" '
        b'office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>',
    )


def repeated_rows(folder: Path) -> Path:
    return open_document_of(
        folder,
        b'<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
        b'office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>',
    )


def web_page(folder: Path) -> Path:
    (folder / "list.xls").write_text("<html><table><tr><td>Họ tên</td></tr></table></html>", "utf-8")
    return folder / "list.xls"


def web_page_in_wide_letters(folder: Path) -> Path:
    (folder / "list.xls").write_text("<table><tr><td>Họ tên</td></tr></table>", "utf-16")
    return folder / "list.xls"


def old_xml_table(folder: Path) -> Path:
    text = '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
    (folder / "list.xls").write_text(text, "utf-8")
    return folder / "list.xls"


def half_of_an_old_workbook(folder: Path) -> Path:
    raw = (SAMPLES / "03-tcvn3.xls").read_bytes()
    (folder / "list.xls").write_bytes(raw[: len(raw) // 2])
    return folder / "list.xls"


def another_form(folder: Path) -> Path:
    return write_xlsx(folder / "list.xlsx", {"A": D03})


def another_form_without_a_title(folder: Path) -> Path:
    return write_xlsx(folder / "list.xlsx", {"A": D03[2:]})


def two_sheets(folder: Path, titles: tuple[str, str], names: tuple[str, str] = ("A", "B")) -> Path:
    sheets: dict[str, Table] = {
        names[0]: list_of(person(), title=titles[0]),
        names[1]: list_of(SECOND, title=titles[1]),
    }
    return write_xlsx(folder / "list.xlsx", sheets)


def sheets_of_two_months(folder: Path) -> Path:
    return two_sheets(folder, ("Tháng 11 năm 2026", "Tháng 12 năm 2026"))


def sheets_named_by_two_months(folder: Path) -> Path:
    return two_sheets(folder, ("", ""), ("Tháng 11", "Tháng 12"))


def two_titles_in_one_sheet(folder: Path) -> Path:
    rows = [*list_of(person(), title="Tháng 11 năm 2026"), [], *list_of(SECOND)]
    return write_xlsx(folder / "list.xlsx", {"A": rows})


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (far_cell, WorkbookTooLargeError),
        (far_cell_in_a_row_without_number, WorkbookTooLargeError),
        (empty_formatted_rows, WorkbookTooLargeError),
        (far_binary_cell, WorkbookTooLargeError),
        (far_old_cell, WorkbookTooLargeError),
        (repeated_cells, WorkbookTooLargeError),
        (repeated_rows, WorkbookTooLargeError),
        (web_page, WorkbookWebPageError),
        (web_page_in_wide_letters, WorkbookWebPageError),
        (old_xml_table, WorkbookWebPageError),
        (half_of_an_old_workbook, WorkbookDamagedError),
        (another_form, WorkbookOtherFormError),
        (another_form_without_a_title, WorkbookOtherFormError),
        (sheets_of_two_months, WorkbookMonthsDifferError),
        (sheets_named_by_two_months, WorkbookMonthsDifferError),
        (two_titles_in_one_sheet, WorkbookMonthsDifferError),
    ],
)
def test_a_file_that_is_no_list_is_refused_by_its_kind(
    tmp_path: Path, make: Callable[[Path], Path], error: type[WorkbookError]
) -> None:
    with pytest.raises(error):
        DueListReader().read(make(tmp_path), no_report)


def test_a_form_and_months_are_named(tmp_path: Path) -> None:
    with pytest.raises(WorkbookOtherFormError) as form:
        DueListReader().read(another_form(tmp_path), no_report)
    with pytest.raises(WorkbookMonthsDifferError) as months:
        DueListReader().read(sheets_of_two_months(tmp_path), no_report)

    assert form.value.form == "D03-TS"
    assert months.value.months == "2026-11, 2026-12"


def test_ends_in_several_months_are_one_list(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"A": list_of(person(), person(name="Lý Út", to="05/11/2026"))})

    assert DueListReader().read(path, no_report).month == "2026-12"


def test_lines_grouped_by_the_month_of_their_ends_are_one_list(tmp_path: Path) -> None:
    groups: Table = [
        *list_of()[:4],
        ["Hết hạn tháng 11/2026"],
        person(to="05/11/2026"),
        ["Hết hạn tháng 12/2026"],
        SECOND,
    ]

    reading = DueListReader().read(write_xlsx(tmp_path / "a.xlsx", {"A": groups}), no_report)

    assert (reading.month, len(reading.rows)) == ("2026-12", 2)


def test_a_form_that_a_title_only_mentions_is_no_reason_to_refuse_a_list(tmp_path: Path) -> None:
    rows: Table = [
        ["Dùng để lập mẫu D03-TS"],
        *list_of(person(), title="DANH SÁCH ĐẾN HẠN tháng 12 năm 2026"),
    ]

    assert len(DueListReader().read(write_xlsx(tmp_path / "a.xlsx", {"A": rows}), no_report).rows) == 1


def test_macros_are_left_alone_and_told(tmp_path: Path) -> None:
    with zipfile.ZipFile(listed(tmp_path)) as old, zipfile.ZipFile(tmp_path / "a.xlsm", "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("xl/vbaProject.bin", b"macros")

    reading = DueListReader().read(tmp_path / "a.xlsm", no_report)

    assert (len(reading.rows), reading.warnings) == (2, (ListWarning.MACROS,))


@pytest.mark.parametrize("name", ["list.csv", "list.xls", "list"])
def test_what_a_file_is_counts_and_not_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(listed(tmp_path).read_bytes())

    reading = DueListReader().read(tmp_path / name, no_report)

    assert (len(reading.rows), reading.warnings) == (2, (ListWarning.WRONG_EXTENSION,))


def test_a_table_of_text_under_a_workbook_s_name_is_read(tmp_path: Path) -> None:
    path = tmp_path / "list.xls"
    path.write_bytes(table_as_text(list_of(person(), SECOND), "\t").encode("utf-16"))

    reading = DueListReader().read(path, no_report)

    assert (len(reading.rows), reading.warnings) == (2, (ListWarning.WRONG_EXTENSION,))


def test_empty_formatted_rows_below_a_list_cost_nothing_but_time(tmp_path: Path) -> None:
    rows = (b'<row r="%d"><c r="A%d" s="1"/></row>' % (row, row) for row in range(7, 20_000))
    path = with_rows(listed(tmp_path), b"".join(rows))

    reading = DueListReader().read(path, no_report)

    assert (len(reading.rows), reading.skipped) == (2, 4)


def test_a_workbook_with_a_wide_claim_of_its_size_is_read(tmp_path: Path) -> None:
    path = listed(tmp_path)
    with zipfile.ZipFile(path) as book:
        sheet = book.read(SHEET).replace(b'ref="A1:H6"', b'ref="A1:XFD1048576"')
    path.write_bytes(rewritten(path, {SHEET: sheet}))

    assert len(DueListReader().read(path, no_report).rows) == 2


def test_an_archive_of_something_else_is_no_workbook(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    (tmp_path / "a.xlsx").write_bytes(out.getvalue())

    with pytest.raises(WorkbookError) as caught:
        DueListReader().read(tmp_path / "a.xlsx", no_report)

    assert caught.value.code == "workbook.not_a_workbook"


def test_more_cells_than_any_list_has_are_refused_while_they_are_counted() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b'<c r="1"/>' * (MOST_CELLS + 1))

    with pytest.raises(Refused, match="too_large"):
        examine(held.getvalue())
