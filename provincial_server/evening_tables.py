"""The server's tables of the evening: counted envelopes, remittances, and the way of batches."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from agent_app.domain.money import Dong
from provincial_server.tables import Base

_ACCEPTED = text("state = 'accepted'")


class EnvelopeRow(Base):
    """Cash as an agent has counted it; ``receipts`` is how many it answers for."""

    __tablename__ = "envelope"
    __table_args__ = (
        CheckConstraint("state IN ('accepted', 'held')", name="state"),
        Index(
            "uq_envelope_accepted",
            "envelope_id",
            unique=True,
            sqlite_where=_ACCEPTED,
            postgresql_where=_ACCEPTED,
        ),
    )

    op_id: Mapped[UUID] = mapped_column(ForeignKey("op.op_id"), primary_key=True)
    envelope_id: Mapped[UUID]
    agent_code: Mapped[str] = mapped_column(ForeignKey("agent.agent_code"), index=True)
    closed_on: Mapped[date]
    receipts: Mapped[int]
    expected: Mapped[Dong]
    counted: Mapped[Dong]
    note: Mapped[str]
    state: Mapped[str]


class RemittanceRow(Base):
    """Money that an agent says was handed over; ``cash`` and ``transfers`` are what its receipts say."""

    __tablename__ = "remittance"
    __table_args__ = (CheckConstraint("state IN ('accepted', 'held')", name="state"),)

    op_id: Mapped[UUID] = mapped_column(ForeignKey("op.op_id"), primary_key=True)
    remittance_id: Mapped[UUID] = mapped_column(index=True)
    agent_code: Mapped[str] = mapped_column(ForeignKey("agent.agent_code"), index=True)
    remitted_on: Mapped[date]
    method: Mapped[str]
    slip: Mapped[str]
    counted: Mapped[Dong]
    amount: Mapped[Dong]
    cash: Mapped[Dong]
    transfers: Mapped[Dong]
    note: Mapped[str]
    state: Mapped[str]


class RemittedReceiptRow(Base):
    """One receipt that a remittance answers for; by an accepted one only once."""

    __tablename__ = "remitted_receipt"
    __table_args__ = (
        CheckConstraint("state IN ('accepted', 'held')", name="state"),
        Index(
            "uq_remitted_receipt_accepted",
            "receipt_id",
            unique=True,
            sqlite_where=_ACCEPTED,
            postgresql_where=_ACCEPTED,
        ),
    )

    op_id: Mapped[UUID] = mapped_column(ForeignKey("remittance.op_id"), primary_key=True)
    receipt_id: Mapped[UUID] = mapped_column(primary_key=True)
    amount: Mapped[Dong]
    state: Mapped[str]


class BatchStepRow(Base):
    """One state that an agent's batch came to."""

    __tablename__ = "batch_step"
    __table_args__ = (
        CheckConstraint("state IN ('accepted', 'held')", name="state"),
        Index(
            "uq_batch_step_accepted",
            "batch_id",
            "position",
            unique=True,
            sqlite_where=_ACCEPTED,
            postgresql_where=_ACCEPTED,
        ),
    )

    op_id: Mapped[UUID] = mapped_column(ForeignKey("op.op_id"), primary_key=True)
    batch_id: Mapped[UUID]
    position: Mapped[int]
    agent_code: Mapped[str] = mapped_column(ForeignKey("agent.agent_code"), index=True)
    month: Mapped[str]
    number: Mapped[int]
    stands: Mapped[str]
    moved_on: Mapped[date]
    receipts: Mapped[int]
    reason: Mapped[str]
    state: Mapped[str]
