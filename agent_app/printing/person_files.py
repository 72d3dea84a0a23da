"""Files of all that is held about one person: one for machines, one for people, each with its watermark."""

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from html import escape

from agent_app.domain.watermark import Watermark
from agent_app.runtime.held_words import HELD_FIELDS, held_value
from agent_app.services.lines import PersonFile

_TITLES = {
    "person": "Người",
    "household": "Hộ gia đình",
    "aliases": "Mã cũ",
    "history": "Lịch sử thay đổi",
    "due_items": "Dòng trong danh sách đến hạn",
    "visits": "Lần đến nhà",
    "receipts": "Biên lai",
    "transfers": "Khoản chuyển tiền",
    "places": "Thứ tự trong hộ",
    "consents": "Sự đồng ý",
    "erasure": "Yêu cầu xoá",
    "operations": "Nhật ký gửi cơ quan BHXH",
    "prints": "Giấy tờ đã in",
    "accesses": "Ai đã xem, in, xuất",
}
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
        said = ((name, value[name]) for name in HELD_FIELDS if name in value)
        changed = str(value.get("field", ""))
        return _table(
            (
                HELD_FIELDS[name],
                _original(each)
                if name == "original"
                else _cell(each, changed if name in {"before", "after"} else name),
            )
            for name, each in said
        )
    if isinstance(value, list):
        return "".join(_value(each) for each in value)
    return f"<p>{escape(str(value))}</p>"


def _original(value: object) -> str:
    """Show the cells of a sheet under the captions that stood there."""
    cells = value if isinstance(value, Mapping) else {}
    return _table((str(name), _cell(each)) for name, each in cells.items())


def _cell(value: object, name: str = "") -> str:
    if value is None or value in ("", [], {}):
        return ""
    if name == "fields" and isinstance(value, list):
        return escape(", ".join(held_value(name, each) for each in value))
    return _value(value) if isinstance(value, Mapping | list) else escape(held_value(name, value))


def _table(rows: Iterable[tuple[str, str]]) -> str:
    """Lay out what there is to say, field by field."""
    cells = "".join(f"<tr><td>{escape(name)}</td><td>{cell}</td></tr>" for name, cell in rows if cell)
    return f"<table>{cells}</table>"
