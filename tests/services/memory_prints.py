"""What was printed, in a store of dicts."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
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

    def times_of(
        self, kind: PaperKind, papers: Collection[UUID], since: datetime | None = None
    ) -> dict[UUID, int]:
        found: dict[UUID, int] = {}
        for each in self.tables.prints:
            counts = each.kind == kind and (since is None or each.printed_at >= since)
            if counts and each.about is not None and each.about in papers:
                found[each.about] = max(each.nth, found.get(each.about, 0))
        return found

    def add_all(self, printings: Iterable[Printing]) -> None:
        self.tables.prints.extend(printings)
