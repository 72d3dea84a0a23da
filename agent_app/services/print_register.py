"""Enters prints: how-manieth each is, and who has seen what stands on it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from agent_app.domain.calendar import VIETNAM, civil_date
from agent_app.domain.print_log import MONTHLY, PaperKind, Printing, PrintWay
from agent_app.services.access import AccessLog
from agent_app.services.ports import Clock, Ids, UnitOfWork

_ENTITIES: Mapping[PaperKind, str] = {
    PaperKind.RECEIPT: "receipt",
    PaperKind.RECEIPT_ROLL: "receipt",
    PaperKind.NOTICE: "household",
    PaperKind.NOTICE_MESSAGE: "household",
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
        now, abouts = self.clock.now(), list(papers)
        known = self.times(unit, kind, {each for each in abouts if each is not None})
        printed = [
            Printing(self.ids.new(), kind, about, way, copies, _times(unit, known, kind, about) + 1, now)
            for about in abouts
        ]
        unit.prints.add_all(printed)
        self.access.printed(unit, _ENTITIES.get(kind, "list"), [each.about for each in printed])
        return tuple(each.nth for each in printed)

    def times(self, unit: UnitOfWork, kind: PaperKind, papers: Collection[UUID]) -> dict[UUID, int]:
        """Say how often each paper was printed, in this month where its kind is counted by months."""
        today = civil_date(self.clock.now())
        month = datetime(today.year, today.month, 1, tzinfo=VIETNAM)
        return unit.prints.times_of(kind, papers, month if kind in MONTHLY else None)


def _times(unit: UnitOfWork, known: Mapping[UUID, int], kind: PaperKind, about: UUID | None) -> int:
    return unit.prints.times(kind, about) if about is None else known.get(about, 0)
