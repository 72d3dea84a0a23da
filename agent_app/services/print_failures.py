"""What may fail between a print that is logged and a paper that is in somebody's hand."""

from dataclasses import dataclass
from typing import ClassVar

from agent_app.domain.errors import EnvironmentFailure


@dataclass(eq=False)
class PaperNotOutError(EnvironmentFailure):
    """A print was logged, and then its file or printer failed: the next one is a reprint."""

    code: ClassVar[str] = "print.not_out"
    place: str
    nth: int
