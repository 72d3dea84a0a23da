"""Words for what a sync run came to and for what the office holds back."""

from agent_app.services.lines import RunLine
from agent_app.ui.pages.sync.presenter import Done
from agent_app.ui.theme import Tone
from agent_app.ui.wording import Sign
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
