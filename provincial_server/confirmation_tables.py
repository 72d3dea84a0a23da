"""The table of what this office has made of receipts that were filed."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from provincial_server.tables import Base


class ConfirmationRow(Base):
    """One word on one receipt, in the document that says it; the newest document counts."""

    __tablename__ = "confirmation"
    __table_args__ = (CheckConstraint("(code IS NULL) <> (reason IS NULL)", name="one_word"),)

    document_id: Mapped[UUID] = mapped_column(ForeignKey("office_document.id"), primary_key=True)
    receipt_id: Mapped[UUID] = mapped_column(index=True)
    code: Mapped[str | None]
    reason: Mapped[str | None]
    decided_on: Mapped[date]
