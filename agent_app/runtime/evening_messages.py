"""The words of failures in the evening: envelopes, remittances, batches."""

from collections.abc import Mapping

EVENING_SENTENCES: Mapping[str, str] = {
    "cash.loose": (
        "Tiền lẻ {loose} đ không ít hơn tờ nhỏ nhất ({smallest} đ). Chưa chốt phong bì. Hãy gõ số tờ: "
        "MỆNH-GIÁxSỐ-TỜ; số không có dấu x là tiền lẻ mà không tờ nào trả được."
    ),
    "cash.note_unknown": (
        "Không có tờ {value} đ đang lưu hành ngày {on} (có: {known}). Chưa chốt phong bì. Hãy xem lại cách "
        "gõ: MỆNH-GIÁxSỐ-TỜ, cách nhau bằng dấu phẩy."
    ),
    "envelope.already_open": (
        "Phong bì {envelope_id} mở ngày {on} chưa chốt, nên chưa mở phong bì khác. Tiền thu sau khi mở vẫn "
        "được ghi là đang giữ. Hãy đếm rồi chốt: agent-app envelope close --count MỆNH-GIÁxSỐ-TỜ."
    ),
    "envelope.closed": (
        "Phong bì này đã chốt ngày {on}, không mở lại và không chốt lần nữa; số đã đếm giữ nguyên. Biên lai "
        "huỷ sau đó tự trừ khỏi số phải có. Tiền thu thêm thì mở phong bì mới: agent-app envelope open."
    ),
    "envelope.difference": (
        "Đếm được {counted} đ, theo biên lai phải có {expected} đ. Chưa chốt phong bì. Hãy đếm lại; nếu vẫn "
        "lệch thì chốt kèm lý do: --note."
    ),
    "envelope.no_cash": (
        "Đến ngày {on} không còn tiền mặt nào ngoài phong bì. Không có gì bị thay đổi. Phong bì đã chốt thì "
        "không mở lại; hãy xem: agent-app envelope list."
    ),
    "envelope.none_open": (
        "Chưa có phong bì nào đang mở, hoặc phong bì đã chốt rồi. Không có gì bị thay đổi. Muốn đếm tiền mặt "
        "mới thu, hãy mở trước: agent-app envelope open."
    ),
    "envelope.not_closed": (
        "Phong bì {envelope_id} chưa chốt nên chưa nộp được. Chưa ghi lần nộp nào. Hãy đếm rồi chốt: "
        "agent-app envelope close."
    ),
    "envelope.remitted": (
        "Phong bì {envelope_id} đã nộp trong lần nộp {remittance_id}. Chưa ghi thêm lần nộp nào. Hãy xem: "
        "agent-app remit show {remittance_id}."
    ),
    "envelope.unknown": (
        "Không có phong bì mang mã {envelope_id}. Không có gì bị thay đổi. Hãy xem: agent-app envelope list."
    ),
    "evening.date": (
        "Ngày {on} không dùng được: phải từ {earliest} đến {latest}. Không có gì bị thay đổi. Hãy chọn lại "
        "ngày."
    ),
    "remittance.difference": (
        "Nộp {amount} đ nhưng trong phong bì có {counted} đ. Chưa ghi lần nộp nào. Hãy kiểm tra lại; nếu "
        "đúng là lệch thì ghi kèm lý do: --note."
    ),
    "remittance.nothing": (
        "Chưa chọn phong bì nào, và không có biên lai chuyển khoản nào chờ kê. Chưa ghi lần nộp nào. Hãy "
        "chọn phong bì đã chốt: agent-app envelope list."
    ),
    "remittance.slip_missing": (
        "Lần nộp phải có số giấy nộp hoặc số giao dịch. Chưa ghi lần nộp nào. Hãy gõ số trên giấy: --slip."
    ),
    "remittance.slip_repeated": (
        "Giấy nộp số {slip} đã dùng cho một lần nộp trong năm. Chưa ghi thêm lần nộp nào. Hãy xem lại số "
        "trên giấy: agent-app remit list."
    ),
    "remittance.unknown": (
        "Không có lần nộp mang mã {remittance_id}. Không có gì bị thay đổi. Hãy xem: agent-app remit list."
    ),
    "batch.code_missing": (
        "Còn {receipts} biên lai trong đợt chưa có mã xác nhận. Đợt chưa chuyển trạng thái. Hãy gõ mã của cả "
        "đợt (--code) hoặc của từng biên lai (--receipt-code)."
    ),
    "batch.code_stranger": (
        "Mã xác nhận chỉ dùng khi đợt hoàn thành và cho biên lai trong đợt; «{value}» thì không. Đợt chưa "
        "chuyển trạng thái. Hãy xem lại đợt: agent-app batch show."
    ),
    "batch.declared_again": (
        "Có người sẽ bị kê khai lần hai cho cùng một loại trong vòng {days} ngày (biên lai số {receipts}). "
        "Chưa lập đợt nào. Hãy hỏi lại; nếu đúng thì thêm --again, nếu không thì bỏ các biên lai ấy ra."
    ),
    "batch.empty": (
        "Đến ngày {until} không có biên lai nào để đưa vào đợt. Chưa có gì bị thay đổi. Biên lai đã huỷ, "
        "hoặc đã ở đợt khác thì không đưa vào nữa."
    ),
    "batch.move": (
        "Đợt {number} của tháng {month} đang ở trạng thái «{state}», không chuyển sang «{wanted}» được. Đợt "
        "giữ nguyên. Biên lai của đợt bị từ chối thì lập đợt mới: agent-app batch create."
    ),
    "batch.not_gatherable": (
        "Không đưa được biên lai {receipt_id} vào đợt: đã huỷ, chưa có, lập sau tháng của đợt, hoặc đã ở đợt "
        "khác. Chưa lập đợt nào. Hãy bỏ biên lai ấy ra rồi làm lại."
    ),
    "batch.reason_missing": (
        "Đợt bị từ chối hoặc bị bỏ phải có lý do. Đợt giữ nguyên. Hãy ghi lý do: --reason."
    ),
    "batch.unknown": (
        "Không có đợt mang mã {batch_id}. Không có gì bị thay đổi. Hãy xem: agent-app batch list."
    ),
}

