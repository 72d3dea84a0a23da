"""The words of what may happen to receipts after they were issued, and of what stops one."""

from collections.abc import Mapping
from datetime import date

from agent_app.domain.calendar import shown_date
from agent_app.domain.eligibility import HealthQuestion
from agent_app.domain.pension_eligibility import PensionQuestion

RECEIPT_SENTENCES: Mapping[str, str] = {
    "receipt.already_cancelled": (
        "Biên lai {receipt_id} đã huỷ ngày {on}. Không có gì bị thay đổi. Nếu cần thu lại, hãy lập biên lai "
        "mới bằng --replaces."
    ),
    "receipt.cancellation_words": (
        "Huỷ biên lai cần ghi rõ lý do và người duyệt. Biên lai vẫn giữ nguyên. Hãy ghi thêm --reason và "
        "--approver."
    ),
    "quote.local_rule": (
        "Mức hỗ trợ địa phương {rule} không áp dụng cho ai trên biên lai vào ngày {on}. Chưa thu tiền. Hãy "
        "kiểm tra lại nhóm, tuổi và thời hạn, hoặc bỏ --local."
    ),
    "receipt.cover_listed": (
        "Danh sách của cơ quan BHXH ghi người này (mã {person_id}) đã có thời hạn {start} – {end}, trùng với "
        "thời gian định thu. Chưa thu tiền. Hãy hỏi lại; nếu vẫn thu, ghi câu trả lời bằng --confirm-overlap."
    ),
    "receipt.cover_taken": (
        "Người này (mã {person_id}) đã đóng cho thời gian {start} – {end}, trùng với thời gian định thu. "
        "Chưa thu tiền. Hãy chọn lại số tháng, hoặc huỷ biên lai cũ nếu lập nhầm."
    ),
    "receipt.transfer_awaited": (
        "Người này (mã {person_id}) đang có khoản chuyển {purpose}, {amount} đ, chờ tiền về từ {awaited_on} "
        "cho thời gian {start} – {end}, trùng với thời gian định thu. Chưa thu tiền, khoản chuyển vẫn được "
        "chờ. Nếu hộ không chuyển nữa, hãy thôi chờ trước: agent-app bank give-up {purpose} kèm lý do. Nếu "
        "vẫn thu, ghi vì sao bằng --confirm-overlap."
    ),
    "receipt.handed_over": (
        "Tiền của biên lai {receipt_id} đã nộp hoặc hồ sơ đã gửi nên không huỷ được nữa. Biên lai vẫn giữ "
        "nguyên. Hãy đề nghị cơ quan BHXH hoàn tiền (agent-app receipt refund)."
    ),
    "receipt.number_missing": (
        "Cơ quan BHXH dùng quyển biên lai in sẵn nên cần số ghi trên tờ giấy. Chưa thu tiền. Hãy ghi thêm "
        "--number."
    ),
    "receipt.number_unwanted": (
        "Loại biên lai đang dùng ({form}) tự có số nên không ghi số bằng tay. Chưa thu tiền. Hãy bỏ --number."
    ),
    "receipt.other_card": (
        "Người này (mã {person_id}) còn thẻ khác mà chưa biết hạn. Chưa thu tiền. Hãy xem thẻ rồi ghi ngày "
        "cuối vào khoản đóng: ID:bhyt:12::2026-12-31."
    ),
    "receipt.own_approval": (
        "Người lập biên lai không tự duyệt việc huỷ. Biên lai vẫn giữ nguyên. Hãy nhờ người khác của cơ quan "
        "BHXH hoặc tổ chức dịch vụ duyệt rồi ghi tên người đó."
    ),
    "receipt.pupil": (
        "Học sinh, sinh viên đóng BHYT tại trường nên không thu theo hộ gia đình. Chưa thu tiền. Hãy hỏi nhà "
        "trường nếu người này chưa có thẻ."
    ),
    "receipt.questions": (
        "Cần hỏi trước khi thu: {questions}. Chưa thu tiền. Hãy hỏi rồi ghi câu trả lời, ví dụ --answer "
        "{example}=no."
    ),
    "receipt.refund_amount": (
        "Chưa có số tiền hoàn hợp lệ: phải từ 1 đến {most} đồng, hoặc đủ dữ liệu để máy tính. Không có gì bị "
        "thay đổi. Hãy ghi thêm --due-then hoặc --amount theo cơ quan BHXH báo."
    ),
    "receipt.refund_cause": (
        "Lý do «{cause}» không dùng cho khoản này; chỉ nhận {known}. Không có gì bị thay đổi. Hãy chọn lại "
        "--cause."
    ),
    "receipt.refund_early": (
        "Tiền của biên lai {receipt_id} chưa nộp nên chưa có gì để hoàn. Biên lai vẫn giữ nguyên. Nếu thu "
        "nhầm, hãy huỷ biên lai (agent-app receipt cancel)."
    ),
    "receipt.refund_line": (
        "Chưa rõ hoàn khoản nào của biên lai {receipt_id}. Không có gì bị thay đổi. Hãy ghi thêm --person và "
        "--scheme."
    ),
    "receipt.refund_twice": (
        "Khoản này của biên lai {receipt_id} đã đề nghị hoàn rồi. Không có gì bị thay đổi. Hãy hỏi cơ quan "
        "BHXH kết quả."
    ),
    "receipt.replacement": (
        "Biên lai {receipt_id} chưa huỷ, đã có biên lai thay, hoặc đang chờ chuyển khoản thay. Chưa thu "
        "tiền. Hãy huỷ biên lai cũ (agent-app receipt cancel), thôi chờ khoản chuyển đó (agent-app bank "
        "give-up), hoặc bỏ --replaces."
    ),
}

# A question and the answer to it may bear the same word: they stand apart.
QUESTION_WORDS: Mapping[HealthQuestion | PensionQuestion, str] = {
    HealthQuestion.OTHER_CARD: "đã có thẻ nào khác chưa (other_card)",
    HealthQuestion.PAID_WHOLLY: "có ai đóng thay toàn bộ không (paid_wholly)",
    HealthQuestion.SOCIAL_PENSION: "có hưởng trợ cấp hưu trí xã hội không (social_pension)",
    HealthQuestion.PUPIL: "có đang đi học không (pupil)",
    PensionQuestion.IN_COMPULSORY: "có đang đóng BHXH bắt buộc không (in_compulsory)",
    PensionQuestion.RECEIVES_PENSION: "có đang hưởng lương hưu không (receives_pension)",
    PensionQuestion.HAMLET_OFFICER: "có phải người hoạt động không chuyên trách không (hamlet_officer)",
    PensionQuestion.HOUSEHOLD_BUSINESS: "có phải chủ hộ kinh doanh không (household_business)",
    PensionQuestion.SUPPORTED_MONTHS: "đã được hỗ trợ bao nhiêu tháng",
}


def paid_before(former: str, on: date, days: int, receipt_id: str) -> str:
    """Say that somebody on a receipt has paid for the same scheme before; ``former`` names that receipt."""
    return (
        f"Trong {days} ngày qua đã có người trên biên lai này đóng cùng loại bảo hiểm (biên lai {former} "
        f"ngày {shown_date(on)}); nếu lập nhầm, hãy huỷ bằng: agent-app receipt cancel {receipt_id}"
    )
