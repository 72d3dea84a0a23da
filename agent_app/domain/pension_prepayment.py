"""Paying for years ahead at a discount, or for missing time with interest (NĐ 159/2025, Điều 6 to 8)."""

from decimal import Decimal
from fractions import Fraction


def paid_ahead(monthly: Decimal, months: int, rate: Decimal, first: int = 1) -> Fraction:
    """Sum up ``monthly / (1+rate)^(i-1)`` for i from ``first`` to ``months``; month 1 is not discounted.

    ``monthly`` is in đồng, ``rate`` the fund's average monthly yield as a fraction.
    """
    if rate == 0:
        return Fraction(monthly) * (months - first + 1)
    grown, unit = (1 + rate).as_integer_ratio()
    count = months - first + 1
    # The geometric series in whole numbers; the factor before it discounts to the first month.
    series = Fraction(grown**count - unit**count, (grown - unit) * grown ** (count - 1))
    return Fraction(monthly) * series * Fraction(unit, grown) ** (first - 1)


def paid_late(monthly: Decimal, months: int, rate: Decimal) -> Fraction:
    """Sum up ``monthly × (1+rate)^i`` for i from 1 to ``months``: even the first month bears interest."""
    if rate == 0:
        return Fraction(monthly) * months
    grown, unit = (1 + rate).as_integer_ratio()
    return Fraction(monthly) * Fraction(grown * (grown**months - unit**months), (grown - unit) * unit**months)
