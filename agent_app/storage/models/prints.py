"""The table of what was printed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from agent_app.storage.models.base import Base


class PrintRow(Base):
    """One print; ``about`` is a receipt, a household, a remittance or a book, by its kind."""

    __tablename__ = "print_log"
    __table_args__ = (
        CheckConstraint("copies > 0 AND nth > 0", name="counts"),
        Index(None, "kind", "about"),
        Index(None, "printed_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    about: Mapped[UUID | None]
    way: Mapped[str]
    copies: Mapped[int]
    nth: Mapped[int]
    printed_at: Mapped[datetime]
