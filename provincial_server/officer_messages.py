"""The Vietnamese sentences around what officers decide, by code of error."""

from typing import Final

OFFICER_SENTENCES: Final = {
    "officer.missing": "Chưa biết ai quyết định. Chưa có gì thay đổi; hãy ghi --officer HỌ-TÊN.",
    "officer.reason": 'Việc này cần lý do. Chưa có gì thay đổi; hãy ghi --reason "…".',
    "held.unknown": "Không có việc nào mang mã {op_id}. Chưa có gì thay đổi; xem: "
    "provincial-server held list",
    "held.not_held": "Việc {op_id} không chờ ai quyết định (đang là {outcome}). Chưa có gì thay đổi.",
    "held.still": "Chưa ghi nhận được việc {op_id} vì điều phải xem lại vẫn còn: {reason}. Chưa có gì thay "
    "đổi; hãy sửa điều đó trước rồi chạy lại.",
    "held.unreadable": "Chương trình này vẫn chưa đọc được nội dung của việc {op_id} ({reason}). Việc vẫn "
    "được giữ nguyên; hãy cập nhật máy chủ rồi chạy lại, hoặc đối chiếu tờ giấy với nhân viên thu.",
    "held.money": "Việc về tiền thì không từ chối được, dù đọc được hay không. Chưa có gì thay đổi; hãy ghi "
    "nhận bằng held release, hoặc để nhân viên thu huỷ biên lai theo quy định. Việc: {op_id}.",
    "confirmation.receipt": "Chưa nhận được biên lai nào mang mã hay số “{receipt}”. Chưa ghi gì; hãy đợi "
    "máy của nhân viên thu đồng bộ, hoặc viết KÝ_HIỆU:SỐ.",
    "confirmation.word": "Cần mã xác nhận hoặc lý do chưa ghi nhận, chỉ một trong hai, nhiều nhất {most} "
    "ký tự. Chưa ghi gì.",
    "confirmation.file": "Không đọc được tệp {path}. Chưa ghi gì; cần tệp CSV (UTF-8) với các cột receipt, "
    "code, reason, decided_on.",
    "confirmation.rows": "Các dòng {rows} không dùng được nên chưa ghi dòng nào. Hãy sửa rồi chạy lại.",
    "agent.unknown": "Không có nhân viên thu mang mã {agent_code}. Chưa có gì thay đổi; xem: "
    "provincial-server agent list",
    "device.revoked_before": "{about} đã bị thu hồi quyền từ trước. Chưa có gì thay đổi.",
}
