"""The words of bank statements: files that cannot be read, and what is wrong with their lines."""

from collections.abc import Mapping

from agent_app.domain.bank_statement import StatementField

STATEMENT_SENTENCES: Mapping[str, str] = {
    "statement.damaged": "Tệp sao kê {file} bị hỏng. Chưa ghi gì. Hãy tải lại sao kê từ ngân hàng.",
    "statement.empty": (
        "Tệp sao kê {file} không có dòng nào. Chưa ghi gì. Hãy xuất lại sao kê từ ngân hàng."
    ),
    "statement.missing": (
        "Không mở được tệp sao kê {file}. Chưa ghi gì. Hãy kiểm tra lại tên và chỗ để tệp."
    ),
    "statement.not_a_table": (
        "Tệp {file} không phải bảng tính (.xlsx, .xls, .ods, .csv). Chưa ghi gì. Hãy xuất sao kê từ ngân "
        "hàng ra Excel hoặc CSV."
    ),
    "statement.protected": (
        "Tệp sao kê {file} có mật khẩu. Chưa ghi gì. Hãy mở bằng Excel, bỏ mật khẩu, lưu lại rồi nhập."
    ),
    "statement.reader": (
        "Không đọc được tệp sao kê {file}: việc đọc bị dừng hoặc quá {seconds} giây. Chưa ghi gì. Hãy mở "
        "bằng Excel, lưu lại thành .xlsx rồi thử lại."
    ),
    "statement.too_large": (
        "Tệp {file} quá lớn so với một sao kê. Chưa ghi gì. Hãy xuất sao kê của ít ngày hơn rồi nhập từng "
        "tệp."
    ),
    "statement.web_page": (
        "Tệp {file} thực ra là trang web hoặc XML được đặt tên như tệp Excel. Chưa ghi gì. Hãy mở tệp bằng "
        "Excel, chọn Lưu thành (Save As) kiểu .xlsx, rồi nhập lại."
    ),
}

# A field by the code that answers name it with.
STATEMENT_FIELDS: Mapping[str, str] = {
    StatementField.DATE.value: "ngày giao dịch",
    StatementField.VALUE_DATE.value: "ngày hiệu lực",
    StatementField.CREDIT.value: "số tiền ghi có",
    StatementField.DEBIT.value: "số tiền ghi nợ",
    StatementField.AMOUNT.value: "số tiền",
    StatementField.SIGN.value: "tiền vào hay tiền ra",
    StatementField.TEXT.value: "nội dung",
    StatementField.REFERENCE.value: "số bút toán",
    StatementField.ACCOUNT.value: "số tài khoản",
    StatementField.SENDER.value: "người chuyển",
}


def rejection(about: str, value: str, *, after_today: bool) -> str:
    """Say what is wrong with a line of a statement."""
    named = STATEMENT_FIELDS.get(about, about)
    if after_today:
        return f"{named} {value} sau ngày hôm nay"
    return f"không đọc được {named} «{value}»" if value else f"không có {named}"
