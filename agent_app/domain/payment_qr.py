"""Codes for a bank transfer (VietQR: EMVCo fields under NAPAS's id), written and read back."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from agent_app.domain.errors import InputError, RuleError
from agent_app.domain.money import Dong
from agent_app.domain.names import clean, unaccented

NAPAS = "A000000727"
LONGEST_PURPOSE = 25
BANKS = {
    "970405": "Agribank",
    "970407": "Techcombank",
    "970415": "VietinBank",
    "970418": "BIDV",
    "970422": "MB",
    "970436": "Vietcombank",
    "970449": "LPBank",
}

_FORMAT, _INITIATION, _TRANSFER, _CURRENCY, _AMOUNT, _COUNTRY, _EXTRA, _CHECKSUM = (
    "00",
    "01",
    "38",
    "53",
    "54",
    "58",
    "62",
    "63",
)
_REFERENCE, _PURPOSE = "01", "08"
_STATIC, _DYNAMIC = "11", "12"
_BIN = re.compile(r"[0-9]{6}")
_ACCOUNT = re.compile(r"[0-9A-Za-z]{1,19}")
_CARD_LENGTHS = {16, 19}
_WHOLE_AMOUNT = re.compile(r"[0-9]{1,13}")
_MOST = 10**13 - 1
_PRINTABLE = re.compile(r"[ -~]*")
_PERSON_NUMBER = re.compile(r"[0-9]{9,}")
_CHECKSUM_FIELD = re.compile(r"(?P<body>.*6304)(?P<sum>[0-9A-Fa-f]{4})", re.DOTALL)
_HEAD = 4
_LONGEST_FIELD = 99


@dataclass(eq=False)
class PaymentFieldError(InputError):
    """A field of a transfer's code cannot be encoded as it was given."""

    code: ClassVar[str] = "payment_qr.field"
    about: str


@dataclass(eq=False)
class PaymentCodeBrokenError(InputError):
    """A text is no transfer's code, or was cut or changed; ``about`` names the field that shows it."""

    code: ClassVar[str] = "payment_qr.broken"
    about: str


@dataclass(eq=False)
class PaymentChecksumError(PaymentCodeBrokenError):
    """The checksum does not fit what stands before it."""

    code: ClassVar[str] = "payment_qr.checksum"


@dataclass(eq=False)
class PurposeHoldsPersonError(RuleError):
    """A purpose would print a person's number on bank statements."""

    code: ClassVar[str] = "payment_qr.purpose_holds_person"


class TransferService(StrEnum):
    """What the number to be paid is: the bank's account or a card."""

    ACCOUNT = "QRIBFTTA"
    CARD = "QRIBFTTC"


@dataclass(frozen=True, slots=True)
class Transfer:
    """A transfer as a code asks for it; without an amount the payer types one (a static code)."""

    bank_bin: str
    account: str
    service: TransferService = TransferService.ACCOUNT
    amount: Dong | None = None
    purpose: str | None = None
    reference: str | None = None

    def __post_init__(self) -> None:
        """Refuse what a bank's app would refuse."""
        checks = {
            "bin": _BIN.fullmatch(self.bank_bin),
            "account": _ACCOUNT.fullmatch(self.account),
            "amount": self.amount is None or 0 < self.amount <= _MOST,
            "purpose": _is_plain(self.purpose),
            "reference": _is_plain(self.reference) and len(self._extra) <= _LONGEST_FIELD,
        }
        for about, good in checks.items():
            if not good:
                raise PaymentFieldError(about)

    @property
    def bank(self) -> str | None:
        """The bank's name, where we know it."""
        return BANKS.get(self.bank_bin)

    @property
    def payload(self) -> str:
        """Write the code's text."""
        target = _field("00", self.bank_bin) + _field("01", self.account)
        body = (
            _field(_FORMAT, "01")
            + _field(_INITIATION, _STATIC if self.amount is None else _DYNAMIC)
            + _field(_TRANSFER, _field("00", NAPAS) + _field("01", target) + _field("02", self.service))
            + _field(_CURRENCY, "704")
            + _field(_AMOUNT, None if self.amount is None else str(self.amount))
            + _field(_COUNTRY, "VN")
            + _field(_EXTRA, self._extra)
            + _CHECKSUM
            + "04"
        )
        return body + checksum(body)

    @property
    def _extra(self) -> str:
        return _field(_REFERENCE, self.reference) + _field(_PURPOSE, self.purpose)


def service_of(bank_bin: str, account: str) -> TransferService:
    """Tell a card, whose 16 or 19 digits begin with its bank's number, from an account."""
    is_card = account.isdigit() and len(account) in _CARD_LENGTHS and account.startswith(bank_bin)
    return TransferService.CARD if is_card else TransferService.ACCOUNT


