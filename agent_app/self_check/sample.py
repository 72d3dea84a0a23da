"""The sample of a check: an enrolment and a month's list of made-up people, as an office would send it."""

from calendar import monthrange
from datetime import date
from pathlib import Path

import xlsxwriter

from agent_app.domain.enrolment import BookGrant, Enrolment, Office

AGENT = "NVT000000000"
PAYER = "Nguyễn Thị Kiểm Thử"
_CAPTIONS = (
    *(
        "STT",
        "Họ và tên",
        "Mã số BHXH",
        "Ngày tháng năm sinh",
        "Giới tính",
        "Địa chỉ",
        "Loại",
        "Mã đối tượng",
    ),
    *("Từ ngày", "Đến ngày", "Số tháng", "Mã hộ gia đình", "Mã nhân viên thu"),
)
_PEOPLE = (
    (PAYER, "0000000001", "16/08/1979", "Nữ", "0000000011"),
    ("Trần Văn Thử Nghiệm", "0000000002", "01/12/1975", "Nam", "0000000011"),
    ("Đặng Quỳnh Giả Định", "0000000003", "28/02/1990", "Nữ", "0000000012"),
)
_ADDRESS = "Thôn Thử, xã Tân Minh, tỉnh Lâm Đồng"


def count() -> int:
    """Say how many lines the list has."""
    return len(_PEOPLE)


def an_enrolment(url: str) -> Enrolment:
    """Make an agent of nobody."""
    return Enrolment(
        code="SELF-CHEC-K000",
        agent_code=AGENT,
        agent_name="Người Tự Kiểm",
        areas=("00000",),
        books=(BookGrant("TK/26", "0001", 1, 50),),
        server_url=url,
        server_sign_keys=("11" * 32,),
        server_seal_key="22" * 32,
        office=Office("BHXH cơ sở Tự Kiểm", "Tổ chức Tự Kiểm", "0000000", "NVT-0000"),
    )


def write_list(path: Path, today: date) -> None:
    """Write a list whose covers end with this month."""
    last = date(today.year, today.month, monthrange(today.year, today.month)[1])
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("D08a-TS")
        sheet.write_string(0, 0, f"DANH SÁCH NGƯỜI THAM GIA ĐẾN HẠN, tháng {today:%m} năm {today:%Y}")
        sheet.write_row(2, 0, _CAPTIONS)
        for number, (name, insurance_no, birth, sex, household_no) in enumerate(_PEOPLE, 1):
            row = [number, name, insurance_no, birth, sex, _ADDRESS, "BHYT", "GD"]
            row += [f"01/01/{today:%Y}", f"{last:%d/%m/%Y}", 12, household_no, AGENT]
            sheet.write_row(number + 2, 0, row)
