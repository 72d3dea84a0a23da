"""An access log that only remembers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID


@dataclass
class FakeAccess:
    """Keeps whom somebody looked at, and which numbers were uncovered."""

    seen: list[UUID | None] = field(default_factory=list)
    uncovered: list[tuple[str, UUID, tuple[str, ...]]] = field(default_factory=list)
    sweeps: int = 0

    def saw(self, entity: str, entity_id: UUID | None, fields: Sequence[str]) -> None:
        del entity, fields
        self.seen.append(entity_id)

    def revealed(self, entity: str, entity_id: UUID, fields: Sequence[str]) -> None:
        self.uncovered.append((entity, entity_id, tuple(fields)))

    def sweep_daily(self) -> None:
        self.sweeps += 1
