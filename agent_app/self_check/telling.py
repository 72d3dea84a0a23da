"""Says each step of the check with its time, and what stood in the way of one."""

import traceback
from collections.abc import Callable
from time import monotonic
from types import TracebackType
from typing import Self, TypeVar

from agent_app.domain.errors import AppError
from agent_app.runtime.messages import UNEXPECTED, sentence

T = TypeVar("T")
Say = Callable[[str], None]


class Telling:
    """Goes from step to step inside ``with``; whatever fails is told there, and ends it.

    ``passed`` is true when the last step is behind it.
    """

    def __init__(self, say: Say) -> None:
        self._say = say
        self._number, self._words = 0, ""
        self._start = monotonic()
        self.passed = False

    def take(self, words: str, step: Callable[[], T]) -> T:
        """Take a step, and tell that it did what it must."""
        self._number, self._words, began = self._number + 1, words, monotonic()
        found = step()
        self._say(f"{self._numbered()}: đạt, {seconds(monotonic() - began)}")
        return found

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        """Tell the failure, one that nobody expected with its trace: nobody's data is in a temporary home."""
        if error is not None and not isinstance(error, Exception):
            return False
        took = seconds(monotonic() - self._start)
        if error is None:
            self.passed = True
            self._say(f"Tự kiểm đạt cả {self._number} bước, {took}.")
            return True
        words = sentence(error) if isinstance(error, AppError) else UNEXPECTED
        self._say(f"{self._numbered()}: KHÔNG ĐẠT. {words}")
        self._say("".join(traceback.format_exception(kind, error, trace)).rstrip())
        self._say(f"Tự kiểm dừng ở bước {self._number} sau {took}; các bước sau chưa kiểm.")
        return True

    def _numbered(self) -> str:
        return f"{self._number}. {self._words}"


def seconds(value: float) -> str:
    """Write a time."""
    return f"{value:.1f} giây".replace(".", ",")
