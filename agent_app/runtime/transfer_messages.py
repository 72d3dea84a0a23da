"""The words of transfers, credits and statements: failures, findings, states."""

from collections.abc import Mapping

from agent_app.domain.transfer import CreditMatter, TransferState

TRANSFER_SENTENCES: Mapping[str, str] = {
    "credit.unknown": (
        "Không tìm thấy khoản tiền về có mã {credit_id}. Chưa ghi gì. Hãy chạy agent-app bank unmatched "
        "rồi chép lại mã."
    ),
    "credit.used": (
        "Khoản tiền về này đã được ghép hết, không ghép lần thứ hai. Chưa ghi gì. Hãy chạy agent-app bank "
        "list để xem đã ghép với khoản nào."
    ),
    "receipt.awaited": (
        "Khoản chuyển {purpose} đang chờ tiền về, chưa có biên lai để in. Không có gì bị thay đổi. Hãy cho "
        "hộ quét mã (agent-app bank qr {purpose} --out F.png), rồi nhập sao kê khi tiền về."
    ),
    "statement.account": (
        "Sao kê này là của tài khoản {account}, không phải tài khoản của cơ quan BHXH ({known}). Chưa ghi "
        "gì. Hãy lấy đúng sao kê, hoặc hỏi cơ quan BHXH."
    ),
    "transfer.account_not_listed": (
        "Tài khoản {account} không có trong danh sách có chữ ký của cơ quan BHXH ({known}). Chưa ghi gì. "
        "Hãy chọn tài khoản trong danh sách."
    ),
    "transfer.account_unsaid": (
        "Cơ quan BHXH có nhiều tài khoản ({known}) nên chưa rõ là tài khoản nào. Chưa ghi gì. Hãy chọn một "
        "bằng --account."
    ),
    "transfer.awaits_number": (
        "Khoản chuyển {purpose} đã về đủ tiền, chỉ còn chờ số trên tờ biên lai in sẵn; đừng chuyển lần nữa. "
        "Không có gì bị thay đổi. Hãy viết biên lai rồi ghi số: agent-app bank match {purpose} --number SỐ."
    ),
    "transfer.given_up": (
        "Khoản chuyển {purpose} đã thôi chờ. Chưa ghi gì. Hãy lập lại khoản chờ mới, rồi ghép tiền với "
        "khoản mới ấy."
    ),
    "transfer.no_account": (
        "Cơ quan BHXH chưa gửi tài khoản nhận tiền nào nên chưa nhận chuyển khoản được. Chưa ghi gì. Hãy "
        "đồng bộ hoặc xin tệp cài đặt, hoặc thu tiền mặt."
    ),
    "transfer.not_awaited": (
        "Khoản chuyển {purpose} đã thôi chờ nên không còn mã để quét và không có biên lai. Không có gì bị "
        "thay đổi. Nếu hộ vẫn muốn chuyển, hãy lập khoản chờ mới (agent-app receipt issue --method transfer)."
    ),
    "transfer.not_credited": (
        "Khoản chuyển {purpose} còn thiếu {missing} đ nên chưa ghi số biên lai. Chưa ghi gì. Hãy nhập sao "
        "kê khi tiền về đủ."
    ),
    "transfer.nothing_due": (
        "Không có tiền phải đóng nên không có gì để chuyển. Chưa ghi gì. Hãy xem lại mức đóng."
    ),
    "transfer.number_too_early": (
        "Chưa thấy tiền về thì chưa viết biên lai in sẵn. Chưa ghi gì. Hãy làm lại mà không có --number; "
        "tiền về rồi mới ghi số."
    ),
    "transfer.overpaid": (
        "Khoản {purpose} đã nhận nhiều hơn mức đóng của ngày tiền về ({due} đ). Chưa ghi gì. Hãy thôi chờ "
        "khoản này, lập khoản mới rồi ghép lại tiền đã về."
    ),
    "transfer.paid": (
        "Khoản chuyển {purpose} đã trả rồi ({receipt}), đừng chuyển lần nữa. Không có gì bị thay đổi. Hãy "
        "xem biên lai bằng agent-app receipt list --method transfer."
    ),
    "transfer.pending": (
        "Người này đang có khoản chuyển {purpose} chờ tiền về cho cùng thời gian. Chưa ghi gì. Hãy đợi "
        "tiền về, hoặc thôi chờ bằng agent-app bank give-up {purpose} kèm lý do."
    ),
    "transfer.reason_missing": "Việc này cần lý do. Chưa ghi gì. Hãy ghi lý do bằng --reason rồi làm lại.",
    "transfer.settled": (
        "Khoản chuyển {purpose} đã đủ tiền, không nhận thêm và không thôi chờ được. Chưa ghi gì. Tiền về "
        "thừa thì để riêng, báo cơ quan BHXH trả lại."
    ),
    "transfer.unknown": (
        "Không tìm thấy khoản chuyển {transfer_id}. Chưa ghi gì. Hãy chạy agent-app bank list rồi chép "
        "lại mã."
    ),
    "transfer.unwitnessed": (
        "Việc của khoản {purpose} ĐÃ được lưu trong sổ, nhưng chưa chép được sang nhật ký tiền. Đừng làm "
        "lại. Hãy kiểm tra chỗ trống trên ổ đĩa; máy sẽ tự chép bù."
    ),
    "workbook.no_statement": (
        "Tệp {file} không giống sao kê ngân hàng: không thấy dòng tiêu đề có ngày, số tiền ghi có và nội "
        "dung. Chưa ghi gì. Hãy xuất lại sao kê từ ngân hàng ra Excel hoặc CSV."
    ),
}

