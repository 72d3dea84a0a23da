import re

import pytest

from agent_app.domain.names import fold
from agent_app.workbooks import cells, forms, layout, listing
from agent_app.workbooks.columns import find_header
from agent_app.workbooks.extraction import Cell, Sheet
from agent_app.workbooks.layout import person_lines, titled_month
from tests.workbooks.sheets import CAPTIONS, list_of, person


def lines_of(*below: list[Cell]) -> list[int]:
    sheet = Sheet("", 0, list_of(*below))
    header = find_header(sheet.rows)
    assert header is not None
    return [line.number for line in person_lines(sheet, header)]


@pytest.mark.parametrize(
    "row",
    [
        [],
        ["A", "B", 1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
        ["(1)", "(2)", "(3)", "(4)"],
        list(CAPTIONS),
        [None, "Tổng cộng", None, None, None, None, None, 1366200.0],
        [None, "Cộng: 12 người", None, None, None, None, None, "1.366.200"],
        ["I", "Thôn Láng Gòn"],
        ["Nhân viên thu: NVT060085001"],
        [None, None, None, None, "Lâm Đồng, ngày 5 tháng 12 năm 2026"],
        [None, "NGƯỜI LẬP", None, None, "GIÁM ĐỐC"],
        [None, "Nguyễn Văn Minh", None, None, "Trần Thị Hà"],
    ],
)
def test_rows_around_the_persons_are_none(row: list[Cell]) -> None:
    assert lines_of(person(), row, person()) == [5, 7]


@pytest.mark.parametrize(
    "row",
    [
        person(name=None),
        person(insurance_no=None, citizen_id="12345", birth=None),
        [7, "Nguyễn Văn Minh"],
        person(ordinal=None, name="Công Tằng Tôn Nữ Hà"),
    ],
)
def test_a_person_s_line_with_faults_is_still_a_person_s(row: list[Cell]) -> None:
    assert lines_of(row) == [5]


@pytest.mark.parametrize(
    ("title", "sheet", "month"),
    [
        ("Tháng 12 năm 2026", "", "2026-12"),
        ("KỲ: 3/2027", "", "2027-03"),
        ("Danh sách tháng 01-2027", "", "2027-01"),
        ("Ban hành ngày 27/3/2020", "", None),
        ("Lâm Đồng, ngày 5 tháng 11 năm 2026", "", None),
        ("", "Thang 12.2026", "2026-12"),
        ("", "T1-2027", "2027-01"),
        ("Tháng 13 năm 2026", "", None),
        ("Đến hạn từ tháng 11/2026 đến tháng 12/2026", "", "2026-12"),
        ("Từ ngày 01/12/2026 đến ngày 31/12/2026", "", "2026-12"),
    ],
)
def test_the_month_is_what_the_title_says_else_the_sheet(title: str, sheet: str, month: str | None) -> None:
    read = Sheet(sheet, 0, list_of(person(), title=title))
    header = find_header(read.rows)
    assert header is not None

    assert titled_month(read, header) == month


def test_every_word_that_folded_text_is_searched_for_is_folded_itself() -> None:
    found = [each for module in (cells, forms, layout, listing) for each in vars(module).values()]
    found += [pattern for pattern, _ in forms._TITLES]
    patterns = [each.pattern for each in found if isinstance(each, re.Pattern)]
    bare = [re.sub(r"\\.|\[[^]]*\]", " ", pattern) for pattern in patterns]
    words = {word for each in bare for word in re.findall(r"[a-z]{2,}", each)} | set(cells._TERMS)

    assert {word for word in words if fold(word) != word} == set()


@pytest.mark.parametrize("group", ["Đại lý thu: NVT060085001", "ĐẠI LÝ NVT060085001"])
def test_a_group_of_a_collecting_agency_names_the_collector(group: str) -> None:
    sheet = Sheet("", 0, list_of([group], person()))
    header = find_header(sheet.rows)
    assert header is not None

    assert [line.collector for line in person_lines(sheet, header)] == ["NVT060085001"]
