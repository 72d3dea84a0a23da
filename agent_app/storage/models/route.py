"""The table of the agent's own walking order."""

from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from agent_app.domain.household import HouseholdId
from agent_app.storage.models.base import Base


class RouteRow(Base):
    """Where a household stands on the agent's way, and for which day a visit is planned.

    It may name one that was taken over or is gone since: who reads it finds the one that is present.
    """

    __tablename__ = "route"
    __table_args__ = (Index(None, "planned_on"),)

    household_id: Mapped[HouseholdId] = mapped_column(primary_key=True)
    place: Mapped[int | None]
    planned_on: Mapped[date | None]
