"""The words of failures around what the office has decided and signed."""

from collections.abc import Mapping

OFFICE_SENTENCES: Mapping[str, str] = {
    "office.unreadable": (
        "Tệp này không phải văn bản của cơ quan BHXH dành cho chương trình, hoặc đã bị cắt hay sửa. Không có "
        "gì bị thay đổi. Hãy xin lại tệp từ cơ quan BHXH."
    ),
    "office.kind_unknown": (
        "Văn bản thuộc loại “{kind}” mà chương trình này chưa biết. Không có gì bị thay đổi. Hãy cập nhật "
        "chương trình rồi nhận lại."
    ),
    "office.signature": (
        "Văn bản ({kind}) không mang chữ ký của cơ quan BHXH đã cấp quyền cho máy này, hoặc đã bị sửa. Không "
        "có gì bị thay đổi. Hãy xin lại tệp từ cơ quan BHXH."
    ),
    "office.other_device": (
        "Văn bản ({kind}) dành cho nhân viên thu khác hoặc máy khác. Không có gì bị thay đổi. Hãy xin cơ "
        "quan BHXH tệp dành cho máy này."
    ),
    "setting.unknown": "Không có thiết lập “{key}”; có: {known}. Không có gì bị thay đổi.",
    "setting.choice": "Thiết lập {key} không nhận “{value}”; chỉ nhận: {known}. Không có gì bị thay đổi.",
    "setting.amount": (
        "“{value}” không phải số tiền đồng. Hãy viết số nguyên lớn hơn 0, ví dụ 20000000. Không có gì bị "
        "thay đổi."
    ),
    "setting.days": "“{value}” không phải số ngày; cần số từ 1 đến {most}. Không có gì bị thay đổi.",
    "setting.account": (
        "Tài khoản “{value}” không dùng được. Cần mã BIN 6 chữ số : số tài khoản : tên chủ tài khoản; nhiều "
        "tài khoản cách nhau bằng dấu chấm phẩy, không tài khoản nào viết hai lần. Không có gì bị thay đổi."
    ),
}
