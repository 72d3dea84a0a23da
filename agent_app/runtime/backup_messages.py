"""The words of failures of backups, restoring and rescuing."""

from collections.abc import Mapping

BACKUP_SENTENCES: Mapping[str, str] = {
    "backup.damaged": (
        "Bản sao lưu {file_name} bị hỏng nên không dùng. Sổ trên máy không bị thay đổi. Hãy chọn bản sao "
        "lưu khác bằng lệnh agent-app backup list."
    ),
    "backup.foreign": (
        "Tệp {file_name} không phải bản sao lưu của chương trình này. Không có gì bị thay đổi. Hãy chọn tệp "
        "có đuôi .dtnbak."
    ),
    "backup.full": (
        "Chỗ để bản sao lưu đã đầy nên chưa sao lưu được. Sổ và các bản sao lưu cũ vẫn nguyên. Hãy dọn bớt "
        "ổ đĩa hoặc USB rồi sao lưu lại."
    ),
    "backup.missing": (
        "Không có tệp {file_name} ở chỗ đã ghi, hoặc không đọc được. Không có gì bị thay đổi. Hãy kiểm tra "
        "đường dẫn và USB, rồi chạy lại."
    ),
    "backup.newer": (
        "Bản sao lưu {file_name} do bản chương trình mới hơn ghi. Không có gì bị thay đổi. Hãy cài bản mới "
        "rồi khôi phục."
    ),
    "backup.not_carried": (
        "Đã sao lưu trên máy, nhưng chưa chép được vào thư mục của --to: chưa cắm USB, hết chỗ, sai thư mục "
        "hoặc không có quyền. Sổ và bản sao lưu trên máy vẫn tốt. Hãy kiểm tra thư mục rồi sao lưu lại."
    ),
    "backup.other_key": (
        "Bản sao lưu {file_name} thuộc về sổ khác, khoá của sổ này không mở được. Không có gì bị thay đổi. "
        "Hãy khôi phục nó vào một thư mục trống bằng --home, với mật khẩu của sổ đó."
    ),
    "backup.place": (
        "Không ghi hoặc đọc được chỗ để bản sao lưu: chưa cắm USB, sai thư mục hoặc không có quyền. Sổ và "
        "các bản sao lưu khác vẫn nguyên. Hãy kiểm tra lại thư mục."
    ),
    "backup.unverified": (
        "Bản sao lưu vừa ghi không khớp với sổ nên đã bỏ. Sổ và các bản sao lưu cũ vẫn nguyên. Hãy chạy "
        "agent-app check rồi sao lưu lại."
    ),
    "receipt.book_range": (
        "Quyển {book} (ký hiệu {symbol}) trên máy có số {first}–{last}, còn tệp cấp quyền ghi dãy số khác. "
        "Không có gì bị thay đổi. Hãy xin cơ quan BHXH tệp enrol.json ghi đúng dãy số, hoặc một quyển khác."
    ),
    "receipt.books_frozen": (
        "Quyển {book} (ký hiệu {symbol}) đang tạm khoá: sổ đã được khôi phục, số còn trống có thể đã dùng. "
        "Chưa lập biên lai, chưa mất gì. Hãy xin cơ quan BHXH cấp quyển mới."
    ),
    "rescue.full": (
        "Ổ đĩa không đủ chỗ cho sổ cứu được nên chưa cứu xong. Sổ hỏng và nhật ký tiền không bị thay đổi. "
        "Hãy dọn bớt ổ đĩa, hoặc chọn --out trên ổ đĩa khác, rồi cứu lại."
    ),
    "rescue.nothing": (
        "Không đọc được gì từ sổ, nhật ký tiền hay bản sao lưu trong thư mục này. Không tệp nào bị thay "
        "đổi. Hãy giữ nguyên thư mục và liên hệ cơ quan BHXH."
    ),
    "rescue.place": (
        "Không đọc được thư mục của sổ, hoặc không ghi được vào thư mục đích, nên chưa cứu xong: sai thư mục "
        "hoặc không có quyền. Những gì đang có vẫn nguyên. Hãy chọn thư mục khác cho --out rồi cứu lại."
    ),
    "rescue.not_needed": (
        "Sổ đang nguyên vẹn nên chưa cứu gì, chưa thay gì. Nếu vẫn muốn dựng lại sổ, hãy chạy lại lệnh với "
        "--yes."
    ),
    "rescue.target_exists": (
        "Thư mục đích đã có một sổ nên không ghi đè. Không có gì bị thay đổi. Hãy chọn một thư mục trống "
        "cho --out."
    ),
    "restore.full": (
        "Ổ đĩa không đủ chỗ cho sổ trong bản sao lưu nên chưa khôi phục xong. Sổ đang có và bản sao lưu vẫn "
        "nguyên. Hãy dọn bớt ổ đĩa rồi khôi phục lại."
    ),
    "restore.other_agent": (
        "Bản sao lưu là của nhân viên {backup_agent_code}, sổ trên máy là của {agent_code}. Không có gì bị "
        "thay đổi. Hãy chọn đúng bản sao lưu, hoặc khôi phục vào thư mục trống bằng --home."
    ),
    "restore.other_home": (
        "Bản sao lưu (nhân viên {agent_code}) không phải của sổ trong thư mục này. Không có gì bị thay đổi. "
        "Hãy chọn đúng bản sao lưu, hoặc khôi phục vào thư mục trống bằng --home."
    ),
    "restore.place": (
        "Không ghi được vào thư mục của sổ nên chưa khôi phục xong: sai thư mục hoặc không có quyền. Sổ đang "
        "có và bản sao lưu vẫn nguyên. Hãy kiểm tra thư mục, hoặc khôi phục vào thư mục khác bằng --home."
    ),
}

BACKUP_PROBLEMS: Mapping[str, str] = {
    "backup.damaged": "bị hỏng",
    "backup.foreign": "không phải bản sao lưu",
    "backup.newer": "do bản chương trình mới hơn ghi",
    "backup.other_key": "của sổ khác",
}
