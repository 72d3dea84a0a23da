"""Amounts in words, in the northern or the southern style."""

from dataclasses import dataclass
from enum import StrEnum

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_BILLION = 1_000_000_000
MOST = _BILLION**2 - 1


class SpellingStyle(StrEnum):
    """How a region reads an empty ten and a thousand."""

    NORTH = "north"
    SOUTH = "south"


@dataclass(frozen=True, slots=True)
class _Words:
    odd: str
    thousand: str


_STYLES = {
    SpellingStyle.NORTH: _Words(odd="linh", thousand="nghìn"),
    SpellingStyle.SOUTH: _Words(odd="lẻ", thousand="ngàn"),
}


def dong_in_words(amount: int, style: SpellingStyle = SpellingStyle.NORTH) -> str:
    """Write an amount as a receipt does: "Hai mươi tư nghìn đồng"."""
    if not 0 <= amount <= MOST:
        raise ValueError(amount)
    words = " ".join(_number(amount, _STYLES[style], leading=True)) or _DIGITS[0]
    return f"{words[0].upper()}{words[1:]} đồng"


def _number(value: int, said: _Words, *, leading: bool) -> list[str]:
    billions, rest = divmod(value, _BILLION)
    words = [*_number(billions, said, leading=leading), "tỷ"] if billions else []
    for size, unit in ((1_000_000, "triệu"), (1_000, said.thousand), (1, "")):
        group, rest = divmod(rest, size)
        if group:
            words += _group(group, said, leading=leading and not words)
            words += [unit] if unit else []
    return words


def _group(value: int, said: _Words, *, leading: bool) -> list[str]:
    hundreds, below = divmod(value, 100)
    # Inside a longer number an empty hundred is said, at its beginning it is not.
    words = [_DIGITS[hundreds], "trăm"] if hundreds or not leading else []
    return words + _below_hundred(below, said, after_hundred=bool(words))


def _below_hundred(value: int, said: _Words, *, after_hundred: bool) -> list[str]:
    tens, unit = divmod(value, 10)
    if tens == 0:
        lone = "tư" if after_hundred and unit == 4 else _DIGITS[unit]  # noqa: PLR2004
        return [*([said.odd] if after_hundred else []), lone] if unit else []
    words = ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    return words + ([_after_ten(tens, unit)] if unit else [])


def _after_ten(tens: int, unit: int) -> str:
    special = {5: "lăm"} if tens == 1 else {1: "mốt", 4: "tư", 5: "lăm"}
    return special.get(unit, _DIGITS[unit])
