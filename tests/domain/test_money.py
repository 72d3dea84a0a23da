from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.money import grouped, to_dong


@pytest.mark.parametrize(
    ("exact", "whole"), [("0.4", 0), ("0.5", 1), ("1.5", 2), ("2.5", 3), ("1366200", 1366200)]
)
def test_half_a_dong_is_rounded_up(exact: str, whole: int) -> None:
    assert to_dong(Decimal(exact)) == whole


@pytest.mark.parametrize(
    ("amount", "text"), [(0, "0"), (999, "999"), (1000, "1.000"), (1366200, "1.366.200"), (-41000, "-41.000")]
)
def test_thousands_are_parted_by_dots(amount: int, text: str) -> None:
    assert grouped(amount) == text


@given(st.integers(0, 10**12), st.integers(0, 99))
def test_rounding_never_moves_by_more_than_half_a_dong(whole: int, hundredths: int) -> None:
    exact = Decimal(whole) + Decimal(hundredths) / 100

    assert abs(to_dong(exact) - exact) <= Decimal("0.5")


@pytest.mark.parametrize(
    ("exact", "whole"), [("1/2", 1), ("3/2", 2), ("5/2", 3), ("49/100", 0), ("7", 7), ("1/3", 0)]
)
def test_fractions_are_rounded_half_up_too(exact: str, whole: int) -> None:
    assert to_dong(Fraction(exact)) == whole
