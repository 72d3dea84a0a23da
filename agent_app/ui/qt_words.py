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
    "&Look in:": "Tìm trong:",
    "File &name:": "Tên tệp:",
    "Files of &type:": "Loại tệp:",
    "All Files (*)": "Mọi tệp (*)",
    "Name": "Tên",
    "Size": "Cỡ",
    "Type": "Loại",
    "Date Modified": "Sửa lần cuối",
    "Computer": "Máy tính",
    "Folder": "Thư mục",
    "File Folder": "Thư mục",
    "&Delete": "Xoá",
    "&Rename": "Đổi tên",
    "&New Folder": "Thư mục mới",
    "Create New Folder": "Tạo thư mục mới",
    "Create a New Folder": "Tạo thư mục mới",
    "Back": "Trở lại",
    "Go back": "Trở lại",
    "Forward": "Tiếp",
    "Go forward": "Tiếp",
    "Parent Directory": "Thư mục trên",
    "Go to the parent directory": "Lên thư mục trên",
    "List View": "Dạng danh sách",
    "Detail View": "Dạng chi tiết",
    "Change to list view mode": "Xem dạng danh sách",
    "Change to detail view mode": "Xem dạng chi tiết",
    "Show &hidden files": "Hiện tệp ẩn",
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
