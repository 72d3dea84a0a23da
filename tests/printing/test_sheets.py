"""The maker of lists: repeated captions, page numbers, what stays together, and that nothing is lost."""

import re
from collections.abc import Sequence
from itertools import pairwise

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent_app.printing.fonts import SANS, SERIF
from agent_app.printing.sheets.model import (
    Beside,
    Column,
    Gap,
    Group,
    Row,
    Sheet,
    Side,
    Table,
    Together,
    Words,
)
from agent_app.printing.sheets.press import render_sheet
from agent_app.printing.sheets.type import Type
from agent_app.services.work import CancelledWorkError
from tests.printing.test_papers import ink_box, pages

COLUMNS = (
    Column("TT", 10, Side.CENTRE, key="1"),
    Column("Hộ", 60, key="2"),
    Column("Ai", 60, over="Đến hạn", key="3"),
    Column("Tiền", 30, Side.RIGHT, over="Đến hạn", key="4 = 2+3"),
    Column("Ghi", 40, ruled=True),
)
SHARED = frozenset({0, 1, 4})
MARGIN_MM = 11


def household(number: int, people: int = 1) -> Group:
    first = Row((str(number), f"Hộ số{number}", f"Người{number}x0", "1.366.200", ""))
    others = (Row(("", "", f"Người{number}x{at}", "956.340", "")) for at in range(1, people))
    return Group((first, *others), SHARED, least=14)


def table(*groups: Group) -> Table:
    return Table(COLUMNS, groups)


def sheet(*groups: Group, landscape: bool = False) -> Sheet:
    blocks = (Words("DANH SÁCH", Side.CENTRE, strong=True, scale=1.4), Gap(3), table(*groups))
    return Sheet("Danh sách", blocks, foot="Huỷ sau khi dùng", landscape=landscape, mark="In lại lần 1")


def printed(of: Sheet) -> list[str]:
    return pages(render_sheet(of))


def test_every_page_bears_captions_the_foot_the_mark_and_its_number() -> None:
    texts = printed(sheet(*(household(number) for number in range(60))))

    assert len(texts) > 3
    for number, text in enumerate(texts, 1):
        for words in ("TT", "Hộ", "Đến hạn", "4 = 2+3", "Huỷ sau khi dùng · In lại lần 1"):
            assert words in text
        assert f"Trang {number}/{len(texts)}" in text
    assert sum("DANH SÁCH" in text for text in texts) == 1


def test_every_row_is_there_once_and_in_order() -> None:
    text = " ".join(printed(sheet(*(household(number, 1 + number % 5) for number in range(80)))))

    seen = re.findall(r"Người\d+x\d+", text)
    assert seen == [f"Người{number}x{at}" for number in range(80) for at in range(1 + number % 5)]


@pytest.mark.parametrize("landscape", [False, True])
def test_a_household_stays_on_one_page_where_one_can_hold_it(landscape: bool) -> None:  # noqa: FBT001
    groups = [household(number, 1 + number % 7) for number in range(60)]
    texts = printed(sheet(*groups, landscape=landscape))

    for number, group in enumerate(groups):
        holding = [text for text in texts if re.search(rf"Người{number}x\d", text)]
        assert len(holding) == 1, number
        assert holding[0].count(f"Người{number}x") == len(group.rows)
        assert re.search(rf"Hộ số{number}\b", holding[0])


def test_a_household_that_no_page_can_hold_goes_on_overleaf_with_nothing_lost() -> None:
    texts = printed(sheet(household(1), household(2, 90), household(3)))

    seen = re.findall(r"Người2x(\d+)", " ".join(texts))
    assert len(texts) > 1
    assert [int(each) for each in seen] == list(range(90))


def test_a_cell_that_no_page_can_hold_goes_on_overleaf_with_nothing_lost() -> None:
    words = [f"chữ{number}" for number in range(3000)]
    beside = Group((Row(("1", " ".join(words), "Ai", "1", "")),), SHARED)
    inside = Group((Row(("2", "Hộ", " ".join(words), "1", "")),), SHARED)

    for group in (beside, inside):
        texts = printed(sheet(household(7), group))
        assert len(texts) > 2
        assert re.findall(r"chữ\d+", " ".join(texts)) == words


def test_a_heading_stays_with_what_follows_it() -> None:
    heading = Group((Row(("Thôn Láng Tre",), strong=True, spans=len(COLUMNS)),), leads=True)
    groups = (*(household(number) for number in range(16)), heading, household(99))
    for above in range(0, 40, 3):
        texts = printed(Sheet("Danh sách", (Words("Đầu"), Gap(above), table(*groups))))

        assert [("Thôn Láng Tre" in text) for text in texts] == [("Người99x0" in text) for text in texts]


