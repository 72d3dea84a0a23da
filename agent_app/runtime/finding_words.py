"""What each finding of a check means to an agent, and what to do about it."""

from collections.abc import Mapping

from agent_app.runtime.evening_messages import EVENING_FINDINGS
from agent_app.runtime.people_messages import PEOPLE_FINDINGS
from agent_app.runtime.transfer_messages import TRANSFER_FINDINGS

FINDING_SENTENCES: Mapping[str, str] = {
    **EVENING_FINDINGS,
    **PEOPLE_FINDINGS,
    "book.frozen": (
        "Quyển biên lai {about} đang tạm khoá vì sổ đã được khôi phục và số còn trống có thể đã dùng. Hãy "
        "xin cơ quan BHXH cấp quyển mới."
    ),
    "book.gap": (
        "Số biên lai {about} đã lấy ra nhưng không có biên lai nào mang số này. Hãy báo cơ quan BHXH."
    ),
    "cancellation.differs": (
        "Việc huỷ biên lai {about} khác với bản đã ghi trong nhật ký. Hãy ngừng thu và báo cơ quan BHXH."
    ),
    "cancellation.mark": (
        "Biên lai {about} được đánh dấu huỷ mà không có việc huỷ, hoặc ngược lại. Hãy ngừng thu và báo cơ "
        "quan BHXH."
    ),
    "cancellation.missing": (
        "Nhật ký có việc huỷ biên lai {about} nhưng sổ không còn. Hãy khôi phục bản sao lưu hoặc chạy "
        "agent-app rescue."
    ),
    "cancellation.unreadable": (
        "Nội dung đã ghi của việc {about} (huỷ biên lai) không đọc được. Hãy báo cơ quan BHXH."
    ),
    "book.not_given": (
        "Số {about} đã dùng, ghi hỏng hay trả lại mà quyển chưa cấp số đó. Hãy ngừng thu và báo cơ quan BHXH."
    ),
    "book.two_fates": (
        "Số {about} vừa có biên lai vừa ghi hỏng, mất hay trả lại. Hãy ngừng thu và báo cơ quan BHXH."
    ),
    "import.other_month": (
        "Lần nhập {about} ghi rằng nó thay danh sách của một tháng khác, nên đừng đưa về như trước. Danh "
        "sách đang hiện vẫn đúng; hãy nhập lại tệp của tháng đó."
    ),
    "import.unreadable": (
        "Có dòng hay số đếm đã lưu của lần nhập {about} không đọc được. Danh sách vẫn dùng được; hãy nhập "
        "lại tệp đó."
    ),
    "journal.damaged": (
        "Nhật ký tiền có một bản ghi hỏng ở vị trí {about}. Biên lai trong sổ không bị ảnh hưởng. Hãy đồng "
        "bộ sớm rồi báo cơ quan BHXH."
    ),
    "journal.differs": (
        "Bản ghi tiền {about} trong sổ khác với nhật ký tiền. Hãy ngừng thu và báo cơ quan BHXH."
    ),
    "journal.lacks": (
        "Bản ghi tiền {about} chưa có trong nhật ký tiền. Hãy kiểm tra chỗ trống trên ổ đĩa; lần mở sổ sau "
        "máy sẽ chép bù."
    ),
    "journal.log_lacks": (
        "Nhật ký tiền có bản ghi {about} mà sổ không có: sổ là bản cũ hoặc bị hỏng. Hãy ngừng thu và báo cơ "
        "quan BHXH."
    ),
    "journal.number_taken": (
        "Việc lập biên lai {about} đã được chép lại từ nhật ký tiền nhưng số biên lai đó nay thuộc biên lai "
        "khác. Cơ quan BHXH sẽ nhận cả hai khi đồng bộ; hãy giữ bản giấy và báo cơ quan BHXH."
    ),
    "journal.rebuilt": (
        "Nhật ký tiền được chép lại từ sổ đến số thứ tự {about}: sổ được khôi phục sang thư mục mới, hoặc "
        "tệp nhật ký từng bị mất. Vẫn làm việc được; nếu không khôi phục, hãy báo cơ quan BHXH khi đồng bộ."
    ),
    "log.emptied_early": (
        "Nội dung việc {about} đã bị xoá trước khi cơ quan BHXH nhận. Hãy báo cơ quan BHXH để lấy lại từ "
        "bản sao lưu."
    ),
    "log.link": (
        "Chuỗi nhật ký không khớp ở việc {about}: có việc bị mất hoặc bị sửa. Hãy ngừng thu và mang máy đến "
        "cơ quan BHXH."
    ),
    "numbers.differs": (
        "Số hỏng, mất hay trả lại (việc {about}) khác với bản đã ghi trong nhật ký. Hãy ngừng thu và báo cơ "
        "quan BHXH."
    ),
    "numbers.missing": (
        "Nhật ký có việc ghi số hỏng, mất hay trả lại {about} nhưng sổ không còn. Hãy khôi phục bản sao lưu "
        "hoặc chạy agent-app rescue."
    ),
    "numbers.taken": (
        "Việc ghi số hỏng, mất hay trả lại {about} đã được chép lại từ nhật ký tiền nhưng số đó nay đã dùng. "
        "Hãy giữ các tờ giấy và báo cơ quan BHXH."
    ),
    "numbers.unlogged": (
        "Sổ có số ghi hỏng, mất hay trả lại {about} mà nhật ký không có. Hãy ngừng thu và báo cơ quan BHXH."
    ),
    "numbers.unreadable": (
        "Nội dung đã ghi của việc {about} (số hỏng, mất hay trả lại) không đọc được. Hãy báo cơ quan BHXH."
    ),
    "place.not_held": (
        "Người trên biên lai {about} chưa được giữ thứ tự trong hộ. Số tiền đã thu không đổi; hãy báo cơ "
        "quan BHXH."
    ),
    "receipt.differs": (
        "Biên lai {about} khác với bản đã ghi trong nhật ký. Hãy ngừng thu và báo cơ quan BHXH."
    ),
    "book.no_grant": (
        "Quyển {about} có số mà không quyết định cấp nào của cơ quan BHXH nêu. Đừng dùng quyển này; hãy đồng "
        "bộ hoặc nhận lại tệp cấp quyển, nếu vẫn báo thì báo cơ quan BHXH."
    ),
    "e_receipt.differs": (
        "Số của biên lai điện tử {about} khác với văn bản của cơ quan BHXH. Hãy báo cơ quan BHXH."
    ),
    "confirmation.differs": (
        "Mã xác nhận của biên lai {about} khác với văn bản của cơ quan BHXH. Hãy báo cơ quan BHXH."
    ),
    "office.altered": (
        "Văn bản của cơ quan BHXH trong sổ ({about}) không còn đúng chữ ký. Hãy báo cơ quan BHXH và nhận lại "
        "văn bản."
    ),
    "office.key_altered": (
        "Khoá của cơ quan BHXH trong sổ ({about}…) không còn đúng chữ ký nên không được tin. Hãy đồng bộ "
        "lại; nếu vẫn báo thì báo cơ quan BHXH."
    ),
    "receipt.missing": (
        "Nhật ký có việc lập biên lai {about} nhưng sổ không còn biên lai đó. Hãy khôi phục bản sao lưu "
        "hoặc chạy agent-app rescue."
    ),
    "receipt.signature": (
        "Chữ ký của biên lai {about} không khớp với khoá của sổ này: biên lai đã bị sửa. Hãy ngừng thu và "
        "mang máy đến cơ quan BHXH."
    ),
    "receipt.unreadable": (
        "Nội dung đã ghi của biên lai {about} không đọc được. Biên lai trong sổ vẫn còn; hãy báo cơ quan "
        "BHXH."
    ),
    "refund.differs": (
        "Đề nghị hoàn tiền của biên lai {about} khác với bản đã ghi trong nhật ký. Hãy báo cơ quan BHXH."
    ),
    "refund.missing": (
        "Nhật ký có đề nghị hoàn tiền của biên lai {about} nhưng sổ không còn. Hãy khôi phục bản sao lưu "
        "hoặc chạy agent-app rescue."
    ),
    "refund.unreadable": (
        "Nội dung đã ghi của việc {about} (đề nghị hoàn tiền) không đọc được. Hãy báo cơ quan BHXH."
    ),
    "search.differs": (
        "Bảng tra cứu {about} không khớp với sổ: tìm tên hoặc danh sách phải thu có thể thiếu. Tiền và biên "
        "lai không bị ảnh hưởng. Hãy chạy agent-app search rebuild."
    ),
    "store.page": (
        "Tệp sổ bị hỏng ({about}). Hãy sao chép cả thư mục sang nơi khác, rồi khôi phục bản sao lưu hoặc "
        "chạy agent-app rescue."
    ),
    "store.page_seal": (
        "Một trang của tệp sổ bị hỏng ({about}). Hãy sao chép cả thư mục sang nơi khác, rồi khôi phục bản "
        "sao lưu hoặc chạy agent-app rescue."
    ),
    "store.reference": (
        "Có dòng trỏ đến dữ liệu không còn ({about}). Hãy khôi phục bản sao lưu hoặc báo cơ quan BHXH."
    ),
    "store.unread": (
        "Có chỗ hỏng nên chưa kiểm tra hết phần {about}. Hãy sao chép cả thư mục sang nơi khác, rồi khôi "
        "phục bản sao lưu hoặc chạy agent-app rescue."
    ),
    **TRANSFER_FINDINGS,
    "visit.differs": "Lần đến {about} khác với bản đã ghi trong nhật ký. Hãy báo cơ quan BHXH.",
    "visit.missing": (
        "Nhật ký có lần đến {about} nhưng sổ không còn. Hãy khôi phục bản sao lưu hoặc báo cơ quan BHXH."
    ),
    "visit.unreadable": "Nội dung đã ghi của việc {about} (lần đến) không đọc được. Hãy báo cơ quan BHXH.",
}


_CHECKS: Mapping[str, str] = {
    "pages": "trang của tệp",
    "references": "liên kết giữa các dòng",
    "chain": "chuỗi nhật ký",
    "witness": "nhật ký tiền",
    "receipts": "biên lai",
    "transfers": "khoản chuyển tiền",
    "cancellations": "biên lai đã huỷ",
    "refunds": "đề nghị hoàn tiền",
    "visits": "lần đến",
    "people": "người và hộ đã thêm",
    "edits": "thông tin đã sửa",
    "statuses": "diện hỗ trợ",
    "books": "quyển biên lai",
    "numbers": "số hỏng, số trả lại",
    "places": "thứ tự trong hộ",
    "office": "văn bản của cơ quan BHXH",
    "search": "bảng tra cứu",
    "signatures": "chữ ký của biên lai",
}


def finding_sentence(code: str, about: str) -> str:
    """Say what a finding means and what to do."""
    said = _CHECKS.get(about, about) if code == "store.unread" else about
    return FINDING_SENTENCES[code].format(about=said)
