"""What every page is given: the core, who runs its work, who words its failures, how things look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent_app.domain.errors import AppError
from agent_app.ui.words import _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from agent_app.ui.core import Core, Say
    from agent_app.ui.look import Look
    from agent_app.ui.tasks import Runner


@dataclass(frozen=True, slots=True)
class Bench:
    """The tools of the pages, and the ``shelf`` that they stand on.

    A page that is born where it will stand is dressed once, not at every step on its way there.
    """

    core: Core
    runner: Runner
    say: Say
    look: Look
    shelf: QWidget | None = None

    def sentence(self, error: Exception) -> str:
        """Word any failure; a bug gets one calm sentence."""
        return self.say(error) if isinstance(error, AppError) else bug_sentence()


def bug_sentence() -> str:
    """Say that something is wrong with the program itself."""
    return _(
        "Chương trình gặp lỗi ngoài dự tính. Những gì đã lưu vẫn nguyên trên máy. "
        "Anh/chị thử lại; nếu còn lỗi, gửi tệp nhật ký cho người hỗ trợ."
    )
