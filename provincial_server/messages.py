"""The Vietnamese sentences of the server's command line, by code of error."""

from typing import Final

from agent_app.domain.errors import AppError, EnvironmentFailure, RuleError
from provincial_server.backup_messages import BACKUP_SENTENCES
from provincial_server.office_messages import OFFICE_SENTENCES
from provincial_server.officer_messages import OFFICER_SENTENCES

SENTENCES: Final = {
    "identity.phone": (
        "Số điện thoại ở --phone không đúng: di động có 10 chữ số, máy bàn có 11 và bắt đầu bằng 02. Chưa "
        "kết nạp máy nào. Hãy ghi lại."
    ),
    **BACKUP_SENTENCES,
    **OFFICE_SENTENCES,
    **OFFICER_SENTENCES,
    "server.database_url": "Địa chỉ cơ sở dữ liệu không đúng: cần postgresql://… hoặc sqlite:///đường/dẫn. "
    "Xem lại PROVINCIAL_DATABASE_URL hoặc tệp đã chỉ.",
    "server.database_url_file": "Không đọc được tệp địa chỉ cơ sở dữ liệu {path}. Chưa có gì thay đổi; "
    "kiểm tra đường dẫn và quyền đọc rồi chạy lại.",
    "server.database_unreachable": "Không kết nối được cơ sở dữ liệu, hoặc cơ sở dữ liệu đang bận. "
    "Lần chạy này chưa ghi gì; kiểm tra rồi chạy lại.",
    "server.database_contended": "Vừa có việc khác ghi vào cùng chỗ nên việc này đã dừng lại nhường. Lần "
    "chạy này chưa ghi gì; hãy chạy lại.",
    "server.database_damaged": "Tệp cơ sở dữ liệu bị hỏng hoặc không phải là cơ sở dữ liệu. Lần chạy này "
    "chưa ghi gì; kiểm tra địa chỉ đã chỉ, hoặc khôi phục từ bản sao lưu.",
    "server.disk_full": "Ổ đĩa chứa cơ sở dữ liệu sắp đầy. Dữ liệu đã nhận giữ nguyên; hãy dọn bớt ổ đĩa.",
    "server.not_initialised": "Máy chủ chưa được khởi tạo trên cơ sở dữ liệu này. "
    "Hãy chạy: provincial-server init",
    "server.schema_outdated": "Cơ sở dữ liệu thuộc phiên bản cũ hơn chương trình. Dữ liệu giữ nguyên; "
    "sao lưu rồi chạy: provincial-server migrate",
    "server.schema_newer": "Cơ sở dữ liệu thuộc phiên bản mới hơn chương trình này. Dữ liệu giữ nguyên; "
    "hãy cập nhật chương trình.",
    "server.keys_missing": "Không thấy tệp khoá riêng của máy chủ: {path}. Hãy chép lại từ bản sao lưu; "
    "không tạo khoá mới cho cơ sở dữ liệu đã có.",
    "server.keys_unreadable": "Không đọc được khoá riêng trong {path}. Tệp giữ nguyên; "
    "kiểm tra quyền đọc hoặc chép lại từ bản sao lưu.",
    "server.keys_mismatch": "Khoá trong {path} không phải là khoá của cơ sở dữ liệu này. "
    "Chưa có gì thay đổi; hãy chỉ đúng tệp bằng --keys-file.",
    "server.file_not_written": "Không ghi được {path}. Chưa có gì được lưu; "
    "kiểm tra thư mục và quyền ghi rồi chạy lại.",
    "server.port_taken": "Không mở được {host}:{port}: cổng đang được dùng hoặc địa chỉ không thuộc máy này. "
    "Hãy chọn cổng khác.",
    "role.sqlite": "SQLite không có vai trò. Chưa có gì thay đổi; việc này chỉ dành cho PostgreSQL.",
    "role.missing": "PostgreSQL không có vai trò {role}. Chưa có gì thay đổi; hãy tạo trước, ví dụ: CREATE "
    "ROLE {role} LOGIN PASSWORD …",
    "role.too_mighty": "Vai trò {role} là chủ của các bảng hoặc có toàn quyền nên không bớt quyền được. Chưa "
    "có gì thay đổi; hãy dùng một vai trò khác để phục vụ.",
    "server.database_rights": "Vai trò trong địa chỉ cơ sở dữ liệu không có quyền làm việc này. Chưa có gì "
    "thay đổi; migrate, restore và serving-role cần vai trò chủ.",
    "server.token_unreadable": "Không đọc được mã trong {path}, hoặc mã ngắn hơn 16 ký tự. Máy chủ chưa "
    "chạy; kiểm tra tệp của --metrics-token-file.",
    "server.workers_sqlite": "SQLite chỉ cho một tiến trình ghi mỗi lúc. Máy chủ chưa chạy; hãy bỏ "
    "--workers, hoặc chuyển sang PostgreSQL.",
    "server.worker_failed": "Một tiến trình của máy chủ dừng trước khi sẵn sàng. Chưa phục vụ gì; xem nhật "
    "ký ở trên, sửa rồi chạy lại.",
    "server.certificate_unreadable": "Không dùng được chứng thư {path} cùng khoá của nó. "
    "Kiểm tra hai tệp của --tls-cert và --tls-key.",
    "server.certificate_expired": "Chứng thư của máy chủ đã hết hạn. Dữ liệu giữ nguyên, nhưng máy nhân viên "
    "thu không kết nối; hãy thay chứng thư rồi chạy lại máy chủ.",
    "server.authority_unreadable": "Tệp {path} không phải chứng thư của một nơi cấp chứng thư (PEM). Chưa có "
    "gì thay đổi; kiểm tra tệp của --ca-file.",
    "server.plain_http": "Ngoài máy này chỉ được phục vụ qua HTTPS: {host} cần --tls-cert và --tls-key.",
    "server.half_tls": "HTTPS cần cả --tls-cert và --tls-key.",
    "area.file_missing": "Không có tệp {path}. Dữ liệu địa bàn giữ nguyên.",
    "area.file_empty": "Tệp {path} không có dòng nào dùng được (bỏ {rejected} dòng). "
    "Dữ liệu địa bàn giữ nguyên.",
    "area.name": "Tên địa bàn không hợp lệ: “{area}”.",
    "agent.code": "Mã hoặc tên nhân viên thu không hợp lệ: “{value}”.",
    "book.format": "Quyển biên lai “{value}” không đúng dạng KÝ_HIỆU:QUYỂN:TỪ_SỐ:ĐẾN_SỐ.",
    "book.overlap": "Ký hiệu {symbol}, quyển {book}: trùng với quyển {taken_book} đã cấp "
    "(số {first}–{last}). Chưa cấp gì; hãy chọn dải số khác.",
    "exchange.refused": "Thông điệp không được nhận ({reason}).",
    "workbook.missing": "Không mở được tệp {file}. Dữ liệu địa bàn giữ nguyên.",
    "workbook.not_a_workbook": "{file} không phải là bảng tính. Dữ liệu địa bàn giữ nguyên; "
    "cần tệp .xlsx, .csv hoặc .json.",
    "workbook.empty": "{file} không có dòng nào. Dữ liệu địa bàn giữ nguyên.",
    "workbook.protected": "{file} được đặt mật khẩu. Hãy bỏ mật khẩu rồi nạp lại.",
    "workbook.damaged": "{file} bị hỏng. Dữ liệu địa bàn giữ nguyên; hãy lấy lại tệp gốc.",
    "workbook.too_large": "{file} quá lớn so với một danh sách địa bàn. Dữ liệu địa bàn giữ nguyên.",
    "workbook.no_header": "{file} không có dòng tiêu đề với cột “name”. Dữ liệu địa bàn giữ nguyên.",
    "workbook.reader": "Không đọc xong {file}. Dữ liệu địa bàn giữ nguyên; kiểm tra tệp rồi nạp lại.",
}

# What a rejected line of a register is about.
ABOUT: Final = {
    "name": "họ tên",
    "date": "ngày",
    "identity": "số định danh",
    "insurance_no": "mã số BHXH (đã có ở dòng trên)",
    "citizen_id": "số CCCD (đã có ở dòng trên)",
    "household_no": "mã hộ hoặc địa chỉ",
}

_RULE: Final = "Quy tắc không cho phép việc này ({code}). Chưa có gì thay đổi."
_ENVIRONMENT: Final = "Máy hoặc tệp không như cần có ({code}). Chưa có gì thay đổi."
_INPUT: Final = "Không hiểu được dữ liệu đưa vào ({code}). Chưa có gì thay đổi."


def sentence(error: AppError) -> str:
    """Say what happened, what is kept and what to do next."""
    known = SENTENCES.get(error.code)
    if known is not None:
        return known.format(**error.facts())
    # A room of the program that this page does not know yet still gets a calm sentence.
    if isinstance(error, RuleError):
        return _RULE.format(code=error.code)
    return (_ENVIRONMENT if isinstance(error, EnvironmentFailure) else _INPUT).format(code=error.code)
