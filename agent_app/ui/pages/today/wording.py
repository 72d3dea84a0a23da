"""The words for a day and for what waits behind a door."""

from datetime import date

from agent_app.domain.calendar import shown_date
from agent_app.services.evening_lines import CashHeld
from agent_app.ui.pages.today.presenter import Doors, DoorShown, Ready
from agent_app.ui.theme import Tone
from agent_app.ui.wording import Sign, awaited_sign, dong, last_visit, outcome_words, urgency
from agent_app.ui.words import _


def long_day(value: date) -> str:
    """Write a day with its name: Thứ Bảy, 21/11/2026."""
    names = (
        _("Thứ Hai"),
        _("Thứ Ba"),
        _("Thứ Tư"),
        _("Thứ Năm"),
        _("Thứ Sáu"),
        _("Thứ Bảy"),
        _("Chủ Nhật"),
    )
    return _("{name}, {day}").format(name=names[value.weekday()], day=shown_date(value))


def doors_words(shown: str | Doors, planned: int = 0) -> str:
    """Name whose doors are shown."""
    if isinstance(shown, str):
        return shown
    if shown is Doors.PLANNED:
        return _("Đã chọn cho hôm nay ({count})").format(count=planned)
    return _("Mọi thôn, tổ")


def summary(ready: Ready) -> str:
    """Say how many doors there are, how many are done, and what they have brought."""
    parts = [_("{count} hộ").format(count=len(ready.doors))]
    if ready.done:
        parts.append(_("{count} đã đến").format(count=ready.done))
    if ready.taken[0]:
        parts.append(_("{money} đã thu").format(money=dong(ready.taken[1])))
    return " · ".join(parts)


def held_words(cash: CashHeld) -> str:
    """Say whose cash is in hand, since when, and what the office's limits say of it."""
    if not cash.receipts:
        return _("Chưa giữ tiền của biên lai nào")
    limits = cash.limits
    if cash.over_limit and limits.amount is not None:
        return _("Quá mức {limit} được giữ. Anh/chị nộp tiền sớm.").format(limit=dong(limits.amount))
    if cash.over_days and limits.days is not None:
        words = _("Giữ {days} ngày, quá {limit} ngày được giữ. Anh/chị nộp tiền sớm.")
        return words.format(days=cash.days, limit=limits.days)
    count = _("{count} biên lai chưa nộp").format(count=cash.receipts)
    return _("{count}, lâu nhất {days} ngày").format(count=count, days=cash.days) if cash.days else count


def door_sign(shown: DoorShown) -> Sign:
    """Say what waits behind a door, or what came of it today."""
    line, today = shown.line, shown.today
    if line.paid:
        return Sign(_("Đã đóng {money}").format(money=dong(line.paid)), Tone.GOOD, "circle-check")
    if line.awaited:
        return awaited_sign(line.awaited)
    if line.promised_on is not None:
        return _promise(line.promised_on, today)
    if shown.done and line.outcome is not None:
        return Sign(outcome_words(line.outcome), Tone.SOFT, "footprints")
    if not line.open:
        return last_visit(line.outcome, line.visited_on, None, today)
    return urgency(line.due_on, today)


def _promise(promised_on: date, today: date) -> Sign:
    if promised_on == today:
        return Sign(_("Hẹn hôm nay"), Tone.SOON, "calendar-clock")
    if promised_on < today:
        return Sign(_("Lỡ hẹn {day}").format(day=f"{promised_on:%d/%m}"), Tone.LATE, "circle-alert")
    return Sign(_("Hẹn {day}").format(day=f"{promised_on:%d/%m}"), Tone.SOFT, "calendar-clock")
