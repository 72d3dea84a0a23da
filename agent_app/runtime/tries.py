"""How often a home was tried in vain: wrong tries slow the next one down, they never destroy anything.

``tries.json`` holds numbers only. Whoever can delete it can copy the whole home and guess elsewhere; against
that stands the cost of each guess, not this file.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from agent_app.runtime.durable import write_private

FREE_TRIES = 3
"""So many wrong tries cost nothing."""

LONGEST_WAIT = 300
"""Nobody waits longer than this, in seconds."""

MOST_PINS = 5
"""So many wrong PINs make the PIN void."""

_FIRST_WAIT = 2
_DOUBLINGS = 8


@dataclass(frozen=True, slots=True)
class Tries:
    """The wrong tries since the last right one, and when the last of them was (the clock's milliseconds)."""

    wrong: int = 0
    wrong_pins: int = 0
    last: int = 0

    @property
    def penalty(self) -> int:
        """How long the next try must wait after the last one, in seconds."""
        if self.wrong < FREE_TRIES:
            return 0
        return min(_FIRST_WAIT << min(self.wrong - FREE_TRIES, _DOUBLINGS), LONGEST_WAIT)

    def wait(self, now: int) -> int:
        """How many seconds the next try must still wait; a clock that was set back never adds to them."""
        left = self.last - now + self.penalty * 1000
        return min(max(-(-left // 1000), 0), self.penalty)

    def with_wrong(self, now: int, *, pin: bool = False) -> "Tries":
        """Count one more."""
        return Tries(self.wrong + 1, self.wrong_pins + pin, now)


def load_tries(path: Path) -> Tries:
    """Read the count; a file that is missing or damaged counts nothing."""
    try:
        found = json.loads(path.read_bytes())
        return Tries(*(max(int(found[name]), 0) for name in ("wrong", "wrong_pins", "last")))
    except (OSError, ValueError, OverflowError, KeyError, TypeError):
        return Tries()


def save_tries(path: Path, tries: Tries) -> None:
    """Keep the count; raise ``OSError``."""
    write_private(path, json.dumps(asdict(tries)).encode())
