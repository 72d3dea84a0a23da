"""The words of failures of the store's file and its disk."""

from collections.abc import Mapping
from enum import Enum

from agent_app.services.standing import ReadOnlyReason

STORE_SENTENCES: Mapping[str, str] = {
    "store.closed": (
        "Sổ đã đóng trước khi làm xong việc này. Những gì đã lưu vẫn nguyên trên máy; hãy mở sổ rồi làm lại."
    ),
    "store.damaged": (
        "Tệp sổ bị hỏng ở chỗ vừa đọc. Không có gì bị thay đổi; biên lai còn trong nhật ký tiền và bản sao "
        "lưu. Đừng thu tiếp; hãy phục hồi bằng agent-app restore, hoặc cứu dữ liệu bằng agent-app rescue."
    ),
    "store.read_only": (
        "Sổ chỉ còn xem được vì {reason}. Việc vừa rồi chưa được ghi; những gì đã lưu vẫn xem, in và đồng bộ "
        "được."
    ),
}

STORE_WORDS: Mapping[Enum, str] = {
    ReadOnlyReason.DISK_FULL: "ổ đĩa đã đầy (hãy xoá bớt tệp khác trên ổ đĩa rồi làm lại)",
    ReadOnlyReason.FILE_DAMAGED: (
        "tệp sổ bị hỏng (hãy phục hồi bằng agent-app restore, hoặc cứu dữ liệu bằng agent-app rescue)"
    ),
}
