"""States that several presenters share."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Idle:
    """Nothing has been asked for yet."""


@dataclass(frozen=True, slots=True)
class Loading:
    """What was asked for is being read."""


@dataclass(frozen=True, slots=True)
class Failed:
    """It could not be read; ``text`` says what is kept and what to do."""

    text: str
