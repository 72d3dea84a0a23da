"""The Vietnamese sentences around copies of the database, by code of error."""

from typing import Final

BACKUP_SENTENCES: Final = {
    "backup.missing": "Không mở được tệp sao lưu {path}. Cơ sở dữ liệu giữ nguyên; kiểm tra đường dẫn và "
    "quyền đọc.",
    "backup.damaged": "{path} không phải tệp sao lưu của máy chủ, hoặc bị hỏng, bị cắt. Cơ sở dữ liệu giữ "
    "nguyên; hãy dùng bản sao lưu khác.",
    "backup.newer": "{path} do phiên bản mới hơn của chương trình ghi ra. Cơ sở dữ liệu giữ nguyên; hãy cập "
    "nhật chương trình rồi chạy lại.",
    "restore.not_empty": "Cơ sở dữ liệu này không trống. Dữ liệu giữ nguyên; nếu chắc chắn muốn thay tất cả "
    "bằng bản sao lưu, hãy sao lưu nó trước, dừng máy chủ, rồi chạy lại với --replace.",
    "restore.serving": "Máy chủ đang phục vụ từ cơ sở dữ liệu này. Dữ liệu giữ nguyên; hãy dừng mọi "
    "provincial-server serve của nó rồi chạy lại.",
    "backup.exists": "Đã có tệp {path}. Tệp ấy giữ nguyên, chưa sao lưu; hãy chọn tên khác, hoặc thêm "
    "--replace nếu chắc chắn muốn thay.",
    "restore.differs": "Dữ liệu khôi phục từ {path} không khớp số dòng hay số tiền ghi trong bản sao lưu. Đã "
    "huỷ việc khôi phục, cơ sở dữ liệu giữ nguyên; hãy dùng bản sao lưu khác.",
}
