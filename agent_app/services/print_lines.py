"""Frozen rows of what was printed."""

from dataclasses import dataclass
from datetime import datetime

from agent_app.domain.print_log import PaperKind, PrintWay


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """What went out at one moment: one paper, or a batch of so many ``papers``.

    ``nth`` is the greatest number of any of them; ``number`` is that of a receipt, as it is shown.
    """

    kind: PaperKind
    way: PrintWay
    copies: int
    papers: int
    nth: int
    printed_at: datetime
    number: str = ""
