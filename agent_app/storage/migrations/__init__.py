"""The steps of the schema, in order; a step is never changed once it has been released."""

from dataclasses import dataclass

from agent_app.storage.migrations import step_0001_first


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the schema's version after it, and the statements that lead there."""

    version: int
    statements: tuple[str, ...]


STEPS = (Step(1, step_0001_first.STATEMENTS),)
