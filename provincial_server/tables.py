"""The server's tables, the same on PostgreSQL and on SQLite; rows never leave a session."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    Dialect,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    Text,
    UniqueConstraint,
    Uuid,
    literal,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from agent_app.domain.money import Dong
from agent_app.domain.operation import from_millis, to_millis


class UtcDateTime(TypeDecorator[datetime]):
    """An instant, kept as milliseconds since 1970: the form in which it was hashed and signed."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        # An instant without a zone cannot be subtracted from one with a zone: it stops here.
        return None if value is None else to_millis(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else from_millis(value)


class RunningSum(TypeDecorator[int]):
    """The unsigned sum of a scope's log, in eight bytes: no database has a number for it."""

    impl = LargeBinary(8)
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        return None if value is None else value.to_bytes(8, "big")

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        return None if value is None else int.from_bytes(value, "big")


class Base(DeclarativeBase):
    """The registry of the server's tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        Dong: BigInteger,
        int: BigInteger,
        str: Text,
        bytes: LargeBinary,
        UUID: Uuid,
        date: Date,
        datetime: UtcDateTime,
    }


class OfficeRow(Base):
    """One setting of this office: its address on the net, its names on papers, its public key."""

    __tablename__ = "office"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class AgentRow(Base):
    """One agent; ``mver`` counts the changes of what the agent may see."""

    __tablename__ = "agent"

    agent_code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    card_no: Mapped[str]
    mver: Mapped[int]


class DeviceRow(Base):
    """One laptop with its public keys and the head of its log as this server holds it."""

    __tablename__ = "device"
    __table_args__ = (CheckConstraint("status IN ('active', 'revoked')", name="status"),)

    device_id: Mapped[UUID] = mapped_column(primary_key=True)
    agent_code: Mapped[str] = mapped_column(ForeignKey("agent.agent_code"))
    sign_key: Mapped[bytes]
    seal_key: Mapped[bytes]
    status: Mapped[str]
    epoch: Mapped[int]
    head_dseq: Mapped[int]
    head_hash: Mapped[bytes]
    turn_token: Mapped[bytes]
    prev_turn_token: Mapped[bytes]
    last_seen: Mapped[datetime]
    app: Mapped[str]


class RestorationRow(Base):
    """A device's word that its store was put back from a backup, and when this server first heard it."""

    __tablename__ = "restoration"

    device_id: Mapped[UUID] = mapped_column(ForeignKey("device.device_id"), primary_key=True)
    restored_at: Mapped[datetime] = mapped_column(primary_key=True)
    heard_at: Mapped[datetime]


class EnrolmentRow(Base):
    """A one-time code, known by its hash, bound to the first device key that presents it.

    ``server_key`` is the key of this server that its file names first.
    """

    __tablename__ = "enrolment"

    code_hash: Mapped[bytes] = mapped_column(primary_key=True)
    agent_code: Mapped[str] = mapped_column(ForeignKey("agent.agent_code"))
    expires_at: Mapped[datetime]
    claimed_by: Mapped[bytes | None]
    server_key: Mapped[bytes | None]


class BookRow(Base):
    """A block of receipt numbers, given with an enrolment or to a device; no two of a symbol share a number.

    One that came with an enrolment is bound to the device that claims it, and gets its document then.
    """

    __tablename__ = "book"
    __table_args__ = (
        UniqueConstraint("symbol", "book"),
        CheckConstraint("first > 0 AND first <= last", name="block"),
        CheckConstraint("code_hash IS NOT NULL OR document_id IS NOT NULL", name="given"),
    )

    symbol: Mapped[str] = mapped_column(primary_key=True)
    first: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]
    book: Mapped[str]
    agent_code: Mapped[str] = mapped_column(ForeignKey("agent.agent_code"))
    code_hash: Mapped[bytes | None] = mapped_column(ForeignKey("enrolment.code_hash"))
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("device.device_id"))
    document_id: Mapped[UUID | None] = mapped_column(ForeignKey("office_document.id"))


