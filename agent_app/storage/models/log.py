"""Tables of the device, its operation log and its dealings with the server."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from agent_app.storage.models.base import Base


class DeviceRow(Base):
    """This home's identity and what the server has confirmed to it; there is one row.

    A book that was granted up to ``books_doubted_to`` and is not in this store may have given numbers.
    ``clock_ahead`` is in seconds, as the last exchange has found.
    The office wants to hear of ``runs_wanted`` sync runs at once, and knows those up to ``runs_told``.
    """

    __tablename__ = "device"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("length(acked_hash) = 32", name="acked_hash"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    device_id: Mapped[UUID]
    epoch: Mapped[int]
    enrolment: Mapped[str | None]
    claimed: Mapped[bool]
    turn_token: Mapped[bytes]
    acked_epoch: Mapped[int]
    acked_dseq: Mapped[int]
    acked_hash: Mapped[bytes]
    custody: Mapped[bytes | None]
    custody_at: Mapped[datetime | None]
    restored_at: Mapped[datetime | None]
    books_doubted_to: Mapped[datetime | None]
    runs_wanted: Mapped[int] = mapped_column(server_default=text("0"))
    runs_told: Mapped[int] = mapped_column(server_default=text("0"))
    clock_ahead: Mapped[int] = mapped_column(server_default=text("0"))


class OperationRow(Base):
    """One link of the log; only ``state`` and ``reason`` ever change."""

    __tablename__ = "oplog"
    __table_args__ = (
        UniqueConstraint("epoch", "dseq"),
        Index(None, "state"),
        Index(None, "kind", "dseq"),
        Index(None, "recorded_at"),
        CheckConstraint("dseq > 0 AND epoch > 0", name="place"),
        CheckConstraint(
            "length(body_hash) = 32 AND length(prev_hash) = 32 AND length(hash) = 32", name="hashes"
        ),
    )

    dseq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    epoch: Mapped[int]
    op_id: Mapped[UUID] = mapped_column(unique=True)
    kind: Mapped[str]
    kver: Mapped[int]
    recorded_at: Mapped[datetime]
    body: Mapped[bytes]
    body_hash: Mapped[bytes]
    prev_hash: Mapped[bytes]
    hash: Mapped[bytes]
    state: Mapped[str]
    reason: Mapped[str | None]


class CursorRow(Base):
    """How far one scope of the server has come down; ``sum`` is eight bytes, for it fills 64 bits."""

    __tablename__ = "cursor"
    __table_args__ = (CheckConstraint("length(sum) = 8", name="sum"),)

    scope: Mapped[str] = mapped_column(primary_key=True)
    gen: Mapped[int]
    seq: Mapped[int]
    sum: Mapped[bytes]
    mver: Mapped[int]


class StagedRow(Base):
    """One row of a scope that is still on its way, as the server's log has it; seen by nobody."""

    __tablename__ = "staged_row"

    scope: Mapped[str] = mapped_column(primary_key=True)
    entity: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    ver: Mapped[int]
    body: Mapped[bytes | None]


class SyncRunRow(Base):
    """One sync run that has ended."""

    __tablename__ = "sync_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    started_at: Mapped[datetime]
    seconds: Mapped[float]
    sent: Mapped[int]
    received: Mapped[int]
    bytes_up: Mapped[int]
    bytes_down: Mapped[int]
    failure: Mapped[str | None]


class BackupStateRow(Base):
    """What is remembered of backups; there is one row."""

    __tablename__ = "backup_state"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    second_folder: Mapped[str | None]
    made_at: Mapped[datetime | None]
    dseq: Mapped[int]
    failure: Mapped[str | None]
    second_at: Mapped[datetime | None]
    second_failure: Mapped[str | None]
    sync_run: Mapped[int]
    failed_at: Mapped[datetime | None]
    erasures: Mapped[int]
