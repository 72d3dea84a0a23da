"""Habits that offices have in their lists, one by one."""

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from agent_app.domain.due_layout import ListField, ListWarning, MonthSource, RowKind
from agent_app.domain.due_list import Change, DoubtKind, DueListReading, DueRow, Scheme, Sex
from agent_app.workbooks.due_lists import DueListReader
from agent_app.workbooks.errors import ColumnUnknownError, FieldUnknownError, WorkbookHeaderError
from agent_app.workbooks.extraction import Cell
from tests.workbooks.sheets import Table, list_of, no_report, person, write_xlsx

BASE: dict[str, Cell] = {
    "Họ và tên": "Lê Văn Ân",
    "Mã số BHXH": "0123456789",
    "Số CCCD": "060085123456",
    "Hạn thẻ đến": "31/12/2026",
    "Số tiền": 1366200,
}


def reading(folder: Path, rows: Table, **more: Table) -> DueListReading:
    return DueListReader().read(write_xlsx(folder / "a.xlsx", {"A": rows} | more), no_report, "2026-12")


def row_of(folder: Path, cells: dict[str, Cell], without: tuple[str, ...] = ()) -> DueRow:
    """Read a list of one line, whose columns are the usual ones and others."""
    line = {caption: cell for caption, cell in (BASE | cells).items() if caption not in without}
    (row,) = reading(folder, [list(line), list(line.values())]).rows
    return row


def test_two_columns_of_birth_tell_the_sex(tmp_path: Path) -> None:
    header: Table = [
        ["STT", "Họ và tên", "Năm sinh", None, "Mã số BHXH", "Hạn thẻ đến", "Số tiền"],
        [None, None, "Nam", "Nữ", None, None, None],
    ]
    men: list[Cell] = [1, "Lê Văn Ân", "12/03/1985", None, "0123456789", "31/12/2026", 1366200]
    women: list[Cell] = [2, "Lê Thị Bé", None, 1990, "1123456789", "31/12/2026", 1366200]

    rows = reading(tmp_path, [*header, men, women]).rows

    assert [(row.birth and row.birth.iso, row.sex) for row in rows] == [
        ("1985-03-12", Sex.MALE),
        ("1990", Sex.FEMALE),
    ]


def test_a_birth_in_three_columns_is_one(tmp_path: Path) -> None:
    header: Table = [
        ["Họ và tên", "Ngày sinh", None, None, "Mã số BHXH", "Hạn thẻ đến", "Số tiền"],
        [None, "Ngày", "Tháng", "Năm", None, None, None],
    ]
    lines: Table = [
        ["Lê Văn Ân", 12, 3, 1985, "0123456789", "31/12/2026", 1],
        ["Lê Thị Bé", None, None, 1990, "1123456789", "31/12/2026", 1],
    ]

    rows = reading(tmp_path, [*header, *lines]).rows

    assert [row.birth and row.birth.iso for row in rows] == ["1985-03-12", "1990"]


def test_a_mark_says_that_only_the_year_is_known(tmp_path: Path) -> None:
    row = row_of(tmp_path, {"NGAYSINH": "01/01/1948", "NAMSINH": "X"})

    assert row.birth is not None
    assert row.birth.iso == "1948"


def test_a_name_in_two_columns_is_one(tmp_path: Path) -> None:
    row = row_of(tmp_path, {"Họ và đệm": "Nguyễn Thị", "Tên": "Ánh"}, without=("Họ và tên",))

    assert row.name == "Nguyễn Thị Ánh"


def test_a_name_under_one_group_caption_is_one(tmp_path: Path) -> None:
    header: Table = [
        ["Họ và tên", None, "Mã số BHXH", "Hạn thẻ đến", "Số tiền"],
        ["Họ đệm", "Tên", None, None, None],
    ]

    (row,) = reading(tmp_path, [*header, ["Lê Văn", "Ân", "0123456789", "31/12/2026", 1]]).rows

    assert row.name == "Lê Văn Ân"


