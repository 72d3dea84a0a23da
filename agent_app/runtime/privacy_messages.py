"""The sentences of consents, erasures, retention and deleted files."""

from collections.abc import Mapping
from enum import Enum

from agent_app.domain.access import AccessAction, AccessPlace
from agent_app.domain.consent import ConsentHow, Purpose
from agent_app.domain.history import ChangeSource
from agent_app.domain.retention import RetentionKind

PRIVACY_SENTENCES: Mapping[str, str] = {
    "consent.in_future": "Ngày đồng ý {on} chưa tới nên chưa ghi. Sổ không đổi. Hãy chọn lại ngày.",
    "privacy.file_changed": (
        "Chưa xoá tệp {file_name} vì tệp đã được ghi lại sau khi nhập. Tệp và danh sách đã nhập vẫn giữ "
        "nguyên. Hãy nhập tệp mới này rồi mới xoá."
    ),
    "person.erased": (
        "Người mã {person_id} đã được xoá khỏi máy này theo yêu cầu. Không có gì thêm bị thay đổi. Không cần "
        "làm lại; hãy đồng bộ để cơ quan BHXH nhận yêu cầu xoá."
    ),
    "privacy.file_not_deleted": (
        "Không xoá được tệp {file_name}. Danh sách đã nhập vẫn an toàn trong sổ. Hãy đóng tệp trong Excel, "
        "kiểm tra ổ đĩa có cho ghi không, rồi tự xoá tệp."
    ),
    "privacy.file_still_needed": (
        "Chưa xoá tệp {file_name} vì có {rejected} dòng chưa vào danh sách. Tệp vẫn giữ nguyên. Hãy xem các "
        "dòng bị loại trước, rồi tự xoá tệp."
    ),
    "privacy.not_confirmed": (
        "Chưa xoá gì: xoá dữ liệu của một người thì không lấy lại được. Nếu chắc chắn, hãy chạy lại lệnh "
        "với --yes."
    ),
    "privacy.reason_missing": (
        "Chưa có lý do xoá nên chưa xoá gì. Hãy ghi lý do, ví dụ: --reason «người tham gia yêu cầu»."
    ),
    "privacy.retention_file": (
        "Bảng thời hạn lưu giữ «{file}», dòng {row}: mục «{about}» thiếu hoặc sai. Chưa xoá gì, dữ liệu đã "
        "lưu vẫn nguyên. Hãy cài lại chương trình hoặc báo người hỗ trợ."
    ),
    "privacy.retention_missing": (
        "Không có thời hạn lưu giữ cho «{kind}» vào ngày {on}. Chưa xoá gì, dữ liệu đã lưu vẫn nguyên. Hãy "
        "kiểm tra đồng hồ của máy, hoặc cập nhật chương trình."
    ),
}

PRIVACY_WORDS: Mapping[Enum, str] = {
    RetentionKind.MONEY_BODY: "nội dung biên lai trong nhật ký",
    RetentionKind.OTHER_BODY: "nội dung khác trong nhật ký",
    RetentionKind.REPLACED_LIST: "danh sách đã bị thay",
    RetentionKind.IMPORT_REPORT: "chi tiết từng dòng của báo cáo nhập",
    RetentionKind.ACCESS_LOG: "nhật ký truy cập",
    Purpose.PARTICIPATION: "làm thủ tục tham gia",
    Purpose.REMINDER: "nhắc hạn",
    Purpose.LOCATION: "ghi vị trí",
    ConsentHow.IN_PERSON: "nói trực tiếp",
    ConsentHow.PHONE: "qua điện thoại",
    ConsentHow.PAPER: "bằng giấy",
    ConsentHow.MESSAGE: "bằng tin nhắn",
    ChangeSource.AGENT: "nhân viên thu sửa",
    ChangeSource.SYNC: "đồng bộ",
    ChangeSource.IMPORT: "nhập danh sách",
    ChangeSource.RESTORE: "khôi phục",
    ChangeSource.OTHER: "không rõ",
    AccessAction.VIEW: "xem",
    AccessAction.REVEAL: "mở số bị che",
    AccessAction.PRINT: "in",
    AccessAction.EXPORT: "xuất",
    AccessPlace.WINDOW: "cửa sổ",
    AccessPlace.COMMAND: "dòng lệnh",
}
