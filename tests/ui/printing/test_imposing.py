import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.ui.paper import PageSize
from agent_app.ui.printing.choice import Sheet
from agent_app.ui.printing.imposing import impose

A4 = PageSize(595.28, 841.89)
A5_WIDE = PageSize(595.28, 419.53)
A5 = PageSize(419.53, 595.28)
ROLL = PageSize(226.8, 400)


def test_each_page_is_printed_on_paper_of_its_own_size() -> None:
    sheets = impose((A5_WIDE, A4), None)

    assert [each.size for each in sheets] == [A5_WIDE, A4]
    assert [spot.page for each in sheets for spot in each.spots] == [0, 1]


def test_two_copies_of_a_receipt_stand_on_one_sheet_of_a4() -> None:
    (sheet,) = impose((A5_WIDE, A5_WIDE), Sheet.A4.size)

    assert sheet.size == Sheet.A4.size
    assert [(spot.page, spot.left, spot.top, spot.scale) for spot in sheet.spots] == [
        (0, 0, 0, 1),
        (1, 0, pytest.approx(419.53), 1),
    ]


def test_two_upright_halves_turn_the_sheet() -> None:
    (sheet,) = impose((A5, A5), Sheet.A4.size)

    assert sheet.size.width > sheet.size.height
    assert [(spot.left, spot.top) for spot in sheet.spots] == [(0, 0), (pytest.approx(419.53), 0)]


def test_a_page_that_is_too_large_is_made_to_fit() -> None:
    (sheet,) = impose((A4,), Sheet.A5.size)
    (spot,) = sheet.spots

    assert spot.scale == pytest.approx(419.53 / 595.28)
    assert spot.left == pytest.approx(0)


def test_pages_of_another_size_begin_another_sheet() -> None:
    sheets = impose((A5_WIDE, A4, A5_WIDE), Sheet.A4.size)

    assert [[spot.page for spot in each.spots] for each in sheets] == [[0], [1], [2]]


@given(st.lists(st.sampled_from((A4, A5, A5_WIDE, ROLL)), max_size=12), st.sampled_from(Sheet))
def test_every_page_is_printed_once_in_order_and_within_its_sheet(sizes: list[PageSize], kind: Sheet) -> None:
    sheets = impose(sizes, kind.size)
    spots = [spot for each in sheets for spot in each.spots]

    assert [spot.page for spot in spots] == list(range(len(sizes)))
    for sheet in sheets:
        for spot in sheet.spots:
            size = sizes[spot.page]
            assert spot.left + size.width * spot.scale <= sheet.size.width + 2
            assert spot.top + size.height * spot.scale <= sheet.size.height + 2
