"""Killing an import leaves the old list whole, or the new one whole: never a part."""

import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from agent_app.runtime.paths import Home
from agent_app.services.lines import DueFilter
from agent_app.services.ports import no_report
from tests.long_run import rounds
from tests.storage.importer import MONTH
from tests.storage.till import environment, reopened
from tests.workbooks.sheets import SAMPLES

OLD, NEW = SAMPLES / "01-clean.xlsx", SAMPLES / "02-messy.xlsx"


def import_in_a_process(home: Home, file: Path, step: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.storage.importer", str(home.folder), str(file), str(step)]
    return subprocess.run(command, capture_output=True, text=True, env=environment(), check=False, timeout=60)


def held(home: Home) -> tuple[list[str], int, int]:
    """Look at the month's list, and at everybody."""
    with reopened(home) as store:
        assert store.checker.check(no_report) == []
        lines = store.queries.due_lines(DueFilter(MONTH))
        counts = store.queries.counts()
        told = sorted(f"{line.name} {line.amount} {line.due_on}" for line in lines)
        return told, counts.people, counts.households


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.timeout(1800)
def test_a_kill_at_any_step_leaves_one_list_whole(home: Home) -> None:
    done = import_in_a_process(home, OLD, 0)
    assert done.returncode == 0, done.stderr
    old = held(home)
    assert len(old[0]) == 120
    chance, steps = random.Random(20261125), int(done.stdout)  # noqa: S311
    kills = rounds("imports under SIGKILL", quick=4, full=50)

    for at in range(kills):
        span = steps / kills
        step = max(1, round(span * at + chance.uniform(0, span)))
        killed = import_in_a_process(home, NEW, step)
        assert killed.returncode == -signal.SIGKILL, (step, killed.stderr)
        assert held(home) == old, step

    assert import_in_a_process(home, NEW, 0).returncode == 0
    assert len(held(home)[0]) == 87
