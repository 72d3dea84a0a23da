"""The words of imports: failures, and what a report says of lines, columns and rows."""

from collections.abc import Mapping

from agent_app.domain.citizen_id import Mismatch
from agent_app.domain.due_layout import ListWarning, MonthSource, RowKind
from agent_app.domain.due_list import Change, DoubtKind
from agent_app.services.import_lines import ListNote, NoteKind
from agent_app.services.privacy import ERASED

INTAKE_SENTENCES: Mapping[str, str] = {
    "due_list.import_unknown": (
        "Không có lần nhập danh sách nào mang mã {import_id}. Không có gì bị thay đổi. Hãy chép lại mã mà "
        "lệnh due import đã trả lời."
    ),
    "due_list.mapping_file": (
        "Tệp {file_name} không phải tệp ghép cột của chương trình. Không có gì bị thay đổi. Hãy xin lại tệp "
        "do lệnh «due mapping export» viết ra."
    ),
    "due_list.no_lines": (
        "Những dòng đã chọn không còn trong danh sách nên chưa xuất được gì. Không có gì bị thay đổi. Hãy mở "
        "lại danh sách rồi chọn lại."
    ),
    "due_list.not_clean": (
        "Danh sách có {rejected} dòng lỗi ({rows}) và {doubtful} dòng đáng ngờ, mà lệnh đòi sạch hoàn toàn. "
        "Danh sách cũ vẫn giữ nguyên. Hãy sửa tệp, hoặc nhập lại không có --strict."
    ),
    "due_list.nothing_to_undo": (
        "Không có danh sách nào đang hiện để đưa về như trước. Không có gì bị thay đổi. Hãy xem lại tháng, "
        "hoặc nhập danh sách."
    ),
    "due_list.proposal_unknown": (
        "Không có đề nghị nào đang chờ mang mã {proposal_id}. Không có gì bị thay đổi. Hãy xem lại bằng lệnh "
        "due proposals."
    ),
}

FIELD_NAMES: Mapping[str, str] = {
    "name": "họ và tên",
    "insurance_no": "mã số BHXH",
    "citizen_id": "CCCD",
    "identity": "mã số BHXH, CCCD",
    "birth": "ngày sinh",
    "date": "ngày tháng",
    "sex": "giới tính",
    "address": "địa chỉ",
    "phone": "điện thoại",
    "scheme": "loại",
    "group": "mã đối tượng",
    "from": "từ ngày",
    "to": "đến ngày",
    "paid_to": "đã đóng đến",
    "months": "số tháng",
    "amount": "số tiền",
    "pension_amount": "số tiền BHXH",
    "household_no": "mã hộ",
    "facility": "nơi KCB",
    "agent_code": "mã nhân viên thu",
    "card_no": "mã thẻ",
    "family_name": "họ, tên đệm",
    "given_name": "tên",
    "birth_day": "ngày sinh (ngày)",
    "birth_month": "ngày sinh (tháng)",
    "birth_year": "năm sinh",
    "birth_male": "năm sinh nam",
    "birth_female": "năm sinh nữ",
    "year_only": "chỉ có năm sinh",
    "male": "nam",
    "female": "nữ",
    "hamlet": "thôn, tổ",
    "commune": "xã, phường",
    "district": "huyện",
    "province": "tỉnh",
    "ordinal_": "số thứ tự",
    "base_": "mức đóng",
    "head_": "chủ hộ",
    "unit_": "đơn vị",
    "note_": "ghi chú",
    "other_": "cột khác",
    "person": "một người",
    "household": "một hộ",
    ERASED: "người đã xoá theo yêu cầu",
}

CHANGE_WORDS: Mapping[Change | DoubtKind | Mismatch, str] = {
    Change.ZEROS: "thêm lại số 0 ở đầu",
    Change.CARD_NUMBER: "lấy mã số BHXH từ mã thẻ",
    Change.SERIAL_DATE: "đọc số của Excel thành ngày",
    Change.WHOLE_MONTH: "đọc ngày 01 thành cả tháng, như cả cột",
    Change.CAPITALS: "viết lại chữ hoa",
    Change.LETTERS: "chuyển bảng mã chữ",
    Change.PHONE_FORM: "viết lại số điện thoại",
    Change.WORDS: "hiểu từ chữ",
    Change.DATE_ORDER: "đảo ngày và tháng",
    Change.UNIT: "đổi đơn vị ra đồng",
    Change.LOOK_ALIKES: "thay chữ cái giống chữ La-tinh",
}

