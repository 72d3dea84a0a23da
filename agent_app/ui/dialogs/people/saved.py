"""What a dialog about people has kept, for the line that tells it and the button that takes it back."""

from dataclasses import dataclass

from agent_app.domain.household import HouseholdId
from agent_app.domain.household_status import StatusRecord
from agent_app.services.people_commands import Edited

Undoable = Edited | StatusRecord


@dataclass(frozen=True, slots=True)
class Saved:
    """A sentence, the household that it is about, and what can be taken back."""

    words: str
    household_id: HouseholdId
    undo: Undoable | None = None
