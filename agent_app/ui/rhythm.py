"""When the window exchanges with the office without being asked: soon after work, seldom otherwise."""

from dataclasses import dataclass

SOON, AFTER_WORK, USUAL, LONGEST = 120.0, 60.0, 30 * 60.0, 60 * 60.0
"""Seconds: after the window has opened, after something was recorded, in between, after many failures."""

_FIRST_PAUSE = 2 * 60.0
# More than this is beyond the longest pause anyway.
_MOST_FAILURES = 10

NEEDS_SOMEBODY = frozenset(
    {
        "sync.address",
        "sync.authority",
        "sync.certificate",
        "sync.custody_unproven",
        "sync.device_revoked",
        "sync.device_unknown",
        "sync.history_differs",
        "sync.insecure_server",
        "sync.server_unknown",
        "sync.upgrade_needed",
    }
)
"""Failures that trying again does not mend; whoever starts an exchange by hand starts the rhythm again."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How many exchanges have failed in a row, and whether only somebody can help."""

    failures: int = 0
    stopped: bool = False

    def after_success(self) -> "Rhythm":
        """Go on as usual."""
        return Rhythm()

    def after_failure(self, code: str) -> "Rhythm":
        """Try less and less often; not at all where somebody is needed."""
        return Rhythm(min(self.failures + 1, _MOST_FAILURES), code in NEEDS_SOMEBODY)

    def pause(self, chance: float) -> float | None:
        """Return the seconds until the next exchange, or nothing; ``chance`` (0 to 1) spreads laptops."""
        if self.stopped:
            return None
        if self.failures == 0:
            return USUAL * (0.9 + chance / 5)
        return min(LONGEST, _FIRST_PAUSE * 2.0 ** (self.failures - 1)) * (0.75 + chance / 2)

    def pause_after_work(self) -> float | None:
        """Return the seconds until what was just recorded is sent; after failures the pause stands."""
        return AFTER_WORK if self.failures == 0 and not self.stopped else None
