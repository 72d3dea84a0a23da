import contextlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.card_qr import CitizenCardCode, HealthCardCode
from agent_app.domain.errors import InputError
from agent_app.domain.payment_qr import Transfer
from agent_app.domain.scanned import ScanDamagedError, UnknownCodeError, read_scan
from agent_app.domain.scanner_repair import Repair
from tests.domain.test_card_qr import CITIZEN, HEALTH, HEALTH_CARDS
from tests.domain.test_payment_qr import PUBLISHED

LAYOUT = dict(zip("1234567890", "ăâêô\u0300\u0309\u0303\u0301\u0323đ", strict=True))
VOWELS = "aeAE"
VNI = {"1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323", "6": "\u0302"}


def typed_with(text: str, *, vni: bool) -> str:
    """Type as an input method does that only looks at the letter just typed."""
    out = ""
    for key in text:
        last = out[-1:]
        if vni and last in VOWELS and last and key in VNI:
            out = out[:-1] + unicodedata.normalize("NFC", last + VNI[key])
        elif vni and last in {"d", "D"} and key == "9":
            out = out[:-1] + ("đ" if last == "d" else "Đ")
        elif not vni and last in VOWELS and last and key == last:
            out = out[:-1] + unicodedata.normalize("NFC", last + "\u0302")
        elif not vni and last == key == "d":
            out = out[:-1] + "đ"
        elif not vni and key == "f" and last and unicodedata.normalize("NFD", last)[0] in VOWELS:
            out = out[:-1] + unicodedata.normalize("NFC", last + "\u0300")
        else:
            out += key
    return out


def test_one_door_reads_every_code() -> None:
    assert isinstance(read_scan(HEALTH).content, HealthCardCode)
    assert isinstance(read_scan(CITIZEN).content, CitizenCardCode)
    assert [read_scan(payload).content for payload in PUBLISHED] == list(PUBLISHED.values())


@pytest.mark.parametrize(
    "text", [f"\ufeff{CITIZEN}\r\n", f"  {CITIZEN}\n", unicodedata.normalize("NFD", CITIZEN)]
)
def test_what_surrounds_a_scan_and_its_form_do_not_matter(text: str) -> None:
    scan = read_scan(text)

    assert scan.content == read_scan(CITIZEN).content
    assert scan.repairs == ()


@pytest.mark.parametrize("page", ["cp1252", "cp1258", "cp437", "cp850", "latin-1"])
@pytest.mark.parametrize("text", [CITIZEN, CITIZEN.replace("Tổ", "Hà Đà, tổ")])
def test_utf_8_typed_byte_by_byte_is_put_together(text: str, page: str) -> None:
    mangled = "".join(decoded(byte, page) for byte in text.encode())
    scan = read_scan(mangled)

    assert scan.content == read_scan(text).content
    assert scan.repairs == (Repair.BYTES,)


def decoded(byte: int, page: str) -> str:
    try:
        return bytes([byte]).decode(page)
    except UnicodeDecodeError:
        return chr(byte)


def test_a_no_break_space_that_became_plain_is_known_again() -> None:
    text = CITIZEN.replace("Minh", "Hà")
    mangled = text.encode().decode("latin-1").replace("\xa0", " ")

    assert read_scan(mangled).content == read_scan(text).content


def test_the_vietnamese_keyboard_layout_is_undone() -> None:
    mangled = "".join(LAYOUT.get(key, key) for key in HEALTH)
    scan = read_scan(mangled)

    assert scan.content == read_scan(HEALTH).content
    assert scan.repairs == (Repair.KEYBOARD_LAYOUT,)


def test_caps_lock_is_undone() -> None:
    scan = read_scan(CITIZEN.swapcase())

    assert scan.content == read_scan(CITIZEN).content
    assert scan.repairs == (Repair.CAPS_LOCK,)


def test_a_name_in_capitals_is_no_caps_lock() -> None:
    scan = read_scan(CITIZEN.replace("Nguyễn Văn Minh", "NGUYỄN VĂN MINH"))

    assert isinstance(scan.content, CitizenCardCode)
    assert scan.content.name == "NGUYỄN VĂN MINH"
    assert scan.repairs == ()


def test_vni_keys_inside_hexadecimal_digits_are_given_back() -> None:
    mangled = typed_with(HEALTH, vni=True)
    scan = read_scan(mangled)

    assert mangled != HEALTH
    assert isinstance(scan.content, HealthCardCode)
    assert scan.content.name == "Nguyễn Văn Minh"
    assert scan.content.issued_at == "Quận"
    assert scan.repairs == (Repair.VNI,)


def test_telex_keys_inside_hexadecimal_digits_are_given_back() -> None:
    text = HEALTH.replace("4e677579e1bb856e2056c4836e204d696e68", "Phạm Thị Hậu".encode().hex())
    text = text.replace("5175e1baad6e", "Bến Tre".encode().hex())
    mangled = typed_with(text, vni=False)
    scan = read_scan(mangled)

    assert mangled != text
    assert scan.content == read_scan(text).content
    assert scan.repairs == (Repair.TELEX,)


@given(HEALTH_CARDS, st.booleans())
def test_what_typing_did_is_undone_or_the_card_is_refused(card: HealthCardCode, vni: bool) -> None:  # noqa: FBT001
    with contextlib.suppress(InputError):
        scan = read_scan(typed_with(card.text, vni=vni))

        assert isinstance(scan.content, HealthCardCode)
        assert scan.content.name == card.name
        assert scan.content.card_no == card.card_no


def test_hexadecimal_digits_past_repair_ask_for_another_way() -> None:
    for mangled in ("4e677579ữbb", "4e677579đbb"):
        with pytest.raises(ScanDamagedError):
            read_scan(HEALTH.replace("4e677579e1bb", mangled))


@pytest.mark.parametrize(
    "text", ["", "x", "|||", "a|b", "a|b|c|d|e|f|g", "https://vssid.net", "079085123456", "9" * 20_000]
)
def test_any_other_text_is_no_code(text: str) -> None:
    with pytest.raises(UnknownCodeError):
        read_scan(text)


@given(st.one_of(st.text(), st.text("0123456789abcdef|$/-ăđ"), st.lists(st.text(max_size=8)).map("|".join)))
def test_any_text_is_read_or_refused_with_a_typed_error(text: str) -> None:
    with contextlib.suppress(InputError):
        assert isinstance(read_scan(text).content, HealthCardCode | CitizenCardCode | Transfer)


@given(st.sampled_from([HEALTH, CITIZEN, *PUBLISHED]), st.data())
def test_a_code_with_junk_inside_is_read_or_refused_with_a_typed_error(
    text: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(text)))
    upto = data.draw(st.integers(at, len(text)))
    with contextlib.suppress(InputError):
        read_scan(text[:at] + data.draw(st.text(max_size=5)) + text[upto:])
