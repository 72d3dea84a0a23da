"""What was printed, in a store of dicts."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from agent_app.domain.print_log import PaperKind, Printing
from tests.services.memory_tables import Tables


@dataclass(slots=True)
class MemoryPrintLog:
    """Fulfils ``ports.PrintLog``."""

    tables: Tables

    def times(self, kind: PaperKind, about: UUID | None) -> int:
        return max(
            (each.nth for each in self.tables.prints if (each.kind, each.about) == (kind, about)), default=0
        )

    def add(self, printing: Printing) -> None:
        self.add_all([printing])

    def add_all(self, printings: Iterable[Printing]) -> None:
        self.tables.prints.extend(printings)
