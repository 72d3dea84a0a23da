"""Amounts in words, in the northern style that receipts use."""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ((1_000_000, "triệu"), (1_000, "nghìn"), (1, ""))
_BILLION = 1_000_000_000
_LIMIT = _BILLION**2


def dong_in_words(amount: int) -> str:
    """Write an amount as a receipt does: "Hai mươi tư nghìn đồng"."""
    if not 0 <= amount < _LIMIT:
        raise ValueError(amount)
    words = " ".join(_number(amount, leading=True)) or _DIGITS[0]
    return f"{words[0].upper()}{words[1:]} đồng"


def _number(value: int, *, leading: bool) -> list[str]:
    billions, rest = divmod(value, _BILLION)
    words = [*_number(billions, leading=leading), "tỷ"] if billions else []
    for size, unit in _GROUPS:
        group, rest = divmod(rest, size)
        if group:
            words += _group(group, leading=leading and not words)
            words += [unit] if unit else []
    return words


def _group(value: int, *, leading: bool) -> list[str]:
    hundreds, below = divmod(value, 100)
    # Inside a longer number an empty hundred is said, at its beginning it is not.
    words = [_DIGITS[hundreds], "trăm"] if hundreds or not leading else []
    return words + _below_hundred(below, after_hundred=bool(words))


def _below_hundred(value: int, *, after_hundred: bool) -> list[str]:
    tens, unit = divmod(value, 10)
    if tens == 0:
        lone = "tư" if after_hundred and unit == 4 else _DIGITS[unit]  # noqa: PLR2004
        return [*(["linh"] if after_hundred else []), lone] if unit else []
    words = ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    return words + ([_after_ten(tens, unit)] if unit else [])


def _after_ten(tens: int, unit: int) -> str:
    special = {5: "lăm"} if tens == 1 else {1: "mốt", 4: "tư", 5: "lăm"}
    return special.get(unit, _DIGITS[unit])
