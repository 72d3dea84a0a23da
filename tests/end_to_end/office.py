"""The provincial office as its commands: a database, a server in a process of its own, and its sudden end."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from provincial_server.cli import main
from tests.postgres import free_port

Plain = dict[str, object]


@dataclass(frozen=True, slots=True)
class Office:
    """Runs ``provincial-server`` on one database."""

    folder: Path
    database_url: str
    port: int

    @classmethod
    def at(cls, folder: Path, database_url: str) -> "Office":
        """Choose a free port for its server."""
        return cls(folder, database_url, free_port())

    @property
    def url(self) -> str:
        """The address of its server."""
        return f"http://127.0.0.1:{self.port}"

    def _environment(self) -> dict[str, str]:
        keys = str(self.folder / "office-keys.json")
        return {"PROVINCIAL_DATABASE_URL": self.database_url, "PROVINCIAL_KEYS_FILE": keys}

    def _command(self, *arguments: str | Path) -> list[str]:
        return [sys.executable, "-m", "provincial_server", *map(str, arguments)]

    def command(self, *arguments: str | Path) -> Plain:
        """Run a command in a process of its own; return its JSON answer."""
        done = subprocess.run(
            self._command(*arguments, "--json"),
            env=os.environ | self._environment(),
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=50,
        )
        assert done.returncode == 0, done.stderr
        answer: Plain = json.loads(done.stdout)
        return answer

    def quick(self, *arguments: str | Path) -> Plain:
        """Run a command in this process; return its JSON answer."""
        words = [*map(str, arguments), "--json"]
        result = CliRunner().invoke(main, words, env=self._environment())
        assert result.exit_code == 0, result.output
        answer: Plain = json.loads(result.stdout)
        return answer

    def refused(self, *arguments: str | Path) -> str:
        """Run a command in this process that must not be done; return the sentence that says why."""
        result = CliRunner().invoke(main, [*map(str, arguments)], env=self._environment())
        assert result.exit_code in {3, 4}, result.output
        return result.stderr

    @contextmanager
    def serving(self) -> Iterator[subprocess.Popen[bytes]]:
        """Serve until the end of the block, or until somebody kills the process."""
        with (
            (self.folder / "server.log").open("ab") as log,
            subprocess.Popen(
                self._command("serve", "--port", str(self.port), "--json"),
                env=os.environ | self._environment(),
                stdout=subprocess.PIPE,
                stderr=log,
            ) as process,
        ):
            try:
                assert process.stdout is not None
                ready = process.stdout.readline()
                assert json.loads(ready) == {"url": self.url}
                yield process
            finally:
                process.kill()
