"""What a person has allowed: for which purpose, how they said so, and when; taken back by a further fact."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from agent_app.domain.household import Subject

ConsentId = NewType("ConsentId", UUID)


class Purpose(StrEnum):
    """What a person's data may be used for."""

    PARTICIPATION = "participation"
    REMINDER = "reminder"
    LOCATION = "location"


class ConsentHow(StrEnum):
    """How a person said yes, or no longer."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    PAPER = "paper"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Consent:
    """One word about one purpose: ``on`` is the civil date; the newest word on a purpose holds."""

    id: ConsentId
    subject: Subject
    purpose: Purpose
    how: ConsentHow
    on: date
    recorded_at: datetime
    withdrawn: bool = False
