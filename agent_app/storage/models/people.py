"""Tables of households, people and the ids that they were once known by."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from agent_app.domain.household import HouseholdId, PersonId
from agent_app.storage.models.base import Base


class HouseholdRow(Base):
    """One household; the sort keys put it where an agent walks past it.

    ``search`` is its folded address and number as they stand, ``words`` whatever word may find it. One that
    is deleted is found no more; facts about it stay readable.
    """

    __tablename__ = "household"
    __table_args__ = (Index(None, "household_no"), Index(None, "scope", "stale"))

    id: Mapped[HouseholdId] = mapped_column(primary_key=True)
    household_no: Mapped[str | None]
    address: Mapped[str]
    address_sort: Mapped[str]
    hamlet: Mapped[str | None]
    hamlet_sort: Mapped[str]
    search: Mapped[str]
    origin: Mapped[str]
    scope: Mapped[str | None]
    ver: Mapped[int]
    stale: Mapped[bool]
    words: Mapped[str] = mapped_column(server_default=text("''"))
    deleted_at: Mapped[datetime | None]


class PersonRow(Base):
    """One person; ``search_name`` is folded words, ``sort_key`` orders by given name.

    One who is deleted is found no more; facts about them stay readable.
    """

    __tablename__ = "person"
    __table_args__ = (
        Index(None, "household_id"),
        Index(None, "insurance_no"),
        Index(None, "citizen_id"),
        Index(None, "birth"),
        Index(None, "deleted_at", sqlite_where=text("deleted_at IS NOT NULL")),
        Index(None, "scope", "stale"),
    )

    id: Mapped[PersonId] = mapped_column(primary_key=True)
    household_id: Mapped[HouseholdId] = mapped_column(ForeignKey("household.id"))
    name: Mapped[str]
    search_name: Mapped[str]
    sort_key: Mapped[str]
    insurance_no: Mapped[str | None]
    citizen_id: Mapped[str | None]
    birth: Mapped[str | None]
    sex: Mapped[str | None]
    phone: Mapped[str | None]
    relation: Mapped[str | None]
    health_group: Mapped[str | None]
    facility: Mapped[str | None]
    origin: Mapped[str]
    scope: Mapped[str | None]
    ver: Mapped[int]
    stale: Mapped[bool]
    deleted_at: Mapped[datetime | None]


class AliasRow(Base):
    """An id made here that a server's row has taken over; both stay valid."""

    __tablename__ = "alias"
    __table_args__ = (Index(None, "entity", "server_id"),)

    entity: Mapped[str] = mapped_column(primary_key=True)
    local_id: Mapped[UUID] = mapped_column(primary_key=True)
    server_id: Mapped[UUID]
