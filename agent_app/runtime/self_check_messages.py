"""The sentence for a program that fails its own check."""

from collections.abc import Mapping

SELF_CHECK_SENTENCES: Mapping[str, str] = {
    "self_check.failed": (
        "{what}. Việc kiểm làm trong một sổ tạm, sổ của anh/chị không bị đụng đến. Hãy cài lại chương trình; "
        "nếu vẫn thế, gửi những dòng này cho người hỗ trợ."
    ),
}
"""One sentence for each ``AppError.code`` of the self-check."""
