"""The words for numbers, codes and images that cannot be read or written."""

from collections.abc import Mapping

CODE_SENTENCES: Mapping[str, str] = {
    "card.unreadable": (
        "Mã trên thẻ thiếu hoặc sai phần «{about}». Chưa ghi gì. Hãy quét lại, hoặc nhập tay theo thẻ."
    ),
    "identity.agent_card_no": (
        "Số thẻ nhân viên thu chỉ gồm chữ, số và dấu / . - (tối đa 20 ký tự), đang có {length}. Chưa ghi "
        "gì. Hãy nhập lại."
    ),
    "identity.agent_card_no_personal": (
        "Số này chứa số CCCD nên không được in lên giấy tờ. Chưa ghi gì. Hãy nhập số thẻ nhân viên thu."
    ),
    "identity.citizen_id": (
        "Số CCCD/ĐDCN phải có 12 chữ số, đang có {length} ký tự. Chưa ghi gì. Hãy nhập lại."
    ),
    "identity.citizen_id_impossible": (
        "Số CCCD/ĐDCN có {length} chữ số nhưng mã tỉnh hoặc mã thế kỷ không có thật. Chưa ghi gì. Hãy nhìn "
        "lại thẻ rồi nhập lại."
    ),
    "identity.facility": "Mã nơi KCB phải có dạng 60-058. Chưa ghi gì. Hãy nhập lại.",
    "identity.health_card_no": (
        "Mã thẻ BHYT phải có 10 chữ số, hoặc 2 chữ cái và 13 chữ số; đang có {length} ký tự. Chưa ghi gì. "
        "Hãy nhập lại."
    ),
    "identity.household_no": "Mã hộ gia đình phải có 10 ký tự, đang có {length}. Chưa ghi gì. Hãy nhập lại.",
    "identity.insurance_no": (
        "Mã số BHXH phải có 10 chữ số, đang có {length} ký tự. Chưa ghi gì. Hãy nhập lại."
    ),
    "identity.old_citizen_id": (
        "Số CMND cũ phải có 9 chữ số, đang có {length} ký tự. Chưa ghi gì. Hãy nhập lại."
    ),
    "identity.phone": (
        "Số điện thoại phải có 10 chữ số, bắt đầu bằng 0 (máy bàn 11 số, bắt đầu 02). Chưa ghi gì. Hãy "
        "nhập lại."
    ),
    "image.no_code": (
        "Không thấy mã QR nào trong ảnh {file}. Không có gì bị thay đổi. Hãy chụp gần, thẳng và đủ sáng hơn."
    ),
    "image.unreadable": (
        "Không đọc được ảnh {file}. Không có gì bị thay đổi. Hãy chọn tệp PNG hoặc JPEG, hoặc chụp lại."
    ),
    "image.unwritable": (
        "Không ghi được ảnh {file}. Không có gì bị thay đổi. Hãy chọn thư mục khác hoặc kiểm tra chỗ trống."
    ),
    "payment_qr.broken": (
        "Mã này không phải mã chuyển khoản VietQR, hoặc bị thiếu ở trường {about}. Chưa dùng gì. Hãy quét "
        "lại."
    ),
    "payment_qr.checksum": (
        "Mã chuyển khoản sai số kiểm tra (trường {about}): nội dung đã bị cắt hoặc bị sửa. Chưa dùng gì. "
        "Hãy quét lại, đừng chuyển tiền theo mã này."
    ),
    "payment_qr.field": (
        "Mã chuyển khoản không nhận giá trị của «{about}». Chưa tạo mã. Hãy kiểm tra: mã ngân hàng 6 chữ "
        "số, tài khoản tối đa 19 chữ và số, số tiền lớn hơn 0, nội dung không dấu tối đa 25 ký tự."
    ),
    "payment_qr.purpose_holds_person": (
        "Nội dung chuyển khoản chứa số của một người, sẽ hiện trên sao kê ngân hàng. Chưa tạo mã. Hãy chỉ "
        "ghi số đợt và số biên lai."
    ),
    "scan.damaged": (
        "Bộ gõ tiếng Việt đã làm sai nội dung máy quét gõ vào, không sửa lại chắc chắn được. Chưa ghi gì. "
        "Hãy chuyển bộ gõ sang tiếng Anh rồi quét lại, hoặc chụp ảnh mã."
    ),
    "scan.unknown": (
        "Đây không phải mã của thẻ BHYT, CCCD hay mã chuyển khoản ({length} ký tự). Chưa ghi gì. Hãy quét "
        "lại đúng mã."
    ),
    "written.amount": (
        "Không hiểu số tiền này, hoặc có thể hiểu hai cách. Chưa ghi gì. Hãy viết theo mẫu 1366200 hoặc "
        "1.366.200."
    ),
    "written.date": (
        "Không hiểu ngày này, hoặc ngày không có thật. Chưa ghi gì. Hãy viết theo mẫu 21/11/2026, 11/2026 "
        "hoặc 1985."
    ),
    "written.sex": "Không hiểu giới tính này. Chưa ghi gì. Hãy chọn Nam hoặc Nữ.",
}
