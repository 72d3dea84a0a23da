import re

import pytest

from agent_app.domain.syllable import is_syllable, letters, syllables


@pytest.mark.parametrize(
    "word",
    re.findall(
        r"\w+",
        "Nguyễn Quyên gìn giữ giêng Quốc Hoà Hòa khuỷu ngoằn nghĩa Ý quýt khuya Huỳnh đường ươn ốc Êm TRƯỜNG",
    ),
)
def test_what_vietnamese_says_is_a_syllable(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize(
    "word",
    ["", "b", "Đắk", "NguyỄn", "Nguyêñ", "tôt", "hàt", "ngk", "Kbuôr", "café", "oà\u0301", "thòy", "12"],
)
def test_what_it_does_not_say_is_none(word: str) -> None:
    assert not is_syllable(word)


def test_syllables_are_counted() -> None:
    assert syllables("Ksor Thị Ánh, 12 tuổi") == 3


def test_the_alphabet_has_134_letters_beyond_ascii() -> None:
    assert len(letters()) == 134
