"""Who changed what of a person or household, when, and from where."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class ChangeSource(StrEnum):
    """Where a change came from; ``other`` where nobody said so."""

    AGENT = "agent"
    SYNC = "sync"
    IMPORT = "import"
    RESTORE = "restore"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Author:
    """Whose doing the changes of one transaction are; ``at`` is an aware UTC instant."""

    source: ChangeSource
    at: datetime
    actor: str | None = None
    op_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field's change, as it is kept: values as the store writes them."""

    entity: str
    entity_id: UUID
    field: str
    before: str | None
    after: str | None
    author: Author
