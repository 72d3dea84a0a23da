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
        "Biên lai {receipt_id} chưa huỷ, hoặc đã có biên lai thay. Chưa thu tiền. Hãy huỷ biên lai cũ trước "
        "(agent-app receipt cancel), hoặc bỏ --replaces."
    ),
}
