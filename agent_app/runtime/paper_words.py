"""Papers and the ways they go out, in words."""

from collections.abc import Mapping

from agent_app.domain.print_log import PaperKind, PrintWay, reprint

PAPER_WORDS: Mapping[str, str] = {
    PaperKind.RECEIPT: "biên lai",
    PaperKind.RECEIPT_ROLL: "phiếu giấy nhiệt",
    PaperKind.NOTICE: "thông báo đến hạn đóng",
    PaperKind.NOTICE_MESSAGE: "tin nhắn báo đến hạn đóng",
    PaperKind.DAY_LIST: "danh sách đi địa bàn",
    PaperKind.REMITTANCE: "bảng kê nộp tiền",
    PaperKind.BOOK: "bảng kê sử dụng biên lai",
    PaperKind.STOCK: "báo cáo nhập, xuất, tồn biên lai",
    PaperKind.SUMMARY: "tổng kết ngày, tuần",
}
"""What a paper is called."""

WAY_WORDS: Mapping[str, str] = {
    PrintWay.PDF: "tệp PDF",
    PrintWay.PRINTER: "máy in",
    PrintWay.ROLL: "máy in nhiệt",
    PrintWay.TEXT: "văn bản",
    PrintWay.PICTURE: "ảnh",
}
"""How a paper went out."""


def print_note(nth: int, *, logged: bool = True) -> str:
    """Say on a paper that it was printed before, or that no log knows of it; mostly say nothing."""
    again = f"In lại lần {reprint(nth)}" if reprint(nth) else ""
    return " · ".join(part for part in (again, "" if logged else "Chưa ghi được vào sổ in") if part)
