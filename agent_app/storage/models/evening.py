"""Tables of envelopes, remittances and batches; their rows never change."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agent_app.domain.money import Dong
from agent_app.domain.receipt import ReceiptId
from agent_app.storage.models.base import Base


class EnvelopeRow(Base):
    """An evening's count that has begun: its receipts are settled, its closing may follow."""

    __tablename__ = "envelope"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    opened_on: Mapped[date]
    opened_at: Mapped[datetime]


class EnvelopeReceiptRow(Base):
    """One receipt whose cash lies in an envelope."""

    __tablename__ = "envelope_receipt"
    __table_args__ = (Index(None, "envelope_id"),)

    receipt_id: Mapped[ReceiptId] = mapped_column(ForeignKey("receipt.id"), primary_key=True)
    envelope_id: Mapped[UUID] = mapped_column(ForeignKey("envelope.id"))


class EnvelopeClosingRow(Base):
    """What was counted in an envelope when it was closed, and what its receipts said then."""

    __tablename__ = "envelope_closing"
    __table_args__ = (
        CheckConstraint("expected >= 0 AND loose >= 0 AND counted >= loose", name="amounts"),
        CheckConstraint("counted = expected OR note <> ''", name="difference_has_a_note"),
    )

    envelope_id: Mapped[UUID] = mapped_column(ForeignKey("envelope.id"), primary_key=True)
    op_id: Mapped[UUID] = mapped_column(
        ForeignKey("oplog.op_id", deferrable=True, initially="DEFERRED"), unique=True
    )
    closed_on: Mapped[date]
    recorded_at: Mapped[datetime]
    expected: Mapped[Dong]
    counted: Mapped[Dong]
    loose: Mapped[Dong]
    note: Mapped[str]
    agent_code: Mapped[str]
    device_id: Mapped[UUID]


class EnvelopeCountRow(Base):
    """How many notes of one value were counted."""

    __tablename__ = "envelope_count"
    __table_args__ = (CheckConstraint("value > 0 AND pieces > 0", name="pieces"),)

    envelope_id: Mapped[UUID] = mapped_column(ForeignKey("envelope_closing.envelope_id"), primary_key=True)
    value: Mapped[Dong] = mapped_column(primary_key=True)
    pieces: Mapped[int]


class RemittanceRow(Base):
    """Money that was handed over: ``counted`` is what lay in its envelopes, ``amount`` what was handed."""

    __tablename__ = "remittance"
    __table_args__ = (
        CheckConstraint("counted >= 0 AND amount >= 0", name="amounts"),
        CheckConstraint("amount = counted OR note <> ''", name="difference_has_a_note"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    op_id: Mapped[UUID] = mapped_column(
        ForeignKey("oplog.op_id", deferrable=True, initially="DEFERRED"), unique=True
    )
    remitted_on: Mapped[date]
    recorded_at: Mapped[datetime]
    method: Mapped[str]
    slip: Mapped[str]
    counted: Mapped[Dong]
    amount: Mapped[Dong]
    note: Mapped[str]
    agent_code: Mapped[str]
    device_id: Mapped[UUID]


class RemittanceEnvelopeRow(Base):
    """One envelope that a remittance took."""

    __tablename__ = "remittance_envelope"

    envelope_id: Mapped[UUID] = mapped_column(ForeignKey("envelope.id"), primary_key=True)
    remittance_id: Mapped[UUID] = mapped_column(ForeignKey("remittance.id"))


class RemittanceReceiptRow(Base):
    """One receipt that a remittance answers for, with its money."""

    __tablename__ = "remittance_receipt"
    __table_args__ = (Index(None, "remittance_id"), CheckConstraint("amount >= 0", name="amount"))

    receipt_id: Mapped[ReceiptId] = mapped_column(ForeignKey("receipt.id"), primary_key=True)
    remittance_id: Mapped[UUID] = mapped_column(ForeignKey("remittance.id"))
    amount: Mapped[Dong]


class BatchRow(Base):
    """Receipts that are handed in together: the n-th batch of a month."""

    __tablename__ = "batch"
    __table_args__ = (UniqueConstraint("month", "number"), CheckConstraint("number > 0", name="number"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    month: Mapped[str]
    number: Mapped[int]


class BatchReceiptRow(Base):
    """One receipt of a batch."""

    __tablename__ = "batch_receipt"
    __table_args__ = (Index(None, "receipt_id"),)

    batch_id: Mapped[UUID] = mapped_column(ForeignKey("batch.id"), primary_key=True)
    receipt_id: Mapped[ReceiptId] = mapped_column(ForeignKey("receipt.id"), primary_key=True)


class BatchStepRow(Base):
    """One state that a batch came to; the newest position is where it stands."""

    __tablename__ = "batch_step"
    __table_args__ = (CheckConstraint("state <> 'refused' OR reason <> ''", name="refusal_has_a_reason"),)

    batch_id: Mapped[UUID] = mapped_column(ForeignKey("batch.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    op_id: Mapped[UUID] = mapped_column(
        ForeignKey("oplog.op_id", deferrable=True, initially="DEFERRED"), unique=True
    )
    state: Mapped[str]
    moved_on: Mapped[date]
    recorded_at: Mapped[datetime]
    reason: Mapped[str]
    agent_code: Mapped[str]
    device_id: Mapped[UUID]


class BatchCodeRow(Base):
    """The office's confirmation code of one receipt."""

    __tablename__ = "batch_code"
    __table_args__ = (
        ForeignKeyConstraint(
            ["batch_id", "receipt_id"], ["batch_receipt.batch_id", "batch_receipt.receipt_id"]
        ),
        CheckConstraint("code <> ''", name="code"),
    )

    batch_id: Mapped[UUID] = mapped_column(primary_key=True)
    receipt_id: Mapped[ReceiptId] = mapped_column(primary_key=True)
    code: Mapped[str]
