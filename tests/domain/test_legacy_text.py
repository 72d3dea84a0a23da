import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.legacy_text import (
    CONVERSIONS,
    Lettering,
    detect,
    tcvn3_to_unicode,
    to_unicode,
    vni_to_unicode,
)
from agent_app.domain.syllable import is_syllable, letters
from tests.long_run import rounds

# The fonts' code charts, written out anew: code, code, … in the order of the letters beside them.
SMALL = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"
TCVN3_BYTES = (
    "b5b6b7b8b9 a8bbbcbdbec6 a9c7c8c9cacb ae cccecfd0d1 aad2d3d4d5d6 d7d8dcddde dfe1e2e3e4 abe5e6e7e8e9"
    " aceaebecedee eff1f2f3f4 adf5f6f7f8f9 fafbfcfdfe"
)
VNI_CODES = (
    "aø aû aõ aù aï aê aè aú aü aé aë aâ aà aå aã aá aä ñ eø eû eõ eù eï eâ eà eå eã eá eä ì æ ó í ò "
    "oø oû oõ où oï oâ oà oå oã oá oä ô ôø ôû ôõ ôù ôï uø uû uõ uù uï ö öø öû öõ öù öï yø yû yõ yù î"
)
TCVN3 = dict(zip(SMALL, bytes.fromhex(TCVN3_BYTES).decode("cp1252"), strict=True))
TCVN3_CAPITALS = dict(zip("ĂÂÊÔƠƯĐ", bytes.fromhex("a1a2a3a4a5a6a7").decode("cp1252"), strict=True))
VNI = dict(zip(SMALL, VNI_CODES.split(), strict=True))

FAMILIES = (
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Mạc Lò Vừ Giàng "
    "Sùng Hà Tô Cà Quàng Lường"
)
MIDDLES = "Văn Thị Đức Ngọc Hữu Công Xuân Minh Thuý Hoài Á A"
GIVENS = (
    "An Ánh Ân Ảnh Bình Bé Chí Công Cúc Cường Dũng Đào Đông Gấm Hà Hải Hân Hoà Hòa Hoá Hoàn Hoan Huệ"
    " Hùng Huý Khôi Kiều Lài Lệ Liễu Lộc Mão Mùi Mỹ Na Ngà Ngọc Nhã Nhàn Oanh Phóc Phúc Phương Quí "
    "Quý Sáu Sò Sửu Tài Tèo Tí Tòng Thìn Thoa Thò Thùy Thuỷ Thúy Tỵ Tý Toàn Tuấn Uý Út Ước Vân Ví "
    "Xoài Xuyến Ý Yến"
)
HIGHLANDS = (
    "H'Hen Niê|Y Thuật Êban|K'Brơi|Ka Să Ha Drơng|Siu H'Blơng|Ksor Hnhất|Rơ Ô Bhung|Kpă Đôn"
    "|Y Krông Mlô|Rcom Hà|Hờ A Dê|Điểu Krứ|Ayũn H'Oanh|Y Bhĩu Kbuôr|Nay Tô|Kră Jăn Đik|Ê Nuôl|Bdap Ô"
    "|Cil Múp Sô|Thạch Sóc Phol"
)


def written(text: str, codes: dict[str, str]) -> str:
    return "".join(codes.get(letter, letter) for letter in text)


def tcvn3_written(text: str) -> str:
    """Write a capital with a tone as its small letter, which is all that the font can do."""
    return written(text, {letter.upper(): code for letter, code in TCVN3.items()} | TCVN3 | TCVN3_CAPITALS)


def vni_written(text: str) -> str:
    capitals = {letter.upper(): code.upper() for letter, code in VNI.items()}
    return written(text, VNI | capitals)


def unicode_names() -> list[str]:
    parts = itertools.product(FAMILIES.split(), MIDDLES.split(), GIVENS.split())
    return [*HIGHLANDS.split("|"), *map(" ".join, parts)]


def test_the_charts_cover_the_alphabet() -> None:
    assert set(SMALL) | set(SMALL.upper()) == letters()
    assert len(letters()) == 134


@pytest.mark.parametrize("letter", SMALL)
def test_every_small_letter_comes_from_tcvn3(letter: str) -> None:
    assert tcvn3_to_unicode(TCVN3[letter]) == letter


@pytest.mark.parametrize("letter", SMALL.upper())
def test_every_capital_comes_from_tcvn3_with_a_font_of_capitals(letter: str) -> None:
    assert tcvn3_to_unicode(TCVN3[letter.lower()], capitals=True) == letter


@pytest.mark.parametrize("letter", TCVN3_CAPITALS)
def test_the_seven_capitals_of_tcvn3_need_no_font(letter: str) -> None:
    assert tcvn3_to_unicode(TCVN3_CAPITALS[letter]) == letter


