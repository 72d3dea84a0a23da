"""Files of all that is held about one person: one for machines, one for people, each with its watermark."""

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from html import escape

from agent_app.domain.watermark import Watermark
from agent_app.services.lines import PersonFile

_TITLES = {
    "person": "Người",
    "household": "Hộ gia đình",
    "aliases": "Mã cũ",
    "history": "Lịch sử thay đổi",
    "due_items": "Dòng trong danh sách đến hạn",
    "visits": "Lần đến nhà",
    "receipts": "Biên lai",
    "places": "Thứ tự trong hộ",
    "consents": "Sự đồng ý",
    "erasure": "Yêu cầu xoá",
    "operations": "Nhật ký gửi cơ quan BHXH",
    "accesses": "Ai đã xem, in, xuất",
}
_FIELDS = {
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
    "at": "Lúc (UTC)",
    "recorded_at": "Ghi lúc (UTC)",
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
}
"""The fields that people read; ids, hashes and versions stand in the file for machines."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
_STYLE = (
    "body{font-family:sans-serif;margin:2rem}"
    "table{border-collapse:collapse;margin:0 0 1rem}"
    "td{border:1px solid #999;padding:2px 6px;vertical-align:top;overflow-wrap:anywhere}"
    ".mark{position:sticky;top:0;background:#fff3c4;border:1px solid #c90;padding:6px}"
)


class UnmarkedExportError(Exception):
    """A file was asked for that says nowhere who took it out: a mistake of ours."""


class PersonFiles:
    """Fulfils ``ports.PersonFilePress``."""

    def json(self, held: PersonFile) -> bytes:
        """Return the machine-readable file; its first field is the watermark."""
        content = {"watermark": _mark(held).facts, "person_id": str(held.person_id), **held.sections}
        return json.dumps(content, ensure_ascii=False, indent=1).encode()

    def archive(self, held: PersonFile) -> bytes:
        """Return both files in one archive, which bears the watermark as its comment, too."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in (("du-lieu.json", self.json(held)), ("du-lieu.html", self.page(held))):
                archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
            archive.comment = _mark(held).line.encode()
        return packed.getvalue()

    def page(self, held: PersonFile) -> bytes:
        """Return the page that people read; the watermark stands above and below."""
        mark = f'<p class="mark">{escape(_mark(held).line)}</p>'
        parts = "".join(
            f"<h2>{escape(_TITLES.get(name, name))}</h2>{_value(part)}"
            for name, part in held.sections.items()
            if part
        )
        page = (
            '<!doctype html><html lang="vi"><head><meta charset="utf-8">'
            f"<title>Dữ liệu cá nhân</title><style>{_STYLE}</style></head>"
            f"<body>{mark}<h1>Dữ liệu cá nhân đang được giữ</h1>{parts}{mark}</body></html>"
        )
        return page.encode()


def _mark(held: PersonFile) -> Watermark:
    if held.watermark is None:
        raise UnmarkedExportError
    return held.watermark


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        said = ((_FIELDS[name], each, name) for name, each in value.items() if name in _FIELDS)
        return _table(
            (word, _original(each) if name == "original" else _cell(each)) for word, each, name in said
        )
    if isinstance(value, list):
        return "".join(_value(each) for each in value)
    return f"<p>{escape(str(value))}</p>"


def _original(value: object) -> str:
    """Show the cells of a sheet under the captions that stood there."""
    cells = value if isinstance(value, Mapping) else {}
    return _table((str(name), _cell(each)) for name, each in cells.items())


def _cell(value: object) -> str:
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    return _value(value) if isinstance(value, Mapping | list) else escape(str(value))


def _table(rows: Iterable[tuple[str, str]]) -> str:
    """Lay out what there is to say, field by field."""
    cells = "".join(f"<tr><td>{escape(name)}</td><td>{cell}</td></tr>" for name, cell in rows if cell)
    return f"<table>{cells}</table>"
