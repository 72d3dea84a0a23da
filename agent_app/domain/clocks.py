"""How this machine's clock agrees with the office's."""

from datetime import datetime, timedelta

TOLERANCE = timedelta(minutes=10)
"""A clock that is wrong by more is told of; it never hinders anything."""


def ahead_of(told: datetime, asked: datetime, answered: datetime) -> timedelta:
    """Return by how much the own clock is certainly ahead of one that was read while an answer was awaited.

    Negative where it is behind; nothing where ``told`` lies between the own ``asked`` and ``answered``.
    """
    if told < asked:
        return asked - told
    return min(timedelta(0), answered - told)


def is_wrong(ahead: timedelta) -> bool:
    """Tell whether somebody should set the clock."""
    return abs(ahead) > TOLERANCE