@pytest.mark.parametrize("letter", SMALL)
def test_every_letter_comes_from_vni_in_both_cases(letter: str) -> None:
    assert vni_to_unicode(VNI[letter]) == letter
    assert vni_to_unicode(VNI[letter].upper()) == letter.upper()


def test_a_capital_vowel_with_a_small_mark_is_a_capital() -> None:
    assert vni_to_unicode("Aùnh, Aân, OÂn") == "Ánh, Ân, Ôn"


@pytest.mark.parametrize(
    ("legacy", "text"),
    [
        ("NguyÔn V¨n §øc", "Nguyễn Văn Đức"),
        ("B¶o hiÓm y tÕ", "Bảo hiểm y tế"),
        ("TrÇn ThÞ H\u00adêng", "Trần Thị Hường"),
        ("NGUYÔN V¡N §øC", "NGUYỄN VĂN ĐỨC"),
        ("NGUYÔN THÞ Hµ", "NGUYỄN THỊ HÀ"),
        ("Lª ThÞ Hµ", "Lê Thị Hà"),
    ],
)
def test_tcvn3_is_converted(legacy: str, text: str) -> None:
    assert tcvn3_to_unicode(legacy) == text
    assert detect([legacy]).lettering is Lettering.TCVN3


def test_the_samples_are_the_bytes_of_the_font() -> None:
    assert (
        tcvn3_to_unicode(bytes.fromhex("4e677579d46e2056a86e20a7f863").decode("cp1252")) == "Nguyễn Văn Đức"
    )


@pytest.mark.parametrize(
    ("legacy", "text"),
    [
        ("Nguyeãn Vaên Ñöùc", "Nguyễn Văn Đức"),
        ("Traàn Thò Höôøng", "Trần Thị Hường"),
        ("NGUYEÃN VAÊN ÑÖÙC", "NGUYỄN VĂN ĐỨC"),
        ("Baûo hieåm y teá", "Bảo hiểm y tế"),
    ],
)
def test_vni_is_converted(legacy: str, text: str) -> None:
    assert vni_to_unicode(legacy) == text
    assert detect([legacy]).lettering is Lettering.VNI


def test_no_unicode_name_raises_a_false_alarm() -> None:
    names = unicode_names()[: rounds("Unicode names without alarm", quick=10_000, full=23_000)]
    alarms = [name for name in names if detect([name]).lettering not in {Lettering.UNICODE, Lettering.ASCII}]

    assert len(names) >= 10_000
    assert alarms == []
    assert detect(names).lettering is Lettering.UNICODE


def test_decomposed_names_raise_none_either() -> None:
    names = [unicodedata.normalize("NFD", name) for name in unicode_names()]

    assert detect(names).lettering is Lettering.UNICODE
    assert all(detect([name]).lettering in {Lettering.UNICODE, Lettering.ASCII} for name in names[::10])


@pytest.mark.parametrize("kind", CONVERSIONS)
def test_a_list_of_names_in_an_old_font_is_known_and_converted(kind: Lettering) -> None:
    names = unicode_names()[20::97]
    write = tcvn3_written if kind is Lettering.TCVN3 else vni_written
    legacy = [write(name) for name in names]
    found = detect(legacy)

    assert found.lettering is kind
    assert found.evidence.only[kind] > 50
    assert all(is_syllable(after.lower()) for _, after in found.evidence.examples)
    converted = [to_unicode(name, kind) for name in legacy]
    # TCVN3 has no capital with a tone: such a name begins small unless the font's name is known.
    assert [name.lower() for name in converted] == [name.lower() for name in names]


def test_a_list_in_two_letterings_is_called_mixed() -> None:
    found = detect(["NguyÔn V¨n §øc", "TrÇn ThÞ H\u00adêng", "Nguyễn Văn Đức", "Trần Thị Hường"])

    assert found.lettering is Lettering.MIXED
    assert ("V¨n", "Văn") in found.evidence.examples


@pytest.mark.parametrize(
    "text", ["Hoàng", "Toàn", "Phóc", "café", "Ni\u00ea", "\u00e9t\u00e9 \u00e0 la fran\u00e7aise"]
)
def test_a_word_that_unicode_explains_is_never_called_legacy(text: str) -> None:
    assert detect([text]).lettering is Lettering.UNICODE


def test_text_without_letters_beyond_ascii_says_nothing() -> None:
    assert detect(["Nguyen Van A", "12/03/1985", ""]).lettering is Lettering.ASCII
    assert detect([]).evidence.words == 0


@given(st.lists(st.one_of(st.text(), st.text("NguyÔnV¨§øcµaâùø \u00ad")), max_size=5))
def test_any_text_gets_a_verdict_and_its_conversion_is_composed(texts: list[str]) -> None:
    found = detect(texts)

    for text in texts:
        assert unicodedata.is_normalized("NFC", to_unicode(text, found.lettering))
