"""The table of what was put back into the store from the journal of money."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agent_app.domain.money import Dong
from agent_app.storage.models.base import Base


class ReplayRow(Base):
    """One time that money was put back: how much, what was lost with it, whether the agent has been told."""

    __tablename__ = "replay"
    __table_args__ = (
        CheckConstraint("receipts >= 0 AND total >= 0 AND others >= 0 AND unnumbered >= 0", name="counts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    receipts: Mapped[int]
    total: Mapped[Dong]
    others: Mapped[int]
    unnumbered: Mapped[int]
    told: Mapped[bool]
