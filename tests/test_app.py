"""One window for a home: a second one says so and ends, commands work beside the first."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent_app.app import EXIT_REFUSED
from agent_app.bootstrap import create_home, open_home
from agent_app.doors import HomeDoor, OnlyWindow
from agent_app.runtime.home_locks import HomeShownError, shown
from agent_app.runtime.messages import sentence
from agent_app.runtime.paths import Home
from tests.storage.till import environment, home_at

PASSWORD = "mật khẩu"
# Whoever sees the box presses its button; a test has nobody.
PROGRAM = """
import sys
from PySide6.QtWidgets import QMessageBox
import agent_app.app as app
QMessageBox.warning = staticmethod(lambda *_: None)
begin = app.Session.begin
def begin_and_say(*arguments):
    begin(*arguments)
    print("shown", flush=True)
app.Session.begin = begin_and_say
sys.exit(app.run(sys.argv[1:]))
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A made home."""
    home = home_at(tmp_path)
    create_home(home, PASSWORD)
    return home


def start(home: Home) -> "subprocess.Popen[str]":
    """Start the windowed program."""
    command = [sys.executable, "-c", PROGRAM, "--home", str(home.folder)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, encoding="utf-8", env=environment())


@pytest.fixture
def first(home: Home) -> Iterator["subprocess.Popen[str]"]:
    """A window that shows the home."""
    child = start(home)
    assert child.stdout is not None
    assert child.stdout.readline() == "shown\n"
    yield child
    child.kill()
    child.communicate()


@pytest.mark.usefixtures("first")
def test_a_second_window_says_so_and_ends(home: Home) -> None:
    second = start(home)
    _, said = second.communicate(timeout=60)

    assert second.returncode == EXIT_REFUSED
    assert said.strip() == sentence(HomeShownError())


@pytest.mark.usefixtures("first")
def test_commands_work_beside_a_window(home: Home) -> None:
    core = open_home(home, PASSWORD)

    assert core.queries.counts().receipts == 0
    core.close()


def test_a_window_that_was_killed_hinders_no_other(home: Home, first: "subprocess.Popen[str]") -> None:
    first.kill()
    first.wait()

    shown(home).let_go()


def test_a_home_that_is_made_while_its_window_waits_has_one_window_too(tmp_path: Path) -> None:
    home = home_at(tmp_path)
    window, other = OnlyWindow(home), OnlyWindow(home)
    window.hold()
    create_home(home, PASSWORD)
    core = HomeDoor(home, window).by_password(PASSWORD)
    try:
        with pytest.raises(HomeShownError):
            HomeDoor(home, other).by_password(PASSWORD)
    finally:
        core.close()
        window.let_go()
    other.hold()
    other.let_go()