class OfficeDocumentRow(Base):
    """One decision of this office as it was signed, for ever, and the scope that it comes down in."""

    __tablename__ = "office_document"
    __table_args__ = (Index(None, "kind", "serial"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    serial: Mapped[int] = mapped_column(unique=True)
    kind: Mapped[str]
    scope: Mapped[str] = mapped_column(ForeignKey("scope.scope"))
    signed: Mapped[bytes]
    issued_at: Mapped[datetime]


class OfficeSerialRow(Base):
    """The serial and the instant of the last document: both only go up; there is one row."""

    __tablename__ = "office_serial"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    serial: Mapped[int]
    issued_at: Mapped[datetime]


class EReceiptNumberRow(Base):
    """What the provider called an e-receipt; one number for a receipt, one receipt for a number."""

    __tablename__ = "e_receipt_number"
    __table_args__ = (UniqueConstraint("symbol", "number"), CheckConstraint("number > 0", name="number"))

    receipt_id: Mapped[UUID] = mapped_column(primary_key=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("office_document.id"))
    symbol: Mapped[str]
    number: Mapped[int]
    given_on: Mapped[date]


class OpRow(Base):
    """One operation of a device's log, for ever; a trigger lets only its outcome change."""

    __tablename__ = "op"
    __table_args__ = (
        UniqueConstraint("device_id", "epoch", "dseq"),
        CheckConstraint("outcome IN ('accepted', 'accepted_merged', 'held', 'refused')", name="outcome"),
        Index(
            "ix_op_held",
            "received_at",
            sqlite_where=text("outcome = 'held'"),
            postgresql_where=text("outcome = 'held'"),
        ),
    )

    op_id: Mapped[UUID] = mapped_column(primary_key=True)
    device_id: Mapped[UUID] = mapped_column(ForeignKey("device.device_id"))
    epoch: Mapped[int]
    dseq: Mapped[int]
    kind: Mapped[str]
    kver: Mapped[int]
    recorded_at: Mapped[datetime]
    body: Mapped[bytes]
    body_hash: Mapped[bytes]
    prev_hash: Mapped[bytes]
    hash: Mapped[bytes]
    received_at: Mapped[datetime]
    outcome: Mapped[str]
    reason: Mapped[str | None]


# Written out, not bound: an index of few rows helps only where the database sees which they are.
IS_HELD_OP = OpRow.outcome == literal("held", literal_execute=True)


class QuarantineRow(Base):
    """An operation whose id belongs to another one: kept for a human, never booked."""

    __tablename__ = "quarantine"

    op_id: Mapped[UUID] = mapped_column(primary_key=True)
    hash: Mapped[bytes] = mapped_column(primary_key=True)
    device_id: Mapped[UUID] = mapped_column(ForeignKey("device.device_id"))
    epoch: Mapped[int]
    dseq: Mapped[int]
    kind: Mapped[str]
    kver: Mapped[int]
    recorded_at: Mapped[datetime]
    body: Mapped[bytes]
    received_at: Mapped[datetime]
    reason: Mapped[str]


class ReceiptRow(Base):
    """The money of one receipt operation; ``agent_code`` is the agent of the device that sent it."""

    __tablename__ = "receipt"
    __table_args__ = (
        CheckConstraint("state IN ('accepted', 'held')", name="state"),
        CheckConstraint("state = 'held' OR total > 0", name="total"),
        Index(
            "ix_receipt_held",
            "total",
            sqlite_where=text("state = 'held'"),
            postgresql_where=text("state = 'held'"),
        ),
        Index(
            "uq_receipt_accepted_number",
            "symbol",
            "number",
            unique=True,
            sqlite_where=text("state = 'accepted'"),
            postgresql_where=text("state = 'accepted'"),
        ),
    )

    op_id: Mapped[UUID] = mapped_column(ForeignKey("op.op_id"), primary_key=True)
    receipt_id: Mapped[UUID] = mapped_column(index=True)
    agent_code: Mapped[str] = mapped_column(ForeignKey("agent.agent_code"), index=True)
    issued_on: Mapped[date]
    symbol: Mapped[str | None]
    book: Mapped[str | None]
    number: Mapped[int | None]
    total: Mapped[Dong]
    state: Mapped[str]


IS_HELD_RECEIPT = ReceiptRow.state == literal("held", literal_execute=True)


class CancellationRow(Base):
    """A receipt that is void: its money counts no more, its number is never free again."""

    __tablename__ = "receipt_cancellation"

    op_id: Mapped[UUID] = mapped_column(ForeignKey("op.op_id"), primary_key=True)
    receipt_op_id: Mapped[UUID] = mapped_column(ForeignKey("receipt.op_id"), unique=True)
    cancelled_on: Mapped[date]
    approver: Mapped[str]
    copy_two: Mapped[str]


class RefundRow(Base):
    """What an agent asks the office to pay back of one line of a receipt."""

    __tablename__ = "receipt_refund"
    __table_args__ = (
        UniqueConstraint("receipt_op_id", "line"),
        CheckConstraint("amount > 0", name="amount"),
    )

    op_id: Mapped[UUID] = mapped_column(ForeignKey("op.op_id"), primary_key=True)
    receipt_op_id: Mapped[UUID] = mapped_column(ForeignKey("receipt.op_id"))
    line: Mapped[int]
    cause: Mapped[str]
    requested_on: Mapped[date]
    amount: Mapped[Dong]


class NumberFateRow(Base):
    """Numbers that get no receipt, as a device has reported them: spoiled, lost or returned."""

    __tablename__ = "number_fate"
    __table_args__ = (
        CheckConstraint("first > 0 AND first <= last", name="range"),
        CheckConstraint("fate IN ('spoiled', 'lost', 'returned')", name="fate"),
        CheckConstraint("state IN ('accepted', 'held')", name="state"),
        Index("ix_number_fate_symbol_first", "symbol", "first"),
    )

    op_id: Mapped[UUID] = mapped_column(ForeignKey("op.op_id"), primary_key=True)
    symbol: Mapped[str]
    book: Mapped[str]
    first: Mapped[int]
    last: Mapped[int]
    fate: Mapped[str]
    on: Mapped[date]
    reason: Mapped[str]
    slip: Mapped[str | None]
    agent_code: Mapped[str] = mapped_column(ForeignKey("agent.agent_code"))
    state: Mapped[str]


class ErasureRequestRow(Base):
    """A person's request to be erased, for an officer to decide; who asked stands in the operation's body."""

    __tablename__ = "erasure_request"

    op_id: Mapped[UUID] = mapped_column(ForeignKey("op.op_id"), primary_key=True)
    request_id: Mapped[UUID]
    person_id: Mapped[UUID] = mapped_column(index=True)
    agent_code: Mapped[str] = mapped_column(ForeignKey("agent.agent_code"))
    requested_on: Mapped[date]
    reason: Mapped[str]


class ScopeRow(Base):
    """The counter of one scope's log: taken last in a transaction, so number order is commit order."""

    __tablename__ = "scope"

    scope: Mapped[str] = mapped_column(primary_key=True)
    gen: Mapped[int]
    seq: Mapped[int]
    sum: Mapped[int] = mapped_column(RunningSum)
    floor_seq: Mapped[int]


class ChangeLogRow(Base):
    """One entry of a scope's log; a missing body is a tombstone, ``sum`` runs up to this entry."""

    __tablename__ = "change"

    scope: Mapped[str] = mapped_column(ForeignKey("scope.scope"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entity: Mapped[str]
    id: Mapped[UUID]
    ver: Mapped[int]
    body: Mapped[bytes | None]
    sum: Mapped[int] = mapped_column(RunningSum)


class MembershipRow(Base):
    """A grant: this agent's devices hold this scope."""

    __tablename__ = "membership"

    agent_code: Mapped[str] = mapped_column(ForeignKey("agent.agent_code"), primary_key=True)
    scope: Mapped[str] = mapped_column(ForeignKey("scope.scope"), primary_key=True)
    mver: Mapped[int]


class HouseholdRow(Base):
    """A household as it stands now, in exactly one scope; ``added_by`` is the operation of a laptop."""

    __tablename__ = "household"
    __table_args__ = (UniqueConstraint("scope", "household_no"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    scope: Mapped[str] = mapped_column(ForeignKey("scope.scope"))
    ver: Mapped[int]
    household_no: Mapped[str | None]
    address: Mapped[str]
    hamlet: Mapped[str | None]
    added_by: Mapped[UUID | None]


class AliasRow(Base):
    """An id that a laptop has given to somebody whom this server knows under another; both stay valid."""

    __tablename__ = "alias"
    __table_args__ = (
        CheckConstraint("entity IN ('household', 'person')", name="entity"),
        Index("ix_alias_entity_known_id", "entity", "known_id"),
    )

    entity: Mapped[str] = mapped_column(primary_key=True)
    local_id: Mapped[UUID] = mapped_column(primary_key=True)
    known_id: Mapped[UUID]


class PersonRow(Base):
    """A person as known now; ``search_name`` is folded, ``added_by`` is the operation of a laptop."""

    __tablename__ = "person"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    household_id: Mapped[UUID] = mapped_column(ForeignKey("household.id"), index=True)
    scope: Mapped[str] = mapped_column(ForeignKey("scope.scope"), index=True)
    ver: Mapped[int]
    name: Mapped[str]
    search_name: Mapped[str]
    insurance_no: Mapped[str | None] = mapped_column(index=True)
    citizen_id: Mapped[str | None] = mapped_column(index=True)
    birth: Mapped[str | None]
    sex: Mapped[str | None]
    phone: Mapped[str | None]
    relation: Mapped[str | None]
    health_group: Mapped[str | None]
    facility: Mapped[str | None]
    added_by: Mapped[UUID | None]
