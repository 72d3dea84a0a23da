"""What a person at a terminal is asked for, and that nothing of what they type is shown."""

import os
import pty
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.cli.terminal import PASSWORD, Run


def typed(home: Path, words: Sequence[str], answers: Sequence[tuple[str, str]]) -> tuple[int, str]:
    """Run a command at a terminal, answer each question in turn; return exit code and what was seen."""
    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "agent_app", "--home", str(home), *words],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=os.environ | {"PYTHONUTF8": "1"},
        start_new_session=True,
    )
    os.close(theirs)
    seen = b""
    waiting = list(answers)
    while True:
        try:
            chunk = os.read(ours, 4096)
        except OSError:  # the other end is closed
            break
        seen += chunk
        if waiting and seen.decode("utf-8", "ignore").endswith(waiting[0][0]):
            os.write(ours, f"{waiting.pop(0)[1]}\n".encode())
    os.close(ours)
    return running.wait(20), seen.decode()


def test_a_new_password_is_asked_for_twice_and_never_shown(run: Run, home: Path, tmp_path: Path) -> None:
    code, seen = typed(
        home,
        ("password", "change"),
        [("Mật khẩu: ", PASSWORD), ("Mật khẩu mới: ", "mới tinh"), ("Gõ lại lần nữa: ", "mới tinh")],
    )

    assert code == 0, seen
    assert "Đã đổi mật khẩu." in seen
    assert PASSWORD not in seen
    assert "mới tinh" not in seen
    new = tmp_path / "new"
    new.write_text("mới tinh", "utf-8")
    assert run("unlock", password=new).code == 0


def test_a_new_password_that_is_typed_differently_changes_nothing(run: Run, home: Path) -> None:
    before = home.joinpath("keys.json").read_bytes()
    code, seen = typed(
        home,
        ("password", "change"),
        [("Mật khẩu: ", PASSWORD), ("Mật khẩu mới: ", "mới tinh"), ("Gõ lại lần nữa: ", "mới tính")],
    )

    assert code == 4, seen
    assert "Hai lần gõ không giống nhau" in seen
    assert home.joinpath("keys.json").read_bytes() == before
    assert run("unlock").code == 0
