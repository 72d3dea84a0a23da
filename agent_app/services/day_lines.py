"""Frozen rows of a day's walk, and of what the search beside people finds."""

from dataclasses import dataclass
from datetime import date

from agent_app.domain.household import HouseholdId
from agent_app.domain.money import Dong
from agent_app.domain.receipt import ReceiptId, ReceiptState
from agent_app.domain.visit import Outcome

_NOTHING = Dong(0)


@dataclass(frozen=True, slots=True)
class DoorFilter:
    """Whose doors are asked for on a day: those of a hamlet, of all, or only those planned for it.

    Who has promised to pay by that day, or was planned for it, is among them wherever they live; who has paid
    on that day stays among them.
    """

    today: date
    hamlet: str | None = None
    planned: bool = False
    agent: str | None = None


@dataclass(frozen=True, slots=True)
class DoorLine:
    """One household of a day's walk.

    ``open`` counts the lines of the due list that nobody has answered, ``due_on`` is the earliest end among
    them and ``amount`` their sum; ``promised_on`` is the earliest day that was promised, ``paid`` the money
    that was taken here on that day, ``awaited`` that of transfers that have not come. ``placed`` says that
    the agent has put it where it stands.
    """

    household_id: HouseholdId
    name: str
    address: str
    hamlet: str | None
    people: int
    open: int
    due_on: date | None
    amount: Dong | None
    promised_on: date | None
    outcome: Outcome | None
    visited_on: date | None
    paid: Dong
    placed: bool
    planned: bool
    awaited: Dong = _NOTHING

    def is_done(self, today: date) -> bool:
        """Whether the agent has been there that day."""
        return self.paid > 0 or self.visited_on == today


@dataclass(frozen=True, slots=True)
class FoundReceipt:
    """One receipt that a search finds."""

    id: ReceiptId
    number: str
    book: str
    payer: str
    issued_on: date
    total: Dong
    state: ReceiptState
    cancelled: bool
