"""The table of how the exchanges of laptops went."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from provincial_server.tables import Base


class DeviceRunRow(Base):
    """One sync run of a laptop, as it told it; ``failure`` is a code, ``app`` the program that told."""

    __tablename__ = "device_run"

    device_id: Mapped[UUID] = mapped_column(ForeignKey("device.device_id"), primary_key=True)
    started_at: Mapped[datetime] = mapped_column(primary_key=True, index=True)
    millis: Mapped[int]
    sent: Mapped[int]
    received: Mapped[int]
    bytes_up: Mapped[int]
    bytes_down: Mapped[int]
    failure: Mapped[str | None]
    app: Mapped[str]
    heard_at: Mapped[datetime]
