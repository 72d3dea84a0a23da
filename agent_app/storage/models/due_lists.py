"""Tables of the monthly lists."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from agent_app.domain.household import HouseholdId, PersonId
from agent_app.domain.money import Dong
from agent_app.storage.models.base import Base


class DueListRow(Base):
    """One imported list; a month shows one list, those it replaced are kept."""

    __tablename__ = "due_list"
    __table_args__ = (
        Index("uq_due_list_month_shown", "month", unique=True, sqlite_where=text("shown = 1")),
        CheckConstraint("month GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]'", name="month"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    month: Mapped[str]
    file_hash: Mapped[bytes]
    imported_at: Mapped[datetime]
    shown: Mapped[bool]


class DueItemRow(Base):
    """One line of a list as it was read, and who it is about; ``original`` is the cells in CBOR."""

    __tablename__ = "due_item"
    __table_args__ = (
        Index(None, "due_list_id"),
        Index(None, "person_id"),
        Index(None, "household_id"),
        CheckConstraint("amount >= 0", name="amount"),
        CheckConstraint("months >= 0", name="months"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    due_list_id: Mapped[UUID] = mapped_column(ForeignKey("due_list.id"))
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("person.id"))
    household_id: Mapped[HouseholdId] = mapped_column(ForeignKey("household.id"))
    sheet_row: Mapped[int]
    name: Mapped[str]
    insurance_no: Mapped[str | None]
    citizen_id: Mapped[str | None]
    birth: Mapped[str | None]
    sex: Mapped[str | None]
    address: Mapped[str | None]
    phone: Mapped[str | None]
    scheme: Mapped[str]
    group_code: Mapped[str | None]
    covered_from: Mapped[str | None]
    covered_to: Mapped[str | None]
    due_on: Mapped[date | None]
    months: Mapped[int | None]
    amount: Mapped[Dong | None]
    household_no: Mapped[str | None]
    facility: Mapped[str | None]
    agent_code: Mapped[str | None]
    original: Mapped[bytes]
    sheet: Mapped[str | None]
