"""Words for papers: how large they are, what they are printed on."""

from agent_app.domain.print_log import PaperKind, PrintWay
from agent_app.ui.paper import POINTS_PER_INCH, PageSize
from agent_app.ui.printing.choice import Sheet
from agent_app.ui.words import _

_MM_PER_INCH = 25.4
_SLACK = 2
_KNOWN = {(148, 210): "A5", (210, 297): "A4", (105, 148): "A6"}
_ROLLS = (80, 58)


def size_words(size: PageSize) -> str:
    """Say how large a page is: its name where it has one, and millimetres."""
    width, height = (round(each / POINTS_PER_INCH * _MM_PER_INCH) for each in (size.width, size.height))
    millimetres = _("{width} × {height} mm").format(width=width, height=height)
    for (short, long), name in _KNOWN.items():
        if abs(min(width, height) - short) <= _SLACK and abs(max(width, height) - long) <= _SLACK:
            way = _("ngang") if width > height else _("dọc")
            return _("{name} {way} · {millimetres}").format(name=name, way=way, millimetres=millimetres)
    if width in _ROLLS:
        return _("Cuộn {width} mm · {millimetres}").format(width=width, millimetres=millimetres)
    return millimetres


def kind_words(kind: PaperKind) -> str:
    """Name a kind of paper."""
    return {
        PaperKind.RECEIPT: _("Biên lai"),
        PaperKind.RECEIPT_ROLL: _("Phiếu giấy nhiệt"),
        PaperKind.NOTICE: _("Thông báo đến hạn đóng"),
        PaperKind.NOTICE_MESSAGE: _("Tin nhắn báo đến hạn đóng"),
        PaperKind.DAY_LIST: _("Danh sách đi địa bàn"),
        PaperKind.REMITTANCE: _("Bảng kê nộp tiền"),
        PaperKind.BOOK: _("Bảng kê sử dụng biên lai"),
        PaperKind.STOCK: _("Báo cáo nhập, xuất, tồn"),
        PaperKind.SUMMARY: _("Tổng kết ngày, tuần"),
    }[kind]


def sheet_words(sheet: Sheet) -> str:
    """Say what lies in the printer."""
    return {
        Sheet.OWN: _("Đúng khổ của giấy tờ"),
        Sheet.A4: _("Giấy A4"),
        Sheet.A5: _("Giấy A5"),
    }[sheet]


def way_words(way: PrintWay) -> str:
    """Say which way a paper went out."""
    return {
        PrintWay.PDF: _("Tệp PDF"),
        PrintWay.PRINTER: _("Máy in"),
        PrintWay.ROLL: _("Máy in nhiệt"),
        PrintWay.TEXT: _("Tin nhắn"),
        PrintWay.PICTURE: _("Ảnh"),
    }[way]
