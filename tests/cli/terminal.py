"""The command line as a person at a terminal meets it, in this process or in one of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from agent_app.runtime.paths import Home
from agent_app.runtime.secrets import Argon2Cost, unwrap_data_key, wrap_data_key

PASSWORD = "mật khẩu của tôi"


@dataclass(frozen=True, slots=True)
class Said:
    """What a command came to."""

    code: int
    out: str
    err: str

    def answer(self) -> "Answer":
        """Read the JSON answer of a command that is done."""
        assert self.code == 0, self.err
        answer: Answer = json.loads(self.out)
        return answer

    def lines(self) -> "list[Answer]":
        """Read the JSON list of a command that is done."""
        assert self.code == 0, self.err
        found: list[Answer] = json.loads(self.out)
        return found


class Line(TypedDict):
    """One line of a receipt."""

    person_id: str
    name: str
    order: int | None
    due: int


class Answer(TypedDict, total=False):
    """The fields of the answers that tests read; which command gives which is what they check."""

    books: list[object]
    id: str
    person_id: str
    household_id: str
    household_no: str | None
    name: str
    import_id: str
    accepted: int
    rejected: int
    duplicates: int
    skipped: int
    unchanged: bool
    number: str
    total: int
    words: str
    state: str
    issued_on: str
    visited_on: str
    promised_on: str | None
    reason: str | None
    lines: list[Line]
    waiting: dict[str, object]
    sent: int
    received: int
    ok: bool
    due: int
    url: str
    agent_code: str | None
    by: str
    code: str
    pin: bool
    recovery: bool
    removed: bool
    changed: bool
    pin_removed: bool
    key_seconds: float
    open_seconds: float


Run = Callable[..., Said]


def run_program(*arguments: str, home: Path, env: dict[str, str] | None = None, text: str = "") -> Said:
    """Run the program in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "agent_app", "--home", str(home), *arguments],
        input=text,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, **(env or {})},
        check=False,
        timeout=50,
    )
    return Said(done.returncode, done.stdout, done.stderr)


def make_guesses_cheap(folder: Path) -> None:
    """Wrap a home's key anew, so that a hundred commands on it are quick; the password stays."""
    keys = Home(folder).keys
    wrap_data_key(keys, unwrap_data_key(keys, PASSWORD), PASSWORD, Argon2Cost(1, 8, 1))


def files_of(folder: Path) -> dict[str, bytes]:
    """Read every file below a folder."""
    return {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*") if each.is_file()}
