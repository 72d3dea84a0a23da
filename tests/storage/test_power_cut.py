import random
import subprocess
import sys
import time

import pytest

from agent_app.runtime.paths import Home
from agent_app.services.ports import no_report
from tests.long_run import rounds
from tests.storage.till import environment, reopened, settle_in

KILLED = -9


def killed_in_the_middle(home: Home, after: float) -> list[int]:
    """Let a process issue receipts, kill it, and return the numbers that it had called safe."""
    command = [sys.executable, "-m", "tests.storage.issuer", str(home.folder), "1000000"]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment())
    assert child.stdout is not None
    first = child.stdout.readline()
    time.sleep(after)
    child.kill()
    rest, _ = child.communicate()
    assert child.returncode == KILLED
    # The last line may have been cut in the middle of its digits.
    return [int(line) for line in (first + rest).splitlines(keepends=True) if line.endswith("\n")]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.timeout(1800)
@pytest.mark.usefixtures("quiet_healing")
def test_whatever_was_called_safe_survives_a_kill_and_nothing_is_half(home: Home) -> None:
    chance = random.Random(20261121)  # noqa: S311
    with reopened(home) as store:
        settle_in(store)
    safe: set[int] = set()

    for _ in range(rounds("receipts under SIGKILL", quick=10, full=300)):
        safe |= set(killed_in_the_middle(home, chance.uniform(0, 0.06)))
        with reopened(home) as store:
            kept = {view.receipt.number for view in store.queries.receipts(100_000)}
            assert safe <= kept
            assert kept == set(range(1, max(kept) + 1))
            assert store.checker.check(no_report) == []