def test_an_address_is_put_together_of_its_parts(tmp_path: Path) -> None:
    row = row_of(tmp_path, {"Thôn/Tổ": "Thôn 2", "Xã/Phường": "xã Tân Minh", "Tỉnh": "tỉnh Lâm Đồng"})

    assert row.address == "Thôn 2, xã Tân Minh, tỉnh Lâm Đồng"


def test_a_district_beside_a_whole_address_adds_nothing(tmp_path: Path) -> None:
    row = row_of(tmp_path, {"Địa chỉ": "Thôn 2, xã Tân Minh", "Quận/Huyện": "Tánh Linh"})

    assert row.address == "Thôn 2, xã Tân Minh"


def test_one_column_may_hold_both_ends_of_the_cover(tmp_path: Path) -> None:
    row = row_of(
        tmp_path, {"Hạn thẻ đến": None, "Thời hạn sử dụng thẻ": "01/01/2026 - 31/12/2026"}, ("Hạn thẻ đến",)
    )

    assert row.covered_from is not None
    assert row.covered_to is not None
    assert (row.covered_from.iso, row.covered_to.iso) == ("2026-01-01", "2026-12-31")


def test_each_scheme_may_have_its_own_columns(tmp_path: Path) -> None:
    header: Table = [
        ["Họ và tên", "Mã số BHXH", "BHYT", None, "BHXH tự nguyện", None],
        [None, None, "Hạn thẻ đến", "Số tiền", "Đã đóng đến", "Số tiền"],
    ]
    health: list[Cell] = ["Lê Văn Ân", "0123456789", "31/12/2026", 1366200, None, None]
    pension: list[Cell] = ["Lê Thị Bé", "1123456789", None, None, "11/2026", 792000]

    rows = reading(tmp_path, [*header, health, pension]).rows

    assert [(row.scheme, row.amount) for row in rows] == [
        (Scheme.HEALTH, 1366200),
        (Scheme.PENSION, 792000),
    ]


@pytest.mark.parametrize("caption", ["Số tiền (nghìn đồng)", "Số tiền (1.000đ)", "Số tiền (ngàn đồng)"])
def test_an_amount_in_thousands_is_made_whole_and_told(tmp_path: Path, caption: str) -> None:
    line = {key: cell for key, cell in BASE.items() if key != "Số tiền"} | {caption: 1366.0}

    (row,) = reading(tmp_path, [list(line), list(line.values())]).rows

    assert row.amount == 1366000
    assert [each.why for each in row.corrections] == [Change.UNIT]


def test_months_may_stand_before_days(tmp_path: Path) -> None:
    header = [*BASE, "Ngày sinh"]
    lines = [
        [*(BASE | {"Mã số BHXH": f"{at}123456789"}).values(), birth]
        for at, birth in enumerate(["3/12/1985", "12/31/1990", "1/2/1970"])
    ]

    rows = reading(tmp_path, [header, *lines]).rows

    assert [row.birth and row.birth.iso for row in rows] == ["1985-03-12", "1990-12-31", "1970-01-02"]
    assert rows[0].corrections[0].why is Change.DATE_ORDER


def test_the_card_s_column_gives_the_number_that_is_missing(tmp_path: Path) -> None:
    row = row_of(tmp_path, {"Số CCCD": None, "Mã thẻ BHYT": "GD4790120878837"}, without=("Mã số BHXH",))

    assert row.insurance_no == "0120878837"
    assert row.corrections[0].why is Change.CARD_NUMBER


def test_a_citizen_id_may_stand_where_the_insurance_number_was(tmp_path: Path) -> None:
    row = row_of(tmp_path, {"Mã số BHXH": "060085123456", "Số CCCD": None})

    assert (row.insurance_no, row.citizen_id) == (None, "060085123456")