DOUBT_WORDS: Mapping[DoubtKind | Mismatch, str] = {
    DoubtKind.UNREADABLE: "không đọc được, đã bỏ trống",
    DoubtKind.OLD_CITIZEN_ID: "số CMND cũ",
    DoubtKind.ENDS_BEFORE_START: "hạn cuối trước hạn đầu",
    DoubtKind.BORN_LATER: "ngày sinh sau ngày của danh sách",
    DoubtKind.SEVERAL_PHONES: "nhiều số điện thoại",
    DoubtKind.SAME_NUMBER: "số này còn ở dòng khác",
    Mismatch.NUMBER: "số CCCD không thể có",
    Mismatch.BIRTH_YEAR: "CCCD không khớp năm sinh",
    Mismatch.SEX: "CCCD không khớp giới tính",
}

ROW_WORDS: Mapping[RowKind, str] = {
    RowKind.COVER: "trang bìa",
    RowKind.TITLE: "tiêu đề",
    RowKind.HEADER: "tên cột",
    RowKind.NUMBERING: "đánh số cột",
    RowKind.GROUP: "tên nhóm",
    RowKind.TOTAL: "cộng",
    RowKind.SIGNATURE: "chữ ký",
    RowKind.BLANK: "trống",
}

MONTH_WORDS: Mapping[MonthSource, str] = {
    MonthSource.GIVEN: "do người nhập chọn",
    MonthSource.TITLE: "theo tiêu đề",
    MonthSource.SHEET: "theo tên trang tính",
    MonthSource.ENDS: "theo hạn muộn nhất trong danh sách",
}

WARNING_WORDS: Mapping[ListWarning, str] = {
    ListWarning.MACROS: "Tệp có macro; máy không chạy macro nào.",
    ListWarning.WRONG_EXTENSION: "Đuôi tệp không đúng loại tệp; máy đã đọc theo nội dung.",
    ListWarning.HIDDEN_SHEETS: "Tệp có trang tính bị ẩn; máy không đọc các trang đó.",
    ListWarning.OTHER_SHEETS: "Tệp còn trang tính khác không phải danh sách; máy bỏ qua.",
    ListWarning.BAD_BYTES: "Có chữ bị hỏng trong tệp.",
    ListWarning.MONTH_DIFFERS: "Tháng đã chọn khác tháng ghi trong tệp.",
    ListWarning.TOTAL_DIFFERS: "Dòng cộng của tệp không khớp tổng các dòng.",
    ListWarning.OLD_LETTERS: "Tệp dùng bảng mã chữ cũ; xem phần «Bảng mã chữ».",
    ListWarning.AMBIGUOUS_COLUMNS: "Có cột máy chưa chắc; xem phần «Các cột».",
    ListWarning.UNKNOWN_COLUMNS: "Có cột máy không biết là gì nên không nhận; ghép cột nếu cần.",
    ListWarning.MAPPING_UNUSED: "Có cột đã ghép mà tệp này không có.",
}

NOTE_WORDS: Mapping[NoteKind, str] = {
    NoteKind.REJECTED: "Không nhận",
    NoteKind.REPEATED: "Lặp lại",
    NoteKind.DOUBTFUL: "Nên xem lại",
    NoteKind.CORRECTED: "Đã sửa khi đọc",
    NoteKind.DIFFERENT: "Khác sổ",
    NoteKind.COLLECTORS: "Hai nhân viên thu",
    NoteKind.PROPOSED: "Có thể là một",
    NoteKind.NEW: "Mới",
    NoteKind.GONE: "Không còn",
    NoteKind.CHANGED: "Đổi",
}


def field_name(field: str) -> str:
    """Name a field, or what a line cannot be taken for."""
    return FIELD_NAMES.get(field, field)


_REASONS: Mapping[NoteKind, str] = {
    NoteKind.REJECTED: "{about}: trong tệp ghi «{before}»",
    NoteKind.REPEATED: "trùng dòng {before}",
    NoteKind.DOUBTFUL: "{about}: {why} («{before}»)",
    NoteKind.CORRECTED: "{about}: «{before}» thành «{after}» ({why})",
    NoteKind.DIFFERENT: "{about}: trong sổ «{before}», danh sách ghi «{after}»; sổ giữ nguyên",
    NoteKind.COLLECTORS: "người này còn ở nhân viên thu {before}",
    NoteKind.PROPOSED: "có thể là {about} với «{before}» đã có trong sổ",
    NoteKind.NEW: "mới: {after} ({about})",
    NoteKind.GONE: "không còn: {before} ({about})",
    NoteKind.CHANGED: "{about}: lần trước «{before}», lần này «{after}»",
}


def reason(note: ListNote) -> str:
    """Say of a line what its note means."""
    if note.about == ERASED:
        return "người này đã được xoá theo yêu cầu, danh sách cũ không đưa lại vào sổ"
    if note.kind is NoteKind.REJECTED and not note.before:
        return f"{field_name(note.about)}: để trống"
    return _REASONS[note.kind].format(
        about=field_name(note.about),
        before=note.before,
        after=note.after,
        why=_WHYS.get(note.why, note.why),
    )


_WHYS: Mapping[str, str] = {
    str(code.value): words for table in (CHANGE_WORDS, DOUBT_WORDS) for code, words in table.items()
}
