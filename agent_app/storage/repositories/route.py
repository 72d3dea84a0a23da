"""The agent's own walking order, as rows."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from agent_app.domain.household import HouseholdId
from agent_app.domain.replica import HOUSEHOLD
from agent_app.storage.models import AliasRow, RouteRow
from agent_app.storage.sorting import chunks


def present_ids(session: Session) -> dict[HouseholdId, HouseholdId]:
    """Say which household each that the route names has become; most are what they were."""
    query = (
        select(RouteRow.household_id, AliasRow.server_id)
        .join(AliasRow, AliasRow.local_id == RouteRow.household_id)
        .where(AliasRow.entity == HOUSEHOLD)
    )
    return {old: HouseholdId(new) for old, new in session.execute(query)}


class SqlRoute:
    """Fulfils ``ports.Route``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def order(self) -> list[HouseholdId]:
        became = present_ids(self._session)
        query = select(RouteRow.household_id).where(RouteRow.place.is_not(None))
        kept = self._session.scalars(query.order_by(RouteRow.place, RouteRow.household_id))
        return list(dict.fromkeys(became.get(each, each) for each in kept))

    def arrange(self, order: Sequence[HouseholdId]) -> None:
        self._session.execute(update(RouteRow).values(place=None))
        rows: list[dict[str, object]] = [
            {"household_id": each, "place": place} for place, each in enumerate(order, 1)
        ]
        self._upsert(rows, "place")
        self._forget_idle()

    def plan(self, households: Sequence[HouseholdId], on: date | None) -> None:
        rows: list[dict[str, object]] = [
            {"household_id": each, "planned_on": on} for each in dict.fromkeys(households)
        ]
        self._upsert(rows, "planned_on")
        if on is not None:
            # Days that are over are planned no more.
            self._session.execute(update(RouteRow).where(RouteRow.planned_on < on).values(planned_on=None))
        self._forget_idle()

    def _upsert(self, rows: list[dict[str, object]], column: str) -> None:
        statement = insert(RouteRow)
        statement = statement.on_conflict_do_update(
            index_elements=[RouteRow.household_id], set_={column: getattr(statement.excluded, column)}
        )
        for chunk in chunks(range(len(rows))):
            self._session.connection().execute(statement, [rows[at] for at in chunk])

    def _forget_idle(self) -> None:
        idle = (RouteRow.place.is_(None), RouteRow.planned_on.is_(None))
        self._session.execute(delete(RouteRow).where(*idle))
