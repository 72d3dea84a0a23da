"""What stands on the list to walk by: no citizen's number, of other numbers the last four figures."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from agent_app.domain.addresses import full_address
from agent_app.domain.calendar import shown_date
from agent_app.domain.due_list import Scheme
from agent_app.domain.money import Dong
from agent_app.domain.visit import Outcome
from agent_app.printing.lists.parts import PRIVATE, maker_head, money, title
from agent_app.printing.sheets.model import Column, Gap, Group, Row, Sheet, Side, Table, Together, Words
from agent_app.runtime.held_words import OUTCOME_WORDS
from agent_app.services.day_lines import DoorLine
from agent_app.services.day_paper_lines import DayList, DoorDue, DoorEntry

_COLUMNS = (
    Column("TT", 9, Side.CENTRE),
    Column("Hộ, địa chỉ", 60),
    Column("Điện thoại", 27, Side.CENTRE),
    Column("Ai đến hạn, khoản gì", 80),
    Column("Số tiền", 24, Side.RIGHT),
    Column("Hẹn, lần trước", 31),
    Column("Ghi tại nhà", 44, ruled=True),
)
_SHARED = frozenset({0, 1, 2, 5, 6})
_LEAST = 14
_SIZE = 10.0
_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
_LISTED = "*"


def day_list_sheet(told: DayList, mark: str = "") -> Sheet:
    """Write the list out, door by door in walking order."""
    where = told.hamlet or "Mọi thôn, tổ"
    planned = " · chỉ các hộ đã xếp lịch" if told.planned else ""
    day = f"{_WEEKDAYS[told.on.weekday()]} {shown_date(told.on)}"
    return Sheet(
        "Danh sách đi địa bàn",
        (
            maker_head(told.maker, (Words(f"Nhân viên thu: {told.maker.name}", Side.RIGHT),)),
            title("DANH SÁCH ĐI ĐỊA BÀN"),
            Words(f"{day} · {where}{planned}", Side.CENTRE),
            Gap(2),
            Table(_COLUMNS, tuple(_groups(told))),
            _closing(told),
        ),
        foot=PRIVATE,
        size=_SIZE,
        landscape=True,
        mark=mark,
    )


def _groups(told: DayList) -> Iterator[Group]:
    if not told.entries:
        yield Group((Row(("Không có hộ nào cần đến.",), spans=len(_COLUMNS)),))
    number = 0
    for hamlet, entries in groupby(told.entries, lambda each: each.door.hamlet or "Chưa rõ thôn, tổ"):
        if told.hamlet is None:
            yield Group((Row((hamlet,), strong=True, spans=len(_COLUMNS)),), leads=True)
        for entry in entries:
            number += 1
            yield _group(number, entry, told.on)


def _group(number: int, entry: DoorEntry, on: date) -> Group:
    door = entry.door
    address = full_address(door.address, door.hamlet)
    first = (str(number), f"{door.name}\n{address}", entry.phone)
    rows = [(_due_words(due, on), _price_words(due)) for due in entry.dues] or [
        ("Không có khoản đến hạn", "")
    ]
    return Group(
        tuple(
            Row((*first, who, price, _last_words(door, on), ""))
            if at == 0
            else Row(("", "", "", who, price, "", ""))
            for at, (who, price) in enumerate(rows)
        ),
        shared=_SHARED,
        least=_LEAST,
    )


def _due_words(due: DoorDue, on: date) -> str:
    scheme = "BHYT" if due.scheme is Scheme.HEALTH else "BHXH TN"
    months = f" {due.months} tháng" if due.months else ""
    tail = f" (mã …{due.tail})" if due.tail else ""
    return f"{due.name}{tail}\n{scheme}{months}: {_end_words(due, on)}"


def _end_words(due: DoorDue, on: date) -> str:
    if due.due_on is None:
        return "chưa rõ hạn"
    days = (due.due_on - on).days
    left = f"còn {days} ngày" if days > 0 else f"quá hạn {-days} ngày" if days else "hết hạn hôm nay"
    end = f"{due.due_on:%m/%Y}" if due.scheme is Scheme.PENSION else shown_date(due.due_on)
    return f"{'đóng đến' if due.scheme is Scheme.PENSION else 'hạn'} {end}, {left}"


def _price_words(due: DoorDue) -> str:
    if due.price is None:
        return "hỏi"
    return money(due.price) + (_LISTED if due.listed else "")


def _last_words(door: DoorLine, on: date) -> str:
    words = []
    if door.paid:
        words.append(f"Đã thu {money(door.paid)}")
    if door.promised_on is not None:
        words.append("Hẹn hôm nay" if door.promised_on == on else f"Hẹn {shown_date(door.promised_on)}")
    elif door.outcome not in {None, Outcome.PAID, Outcome.PROMISED} and door.visited_on is not None:
        words.append(f"{OUTCOME_WORDS[door.outcome.value]} {shown_date(door.visited_on)}")
    if door.planned:
        words.append("Đã xếp lịch")
    return "\n".join(words)


def _closing(told: DayList) -> Together:
    dues = [due for entry in told.entries for due in entry.dues]
    total = Dong(sum(due.price or 0 for due in dues))
    unpriced = sum(due.price is None for due in dues)
    said = f"Cộng: {len(told.entries)} hộ, {len(dues)} khoản đến hạn, {money(total)} đ"
    said += f" và {unpriced} khoản phải hỏi" if unpriced else ""
    notes = [
        f"Số tiền tính theo mức của ngày {shown_date(told.on)}, cho số tháng ghi bên cạnh; tính lại khi thu."
    ]
    if any(due.listed for due in dues):
        notes.append(f"{_LISTED} Theo danh sách của cơ quan BHXH: còn phải hỏi hộ trước khi tính.")
    return Together((Gap(2), Words(said, strong=True), *(Words(each, scale=0.9) for each in notes)))
