"""Ids of what this server makes."""

import secrets
import time
from uuid import UUID

from agent_app.domain.ids import COUNTER_BITS, TAIL_BITS, uuid7


def new_id() -> UUID:
    """Make a UUIDv7."""
    return uuid7(time.time_ns() // 1_000_000, secrets.randbits(COUNTER_BITS), secrets.randbits(TAIL_BITS))
