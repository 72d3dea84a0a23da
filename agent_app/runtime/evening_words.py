"""The evening in words: batches, ways of handing money over, and what is said of cash held too long."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum

from agent_app.domain.batch import BatchState
from agent_app.domain.calendar import shown_date
from agent_app.domain.money import grouped
from agent_app.domain.remittance import RemittanceMethod
from agent_app.services.evening_lines import CashHeld

EVENING_WORDS: Mapping[Enum, str] = {
    BatchState.DRAFT: "chưa gửi",
    BatchState.SENT: "đã gửi",
    BatchState.PROCESSING: "đang xử lý",
    BatchState.DONE: "hoàn thành",
    BatchState.REFUSED: "từ chối",
    BatchState.WITHDRAWN: "đã bỏ",
    RemittanceMethod.TRANSFER: "chuyển khoản",
    RemittanceMethod.DESK: "nộp tại quầy",
}


def batch_title(month: str, number: int) -> str:
    """Name a batch as agents and offices do."""
    first = date.fromisoformat(f"{month}-01")
    return f"Đợt {number} Tháng {first.month} năm {first.year}"


def cash_warnings(held: CashHeld) -> Iterator[str]:
    """Say which of the office's limits the cash held is over; no limit, no word."""
    if held.over_limit and held.limits.amount is not None:
        yield (
            f"Đang giữ {grouped(held.amount)} đ tiền mặt, quá mức {grouped(held.limits.amount)} đ mà cơ quan "
            "BHXH cho giữ. Hãy chốt phong bì và nộp."
        )
    if held.over_days and held.oldest_on is not None:
        yield (
            f"Tiền mặt thu ngày {shown_date(held.oldest_on)} đã giữ {held.days} ngày, quá {held.limits.days} "
            "ngày mà cơ quan BHXH cho giữ. Hãy nộp."
        )
