"""How the due list is shown: its order, its headers and its columns; kept for the next time."""

import json
from dataclasses import asdict, dataclass

from agent_app.services.due_choices import DueGrouping, DueOrder
from agent_app.services.lines import DueFilter
from agent_app.ui.choices import keep_text, kept_text

_KEY = "due/display"

USUALLY_HIDDEN = ("phone", "months", "agent")


@dataclass(frozen=True, slots=True)
class DueDisplay:
    """``hidden`` names columns that are not seen."""

    order: DueOrder = DueOrder.WALK
    descending: bool = False
    grouping: DueGrouping = DueGrouping.HAMLET
    hidden: tuple[str, ...] = USUALLY_HIDDEN

    @classmethod
    def of(cls, wanted: DueFilter, hidden: tuple[str, ...]) -> "DueDisplay":
        """Take what is to be kept of what is asked for."""
        return cls(wanted.order, wanted.descending, wanted.grouping, hidden)


def kept_display() -> DueDisplay:
    """Read what was chosen the last time; a task asks. What makes no sense is as if nothing were kept."""
    try:
        kept = json.loads(kept_text(_KEY))
        return DueDisplay(
            DueOrder(kept["order"]),
            bool(kept["descending"]),
            DueGrouping(kept["grouping"]),
            tuple(str(each) for each in kept["hidden"]),
        )
    except (ValueError, KeyError, TypeError):
        return DueDisplay()


def keep_display(display: DueDisplay) -> None:
    """Keep what was chosen; a task does this."""
    keep_text(_KEY, json.dumps(asdict(display)))
