"""The tree of expected failures: codes and facts here, words in ``agent_app.runtime.messages``."""

from dataclasses import dataclass, fields
from typing import ClassVar


@dataclass(eq=False)
class AppError(Exception):
    """Base of every expected failure; anything else that escapes is a bug."""

    code: ClassVar[str] = "app"

    def facts(self) -> dict[str, object]:
        """Return the values that a message may quote."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def __str__(self) -> str:
        """Show code and facts, for a log that holds no person's data."""
        return self.code


@dataclass(eq=False)
class RuleError(AppError):
    """A rule of the law or of the office refuses what was asked."""


@dataclass(eq=False)
class InputError(AppError):
    """What was typed or read cannot be understood."""


@dataclass(eq=False)
class EnvironmentFailure(AppError):  # noqa: N818 (EnvironmentError is a built-in)
    """The machine, a file or the network is not as it must be."""
