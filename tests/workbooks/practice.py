"""What offices write in practice: captions, people, and the many ways to put one value into a cell.

Nothing here comes from the program's own table of captions: a reader is measured by what it has not seen.
"""

import random
import re
from dataclasses import dataclass
from datetime import date, timedelta

from agent_app.domain.money import grouped
from agent_app.workbooks.extraction import Cell

EPOCH = date(1899, 12, 30)

_CAPTIONS = """
ordinal_: STT | TT | Số TT | Stt
name: Họ và tên | HỌ VÀ TÊN | Họ tên | Họ, tên người tham gia |
    Họ và tên người tham gia BHYT, BHXH TN | Tên người tham gia | hoTen
insurance_no: Mã số BHXH | MÃ SỐ BHXH | Mã BHXH | Số sổ BHXH | Mã số BH\u0425H | MS BHXH |
    Mã số BHXH (10 số) | soBhxh
citizen_id: Số CCCD | CCCD/ĐDCN | Số CCCD/CMND | Số định danh cá nhân | Số ĐDCN/CCCD |
    CMND/CCCD/Hộ chiếu | Căn cước | soCccd
birth: Ngày sinh | Ngày tháng năm sinh | Năm sinh | Ngày, tháng, năm sinh | NTNS | ngaySinh
sex: Giới tính | Phái | GIỚI TÍNH | Nam/Nữ | gioiTinh
address: Địa chỉ | Địa chỉ liên hệ | Nơi cư trú | Địa chỉ thường trú | Địa chỉ nơi ở hiện nay |
    diaChi
phone: Số điện thoại | SĐT | Điện thoại | ĐT liên hệ | Số ĐT | soDienThoai
scheme: Loại | Loại hình | Loại hình tham gia | Chế độ | Loại BH
group: Mã đối tượng | Đối tượng | Mã ĐT | Mã nhóm đối tượng | maDt
from: Từ ngày | Hạn thẻ từ | Giá trị sử dụng từ ngày | Hạn sử dụng thẻ từ ngày | hanTheTu
to: Đến ngày | Hạn thẻ đến | Ngày hết hạn | Giá trị sử dụng đến ngày |
    Hạn sử dụng thẻ BHYT đến ngày | Ngày đến hạn | hanTheDen
paid_to: Đã đóng đến tháng | Đã đóng BHXH đến tháng | Đóng đến tháng
months: Số tháng | Số tháng đóng | Phương thức đóng | Số tháng tham gia
amount: Số tiền | Số tiền phải đóng | Số tiền phải đóng (đồng) | Thành tiền |
    Tổng số tiền phải thu | Số phải thu | soTien
household_no: Mã hộ | Mã hộ gia đình | Mã số hộ GĐ | Mã HGĐ | maHo
facility: Nơi KCB | Nơi ĐK KCB BĐ | Mã KCB ban đầu | Nơi đăng ký KCB ban đầu | Mã cơ sở KCB | maBv
agent_code: Mã nhân viên thu | Mã NVT | NVT | Nhân viên thu | maNv
"""
CAPTIONS: dict[str, tuple[str, ...]] = {
    about: tuple(caption.strip() for caption in captions.split("|"))
    for about, captions in re.findall(r"^(\w+):(.*(?:\n    .*)*)", _CAPTIONS, re.MULTILINE)
}
EXTRA = (
    "Ghi chú", "Dân tộc", "Mức lương cơ sở", "Tỷ lệ NSNN hỗ trợ", "Chủ hộ", "Quan hệ với chủ hộ", "Mã đơn vị",
    "Số biên lai gần nhất", "Email", "Trạng thái", "Mã xã", "Ngày cấp CCCD", "Tên nhân viên thu",
    "Số ngày còn lại",
)  # fmt: skip

_FAMILY = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Huỳnh",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Ngô",
    "Dương",
    "Lý",
    "Thạch",
]
_MIDDLE = {"nam": ("Văn", "Hữu", "Đức", "Quốc", "Công"), "nữ": ("Thị", "Ngọc", "Mỹ", "Bích", "Kiều")}
_GIVEN = [
    "An",
    "Ánh",
    "Bảo",
    "Cường",
    "Dũng",
    "Đạt",
    "Giang",
    "Hằng",
    "Hiếu",
    "Hường",
    "Khánh",
    "Liễu",
    "Mẫn",
    "Nghĩa",
    "Oanh",
    "Phượng",
    "Quý",
    "Sửu",
    "Thảo",
    "Tuyết",
    "Út",
    "Việt",
    "Xuân",
    "Yến",
]
_HAMLETS = ("Thôn Láng Gòn", "Tổ 5", "Khu phố 3", "Ấp Bình Hòa", "Thôn Phú Sơn", "Thôn 2")
_COMMUNES = ("xã Tân Minh", "xã Đồng Kho", "xã Hàm Tân", "phường Bình Thuận")
_PROVINCE = "tỉnh Lâm Đồng"
_GROUPS = ("GD", "CN", "GB", "HS", "DT")
_AMOUNTS = (1366200, 956340, 819720, 683100, 341550, 102465, 3168000, 12408000, 264000)

