"""Sentences for failures of printing."""

from collections.abc import Mapping

PRINT_SENTENCES: Mapping[str, str] = {
    "print.copies": (
        "Tờ này in từ {least} đến {most} bản mỗi lần, không phải {copies}. Chưa in gì. Hãy chọn lại số bản."
    ),
    "print.not_out": (
        "Lần in thứ {nth} đã ghi vào sổ in nhưng không ra được {place}. Biên lai và tiền trong sổ vẫn an "
        "toàn. Hãy xem lại máy in, thư mục hoặc chỗ trống rồi in lại: tờ in sau sẽ mang dòng «In lại»."
    ),
}
"""One sentence for each ``AppError.code`` of printing."""
