"""The pages of the window; the number of a page is that of its key, Alt+1 to Alt+9, and never changes."""

from enum import Enum


class Place(Enum):
    """Where the agent can be; a page that has nothing to offer yet keeps its place and is not shown."""

    TODAY = 1
    DUE = 2
    HOUSEHOLDS = 3
    COLLECT = 4
    PAPERS = 5
    TARGETS = 6
    MEETINGS = 7
    SYNC = 8
    SETTINGS = 9

    @property
    def keys(self) -> str:
        """The keys that lead there."""
        return f"Alt+{self.value}"
