import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.errors import InputError
from agent_app.domain.money import Dong
from agent_app.domain.payment_qr import (
    LONGEST_PURPOSE,
    PaymentChecksumError,
    PaymentCodeBrokenError,
    PaymentFieldError,
    PurposeHoldsPersonError,
    Transfer,
    TransferService,
    checksum,
    holds_person_number,
    read_transfer,
    receipt_purpose,
    service_of,
    transfer_to,
)

PUBLISHED = {
    "00020101021238570010A00000072701270006970415011300110019324180208QRIBFTTA530370454061200005802VN"
    "62170813ung ho lu lut6304C15C": Transfer(
        "970415", "0011001932418", TransferService.ACCOUNT, Dong(120_000), "ung ho lu lut"
    ),
    "00020101021238600010A00000072701300006970403011697040311012345670208QRIBFTTC530370454061800005802VN"
    "62340107NPS68690819thanh toan don hang6304A203": Transfer(
        "970403", "9704031101234567", TransferService.CARD, Dong(180_000), "thanh toan don hang", "NPS6869"
    ),
    "00020101021238540010A00000072701240006970436011001234567890208QRIBFTTA5303704540713662005802VN"
    "62230819BHYT 0123456789 12T63042326": Transfer(
        "970436", "0123456789", TransferService.ACCOUNT, Dong(1_366_200), "BHYT 0123456789 12T"
    ),
}
PLAIN = st.text("ABCdef 0123456789-./", min_size=1, max_size=LONGEST_PURPOSE).map(
    lambda text: " ".join(text.split()) or "x"
)
TRANSFERS = st.builds(
    Transfer,
    st.from_regex(r"[0-9]{6}", fullmatch=True),
    st.from_regex(r"[0-9A-Za-z]{1,19}", fullmatch=True),
    st.sampled_from(TransferService),
    st.none() | st.integers(1, 10**13 - 1).map(Dong),
    st.none() | PLAIN,
    st.none() | PLAIN,
)


def test_the_checksum_is_that_of_its_standard() -> None:
    assert checksum("123456789") == "29B1"


@pytest.mark.parametrize(("payload", "transfer"), PUBLISHED.items())
def test_published_codes_are_written_and_read(payload: str, transfer: Transfer) -> None:
    assert transfer.payload == payload
    assert read_transfer(payload) == transfer


@given(TRANSFERS)
def test_a_transfer_is_read_as_it_was_written(transfer: Transfer) -> None:
    assert transfer.payload.isascii()
    assert read_transfer(transfer.payload) == transfer


@given(TRANSFERS, st.data())
def test_one_changed_character_is_seen(transfer: Transfer, data: st.DataObject) -> None:
    payload = transfer.payload
    at = data.draw(st.integers(0, len(payload) - 1))
    other = data.draw(st.sampled_from("0123456789ABCXYZ").filter(lambda sign: sign != payload[at].upper()))

    with pytest.raises(PaymentCodeBrokenError):
        read_transfer(payload[:at] + other + payload[at + 1 :])


def sealed(body: str) -> str:
    return f"{body}6304{checksum(f'{body}6304')}"


def test_a_checksum_keeps_its_leading_zeros() -> None:
    sums = [transfer_to("970436", f"{account}").payload[-4:] for account in range(1000)]

    assert any(found.startswith("0") for found in sums)
    assert all(len(found) == 4 and found == found.upper() for found in sums)


def test_a_code_that_names_no_service_means_an_account() -> None:
    payload = sealed("00020101021138420010A0000007270124000697043601100123456789" + "53037045802VN")

    assert read_transfer(payload).service is TransferService.ACCOUNT


def test_small_letters_in_a_checksum_are_the_same_digits() -> None:
    payload = next(iter(PUBLISHED))

    assert read_transfer(f"{payload[:-4]}{payload[-4:].lower()}\n") == PUBLISHED[payload]


def test_a_longer_purpose_of_another_s_code_is_read() -> None:
    longer = Transfer("970436", "1", purpose="thanh toan don hang so 12 thang 11")

    assert read_transfer(longer.payload) == longer


def test_a_wrong_checksum_has_its_own_words() -> None:
    with pytest.raises(PaymentChecksumError):
        read_transfer(f"{next(iter(PUBLISHED))[:-4]}0000")


def test_without_an_amount_a_code_can_be_used_again() -> None:
    payload = transfer_to("970436", "0123456789").payload

    assert payload.startswith("000201010211")
    assert read_transfer(payload).amount is None


