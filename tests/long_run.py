"""How much slow harnesses do: a small seeded count each time, all of it with ``scripts/test --long``."""

import os

LONG = os.environ.get("AGENT_APP_LONG_TESTS") == "1"

_COUNTS: dict[str, int] = {}


def rounds(harness: str, *, quick: int, full: int) -> int:
    """Return how many rounds a harness is to run; the closing lines of the test run show the count."""
    _COUNTS[harness] = full if LONG else quick
    return _COUNTS[harness]


def counted() -> dict[str, int]:
    """Return what ran in this process."""
    return dict(_COUNTS)


def take_over(others: dict[str, int]) -> None:
    """Add what ran in another process."""
    _COUNTS.update(others)


def counts() -> list[str]:
    """Write one line per harness that ran."""
    form = "full" if LONG else "quick"
    return [f"{harness}: {count} rounds ({form})" for harness, count in sorted(_COUNTS.items())]
