"""Whether the shim sees what matters: a library that went past it would make every proof worthless."""

from collections import Counter
from collections.abc import Iterable

from scripts.power_disk import Call, Kind

MUST_BE_SEEN = tuple(
    (name, kind)
    for name in ("store.db", "store.db-wal", "receipts.jnl")
    for kind in (Kind.WRITTEN, Kind.SYNCED)
)

Sight = Counter[tuple[str, Kind]]


class BlindShimError(Exception):
    """Something was written or synced without the shim."""


def sight(calls: Iterable[Call]) -> Sight:
    """Count the calls by file and kind; raise ``BlindShimError`` where one that must be there is missing."""
    seen = Counter((call.path.name, call.kind) for call in calls)
    blind = [f"{name} {kind.name.lower()}" for name, kind in MUST_BE_SEEN if not seen[name, kind]]
    if blind:
        raise BlindShimError(f"the shim does not see: {', '.join(blind)}")
    return seen


def shown_sight(seen: Sight) -> str:
    """Write it for people."""
    return ", ".join(f"{name} {kind.name.lower()} {seen[name, kind]}" for name, kind in MUST_BE_SEEN)
