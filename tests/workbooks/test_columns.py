import pytest

from agent_app.workbooks.columns import caption_key, due_list_columns, find_header
from agent_app.workbooks.extraction import Cell
from tests.workbooks.sheets import CAPTIONS, list_of, person


def test_a_caption_is_known_however_it_is_written() -> None:
    forms = ["Mã số BHXH", "MÃ SỐ BH\u0425H", "mã  số\nBHXH", "Ma so BHXH:"]

    assert {caption_key(form) for form in forms} == {"masobhxh"}


def test_no_sure_caption_belongs_to_two_fields_that_are_read() -> None:
    seen: dict[str, str] = {}
    for field, synonyms in due_list_columns().items():
        for key in synonyms.sure:
            assert seen.setdefault(key, field) == field


def test_the_header_is_found_below_a_title() -> None:
    header = find_header(list_of(person()))

    assert header is not None
    assert (header.first, header.below) == (3, 4)
    assert header.columns["insurance_no"] == 2
    assert header.captions == CAPTIONS


def test_captions_under_a_group_caption_belong_together() -> None:
    rows: list[list[Cell]] = [
        ["Họ tên", "Số CCCD", "Hạn thẻ", None, "Đã đóng", None, "Mức đóng", "Số tiền"],
        [None, None, "Từ ngày", "Đến ngày", "Từ tháng", "Đến tháng", None, None],
    ]

    header = find_header(rows)

    assert header is not None
    assert header.height == 2
    assert {name: header.columns[name] for name in ("from", "to", "paid_to", "amount")} == {
        "from": 2,
        "to": 3,
        "paid_to": 5,
        "amount": 7,
    }
    assert header.captions[5] == "Đã đóng / Đến tháng"


def test_a_weak_caption_serves_only_where_there_is_no_better_one() -> None:
    header = find_header([["Họ tên", "Số CCCD", "Đến hạn", "Tiền", "Địa chỉ"]])

    assert header is not None
    assert (header.columns["to"], header.columns["amount"]) == (2, 3)


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["Họ tên", "Số CCCD"]],
        [["Mặt hàng", "Đơn giá", "Số lượng", "Thành tiền"]],
        [["Họ tên", "Địa chỉ", "Điện thoại", "Số tiền"]],
        [[1, 2, 3, 4]],
    ],
)
def test_a_table_of_something_else_has_no_header(rows: list[list[Cell]]) -> None:
    assert find_header(rows) is None


@pytest.mark.parametrize(
    "caption",
    ["Họ và tên học sinh", "Họ tên học viên", "Họ và tên hội viên", "Họ và tên hộ viên", "Họ tên HS/SV"],
)
def test_a_caption_of_whole_names_is_no_family_name(caption: str) -> None:
    header = find_header([["STT", caption, "Mã số BHXH", "Ngày sinh", "Hạn thẻ đến", "Số tiền"]])

    assert header is not None
    assert header.columns["name"] == 1
    assert "family_name" not in header.columns


@pytest.mark.parametrize(
    ("caption", "field"),
    [
        ("Thôn/Ấp", "hamlet"),
        ("Ấp/Thôn", "hamlet"),
        ("NV thu", "agent_code"),
        ("CB thu", "agent_code"),
        ("CBT", "agent_code"),
        ("Mã thu", "agent_code"),
        ("Hạn từ", "from"),
        ("ĐT liên lạc", "phone"),
        ("SĐT liên lạc", "phone"),
        ("SĐT phụ huynh", "phone"),
        ("ĐT Zalo", "phone"),
        ("Số GTTT", "citizen_id"),
    ],
)
def test_short_captions_of_offices_are_known(caption: str, field: str) -> None:
    header = find_header([["STT", "Họ tên", "Mã số BHXH", "Hạn thẻ đến", "Số tiền", caption]])

    assert header is not None
    assert header.columns.get(field) == 5


def test_a_caption_that_begins_like_a_phone_over_other_cells_is_none() -> None:
    rows: list[list[Cell]] = [["Họ tên", "Mã số BHXH", "Hạn thẻ đến", "Số tiền", "ĐT tham gia"]]
    rows += [["Lê Văn Ân", "0123456789", "31/12/2026", 1366200, "GD"]] * 3

    header = find_header(rows)

    assert header is not None
    assert "phone" not in header.columns
