"""What the window says at the door where a price is refused: the next step is on the screen, no command."""

from collections.abc import Mapping

from agent_app.domain.errors import AppError
from agent_app.runtime.group_words import GROUP_NAMES, name_within
from agent_app.runtime.messages import sentence
from agent_app.runtime.window_messages import WINDOW_SENTENCES

DOOR_SENTENCES: Mapping[str, str] = {
    "health.group_not_priced": (
        "Nhóm {group} không thu theo hộ gia đình nên máy chưa tính được. Chưa thu tiền. Anh/chị hỏi "
        "cơ quan BHXH mức đóng của nhóm này, hoặc chọn lại nhóm trong «Chi tiết»."
    ),
    "health.place_missing": (
        "Chưa biết là người thứ mấy trong hộ nên chưa tính được. Chưa thu tiền. Anh/chị mở «Chi tiết» để ghi "
        "thứ tự."
    ),
    "household.place_twice": (
        "Thứ tự {place} trong hộ được ghi cho hai người. Chưa thu tiền. Anh/chị mở «Chi tiết» xem lại thứ tự "
        "đã đóng ở nơi khác."
    ),
    "pension.discount_rate_missing": (
        "Chưa có lãi suất bình quân tháng cho năm {year} nên chưa tính được đóng nhiều năm về sau hay thời "
        "gian còn thiếu. Chưa thu tiền. Anh/chị chọn đóng theo tháng, hoặc hỏi cơ quan BHXH."
    ),
    "quote.income_unknown": (
        "Danh sách không cho biết mức thu nhập đóng BHXH tự nguyện của người này. Chưa thu tiền. Anh/chị hỏi "
        "rồi ghi vào ô «Thu nhập»."
    ),
    "quote.listed_group": (
        "Danh sách ghi nhóm «{group}», không phải nhóm nào của BHXH tự nguyện. Chưa thu tiền. Anh/chị mở "
        "«Chi tiết» để chọn nhóm và ghi mức thu nhập."
    ),
    "quote.local_rule": (
        "Mức hỗ trợ địa phương {rule} không áp dụng cho ai đang chọn đóng. Chưa thu tiền. Anh/chị bỏ mức này "
        "trong «Chi tiết», hoặc đánh dấu người được hưởng."
    ),
    "receipt.cover_taken": (
        "Người này đã đóng cho thời gian {start} – {end}, trùng với thời gian định thu. Chưa thu tiền. "
        "Anh/chị chọn lại số tháng, hoặc huỷ biên lai cũ nếu lập nhầm."
    ),
    "support.decision_ended": (
        "Quyết định {number} của nhóm {group} chỉ có hiệu lực từ {since} đến {until}, chưa tính được mức có "
        "hỗ trợ. Chưa thu tiền. Anh/chị chờ quyết định năm sau, hoặc thu theo hộ gia đình."
    ),
    "support.decision_missing": (
        "Chưa có quyết định xác nhận người này thuộc nhóm {group}. Chưa thu tiền. Anh/chị xem quyết định rồi "
        "ghi số trong «Chi tiết»; chưa có thì thu theo hộ gia đình."
    ),
    "support.pension_decision_ended": (
        "Quyết định {number} về diện {group} chỉ có hiệu lực từ {since} đến {until}, chưa tính được mức Nhà "
        "nước hỗ trợ BHXH tự nguyện theo diện này. Chưa thu tiền. Anh/chị ghi quyết định mới trong "
        "«Chi tiết»; chưa có thì chọn nhóm «khác»."
    ),
    "support.pension_decision_missing": (
        "Chưa có quyết định xác nhận người này thuộc diện {group}, chưa tính được mức Nhà nước hỗ trợ BHXH tự"
        " nguyện theo diện này. Chưa thu tiền. Anh/chị xem quyết định rồi ghi số trong «Chi tiết»; chưa có "
        "thì chọn nhóm «khác»."
    ),
}


def door_sentence(error: AppError) -> str:
    """Say at the door why a payment is refused, and what can be done there."""
    own = DOOR_SENTENCES.get(error.code)
    group = error.facts().get("group")
    if own is None or not isinstance(group, str) or group not in GROUP_NAMES:
        return sentence(error, {**WINDOW_SENTENCES, **DOOR_SENTENCES})
    return sentence(error, {error.code: own.replace("{group}", name_within(group))})
