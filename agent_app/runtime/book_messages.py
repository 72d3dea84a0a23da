"""The words of receipt books: what is refused, what becomes of numbers, how a book stands."""

from collections.abc import Mapping

from agent_app.domain.number_fate import NumberFate
from agent_app.domain.receipt_book import BookState
from agent_app.services.lines import BookLine

BOOK_SENTENCES: Mapping[str, str] = {
    "book.date": (
        "Ngày {on} không hợp lệ: không được trước ngày biên lai cuối cùng ({earliest}) và không được sau "
        "ngày {latest}. Chưa ghi gì, các số vẫn nguyên. Hãy chọn lại ngày."
    ),
    "book.period": (
        "Kỳ {start} đến {end} kết thúc trước khi bắt đầu. Không có gì bị thay đổi. Hãy chọn lại ngày."
    ),
    "book.reason_missing": (
        "Chưa ghi lý do. Các số vẫn nguyên. Hãy ghi lý do bằng --reason, ví dụ: rách khi in, ướt mưa, nghỉ "
        "thu."
    ),
    "book.unknown": (
        "Máy này không có quyển {book} ký hiệu {symbol}. Không có gì bị thay đổi. Hãy xem các quyển đang "
        "giữ bằng: agent-app book list."
    ),
    "receipt.book_foreign": (
        "Quyển {book} (ký hiệu {symbol}) được giao cho máy khác. Chưa lập biên lai nào. Hãy dùng quyển của "
        "máy này, hoặc xin cơ quan BHXH quyển mới."
    ),
    "receipt.book_overlap": (
        "Quyển {book} (ký hiệu {symbol}) trùng số với quyển {other} đang giữ. Không có gì bị thay đổi. Hãy "
        "xin cơ quan BHXH cấp lại quyển có dãy số khác."
    ),
    "receipt.book_returned": (
        "Quyển {book} (ký hiệu {symbol}) đã trả lại cơ quan BHXH nên không cấp số nữa. Các biên lai đã lập "
        "vẫn an toàn. Hãy dùng quyển khác, hoặc đồng bộ để nhận quyển mới."
    ),
    "receipt.book_year": (
        "Quyển {book} (ký hiệu {symbol}) thuộc năm khác nên không dùng cho biên lai ngày {on}. Chưa lập "
        "biên lai nào. Hãy dùng quyển của năm đó; quyển năm cũ còn số thì trả lại bằng agent-app book "
        "return."
    ),
    "receipt.number_issued": (
        "Số {number}, quyển {book} (ký hiệu {symbol}) đã có biên lai {receipt_id} ngày {on}. Chưa lập biên "
        "lai nào. Hãy xem lại số trên tờ giấy."
    ),
    "receipt.number_not_next": (
        "Số {number} chưa đến lượt: quyển {book} (ký hiệu {symbol}) còn số {first}–{last} chưa rõ ra sao. "
        "Chưa ghi gì. Hãy dùng các số ấy trước, hoặc ghi số hỏng, số mất bằng agent-app book spoil."
    ),
    "receipt.number_other_book": (
        "Số {number} thuộc quyển {book} (ký hiệu {symbol}), không phải quyển {asked}. Chưa lập biên lai "
        "nào. Hãy xem lại số và quyển trên tờ giấy."
    ),
    "receipt.number_outside_book": (
        "Số {number} không thuộc quyển {book} (ký hiệu {symbol}), quyển này có số {first}–{last}. Chưa ghi "
        "gì. Hãy xem lại số và quyển trên tờ giấy."
    ),
    "receipt.number_passed": (
        "Số {number} đã qua rồi: quyển {book} (ký hiệu {symbol}) đang ở số {next}. Chưa ghi gì. Hãy xem lại "
        "số trên tờ giấy."
    ),
    "receipt.number_set_aside": (
        "Số {number}, quyển {book} (ký hiệu {symbol}) đã ghi là {fate} ngày {on}. Chưa lập biên lai nào. "
        "Hãy xem lại số trên tờ giấy."
    ),
    "receipt.number_unknown": (
        "Số {number} không thuộc quyển nào máy này đang giữ. Chưa lập biên lai nào. Hãy xem lại số trên tờ "
        "giấy, hoặc đồng bộ để nhận quyển."
    ),
}

FATE_WORDS: Mapping[NumberFate, str] = {
    NumberFate.ISSUED: "đã lập biên lai",
    NumberFate.CANCELLED: "đã huỷ",
    NumberFate.SPOILED: "số hỏng",
    NumberFate.LOST: "số mất",
    NumberFate.RETURNED: "đã trả lại",
    NumberFate.BLANK: "chưa dùng",
}

STATE_WORDS: Mapping[BookState, str] = {
    BookState.OPEN: "đang dùng",
    BookState.USED_UP: "đã hết số",
    BookState.RETURNED: "đã trả lại",
    BookState.FROZEN: "tạm khoá",
    BookState.FOREIGN: "của máy khác",
}


def few_left(book: BookLine, in_hand: int) -> str | None:
    """Warn of a book that is nearly used up, with how many numbers there are in all; say nothing before."""
    if book.left > 0 and not book.low:
        return None
    words = f"Quyển {book.book} (ký hiệu {book.symbol}) " + (
        f"chỉ còn {book.left} số." if book.left > 0 else "vừa dùng hết số."
    )
    others = in_hand - book.left
    if others > 0:
        return f"{words} Các quyển khác còn {others} số."
    return f"{words} Máy không còn quyển khác: hãy đồng bộ, hoặc xin cơ quan BHXH quyển mới."
