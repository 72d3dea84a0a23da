"""The steps of the schema, in order; a step is never changed once it has been released."""

from collections.abc import Callable
from dataclasses import dataclass

from agent_app.storage.engine import RawConnection
from agent_app.storage.migrations import (
    step_0001_first,
    step_0002_search,
    step_0003_history,
    step_0004_restored,
    step_0005_intake,
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the schema's version after it, the statements that lead there, and what SQL cannot do."""

    version: int
    statements: tuple[str, ...]
    fill: Callable[[RawConnection], None] | None = None


STEPS = (
    Step(1, step_0001_first.STATEMENTS),
    Step(2, step_0002_search.STATEMENTS, step_0002_search.fill),
    Step(3, step_0003_history.STATEMENTS),
    Step(4, step_0004_restored.STATEMENTS),
    Step(5, step_0005_intake.STATEMENTS),
)
