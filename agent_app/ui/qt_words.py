"""Qt's own words in Vietnamese: Qt ships no catalogue for them."""

from PySide6.QtCore import QTranslator

_WORDS = {
    "&OK": "Đồng ý",
    "OK": "Đồng ý",
    "Cancel": "Huỷ",
    "&Cancel": "Huỷ",
    "Close": "Đóng",
    "&Close": "Đóng",
    "&Yes": "Có",
    "&No": "Không",
    "Save": "Lưu",
    "&Save": "Lưu",
    "Open": "Mở",
    "&Open": "Mở",
    "&Undo": "Hoàn tác",
    "&Redo": "Làm lại",
    "Cu&t": "Cắt",
    "&Copy": "Chép",
    "&Paste": "Dán",
    "Delete": "Xoá",
    "Select All": "Chọn tất cả",
    "Look in:": "Tìm trong:",
    "File &name:": "Tên tệp:",
    "Files of type:": "Loại tệp:",
    "Show Details...": "Xem chi tiết…",
    "Hide Details...": "Ẩn chi tiết…",
}


class QtWords(QTranslator):
    """Answers with our words for the strings that Qt shows by itself."""

    def translate(self, _context: str, source: str, _note: str | None = None, _count: int = -1) -> str:
        # An empty answer would blank the word instead of leaving it as it is.
        return _WORDS.get(source, source)

    def isEmpty(self) -> bool:
        return False
