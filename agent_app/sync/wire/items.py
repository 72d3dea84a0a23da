"""How many values a CBOR text holds, told from their heads before one of them becomes an object.

One byte, an empty list, costs whoever reads it some seventy, so that a message's size alone bounds little.
"""

from agent_app.domain.plain import NotPlainError

_UNSIGNED, _NEGATIVE, _BYTES, _TEXT, _LIST, _MAP, _TAG, _SIMPLE = range(8)
_LONGEST_INLINE = 23
_WIDTHS = {24: 1, 25: 2, 26: 4, 27: 8}
_FALSE_TRUE_NULL = (20, 21, 22)


def refuse_crowded(plain: bytes, most: int) -> None:
    """Raise ``NotPlainError`` for more values than that, and for kinds of value that no message has."""
    place, owed, seen = 0, 1, 0
    while owed:
        if seen + owed > most:
            raise NotPlainError("too many values")
        major, argument, place = _head(plain, place)
        seen, owed = seen + 1, owed - 1
        if major in (_BYTES, _TEXT):
            place += argument
        elif major in (_LIST, _MAP):
            owed += argument * (major - _LIST + 1)


def _head(plain: bytes, place: int) -> tuple[int, int, int]:
    """Read one head: the kind of value, its number or length, and where it ends."""
    if place >= len(plain):
        raise NotPlainError("cut")
    major, argument = plain[place] >> 5, plain[place] & 31
    place += 1
    if major == _TAG or (major == _SIMPLE and argument not in _FALSE_TRUE_NULL):
        raise NotPlainError("no plain value")
    if argument <= _LONGEST_INLINE:
        return major, argument, place
    width = _WIDTHS.get(argument)
    if width is None:
        raise NotPlainError("no length")
    return major, int.from_bytes(plain[place : place + width], "big"), place + width
