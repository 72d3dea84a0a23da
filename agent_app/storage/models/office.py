"""Tables of what the office has decided and signed."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from agent_app.domain.receipt import ReceiptId
from agent_app.storage.models.base import Base


class OfficeDocumentRow(Base):
    """One document as it was signed, for ever: whatever it decides is read from these bytes."""

    __tablename__ = "office_document"
    __table_args__ = (Index(None, "kind", "serial"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    serial: Mapped[int]
    signed: Mapped[bytes]
    received_at: Mapped[datetime]


class OfficeKeyRow(Base):
    """A signing key of the office that another one has announced, and the key to seal bundles to since."""

    __tablename__ = "office_key"
    __table_args__ = (
        CheckConstraint("length(former) = 32 AND length(key) = 32 AND length(seal) = 32", name="keys"),
        CheckConstraint("length(signature) = 64", name="signature"),
    )

    former: Mapped[bytes] = mapped_column(primary_key=True)
    key: Mapped[bytes] = mapped_column(unique=True)
    seal: Mapped[bytes]
    signature: Mapped[bytes]
    learned_at: Mapped[datetime]


class EnrolledBookRow(Base):
    """A block of numbers that an enrolment gave before offices signed their grants."""

    __tablename__ = "enrolled_book"
    __table_args__ = (CheckConstraint("first > 0 AND first <= last", name="limits"),)

    symbol: Mapped[str] = mapped_column(primary_key=True)
    book: Mapped[str] = mapped_column(primary_key=True)
    first: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class ConfirmationRow(Base):
    """What the office has made of a receipt that was filed; its document is the proof."""

    __tablename__ = "confirmation"
    __table_args__ = (CheckConstraint("(code IS NULL) <> (reason IS NULL)", name="one_word"),)

    receipt_id: Mapped[ReceiptId] = mapped_column(primary_key=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("office_document.id"))
    code: Mapped[str | None] = mapped_column(index=True)
    reason: Mapped[str | None]
    decided_on: Mapped[date]


class EReceiptNumberRow(Base):
    """Symbol and number that the provider of e-receipts gave to a receipt; its document is the proof."""

    __tablename__ = "e_receipt_number"
    __table_args__ = (Index(None, "symbol", "number"), CheckConstraint("number > 0", name="number"))

    receipt_id: Mapped[ReceiptId] = mapped_column(primary_key=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("office_document.id"))
    symbol: Mapped[str]
    number: Mapped[int]
    given_on: Mapped[date]
