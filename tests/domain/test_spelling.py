import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.spelling import SpellingStyle, dong_in_words
from tests.long_run import rounds

TABLE = {
    0: "Không đồng",
    4: "Bốn đồng",
    10: "Mười đồng",
    14: "Mười bốn đồng",
    15: "Mười lăm đồng",
    21: "Hai mươi mốt đồng",
    24: "Hai mươi tư đồng",
    25: "Hai mươi lăm đồng",
    44: "Bốn mươi tư đồng",
    55: "Năm mươi lăm đồng",
    100: "Một trăm đồng",
    101: "Một trăm linh một đồng",
    104: "Một trăm linh tư đồng",
    105: "Một trăm linh năm đồng",
    110: "Một trăm mười đồng",
    111: "Một trăm mười một đồng",
    115: "Một trăm mười lăm đồng",
    1_001: "Một nghìn không trăm linh một đồng",
    1_010: "Một nghìn không trăm mười đồng",
    1_015: "Một nghìn không trăm mười lăm đồng",
    10_010: "Mười nghìn không trăm mười đồng",
    21_000: "Hai mươi mốt nghìn đồng",
    105_000: "Một trăm linh năm nghìn đồng",
    204_000: "Hai trăm linh tư nghìn đồng",
    264_000: "Hai trăm sáu mươi tư nghìn đồng",
    546_480: "Năm trăm bốn mươi sáu nghìn bốn trăm tám mươi đồng",
    956_340: "Chín trăm năm mươi sáu nghìn ba trăm bốn mươi đồng",
    1_000_005: "Một triệu không trăm linh năm đồng",
    1_000_500: "Một triệu năm trăm đồng",
    1_053_000: "Một triệu không trăm năm mươi ba nghìn đồng",
    1_263_600: "Một triệu hai trăm sáu mươi ba nghìn sáu trăm đồng",
    1_366_200: "Một triệu ba trăm sáu mươi sáu nghìn hai trăm đồng",
    4_005_505: "Bốn triệu không trăm linh năm nghìn năm trăm linh năm đồng",
    1_001_001: "Một triệu không trăm linh một nghìn không trăm linh một đồng",
    10_000_000_000: "Mười tỷ đồng",
    10**12: "Một nghìn tỷ đồng",
    1_000_000_005: "Một tỷ không trăm linh năm đồng",
    1_234_567_890_123: (
        "Một nghìn hai trăm ba mươi tư tỷ năm trăm sáu mươi bảy triệu"
        " tám trăm chín mươi nghìn một trăm hai mươi ba đồng"
    ),
    10**15: "Một triệu tỷ đồng",
}
DIGITS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9}
UNITS = DIGITS | {"không": 0, "mốt": 1, "tư": 4, "lăm": 5}
GROUP = re.compile(
    r"(?:(?P<hundreds>\w+) trăm ?)?"
    r"(?:linh (?P<lone>\w+)|(?P<tens>\w+) mươi ?(?P<after>\w+)?|(?P<ten>mười) ?(?P<teen>\w+)?|(?P<unit>\w+))?"
)


@pytest.mark.parametrize(("amount", "words"), TABLE.items())
def test_amounts_are_written_as_on_real_receipts(amount: int, words: str) -> None:
    assert dong_in_words(amount) == words


SOUTHERN = {
    0: "Không đồng",
    101: "Một trăm lẻ một đồng",
    104: "Một trăm lẻ tư đồng",
    1_001: "Một ngàn không trăm lẻ một đồng",
    264_000: "Hai trăm sáu mươi tư ngàn đồng",
    1_001_001: "Một triệu không trăm lẻ một ngàn không trăm lẻ một đồng",
    10_000_000_000: "Mười tỷ đồng",
}


@pytest.mark.parametrize(("amount", "words"), SOUTHERN.items())
def test_the_south_reads_an_empty_ten_and_a_thousand_otherwise(amount: int, words: str) -> None:
    assert dong_in_words(amount, SpellingStyle.SOUTH) == words


@pytest.mark.parametrize("amount", TABLE)
def test_the_styles_differ_in_two_words_only(amount: int) -> None:
    southern = dong_in_words(amount, SpellingStyle.SOUTH)

    assert re.sub(r"\blẻ\b", "linh", southern).replace("ngàn", "nghìn") == dong_in_words(amount)


def test_a_negative_amount_has_no_words() -> None:
    with pytest.raises(ValueError, match="-1"):
        dong_in_words(-1)


def group_value(words: str) -> int:
    """Read a number below a thousand by its grammar."""
    found = GROUP.fullmatch(words)
    assert found is not None, words
    part = {name: UNITS[word] for name, word in found.groupdict().items() if word and name != "ten"}
    tens = part.get("tens", 1 if found["ten"] else 0)
    units = part.get("lone", part.get("after", part.get("teen", part.get("unit", 0))))
    return part.get("hundreds", 0) * 100 + tens * 10 + units


def value(words: str) -> int:
    """Read a number back: what stands before a unit counts that often."""
    for unit, size in (("tỷ", 10**9), ("triệu", 10**6), ("nghìn", 1000)):
        before, found, after = words.rpartition(unit)
        if found:
            return value(before.strip()) * size + (value(after.strip()) if after.strip() else 0)
    return group_value(words)


def assert_reads_back(amount: int, style: SpellingStyle) -> None:
    words = dong_in_words(amount, style).removesuffix(" đồng")
    northern = re.sub(r"\blẻ\b", "linh", words).replace("ngàn", "nghìn")

    assert value(northern[0].lower() + northern[1:]) == amount
    assert "  " not in words


@given(
    st.one_of(st.integers(0, 10**15), st.integers(0, 10**7), st.integers(0, 10**6).map(lambda n: n * 1000)),
    st.sampled_from(SpellingStyle),
)
def test_the_words_read_back_as_the_amount(amount: int, style: SpellingStyle) -> None:
    assert_reads_back(amount, style)


def test_every_amount_below_a_limit_reads_back_and_no_two_share_words() -> None:
    most = rounds("amounts in words", quick=20_000, full=1_000_000)
    seen = set()
    for amount in range(most):
        assert_reads_back(amount, SpellingStyle.NORTH)
        seen.add(dong_in_words(amount))

    assert len(seen) == most


def test_amounts_spread_to_a_thousand_billion_read_back() -> None:
    spread = random.Random(7)  # noqa: S311
    for _ in range(rounds("large amounts in words", quick=5_000, full=500_000)):
        assert_reads_back(spread.randrange(10 ** spread.randrange(6, 13)), SpellingStyle.NORTH)
