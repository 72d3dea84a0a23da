"""A person's wish to be forgotten, and the name that stands where theirs stood."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NewType
from uuid import UUID

from agent_app.domain.calendar import PartialDate
from agent_app.domain.household import PersonId, Subject
from agent_app.domain.names import fold

ErasureId = NewType("ErasureId", UUID)

_SHOWN_LETTERS = 6


@dataclass(frozen=True, slots=True)
class ErasureRequest:
    """Who asked to be erased and why, as the office shall know it; ``on`` is the civil date."""

    id: ErasureId
    subject: Subject
    reason: str
    on: date
    recorded_at: datetime


def pseudonym(person_id: PersonId) -> str:
    """Name a person who was erased: the same person always alike, and nobody can be told from it."""
    return f"Người đã xoá #{person_id.hex[-_SHOWN_LETTERS:]}"


def traits(
    name: str, insurance_no: str | None, citizen_id: str | None, birth: PartialDate | None
) -> frozenset[str]:
    """Say by what an erased person would be recognised in a later list: each number, or name and birth.

    Name and birth speak only where there is no number, for two people may share them.
    """
    numbers = {
        f"{kind}:{number}"
        for kind, number in (("insurance_no", insurance_no), ("citizen_id", citizen_id))
        if number
    }
    described = {f"name:{fold(name)}:{birth.iso}"} if birth and birth.day and not numbers else set()
    return frozenset(numbers | described)
