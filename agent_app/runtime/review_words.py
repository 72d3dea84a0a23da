"""Why the office looks at something again, or has not taken it, and what the agent can do."""

from agent_app.domain.money import grouped
from agent_app.domain.operation import OperationKind
from agent_app.runtime.people_words import PEOPLE_KINDS_SHOWN, PEOPLE_REASONS
from agent_app.services.lines import HeldLine

_KINDS = {
    OperationKind.VISIT_RECORDED.value: "Một lần đến",
    OperationKind.ENVELOPE_CLOSED.value: "Phong bì tiền mặt",
    OperationKind.REMITTANCE_MADE.value: "Một lần nộp tiền",
    OperationKind.BATCH_CHANGED.value: "Một đợt kê khai",
    OperationKind.RECEIPT_CANCELLED.value: "Một biên lai huỷ",
    OperationKind.REFUND_REQUESTED.value: "Một đề nghị hoàn tiền",
    OperationKind.TRANSFER_AWAITED.value: "Một khoản chờ chuyển",
    OperationKind.TRANSFER_CREDITED.value: "Một khoản tiền chuyển đã về",
    OperationKind.TRANSFER_GIVEN_UP.value: "Một khoản thôi chờ chuyển",
    OperationKind.NUMBER_SPOILED.value: "Số hỏng, số mất",
    OperationKind.BOOK_RETURNED.value: "Trả lại quyển biên lai",
    **PEOPLE_KINDS_SHOWN,
}


def review_words(code: str | None, refusal: str | None = None) -> str:
    """Say it for a code of the server, or for the words in which the office has not recorded a receipt."""
    if refusal is not None:
        said = refusal.rstrip(". ")
        return (
            f"cơ quan BHXH chưa ghi nhận: {said}. Anh/chị mang liên 1 đến bổ sung; biên lai vẫn còn nguyên."
        )
    return _reason(code or "")


def _reason(code: str) -> str:
    return {
        **PEOPLE_REASONS,
        "amount": "số tiền khác mức của cơ quan BHXH. Anh/chị đối chiếu liên 1 với cán bộ.",
        "number_taken": "số này cơ quan BHXH đã có. Anh/chị mang quyển biên lai đến đối chiếu.",
        "number_outside_book": "số nằm ngoài quyển đã giao. Anh/chị mang quyển biên lai đến đối chiếu.",
        "receipt_repeated": "trùng mã với một biên lai đã đến. Tiền vẫn được tính; cán bộ sẽ xem lại.",
        "id_reused": "trùng mã với một việc khác đã đến. Anh/chị mang máy đến cơ quan BHXH.",
        "instant": "ngày giờ ghi không có trên lịch. Anh/chị mang máy đến cơ quan BHXH.",
        "signature": "chữ ký của máy không khớp. Anh/chị mang máy đến cơ quan BHXH.",
        "device_mismatch": "biên lai của máy khác. Anh/chị mang máy đến cơ quan BHXH.",
        "envelope_repeated": "phong bì này cơ quan BHXH đã có. Cán bộ sẽ xem lại.",
        "remitted_before": "có biên lai đã nộp tiền lần trước. Anh/chị mang giấy nộp đến đối chiếu.",
        "remittance_differs": "biên lai kê khi nộp không khớp. Anh/chị mang giấy nộp đến đối chiếu.",
        "batch_order": "đợt kê khai đến không đúng thứ tự. Cán bộ sẽ xem lại.",
        "agent_mismatch": "biên lai mang mã nhân viên khác. Anh/chị hỏi cơ quan BHXH.",
        "receipt_unknown": "chưa thấy biên lai đó. Anh/chị mang liên 1 đến đối chiếu.",
        "already_cancelled": "biên lai đó đã huỷ rồi. Anh/chị hỏi cơ quan BHXH.",
        "already_refunded": "khoản đó đã đề nghị hoàn rồi. Anh/chị hỏi cơ quan BHXH.",
        "transfer_unknown": "chưa thấy khoản chờ đó. Anh/chị hỏi cơ quan BHXH.",
        "transfer_repeated": "khoản đó đã có, đã đủ tiền hoặc đã thôi chờ. Anh/chị hỏi cơ quan BHXH.",
        "credit_taken": "tiền này đã ghép với khoản khác. Anh/chị mang sao kê đến đối chiếu.",
        "refund_too_high": "số tiền đề nghị hoàn lớn hơn đã thu. Anh/chị hỏi cơ quan BHXH.",
    }.get(code, "cán bộ đang xem. Anh/chị giữ liên 1 và hỏi cơ quan BHXH.")


def held_words(held: HeldLine) -> str:
    """Say what the office looks at, why, and what the agent can do."""
    what = (
        f"Biên lai {held.receipt_number} ({grouped(held.amount or 0)} đ)"
        if held.receipt_number
        else _KINDS.get(held.kind, "Một bản ghi")
    )
    return f"{what}: {review_words(held.reason, held.refusal)}"
