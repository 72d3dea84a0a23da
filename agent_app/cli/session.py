"""Whose home, which password, and what each kind of failure exits with."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import click

from agent_app.domain.errors import AppError, EnvironmentFailure, InputError, RuleError
from agent_app.runtime.logs import start_logging
from agent_app.runtime.paths import Home
from agent_app.runtime.standing_words import told_of
from agent_app.runtime.text_files import read_password

if TYPE_CHECKING:
    from agent_app.bootstrap import Core
    from agent_app.runtime.home_keys import HomeKeys

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
class SecretMissingError(EnvironmentFailure):
    """A PIN, a code or a new password was not given, and nobody can be asked."""

    code: ClassVar[str] = "secret.missing"
    option: str


@dataclass(eq=False)
class SecretMismatchError(InputError):
    """What was to be typed twice was typed differently."""

    code: ClassVar[str] = "secret.mismatch"


@dataclass(slots=True)
class Session:
    """The home and the password of one call; the store is opened only when a command needs it."""

    home: Home
    password_file: Path | None

    def password(self, *, new: bool = False) -> str:
        """Return the password: from the file, or from the person at the terminal."""
        if self.password_file is not None:
            return read_password(self.password_file)
        if not sys.stdin.isatty():
            raise PasswordMissingError
        return _asked("Mật khẩu", again=new)

    def keys(self) -> "HomeKeys":
        """Return the keys of the home, and begin its log."""
        from agent_app.bootstrap import keys_of  # noqa: PLC0415 (help must not wait)

        found = keys_of(self.home)
        start_logging(self.home)
        return found

    @contextmanager
    def core(self) -> Iterator["Core"]:
        """Open the home for one command."""
        from agent_app.bootstrap import HomeMissingError  # noqa: PLC0415

        if not self.home.exists:
            raise HomeMissingError
        password = self.password()
        with self.core_with(self.keys().by_password(password)) as core:
            yield core

    @contextmanager
    def core_with(self, data_key: bytes) -> Iterator["Core"]:
        """Open the home by its data key for one command."""
        from agent_app.bootstrap import open_home_with  # noqa: PLC0415

        core = open_home_with(self.home, data_key)
        try:
            _tell_standing(core)
            yield core
            core.backups.make_if_due()
        except AppError as error:  # what fails before this line leaves the home as it was, its log too
            log.info("told: %s", error.code)
            raise
        finally:
            core.close()


def _tell_standing(core: "Core") -> None:
    """Say on the side what the user should know, one line for each thing."""
    fresh = (core.store.replayed,) if core.store.replayed else ()
    for told in told_of(replace(core.standing(), replays=fresh)):
        click.echo(told.text, err=True)


def secret(path: Path | None, words: str, option: str, *, new: bool = False) -> str:
    """Read a secret from its file, or ask the person at the terminal, twice for a new one."""
    if path is not None:
        return read_password(path)
    if not sys.stdin.isatty():
        raise SecretMissingError(option)
    return _asked(words, again=new)


def _asked(words: str, *, again: bool) -> str:
    found = click.prompt(words, hide_input=True, err=True)
    if again and click.prompt("Gõ lại lần nữa", hide_input=True, err=True) != found:
        raise SecretMismatchError
    return str(found)


def agreed(words: str) -> bool:
    """Ask the person at the terminal; where nobody can be asked, nobody has agreed."""
    return sys.stdin.isatty() and click.confirm(words, default=False, err=True)


def exit_code(error: AppError) -> int:
    """Return what a kind of failure exits with."""
    if isinstance(error, RuleError):
        return EXIT_RULE
    return EXIT_INPUT if isinstance(error, InputError) else EXIT_ENVIRONMENT


pass_session = click.make_pass_decorator(Session)
