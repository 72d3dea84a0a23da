"""Tables of a household's or person's standing, and of edits that wait for the office."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agent_app.domain.household import HouseholdId, PersonId
from agent_app.storage.models.base import Base


class HouseholdStatusRow(Base):
    """One decision on the standing of a household, or of one person; rows are added, never changed."""

    __tablename__ = "household_status"
    __table_args__ = (
        UniqueConstraint("op_id"),
        Index(None, "household_id"),
        Index(None, "person_id"),
        CheckConstraint("(household_id IS NULL) <> (person_id IS NULL)", name="holder"),
        CheckConstraint("since <= until", name="dates"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    op_id: Mapped[UUID] = mapped_column(ForeignKey("oplog.op_id", deferrable=True, initially="DEFERRED"))
    household_id: Mapped[HouseholdId | None] = mapped_column(ForeignKey("household.id"))
    person_id: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id"))
    group_code: Mapped[str]
    decision_no: Mapped[str]
    issuer: Mapped[str]
    since: Mapped[date]
    until: Mapped[date]
    source: Mapped[str]
    recorded_at: Mapped[datetime]
    withdrawn: Mapped[bool]


class BaseRow(Base):
    """What the office says of a field that was edited here and waits; ``op_id`` is the newest edit of it."""

    __tablename__ = "base"
    __table_args__ = (Index(None, "op_id"),)

    entity: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    server_value: Mapped[str | None]
    op_id: Mapped[UUID] = mapped_column(ForeignKey("oplog.op_id", deferrable=True, initially="DEFERRED"))
