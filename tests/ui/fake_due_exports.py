"""Lines that are taken out, in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from agent_app.services.ports import Report


@dataclass
class FakeDueExports:
    """Keeps what was asked for."""

    asked: list[tuple[str, tuple[UUID, ...]]] = field(default_factory=list)
    error: Exception | None = None

    def workbook(self, month: str, lines: Sequence[UUID], report: Report) -> bytes:
        report(0, len(lines))
        if self.error is not None:
            raise self.error
        self.asked.append((month, tuple(lines)))
        return f"{len(lines)} lines".encode()
