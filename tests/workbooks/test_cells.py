from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.due_list import Scheme, Sex
from agent_app.domain.money import grouped
from agent_app.workbooks import cells
from agent_app.workbooks.columns import Header
from agent_app.workbooks.due_lists import due_row
from agent_app.workbooks.extraction import Cell
from agent_app.workbooks.layout import Line
from agent_app.workbooks.people import UnreadableLineError


@pytest.mark.parametrize(
    ("cell", "iso"),
    [
        ("16/08/1979", "1979-08-16"),
        ("6-8-1979", "1979-08-06"),
        ("16.08.1979", "1979-08-16"),
        ("'16/08/1979 ", "1979-08-16"),
        ("16/08/1979 00:00:00", "1979-08-16"),
        ("1979-08-16", "1979-08-16"),
        ("1979-08-16T07:00:00", "1979-08-16"),
        ("2026-11", "2026-11"),
        ("12/2026", "2026-12"),
        ("Tháng 12/2026", "2026-12"),
        ("16081979", "1979-08-16"),
        (6081979.0, "1979-08-06"),
        ("1978", "1978"),
        (1978.0, "1978"),
        ("00/00/1978", "1978"),
        ("00/05/1978", "1978-05"),
        (date(2026, 12, 31), "2026-12-31"),
        (46387.0, "2026-12-31"),
    ],
)
def test_a_date_is_read_with_the_precision_it_has(cell: Cell, iso: str) -> None:
    read = cells.partial_date(cell)

    assert read is not None
    assert read.iso == iso


@pytest.mark.parametrize("cell", [None, "", "  "])
def test_no_date_is_no_error(cell: Cell) -> None:
    assert cells.partial_date(cell) is None


@pytest.mark.parametrize(
    "cell", ["32/13/2026", "16/08/79", "31/02/2026", "0000", "xx", 5.5, 12.0, date(23, 1, 1)]
)
def test_a_date_that_does_not_exist_is_refused(cell: Cell) -> None:
    with pytest.raises(ValueError, match=r".|^$"):
        cells.partial_date(cell)


@pytest.mark.parametrize(
    ("cell", "dong"),
    [
        (341550.0, 341550),
        (341549.9999999999, 341550),
        (0, 0),
        ("1.366.200 đ", 1366200),
        ("1,366,200", 1366200),
        ("1 366 200", 1366200),
        ("1\xa0366\xa0200 VNĐ", 1366200),
        ("1366200đồng", 1366200),
        ("1.366.200,00", 1366200),
        ("264.000", 264000),
        ("1,366,200.00", 1366200),
        ("", None),
        (None, None),
        ("đ", None),
    ],
)
def test_an_amount_is_read_in_either_style(cell: Cell, dong: int | None) -> None:
    assert cells.amount(cell) == dong


@pytest.mark.parametrize(
    "cell",
    [
        "1.5",
        "150.00",
        "1.000.00",
        "1.366,200",
        "-5",
        -5,
        0.5,
        "12,34",
        "1e6",
        "mười",
        10.0**13,
        date(2026, 1, 1),
    ],
)
def test_a_doubtful_amount_is_refused(cell: Cell) -> None:
    with pytest.raises(ValueError, match=r"."):
        cells.amount(cell)


@given(st.integers(0, 10**12))
def test_any_amount_that_we_write_is_read_back(amount: int) -> None:
    assert cells.amount(grouped(amount) + " đ") == amount
    assert cells.amount(f"{amount:,}") == amount


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (417676732.0, "0417676732"),
        (47404463, "0047404463"),
        ("417676732", "417676732"),
        ("0417 676 732", "0417676732"),
        (12345.0, "12345"),
        ("NVT 060", "NVT060"),
        (None, ""),
    ],
)
def test_a_code_kept_as_a_number_gets_its_zeros_back(cell: Cell, code: str) -> None:
    assert cells.code(cell, 10, 3) == code


@pytest.mark.parametrize(
    ("cell", "months"), [(12.0, 12), ("3 tháng", 3), ("Hằng quý", 3), ("", None), (0, None), ("nhiều", None)]
)
def test_months_are_a_small_number_or_nothing(cell: Cell, months: int | None) -> None:
    assert cells.months(cell) == months


@pytest.mark.parametrize(
    ("cell", "sex"),
    [("Nữ", Sex.FEMALE), ("NAM", Sex.MALE), ("1", Sex.MALE), (2.0, Sex.FEMALE), ("0", None), (None, None)],
)
def test_sex_is_read_from_words_and_from_the_office_s_numbers(cell: Cell, sex: Sex | None) -> None:
    assert cells.sex(cell) is sex


@pytest.mark.parametrize(
    ("cell", "scheme"),
    [
        ("BHYT", Scheme.HEALTH),
        ("BHYT hộ gia đình", Scheme.HEALTH),
        ("BH\u0425H TN", Scheme.PENSION),
        ("BHXH tự nguyện", Scheme.PENSION),
        ("TN", Scheme.PENSION),
        ("GD", None),
    ],
)
def test_the_scheme_is_read_in_its_usual_forms(cell: Cell, scheme: Scheme | None) -> None:
    assert cells.scheme(cell) is scheme


ANY_CELL = st.one_of(
    st.none(),
    st.text(),
    st.text("0123456789.,/- đ"),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(),
)


@given(st.lists(ANY_CELL, min_size=8, max_size=8))
def test_whatever_stands_in_a_line_it_is_understood_or_named_as_unreadable(row: list[Cell]) -> None:
    fields = ("name", "citizen_id", "birth", "group", "to", "amount", "phone", "household_no")
    header = Header(0, 1, {field: column for column, field in enumerate(fields)}, fields)

    rejected: str | None = None
    try:
        assert due_row(Line(2, row, header)).name
    except UnreadableLineError as error:
        rejected = error.about

    assert rejected in {None, "name", "identity", "date", "amount"}