def test_captions_never_end_a_page() -> None:
    for height in range(150, 262, 4):
        blocks = (Words("Đầu"), Gap(height), table(household(1)), Words("Cuối"))
        texts = printed(Sheet("Danh sách", blocks))

        assert [("TT" in text) for text in texts] == [("Người1x0" in text) for text in texts]


def test_a_heading_above_a_table_stays_with_its_first_rows() -> None:
    for above in range(200, 262, 4):
        heading = Together((Words("Phần hai", strong=True), Gap(1)), leads=True)
        texts = printed(Sheet("Danh sách", (Words("Đầu"), Gap(above), heading, table(household(1)))))

        assert [("Phần hai" in text) for text in texts] == [("Người1x0" in text) for text in texts]


def test_what_is_signed_stays_with_its_sum() -> None:
    signed = Beside(((Words("NGƯỜI LẬP"), Gap(20), Words("Nguyễn Thị Hoa")), (Words("THỦ QUỸ"),)), (1, 1))
    for count in range(14, 22):
        groups = [household(number) for number in range(count)]
        blocks = (table(*groups), Together((Words("Bằng chữ: một đồng"), signed)))
        texts = printed(Sheet("Danh sách", blocks))

        assert sum("Bằng chữ: một đồng" in text and "Nguyễn Thị Hoa" in text for text in texts) == 1


def test_an_empty_table_shows_its_captions() -> None:
    [text] = printed(sheet())

    assert "TT" in text
    assert "Trang 1/1" in text


def test_an_amount_is_set_smaller_before_it_is_broken() -> None:
    kind = Type(SANS.regular, 10)
    narrow = kind.width("1.366.200") * 0.7

    assert kind.fitting("1.366.200", narrow).lines("1.366.200", narrow * 1.001) == ["1.366.200"]
    assert kind.fitting("Nguyễn Văn An", narrow) == kind


@given(
    text=st.text(st.sampled_from("aẾổĐ <>&;/b'\"%\\{}()\n"), max_size=120),
    width=st.floats(8, 200),
)
def test_no_letter_is_lost_and_no_line_is_too_wide(text: str, width: float) -> None:
    kind = Type(SERIF.regular, 10)
    lines = kind.lines(text, width)

    assert "".join(lines).replace(" ", "") == "".join(text.split())
    assert all(kind.width(line) <= width + 1e-6 or len(line) == 1 for line in lines)


@settings(max_examples=12)
@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 60)), min_size=1, max_size=25))
def test_whatever_the_households_nothing_is_lost_and_nothing_leaves_the_page(
    shapes: Sequence[tuple[int, int]],
) -> None:
    groups = [
        Group(
            tuple(
                Row((str(number), "h " * words, f"w{number}x{at} " + "Ế " * words, "1", ""))
                for at in range(rows)
            ),
            SHARED,
        )
        for number, (rows, words) in enumerate(shapes)
    ]
    paper = render_sheet(sheet(*groups))

    seen = re.findall(r"w\d+x\d+", " ".join(pages(paper)))
    assert seen == [f"w{number}x{at}" for number, (rows, _) in enumerate(shapes) for at in range(rows)]
    (width, height), (left, top, right, bottom) = ink_box(paper, 0)
    assert left >= MARGIN_MM
    assert top >= MARGIN_MM
    assert right <= width - MARGIN_MM
    assert bottom <= height - 5


def test_the_same_sheet_gives_the_same_bytes_in_embedded_fonts_only() -> None:
    of = sheet(*(household(number) for number in range(5)))
    paper = render_sheet(of)
    fonts = set(re.findall(rb"/BaseFont /(\S+)", paper))

    assert render_sheet(of) == paper
    assert fonts
    assert all(re.fullmatch(rb"[A-Z]{6}\+SourceSans3-(Regular|Bold)", font) for font in fonts), fonts


def test_progress_goes_up_and_a_report_ends_the_work() -> None:
    told: list[tuple[int, int]] = []
    render_sheet(sheet(*(household(number) for number in range(200))), lambda *each: told.append(each))

    assert all(before <= after for (before, _), (after, _) in pairwise(told))
    assert told[-1][0] == told[-1][1]

    def give_up(done: int, total: int) -> None:
        if done * 2 > total:
            raise CancelledWorkError

    with pytest.raises(CancelledWorkError):
        render_sheet(sheet(*(household(number) for number in range(200))), give_up)


def test_a_list_of_hundreds_is_small() -> None:
    paper = render_sheet(sheet(*(household(number, 3) for number in range(500)), landscape=True))

    with pypdfium2.PdfDocument(paper) as document:
        assert len(paper) < 10_000 * len(document)
