"""The words of every failure: what happened, what is kept, what to do next."""

from collections.abc import Mapping
from datetime import date
from enum import Enum

from agent_app.domain.calendar import shown_date
from agent_app.domain.eligibility import HealthQuestion
from agent_app.domain.errors import AppError
from agent_app.domain.number_fate import NumberFate
from agent_app.domain.pension_eligibility import PensionQuestion
from agent_app.domain.rates import FigureMissingError
from agent_app.runtime.backup_messages import BACKUP_SENTENCES
from agent_app.runtime.book_messages import BOOK_SENTENCES, FATE_WORDS
from agent_app.runtime.code_messages import CODE_SENTENCES, FIELD_WORDS
from agent_app.runtime.evening_messages import EVENING_SENTENCES
from agent_app.runtime.evening_words import EVENING_WORDS
from agent_app.runtime.figure_names import figure_name
from agent_app.runtime.intake_messages import INTAKE_SENTENCES
from agent_app.runtime.key_messages import KEY_SENTENCES
from agent_app.runtime.notice_messages import NOTICE_SENTENCES
from agent_app.runtime.office_messages import OFFICE_SENTENCES
from agent_app.runtime.people_messages import PEOPLE_SENTENCES, people_facts
from agent_app.runtime.people_words import PEOPLE_WORDS
from agent_app.runtime.print_messages import PRINT_SENTENCES
from agent_app.runtime.printer_messages import PRINTER_SENTENCES
from agent_app.runtime.privacy_messages import PRIVACY_SENTENCES, PRIVACY_WORDS
from agent_app.runtime.receipt_messages import QUESTION_WORDS, RECEIPT_SENTENCES
from agent_app.runtime.rule_messages import RULE_SENTENCES, WORDS
from agent_app.runtime.self_check_messages import SELF_CHECK_SENTENCES
from agent_app.runtime.statement_messages import STATEMENT_SENTENCES
from agent_app.runtime.store_messages import STORE_SENTENCES, STORE_WORDS
from agent_app.runtime.transfer_messages import TRANSFER_SENTENCES
from agent_app.runtime.workbook_messages import WORKBOOK_SENTENCES

