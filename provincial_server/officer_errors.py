"""What can go wrong where an officer decides; the words are in ``officer_messages``."""

from dataclasses import dataclass
from typing import ClassVar

from agent_app.domain.errors import InputError, RuleError


@dataclass(eq=False)
class OfficerMissingError(InputError):
    """Nobody is named who acts."""

    code: ClassVar[str] = "officer.missing"


@dataclass(eq=False)
class ReasonMissingError(InputError):
    """An officer decides only with a reason."""

    code: ClassVar[str] = "officer.reason"


@dataclass(eq=False)
class NoSuchOperationError(InputError):
    """No operation has this id."""

    code: ClassVar[str] = "held.unknown"
    op_id: str


@dataclass(eq=False)
class NotHeldError(RuleError):
    """The operation waits for nobody."""

    code: ClassVar[str] = "held.not_held"
    op_id: str
    outcome: str


@dataclass(eq=False)
class StillHeldError(RuleError):
    """What the operation is held for is so still: that has to be mended first."""

    code: ClassVar[str] = "held.still"
    op_id: str
    reason: str


@dataclass(eq=False)
class StillUnreadableError(StillHeldError):
    """This program was tried again and cannot read the operation either, or nothing is left to read."""

    code: ClassVar[str] = "held.unreadable"


@dataclass(eq=False)
class MoneyRejectedError(RuleError):
    """Money is never refused, whether or not it can be read: it is released, or waits for who can read it."""

    code: ClassVar[str] = "held.money"
    op_id: str


@dataclass(eq=False)
class NoSuchAgentError(InputError):
    """No agent has this code."""

    code: ClassVar[str] = "agent.unknown"
    agent_code: str


@dataclass(eq=False)
class AlreadyRevokedError(RuleError):
    """There is nothing left to revoke."""

    code: ClassVar[str] = "device.revoked_before"
    about: str
