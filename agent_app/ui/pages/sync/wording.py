"""Words for what a sync run came to and for what the office holds back."""

from agent_app.domain.operation import OperationKind
from agent_app.runtime.people_words import PEOPLE_KINDS_SHOWN, PEOPLE_REASONS
from agent_app.services.lines import HeldLine, RunLine
from agent_app.ui.pages.sync.presenter import Done
from agent_app.ui.theme import Tone
from agent_app.ui.wording import Sign, dong
from agent_app.ui.words import _


def done_words(done: Done) -> str:
    """Say what an exchange has moved, as the agent counts it."""
    sent = done.sent.words
    parts = (
        _("Cơ quan BHXH đã nhận {acts}.").format(acts=sent) if sent else _("Máy không có gì phải gửi."),
        _("Máy đã cập nhật {count} bản ghi.").format(count=done.received) if done.received else "",
        _("Còn chờ gửi: {acts}.").format(acts=done.waiting.words) if done.waiting.count else "",
    )
    return " ".join(part for part in parts if part)


def run_words(run: RunLine) -> Sign:
    """Say how a run ended; never more than that."""
    if run.failure is None:
        return Sign(_("Xong"), Tone.GOOD, "circle-check")
    words = {
        "sync.offline": _("Không kết nối được máy chủ"),
        "sync.cancelled": _("Đã dừng theo ý anh/chị"),
        "sync.server_failed": _("Máy chủ gặp lỗi"),
        "sync.device_revoked": _("Máy này bị thu hồi quyền"),
        "sync.device_unknown": _("Máy chủ chưa biết máy này"),
        "sync.history_differs": _("Sổ hai bên không khớp"),
    }
    return Sign(
        words.get(run.failure, _("Chưa xong, những gì chưa gửi vẫn trên máy")), Tone.LATE, "circle-alert"
    )


_KINDS = {
    OperationKind.VISIT_RECORDED.value: _("Một lần đến"),
    OperationKind.ENVELOPE_CLOSED.value: _("Phong bì tiền mặt"),
    OperationKind.REMITTANCE_MADE.value: _("Một lần nộp tiền"),
    OperationKind.BATCH_CHANGED.value: _("Một đợt kê khai"),
    OperationKind.RECEIPT_CANCELLED.value: _("Một biên lai huỷ"),
    OperationKind.REFUND_REQUESTED.value: _("Một đề nghị hoàn tiền"),
    OperationKind.TRANSFER_AWAITED.value: _("Một khoản chờ chuyển"),
    OperationKind.TRANSFER_CREDITED.value: _("Một khoản tiền chuyển đã về"),
    OperationKind.TRANSFER_GIVEN_UP.value: _("Một khoản thôi chờ chuyển"),
    OperationKind.NUMBER_SPOILED.value: _("Số hỏng, số mất"),
    OperationKind.BOOK_RETURNED.value: _("Trả lại quyển biên lai"),
    **PEOPLE_KINDS_SHOWN,
}


def held_words(held: HeldLine) -> str:
    """Say what the office looks at, why, and what the agent can do."""
    what = (
        _("Biên lai {number} ({amount})").format(number=held.receipt_number, amount=dong(held.amount))
        if held.receipt_number
        else _KINDS.get(held.kind, _("Một bản ghi"))
    )
    return _("{what}: {why}").format(what=what, why=_reason(held.reason))


def _reason(code: str) -> str:
    return {
        **PEOPLE_REASONS,
        "amount": _("số tiền khác mức của cơ quan BHXH. Anh/chị đối chiếu liên 1 với cán bộ."),
        "number_taken": _("số này cơ quan BHXH đã có. Anh/chị mang quyển biên lai đến đối chiếu."),
        "number_outside_book": _("số nằm ngoài quyển đã giao. Anh/chị mang quyển biên lai đến đối chiếu."),
        "receipt_repeated": _("trùng mã với một biên lai đã đến. Tiền vẫn được tính; cán bộ sẽ xem lại."),
        "id_reused": _("trùng mã với một việc khác đã đến. Anh/chị mang máy đến cơ quan BHXH."),
        "instant": _("ngày giờ ghi không có trên lịch. Anh/chị mang máy đến cơ quan BHXH."),
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
