"""A state as it is shown: a word, its icon and its tone."""

from dataclasses import dataclass

from agent_app.ui.theme import Tone


@dataclass(frozen=True, slots=True)
class Sign:
    """A word with its icon and tone."""

    text: str
    tone: Tone
    icon: str
