"""A PostgreSQL of our own for the tests: a cluster in a temporary folder on a free port of loopback."""

import os
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
from psycopg import sql

PROGRAMS = Path("/usr/lib/postgresql")
# initdb refuses to run as root; Debian's packages bring this user.
SYSTEM_USER = "postgres"

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "timezone": "UTC",
    "max_connections": "50",
    "shared_buffers": "32MB",
    # The cluster lives as long as the test run: nothing in it needs to outlive a power cut.
    "fsync": "off",
    "full_page_writes": "off",
}


class PostgresMissingError(Exception):
    """The machine has no PostgreSQL to test with."""


def newest_programs() -> Path:
    """Return the folder of initdb and pg_ctl of the newest PostgreSQL that is installed."""
    found = sorted(PROGRAMS.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if found:
        return found[-1].parent
    if on_path := shutil.which("initdb"):
        return Path(on_path).resolve().parent
    raise PostgresMissingError(
        "The tests of the server need PostgreSQL: apt-get install postgresql, "
        "or name a server by TEST_PG_DSN=postgresql://user@host/database"
    )


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


class PostgresServer:
    """Runs a throw-away cluster between ``with`` and its end."""

    def __init__(self) -> None:
        self._programs = newest_programs()
        self._as_user = ["runuser", "-u", SYSTEM_USER, "--"] if os.geteuid() == 0 else []
        # Not below $TMPDIR: root's may be closed to the user that the cluster runs as.
        self._folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp" if self._as_user else None))  # noqa: S108
        self._port = free_port()

    @property
    def url(self) -> str:
        """The address of the cluster's first database."""
        return f"postgresql://{SYSTEM_USER}@127.0.0.1:{self._port}/postgres"

    def __enter__(self) -> Self:
        try:
            self._start()
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._run("pg_ctl", "stop", "--mode=immediate", f"--pgdata={self._cluster}")
        shutil.rmtree(self._folder, ignore_errors=True)

    def restart(self) -> None:
        """Break every connection off and begin again, as after a fall of the machine."""
        self._run("pg_ctl", "restart", "--wait", "--mode=immediate", f"--pgdata={self._cluster}")

    @property
    def _cluster(self) -> Path:
        return self._folder / "cluster"

    def _start(self) -> None:
        if self._as_user:
            shutil.chown(self._folder, SYSTEM_USER)
        # Trust is for loopback only: the settings open no other address and no socket file.
        self._run(
            "initdb",
            f"--pgdata={self._cluster}",
            f"--username={SYSTEM_USER}",
            "--auth=trust",
            "--locale=C.UTF-8",
            "--encoding=UTF8",
            "--no-sync",
            "--no-instructions",
        )
        options = " ".join(f"-c {name}='{value}'" for name, value in SETTINGS.items())
        self._run(
            "pg_ctl",
            "start",
            "--wait",
            f"--pgdata={self._cluster}",
            f"--log={self._folder / 'server.log'}",
            f"--options=-p {self._port} {options}",
        )

    def _run(self, program: str, *arguments: str) -> None:
        # Output goes to a file: a pipe would stay open as long as the server that inherits it.
        said = self._folder / f"{program}.out"
        with said.open("ab") as out:
            done = subprocess.run(
                [*self._as_user, str(self._programs / program), *arguments],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                check=False,
            )
        if done.returncode:
            raise PostgresMissingError(f"{program} failed: {said.read_text(encoding='utf-8')}")


@contextmanager
def fresh_database(admin_url: str, pattern: str | None = None) -> Iterator[Callable[[], str]]:
    """Lend a maker of databases on a running server, and drop what it made.

    They are empty, or copies of the database at the address ``pattern``, which nobody uses meanwhile.
    """
    made: list[str] = []
    # The template without additions: sorted by byte, as the product's own databases are.
    template = "template0" if pattern is None else _database_of(pattern)

    def make() -> str:
        name = f"test_{uuid.uuid4().hex}"
        with psycopg.connect(admin_url, autocommit=True) as connection:
            made_of = "CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8' LOCALE 'C.UTF-8'"
            connection.execute(sql.SQL(made_of).format(sql.Identifier(name), sql.Identifier(template)))
        made.append(name)
        return _with_database(admin_url, name)

    try:
        yield make
    finally:
        with psycopg.connect(admin_url, autocommit=True) as connection:
            for name in made:
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _database_of(url: str) -> str:
    return url.partition("?")[0].rsplit("/", 1)[1]


def _with_database(url: str, name: str) -> str:
    start, mark, options = url.partition("?")
    return f"{start.rsplit('/', 1)[0]}/{name}{mark}{options}"
