"""The one failure of a self-check that is its own; all others are those of what was tried."""

from dataclasses import dataclass
from typing import ClassVar

from agent_app.domain.errors import EnvironmentFailure


@dataclass(eq=False)
class SelfCheckError(EnvironmentFailure):
    """A part of the program did not do what it is there for; ``what`` says which and how."""

    code: ClassVar[str] = "self_check.failed"
    what: str


def require(found: object, what: str) -> None:
    """Raise ``SelfCheckError`` unless something was found."""
    if not found:
        raise SelfCheckError(what)
