"""A day's walk in memory: the doors of a made-up commune, in an order that can be changed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from agent_app.domain.household import Household, HouseholdId
from agent_app.domain.money import Dong
from agent_app.domain.names import fold
from agent_app.domain.visit import Outcome
from agent_app.domain.walking_order import Stop, merged
from agent_app.services.day_lines import DoorFilter, DoorLine, FoundReceipt
from agent_app.services.lines import DueLine, MemberLine, ReceiptView, VisitLine


class FakeDay:
    """Answers ``ports.DayQueries`` from the fake core's lists, and keeps an order as ``core.route`` does."""

    households: dict[HouseholdId, Household]
    members: dict[HouseholdId, tuple[MemberLine, ...]]
    due: list[DueLine]
    visits: dict[HouseholdId, list[VisitLine]]
    views: list[ReceiptView]

    def __init__(self) -> None:
        self.order: list[HouseholdId] = []
        self.plans: dict[HouseholdId, date] = {}
        self.not_written: Exception | None = None

    def doors(self, wanted: DoorFilter) -> list[DoorLine]:
        """Answer as ``ports.DayQueries`` does."""
        self._asked()
        planned = {each for each, on in self.plans.items() if on == wanted.today}
        hamlets = sorted({home.hamlet or "" for home in self.households.values()})
        made = []
        for home in self.households.values():
            line = self._door(home, planned=home.id in planned)
            place = self.order.index(home.id) if home.id in self.order else None
            stop = Stop(line.promised_on, line.due_on, hamlets.index(home.hamlet or ""), place)
            here = not wanted.planned and (wanted.hamlet is None or home.hamlet == wanted.hamlet)
            if line.planned or stop.is_promised(wanted.today) or (here and (line.open or line.paid)):
                made.append((stop.turn(wanted.today), replace(line, placed=place is not None)))
        return [line for _, line in sorted(made, key=lambda each: each[0])]

    def _door(self, home: Household, *, planned: bool) -> DoorLine:
        members = self.members[home.id]
        open_lines = [each for each in self.due if each.household_id == home.id and not each.receipt_id]
        paid = [view.receipt.total for view in self.views if view.receipt.household_id == home.id]
        last = max(
            (each for each in members if each.visited_on), key=lambda each: str(each.visited_on), default=None
        )
        promises = [
            each.promised_on for each in members if each.outcome is Outcome.PROMISED and each.promised_on
        ]
        return DoorLine(
            home.id,
            members[0].name,
            home.address,
            home.hamlet,
            len(members),
            len(open_lines),
            min((each.due_on for each in open_lines if each.due_on), default=None),
            Dong(sum(each.amount or 0 for each in open_lines)) if open_lines else None,
            min(promises, default=None),
            last.outcome if last else None,
            last.visited_on if last else None,
            Dong(sum(paid)),
            placed=False,
            planned=planned,
        )

    def planned_count(self, today: date) -> int:
        """Answer as ``ports.DayQueries`` does."""
        return sum(on == today for on in self.plans.values())

    def find_receipts(self, text: str, limit: int) -> list[FoundReceipt]:
        """Answer as ``ports.DayQueries`` does."""
        self._asked()
        found = [
            FoundReceipt(
                view.receipt.id,
                view.receipt.shown_number or "",
                view.receipt.book or "",
                view.receipt.payer,
                view.receipt.issued_on,
                view.receipt.total,
                view.state,
                cancelled=False,
            )
            for view in self.views
            if text in (view.receipt.shown_number or "") or fold(text) in fold(view.receipt.payer)
        ]
        return found[:limit]

    def arrange(self, shown: Sequence[HouseholdId]) -> None:
        """Keep an order as ``RouteService`` does."""
        if self.not_written is not None:
            raise self.not_written
        self.order = merged(self.order, shown)

    def forget(self, shown: Sequence[HouseholdId]) -> None:
        """Forget an order as ``RouteService`` does."""
        self.order = [each for each in self.order if each not in shown]

    def plan(self, households: Sequence[HouseholdId], on: date | None) -> None:
        """Keep a plan as ``RouteService`` does."""
        for each in households:
            if on is None:
                self.plans.pop(each, None)
            else:
                self.plans[each] = on

    def _asked(self) -> None:
        raise NotImplementedError
