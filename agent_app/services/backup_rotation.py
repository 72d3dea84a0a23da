"""Which backups stay when a new one has been verified."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from agent_app.domain.calendar import civil_date


@dataclass(frozen=True, slots=True)
class Rotation:
    """How many backups stay: the newest ones, and the newest of each of the last days and months."""

    newest: int = 5
    days: int = 7
    months: int = 6


ROTATION = Rotation()


def kept(made: Sequence[datetime], rotation: Rotation = ROTATION) -> set[datetime]:
    """Choose among the UTC instants at which backups were made; days and months are those of Viet Nam.

    A day or a month without a backup costs none of the others its place.
    """
    falling = sorted(set(made), reverse=True)
    by_day = {civil_date(each): each for each in reversed(falling)}
    by_month = {(day.year, day.month): each for day, each in sorted(by_day.items())}
    days = [by_day[day] for day in sorted(by_day, reverse=True)[: rotation.days]]
    months = [by_month[month] for month in sorted(by_month, reverse=True)[: rotation.months]]
    return {*falling[: rotation.newest], *days, *months}