SENTENCES: Mapping[str, str] = {
    **BACKUP_SENTENCES,
    **BOOK_SENTENCES,
    **CODE_SENTENCES,
    **EVENING_SENTENCES,
    **INTAKE_SENTENCES,
    **KEY_SENTENCES,
    **NOTICE_SENTENCES,
    **OFFICE_SENTENCES,
    **PEOPLE_SENTENCES,
    **PRINT_SENTENCES,
    **PRINTER_SENTENCES,
    **PRIVACY_SENTENCES,
    **RECEIPT_SENTENCES,
    **RULE_SENTENCES,
    **SELF_CHECK_SENTENCES,
    **STATEMENT_SENTENCES,
    **STORE_SENTENCES,
    **TRANSFER_SENTENCES,
    **WORKBOOK_SENTENCES,
    "device.not_enrolled": (
        "Máy này chưa được cơ quan BHXH cấp quyền thu. Dữ liệu trên máy vẫn giữ nguyên. Hãy xin tệp "
        "enrol.json rồi chạy: agent-app init --enrolment enrol.json"
    ),
    "due_list.no_usable_row": (
        "Không dùng được dòng nào trong danh sách, {rejected} dòng lỗi ({rows}). Danh sách cũ vẫn giữ "
        "nguyên. Hãy mở tệp kiểm tra lại, hoặc xin tệp khác."
    ),
    "enrolment.unreadable": (
        "Tệp này không phải tệp cấp quyền của chương trình. Không có gì bị thay đổi. Hãy xin lại tệp "
        "enrol.json từ cơ quan BHXH."
    ),
    "file.unreadable": (
        "Không đọc được tệp {file_name}. Không có gì bị thay đổi. Hãy kiểm tra lại đường dẫn."
    ),
    "file.unwritable": (
        "Không ghi được tệp {file_name}. Dữ liệu trong sổ vẫn an toàn. Hãy chọn thư mục khác hoặc kiểm "
        "tra chỗ trống rồi làm lại."
    ),
    "health.group_not_priced": (
        "Mã đối tượng {group} không đóng theo hộ gia đình nên máy chưa tính được mức đóng. Chưa lập biên "
        "lai nào. Hãy hỏi cơ quan BHXH mức đóng của nhóm này."
    ),
    "health.months": (
        "BHYT không đóng {months} tháng; chỉ nhận {allowed} tháng. Chưa lập biên lai nào. Hãy "
        "chọn lại số tháng."
    ),
    "home.busy": (
        "Một chương trình khác đang dùng hoặc đang sửa sổ này. Dữ liệu vẫn an toàn, chưa có gì thay đổi. Hãy "
        "đóng cửa sổ và lệnh khác đang mở sổ rồi làm lại."
    ),
    "home.exists": (
        "Thư mục này đã là sổ của một máy. Không có gì bị thay đổi. Hãy chọn thư mục khác bằng --home."
    ),
    "home.missing": (
        "Thư mục này chưa có sổ. Không có gì bị thay đổi. Hãy kiểm tra lại thư mục, hoặc tạo sổ bằng tệp "
        "cấp quyền: agent-app init --enrolment enrol.json"
    ),
    "home.other_agent": (
        "Sổ này đã thuộc về nhân viên thu {agent_code}. Không có gì bị thay đổi. Hãy tạo sổ mới trong thư "
        "mục khác cho người mới."
    ),
    "home.shown": (
        "Sổ này đang mở ở một cửa sổ khác trên máy. Không có gì bị thay đổi. Hãy dùng cửa sổ đang mở, hoặc "
        "đóng nó rồi mở lại."
    ),
    "home.syncing": (
        "Máy này đang đồng bộ ở một cửa sổ hoặc một lệnh khác. Mọi biên lai vẫn an toàn trên máy. Anh/chị "
        "đợi việc đó xong rồi xem lại."
    ),
    "household.other": (
        "Có người không thuộc hộ này (mã {person_id}). Chưa ghi gì. Hãy lập riêng cho từng hộ."
    ),
    "household.unknown": (
        "Không tìm thấy hộ có mã {household_id}. Chưa ghi gì. Hãy tìm lại theo tên người trong hộ."
    ),
    "journal.behind": (
        "Việc vừa làm ĐÃ được lưu trong sổ, nhưng chưa chép được sang nhật ký tiền. Đừng làm lại việc "
        "này. Hãy kiểm tra chỗ trống trên ổ đĩa; máy sẽ tự chép bù."
    ),
    "journal.unreadable": (
        "Nhật ký tiền không đọc được: tệp bị hỏng hoặc của sổ khác. Biên lai trong sổ vẫn còn. Hãy giữ "
        "nguyên thư mục và liên hệ cơ quan BHXH."
    ),
    "log.foreign_position": (
        "Máy chủ xác nhận một vị trí (số thứ tự {dseq}) không có trong sổ này nên không ghi nhận. Mọi "
        "biên lai vẫn an toàn trên máy. Hãy báo cơ quan BHXH."
    ),
    "operation.body_unreadable": "Một bản ghi «{kind}» không đọc được. Các bản ghi khác không bị ảnh hưởng.",
    "password.empty": (
        "Mật khẩu mới đang để trống. Chưa tạo và chưa đổi gì. Hãy đặt mật khẩu có ít nhất một ký tự."
    ),
    "password.missing": (
        "Chưa có mật khẩu để mở sổ. Không có gì bị thay đổi. Hãy dùng --password-file hoặc biến "
        "AGENT_APP_PASSWORD_FILE."
    ),
    "pension.income": (
        "Mức thu nhập {income} đ nằm ngoài khoảng {floor} đ đến {ceiling} đ. Chưa lập biên lai nào. Hãy "
        "hỏi lại mức thu nhập người tham gia chọn."
    ),
    "pension.months": (
        "BHXH tự nguyện không đóng {months} tháng; chỉ nhận {allowed} tháng. Chưa lập biên lai nào. Hãy "
        "chọn lại số tháng."
    ),
    "person.unknown": (
        "Không tìm thấy người có mã {person_id}. Chưa ghi gì. Hãy tìm lại theo tên hoặc mã số BHXH."
    ),
    "printing.form_edition_missing": (
        "Chưa có mẫu biên lai C45-BB cho ngày {on}. Biên lai vẫn được giữ trên máy. Hãy kiểm tra lại ngày "
        "thu, hoặc hỏi cơ quan BHXH."
    ),
    "quote.income_unknown": (
        "Danh sách không cho biết mức thu nhập đóng BHXH tự nguyện của người này. Chưa lập biên lai nào. "
        "Hãy hỏi rồi ghi mức thu nhập: ô «thu nhập» trên màn hình, hoặc ID:bhxh:3:1500000 ở dòng lệnh."
    ),
    "quote.listed_group": (
        "Danh sách ghi nhóm «{group}», không phải nhóm nào của BHXH tự nguyện ({known}). Chưa thu "
        "tiền. Hãy ghi thêm mức thu nhập và nhóm, ví dụ ID:bhxh:3:1500000:can-ngheo."
    ),
    "quote.repeated": (
        "Có người được ghi hai lần cho cùng một loại (mã {person_id}). Chưa lập biên lai. Hãy bỏ bớt một "
        "dòng."
    ),
    "rates.figure_missing": (
        "Không có mức «{name}» đang áp dụng vào ngày {on}. Chưa tính tiền cho ai. Hãy kiểm tra lại ngày, "
        "hoặc cập nhật bảng mức đóng."
    ),
    "rates.figures_overlap": (
        "Bảng mức đóng có hai dòng «{name}» trùng thời gian từ {since}. Chưa tính tiền cho ai. Hãy cài "
        "lại chương trình hoặc báo cơ quan BHXH."
    ),
    "rates.file": (
        "Bảng mức đóng «{file}» không dùng được nên chưa tính tiền. Dữ liệu đã lưu vẫn nguyên. Hãy cài "
        "lại chương trình hoặc báo người hỗ trợ."
    ),
    "rates.file_unreadable": (
        "Không đọc được bảng mức đóng «{file}» nên chưa tính tiền. Dữ liệu đã lưu vẫn nguyên. Hãy cài lại "
        "chương trình hoặc báo người hỗ trợ."
    ),
    "rates.gap": (
        "Bảng mức đóng «{file}», dòng {row}: «{name}» có ngày không có mức nào nên chưa tính tiền. Dữ "
        "liệu đã lưu vẫn nguyên. Hãy báo người hỗ trợ."
    ),
    "rates.overlap": (
        "Bảng mức đóng «{file}», dòng {row}: «{name}» có ngày mang hai mức nên chưa tính tiền. Dữ liệu đã "
        "lưu vẫn nguyên. Hãy báo người hỗ trợ."
    ),
    "rates.row": (
        "Bảng mức đóng «{file}», dòng {row}: mục «{about}» thiếu hoặc sai nên chưa tính tiền. Dữ liệu đã "
        "lưu vẫn nguyên. Hãy báo người hỗ trợ sửa dòng này."
    ),
    "rates.value": (
        "Bảng mức đóng «{file}», dòng {row}: «{name}» ghi {value}, nhiều nhất là {most} nên chưa tính tiền. "
        "Dữ liệu đã lưu vẫn nguyên. Hãy ghi tỷ lệ bằng số thập phân, ví dụ 0.3 cho 30 %."
    ),
    "receipt.book_exhausted": (
        "Quyển {book} (ký hiệu {symbol}) đã dùng hết đến số {last}. Các biên lai đã lập vẫn an toàn. Hãy "
        "đồng bộ để nhận quyển mới trước khi thu tiếp."
    ),
    "receipt.date": (
        "Ngày biên lai {on} không hợp lệ: không được trước ngày biên lai cuối cùng ({earliest}) và không "
        "được sau ngày {latest}. Chưa lập biên lai nào. Hãy chọn lại ngày."
    ),
    "receipt.empty": (
        "Biên lai chưa có khoản thu nào. Chưa lập biên lai. Hãy chọn ít nhất một người và số tháng."
    ),
    "receipt.no_book": (
        "Máy này chưa có quyển biên lai nào. Chưa thu tiền của ai. Hãy đồng bộ để nhận quyển từ cơ quan BHXH."
    ),
    "receipt.payer_missing": (
        "Biên lai chưa có tên người nộp tiền. Chưa lập biên lai. Hãy ghi họ và tên người nộp."
    ),
    "receipt.unknown": (
        "Không có biên lai nào mang mã {receipt_id} trên máy này. Không có gì bị thay đổi. Hãy xem mã ở lệnh "
        "agent-app receipt list."
    ),
    "receipt.unwitnessed": (
        "Biên lai số {number} (mã {receipt_id}) ĐÃ được lưu trong sổ, nhưng chưa chép được sang nhật ký "
        "tiền. Đừng lập lại biên lai này. Hãy kiểm tra chỗ trống trên ổ đĩa; máy sẽ tự chép bù."
    ),
    "secrets.keys_unreadable": (
        "Tệp khoá {file_name} bị thiếu hoặc hỏng nên chưa mở được sổ. Không tệp nào bị thay đổi. Đừng xoá "
        "thư mục; hãy liên hệ cơ quan BHXH."
    ),
    "secrets.wrong_password": (
        "Mật khẩu không đúng. Dữ liệu trong sổ không bị đổi. Hãy nhập lại, kiểm tra phím Caps Lock và bộ gõ "
        "tiếng Việt."
    ),
    "store.busy": (
        "Sổ đang được một cửa sổ hay lệnh khác dùng. Việc vừa rồi chưa được ghi, mọi thứ khác vẫn an "
        "toàn. Hãy đợi một lát rồi làm lại."
    ),
    "store.encryption_missing": (
        "Máy này thiếu thư viện mã hoá nên chưa mở sổ. Không tệp nào bị thay đổi. Hãy cài lại chương trình."
    ),
    "store.exists": (
        "Thư mục này đã có một sổ nên không tạo đè lên. Sổ đang có vẫn nguyên. Hãy chọn thư mục khác bằng "
        "--home."
    ),
    "store.foreign": (
        "Tệp store.db không phải sổ của chương trình này. Không tệp nào bị thay đổi. Hãy kiểm tra lại thư "
        "mục."
    ),
    "store.full": (
        "Ổ đĩa đã đầy nên việc vừa rồi chưa được ghi. Những gì đã lưu vẫn an toàn. Hãy giải phóng chỗ "
        "trống rồi làm lại."
    ),
    "store.key": (
        "Khoá không mở được sổ, hoặc trang đầu của sổ bị hỏng. Không tệp nào bị thay đổi. Hãy giữ nguyên "
        "thư mục và liên hệ cơ quan BHXH."
    ),
    "store.migration_failed": (
        "Không nâng cấp được sổ (bước {step}); sổ đã được đưa về như cũ, bản sao là {copy}. Hãy giữ "
        "nguyên thư mục và báo người hỗ trợ."
    ),
    "store.missing": (
        "Thư mục này thiếu tệp store.db nên chưa mở được sổ. Các tệp khác vẫn giữ nguyên. Hãy liên hệ cơ "
        "quan BHXH, đừng tạo sổ mới đè lên."
    ),
    "store.newer": (
        "Sổ này được ghi bằng bản chương trình mới hơn ({found} so với {known}). Không tệp nào bị thay "
        "đổi. Hãy cài bản mới rồi mở lại."
    ),
    "store.plain": (
        "Tệp store.db không được mã hoá nên không phải sổ của chương trình này. Không tệp nào bị thay "
        "đổi. Hãy liên hệ cơ quan BHXH."
    ),
    "store.unusable": (
        "Không đọc hoặc ghi được sổ. Những gì đã lưu không bị thay đổi. Hãy kiểm tra ổ đĩa và quyền ghi "
        "của thư mục; nếu vẫn vậy, liên hệ cơ quan BHXH."
    ),
    "sync.address": (
        "Địa chỉ máy chủ không đọc được. Mọi dữ liệu vẫn trên máy. Hãy viết theo mẫu https://tên-máy-chủ."
    ),
    "sync.authority": (
        "Chứng thư của tỉnh trong tệp enrol.json không đọc được nên không gửi gì. Mọi dữ liệu vẫn trên máy. "
        "Hãy xin cơ quan BHXH tệp enrol.json mới."
    ),
    "sync.cancelled": "Đã dừng đồng bộ theo yêu cầu. Những gì chưa gửi vẫn an toàn trên máy.",
    "sync.captive_portal": (
        "Mạng này trả về một trang đăng nhập chứ không phải máy chủ BHXH. Chưa gửi gì, mọi biên lai vẫn an "
        "toàn trên máy. Anh/chị mở trình duyệt để đăng nhập mạng, hoặc đổi sang mạng khác rồi đồng bộ lại."
    ),
    "sync.certificate": (
        "Nơi trả lời không chứng minh được là máy chủ BHXH nên không gửi gì. Mọi biên lai vẫn an toàn trên "
        "máy. Anh/chị xem ngày giờ của máy có đúng không, đổi mạng rồi thử lại; nếu vẫn vậy, báo cơ quan "
        "BHXH."
    ),
    "sync.custody_unproven": (
        "Câu trả lời không có chữ ký của cơ quan BHXH nên chưa coi là đã nhận. Mọi biên lai vẫn an toàn "
        "trên máy. Hãy thử lại; nếu vẫn vậy, báo cơ quan BHXH."
    ),
    "sync.device_revoked": (
        "Cơ quan BHXH đã thu hồi quyền của máy này. Mọi biên lai vẫn an toàn trên máy. Hãy mang máy đến "
        "cơ quan BHXH."
    ),
    "sync.device_unknown": (
        "Máy chủ chưa biết máy này, hoặc mã cấp quyền đã dùng hay hết hạn. Mọi dữ liệu vẫn an toàn trên "
        "máy. Hãy xin tệp enrol.json mới."
    ),
    "sync.history_differs": (
        "Sổ trên máy và sổ của cơ quan BHXH không khớp nhau nên chưa gửi tiếp. Không mất gì trên máy. Hãy "
        "mang máy đến cơ quan BHXH để đối chiếu ({verdict})."
    ),
    "sync.insecure_server": (
        "Địa chỉ máy chủ không mã hoá đường truyền nên không gửi gì cả. Mọi dữ liệu vẫn trên máy. Hãy "
        "dùng địa chỉ bắt đầu bằng https://."
    ),
    "sync.key_chain": (
        "Máy chủ báo khoá mới nhưng không chứng minh được là của cơ quan BHXH, nên chưa nhận gì. Khoá đã tin "
        "và dữ liệu trên máy giữ nguyên. Hãy báo cơ quan BHXH; có thể phải nhận tệp kết nạp mới."
    ),
    "sync.message_version": (
        "Nơi trả lời nói phiên bản {version} của cách đồng bộ, chương trình này chưa hiểu. Chưa có gì bị "
        "mất: mọi thứ vẫn trên máy. Hãy cập nhật chương trình rồi đồng bộ lại."
    ),
    "sync.message_unreadable": (
        "Câu trả lời không phải của máy chủ BHXH, có thể mạng này bắt đăng nhập trước. Mọi dữ liệu vẫn an "
        "toàn trên máy. Hãy kiểm tra mạng rồi thử lại."
    ),
    "sync.offline": (
        "Không gửi được vì chưa kết nối được máy chủ. Mọi biên lai vẫn an toàn trên máy. Khi có mạng hãy "
        "đồng bộ lại."
    ),
    "sync.proxy": (
        "Proxy đặt trong máy không cho kết nối đi. Mọi biên lai vẫn an toàn trên máy. Hãy sửa lại địa chỉ "
        "hoặc mật khẩu của proxy trong cài đặt mạng của máy, rồi đồng bộ lại."
    ),
    "sync.segment_broken": (
        "Dữ liệu nhận về của «{scope}» không khớp số kiểm nên chưa dùng. Dữ liệu đang có vẫn giữ nguyên. "
        "Hãy đồng bộ lại; nếu vẫn vậy, báo cơ quan BHXH."
    ),
    "sync.server_busy": (
        "Máy chủ đang bận, hẹn lại sau {seconds} giây. Mọi biên lai vẫn an toàn trên máy. Lát nữa hãy đồng "
        "bộ lại."
    ),
    "sync.server_failed": (
        "Máy chủ đang gặp lỗi ({status}). Mọi biên lai vẫn an toàn trên máy. Hãy thử lại sau ít phút."
    ),
    "sync.server_unknown": (
        "Chưa biết địa chỉ máy chủ của cơ quan BHXH. Mọi dữ liệu vẫn trên máy. Hãy hỏi cơ quan địa chỉ "
        "rồi chạy: agent-app sync --url ĐỊA-CHỈ"
    ),
    "sync.upgrade_needed": (
        "Máy chủ cần bản chương trình mới hơn. Mọi biên lai vẫn an toàn trên máy. Hãy cài bản mới rồi "
        "đồng bộ lại."
    ),
    "value.unreadable": (
        "Không hiểu giá trị «{value}» của {name}. Chưa ghi gì. Hãy viết theo mẫu: {example}."
    ),
    "visit.empty": "Chưa ghi kết quả của ai. Hãy ghi kết quả cho ít nhất một người trong hộ.",
    "visit.in_future": "Ngày đến {on} chưa tới nên chưa ghi. Hãy chọn lại ngày.",
    "visit.promise_without_date": (
        "Lời hẹn thiếu ngày, hoặc ngày hẹn trước ngày đến (mã {person_id}). Chưa ghi gì. Hãy chọn ngày "
        "hẹn, từ ngày đến trở đi."
    ),
    "visit.refusal_without_reason": (
        "Người từ chối nhưng chưa ghi lý do (mã {person_id}). Chưa ghi gì. Hãy ghi lý do, ví dụ: chưa có "
        "tiền."
    ),
    "visit.repeated_outcome": (
        "Có người mang hai kết quả trong một lần đến (mã {person_id}). Chưa ghi gì. Hãy giữ lại một."
    ),
    "workbook.damaged": "Tệp {file} bị hỏng. Danh sách cũ giữ nguyên. Hãy tải lại hoặc xin gửi lại tệp.",
    "workbook.empty": "Tệp {file} không có dòng nào. Danh sách cũ giữ nguyên. Hãy xin cơ quan BHXH gửi lại.",
    "workbook.missing": (
        "Không mở được tệp {file}. Danh sách cũ giữ nguyên. Hãy kiểm tra lại tên và chỗ để tệp."
    ),
    "workbook.no_header": (
        "Không tìm thấy dòng tiêu đề cột (họ tên, mã số…) trong tệp {file}. Danh sách cũ giữ nguyên. Hãy "
        'kiểm tra có đúng tệp không, hoặc chỉ rõ các cột, ví dụ --map "Mã khách=insurance_no".'
    ),
    "workbook.no_month": (
        "Tệp {file} không cho biết tháng. Danh sách cũ giữ nguyên. Hãy chọn tháng rồi nhập lại, ví dụ "
        "--month 2026-12."
    ),
    "workbook.not_a_workbook": (
        "Tệp {file} không phải bảng tính (.xlsx, .xls, .ods, .csv). Danh sách cũ giữ nguyên. Hãy chọn tệp "
        "khác."
    ),
    "workbook.protected": (
        "Tệp {file} có mật khẩu. Danh sách cũ giữ nguyên. Hãy mở bằng Excel, bỏ mật khẩu, lưu lại rồi nhập."
    ),
    "workbook.reader": (
        "Không đọc được tệp {file}: việc đọc bị dừng hoặc quá {seconds} giây. Danh sách cũ giữ nguyên. "
        "Hãy mở bằng Excel, lưu lại thành .xlsx rồi thử lại."
    ),
    "workbook.too_large": (
        "Tệp {file} quá lớn so với một danh sách, thường vì các dòng, cột trống còn định dạng. Danh sách cũ "
        "giữ nguyên. Hãy xoá chúng rồi lưu lại, hoặc chia nhỏ tệp."
    ),
}

