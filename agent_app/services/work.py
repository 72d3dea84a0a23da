"""Work that takes a while: whom it reports to, and how it is given up."""

from collections.abc import Callable

Report = Callable[[int, int], None]
"""Told how much is done of how much; raises to cancel the work."""


def no_report(_done: int, _total: int) -> None:
    """Watch nothing."""


class CancelledWorkError(Exception):
    """The work was given up on request; raised by a report, it undoes the unit of work."""