EVENING_FINDINGS: Mapping[str, str] = {
    "batch.differs": "Đợt kê khai {about} khác với bản đã ghi trong nhật ký. Hãy báo cơ quan BHXH.",
    "batch.missing": "Nhật ký có đợt kê khai (bản ghi {about}) mà sổ không có. Hãy báo cơ quan BHXH.",
    "batch.unreadable": "Bản ghi đợt kê khai {about} không đọc được. Hãy báo cơ quan BHXH.",
    "envelope.differs": (
        "Phong bì {about} khác với bản đã ghi trong nhật ký. Hãy ngừng thu và báo cơ quan BHXH."
    ),
    "envelope.missing": (
        "Nhật ký có phong bì đã chốt (bản ghi {about}) mà sổ không có. Hãy ngừng thu và báo cơ quan BHXH."
    ),
    "envelope.sum": (
        "Tổng các biên lai của phong bì {about} khác số phải có lúc chốt: có biên lai bị sửa. Hãy ngừng thu "
        "và báo cơ quan BHXH."
    ),
    "envelope.unreadable": "Bản ghi phong bì {about} không đọc được. Hãy báo cơ quan BHXH.",
    "remittance.differs": (
        "Lần nộp {about} khác với bản đã ghi trong nhật ký. Hãy ngừng thu và báo cơ quan BHXH."
    ),
    "remittance.missing": (
        "Nhật ký có lần nộp tiền (bản ghi {about}) mà sổ không có. Hãy ngừng thu và báo cơ quan BHXH."
    ),
    "remittance.sum": (
        "Biên lai kê trong lần nộp {about} có số tiền khác biên lai đã lập. Hãy ngừng thu và báo cơ quan "
        "BHXH."
    ),
    "remittance.unreadable": "Bản ghi lần nộp {about} không đọc được. Hãy báo cơ quan BHXH.",
    "remittance.void": (
        "Biên lai {about} đã huỷ trong khi tiền của nó đã nộp. Hãy báo cơ quan BHXH để làm thủ tục hoàn trả."
    ),
}
