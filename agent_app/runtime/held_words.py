"""What is held about people, in the words of people: its fields and their values."""

from collections.abc import Mapping
from datetime import date, datetime

from agent_app.domain.access import AccessAction, AccessPlace
from agent_app.domain.calendar import VIETNAM, shown_date
from agent_app.domain.consent import ConsentHow, Purpose
from agent_app.domain.history import ChangeSource
from agent_app.domain.household_status import AreaFact
from agent_app.domain.money import grouped
from agent_app.domain.people_edit import RecordSource
from agent_app.domain.receipt_book import shown_number
from agent_app.runtime.paper_words import PAPER_WORDS, WAY_WORDS
from agent_app.runtime.people_words import PEOPLE_KINDS_SHOWN, PEOPLE_WORDS
from agent_app.runtime.privacy_messages import PRIVACY_WORDS

HELD_FIELDS: Mapping[str, str] = {
    "name": "Họ và tên",
    "subject_name": "Họ và tên",
    "insurance_no": "Mã số BHXH",
    "subject_insurance_no": "Mã số BHXH",
    "citizen_id": "Số CCCD",
    "subject_citizen_id": "Số CCCD",
    "birth": "Ngày sinh",
    "subject_birth": "Ngày sinh",
    "sex": "Giới tính",
    "phone": "Điện thoại",
    "relation": "Quan hệ với chủ hộ",
    "health_group": "Mã đối tượng",
    "group_code": "Mã đối tượng",
    "facility": "Nơi khám chữa bệnh",
    "household_no": "Mã hộ",
    "subject_household_no": "Mã hộ",
    "address": "Địa chỉ",
    "hamlet": "Thôn, tổ",
    "deleted_at": "Bị bỏ lúc",
    "field": "Mục",
    "before": "Trước",
    "after": "Sau",
    "at": "Lúc",
    "recorded_at": "Ghi lúc",
    "source": "Nguồn",
    "actor": "Người làm",
    "month": "Tháng",
    "sheet_row": "Dòng trong tệp",
    "scheme": "Loại",
    "covered_from": "Từ ngày",
    "covered_to": "Đến ngày",
    "due_on": "Ngày đến hạn",
    "months": "Số tháng",
    "amount": "Số tiền",
    "agent_code": "Mã nhân viên thu",
    "original": "Ô trong tệp gốc",
    "visited_on": "Ngày đến",
    "met": "Đã gặp",
    "outcome": "Kết quả",
    "outcomes": "Kết quả",
    "promised_on": "Hẹn ngày",
    "reason": "Lý do",
    "symbol": "Ký hiệu",
    "book": "Quyển",
    "number": "Số biên lai",
    "issued_on": "Ngày lập",
    "payer": "Người nộp",
    "method": "Hình thức",
    "total": "Tổng tiền",
    "lines": "Các khoản",
    "code": "Mã chuyển khoản",
    "awaited_on": "Chờ tiền từ ngày",
    "credits": "Tiền đã về",
    "credited_on": "Tiền về ngày",
    "reference": "Số bút toán",
    "text": "Nội dung ngân hàng ghi",
    "sender": "Người chuyển",
    "given_up": "Thôi chờ vì",
    "starts_on": "Từ ngày",
    "ends_on": "Đến ngày",
    "from": "Từ ngày",
    "to": "Đến ngày",
    "gross": "Mức đóng",
    "support": "Nhà nước hỗ trợ",
    "local_support": "Địa phương hỗ trợ",
    "due": "Phải đóng",
    "place": "Thứ tự, nơi",
    "income": "Mức thu nhập",
    "plan": "Phương thức đóng",
    "form": "Loại biên lai",
    "cancelled_on": "Ngày huỷ",
    "cancellation": "Huỷ biên lai",
    "approver": "Người duyệt",
    "copy_two": "Liên 2",
    "overlap": "Trả lời về thẻ trùng",
    "refunds": "Đề nghị hoàn tiền",
    "cause": "Vì sao",
    "changed_on": "Ngày thay đổi",
    "requested_on": "Ngày đề nghị",
    "year": "Năm",
    "purpose": "Để làm gì",
    "how": "Nói cách nào",
    "on": "Ngày",
    "withdrawn": "Rút lại",
    "erased_at": "Xoá lúc",
    "kind": "Việc",
    "state": "Trạng thái",
    "body": "Nội dung",
    "subject": "Về ai",
    "action": "Làm gì",
    "fields": "Các mục",
    "household_id": "Hộ",
    "decision_no": "Số quyết định",
    "issuer": "Nơi ban hành",
    "since": "Từ ngày",
    "until": "Đến ngày",
    "server_value": "Cơ quan BHXH đang ghi",
    "base": "Trước khi sửa",
    "value": "Sửa thành",
    "edits": "Các mục đã sửa",
    "row": "Nội dung",
    "way": "Cách in",
    "copies": "Số bản",
    "nth": "Lần in",
    "printed_at": "In lúc",
}
"""The fields that people read; ids, hashes and versions are for machines."""

