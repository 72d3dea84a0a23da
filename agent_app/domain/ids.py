"""Ids: those that sort by the time of their making, and those that are computed of what they name."""

from uuid import UUID

COUNTER_BITS = 12
TAIL_BITS = 62


def uuid7(millis: int, counter: int, tail: int) -> UUID:
    """Compose a UUIDv7 (RFC 9562) of milliseconds since 1970, 12 bits that may count, and 62 of chance."""
    return UUID(int=millis << 80 | 7 << 76 | counter << 64 | 2 << 62 | tail)


def uuid8(digest: bytes) -> UUID:
    """Compose a UUIDv8 (RFC 9562) of the sixteen first bytes of a hash."""
    bits = int.from_bytes(digest[:16], "big") & ~(0xF << 76 | 3 << 62)
    return UUID(int=bits | 8 << 76 | 2 << 62)
