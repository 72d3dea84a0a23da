"""The words of the evening: envelopes, remittances, batches."""

from collections.abc import Mapping

EVENING_SENTENCES: Mapping[str, str] = {
    "cash.note_unknown": (
        "Không có tờ {value} đ đang lưu hành ngày {on} (có: {known}). Chưa chốt phong bì. Hãy xem lại cách "
        "gõ: MỆNH-GIÁxSỐ-TỜ, cách nhau bằng dấu phẩy."
    ),
    "envelope.closed": (
        "Phong bì này đã chốt ngày {on}, không mở lại và không chốt lần nữa; số đã đếm giữ nguyên. Biên lai "
        "huỷ sau đó tự trừ khỏi số phải có. Tiền thu thêm thì mở phong bì mới: agent-app envelope open."
    ),
    "envelope.difference": (
        "Đếm được {counted} đ, theo biên lai phải có {expected} đ. Chưa chốt phong bì. Hãy đếm lại; nếu vẫn "
        "lệch thì chốt kèm lý do: --note."
    ),
}