Truth = dict[str, object]


@dataclass(frozen=True, slots=True)
class Person:
    """One person of a made-up list, with everything that a list can say."""

    told: Truth
    hamlet: str
    commune: str
    family: str
    given: str


def person(chance: random.Random, scheme: str) -> Person:
    """Make somebody up whose numbers agree with birth and sex."""
    sex = chance.choice(["nam", "nữ"])
    born = date(1940, 1, 1) + timedelta(days=chance.randrange(29_000))
    century = (0 if born.year < 2000 else 2) + (sex == "nữ")
    end = date(2026, 12, 31)
    if chance.random() < 0.4:
        end = date(2026, 11, 1) + timedelta(days=chance.randrange(61))
    months = chance.choice([1, 3, 6, 12])
    start = date(end.year - (months > 11), (end.month - months) % 12 + 1, 1)
    hamlet, commune = chance.choice(_HAMLETS), chance.choice(_COMMUNES)
    family, given = chance.choice(_FAMILY), chance.choice(_GIVEN)
    middle = chance.choice(_MIDDLE[sex])
    house = f"Số {chance.randrange(1, 300)}, " if chance.random() < 0.4 else ""
    place = chance.choice(["060", "068", "001"])
    zeros = "0" if chance.random() < 0.3 else ""
    told: Truth = {
        "name": f"{family} {middle} {given}",
        "insurance_no": f"{zeros}{chance.randrange(10**9, 10**10)}"[:10],
        "citizen_id": f"{place}{century}{born.year % 100:02d}{chance.randrange(10**6):06d}",
        "birth": born,
        "sex": sex,
        "address": f"{house}{hamlet}, {commune}, {_PROVINCE}",
        "phone": f"0{chance.choice('35789')}{chance.randrange(10**8):08d}" if chance.random() < 0.7 else None,
        "scheme": scheme,
        "group": chance.choice(_GROUPS) if scheme == "BHYT" else None,
        "from": start,
        "to": end,
        "months": months,
        "amount": chance.choice(_AMOUNTS),
        "household_no": f"{chance.randrange(10**9, 10**10)}",
        "facility": f"60-{chance.choice(['001', '058', 'C54', '012'])}",
        "agent_code": None,
    }
    return Person(told, f"{house}{hamlet}", commune, f"{family} {middle}", given)


def serial(day: date) -> float:
    """Give a day as a spreadsheet's number."""
    return float((day - EPOCH).days)


def shown_day(day: date, style: str) -> Cell:
    """Put a day into a cell."""
    forms: dict[str, Cell] = {
        "text": f"{day:%d/%m/%Y}",
        "short": f"{day.day}/{day.month}/{day.year}",
        "dashes": f"{day:%d-%m-%Y}",
        "dots": f"{day:%d.%m.%Y}",
        "iso": day.isoformat(),
        "digits": f"{day:%d%m%Y}",
        "time": f"{day:%d/%m/%Y} 00:00:00",
        "date": day,
        "serial": serial(day),
        "american": f"{day.month}/{day.day}/{day.year}",
        "spread": f"{day.day:02d} / {day.month:02d} / {day.year}",
        "month": f"{day:%m/%Y}",
        "month_word": f"Tháng {day.month}/{day.year}",
    }
    return forms[style]


def shown_amount(amount: int, style: str) -> Cell:
    """Put an amount into a cell."""
    forms: dict[str, Cell] = {
        "number": float(amount),
        "whole": amount,
        "dots": grouped(amount),
        "commas": f"{amount:,}",
        "spaces": f"{amount:,}".replace(",", " ") + " đ",
        "words": grouped(amount) + " đồng",
        "hard": f"{amount:,}".replace(",", "\u00a0"),
        "cents": grouped(amount) + ",00" if amount >= 1000 else str(amount),
        "digits": str(amount),
    }
    return forms[style]


def shown_code(code: str, style: str) -> Cell:
    """Put a number of a person into a cell."""
    forms: dict[str, Cell] = {
        "text": code,
        "apostrophe": f"'{code}",
        "spaced": f"{code[:4]} {code[4:7]} {code[7:]}",
        "number": float(code),
        "invisible": f"\u200b{code}\u00a0",
    }
    return forms[style]


def shown_phone(phone: str, style: str) -> Cell:
    """Put a phone into a cell."""
    forms: dict[str, Cell] = {
        "text": phone,
        "country": f"+84 {phone[1:]}",
        "bare": f"84{phone[1:]}",
        "dots": f"{phone[:4]}.{phone[4:7]}.{phone[7:]}",
        "number": float(phone),
        "two": f"{phone} / 0977000111",
        "apostrophe": f"'{phone}",
    }
    return forms[style]
