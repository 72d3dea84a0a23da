"""Putting a backup back: what it would lose sight of, and which numbers nobody may use again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from uuid import UUID

from agent_app.domain.money import Dong
from agent_app.services.backups import BookPlace, Manifest


class Witness(Enum):
    """How far the journal of money can be believed."""

    WHOLE = "whole"
    DAMAGED = "damaged"
    REBUILT = "rebuilt"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class NewerReceipt:
    """A receipt that the backup lacks; ``witnessed`` says that the journal has it and will bring it back."""

    op_id: UUID
    symbol: str
    book: str
    number: str
    issued_on: date
    total: Dong
    witnessed: bool


@dataclass(frozen=True, slots=True)
class NewerVisit:
    """A visit that the backup lacks, by its operation."""

    op_id: UUID
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class NewerImport:
    """A monthly list that the backup lacks."""

    month: str
    imported_at: datetime


@dataclass(frozen=True, slots=True)
class Newer:
    """All that is known to be newer than a backup; without the present store only the journal tells."""

    receipts: tuple[NewerReceipt, ...] = ()
    visits: tuple[NewerVisit, ...] = ()
    imports: tuple[NewerImport, ...] = ()

    @property
    def total(self) -> Dong:
        """The money of the receipts."""
        return Dong(sum(each.total for each in self.receipts))


@dataclass(frozen=True, slots=True)
class RestorePreview:
    """What putting a backup back would mean, before anything has changed; ``anew``: where no home is yet."""

    manifest: Manifest
    newer: Newer
    store_read: bool
    witness: Witness
    freezes: tuple[BookPlace, ...]
    new_device_key: bool
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done; ``kept_aside`` is the file name of the former store."""

    preview: RestorePreview
    kept_aside: str | None


def books_to_freeze(
    books: Iterable[BookPlace], witness: Witness, *, store_read: bool
) -> tuple[BookPlace, ...]:
    """Choose the books whose blank numbers may have been used since the backup.

    With a whole journal and the present store read into it, every number is accounted for. Without the store,
    one number may have been used that no journal saw: it may be of any book, for papers are taken as they are
    typed.

    Args:
        books: the books of the backup.
        witness: how far the journal can be believed.
        store_read: whether the journal could be completed from the present store.

    """
    if witness is Witness.WHOLE and store_read:
        return ()
    return tuple(each for each in books if each.next <= each.last)
