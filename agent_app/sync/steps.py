"""What a long exchange calls as it goes on."""

from collections.abc import Callable

Step = Callable[[], None]
"""Called while bytes move; raises to give the exchange up."""


def no_step() -> None:
    """Give nothing up."""