UNEXPECTED = (
    "Chương trình gặp lỗi ngoài dự kiến. Những gì đã lưu vẫn an toàn trên máy. "
    "Hãy thử lại; nếu vẫn lỗi, gửi tệp nhật ký cho người hỗ trợ."
)


def sentence(error: AppError, own: Mapping[str, str] | None = None) -> str:
    """Say a failure in words; a code without words gets the calm sentence of a bug.

    ``own`` are sentences that stand in the place of the usual ones, where another next step is at hand.
    """
    facts = {name: _shown(value) for name, value in error.facts().items()}
    if error.code in CODE_SENTENCES and "about" in facts:
        facts["about"] = FIELD_WORDS.get(facts["about"], facts["about"])
    if error.code in PEOPLE_SENTENCES:
        facts = people_facts(facts)
    if isinstance(error, FigureMissingError):
        facts["name"] = figure_name(error.name)
    template = (own or {}).get(error.code) or SENTENCES.get(error.code, UNEXPECTED)
    if "first" in facts and facts["first"] == facts.get("last"):
        template = template.replace("{first}–{last}", "{first}")
    return template.format(**facts)


def _shown(value: object) -> str:
    if value is None:
        return "chưa có"
    if isinstance(value, tuple):
        return "; ".join(map(_shown, value))
    if isinstance(value, HealthQuestion | PensionQuestion):
        return QUESTION_WORDS[value]
    if isinstance(value, NumberFate):
        return FATE_WORDS[value]
    if isinstance(value, Enum):
        tables = (WORDS, EVENING_WORDS, STORE_WORDS, PEOPLE_WORDS, PRIVACY_WORDS)
        return next((table[value] for table in tables if value in table), str(value))
    return shown_date(value) if isinstance(value, date) else str(value)
