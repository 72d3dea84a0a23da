"""Statements as eight banks lay them out; each tells the same four credits and two debits in its own way."""

import csv
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import xlwt

from agent_app.workbooks.extraction import Cell
from tests.domain.test_legacy_text import tcvn3_written
from tests.workbooks.other_formats import write_ods
from tests.workbooks.sheets import Table, write_xlsx

ACCOUNT = "0011001932418"
CODE = "BH7K3QX9M2C"

# Day, amount (below zero what went), text, reference.
MOVES: tuple[tuple[date, int, str, str], ...] = (
    (date(2026, 11, 21), 1_366_200, "NGUYEN THI ANH chuyen tien BH7K3QX9M2C", "FT26325001"),
    (date(2026, 11, 21), -500_000, "Rut tien tai quay", "FT26325002"),
    (date(2026, 11, 22), 2_322_540, "MBVCB.8812.BH4W8ND2RTF.CT tu 0123 toi 0011", "FT26326001"),
    (date(2026, 11, 23), 900_000, "Nộp tiền bảo hiểm cho mẹ", "FT26327001"),
    (date(2026, 11, 23), -11_000, "Phi SMS", "FT26327002"),
    (date(2026, 11, 24), 71_742_000, "CT DI:001 gop tien nhieu ho", "FT26328001"),
)
CREDITS = [(day, amount, reference) for day, amount, _text, reference in MOVES if amount > 0]


def dotted(amount: int) -> str:
    """Write as 1.366.200."""
    return f"{amount:,}".replace(",", ".")


def vietcombank(path: Path) -> Path:
    """Bilingual captions, amounts with commas, days as text, a closing line of sums."""
    rows: list[list[Cell]] = [
        ["NGÂN HÀNG TMCP NGOẠI THƯƠNG VIỆT NAM"],
        ["SAO KÊ TÀI KHOẢN / STATEMENT OF ACCOUNT"],
        ["Số tài khoản/ Account number: 0011001932418", None, None, "Loại tiền/ Currency: VND"],
        ["Từ/ From: 21/11/2026", None, "Đến/ To: 24/11/2026"],
        [],
        [
            "STT/No.",
            "Ngày GD/TNX Date",
            "Số CT/ Doc No",
            "Số tiền ghi nợ/ Debit",
            "Số tiền ghi có/ Credit",
            "Số dư/ Balance",
            "Nội dung chi tiết/ Transactions in detail",
        ],
        [None, "Số dư đầu kỳ/ Opening balance", None, None, None, "10,000,000", None],
    ]
    for number, (day, amount, text, reference) in enumerate(MOVES, 1):
        debit, credit = ("", f"{amount:,}") if amount > 0 else (f"{-amount:,}", "")
        rows.append([number, f"{day:%d/%m/%Y}", reference, debit, credit, "9,999,999", text])
    rows += [
        ["Tổng số/ Total", None, None, "511,000", "76,330,740"],
        [],
        ["Giao dịch viên", None, None, "Kiểm soát"],
    ]
    return write_xlsx(path.with_suffix(".xlsx"), {"Sheet1": rows})


def bidv(path: Path) -> Path:
    """True dates and true numbers; booking day beside the transaction's."""
    rows: list[list[Cell]] = [
        ["SAO KÊ CHI TIẾT TÀI KHOẢN"],
        ["Số tài khoản:", ACCOUNT],
        ["STT", "Ngày hiệu lực", "Ngày giao dịch", "Ghi nợ", "Ghi có", "Số dư", "Số chứng từ", "Diễn giải"],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"],
    ]
    for number, (day, amount, text, reference) in enumerate(MOVES, 1):
        money: list[Cell] = [None, amount] if amount > 0 else [-amount, None]
        rows.append([number, day, date(2026, 11, 20), *money, 1_000_000, reference, text])
    return write_xlsx(path.with_suffix(".xlsx"), {"SaoKe": rows})


def vietinbank(path: Path) -> Path:
    """Two rows of captions, Vietnamese above English; who sent it beside; zero for no money."""
    top = [
        "STT",
        "Ngày giao dịch",
        "Mô tả giao dịch",
        "Nợ",
        "Có",
        "Số dư",
        "Số giao dịch",
        "Tài khoản đối ứng",
        "Tên tài khoản đối ứng",
    ]
    low = [
        "No.",
        "Transaction date",
        "Transaction description",
        "Debit",
        "Credit",
        "Balance",
        "Transaction number",
        "Corresponsive account",
        "Corresponsive name",
    ]
    rows: list[list[Cell]] = [["Tài khoản: 0011 0019 32418 - BHXH HUYEN"], [], [*top], [*low]]
    for number, (day, amount, text, reference) in enumerate(MOVES, 1):
        credit, debit = max(amount, 0), max(-amount, 0)
        shown = f"{day:%d-%m-%Y} 10:12:33"
        rows.append(
            [number, shown, text, dotted(debit), dotted(credit), "0", reference, "19033", "NGUYEN VAN A"]
        )
    return write_xlsx(path.with_suffix(".xlsx"), {"Data": rows})


