"""Sets the demo's stage: a made-up commune, an office's server that really runs, and an enrolled laptop."""

import contextlib
import json
import os
import secrets
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from scripts.commune import Commune, make_commune
from scripts.commune_files import write_area_file, write_due_list

AGENT_NAME = "Trần Ngọc Hạnh"
_START_SECONDS = 60
_COMMAND_SECONDS = 120
_MARK = ".demo"


class DemoError(Exception):
    """A step of the demo did not come to what it must."""


class CommandError(DemoError):
    """A command ended with a failure: its own words, and its exit code."""

    def __init__(self, program: str, words: Sequence[str], said: str, code: int) -> None:
        super().__init__(f"{program} {' '.join(words)}: {said.strip()} (mã {code})")
        self.code = code


@dataclass(frozen=True, slots=True)
class Scene:
    """How large the commune is, which numbers the agent has, and what the office has settled before."""

    households: int = 200
    book: str = "BT/26:0012:88:137"
    settings: tuple[tuple[str, str], ...] = ()


_DEMO = Scene()


@dataclass(frozen=True, slots=True)
class Stage:
    """Where everything of one demo lies, and the commune that it plays in."""

    folder: Path
    commune: Commune
    url: str
    seed: int

    @property
    def due_list(self) -> Path:
        """The month's list as the office would send it."""
        return self.folder / f"D08a-TS-{self.commune.month}.xlsx"

    @property
    def home(self) -> Path:
        """The laptop's folder."""
        return self.folder / "home"

    @property
    def password_file(self) -> Path:
        """What opens the home; readable by its owner only."""
        return self.folder / "password.txt"

    def password(self) -> str:
        """Read the home's password."""
        return self.password_file.read_text(encoding="utf-8").strip()

    def agent(self, *words: str) -> str:
        """Run a command of the laptop."""
        places = ("--home", str(self.home), "--password-file", str(self.password_file))
        return command("agent_app", *places, *words)

    def office(self, *words: str) -> str:
        """Run a command of the office."""
        return command("provincial_server", *words, database=self.folder)

    def money(self) -> dict[str, object]:
        """Ask the office what money it knows of."""
        answer: dict[str, object] = json.loads(self.office("money", "--json"))
        return answer


def fresh_folder(folder: Path) -> Path:
    """Make the demo's folder anew; one that holds anything else than a former demo is left alone."""
    if folder.exists() and any(folder.iterdir()) and not (folder / _MARK).exists():
        raise DemoError(f"Thư mục {folder} có tệp khác, hãy chọn thư mục khác bằng --out.")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / _MARK).touch()
    return folder


def command(module: str, *words: str, database: Path | None = None) -> str:
    """Run one of the two programs and return what it prints; raise ``CommandError`` where it fails."""
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        env=_environment(database),
        capture_output=True,
        encoding="utf-8",
        timeout=_COMMAND_SECONDS,
        check=False,
    )
    if done.returncode:
        raise CommandError(module, words, done.stderr, done.returncode)
    return done.stdout


@contextlib.contextmanager
def stage(folder: Path, seed: int, today: date, scene: Scene = _DEMO) -> Iterator[Stage]:
    """Prepare everything; the server runs as long as the stage stands."""
    count = scene.households
    commune = make_commune(seed, count, 3 * count, count * 3 // 4, today)
    with _running_server(folder) as url:
        ready = Stage(folder, commune, url, seed)
        _furnish(ready, scene)
        yield ready


def _furnish(ready: Stage, scene: Scene) -> None:
    folder, commune = ready.folder, ready.commune
    register, enrolment = folder / "commune.csv", folder / "enrol.json"
    write_due_list(commune, ready.due_list)
    write_area_file(commune, register)
    ready.office("area", "load", str(register), "--area", commune.area)
    for key, value in scene.settings:
        ready.office("setting", "set", key, value)
    words = ["--agent-code", commune.agent_code, "--name", AGENT_NAME, "--area", commune.area]
    words += ["--book", scene.book, "--url", ready.url, "--out", str(enrolment)]
    words += ["--office-name", "BHXH cơ sở Suối Trúc", "--organisation", "Bưu điện Suối Trúc"]
    ready.office("agent", "enrol", *words, "--budget-code", "0000000", "--card-no", "NVT-0001")
    _write_secret(ready.password_file, secrets.token_urlsafe(12))
    ready.agent("init", "--enrolment", str(enrolment))


def _write_secret(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(f"{text}\n")


def _environment(database: Path | None) -> dict[str, str]:
    environment = {**os.environ, "PYTHONUTF8": "1"}
    if database is not None:
        environment["PROVINCIAL_DATABASE_URL"] = f"sqlite:///{database / 'office.db'}"
    return environment


@contextlib.contextmanager
def _running_server(folder: Path) -> Iterator[str]:
    command("provincial_server", "init", database=folder)
    with (
        (folder / "office.log").open("w", encoding="utf-8") as log,
        subprocess.Popen(
            [sys.executable, "-m", "provincial_server", "serve", "--port", "0", "--json"],
            env=_environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            encoding="utf-8",
        ) as server,
    ):
        try:
            yield _announced_url(server)
        finally:
            server.terminate()


def _announced_url(server: "subprocess.Popen[str]") -> str:
    assert server.stdout is not None  # noqa: S101 (it was asked for above)
    # A server that says nothing is ended, and with it the line that we wait for.
    patience = threading.Timer(_START_SECONDS, server.kill)
    patience.start()
    try:
        said = server.stdout.readline()
    finally:
        patience.cancel()
    if not said:
        raise DemoError("Máy chủ không khởi động được, xem office.log.")
    url: str = json.loads(said)["url"]
    return url
