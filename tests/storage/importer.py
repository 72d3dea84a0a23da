"""A process that imports a list and is killed at a step: `python -m tests.storage.importer HOME FILE STEP`.

A step is a report of progress or a statement at the store. With step 0 it lives, and says how many there are.
"""

import os
import signal
import sys
from pathlib import Path

from sqlalchemy import Engine, event

from agent_app.runtime.clock import SystemClock, SystemIds
from agent_app.runtime.paths import Home
from agent_app.services.due_lists import DueListService
from agent_app.workbooks.due_lists import DueListReader
from tests.storage.till import opened

MONTH = "2026-12"


class Steps:
    """Counts what an import does and ends the process at one of them."""

    def __init__(self, last: int) -> None:
        self._last = last
        self.taken = 0

    def count(self, *_anything: object) -> None:
        """Take one step."""
        self.taken += 1
        if self.taken == self._last:
            os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    """Import the file as the month's list."""
    steps = Steps(int(sys.argv[3]))
    store = opened(Home(Path(sys.argv[1])))
    for moment in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(Engine, moment, steps.count)
    service = DueListService(store.unit, DueListReader(), SystemClock(), SystemIds())
    service.import_file(Path(sys.argv[2]), steps.count, MONTH)
    store.close()
    sys.stdout.write(f"{steps.taken}\n")


if __name__ == "__main__":
    main()
