"""The root command: whose home, which password, and what each kind of failure exits with."""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, ClassVar

import click

import agent_app
from agent_app.domain.errors import AppError, EnvironmentFailure, InputError, RuleError
from agent_app.runtime.logs import OWN_LOGGER, start_logging, stop_logging
from agent_app.runtime.messages import UNEXPECTED, sentence
from agent_app.runtime.paths import Home, default_home

if TYPE_CHECKING:
    from agent_app.bootstrap import Core

log = logging.getLogger(__name__)

EXIT_UNKNOWN_OPTION = 2
EXIT_RULE = 3
EXIT_INPUT = 4
EXIT_ENVIRONMENT = 5
EXIT_STOPPED = 130


@dataclass(eq=False)
class PasswordMissingError(EnvironmentFailure):
    """No password was given, and nobody can be asked."""

    code: ClassVar[str] = "password.missing"


@dataclass(eq=False)
class FileUnreadableError(InputError):
    """A file that was named cannot be read."""

    code: ClassVar[str] = "file.unreadable"
    file_name: str


@dataclass(slots=True)
class Session:
    """The home and the password of one call; the store is opened only when a command needs it."""

    home: Home
    password_file: Path | None

    def password(self, *, new: bool = False) -> str:
        """Return the password: from the file, the keyring, or the person at the terminal."""
        if self.password_file is not None:
            return read_text(self.password_file).rstrip("\r\n")
        kept = None if new else _keyring_password(self.home)
        if kept is not None:
            return kept
        if not sys.stdin.isatty():
            raise PasswordMissingError
        return str(click.prompt("Mật khẩu", hide_input=True, confirmation_prompt=new, err=True))

    @contextmanager
    def core(self) -> Iterator["Core"]:
        """Open the home for one command."""
        from agent_app.bootstrap import open_home  # noqa: PLC0415 (help must not wait for imports)

        core = open_home(self.home, self.password())
        start_logging(self.home)
        try:
            yield core
        finally:
            core.close()


def read_text(path: Path) -> str:
    """Read a small text file that was named."""
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise FileUnreadableError(path.name) from error


def _keyring_password(home: Home) -> str | None:
    import keyring  # noqa: PLC0415 (slow, and seldom asked)
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        return keyring.get_password("DiTungNha", str(home.folder.resolve()))
    except KeyringError:
        return None


pass_session = click.make_pass_decorator(Session)


@click.group("agent-app", context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--home", type=click.Path(path_type=Path), envvar="AGENT_APP_HOME", help="Thư mục sổ của máy này."
)
@click.option(
    "--password-file",
    type=click.Path(path_type=Path),
    envvar="AGENT_APP_PASSWORD_FILE",
    help="Tệp chứa mật khẩu mở sổ.",
)
@click.version_option(agent_app.__version__, prog_name="agent-app")
@click.pass_context
def main(context: click.Context, home: Path | None, password_file: Path | None) -> None:
    """agent-app · Đi Từng Nhà: sổ tay ngoại tuyến của nhân viên thu BHXH, BHYT."""
    context.obj = Session(Home(home) if home else default_home(), password_file)


def main_with_exit_code(arguments: list[str] | None = None) -> int:
    """Run the command line; return its exit code, having said any failure in one sentence."""
    from agent_app.cli import commands  # noqa: PLC0415

    commands.register(main)
    sys.excepthook = _say_bug
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    done = _run(arguments)
    stop_logging()  # a bug leaves it open, to be written down by the hook
    return done


def _run(arguments: list[str] | None) -> int:
    try:
        done = main.main(args=arguments, prog_name="agent-app", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return EXIT_UNKNOWN_OPTION
    except click.Abort:
        return EXIT_STOPPED
    except AppError as error:
        click.echo(sentence(error), err=True)
        return exit_code(error)
    return done if isinstance(done, int) else 0


def exit_code(error: AppError) -> int:
    """Return what a kind of failure exits with."""
    if isinstance(error, RuleError):
        return EXIT_RULE
    return EXIT_INPUT if isinstance(error, InputError) else EXIT_ENVIRONMENT


def _say_bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        os._exit(EXIT_STOPPED)
    if logging.getLogger(OWN_LOGGER).handlers:
        log.critical("unexpected end", exc_info=(kind, error, trace))
    click.echo(UNEXPECTED, err=True)
    if os.environ.get("AGENT_APP_TRACE"):
        sys.__excepthook__(kind, error, trace)
