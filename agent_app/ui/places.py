"""The pages of the window, in the order of their keys Alt+1 to Alt+4."""

from enum import Enum, auto


class Place(Enum):
    """Where the agent can be."""

    DUE = auto()
    HOUSEHOLDS = auto()
    COLLECT = auto()
    SYNC = auto()
