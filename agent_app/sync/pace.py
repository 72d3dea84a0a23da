"""How much one round carries and how long to wait after a cut: less on a bad line, more on a good one."""

from dataclasses import dataclass, replace

from agent_app.sync.wire.messages import MAX_ROWS

MOST_BYTES = 1024 * 1024
LEAST_BYTES = 16 * 1024
LEAST_ROWS = 200
_SHRINK, _GROW = 8, 2
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0


@dataclass(frozen=True, slots=True)
class Pace:
    """Bytes of bodies that a push carries, rows that are asked for, and cuts since anything went through."""

    push_bytes: int = MOST_BYTES
    rows: int = MAX_ROWS
    cuts: int = 0

    def after_cut(self) -> "Pace":
        """Carry much less: what is small gets through where what is large is cut every time."""
        return Pace(
            max(LEAST_BYTES, self.push_bytes // _SHRINK), max(LEAST_ROWS, self.rows // _SHRINK), self.cuts + 1
        )

    def after_round(self) -> "Pace":
        """Carry more again."""
        more = min(MOST_BYTES, self.push_bytes * _GROW), min(MAX_ROWS, self.rows * _GROW)
        return replace(self, push_bytes=more[0], rows=more[1], cuts=0)

    def pause(self, chance: float) -> float:
        """Return the seconds to wait, longer with every cut.

        ``chance`` from 0 to 1 spreads laptops that were cut off together.
        """
        longest = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0 ** max(0, self.cuts - 1))
        return longest * (0.5 + chance / 2)