def transfer_to(
    bank_bin: str, account: str, amount: Dong | None = None, purpose: str | None = None
) -> Transfer:
    """Ask for a transfer, its purpose written with the letters and at the length that every bank takes."""
    plain = unaccented(purpose or "") or None
    if plain is not None and len(plain) > LONGEST_PURPOSE:
        raise PaymentFieldError("purpose")
    return Transfer(bank_bin, account, service_of(bank_bin, account), amount, plain)


def holds_person_number(purpose: str) -> bool:
    """Tell whether a purpose shows an insurance number, a citizen id or a phone number."""
    return _PERSON_NUMBER.search(purpose) is not None


def receipt_purpose(batch: str, number: str) -> str:
    """Write the purpose that a payment carries: batch and receipt number, and nobody's name or number."""
    purpose = unaccented(f"{batch} {number}")
    if any(map(holds_person_number, (batch, number))):
        raise PurposeHoldsPersonError
    if not purpose or len(purpose) > LONGEST_PURPOSE or not _is_plain(purpose):
        raise PaymentFieldError("purpose")
    return purpose


def checksum(text: str) -> str:
    """Compute CRC-16/CCITT-FALSE as four capital hexadecimal digits."""
    crc = 0xFFFF
    for byte in text.encode("utf-8", "surrogatepass"):
        crc ^= byte << 8
        for _bit in range(8):
            crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return f"{crc:04X}"


def is_payment_code(text: str) -> bool:
    """Tell a code of this family from any other text by its beginning."""
    return text.startswith("0002")


def read_transfer(text: str) -> Transfer:
    """Read a transfer's code; one that was cut, changed or belongs to another scheme is refused."""
    sealed = _CHECKSUM_FIELD.fullmatch(text.strip())
    if sealed is None:
        raise PaymentCodeBrokenError(_CHECKSUM)
    if sealed["sum"].upper() != checksum(sealed["body"]):
        raise PaymentChecksumError(_CHECKSUM)
    fields = _fields(sealed["body"][:-_HEAD], "")
    _check_frame(fields)
    target = _fields(fields.get(_TRANSFER, ""), _TRANSFER)
    if target.get("00") != NAPAS:
        raise PaymentCodeBrokenError(f"{_TRANSFER}.00")
    receiver = _fields(target.get("01", ""), f"{_TRANSFER}.01")
    extra = _fields(fields.get(_EXTRA, ""), _EXTRA)
    try:
        return Transfer(
            receiver.get("00", ""),
            receiver.get("01", ""),
            _service(target.get("02")),
            _amount(fields.get(_AMOUNT)),
            unaccented(extra.get(_PURPOSE, "")) or None,
            unaccented(extra.get(_REFERENCE, "")) or None,
        )
    except PaymentFieldError as error:
        raise PaymentCodeBrokenError(error.about) from error


def _check_frame(fields: dict[str, str]) -> None:
    """Refuse other versions, currencies and countries, and an amount in a code that is to be used again."""
    expected = {_FORMAT: {"01"}, _INITIATION: {_STATIC, _DYNAMIC}, _CURRENCY: {"704"}, _COUNTRY: {"VN"}}
    for field, values in expected.items():
        if fields.get(field) not in values:
            raise PaymentCodeBrokenError(field)
    if fields[_INITIATION] == _STATIC and _AMOUNT in fields:
        raise PaymentCodeBrokenError(_AMOUNT)


def _service(written: str | None) -> TransferService:
    if written is None:
        return TransferService.ACCOUNT
    try:
        return TransferService(written)
    except ValueError as error:
        raise PaymentCodeBrokenError(f"{_TRANSFER}.02") from error


def _amount(written: str | None) -> Dong | None:
    if written is None:
        return None
    if _WHOLE_AMOUNT.fullmatch(written) is None:
        raise PaymentCodeBrokenError(_AMOUNT)
    return Dong(int(written))


def _is_plain(text: str | None) -> bool:
    if text is None:
        return True
    return text != "" and _PRINTABLE.fullmatch(text) is not None and clean(text) == text


def _field(field: str, value: str | None) -> str:
    return f"{field}{len(value):02d}{value}" if value else ""


def _fields(text: str, within: str) -> dict[str, str]:
    """Take a text apart; every field once, nothing left over."""
    found: dict[str, str] = {}
    for field, value in _pieces(text, within):
        if field in found:
            raise PaymentCodeBrokenError(f"{within}.{field}".strip("."))
        found[field] = value
    return found


def _pieces(text: str, within: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(text):
        head = text[at : at + _HEAD]
        end = at + _HEAD + int(head[2:]) if re.fullmatch(r"[0-9]{4}", head) else 0
        if not at < end <= len(text):
            raise PaymentCodeBrokenError(f"{within}.{head[:2]}".strip("."))
        yield head[:2], text[at + _HEAD : end]
        at = end
