"""Words for what a sync run came to and for what the office holds back."""

from agent_app.domain.operation import OperationKind
from agent_app.runtime.people_words import PEOPLE_KINDS_SHOWN
from agent_app.services.lines import HeldLine, RunLine
from agent_app.ui.pages.sync.presenter import Done
from agent_app.ui.review import review_words
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
    return _("{what}: {why}").format(what=what, why=review_words(held.reason, held.refusal))
