"""Ids that sort by the time of their making."""

import secrets
import time
from uuid import UUID

_RANDOM_BITS = 74


def new_id() -> UUID:
    """Make a UUIDv7."""
    millis = time.time_ns() // 1_000_000
    chance = secrets.randbits(_RANDOM_BITS)
    high, low = chance >> 62, chance & ((1 << 62) - 1)
    return UUID(int=millis << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)
