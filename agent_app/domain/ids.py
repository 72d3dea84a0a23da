"""Ids that sort by the time of their making."""

from uuid import UUID

COUNTER_BITS = 12
TAIL_BITS = 62


def uuid7(millis: int, counter: int, tail: int) -> UUID:
    """Compose a UUIDv7 (RFC 9562) of milliseconds since 1970, 12 bits that may count, and 62 of chance."""
    return UUID(int=millis << 80 | 7 << 76 | counter << 64 | 2 << 62 | tail)
