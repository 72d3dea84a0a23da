"""The words of what may happen to receipts after they were issued, and of what stops one."""

from collections.abc import Mapping

RECEIPT_SENTENCES: Mapping[str, str] = {
    "receipt.already_cancelled": (
        "Biên lai {receipt_id} đã huỷ ngày {on}. Không có gì bị thay đổi. Nếu cần thu lại, hãy lập biên lai "
        "mới bằng --replaces."
    ),
    "receipt.cancellation_words": (
        "Huỷ biên lai cần ghi rõ lý do và người duyệt. Biên lai vẫn giữ nguyên. Hãy ghi thêm --reason và "
        "--approver."
    ),
    "receipt.handed_over": (
        "Tiền của biên lai {receipt_id} đã nộp hoặc hồ sơ đã gửi nên không huỷ được nữa. Biên lai vẫn giữ "
        "nguyên. Hãy đề nghị cơ quan BHXH hoàn tiền (agent-app receipt refund)."
    ),
    "receipt.own_approval": (
        "Người lập biên lai không tự duyệt việc huỷ. Biên lai vẫn giữ nguyên. Hãy nhờ người khác của cơ quan "
        "BHXH hoặc tổ chức dịch vụ duyệt rồi ghi tên người đó."
    ),
    "receipt.replacement": (
        "Biên lai {receipt_id} chưa huỷ, hoặc đã có biên lai thay. Chưa thu tiền. Hãy huỷ biên lai cũ trước "
        "(agent-app receipt cancel), hoặc bỏ --replaces."
    ),
}
