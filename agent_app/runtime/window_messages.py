"""What the window says where the command line names a command: the next step is a press, not a command."""

from collections.abc import Mapping

from agent_app.domain.errors import AppError
from agent_app.runtime.messages import sentence

WINDOW_SENTENCES: Mapping[str, str] = {
    "book.unknown": (
        "Máy này không có quyển {book} ký hiệu {symbol}. Không có gì bị thay đổi. Anh/chị xem lại quyển trên "
        "tờ giấy, hoặc đồng bộ để nhận quyển."
    ),
    "device.not_enrolled": (
        "Máy này chưa được cơ quan BHXH cấp quyền thu. Dữ liệu trên máy vẫn giữ nguyên. Anh/chị xin cơ quan "
        "BHXH tệp cấp quyền (enrol.json)."
    ),
    "receipt.awaited": (
        "Khoản chuyển {purpose} đang chờ tiền về, chưa có biên lai để in. Không có gì bị thay đổi. Anh/chị "
        "cho hộ quét mã, rồi nhập sao kê khi tiền về."
    ),
    "receipt.book_year": (
        "Quyển {book} (ký hiệu {symbol}) thuộc năm khác nên không dùng cho biên lai ngày {on}. Chưa lập "
        "biên lai nào. Anh/chị dùng quyển của năm đó; quyển năm cũ còn số thì trả lại cơ quan BHXH."
    ),
    "receipt.handed_over": (
        "Tiền của biên lai này đã nộp hoặc hồ sơ đã gửi nên không huỷ được nữa. Biên lai vẫn giữ nguyên. "
        "Anh/chị đề nghị cơ quan BHXH hoàn tiền."
    ),
    "receipt.number_not_next": (
        "Số {number} chưa đến lượt: quyển {book} (ký hiệu {symbol}) còn số {first}–{last} chưa rõ ra sao. "
        "Chưa ghi gì. Anh/chị dùng hết các số trước, hoặc ghi tờ hỏng, tờ mất rồi mới dùng số này."
    ),
    "receipt.refund_early": (
        "Tiền của biên lai này chưa nộp nên chưa có gì để hoàn. Biên lai vẫn giữ nguyên. Nếu thu nhầm, "
        "anh/chị huỷ biên lai."
    ),
    "receipt.replacement": (
        "Biên lai cũ chưa huỷ, đã có biên lai thay, hoặc đang chờ chuyển khoản thay. Chưa thu tiền. Anh/chị "
        "huỷ biên lai cũ hoặc thôi chờ khoản chuyển đó trước."
    ),
    "receipt.unknown": (
        "Máy này không có biên lai ấy. Không có gì bị thay đổi. Anh/chị xem lại danh sách biên lai."
    ),
    "sync.server_unknown": (
        "Chưa biết địa chỉ máy chủ của cơ quan BHXH. Mọi dữ liệu vẫn trên máy. Anh/chị hỏi cơ quan BHXH tệp "
        "cấp quyền có địa chỉ ấy."
    ),
    "transfer.awaits_number": (
        "Khoản chuyển {purpose} đã về đủ tiền, chỉ còn chờ số trên tờ biên lai in sẵn; đừng chuyển lần nữa. "
        "Không có gì bị thay đổi. Anh/chị viết biên lai rồi gõ số của tờ ấy."
    ),
    "transfer.not_awaited": (
        "Khoản chuyển {purpose} đã thôi chờ nên không còn mã để quét và không có biên lai. Không có gì bị "
        "thay đổi. Nếu hộ vẫn muốn chuyển, anh/chị lập khoản chờ mới."
    ),
    "transfer.paid": (
        "Khoản chuyển {purpose} đã trả rồi ({receipt}), đừng chuyển lần nữa. Không có gì bị thay đổi. "
        "Anh/chị xem biên lai ở trang «Thu tiền»."
    ),
    "transfer.pending": (
        "Người này đang có khoản chuyển {purpose} chờ tiền về cho cùng thời gian. Chưa ghi gì. Anh/chị đợi "
        "tiền về, hoặc thôi chờ khoản ấy kèm lý do."
    ),
    "transfer.unknown": (
        "Không tìm thấy khoản chuyển ấy. Chưa ghi gì. Anh/chị xem lại các khoản đang chờ chuyển."
    ),
}


def window_sentence(error: AppError) -> str:
    """Say a failure in the window."""
    return sentence(error, WINDOW_SENTENCES)
