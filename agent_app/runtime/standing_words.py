"""How a home stands, in words: what is so, and what to do about it; in window and terminal."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from agent_app.domain.calendar import shown_date
from agent_app.domain.money import Dong, grouped
from agent_app.services.standing import ReadOnlyReason, Replay, Standing


class Topic(Enum):
    """What a sentence is about."""

    DAMAGED = auto()
    DISK_FULL = auto()
    LOW_DISK = auto()
    REPLAYED = auto()
    CLOCK = auto()
    FROZEN = auto()


@dataclass(frozen=True, slots=True)
class Told:
    """One thing to know."""

    topic: Topic
    text: str


_READ_ONLY = {
    ReadOnlyReason.DISK_FULL: Told(
        Topic.DISK_FULL,
        "Ổ đĩa đã đầy: sổ chỉ còn xem, in và đồng bộ được. Những gì đã lưu vẫn an toàn. Hãy xoá bớt tệp khác "
        "trên ổ đĩa.",
    ),
    ReadOnlyReason.FILE_DAMAGED: Told(
        Topic.DAMAGED,
        "Tệp sổ bị hỏng: chỉ còn xem, in và đồng bộ những gì đọc được. Đừng thu tiếp; hãy phục hồi bằng "
        "agent-app restore, hoặc cứu dữ liệu bằng agent-app rescue.",
    ),
}
_DAMAGED_IN_WINDOW = Told(
    Topic.DAMAGED,
    "Tệp sổ bị hỏng: chỉ còn xem, in và đồng bộ những gì đọc được. Đừng thu tiếp; hãy đồng bộ rồi mang máy "
    "đến cơ quan BHXH hoặc người hỗ trợ để phục hồi.",
)
_LOW_DISK = (
    "Ổ đĩa sắp đầy. Vẫn lập được vài biên lai và đồng bộ được; hãy đồng bộ sớm rồi xoá bớt tệp khác trên "
    "ổ đĩa."
)


def told_of(standing: Standing, *, window: bool = False) -> tuple[Told, ...]:
    """Say everything there is to know, the most pressing first; a window names no commands."""
    told: list[Told] = []
    if window and standing.read_only is ReadOnlyReason.FILE_DAMAGED:
        told.append(_DAMAGED_IN_WINDOW)
    elif standing.read_only is not None:
        told.append(_READ_ONLY[standing.read_only])
    elif standing.low_disk:
        told.append(Told(Topic.LOW_DISK, _LOW_DISK))
    if standing.replays:
        told.append(Told(Topic.REPLAYED, replayed(standing.replays)))
    if standing.clock_behind is not None:
        told.append(
            Told(
                Topic.CLOCK,
                f"Đồng hồ máy chạy lùi: sổ đã ghi đến ngày {shown_date(standing.clock_behind)}. Vẫn thu "
                "được, biên lai không ghi ngày sớm hơn biên lai trước; hãy chỉnh lại ngày giờ của máy.",
            )
        )
    if standing.frozen_books:
        books = ", ".join(standing.frozen_books)
        told.append(
            Told(
                Topic.FROZEN,
                f"Quyển biên lai {books} đang tạm khoá sau khi phục hồi sổ để không cấp trùng số. "
                "Hãy xin cơ quan BHXH quyển mới rồi đồng bộ.",
            )
        )
    return tuple(told)


def replayed(replays: Sequence[Replay]) -> str:
    """Say what was put back from the journal, and what is known to be lost."""
    if not any(each.receipts or each.unnumbered for each in replays):
        words = (
            "Sổ là bản cũ hoặc bị cụt: máy đã thực hiện lại yêu cầu xoá dữ liệu, việc huỷ, số hỏng hay việc "
            "trả quyển ghi trong nhật ký."
        )
        return words + _lost(replays)
    count = sum(each.receipts for each in replays)
    total = Dong(sum(each.total for each in replays))
    words = f"Đã chép lại {count} biên lai, {grouped(total)} đ từ nhật ký tiền, vì sổ là bản cũ hoặc bị cụt."
    words += _lost(replays)
    unnumbered = sum(each.unnumbered for each in replays)
    if unnumbered:
        words += (
            f" {unnumbered} biên lai nữa mang số đã dùng cho biên lai khác: máy gửi về cơ quan BHXH để xử lý."
        )
    return words


def _lost(replays: Sequence[Replay]) -> str:
    others = sum(each.others for each in replays)
    if not others:
        return ""
    return f" Ít nhất {others} thao tác khác (lần đến, sửa thông tin) đã mất; hãy ghi lại nếu còn nhớ."