def test_one_name_in_an_old_font_among_others_is_converted_and_told(tmp_path: Path) -> None:
    names = ["Nguyễn Văn Đức", "Trần Thị Hường", "Lê Quốc Dũng", "Phạm Mỹ Ánh"] * 12
    names.append("Ph\u00b9m H\u00f7u Ph\u00ad\u00acng")
    lines = [BASE | {"Họ và tên": name, "Mã số BHXH": f"{at:010d}"} for at, name in enumerate(names)]

    row = reading(tmp_path, [list(BASE), *(list(line.values()) for line in lines)]).rows[-1]

    assert row.name == "Phạm Hữu Phương"
    assert [(each.field, each.why) for each in row.corrections] == [("name", Change.LETTERS)]


def test_a_code_of_look_alike_letters_is_told(tmp_path: Path) -> None:
    row = row_of(tmp_path, {"Mã đối tượng": "\u0421N"})

    assert (row.group, row.corrections[0].why) == ("CN", Change.LOOK_ALIKES)


def test_a_birth_after_the_cover_s_end_is_doubtful(tmp_path: Path) -> None:
    row = row_of(tmp_path, {"Ngày sinh": "01/01/2085"})

    assert [doubt.why for doubt in row.doubts] == [DoubtKind.BORN_LATER]


def test_words_for_a_group_are_its_code(tmp_path: Path) -> None:
    assert row_of(tmp_path, {"Đối tượng": "Hộ gia đình"}).group == "GD"
    assert row_of(tmp_path, {"Đối tượng": "CN - Cận nghèo"}).group == "CN"
    assert row_of(tmp_path, {"Đối tượng": "GĐ"}).group == "GD"


@pytest.mark.parametrize(
    ("group", "scheme"), [("I. BHXH TỰ NGUYỆN", Scheme.PENSION), ("II. BHYT hộ gia đình", Scheme.HEALTH)]
)
def test_a_group_tells_the_scheme_of_the_lines_below_it(tmp_path: Path, group: str, scheme: Scheme) -> None:
    found = reading(tmp_path, [list(BASE), [group], list(BASE.values())])

    assert found.rows[0].scheme is scheme
    assert found.skipped_by_kind == {RowKind.HEADER: 1, RowKind.GROUP: 1}


def test_a_sheet_s_name_tells_the_scheme(tmp_path: Path) -> None:
    other = BASE | {"Mã số BHXH": "1123456789"}
    sheets: dict[str, Table] = {
        "BHYT": [list(BASE), list(BASE.values())],
        "BHXH TN": [list(other), list(other.values())],
    }
    found = DueListReader().read(write_xlsx(tmp_path / "a.xlsx", sheets), no_report, "2026-12")

    assert [(row.sheet, row.scheme) for row in found.rows] == [
        ("BHYT", Scheme.HEALTH),
        ("BHXH TN", Scheme.PENSION),
    ]
    assert found.sums == {Scheme.HEALTH: 1366200, Scheme.PENSION: 1366200}


def test_a_hamlet_s_row_is_the_address_of_a_list_without_one(tmp_path: Path) -> None:
    found = reading(tmp_path, [list(BASE), ["Thôn Láng Gòn"], list(BASE.values())])

    assert found.rows[0].address == "Thôn Láng Gòn"


def test_a_collector_s_row_may_name_and_number_him(tmp_path: Path) -> None:
    group = ["1. Nhân viên thu: Trần Thị Thu (NVT060085001) - ĐT 0977000111"]

    assert reading(tmp_path, [list(BASE), group, list(BASE.values())]).rows[0].agent_code == "NVT060085001"


