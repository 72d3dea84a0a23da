"""Instants in the names of files, as the clock on the wall shows them."""

from datetime import UTC, datetime

from agent_app.domain.calendar import VIETNAM

_FORM = "%Y%m%d-%H%M%S"


def stamp(at: datetime) -> str:
    """Write an instant for the name of a file."""
    return f"{at.astimezone(VIETNAM):{_FORM}}"


def stamped_at(text: str) -> datetime | None:
    """Read a stamp again as the UTC instant, counted further or not; nothing where it is none."""
    try:
        return datetime.strptime("-".join(text.split("-")[:2]), _FORM).replace(tzinfo=VIETNAM).astimezone(UTC)
    except ValueError:
        return None
