"""What to say when a chosen workbook is none of the lists that can be read."""

from collections.abc import Mapping

WORKBOOK_SENTENCES: Mapping[str, str] = {
    "workbook.web_page": (
        "Tệp {file} thực ra là trang web hoặc XML được đặt tên như tệp Excel. Danh sách cũ giữ nguyên. Hãy "
        "mở tệp bằng Excel, chọn Lưu thành (Save As) kiểu .xlsx, rồi nhập lại."
    ),
    "workbook.other_form": (
        "Tệp {file} là mẫu {form}, không phải danh sách đến hạn (D08a-TS). Danh sách cũ giữ nguyên. Hãy chọn "
        "đúng tệp danh sách đến hạn của cơ quan BHXH."
    ),
    "workbook.months_differ": (
        "Tệp {file} chứa danh sách của nhiều tháng khác nhau: {months}. Danh sách cũ giữ nguyên. Hãy tách "
        "mỗi tháng thành một tệp rồi nhập từng tệp."
    ),
    "workbook.column_unknown": (
        "Tệp {file} không có cột nào tên «{column}». Danh sách cũ giữ nguyên. Hãy xem tên các cột bằng lệnh "
        "due inspect, rồi ghép lại."
    ),
    "workbook.field_unknown": (
        "Chương trình không có trường nào tên «{field}» để ghép cột. Danh sách cũ giữ nguyên. Hãy dùng một "
        "trong các tên: {known}."
    ),
}
