"""Sentences for failures of printing."""

from collections.abc import Mapping

PRINT_SENTENCES: Mapping[str, str] = {
    "print.copies": (
        "Tờ này in từ {least} đến {most} bản mỗi lần, không phải {copies}. Chưa in gì. Hãy chọn lại số bản."
    ),
    "print.not_a_file": (
        "{file_name} đã có sẵn nhưng không phải là tệp (là thư mục hay thiết bị); nó vẫn nguyên, chưa in gì, "
        "sổ in không ghi. Hãy nêu tên một tệp: --out thư-mục/tên-tệp; máy in nhiệt thì dùng --to."
    ),
    "print.part_missing": (
        "Máy này chưa cài phần {part} nên chưa in ra máy in nhiệt được; chưa in gì, biên lai vẫn an toàn. "
        "Hãy in ra PDF (--as pdf), hoặc cài thêm: pip install 'di-tung-nha[roll]'."
    ),
    "print.roll_address": (
        "Không hiểu địa chỉ máy in nhiệt «{address}»; chưa in gì. Hãy viết net:ĐỊA-CHỈ[:CỔNG], "
        "usb:HÃNG:MÁY (như usb:04b8:0e15), serial:CỔNG[:TỐC-ĐỘ] hoặc file:ĐƯỜNG-DẪN."
    ),
    "print.roll_missing": (
        "Không tới được máy in nhiệt {address}; chưa in gì, biên lai vẫn an toàn. Hãy xem máy in đã bật, có "
        "giấy và nối đúng chưa rồi in lại, hoặc in ra PDF."
    ),
    "print.sheet_on_roll": (
        "Máy in nhiệt chỉ in được khổ cuộn; chưa in gì. Hãy chọn khổ giấy: --size 80 hoặc --size 58."
    ),
    "print.not_out": (
        "Lần in thứ {nth} đã ghi vào sổ in nhưng không ra được {place}. Biên lai và tiền trong sổ vẫn an "
        "toàn. Hãy xem lại máy in, thư mục hoặc chỗ trống rồi in lại: tờ in sau sẽ mang dòng «In lại»."
    ),
}
"""One sentence for each ``AppError.code`` of printing."""
