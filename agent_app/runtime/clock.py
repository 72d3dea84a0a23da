"""The machine's clock, and ids that sort by it."""

import os
import threading
from datetime import UTC, datetime
from time import time_ns
from uuid import UUID

from agent_app.domain.ids import COUNTER_BITS, TAIL_BITS, uuid7


class SystemClock:
    """Tells the machine's time."""

    def now(self) -> datetime:
        """Return the aware UTC instant."""
        return datetime.now(UTC)


class SystemIds:
    """Makes UUIDv7 (RFC 9562), rising within one process even inside one millisecond."""

    def __init__(self) -> None:
        """Begin with nothing made."""
        self._lock = threading.Lock()
        self._last = 0

    def new(self) -> UUID:
        """Return a fresh UUIDv7."""
        with self._lock:
            # Milliseconds in the upper bits, then a counter: never the same twice, never going back.
            tick = max(time_ns() // 1_000_000 << COUNTER_BITS, self._last + 1)
            self._last = tick
        millis, counter = tick >> COUNTER_BITS, tick & (1 << COUNTER_BITS) - 1
        return uuid7(millis, counter, int.from_bytes(os.urandom(8), "big") & (1 << TAIL_BITS) - 1)
