"""What speaks against a payment, in the words of the window: what is kept, and what to do here."""

from collections.abc import Callable
from datetime import date

from agent_app.domain.calendar import shown_date
from agent_app.domain.errors import AppError
from agent_app.domain.household import PersonId
from agent_app.services.awaited_covers import CoverAwaitedError
from agent_app.ui.pages.collect.states import CONFIRMED, Drafted, Missing
from agent_app.ui.words import _

Sentence = Callable[[Exception], str]
NameOf = Callable[[PersonId], str]


def refusal_words(
    error: Exception, name_of: NameOf | None, say: Sentence, person_id: PersonId | None = None
) -> str:
    """Word a refusal; where the usual words would send somebody to the command line, others are found."""
    if not isinstance(error, AppError) or error.code not in (words := _words()):
        return say(error)
    name = name_of(person_id) if name_of and person_id else ""
    facts = {fact: _shown(value) for fact, value in error.facts().items()}
    return words[error.code].format(**facts, name=name or _("Người này"))


def missing_words(drafted: Drafted, missing: Missing, say: Sentence) -> str:
    """Say what has to be seen to before anything is issued."""
    look = drafted.look
    match missing:
        case Missing.PAYER:
            return _("Anh/chị ghi họ tên người nộp tiền rồi lập biên lai.")
        case Missing.ANSWER:
            return _("Chưa thu tiền. Anh/chị hỏi rồi trả lời từng câu bên dưới.")
        case Missing.OVERLAP:
            return _overlap_words(drafted)
        case Missing.OBJECTION if look is not None:
            first = next(each for each in look.objections if not isinstance(each.error, CONFIRMED))
            return refusal_words(first.error, drafted.name_of, say, first.person_id)
        case _ if look is not None and look.obstacle is not None:
            return refusal_words(look.obstacle, drafted.name_of, say)
    return ""


def _overlap_words(drafted: Drafted) -> str:
    if any(isinstance(each.error, CoverAwaitedError) for each in drafted.listed):
        return _(
            "Chưa thu tiền. Còn khoản chuyển chờ tiền về: anh/chị thôi chờ khoản đó trước, hoặc ghi vì sao "
            "vẫn thu."
        )
    return _("Chưa thu tiền. Anh/chị hỏi hộ về thẻ trùng thời gian rồi ghi câu trả lời.")


def _shown(value: object) -> str:
    if value is None:
        return "…"
    return shown_date(value) if isinstance(value, date) else str(value)


def _words() -> dict[str, str]:
    return {
        "receipt.questions": _(
            "Có điều cần hỏi trước khi thu. Chưa thu tiền. Anh/chị trả lời từng câu bên dưới."
        ),
        "receipt.number_missing": _("Chưa thu tiền. Anh/chị gõ số ghi trên tờ biên lai in sẵn."),
        "receipt.cover_taken": _(
            "{name} đã đóng cho thời gian {start} – {end}, trùng với thời gian định thu. Chưa thu tiền. "
            "Anh/chị bỏ người này ra, hoặc huỷ biên lai cũ nếu lập nhầm."
        ),
        "receipt.cover_listed": _(
            "Danh sách của cơ quan BHXH ghi {name} đã có thẻ {start} – {end}, trùng với thời gian định "
            "thu. Chưa thu tiền. Anh/chị hỏi hộ rồi ghi câu trả lời."
        ),
        "receipt.transfer_awaited": _(
            "{name} đang có khoản chuyển {purpose}, {amount} đ, chờ tiền về từ {awaited_on}, trùng với thời "
            "gian định thu. Chưa thu tiền, khoản chuyển vẫn được chờ. Nếu hộ không chuyển nữa, anh/chị mở "
            "khoản đó ở «Chờ tiền về» của trang Thu tiền và thôi chờ trước. Nếu vẫn thu, anh/chị ghi vì sao."
        ),
        "receipt.other_card": _(
            "{name} còn thẻ khác mà chưa biết hạn. Chưa thu tiền. Anh/chị quay lại hộ, ghi ngày cuối của thẻ "
            "đó rồi thu."
        ),
        "transfer.pending": _(
            "Đang có khoản chuyển {purpose} chờ tiền về cho cùng thời gian. Chưa ghi gì. Anh/chị mở khoản đó "
            "ở «Chờ tiền về» để đưa lại mã, hoặc thôi chờ rồi lập khoản mới."
        ),
        "transfer.account_unsaid": _(
            "Cơ quan BHXH có nhiều tài khoản. Chưa ghi gì. Anh/chị chọn một tài khoản bên dưới."
        ),
        "receipt.already_cancelled": _(
            "Biên lai này đã huỷ ngày {on}. Không có gì bị thay đổi. Nếu cần thu lại, anh/chị mở hộ rồi lập "
            "biên lai mới."
        ),
        "receipt.handed_over": _(
            "Tiền của biên lai này đã nộp hoặc hồ sơ đã gửi nên không huỷ được nữa. Biên lai vẫn giữ nguyên. "
            "Anh/chị đề nghị cơ quan BHXH hoàn tiền."
        ),
        "receipt.cancellation_words": _(
            "Huỷ biên lai cần lý do và người duyệt. Biên lai vẫn giữ nguyên. Anh/chị ghi cả hai."
        ),
        "receipt.refund_early": _(
            "Tiền của biên lai này chưa nộp nên chưa có gì để hoàn. Biên lai vẫn giữ nguyên. Nếu thu nhầm, "
            "anh/chị huỷ biên lai."
        ),
        "receipt.refund_twice": _(
            "Khoản này đã đề nghị hoàn rồi. Không có gì bị thay đổi. Anh/chị hỏi cơ quan BHXH kết quả."
        ),
        "receipt.refund_amount": _(
            "Máy chưa tính được số tiền hoàn, hoặc số đã gõ không nằm trong khoảng 1 – {most} đ. Không có gì "
            "bị thay đổi. Anh/chị ghi số tiền theo cơ quan BHXH báo."
        ),
        "transfer.reason_missing": _("Thôi chờ cần lý do. Chưa ghi gì. Anh/chị ghi lý do rồi làm lại."),
    }
