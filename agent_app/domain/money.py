"""Whole đồng, rounded once and at the end."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor
from typing import NewType

Dong = NewType("Dong", int)

_HALF = Fraction(1, 2)


def to_dong(exact: Decimal | Fraction) -> Dong:
    """Round an exact amount to whole đồng, half up; do this once, at the end of a calculation."""
    if isinstance(exact, Fraction):
        return Dong(floor(exact + _HALF))
    return Dong(int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP)))


def grouped(amount: int) -> str:
    """Write a number with dots between thousands, as Vietnamese readers expect: 1.366.200."""
    return f"{amount:,}".replace(",", ".")
