"""Opens the decrypted store of a home, for development only: a shell for SQL, or one statement after another.

With ``--unguarded`` what keeps receipts and operations as they are is switched off while this runs, and comes
back at the end: only so can a test change them behind the program's back.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from agent_app.bootstrap import keys_of
from agent_app.domain.errors import AppError
from agent_app.runtime.messages import sentence
from agent_app.runtime.paths import Home
from agent_app.runtime.text_files import read_password
from agent_app.storage.engine import DriverError, RawConnection, open_ours

PROMPT = "sql> "


@click.command()
@click.option("--home", required=True, type=click.Path(path_type=Path), help="Folder of the home.")
@click.option(
    "--password-file",
    type=click.Path(path_type=Path),
    envvar="AGENT_APP_PASSWORD_FILE",
    help="File with the password; else it is asked for.",
)
@click.option("--sql", multiple=True, help="A statement; without any, a shell reads them from the terminal.")
@click.option("--unguarded", is_flag=True, help="Switch off what keeps rows as they are.")
def main(home: Path, password_file: Path | None, sql: tuple[str, ...], *, unguarded: bool) -> None:
    """Read and change the store of a home by SQL."""
    try:
        password = (
            read_password(password_file) if password_file else click.prompt("Password", hide_input=True)
        )
        data_key = keys_of(Home(home)).by_password(password)
    except AppError as error:
        raise click.ClickException(sentence(error)) from error
    raw = open_ours(Home(home).store, data_key)
    try:
        with _guards(raw, unguarded=unguarded):
            for statement in sql or _typed():
                _run(raw, statement, stop=bool(sql))
    finally:
        raw.close()


@contextmanager
def _guards(raw: RawConnection, *, unguarded: bool) -> Iterator[None]:
    """Take the triggers that refuse away for a while."""
    found = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    refusing = [(str(name), str(text)) for name, text in found if "RAISE(ABORT" in str(text)]
    if not unguarded:
        yield
        return
    raw.execute("PRAGMA foreign_keys = OFF")
    for name, _text in refusing:
        raw.execute(f"DROP TRIGGER {name}")
    try:
        yield
    finally:
        for _name, text in refusing:
            raw.execute(text)


def _typed() -> Iterator[str]:
    while True:
        try:
            line = input(PROMPT if sys.stdin.isatty() else "")
        except EOFError:
            return
        if line.strip():
            yield line


def _run(raw: RawConnection, statement: str, *, stop: bool) -> None:
    try:
        for row in raw.execute(statement).fetchall():
            print(*(_shown(cell) for cell in row), sep="|")
    except DriverError as error:
        if stop:
            raise click.ClickException(str(error)) from error
        print(f"error: {error}", file=sys.stderr)


def _shown(cell: object) -> str:
    return cell.hex() if isinstance(cell, bytes) else str(cell)


if __name__ == "__main__":
    main()
