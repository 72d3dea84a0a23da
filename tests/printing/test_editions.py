from datetime import date

import pytest

from agent_app.domain.rates import Certainty
from agent_app.printing.editions import FormEditionMissingError, edition_of


@pytest.mark.parametrize(
    ("on", "document"),
    [
        (date(2018, 1, 1), "TT 107/2017/TT-BTC"),
        (date(2024, 12, 31), "TT 107/2017/TT-BTC"),
        (date(2025, 1, 1), "TT 24/2024/TT-BTC"),
        (date(2031, 1, 1), "TT 24/2024/TT-BTC"),
    ],
)
def test_the_date_of_the_receipt_decides_the_circular(on: date, document: str) -> None:
    assert edition_of("c45bb", on).document == document


def test_what_is_not_confirmed_says_so() -> None:
    assert edition_of("c45bb", date(2026, 11, 21)).certainty is Certainty.DOUBTFUL


def test_no_circular_is_made_up_for_an_earlier_day() -> None:
    with pytest.raises(FormEditionMissingError):
        edition_of("c45bb", date(2017, 12, 31))
