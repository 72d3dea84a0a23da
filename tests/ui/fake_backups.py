"""Backups that are never made."""

from dataclasses import dataclass, field

from agent_app.services.backups import BackupState
from tests.builders import NOW


@dataclass
class FakeBackups:
    """Remembers how often it was asked."""

    kept: BackupState = field(default_factory=lambda: BackupState(made_at=NOW))
    asked: int = 0

    def state(self) -> BackupState:
        return self.kept

    def make_if_due(self) -> None:
        self.asked += 1
