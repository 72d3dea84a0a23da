"""Tables of visits."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from agent_app.domain.household import HouseholdId, PersonId
from agent_app.domain.visit import VisitId
from agent_app.storage.models.base import Base
from agent_app.storage.models.subject import SubjectColumns


class VisitRow(Base):
    """One call at a household's door."""

    __tablename__ = "visit"
    __table_args__ = (Index(None, "household_id"),)

    id: Mapped[VisitId] = mapped_column(primary_key=True)
    household_id: Mapped[HouseholdId] = mapped_column(ForeignKey("household.id"))
    visited_on: Mapped[date]
    recorded_at: Mapped[datetime]
    met: Mapped[str]


class VisitOutcomeRow(SubjectColumns, Base):
    """What a visit came to for one person; ids go up in the order of recording."""

    __tablename__ = "visit_outcome"
    __table_args__ = (
        UniqueConstraint("visit_id", "position"),
        Index(None, "person_id", "id"),
        Index(None, "promised_on", sqlite_where=text("promised_on IS NOT NULL")),
        CheckConstraint("outcome <> 'promised' OR promised_on IS NOT NULL", name="promise_has_a_date"),
        CheckConstraint("outcome <> 'refused' OR coalesce(reason, '') <> ''", name="refusal_has_a_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[VisitId] = mapped_column(ForeignKey("visit.id"))
    position: Mapped[int]
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("person.id"))
    outcome: Mapped[str]
    promised_on: Mapped[date | None]
    reason: Mapped[str | None]