@pytest.mark.parametrize(
    ("body", "about"),
    [
        ("00020101021138540010A00000072701240006970436011001234567890208QRIBFTTA530370454031005802VN", "54"),
        (
            "00020101021238540010A00000072701240006970436011001234567890208QRIBFTTA53037045406100.505802VN",
            "54",
        ),
        ("00020101021238540010A00000072801240006970436011001234567890208QRIBFTTA53037045802VN", "38.00"),
        ("00020101021238540010A00000072701240006970436011001234567890208QRIBFTTX53037045802VN", "38.02"),
        ("00020101021138540010A00000072701240006x70436011001234567890208QRIBFTTA53037045802VN", "bin"),
        ("00020101021253037045802VN", "38.00"),
        ("00020101021253038405802VN", "53"),
        ("0002010102125303704", "58"),
        ("0002020102125303704", "00"),
        ("000201000201", "00"),
        ("00029901", "01"),
        ("00990101", "00"),
        ("00020101021138990010A000000727", "38"),
        ("0002010102115303704580", "58"),
    ],
)
def test_what_is_sealed_but_wrong_is_refused_by_its_field(body: str, about: str) -> None:
    with pytest.raises(PaymentCodeBrokenError) as caught:
        read_transfer(sealed(body))

    assert caught.value.about == about


@pytest.mark.parametrize(
    ("bank_bin", "account", "amount", "purpose", "about"),
    [
        ("97043", "0123456789", None, None, "bin"),
        ("97043x", "0123456789", None, None, "bin"),
        ("970436", "", None, None, "account"),
        ("970436", "1" * 20, None, None, "account"),
        ("970436", "01 23", None, None, "account"),
        ("970436", "0123456789", 0, None, "amount"),
        ("970436", "0123456789", -1, None, "amount"),
        ("970436", "0123456789", 10**13, None, "amount"),
        ("970436", "0123456789", 1, "x" * 26, "purpose"),
        ("970436", "0123456789", 1, "Ủng hộ 😀", "purpose"),
    ],
)
def test_what_a_bank_would_refuse_is_refused_here(
    bank_bin: str, account: str, amount: int | None, purpose: str | None, about: str
) -> None:
    with pytest.raises(PaymentFieldError) as caught:
        transfer_to(bank_bin, account, None if amount is None else Dong(amount), purpose)

    assert caught.value.about == about


def test_a_purpose_loses_its_marks_and_keeps_its_case() -> None:
    assert transfer_to("970436", "1", None, " Đợt 12  biên lai 0000123 ").purpose == "Dot 12 bien lai 0000123"
    assert transfer_to("970436", "1", None, "  ").purpose is None


def test_a_card_is_told_from_an_account_by_its_bank_s_number() -> None:
    assert service_of("970403", "9704031101234567") is TransferService.CARD
    assert service_of("970403", "9704031101234567890") is TransferService.CARD
    assert service_of("970436", "9704031101234567") is TransferService.ACCOUNT
    assert service_of("970403", "970403110123456") is TransferService.ACCOUNT


def test_a_receipt_s_purpose_holds_batch_and_number_only() -> None:
    assert receipt_purpose("Đ12-2026", "0000123") == "D12-2026 0000123"
    assert not holds_person_number(receipt_purpose("12", "0000123"))


@pytest.mark.parametrize(("batch", "number"), [("0123456789", "0000123"), ("12", "079085123456")])
def test_a_person_s_number_never_reaches_a_bank_statement(batch: str, number: str) -> None:
    with pytest.raises(PurposeHoldsPersonError):
        receipt_purpose(batch, number)


@pytest.mark.parametrize("batch", ["", "đợt thứ mười hai năm 2026"])
def test_a_receipt_s_purpose_fits_or_is_refused(batch: str) -> None:
    with pytest.raises(PaymentFieldError):
        receipt_purpose(batch, "" if not batch else "0000123")


def test_a_known_bank_has_a_name() -> None:
    assert transfer_to("970405", "1").bank == "Agribank"
    assert transfer_to("971005", "1").bank is None


@given(st.one_of(st.text(), st.text("0123456789ABVN"), st.text("0123456789").map(sealed)))
def test_any_text_is_a_transfer_or_a_typed_refusal(text: str) -> None:
    with contextlib.suppress(InputError):
        assert read_transfer(text) == read_transfer(read_transfer(text).payload)
