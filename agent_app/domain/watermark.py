"""The line that every exported file carries: who took it out, when, for what, and under which code."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from agent_app.domain.calendar import VIETNAM

_CODE_LETTERS = 8


@dataclass(frozen=True, slots=True)
class Watermark:
    """Who exported for what; ``at`` is an aware UTC instant, ``export_id`` stands in the access log, too."""

    actor: str
    at: datetime
    purpose: str
    export_id: UUID

    @property
    def code(self) -> str:
        """The short code by which an export is found again in the access log."""
        return self.export_id.hex[-_CODE_LETTERS:].upper()

    @property
    def line(self) -> str:
        """Write it as it stands in the file."""
        moment = self.at.astimezone(VIETNAM)
        return f"Xuất bởi {self.actor}, {moment:%H:%M} ngày {moment:%d/%m/%Y}, mã {self.code}: {self.purpose}"

    @property
    def facts(self) -> dict[str, str]:
        """Give it as fields, for files that machines read."""
        return {
            "line": self.line,
            "actor": self.actor,
            "at": self.at.isoformat(),
            "purpose": self.purpose,
            "code": self.code,
            "export_id": str(self.export_id),
        }
