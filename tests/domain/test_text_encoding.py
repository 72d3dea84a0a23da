import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.text_encoding import Form, StoredAs, examine

TEXT = "Nguyễn Văn Đức\r\n\r\nTrần Thị Hường, Xã Vĩnh Tế\r\n"
LOOSE_TONES = "\u0300\u0301\u0303\u0309\u0323"


def windows_1258(text: str) -> bytes:
    """Write as Windows does: vowel first, tone after it where the page has no letter for both."""
    out = ""
    for letter in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in parts if mark in LOOSE_TONES)
        out += unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in LOOSE_TONES)) + tone
    return out.encode("cp1258")


@pytest.mark.parametrize(
    ("raw", "encoding", "stored_as"),
    [
        (TEXT.encode(), "unicode", StoredAs.UTF_8),
        (TEXT.encode("utf-8-sig"), "unicode", StoredAs.UTF_8_SIGNED),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "unicode", StoredAs.UTF_16_LE),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "unicode", StoredAs.UTF_16_BE),
        (TEXT.encode("utf-16-le"), "unicode", StoredAs.UTF_16_LE),
        (TEXT.encode("utf-16-be"), "unicode", StoredAs.UTF_16_BE),
        (windows_1258(TEXT), "windows-1258", StoredAs.WINDOWS_1258),
        ("NguyÔn V¨n §øc\nTrÇn ThÞ H\u00adêng".encode("cp1252"), "tcvn3", StoredAs.SINGLE_BYTE),
        ("NguyÔn V¨n §øc\nTrÇn ThÞ H\u00adêng".encode(), "tcvn3", StoredAs.UTF_8),
        ("Nguyeãn Vaên Ñöùc\nTraàn Thò Höôøng".encode("cp1252"), "vni", StoredAs.SINGLE_BYTE),
        ("Nguyeãn Vaên Ñöùc\nTraàn Thò Höôøng".encode("utf-16"), "vni", StoredAs.UTF_16_LE),
        (b"Nguyen Van A\n", "ascii", StoredAs.ASCII),
        (b"", "ascii", StoredAs.ASCII),
        ("d\u00e9j\u00e0 caf\u00e9 fran\u00e7ais".encode("cp1252"), "unknown", StoredAs.SINGLE_BYTE),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "unknown", StoredAs.BINARY),
        (b"\xff\xfea", "unknown", StoredAs.BINARY),
        (b"\xef\xbb\xbf\xff", "unknown", StoredAs.BINARY),
    ],
)
def test_bytes_and_letters_are_told_apart(raw: bytes, encoding: str, stored_as: StoredAs) -> None:
    found = examine(raw)

    assert (found.encoding, found.stored_as) == (encoding, stored_as)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (TEXT, Form.COMPOSED),
        (unicodedata.normalize("NFD", TEXT), Form.DECOMPOSED),
        (TEXT + unicodedata.normalize("NFD", TEXT), Form.OTHER),
    ],
)
def test_the_form_of_the_letters_is_told(text: str, form: Form) -> None:
    assert examine(text.encode()).form is form


def test_a_preview_shows_lines_before_and_after() -> None:
    found = examine("Sè 1\nTrÇn ThÞ H\u00adêng\n\nabc\n".encode("latin-1"))

    assert found.lines == 3
    assert found.preview == (("Sè 1", "Số 1"), ("TrÇn ThÞ H\u00adêng", "Trần Thị Hường"))


@given(st.one_of(st.binary(), st.text().map(str.encode), st.binary().map(lambda raw: b"\xff\xfe" + raw)))
def test_any_bytes_get_a_verdict(raw: bytes) -> None:
    assert examine(raw).encoding in {"unicode", "tcvn3", "vni", "ascii", "mixed", "windows-1258", "unknown"}