def test_a_title_or_a_sheet_s_name_may_tell_the_one_collector(tmp_path: Path) -> None:
    titled = reading(
        tmp_path, [["Nhân viên thu: Trần Thị Thu - NVT060085001"], list(BASE), list(BASE.values())]
    )
    sheets: dict[str, Table] = {"NVT060085002": [list(BASE), list(BASE.values())]}
    named = DueListReader().read(write_xlsx(tmp_path / "b.xlsx", sheets), no_report, "2026-12")

    assert titled.rows[0].agent_code == "NVT060085001"
    assert named.rows[0].agent_code == "NVT060085002"


def test_a_household_s_row_gives_its_number_to_the_lines_below_it(tmp_path: Path) -> None:
    found = reading(tmp_path, [list(BASE), ["Hộ: 4059906722 - Nguyễn Văn Hai"], list(BASE.values())])

    assert found.rows[0].household_no == "4059906722"


def test_a_cell_that_lines_share_counts_for_each(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet("A")
    sheet.write_row(0, 0, [*BASE, "Mã hộ"])
    for at in (1, 2, 3):
        sheet.write_row(at, 0, [*(BASE | {"Mã số BHXH": f"{at}123456789"}).values()])
    sheet.merge_range(1, len(BASE), 2, len(BASE), "4059906722")
    book.close()

    rows = DueListReader().read(tmp_path / "a.xlsx", no_report, "2026-12").rows

    assert [row.household_no for row in rows] == ["4059906722", "4059906722", None]


def test_captions_that_span_two_rows_stand_once(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet("A")
    for column, caption in enumerate(["Họ và tên", "Mã số BHXH", "Số tiền"]):
        sheet.merge_range(0, column, 1, column, caption)
    sheet.merge_range(0, 3, 0, 4, "Hạn thẻ")
    sheet.write_row(1, 3, ["Từ", "Đến"])
    sheet.write_row(2, 0, ["Lê Văn Ân", "0123456789", 1, "01/01/2026", "31/12/2026"])
    book.close()

    found = DueListReader().read(tmp_path / "a.xlsx", no_report, "2026-12")

    assert found.layout is not None
    assert [column.caption for column in found.layout.lists[0].columns] == [
        "Họ và tên",
        "Mã số BHXH",
        "Số tiền",
        "Hạn thẻ / Từ",
        "Hạn thẻ / Đến",
    ]
    assert found.rows[0].covered_from is not None


def test_a_second_table_in_a_sheet_has_its_own_columns(tmp_path: Path) -> None:
    other: list[Cell] = ["Số tiền", "Mã số BHXH", "Họ và tên", "Đã đóng đến tháng"]
    line: list[Cell] = [264000, "1123456789", "Lý Thị Bé", "12/2026"]

    found = reading(tmp_path, [list(BASE), list(BASE.values()), [], other, line])

    assert [(row.name, row.amount) for row in found.rows] == [("Lê Văn Ân", 1366200), ("Lý Thị Bé", 264000)]


def test_captions_that_a_page_repeats_are_no_lines(tmp_path: Path) -> None:
    rows = list_of(person(), person(name="Trần Văn Út", insurance_no="2345678901"))

    found = reading(tmp_path, [*rows[:5], rows[3], *rows[5:]])

    assert (len(found.rows), found.rejected) == (2, ())
    assert found.skipped_by_kind[RowKind.HEADER] == 2


def test_a_cover_sheet_is_counted_as_such(tmp_path: Path) -> None:
    cover = [["BẢO HIỂM XÃ HỘI TỈNH"], [], ["Kính gửi: Bưu điện"]]

    found = reading(tmp_path, list_of(person()), Bìa=cover)

    assert found.skipped_by_kind[RowKind.COVER] == 2
    assert ListWarning.OTHER_SHEETS in found.warnings


def test_a_total_that_is_not_the_sum_is_told(tmp_path: Path) -> None:
    right = [None, "Tổng cộng", None, None, None, None, None, 1366200]
    wrong = [None, "Tổng cộng", None, None, None, None, None, 9366200]

    assert ListWarning.TOTAL_DIFFERS not in reading(tmp_path, [*list_of(person()), right]).warnings
    assert ListWarning.TOTAL_DIFFERS in reading(tmp_path, [*list_of(person()), wrong]).warnings


def test_the_month_says_where_it_comes_from(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"T12-2026": list_of(person(), title="")})

    assert DueListReader().read(path, no_report).month_from is MonthSource.SHEET
    given = DueListReader().read(path, no_report, "2026-11")
    assert (given.month, given.month_from) == ("2026-11", MonthSource.GIVEN)
    assert ListWarning.MONTH_DIFFERS in given.warnings


def test_a_number_that_lost_its_zero_is_told(tmp_path: Path) -> None:
    row = row_of(tmp_path, {"Mã số BHXH": 123456789})

    assert (row.insurance_no, [each.why for each in row.corrections]) == ("0123456789", [Change.ZEROS])


def test_two_people_with_one_number_are_doubtful(tmp_path: Path) -> None:
    found = reading(tmp_path, list_of(person(), person(name="Lý Thị Bé")))

    assert [[doubt.why for doubt in row.doubts] for row in found.rows] == [[DoubtKind.SAME_NUMBER]] * 2


def test_a_repeated_line_names_the_one_that_it_repeats(tmp_path: Path) -> None:
    (repeated,) = reading(tmp_path, list_of(person(), person(ordinal=2))).repeated

    assert (repeated.row, repeated.repeats) == (6, 5)


def test_an_unknown_column_can_be_named_by_hand(tmp_path: Path) -> None:
    line: dict[str, Cell] = {"Khách": "Lê Văn Ân", "Mã KH": "0123456789", "Hết": "31/12/2026", "Nộp": 1366200}
    path = write_xlsx(tmp_path / "a.xlsx", {"A": [list(line), list(line.values())]})
    with pytest.raises(WorkbookHeaderError):
        DueListReader().read(path, no_report, "2026-12")
    guess = DueListReader().inspect(path, no_report, "2026-12")
    named = {"Khách": "name", "mã kh": "insurance_no", "C": "to", "Nộp": "amount"}

    (row,) = DueListReader().read(path, no_report, "2026-12", named).rows

    assert (row.name, row.insurance_no, row.amount) == ("Lê Văn Ân", "0123456789", 1366200)
    assert row.covered_to is not None
    assert guess.reading is None
    assert isinstance(guess.problem, WorkbookHeaderError)


def test_a_mapping_is_remembered_by_the_fingerprint_of_the_captions(tmp_path: Path) -> None:
    line = BASE | {"Cột lạ": "0977000111"}
    path = write_xlsx(tmp_path / "a.xlsx", {"A": [list(line), list(line.values())]})
    first = DueListReader().read(path, no_report, "2026-12", {"Cột lạ": "phone"})
    assert first.layout is not None
    kept = {first.layout.fingerprint: {"Cột lạ": "phone"}}

    again = DueListReader().read(path, no_report, "2026-12", None, lambda found: kept.get(found, {}))

    assert first.rows[0].phone == again.rows[0].phone == "0977000111"
    assert again.layout is not None
    assert again.layout.lists[0].fields[ListField.PHONE].by_hand


def test_a_mapping_to_or_from_nothing_is_refused(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"A": list_of(person())})

    with pytest.raises(FieldUnknownError):
        DueListReader().read(path, no_report, None, {"Số tiền": "money"})
    with pytest.raises(ColumnUnknownError):
        DueListReader().read(path, no_report, None, {"Cột lạ": "amount"})


