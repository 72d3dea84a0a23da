"""Why the office looks at something again, or has not taken it, and what the agent can do."""

from agent_app.runtime.people_words import PEOPLE_REASONS
from agent_app.ui.words import _


def review_words(code: str | None, refusal: str | None = None) -> str:
    """Say it for a code of the server, or for the words in which the office has not recorded a receipt."""
    if refusal is not None:
        return _(
            "cơ quan BHXH chưa ghi nhận: {refusal}. Anh/chị mang liên 1 đến bổ sung; biên lai vẫn còn nguyên."
        ).format(refusal=refusal.rstrip(". "))
    return _reason(code or "")


def _reason(code: str) -> str:
    return {
        **PEOPLE_REASONS,
        "amount": _("số tiền khác mức của cơ quan BHXH. Anh/chị đối chiếu liên 1 với cán bộ."),
        "number_taken": _("số này cơ quan BHXH đã có. Anh/chị mang quyển biên lai đến đối chiếu."),
        "number_outside_book": _("số nằm ngoài quyển đã giao. Anh/chị mang quyển biên lai đến đối chiếu."),
        "receipt_repeated": _("trùng mã với một biên lai đã đến. Tiền vẫn được tính; cán bộ sẽ xem lại."),
        "signature": _("chữ ký của máy không khớp. Anh/chị mang máy đến cơ quan BHXH."),
        "device_mismatch": _("biên lai của máy khác. Anh/chị mang máy đến cơ quan BHXH."),
        "envelope_repeated": _("phong bì này cơ quan BHXH đã có. Cán bộ sẽ xem lại."),
        "remitted_before": _("có biên lai đã nộp tiền lần trước. Anh/chị mang giấy nộp đến đối chiếu."),
        "remittance_differs": _("biên lai kê khi nộp không khớp. Anh/chị mang giấy nộp đến đối chiếu."),
        "batch_order": _("đợt kê khai đến không đúng thứ tự. Cán bộ sẽ xem lại."),
        "agent_mismatch": _("biên lai mang mã nhân viên khác. Anh/chị hỏi cơ quan BHXH."),
        "receipt_unknown": _("chưa thấy biên lai đó. Anh/chị mang liên 1 đến đối chiếu."),
        "already_cancelled": _("biên lai đó đã huỷ rồi. Anh/chị hỏi cơ quan BHXH."),
        "already_refunded": _("khoản đó đã đề nghị hoàn rồi. Anh/chị hỏi cơ quan BHXH."),
        "transfer_unknown": _("chưa thấy khoản chờ đó. Anh/chị hỏi cơ quan BHXH."),
        "transfer_repeated": _("khoản đó đã có, đã đủ tiền hoặc đã thôi chờ. Anh/chị hỏi cơ quan BHXH."),
        "credit_taken": _("tiền này đã ghép với khoản khác. Anh/chị mang sao kê đến đối chiếu."),
        "refund_too_high": _("số tiền đề nghị hoàn lớn hơn đã thu. Anh/chị hỏi cơ quan BHXH."),
    }.get(code, _("cán bộ đang xem. Anh/chị giữ liên 1 và hỏi cơ quan BHXH."))