TRANSFER_FINDINGS: Mapping[str, str] = {
    "credit.overused": (
        "Khoản tiền về {about} đã ghép nhiều hơn số tiền của nó. Hãy ngừng ghép và báo cơ quan BHXH."
    ),
    "transfer.differs": (
        "Khoản chuyển {about} khác với bản đã ghi trong nhật ký. Hãy ngừng thu và báo cơ quan BHXH."
    ),
    "transfer.missing": (
        "Nhật ký có khoản chuyển {about} nhưng sổ không còn. Hãy khôi phục bản sao lưu hoặc chạy agent-app "
        "rescue."
    ),
    "transfer.unpaid": "Biên lai {about} khác với số tiền đã về cho nó. Hãy ngừng thu và báo cơ quan BHXH.",
    "transfer.unreadable": (
        "Nội dung đã ghi của việc {about} (chuyển khoản) không đọc được. Hãy báo cơ quan BHXH."
    ),
}

TRANSFER_STATES: Mapping[TransferState, str] = {
    TransferState.AWAITED: "Chờ tiền về",
    TransferState.PARTIAL: "Tiền về thiếu",
    TransferState.CREDITED: "Tiền đã về, chờ ghi số",
    TransferState.RECEIPTED: "Tiền đã về, đã có biên lai",
    TransferState.GIVEN_UP: "Thôi chờ",
}

CREDIT_MATTERS: Mapping[CreditMatter, str] = {
    CreditMatter.NO_CODE: "không có mã, chưa rõ ai nộp",
    CreditMatter.UNKNOWN_CODE: "mã không của khoản chờ nào, có thể của một thông báo đến hạn",
    CreditMatter.SEVERAL_CODES: "nhiều mã trong một lần chuyển",
    CreditMatter.OTHER_ACCOUNT: "về tài khoản khác với mã",
    CreditMatter.TOO_EARLY: "về trước ngày lập khoản chờ",
    CreditMatter.ALREADY_PAID: "khoản này đã đủ tiền từ trước (chuyển hai lần)",
    CreditMatter.GIVEN_UP: "khoản này đã thôi chờ",
    CreditMatter.PARTIAL: "thiếu tiền",
    CreditMatter.EXCESS: "thừa tiền",
    CreditMatter.PRICE_CHANGED: "mức đóng đã khác vào ngày tiền về",
    CreditMatter.PAID_OTHERWISE: "người này đã có biên lai khác",
    CreditMatter.REFUSED: "chưa lập biên lai được",
    CreditMatter.REST: "tiền thừa, phải trả lại",
    CreditMatter.READY: "khớp, ghép được",
}
