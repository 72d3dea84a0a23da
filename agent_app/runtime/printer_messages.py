"""Sentences for printers that do not print."""

from collections.abc import Mapping

PRINTER_SENTENCES: Mapping[str, str] = {
    "printer.none": (
        "Máy này chưa cài máy in nào. Giấy tờ vẫn nguyên trong sổ, chưa in gì. Hãy nối máy in rồi bấm «Tìm "
        "lại máy in», hoặc lưu thành tệp PDF để in ở máy khác."
    ),
    "printer.gone": (
        "Không còn thấy máy in «{printer}» trên máy này. Giấy tờ vẫn nguyên trong sổ, chưa in gì. Hãy bật "
        "hoặc nối lại máy in, hay chọn máy in khác."
    ),
    "printer.stopped": (
        "Máy in «{printer}» đang dừng hoặc báo lỗi. Giấy tờ vẫn nguyên trong sổ, chưa in gì. Hãy xem máy in "
        "có giấy, có mực, không kẹt giấy rồi bấm «In» lại, hay chọn máy in khác."
    ),
    "printer.refused": (
        "Máy in «{printer}» không nhận nữa sau {sheets} tờ; phần còn lại đã huỷ. Giấy tờ vẫn nguyên trong "
        "sổ. Hãy xem máy in có giấy và đã bật chưa rồi bấm «In» lại: chưa tờ nào ra thì không tính thêm lần "
        "in, đã có tờ ra thì in lại từ đầu và giấy mang dòng «In lại»."
    ),
}
"""One sentence for each ``AppError.code`` of printers."""