def test_a_column_can_be_left_aside_by_hand(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"A": list_of(person())})

    assert DueListReader().read(path, no_report, None, {"Số tiền": ""}).rows[0].amount is None


def test_an_unknown_column_is_told_with_what_it_could_be(tmp_path: Path) -> None:
    found = reading(tmp_path, [[*BASE, "Cột lạ"], [*BASE.values(), date(2026, 1, 1)]])

    assert found.layout is not None
    (unknown,) = found.layout.lists[0].unmapped
    assert (unknown.caption, unknown.letters) == ("Cột lạ", "F")
    assert ListField.COVERED_FROM in {about for about, _ in unknown.candidates}


@pytest.mark.parametrize("word", ["XHTN", "TNXH", "Xã hội", "Bảo hiểm xã hội", "BHXH TN", "Tự nguyện"])
def test_the_words_for_the_pension_scheme_are_read(tmp_path: Path, word: str) -> None:
    row = row_of(tmp_path, {"Loại hình": word})

    assert (row.scheme, row.doubts) == (Scheme.PENSION, ())


def test_a_digit_is_a_scheme_only_where_the_caption_explains_it(tmp_path: Path) -> None:
    explained = row_of(tmp_path, {"Loại hình (1: BHYT; 2: BHXH TN)": 2})
    bare = row_of(tmp_path, {"Loại hình": 2})

    assert (explained.scheme, explained.doubts) == (Scheme.PENSION, ())
    assert [(doubt.field, doubt.value, doubt.why) for doubt in bare.doubts] == [
        ("scheme", "2", DoubtKind.UNREADABLE)
    ]


