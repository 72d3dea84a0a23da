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
    step_0006_receipts,
    step_0007_books,
    step_0008_office,
    step_0009_transfers,
    step_0010_evening,
    step_0011_people,
    step_0012_route,
    step_0013_print_log,
    step_0014_confirmations,
    step_0015_office_keys,
    step_0016_told_runs,
    step_0017_staging,
    step_0018_clock,
    step_0019_lines_text,
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
    Step(6, step_0006_receipts.STATEMENTS),
    Step(7, step_0007_books.STATEMENTS),
    Step(8, step_0008_office.STATEMENTS),
    Step(9, step_0009_transfers.STATEMENTS),
    Step(10, step_0010_evening.STATEMENTS),
    Step(11, step_0011_people.STATEMENTS),
    Step(12, step_0012_route.STATEMENTS),
    Step(13, step_0013_print_log.STATEMENTS),
    Step(14, step_0014_confirmations.STATEMENTS),
    Step(15, step_0015_office_keys.STATEMENTS),
    Step(16, step_0016_told_runs.STATEMENTS),
    Step(17, step_0017_staging.STATEMENTS),
    Step(18, step_0018_clock.STATEMENTS),
    Step(19, step_0019_lines_text.STATEMENTS),
)
