"""The Vietnamese sentences around what the office decides for its agents, by code of error."""

from typing import Final

OFFICE_SENTENCES: Final = {
    "setting.value_missing": "Thiết lập {key} cần một giá trị, hoặc --withdraw để thôi quy định. Chưa có gì "
    "thay đổi; hãy chạy lại với một trong hai.",
    "setting.none": "Chưa có thiết lập nào để xuất. Hãy đặt trước: provincial-server setting set …",
    "setting.unknown": "Không có thiết lập “{key}”. Chưa có gì thay đổi; hãy chọn một trong: {known}.",
    "setting.choice": "Thiết lập {key} không nhận “{value}”. Chưa có gì thay đổi; hãy chọn một trong: "
    "{known}.",
    "setting.amount": "“{value}” không phải số tiền đồng. Chưa có gì thay đổi; hãy viết số nguyên lớn "
    "hơn 0, ví dụ 20000000.",
    "setting.days": "“{value}” không phải số ngày. Chưa có gì thay đổi; hãy viết số từ 1 đến {most}.",
    "setting.account": "Tài khoản “{value}” không dùng được. Chưa có gì thay đổi; hãy viết BIN 6 chữ số:số "
    "tài khoản:tên chủ tài khoản, nhiều tài khoản cách nhau bằng dấu chấm phẩy, không viết lặp.",
    "version.format": "Phiên bản “{value}” không đúng: cần các số cách nhau bằng dấu chấm, như 1.2.0. Chưa "
    "có gì thay đổi.",
    "date.format": "“{value}” không phải ngày. Chưa có gì thay đổi; hãy viết như 2026-11-21.",
    "id.format": "“{value}” không phải mã máy hay mã biên lai. Chưa có gì thay đổi; mã máy xem ở: "
    "provincial-server device list",
    "device.unknown": "Không có máy nào mang mã {device_id}. Chưa có gì thay đổi; xem: "
    "provincial-server device list",
    "device.other_agent": "Máy {device_id} là của nhân viên thu {agent_code}. Chưa cấp gì; hãy chọn đúng "
    "máy.",
    "device.not_active": "Máy {device_id} đã bị thu hồi quyền. Chưa cấp gì; hãy ghi danh máy khác.",
    "e_receipt.unknown": "Chưa nhận được biên lai nào mang mã {receipt_id}. Chưa ghi gì; hãy đợi máy của "
    "nhân viên thu đồng bộ.",
    "e_receipt.not_electronic": "Biên lai {receipt_id} không phải biên lai điện tử: số của nó thuộc quyển. "
    "Chưa ghi gì.",
    "e_receipt.format": "Ký hiệu hoặc số “{value}” không dùng được: ký hiệu không để trống, số có nhiều nhất "
    "7 chữ số và lớn hơn 0. Chưa ghi gì.",
    "e_receipt.named": "Biên lai {receipt_id} đã có ký hiệu {symbol}, số {number}. Chưa ghi gì thêm.",
    "e_receipt.number_taken": "Ký hiệu {symbol}, số {number} đã là của biên lai {receipt_id}. Chưa ghi gì; "
    "hãy xem lại số.",
    "book.taken": "Ký hiệu {symbol}, quyển {book}: có số vừa được cấp ở nơi khác. Chưa cấp gì; hãy xem lại "
    "các quyển đã cấp rồi làm lại.",
}
