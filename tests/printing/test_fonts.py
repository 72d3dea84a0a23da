import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFontDatabase
from pytestqt.qtbot import QtBot

from agent_app.printing.fonts import missing_glyphs, printable
from agent_app.runtime.paths import resource

FACES = sorted(resource("fonts").glob("*.ttf"))
MARKED = [*"aăâeêioôơuưy"]
TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
SMALL = {unicodedata.normalize("NFC", letter + tone) for letter in MARKED for tone in TONES} | {"đ"}
LETTERS = {letter for small in SMALL for letter in (small, small.upper()) if not letter.isascii()}
SIGNS = "₫–·…≤≥×“”0123456789"


def characters(path: Path) -> dict[int, str]:
    with TTFont(path) as font:
        return dict(font.getBestCmap())


def test_vietnamese_has_134_letters_beyond_ascii() -> None:
    assert len(LETTERS) == 134


def test_five_faces_ship_with_the_program() -> None:
    assert len(FACES) == 5


@pytest.mark.parametrize("path", FACES, ids=lambda path: path.stem)
def test_a_face_has_every_vietnamese_letter(path: Path) -> None:
    held = characters(path)

    assert [letter for letter in sorted(LETTERS | set(SIGNS)) if ord(letter) not in held] == []


@pytest.mark.parametrize("path", FACES, ids=lambda path: path.stem)
def test_digits_have_one_width(path: Path) -> None:
    with TTFont(path) as font:
        assert len({font["hmtx"][characters(path)[ord(digit)]][0] for digit in "0123456789"}) == 1


@pytest.mark.parametrize("path", FACES, ids=lambda path: path.stem)
def test_a_face_has_its_licence_beside_it(path: Path) -> None:
    licence = path.with_name(path.stem.split("-")[0] + "-LICENSE.txt").read_text(encoding="utf-8")

    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


@pytest.fixture
def registered(qtbot: QtBot) -> Iterator[list[int]]:
    """The ids under which Qt knows our faces."""
    del qtbot
    ids = [QFontDatabase.addApplicationFont(str(path)) for path in FACES]
    yield ids
    for font_id in ids:
        QFontDatabase.removeApplicationFont(font_id)


def test_qt_sees_one_family_in_three_weights(registered: list[int]) -> None:
    families = [QFontDatabase.applicationFontFamilies(font_id)[0] for font_id in registered]

    assert set(families) == {"Source Sans 3", "Liberation Serif"}
    weights = {
        style: QFontDatabase.weight("Source Sans 3", style) for style in ("Regular", "Semibold", "Bold")
    }
    assert weights == {"Regular": 400, "Semibold": 600, "Bold": 700}


def test_every_vietnamese_letter_can_be_printed() -> None:
    assert missing_glyphs("".join(LETTERS)) == ""


@pytest.mark.logs_warning(r"no glyph for U\+1F600$")
def test_a_missing_glyph_is_shown_as_a_question_mark() -> None:
    assert printable("Lê 😀 Dũng") == "Lê ? Dũng"


def test_text_is_composed_and_loses_what_is_invisible() -> None:
    assert printable("Ngô\u0323\u200b \u202eThi\u0323\nE\u200d\u0302\u0301") == "Ngộ Thị Ế"


@given(st.text(st.characters(max_codepoint=0x1EFF, exclude_categories=["Cs", "Cn", "Lo"])))
def test_printable_text_stays_printable(text: str) -> None:
    known = "".join(letter for letter in unicodedata.normalize("NFC", text) if not missing_glyphs(letter))

    assert missing_glyphs(printable(known)) == ""
