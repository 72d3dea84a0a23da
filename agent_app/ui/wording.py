"""The words for states, dates and money on screen; a state is a word, an icon and a tone."""

from datetime import date, datetime

from agent_app.domain.calendar import VIETNAM, civil_date, shown_date
from agent_app.domain.citizen_id import CitizenId
from agent_app.domain.due_list import Scheme
from agent_app.domain.errors import AppError
from agent_app.domain.identity import SocialInsuranceNo
from agent_app.domain.money import Dong, grouped
from agent_app.domain.phone import Phone
from agent_app.domain.receipt import ReceiptLine, ReceiptState
from agent_app.domain.visit import Outcome
from agent_app.services.standing import ReadOnlyReason
from agent_app.ui.sign import Sign as Sign  # noqa: PLC0414 (pages know it from here)
from agent_app.ui.theme import Tone
from agent_app.ui.words import _

SOON_DAYS = 30
DASH = "–"
_PROVINCES = ("tỉnh ", "thành phố ", "tp ", "tp.")


def read_only_words(reason: ReadOnlyReason | None) -> str:
    """Say why nothing can be written; nothing where it can."""
    if reason is None:
        return ""
    return {
        ReadOnlyReason.DISK_FULL: _("Ổ đĩa đã đầy nên chưa ghi được vào sổ"),
        ReadOnlyReason.FILE_DAMAGED: _("Tệp sổ bị hỏng nên không ghi được vào sổ"),
    }[reason]


def dong(amount: int | None) -> str:
    """Write money as 1.366.200 đ."""
    return DASH if amount is None else f"{grouped(amount)} đ"


def day(value: date | None) -> str:
    """Write a civil date, or a dash."""
    return DASH if value is None else shown_date(value)


def near_day(value: date, today: date) -> str:
    """Show a civil date; its year only where it is another one."""
    return f"{value:%d/%m}" if value.year == today.year else shown_date(value)


def moment(value: datetime | None) -> str:
    """Write an instant as people in Viet Nam read it off the clock."""
    return DASH if value is None else f"{value.astimezone(VIETNAM):%H:%M %d/%m/%Y}"


def days_ago(value: datetime, today: date) -> str:
    """Say how long something has waited."""
    days = (today - civil_date(value)).days
    return _("hôm nay") if days <= 0 else _("{days} ngày").format(days=days)


def urgency(due_on: date | None, today: date) -> Sign:
    """Say how long a cover still lasts."""
    if due_on is None:
        return Sign(_("Chưa rõ hạn"), Tone.SOFT, "circle-dashed")
    days = (due_on - today).days
    if days < 0:
        return Sign(_("Quá hạn {days} ngày").format(days=-days), Tone.LATE, "circle-alert")
    if days == 0:
        return Sign(_("Hết hạn hôm nay"), Tone.LATE, "circle-alert")
    tone, icon = (Tone.SOON, "clock") if days <= SOON_DAYS else (Tone.GOOD, "circle-check")
    return Sign(_("Còn {days} ngày").format(days=days), tone, icon)


def awaited_sign(money: Dong) -> Sign:
    """Say that money is on its way, so that nobody takes it once more."""
    return Sign(_("Chờ tiền về {money}").format(money=dong(money)), Tone.SOON, "hourglass")


def outcome_words(outcome: Outcome) -> str:
    """Name an outcome as its button does."""
    return {
        Outcome.PAID: _("Đã đóng"),
        Outcome.PROMISED: _("Hẹn ngày"),
        Outcome.REFUSED: _("Từ chối"),
        Outcome.ABSENT: _("Vắng nhà"),
        Outcome.MOVED: _("Chuyển đi"),
        Outcome.DIED: _("Đã mất"),
        Outcome.ELSEWHERE: _("Đã tham gia nơi khác"),
        Outcome.COMPULSORY: _("Đã vào BHXH bắt buộc"),
    }[outcome]


_OUTCOME_TONES = {
    Outcome.PAID: (Tone.GOOD, "circle-check"),
    Outcome.PROMISED: (Tone.SOON, "calendar-clock"),
    Outcome.REFUSED: (Tone.LATE, "circle-x"),
}


def last_visit(
    outcome: Outcome | None, visited_on: date | None, promised_on: date | None, today: date | None = None
) -> Sign:
    """Say what the last visit came to."""
    if outcome is None or visited_on is None:
        return Sign(DASH, Tone.SOFT, "")
    tone, icon = _OUTCOME_TONES.get(outcome, (Tone.SOFT, "footprints"))
    if outcome is Outcome.PROMISED and promised_on is not None:
        words = (
            _("Hẹn hôm nay") if promised_on == today else _("Hẹn {day}").format(day=shown_date(promised_on))
        )
        return Sign(words, tone, icon)
    words = _("{outcome} {day}").format(outcome=outcome_words(outcome), day=f"{visited_on:%d/%m}")
    return Sign(words, tone, icon)


def period_words(line: ReceiptLine) -> str:
    """Write the period that a line pays for: a card by its days, BHXH tự nguyện by its months."""
    shape = "%d/%m/%Y" if line.scheme is Scheme.HEALTH else "%m/%Y"
    return f"{line.period.start:{shape}}–{line.period.end:{shape}}"


def receipt_state(state: ReceiptState) -> Sign:
    """Say how far a receipt has come; never more than is known."""
    return {
        ReceiptState.SAVED: Sign(_("Đã lưu trên máy"), Tone.SOON, "hourglass"),
        ReceiptState.RECEIVED: Sign(_("Cơ quan BHXH đã nhận"), Tone.GOOD, "inbox"),
        ReceiptState.RECORDED: Sign(_("Đã ghi nhận"), Tone.GOOD, "circle-check"),
        ReceiptState.REVIEW: Sign(_("Cần xem lại"), Tone.LATE, "triangle-alert"),
        ReceiptState.PENDING: Sign(_("Chờ tiền về"), Tone.SOON, "hourglass"),
        ReceiptState.CANCELLED: Sign(_("Đã huỷ"), Tone.LATE, "triangle-alert"),
        ReceiptState.REFUND_REQUESTED: Sign(_("Đã đề nghị hoàn tiền"), Tone.SOON, "hourglass"),
    }[state]


def short_address(address: str) -> str:
    """Leave the province out: every address of a list has the same."""
    parts = address.split(", ")
    return ", ".join(parts[:-1] if parts[-1].lower().startswith(_PROVINCES) else parts)


def masked(kind: type[CitizenId | Phone | SocialInsuranceNo], value: str | None) -> str:
    """Show enough of a number to recognise it by; one that is not well formed is not shown at all."""
    if not value:
        return DASH
    try:
        return kind.parse(value).masked()
    except AppError:
        return "•" * len(value)
