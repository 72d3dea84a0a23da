"""The table of what officers have done."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from provincial_server.tables import Base


class OfficerActRow(Base):
    """One act of an officer, for ever; ``about`` names what was acted on by its id or code."""

    __tablename__ = "officer_act"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    officer: Mapped[str]
    act: Mapped[str]
    about: Mapped[str]
    reason: Mapped[str]
