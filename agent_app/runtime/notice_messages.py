"""Sentences for failures of due notices."""

from collections.abc import Mapping

NOTICE_SENTENCES: Mapping[str, str] = {
    "notice.code_unknown": (
        "Mã {purpose} không có trên thông báo của hộ nào trong sổ này. Khoản tiền trong sao kê giữ nguyên. "
        "Hãy xem lại mã, hoặc hỏi cơ quan BHXH mã đó của nhân viên nào."
    ),
    "notice.nothing_due": (
        "Ngày {on} không ai trong các hộ đã chọn đến hạn đóng, nên không có thông báo nào để in. Sổ in và dữ "
        "liệu giữ nguyên. Hãy chọn hộ, thôn hay tháng khác, hoặc nhập danh sách của tháng mới."
    ),
}
"""One sentence for each ``AppError.code`` of notices."""
