"""The words of failures around the keys of a home."""

from collections.abc import Mapping

KEY_SENTENCES: Mapping[str, str] = {
    "keyring.missing": (
        "Máy này không có kho khoá của hệ điều hành, hoặc kho đang khoá, nên không dùng được mã PIN. Sổ vẫn "
        "nguyên và vẫn mở được bằng mật khẩu. Hãy dùng mật khẩu."
    ),
    "pin.missing": (
        "Máy này chưa đặt mã PIN, hoặc kho khoá của máy không còn giữ phần của mã. Không có gì bị thay đổi. "
        "Hãy mở sổ bằng mật khẩu; muốn dùng PIN thì đặt lại bằng lệnh agent-app pin set."
    ),
    "pin.unfit": (
        "Mã PIN phải có ít nhất 4 chữ số và chỉ gồm chữ số. Chưa đặt mã nào. Hãy chọn mã khác, tốt nhất 6 số "
        "trở lên."
    ),
    "pin.void": (
        "Nhập sai mã PIN quá nhiều lần nên mã PIN đã bị bỏ. Sổ và mọi dữ liệu vẫn nguyên. Hãy mở sổ bằng mật "
        "khẩu rồi đặt mã PIN mới."
    ),
    "pin.wrong": (
        "Mã PIN không đúng, còn {left} lần thử rồi máy sẽ hỏi mật khẩu. Dữ liệu trong sổ không bị thay đổi. "
        "Hãy nhập lại, hoặc dùng mật khẩu."
    ),
    "recovery.missing": (
        "Sổ này chưa có mã khôi phục nên chỉ mở được bằng mật khẩu. Không có gì bị thay đổi. Hãy thử lại mật "
        "khẩu; không nhớ ra thì mang máy đến cơ quan BHXH."
    ),
    "recovery.shown": (
        "Mã khôi phục của sổ này đã được cho xem một lần và không xem lại được. Mã cũ vẫn dùng được. Mất mã "
        "thì thêm --renew để tạo mã mới thay mã cũ."
    ),
    "recovery.typo": (
        "Mã khôi phục gõ chưa đúng: thiếu, thừa hoặc nhầm ký tự. Lần này không bị tính là nhập sai. Hãy tắt "
        "bộ gõ tiếng Việt, so lại từng nhóm 4 ký tự (7 nhóm) rồi gõ lại."
    ),
    "secret.mismatch": (
        "Hai lần gõ không giống nhau. Chưa tạo và chưa đổi gì. Hãy làm lại, kiểm tra phím Caps Lock và bộ gõ "
        "tiếng Việt."
    ),
    "secret.missing": (
        "Chưa có thứ cần nhập và không có ai để hỏi. Không có gì bị thay đổi. Hãy ghi vào một tệp rồi dùng "
        "{option}."
    ),
    "secrets.keys_unwritable": (
        "Không ghi được tệp {file_name} nên chưa đổi gì. Mật khẩu và mã đang có vẫn dùng được. Hãy kiểm tra "
        "chỗ trống trên ổ đĩa rồi làm lại."
    ),
    "secrets.no_memory": (
        "Máy không còn đủ bộ nhớ để kiểm tra mật khẩu. Dữ liệu trong sổ vẫn nguyên. Hãy đóng bớt chương "
        "trình khác rồi thử lại."
    ),
    "secrets.too_soon": (
        "Đã nhập sai nhiều lần nên phải chờ {seconds} giây nữa mới được thử tiếp. Dữ liệu trong sổ không bị "
        "xoá. Hãy chờ rồi nhập lại; quên mật khẩu thì dùng mã khôi phục."
    ),
    "secrets.wrong_recovery_code": (
        "Mã khôi phục không phải của sổ này, hoặc đã bị thay bằng mã mới. Dữ liệu trong sổ không bị đổi. "
        "Hãy tìm đúng mã của máy này."
    ),
}