def test_an_unread_scheme_or_sex_is_doubtful(tmp_path: Path) -> None:
    row = row_of(tmp_path, {"Loại hình": "Gói C", "Giới tính": "không rõ"})

    assert {(doubt.field, doubt.value) for doubt in row.doubts} == {("scheme", "Gói C"), ("sex", "không rõ")}


@pytest.mark.parametrize(("word", "sex"), [("Trai", Sex.MALE), ("Gái", Sex.FEMALE)])
def test_the_spoken_words_for_the_sex_are_read(tmp_path: Path, word: str, sex: Sex) -> None:
    assert row_of(tmp_path, {"Giới tính": word}).sex is sex


@pytest.mark.parametrize(
    ("cell", "amount"),
    [(1366.2, 1366200), (12408.0, 12408000), (683.1, 683100), ("683,1", 683100), ("1.366", 1366000)],
)
def test_an_amount_in_thousands_is_whole_once_it_is_multiplied(
    tmp_path: Path, cell: Cell, amount: int
) -> None:
    row = row_of(tmp_path, {"Số tiền (nghìn đồng)": cell}, without=("Số tiền",))

    assert row.amount == amount


def test_less_than_one_dong_is_refused_also_in_thousands(tmp_path: Path) -> None:
    header = ["Họ và tên", "Mã số BHXH", "Hạn thẻ đến", "Số tiền (nghìn đồng)"]
    line: list[Cell] = ["Lê Văn Ân", "0123456789", "31/12/2026", 1366.2004]

    assert [row.about for row in reading(tmp_path, [header, line]).rejected] == ["amount"]


def test_months_paid_to_that_are_kept_as_dates_are_whole_months(tmp_path: Path) -> None:
    header = ["Họ và tên", "Mã số BHXH", "Loại", "Đã đóng đến tháng", "Số tiền"]
    first: list[Cell] = ["Lê Văn Ân", "0123456789", "BHXH TN", date(2026, 12, 1), 330000]
    second: list[Cell] = ["Lê Thị Bé", "1123456789", "BHXH TN", date(2026, 11, 1), 330000]
    other: list[Cell] = ["Lê Thị Cúc", "2123456789", "BHXH TN", date(2026, 11, 15), 330000]

    months = reading(tmp_path, [header, first, second]).rows
    days = reading(tmp_path, [header, first, other]).rows

    assert [row.covered_to and row.covered_to.iso for row in months] == ["2026-12", "2026-11"]
    assert [[each.why for each in row.corrections] for row in months] == [[Change.WHOLE_MONTH]] * 2
    assert [row.covered_to and row.covered_to.iso for row in days] == ["2026-12-01", "2026-11-15"]
