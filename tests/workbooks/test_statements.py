"""Statements of any bank: credits are taken, what cannot be read is named, nothing is guessed."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from agent_app.domain.bank_statement import StatementLine, StatementReading
from agent_app.workbooks.errors import StatementHeaderError
from agent_app.workbooks.extraction import Cell
from agent_app.workbooks.statement_cells import statement_day, statement_money
from agent_app.workbooks.statement_errors import (
    StatementDamagedError,
    StatementEmptyError,
    StatementMissingError,
    StatementNotATableError,
)
from agent_app.workbooks.statements import StatementReader
from tests.workbooks.sheets import SAMPLES, list_of, no_report, person, write_xlsx
from tests.workbooks.statement_layouts import ACCOUNT, CREDITS, LAYOUTS, MOVES

CAPTIONS: list[Cell] = ["Ngày giao dịch", "Số bút toán", "Ghi nợ", "Ghi có", "Nội dung"]


def read(path: Path) -> StatementReading:
    return StatementReader().read(path, no_report)


def read_rows(folder: Path, *rows: list[Cell]) -> StatementReading:
    return read(write_xlsx(folder / "sao-ke.xlsx", {"Sheet1": [CAPTIONS, *rows]}))


def told(line: StatementLine) -> tuple[date, int, str]:
    return line.credited_on, line.amount, line.reference


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=list(LAYOUTS))
def test_the_credits_of_every_banks_layout_are_read(tmp_path: Path, layout: Callable[[Path], Path]) -> None:
    reading = read(layout(tmp_path / "sao kê tháng 11"))

    assert [told(each) for each in reading.lines] == CREDITS
    assert (reading.rejected, reading.debits) == ((), 2)


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=list(LAYOUTS))
def test_the_words_of_a_purpose_come_through_every_layout(
    tmp_path: Path, layout: Callable[[Path], Path]
) -> None:
    reading = read(layout(tmp_path / "sao kê"))

    wanted = [text for _day, amount, text, _reference in MOVES if amount > 0]
    assert [each.text for each in reading.lines] == wanted


@pytest.mark.parametrize("name", ["vietcombank", "bidv", "vietinbank", "agribank", "mb", "lpbank"])
def test_the_account_is_taken_from_the_title_or_its_own_column(tmp_path: Path, name: str) -> None:
    reading = read(LAYOUTS[name](tmp_path / "sao kê"))

    assert {each.account for each in reading.lines} == {ACCOUNT}


@pytest.mark.parametrize("name", ["techcombank", "acb"])
def test_a_statement_that_names_no_account_says_so(tmp_path: Path, name: str) -> None:
    assert {each.account for each in read(LAYOUTS[name](tmp_path / "sao kê")).lines} == {None}


def test_who_sent_the_money_stands_beside_the_purpose(tmp_path: Path) -> None:
    reading = read(LAYOUTS["vietinbank"](tmp_path / "sao kê"))

    assert {each.sender for each in reading.lines} == {"NGUYEN VAN A"}


@pytest.mark.parametrize(
    ("row", "about", "value"),
    [
        (["31/02/2026", "FT1", None, 1_366_200, "BH"], "date", "31/02/2026"),
        ([None, "FT1", None, 1_366_200, "BH"], "date", ""),
        (["21/11/2026", "FT1", None, "1.366.2OO", "BH"], "credit", "1.366.2OO"),
        (["21/11/2026", "FT1", None, "150.00", "BH"], "credit", "150.00"),
        (["21/11/2026", "FT1", None, "-1.366.200", "hoan tra"], "credit", "-1.366.200"),
        (["21/11/2026", "FT1", 11_000, 1_366_200, "BH"], "debit", "11000"),
        (["21/11/2026", "FT1", None, None, "BH"], "credit", ""),
        (["khong phai ngay", "FT1", None, "abc", "BH"], "date", "khong phai ngay"),
        (["khong phai ngay", None, None, "abc", None], "date", "khong phai ngay"),
        (["khong phai ngay", None, None, 1_366_200, None], "date", "khong phai ngay"),
        (["32/13/2026", "FT1", None, "abc", "BH"], "date", "32/13/2026"),
        ([None, "FT1", None, "abc", "BH"], "credit", "abc"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_and_the_others_are_taken(
    tmp_path: Path, row: list[Cell], about: str, value: str
) -> None:
    reading = read_rows(tmp_path, row, ["22/11/2026", "FT2", None, "500.000", "khác"])

    assert [(each.row, each.about, each.value) for each in reading.rejected] == [(2, about, value)]
    assert [told(each) for each in reading.lines] == [(date(2026, 11, 22), 500_000, "FT2")]


@pytest.mark.parametrize(
    "row",
    [
        CAPTIONS,
        ["Transaction date", "Reference", "Debit", "Credit", "Description"],
        ["Tổng cộng", None, "không", "không", None],
        ["Người lập", None, "Kiểm soát", "Giám đốc", None],
        ["(Ký, ghi rõ họ tên)", None, None, "(Ký, đóng dấu)", None],
        ["SAO KÊ", "SAO KÊ", "SAO KÊ", "SAO KÊ", "SAO KÊ"],
        ["(1)", "(2)", "(3)", "(4)", "(5)"],
        ["Trang 2/3", None, None, None, None],
        [],
    ],
)
def test_what_is_plainly_no_line_of_money_is_passed_over_and_counted(tmp_path: Path, row: list[Cell]) -> None:
    reading = read_rows(tmp_path, row, ["22/11/2026", "FT2", None, "500.000", "khác"])

    assert ([told(each)[2] for each in reading.lines], reading.rejected) == (["FT2"], ())
    assert reading.skipped == 1


def test_amounts_that_do_not_say_which_way_they_went_are_not_guessed(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["Ngày giao dịch", "Số tiền", "Nội dung"], ["21/11/2026", 1_366_200, "BH"]]

    reading = read(write_xlsx(tmp_path / "a.xlsx", {"Sheet1": rows}))

    assert [(each.about, each.value) for each in reading.rejected] == [("sign", "1366200")]


def test_a_word_for_the_way_that_is_not_known_is_not_guessed(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Ngày giao dịch", "Nợ/Có", "Số tiền", "Nội dung"],
        ["21/11/2026", "???", 1_366_200, "BH"],
    ]

    reading = read(write_xlsx(tmp_path / "a.xlsx", {"Sheet1": rows}))

    assert [(each.about, each.value) for each in reading.rejected] == [("sign", "???")]


def test_every_account_has_a_sheet_of_its_own(tmp_path: Path) -> None:
    def sheet(account: str, reference: str) -> list[list[Cell]]:
        return [[f"Số tài khoản: {account}"], CAPTIONS, ["21/11/2026", reference, None, 100_000, "BH"]]

    path = write_xlsx(tmp_path / "a.xlsx", {"A": sheet("111222333", "FT1"), "B": sheet("444555666", "FT2")})

    assert [(each.account, each.reference, each.sheet) for each in read(path).lines] == [
        ("111222333", "FT1", "A"),
        ("444555666", "FT2", "B"),
    ]


def test_an_account_that_the_bank_has_masked_keeps_its_marks(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["Tài khoản: 0011xxxxx2418"], CAPTIONS, ["21/11/2026", "F1", None, 1000, "x"]]

    assert read(write_xlsx(tmp_path / "a.xlsx", {"S": rows})).lines[0].account == "0011xxxxx2418"


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", StatementEmptyError),
        (b"PK\x03\x04 cut", StatementDamagedError),
        (b"%PDF-1.7 not a table", StatementNotATableError),
    ],
)
def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: bytes, error: type[Exception]) -> None:
    path = tmp_path / "sao-ke.xlsx"
    path.write_bytes(content)

    with pytest.raises(error):
        read(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StatementMissingError):
        read(tmp_path / "none.xlsx")


def test_a_due_list_is_no_statement(tmp_path: Path) -> None:
    for path in (write_xlsx(tmp_path / "a.xlsx", {"S": list_of(person())}), SAMPLES / "01-clean.xlsx"):
        with pytest.raises(StatementHeaderError):
            read(path)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("21/11/2026", date(2026, 11, 21)),
        ("21/11/2026 10:12:33", date(2026, 11, 21)),
        ("2026-11-21T10:12:33", date(2026, 11, 21)),
        ("10:12 21/11/2026", date(2026, 11, 21)),
        ("21-Nov-26", date(2026, 11, 21)),
        ("01 May 2026", date(2026, 5, 1)),
        ("21.11.26", date(2026, 11, 21)),
        (date(2026, 11, 21), date(2026, 11, 21)),
        (46347, date(2026, 11, 21)),
        ("", None),
    ],
)
def test_days_are_read_as_banks_write_them(cell: Cell, day: date | None) -> None:
    assert statement_day(cell) == day


@pytest.mark.parametrize("cell", ["11/2026", "31/11/2026", "13/13/26", "hôm qua", "2026"])
def test_what_is_no_day_is_refused(cell: Cell) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (whatever the words are)
        statement_day(cell)


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1.366.200", 1_366_200),
        ("1,366,200", 1_366_200),
        ("1,366,200.00", 1_366_200),
        ("1.366.200,00", 1_366_200),
        ("1366200.00", 1_366_200),
        ("1366200", 1_366_200),
        ("+1.366.200 đ", 1_366_200),
        ("-1.366.200", -1_366_200),
        ("(1.366.200)", -1_366_200),
        ("1.366.200-", -1_366_200),
        (1_366_200.0, 1_366_200),
        (-500.0, -500),
        ("0.00", 0),
        ("-", 0),
        (None, 0),
    ],
)
def test_amounts_are_read_as_banks_write_them(cell: Cell, amount: int) -> None:
    assert statement_money(cell) == amount


@pytest.mark.parametrize("cell", ["1.366.2", "150.00", "1,366.200", "một triệu", 0.5])
def test_what_could_be_two_amounts_is_refused(cell: Cell) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (whatever the words are)
        statement_money(cell)
