"""Whose home, which password, and what each kind of failure exits with."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import click

from agent_app.domain.errors import AppError, EnvironmentFailure, InputError, RuleError
from agent_app.runtime.logs import start_logging
from agent_app.runtime.paths import Home
from agent_app.runtime.text_files import read_password

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


@dataclass(slots=True)
class Session:
    """The home and the password of one call; the store is opened only when a command needs it."""

    home: Home
    password_file: Path | None

    def password(self, *, new: bool = False) -> str:
        """Return the password: from the file, the keyring, or the person at the terminal."""
        if self.password_file is not None:
            return read_password(self.password_file)
        kept = None if new else _keyring_password(self.home)
        if kept is not None:
            return kept
        if not sys.stdin.isatty():
            raise PasswordMissingError
        return str(click.prompt("Mật khẩu", hide_input=True, confirmation_prompt=new, err=True))

    @contextmanager
    def core(self) -> Iterator["Core"]:
        """Open the home for one command."""
        from agent_app.bootstrap import HomeMissingError, open_home  # noqa: PLC0415 (help must not wait)

        if not self.home.exists:
            raise HomeMissingError
        password = self.password()
        start_logging(self.home)
        core = open_home(self.home, password)
        try:
            yield core
            core.backups.make_if_due()
        except AppError as error:  # what fails before this line leaves the home as it was, its log too
            log.info("told: %s", error.code)
            raise
        finally:
            core.close()


def _keyring_password(home: Home) -> str | None:
    import keyring  # noqa: PLC0415 (slow, and seldom asked)
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        return keyring.get_password("DiTungNha", str(home.folder.resolve()))
    except KeyringError:
        return None


def exit_code(error: AppError) -> int:
    """Return what a kind of failure exits with."""
    if isinstance(error, RuleError):
        return EXIT_RULE
    return EXIT_INPUT if isinstance(error, InputError) else EXIT_ENVIRONMENT


pass_session = click.make_pass_decorator(Session)