_MONEY = frozenset({"amount", "total", "gross", "support", "local_support", "due", "income"})

ENTITIES: Mapping[str, str] = {
    "person": "người",
    "household": "hộ",
    "receipt": "biên lai",
    "list": "danh sách",
}

_FIELDS_SEEN: Mapping[str, str] = {"all": "tất cả", "history": "lịch sử thay đổi"}

_PEOPLE = " people"

OUTCOME_WORDS: Mapping[str, str] = {
    "paid": "Đã đóng",
    "promised": "Hẹn ngày",
    "refused": "Từ chối",
    "absent": "Vắng nhà",
    "moved": "Chuyển đi",
    "died": "Đã mất",
    "elsewhere": "Đã tham gia nơi khác",
    "compulsory": "Đã vào BHXH bắt buộc",
}
"""What a visit came to, in words."""

_VALUES: Mapping[str, Mapping[str, str]] = {
    "outcome": OUTCOME_WORDS,
    "kind": {
        "visit.recorded": "ghi lần đến nhà",
        "receipt.issued": "lập biên lai",
        "envelope.closed": "chốt phong bì tiền mặt",
        "remittance.made": "nộp tiền",
        "batch.changed": "đợt kê khai",
        "number.spoiled": "ghi số hỏng, số mất",
        "book.returned": "trả lại quyển biên lai",
        "consent.recorded": "ghi sự đồng ý",
        "person.erasure_requested": "yêu cầu xoá",
        "transfer.awaited": "chờ chuyển khoản",
        "transfer.credited": "tiền chuyển khoản đã về",
        "transfer.given_up": "thôi chờ chuyển khoản",
        **{kind: words[0].lower() + words[1:] for kind, words in PEOPLE_KINDS_SHOWN.items()},
        "receipt.cancelled": "huỷ biên lai",
        "receipt.refund_requested": "đề nghị hoàn tiền",
        **PAPER_WORDS,
    },
    "state": {
        "local": "Đã lưu trên máy",
        "accepted": "Cơ quan BHXH đã nhận",
        "accepted_merged": "Cơ quan BHXH đã nhận",
        "held": "Cần xem lại",
        "refused": "Cơ quan BHXH không nhận",
    },
    "way": WAY_WORDS,
    "method": {"cash": "tiền mặt", "transfer": "chuyển khoản"},
    "copy_two": {"kept": "chưa giao", "taken-back": "đã thu lại", "lost": "bị mất"},
    "form": {"preprinted": "quyển in sẵn", "self_printed": "C45-BB tự in", "electronic": "biên lai điện tử"},
    "plan": {"ahead": "nhiều năm về sau", "missing": "thời gian còn thiếu"},
    "entity": ENTITIES,
    "purpose": {each.value: PRIVACY_WORDS[each] for each in Purpose},
    "how": {each.value: PRIVACY_WORDS[each] for each in ConsentHow},
    "source": {each.value: PRIVACY_WORDS[each] for each in ChangeSource}
    | {each.value: PEOPLE_WORDS[each] for each in RecordSource},
    "group_code": {each.value: PEOPLE_WORDS[each] for each in AreaFact},
    "action": {each.value: PRIVACY_WORDS[each] for each in AccessAction},
    "place": {each.value: PRIVACY_WORDS[each] for each in AccessPlace},
}


def held_field(name: str) -> str:
    """Name a field that was seen or changed; what is no field, as the code of an export, stays."""
    if name.endswith(_PEOPLE):
        return name.removesuffix(_PEOPLE) + " người"
    return _FIELDS_SEEN.get(name) or HELD_FIELDS.get(name, name)


def held_value(name: str, value: object) -> str:
    """Say a value as people write it: dates, money, words; free text stays."""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, int):
        if name in _MONEY:
            return f"{grouped(value)} đ"
        return shown_number(value) if name == "number" else str(value)
    text = str(value)
    if name in {"field", "fields"}:
        return held_field(text)
    return _VALUES.get(name, {}).get(text) or _date(name, text) or text


def _date(name: str, text: str) -> str | None:
    """Write an instant as the clock showed it, and a date or a month as on paper."""
    if not (name.endswith(("_on", "_at", "_to", "_from")) or name in _DATES):
        return None
    try:
        if "T" in text:
            return f"{datetime.fromisoformat(text).astimezone(VIETNAM):%d/%m/%Y %H:%M}"
        if len(text) == len("2026-11"):
            return f"{date.fromisoformat(text + '-01'):%m/%Y}"
        return shown_date(date.fromisoformat(text)) if len(text) == len("2026-11-21") else None
    except ValueError:
        return None


_DATES = frozenset({"since", "until", "birth", "subject_birth", "month", "at", "on", "from", "to"})
