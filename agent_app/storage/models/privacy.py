"""Tables of who changed and who saw what, of consents, erasures and what is gone."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from agent_app.domain.household import HouseholdId, PersonId
from agent_app.storage.models.base import Base


class ChangeAuthorRow(Base):
    """Whose doing the changes of the open transaction are; no transaction leaves a row behind."""

    __tablename__ = "change_author"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    at: Mapped[datetime]
    actor: Mapped[str | None]
    op_id: Mapped[UUID | None]


class ChangeHistoryRow(Base):
    """One field's change; triggers write it, whichever way the field was changed."""

    __tablename__ = "change_history"
    __table_args__ = (Index(None, "entity", "entity_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entity: Mapped[str]
    entity_id: Mapped[UUID]
    field: Mapped[str]
    before: Mapped[str | None]
    after: Mapped[str | None]
    at: Mapped[datetime]
    actor: Mapped[str | None]
    source: Mapped[str]
    op_id: Mapped[UUID | None]


class TombstoneRow(Base):
    """A person or household that the office has taken away, with the version after which it may return."""

    __tablename__ = "tombstone"
    __table_args__ = (Index(None, "scope"),)

    entity: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    ver: Mapped[int]
    scope: Mapped[str | None]
    deleted_at: Mapped[datetime]
    source: Mapped[str]


class ConsentRow(Base):
    """One word of a person about one purpose; the newest holds."""

    __tablename__ = "consent"
    __table_args__ = (Index(None, "person_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    op_id: Mapped[UUID] = mapped_column(ForeignKey("oplog.op_id"))
    person_id: Mapped[PersonId]
    purpose: Mapped[str]
    how: Mapped[str]
    on: Mapped[date]
    recorded_at: Mapped[datetime]
    withdrawn: Mapped[bool]


class ErasureRow(Base):
    """A person who was erased; ``alone`` says that nobody else lived in the household.

    A list of ``last_month`` or before is older than the erasure.
    """

    __tablename__ = "erasure"
    __table_args__ = (Index(None, "household_id"),)

    person_id: Mapped[PersonId] = mapped_column(primary_key=True)
    op_id: Mapped[UUID] = mapped_column(ForeignKey("oplog.op_id"))
    household_id: Mapped[HouseholdId]
    pseudonym: Mapped[str]
    alone: Mapped[bool]
    erased_at: Mapped[datetime]
    last_month: Mapped[str]


class ErasureMarkRow(Base):
    """What an erased person would be recognised by in a later list, as a keyed hash."""

    __tablename__ = "erasure_mark"
    __table_args__ = (CheckConstraint("length(mark) = 32", name="mark"),)

    mark: Mapped[bytes] = mapped_column(primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(primary_key=True)


class EmptyingRow(Base):
    """An operation about an erased person, whose body goes as soon as the office has it in custody."""

    __tablename__ = "emptying"

    dseq: Mapped[int] = mapped_column(ForeignKey("oplog.dseq"), primary_key=True, autoincrement=False)


class AccessRow(Base):
    """One look at, print or export of sensitive fields; fields by name, separated by commas."""

    __tablename__ = "access"
    __table_args__ = (Index(None, "at"), Index(None, "entity", "entity_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str | None]
    action: Mapped[str]
    entity: Mapped[str]
    entity_id: Mapped[UUID | None]
    fields: Mapped[str]
    place: Mapped[str]


class SweepRow(Base):
    """One civil day on which what is too old was removed."""

    __tablename__ = "retention_sweep"

    on: Mapped[date] = mapped_column(primary_key=True)
    at: Mapped[datetime]