def agribank(path: Path) -> Path:
    """An .xls with amounts as text in dots and a number in brackets under each caption."""
    rows: list[list[Cell]] = [
        ["Ngân hàng Nông nghiệp và PTNT", None, "SỔ PHỤ TÀI KHOẢN"],
        ["Số TK", ACCOUNT],
        [],
        ["Ngày giao dịch", "Số bút toán", "Phát sinh nợ", "Phát sinh có", "Số dư", "Nội dung"],
    ]
    for day, amount, text, reference in MOVES:
        debit, credit = ("", f"{dotted(amount)} VND") if amount > 0 else (f"{dotted(-amount)} VND", "")
        rows.append([f"{day:%d/%m/%y}", reference, debit, credit, "0", text])
    rows.append(["Cộng phát sinh", None, "511.000", "76.330.740"])
    return write_xls(path.with_suffix(".xls"), rows)


def techcombank(path: Path) -> Path:
    """A CSV in UTF-8 with a mark, commas inside quoted amounts, decimals of two noughts."""
    rows = [
        [
            "Transaction Date",
            "Remitter",
            "Remitter Bank",
            "Details",
            "Transaction No",
            "Debit",
            "Credit",
            "Balance",
        ]
    ]
    for day, amount, text, reference in MOVES:
        debit, credit = ("", f"{amount:,}.00") if amount > 0 else (f"{-amount:,}.00", "")
        rows.append([f"{day:%d/%m/%Y}", "NGUYEN VAN A", "VCB", text, reference, debit, credit, "1,000.00"])
    return write_csv(path.with_suffix(".csv"), rows, "utf-8-sig", ",")


def mb(path: Path) -> Path:
    """A CSV divided by semicolons, one column of amounts with their signs, the time before the day."""
    rows = [["Thời gian giao dịch", "Mã giao dịch", "Số tiền", "Số dư", "Nội dung giao dịch", "Tài khoản"]]
    for day, amount, text, reference in MOVES:
        sign = "+" if amount > 0 else "-"
        rows.append(
            [f"10:12:33 {day:%d/%m/%Y}", reference, f"{sign}{dotted(abs(amount))} đ", "0 đ", text, ACCOUNT]
        )
    return write_csv(path.with_suffix(".csv"), rows, "utf-8", ";")


def lpbank(path: Path) -> Path:
    """Amounts without signs and a column that says which way they went; days with English months."""
    rows: list[list[Cell]] = [
        ["Account No: 0011001932418"],
        ["Value date", "Dr/Cr", "Amount", "Reference", "Narrative"],
    ]
    months = {11: "NOV"}
    for day, amount, text, reference in MOVES:
        word = "CR" if amount > 0 else "DR"
        rows.append([f"{day.day}-{months[day.month]}-{day.year}", word, float(abs(amount)), reference, text])
    return write_ods(path.with_suffix(".ods"), {"Sheet1": rows})


def acb(path: Path) -> Path:
    """A CSV whose Vietnamese is in the bytes of TCVN3, divided by tabs."""
    body = [["Ngày", "Số CT", "Ghi nợ", "Ghi có", "Nội dung giao dịch"]]
    for day, amount, text, reference in MOVES:
        debit, credit = ("", str(amount)) if amount > 0 else (str(-amount), "")
        body.append([f"{day:%d/%m/%Y}", reference, debit, credit, text])
    encoded = "\n".join("\t".join(tcvn3_written(cell) for cell in row) for row in body)
    out = path.with_suffix(".csv")
    out.write_bytes(encoded.encode("latin-1"))
    return out


LAYOUTS: Mapping[str, Callable[[Path], Path]] = {
    made.__name__: made for made in (vietcombank, bidv, vietinbank, agribank, techcombank, mb, lpbank, acb)
}


def write_csv(path: Path, rows: list[list[str]], encoding: str, sign: str) -> Path:
    """Write a table as text."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=sign).writerows(rows)
    return path


def write_xls(path: Path, rows: Table) -> Path:
    """Write a table as an old workbook."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell is not None:
                sheet.write(number, column, cell)
    book.save(str(path))
    return path
