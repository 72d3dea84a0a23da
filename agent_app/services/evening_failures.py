"""What is refused in the evening, each with the next step."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from agent_app.domain.errors import InputError, RuleError
from agent_app.services.evening_lines import DeclaredLine


@dataclass(eq=False)
class EveningDateError(RuleError):
    """The civil date of an envelope, a remittance or a batch lies before what it is about, or ahead."""

    code: ClassVar[str] = "evening.date"
    on: date
    earliest: date | None
    latest: date


@dataclass(eq=False)
class EnvelopeUnknownError(InputError):
    """No envelope has this id."""

    code: ClassVar[str] = "envelope.unknown"
    envelope_id: str


@dataclass(eq=False)
class EnvelopeOpenError(RuleError):
    """An envelope is open already: two counts at once would mix their notes."""

    code: ClassVar[str] = "envelope.already_open"
    envelope_id: str
    on: date


@dataclass(eq=False)
class NoCashError(RuleError):
    """No cash lies outside of envelopes, so there is nothing to count."""

    code: ClassVar[str] = "envelope.no_cash"
    on: date


@dataclass(eq=False)
class NoOpenEnvelopeError(RuleError):
    """No envelope is open, so none can be closed."""

    code: ClassVar[str] = "envelope.none_open"


@dataclass(eq=False)
class EnvelopeNotClosedError(RuleError):
    """Cash is handed over once it was counted."""

    code: ClassVar[str] = "envelope.not_closed"
    envelope_id: str


@dataclass(eq=False)
class EnvelopeRemittedError(RuleError):
    """An envelope is handed over once."""

    code: ClassVar[str] = "envelope.remitted"
    envelope_id: str
    remittance_id: str


@dataclass(eq=False)
class RemittanceUnknownError(InputError):
    """No remittance has this id."""

    code: ClassVar[str] = "remittance.unknown"
    remittance_id: str


@dataclass(eq=False)
class SlipMissingError(InputError):
    """A remittance needs the number on its slip, by which the office finds it."""

    code: ClassVar[str] = "remittance.slip_missing"


@dataclass(eq=False)
class SlipRepeatedError(RuleError):
    """A slip of this number was remitted with already this year."""

    code: ClassVar[str] = "remittance.slip_repeated"
    slip: str


@dataclass(eq=False)
class NothingToRemitError(RuleError):
    """No envelope was named, and no receipt of a transfer waits to be listed."""

    code: ClassVar[str] = "remittance.nothing"


@dataclass(eq=False)
class BatchUnknownError(InputError):
    """No batch has this id."""

    code: ClassVar[str] = "batch.unknown"
    batch_id: str


@dataclass(eq=False)
class BatchEmptyError(RuleError):
    """A batch without a receipt that counts is none."""

    code: ClassVar[str] = "batch.empty"
    until: date


@dataclass(eq=False)
class NotGatherableError(RuleError):
    """A receipt cannot go into a batch: it is void, unknown, too young, or in another batch."""

    code: ClassVar[str] = "batch.not_gatherable"
    receipt_id: str


@dataclass(eq=False)
class DeclaredAgainError(RuleError):
    """Somebody would be declared a second time for the same scheme within few days.

    ``receipts`` are the numbers of what was taken again, ``repeated`` its lines, by ids.
    """

    code: ClassVar[str] = "batch.declared_again"
    days: int
    receipts: str
    repeated: tuple[DeclaredLine, ...]


@dataclass(eq=False)
class CodeStrangerError(InputError):
    """A confirmation code was given for a receipt that is not in the batch, or for a state that has none."""

    code: ClassVar[str] = "batch.code_stranger"
    value: str
