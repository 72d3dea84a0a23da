"""The server's tables of transfers: awaited ones, what of which credit paid for them, those given up."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from agent_app.domain.money import Dong
from provincial_server.tables import Base

_ACCEPTED = text("state = 'accepted'")


class AwaitedTransferRow(Base):
    """Money that an agent waits for under a code; whether it came is derived from its credits."""

    __tablename__ = "awaited_transfer"
    __table_args__ = (
        CheckConstraint("state IN ('accepted', 'held')", name="state"),
        Index(
            "uq_awaited_transfer_accepted",
            "transfer_id",
            unique=True,
            sqlite_where=_ACCEPTED,
            postgresql_where=_ACCEPTED,
        ),
        Index(
            "uq_awaited_transfer_code",
            "code",
            unique=True,
            sqlite_where=_ACCEPTED,
            postgresql_where=_ACCEPTED,
        ),
    )

    op_id: Mapped[UUID] = mapped_column(ForeignKey("op.op_id"), primary_key=True)
    transfer_id: Mapped[UUID]
    agent_code: Mapped[str] = mapped_column(ForeignKey("agent.agent_code"), index=True)
    code: Mapped[str]
    amount: Mapped[Dong]
    bank_bin: Mapped[str]
    account: Mapped[str]
    awaited_on: Mapped[date]
    state: Mapped[str]


class CreditedTransferRow(Base):
    """So much of a bank's credit counted for a transfer; the same credit has one id on every laptop."""

    __tablename__ = "credited_transfer"
    __table_args__ = (CheckConstraint("state IN ('accepted', 'held')", name="state"),)

    op_id: Mapped[UUID] = mapped_column(ForeignKey("op.op_id"), primary_key=True)
    transfer_id: Mapped[UUID] = mapped_column(index=True)
    credit_id: Mapped[UUID] = mapped_column(index=True)
    agent_code: Mapped[str] = mapped_column(ForeignKey("agent.agent_code"), index=True)
    account: Mapped[str]
    reference: Mapped[str]
    credited_on: Mapped[date]
    amount: Mapped[Dong]
    used: Mapped[Dong]
    complete: Mapped[bool]
    state: Mapped[str]


class GivenUpTransferRow(Base):
    """A transfer that is no longer awaited, and why; what came for it is free for another one."""

    __tablename__ = "given_up_transfer"
    __table_args__ = (CheckConstraint("state IN ('accepted', 'held')", name="state"),)

    op_id: Mapped[UUID] = mapped_column(ForeignKey("op.op_id"), primary_key=True)
    transfer_id: Mapped[UUID] = mapped_column(index=True)
    agent_code: Mapped[str] = mapped_column(ForeignKey("agent.agent_code"), index=True)
    given_up_on: Mapped[date]
    reason: Mapped[str]
    state: Mapped[str]
