"""Sentences for failures of due notices."""

from collections.abc import Mapping

NOTICE_SENTENCES: Mapping[str, str] = {
    "notice.nothing_due": (
        "Ngày {on} không ai trong các hộ đã chọn đến hạn đóng, nên không có thông báo nào để in. Sổ in và dữ "
        "liệu giữ nguyên. Hãy chọn hộ, thôn hay tháng khác, hoặc nhập danh sách mới: agent-app due import"
    ),
}
"""One sentence for each ``AppError.code`` of notices."""
