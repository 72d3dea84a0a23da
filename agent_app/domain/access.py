"""Who looked at, printed or exported what people would not have everybody know."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class AccessAction(StrEnum):
    """What was done with sensitive fields."""

    VIEW = "view"
    REVEAL = "reveal"
    PRINT = "print"
    EXPORT = "export"


class AccessPlace(StrEnum):
    """Where it was done."""

    WINDOW = "window"
    COMMAND = "command"


@dataclass(frozen=True, slots=True)
class Access:
    """One entry: ``entity`` is ``person``, ``household``, ``receipt`` or ``list``; fields by name only."""

    at: datetime
    actor: str | None
    action: AccessAction
    entity: str
    entity_id: UUID | None
    fields: tuple[str, ...]
    place: AccessPlace
