"""Civil dates as lists give them: a day, only a month, or only a year."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A civil date with the precision that its source gave; ``month`` and ``day`` may be missing."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        """Refuse a day without its month, and any day that does not exist."""
        if self.month is None and self.day is not None:
            raise ValueError("a day needs a month")
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def of(cls, day: date) -> "PartialDate":
        """Take a whole date."""
        return cls(day.year, day.month, day.day)

    @classmethod
    def parse(cls, iso: str) -> "PartialDate":
        """Read ``1978``, ``2026-11`` or ``2026-11-27``; raise ``ValueError`` for anything else."""
        found = _ISO.fullmatch(iso)
        if found is None:
            raise ValueError(iso)
        year, month, day = found.groups()
        return cls(int(year), int(month) if month else None, int(day) if day else None)

    @property
    def iso(self) -> str:
        """Write it back with the same precision."""
        parts = (f"{self.year:04d}", self.month and f"{self.month:02d}", self.day and f"{self.day:02d}")
        return "-".join(part for part in parts if part)

    @property
    def first_day(self) -> date:
        """The first civil day that it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The last civil day that it can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def shown(self) -> str:
        """Write it as Vietnamese readers do: 27/11/2026, 11/2026 or 1978."""
        return "/".join(reversed(self.iso.split("-")))


def civil_date(instant: datetime) -> date:
    """Return the day that an aware instant falls on in Viet Nam, whatever the machine's zone."""
    return instant.astimezone(VIETNAM).date()


def add_months(day: date, months: int) -> date:
    """Move by whole months, to the month's last day where the day does not exist there."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def shown_date(day: date) -> str:
    """Write a civil date as 21/11/2026."""
    return f"{day:%d/%m/%Y}"
