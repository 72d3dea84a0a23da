import subprocess
import sys
from pathlib import Path

import pytest

from agent_app.runtime.home_locks import HomeBusyError, HomeShownError, alone_in, at_work, shown
from agent_app.runtime.paths import Home
from tests.storage.till import environment, home_at

HOLDER = """
import sys
from pathlib import Path
from agent_app.runtime.home_locks import at_work
from agent_app.runtime.paths import Home
hold = at_work(Home(Path(sys.argv[1])))
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An empty home."""
    home = home_at(tmp_path)
    home.make()
    return home


def test_any_number_works_in_a_home_beside_each_other(home: Home) -> None:
    holds = [at_work(home, 0) for _ in range(3)]

    with pytest.raises(HomeBusyError), alone_in(home, 0):
        pass
    for hold in holds:
        hold.let_go()
    with alone_in(home, 0):
        pass


def test_whoever_is_alone_keeps_others_out_until_done(home: Home) -> None:
    with alone_in(home, 0):
        with pytest.raises(HomeBusyError):
            at_work(home, 0)
        with pytest.raises(HomeBusyError), alone_in(home, 0):
            pass

    at_work(home, 0).let_go()


def test_a_home_has_one_window_which_keeps_no_worker_out(home: Home) -> None:
    window = shown(home)

    with pytest.raises(HomeShownError):
        shown(home)
    at_work(home, 0).let_go()
    window.let_go()
    shown(home).let_go()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_killed_process_holds_nothing(home: Home) -> None:
    command = [sys.executable, "-c", HOLDER, str(home.folder)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment()
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        with pytest.raises(HomeBusyError), alone_in(home, 0):
            pass
        child.kill()
        child.wait()

    with alone_in(home, 0):
        pass
