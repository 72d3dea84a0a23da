import random
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.names import (
    clean,
    fold,
    hamlet_of,
    has_house,
    look_alike_free,
    name_sort_key,
    nfc,
    proper_case,
    unaccented,
)

CLDR_ORDER = Path(__file__).parent.parent / "samples" / "names-in-cldr-order.txt"

IN_ORDER = [
    "Nguyễn Văn An",
    "Trần Thị An",
    "Phạm Thị Ánh",
    "Lê Thị Ẩn",
    "Lê Văn Ân",
    "Nguyễn Thị Bích",
    "Dương Thị Dung",
    "Đỗ Văn Dũng",
    "Nguyễn Văn Đức",
    "Hoàng Thị Hòa",
    "Lê Thị Ơn",
    "Bùi Văn Út",
    "Võ Thị Yến",
]


def test_decomposed_text_becomes_composed() -> None:
    assert nfc(unicodedata.normalize("NFD", "Nguyễn")) == "Nguyễn"


def test_cleaning_removes_what_nobody_sees() -> None:
    assert clean("\ufeff  Lý\xa0 Bích\u200b \xad Trang\n") == "Lý Bích Trang"


def test_cleaning_turns_eth_into_the_vietnamese_letter() -> None:
    assert clean("505/Q\u00d0-BHXH") == "505/Q\u0110-BHXH"


def test_cyrillic_letters_in_a_caption_become_latin() -> None:
    assert look_alike_free("BH\u0425H, \u0412HYT, K\u0422") == "BHXH, BHYT, KT"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kỳ", "Kì"),
        ("ky", "KI"),
        ("hòa", "hoà"),
        ("thủy", "thuỷ"),
        ("thuỷ", "thuy"),
        ("Quý", "Quí"),
        ("Đỗ Văn Đức", "do van duc"),
        ("Mỹ  Lý", "mi li"),
    ],
)
def test_spellings_that_readers_take_for_one_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("Mai", "Mây"), ("Tài", "Tây"), ("Thúy", "Thư")])
def test_different_names_fold_differently(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_a_typed_beginning_is_a_beginning_of_the_folded_name() -> None:
    assert all(fold("Trần Thị Quyên").startswith(fold("Trần Thị Quyên"[:n])) for n in range(1, 15))


def test_folding_sees_through_letters_that_only_look_latin() -> None:
    assert fold("Н\u043e\u00e0ng") == fold("Hoàng")  # noqa: RUF001


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_marks_are_taken_off_and_the_case_kept(form: str) -> None:
    words = unicodedata.normalize(form, "Ủng hộ Đồng bào LŨ LỤT, đợt 12")  # type: ignore[arg-type]

    assert unaccented(words) == "Ung ho Dong bao LU LUT, dot 12"


@given(st.text())
def test_taking_marks_off_twice_changes_nothing(text: str) -> None:
    assert unaccented(unaccented(text)) == unaccented(text)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_names_sort_by_given_name_then_family_then_middle() -> None:
    shuffled = random.Random(7).sample(IN_ORDER, len(IN_ORDER))  # noqa: S311

    assert sorted(shuffled, key=lambda name: name_sort_key(name).encode()) == IN_ORDER


def cldr_names() -> list[str]:
    lines = CLDR_ORDER.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


@pytest.mark.parametrize("seed", range(5))
def test_names_stand_in_the_order_of_cldr(seed: int) -> None:
    in_order = cldr_names()
    shuffled = random.Random(seed).sample(in_order, len(in_order))  # noqa: S311

    assert sorted(shuffled, key=name_sort_key) == in_order


def test_decomposed_names_stand_in_the_same_order() -> None:
    in_order = [unicodedata.normalize("NFD", name) for name in cldr_names()]

    assert sorted(sorted(in_order), key=name_sort_key) == in_order


@given(st.lists(st.text(), max_size=8))
def test_any_names_have_one_order_and_equal_ones_keep_theirs(names: list[str]) -> None:
    once = sorted(names, key=name_sort_key)

    assert sorted(once, key=name_sort_key) == once
    assert [name_sort_key(name) for name in once] == sorted(map(name_sort_key, names))


def test_a_sign_inside_a_name_comes_before_letters() -> None:
    assert name_sort_key("Hạ K'Brơi") < name_sort_key("Hạ Ka") < name_sort_key("Hạ Kbrơi")


def test_the_place_of_the_tone_does_not_change_the_order() -> None:
    assert name_sort_key("Hoàng Thị Hoà") == name_sort_key("Hoàng Thị Hòa")


def test_tones_decide_only_between_names_of_the_same_letters() -> None:
    names = ["Lê Má", "Lê Ma", "Lê Mạ", "Lê Mã", "Lê Mà", "Lê Mả"]

    assert sorted(names, key=name_sort_key) == ["Lê Ma", "Lê Mà", "Lê Mả", "Lê Mã", "Lê Má", "Lê Mạ"]


def test_a_shorter_name_comes_before_its_continuation() -> None:
    assert name_sort_key("An") < name_sort_key("Lê An") < name_sort_key("Lê Văn An")


@given(st.text())
def test_a_sort_key_is_ascii_whatever_the_name(name: str) -> None:
    assert name_sort_key(name).isascii()


def test_a_name_in_capitals_is_written_as_people_write_it() -> None:
    assert proper_case("VŨ NGỌC ÁNH") == "Vũ Ngọc Ánh"
    assert proper_case("K'BRƠI") == "K'Brơi"
    assert proper_case("Nguyễn thị Ánh") == "Nguyễn thị Ánh"


@pytest.mark.parametrize(
    ("address", "hamlet"),
    [
        ("Số 8, Thôn Láng Gòn, xã Tân Minh, tỉnh Lâm Đồng", "Thôn Láng Gòn"),
        ("Khu phố 3, xã Đồng Kho", "Khu phố 3"),
        ("Tổ 5, xã Hàm Tân", "Tổ 5"),
        ("Tổ 1, Ấp 2, Xã Vĩnh Tế, An Giang", "Ấp 2"),
        ("12 Lê Lợi - KP.4 - phường 1", "KP.4"),
        ("Tiểu khu 67, xã Lộc Lâm", "Tiểu khu 67"),
        ("Buôn Đung, xã X", "Buôn Đung"),
        ("12 Tô Hiệu, phường 1", None),
        ("12 Bàn Cờ, phường 1", None),
        ("", None),
    ],
)
def test_the_hamlet_is_found_in_an_address(address: str, hamlet: str | None) -> None:
    assert hamlet_of(address) == hamlet


@pytest.mark.parametrize(
    ("address", "house"),
    [
        ("Số 8, Thôn Láng Gòn, xã Tân Minh", True),
        ("12/3 Tổ 5, xã Tân Minh", True),
        ("Thôn 2, nhà số 15", True),
        ("Ngõ 7, xóm Đông", True),
        ("Thôn Đoài, xã Tân Minh", False),
        ("Tổ 5, xã Tân Minh, tỉnh Lâm Đồng", False),
        ("Khu phố 3", False),
        ("Nhà thờ, Thôn Đoài", False),
        ("", False),
    ],
)
def test_an_address_names_a_house_or_only_a_hamlet(address: str, *, house: bool) -> None:
    assert has_house(address) is house


def test_control_characters_and_marks_of_direction_are_taken_out() -> None:
    assert clean("Ng\x00uyễn\u202e Văn\u2066\x07 An\x9f") == "Nguyễn Văn An"
