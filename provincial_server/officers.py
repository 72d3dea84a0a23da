"""What officers do on this server: each act is kept with its reason in the transaction that does it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from provincial_server.database import Database
from provincial_server.ids import new_id
from provincial_server.office import word
from provincial_server.officer_errors import OfficerMissingError, ReasonMissingError
from provincial_server.officer_tables import OfficerActRow


class OfficerAct(StrEnum):
    """What an officer did."""

    ENROLLED = "enrolled"
    REVOKED = "revoked"
    RELEASED = "released"
    REJECTED = "rejected"
    KEYS_ROTATED = "keys_rotated"
    RESTORED = "restored"
    CONFIRMED = "confirmed"
    BOOK_ASSIGNED = "book_assigned"
    SETTLED = "settled"
    E_RECEIPT_NUMBERED = "e_receipt_numbered"
    AREA_LOADED = "area_loaded"


@dataclass(frozen=True, slots=True)
class Officer:
    """Who acts, when, and why."""

    name: str
    at: datetime
    reason: str = ""

    def __post_init__(self) -> None:
        """Refuse somebody without a name."""
        if not word(self.name):
            raise OfficerMissingError

    def because(self) -> "Officer":
        """Go on only with a reason."""
        if not word(self.reason):
            raise ReasonMissingError
        return self

    def note(self, session: Session, act: OfficerAct, about: object) -> None:
        """Keep an act on something."""
        session.add(
            OfficerActRow(
                id=new_id(),
                at=self.at,
                officer=word(self.name),
                act=act.value,
                about=str(about),
                reason=word(self.reason),
            )
        )


def acts(database: Database, most: int) -> Sequence[OfficerActRow]:
    """Return what officers did, the newest first."""
    with database.read() as session:
        newest = select(OfficerActRow).order_by(OfficerActRow.at.desc(), OfficerActRow.id.desc())
        found = list(session.scalars(newest.limit(most)))
        session.expunge_all()
    return found
