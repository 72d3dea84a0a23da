"""Tables of awaited transfers, of the credits of bank statements, and of what pays for which."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from agent_app.domain.bank_statement import CreditId
from agent_app.domain.household import HouseholdId, PersonId
from agent_app.domain.money import Dong
from agent_app.domain.receipt import ReceiptId
from agent_app.storage.models.base import Base
from agent_app.storage.models.subject import SubjectColumns


class AwaitedTransferRow(Base):
    """One transfer that is awaited; its id is the receipt's to come. Whether it is paid for is derived."""

    __tablename__ = "awaited_transfer"
    __table_args__ = (Index(None, "household_id"), CheckConstraint("amount > 0", name="amount"))

    id: Mapped[ReceiptId] = mapped_column(primary_key=True)
    op_id: Mapped[UUID] = mapped_column(
        ForeignKey("oplog.op_id", deferrable=True, initially="DEFERRED"), unique=True
    )
    household_id: Mapped[HouseholdId] = mapped_column(ForeignKey("household.id"))
    awaited_household_id: Mapped[HouseholdId]
    code: Mapped[str] = mapped_column(unique=True)
    amount: Mapped[Dong]
    bank_bin: Mapped[str]
    account: Mapped[str]
    holder: Mapped[str]
    awaited_on: Mapped[date]
    recorded_at: Mapped[datetime]
    payer: Mapped[str]
    address: Mapped[str]
    agent_code: Mapped[str]
    device_id: Mapped[UUID]
    grounds: Mapped[bytes]
    replaces_id: Mapped[ReceiptId | None]
    door: Mapped[bytes | None]
    overlap: Mapped[str | None]


class TransferLineRow(SubjectColumns, Base):
    """One person's payment, as it was asked for or as the credit's day prices it; ``terms`` is in CBOR."""

    __tablename__ = "transfer_line"
    __table_args__ = (
        Index(None, "person_id", "scheme"),
        CheckConstraint("stage IN ('awaited', 'credited')", name="stage"),
    )

    transfer_id: Mapped[ReceiptId] = mapped_column(ForeignKey("awaited_transfer.id"), primary_key=True)
    stage: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("person.id"))
    scheme: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    due: Mapped[Dong]
    terms: Mapped[bytes]


class BankCreditRow(Base):
    """One credit of a statement; its text may name people, and alone is emptied."""

    __tablename__ = "bank_credit"
    __table_args__ = (Index(None, "credited_on"), CheckConstraint("amount > 0", name="amount"))

    id: Mapped[CreditId] = mapped_column(primary_key=True)
    account: Mapped[str]
    reference: Mapped[str]
    credited_on: Mapped[date]
    amount: Mapped[Dong]
    text: Mapped[str]
    sender: Mapped[str]
    codes: Mapped[str]
    imported_at: Mapped[datetime]


class CreditUseRow(Base):
    """So much of a credit counted for a transfer; ``form`` is the receipt's, where it pays the rest."""

    __tablename__ = "credit_use"
    __table_args__ = (
        Index(None, "credit_id"),
        Index(None, "transfer_id"),
        CheckConstraint("used > 0", name="used"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    op_id: Mapped[UUID] = mapped_column(
        ForeignKey("oplog.op_id", deferrable=True, initially="DEFERRED"), unique=True
    )
    credit_id: Mapped[CreditId] = mapped_column(ForeignKey("bank_credit.id"))
    transfer_id: Mapped[ReceiptId] = mapped_column(ForeignKey("awaited_transfer.id"))
    used: Mapped[Dong]
    recorded_at: Mapped[datetime]
    reason: Mapped[str | None]
    form: Mapped[str | None]


class TransferGivenUpRow(Base):
    """Why a transfer is no longer awaited."""

    __tablename__ = "transfer_given_up"

    transfer_id: Mapped[ReceiptId] = mapped_column(ForeignKey("awaited_transfer.id"), primary_key=True)
    op_id: Mapped[UUID] = mapped_column(
        ForeignKey("oplog.op_id", deferrable=True, initially="DEFERRED"), unique=True
    )
    given_up_on: Mapped[date]
    recorded_at: Mapped[datetime]
    reason: Mapped[str]
