"""Enters prints: how-manieth each is, and who has seen what stands on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from agent_app.domain.print_log import PaperKind, Printing, PrintWay
from agent_app.services.access import AccessLog
from agent_app.services.ports import Clock, Ids, UnitOfWork

_ENTITIES: Mapping[PaperKind, str] = {
    PaperKind.RECEIPT: "receipt",
    PaperKind.RECEIPT_ROLL: "receipt",
    PaperKind.NOTICE: "household",
}


@dataclass(frozen=True, slots=True)
class PrintRegister:
    """Keeps prints in the unit of work that makes the papers: nothing goes out that is not on disk."""

    clock: Clock
    ids: Ids
    access: AccessLog

    def enter(
        self, unit: UnitOfWork, kind: PaperKind, about: UUID | None, way: PrintWay, copies: int = 1
    ) -> int:
        """Enter one print; return the how-manieth of this paper it is."""
        return self.enter_all(unit, kind, [about], way, copies)[0]

    def enter_all(
        self,
        unit: UnitOfWork,
        kind: PaperKind,
        papers: Iterable[UUID | None],
        way: PrintWay,
        copies: int = 1,
    ) -> tuple[int, ...]:
        """Enter a batch, each paper once; return the how-manieth of its kind each is."""
        now = self.clock.now()
        printed = [
            Printing(self.ids.new(), kind, about, way, copies, unit.prints.times(kind, about) + 1, now)
            for about in papers
        ]
        unit.prints.add_all(printed)
        self.access.printed(unit, _ENTITIES.get(kind, "list"), [each.about for each in printed])
        return tuple(each.nth for each in printed)
