"""What an office settles for its agents: dated, signed, the last word of those in force counting."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from agent_app.domain.coverage import OfficeRules, ShortGap
from agent_app.domain.errors import InputError
from agent_app.domain.money import Dong
from agent_app.domain.names import clean
from agent_app.domain.payment_qr import PaymentFieldError, Transfer
from agent_app.domain.plain import as_text, as_text_or_none
from agent_app.domain.receipt import ReceiptForm
from agent_app.domain.signed_document import (
    DocumentKind,
    OfficeFileUnreadableError,
    SignedDocument,
    document_head,
)

YES, NO = "yes", "no"
_LONGEST_HOLDER = 100
_MOST = 10**12
_MOST_DAYS = 366
_AMOUNT = re.compile(r"[0-9]{1,15}|[0-9]{1,3}(?:\.[0-9]{3})+")
_DAYS = re.compile(r"[0-9]{1,3}")


class SettingKey(StrEnum):
    """What an office may settle."""

    RECEIPT_FORM = "receipt_form"
    ACCOUNT = "account"
    CASH_LIMIT = "cash_limit"
    CASH_DAYS = "cash_days"
    ODD_MONTHS = "odd_months"
    SHORT_GAP = "short_gap"


@dataclass(eq=False)
class SettingUnknownError(InputError):
    """No setting has this name."""

    code: ClassVar[str] = "setting.unknown"
    key: str
    known: str


@dataclass(eq=False)
class SettingChoiceError(InputError):
    """A setting knows other words only."""

    code: ClassVar[str] = "setting.choice"
    key: str
    value: str
    known: str


@dataclass(eq=False)
class SettingAmountError(InputError):
    """A limit of cash that is no amount of whole đồng."""

    code: ClassVar[str] = "setting.amount"
    value: str


@dataclass(eq=False)
class SettingDaysError(InputError):
    """A limit of days that is no number of days."""

    code: ClassVar[str] = "setting.days"
    value: str
    most: int


@dataclass(eq=False)
class SettingAccountError(InputError):
    """An account that no transfer could go to."""

    code: ClassVar[str] = "setting.account"
    value: str


@dataclass(frozen=True, slots=True)
class OfficeAccount:
    """An account of the office that transfers may go to."""

    bank_bin: str
    account: str
    holder: str

    @property
    def text(self) -> str:
        """Write it as BIN:ACCOUNT:HOLDER."""
        return f"{self.bank_bin}:{self.account}:{self.holder}"


@dataclass(frozen=True, slots=True)
class Setting:
    """One word of the office; without a value it takes its earlier ones back from ``since`` on."""

    id: UUID
    serial: int
    issued_at: datetime
    key: str
    value: str | None
    since: date


@dataclass(frozen=True, slots=True)
class SettingsInForce:
    """What holds on one civil date; where the office has said nothing, what stands here."""

    receipt_form: ReceiptForm = ReceiptForm.SELF_PRINTED
    accounts: tuple[OfficeAccount, ...] = ()
    cash_limit: Dong | None = None
    cash_days: int | None = None
    odd_months: bool = False
    short_gap: ShortGap = ShortGap.PAYMENT

    @property
    def cover_rules(self) -> OfficeRules:
        """The choices that place a cover."""
        return OfficeRules(short_gap=self.short_gap, odd_months=self.odd_months)


@dataclass(frozen=True, slots=True)
class OfficeSettings:
    """All that an office has settled, in any order."""

    settings: tuple[Setting, ...] = ()

    def on(self, day: date) -> SettingsInForce:
        """Return what holds on a civil date."""
        said = {key: self.word(key, day) for key in SettingKey}
        read = {key: None if word is None or word.value is None else word.value for key, word in said.items()}
        usual = SettingsInForce()
        form, gap = read[SettingKey.RECEIPT_FORM], read[SettingKey.SHORT_GAP]
        limit, days = read[SettingKey.CASH_LIMIT], read[SettingKey.CASH_DAYS]
        return SettingsInForce(
            ReceiptForm(form) if form else usual.receipt_form,
            read_accounts(read[SettingKey.ACCOUNT] or ""),
            Dong(int(limit)) if limit else None,
            int(days) if days else None,
            read[SettingKey.ODD_MONTHS] == YES,
            ShortGap(gap) if gap else usual.short_gap,
        )

    def word(self, key: SettingKey, day: date) -> Setting | None:
        """Return the last word on a setting of those that have begun by a civil date."""
        begun = (each for each in self.settings if each.key == key and each.since <= day)
        return max(begun, key=_order, default=None)

    def counting(self, day: date) -> list[Setting]:
        """Return the words that hold on a civil date, by key."""
        words = (self.word(key, day) for key in SettingKey)
        return [each for each in words if each is not None]


def _order(setting: Setting) -> tuple[datetime, int, bytes]:
    # An office whose database was put back from a backup may use a serial again, but never an instant.
    return setting.issued_at, setting.serial, setting.id.bytes


def setting_document(setting: Setting) -> SignedDocument:
    """Write a setting as a document that waits for its signature."""
    head = document_head(setting.id, setting.serial, setting.issued_at)
    body = head | {"key": setting.key, "value": setting.value, "since": setting.since.isoformat()}
    return SignedDocument(DocumentKind.SETTING, body)


def read_setting(document: SignedDocument) -> Setting:
    """Read a setting; raise ``OfficeFileUnreadableError``, or what ``checked_value`` raises.

    A key that a later program knows is kept, and means nothing here.
    """
    try:
        body = document.body
        key, value = as_text(body["key"]), as_text_or_none(body["value"])
        since = date.fromisoformat(as_text(body["since"]))
    except (ValueError, KeyError) as error:
        raise OfficeFileUnreadableError from error
    if value is not None and key in list(SettingKey) and checked_value(SettingKey(key), value) != value:
        raise OfficeFileUnreadableError
    return Setting(document.id, document.serial, document.issued_at, key, value, since)


def settings_of(documents: Iterable[SignedDocument]) -> OfficeSettings:
    """Read the settings among documents."""
    return OfficeSettings(
        tuple(read_setting(each) for each in documents if each.kind is DocumentKind.SETTING)
    )


def setting_key(text: str) -> SettingKey:
    """Read the name of a setting."""
    try:
        return SettingKey(text)
    except ValueError as error:
        raise SettingUnknownError(text, ", ".join(SettingKey)) from error


def checked_value(key: SettingKey, text: str) -> str:
    """Return a value as it is kept; raise the ``InputError`` that says what it should be."""
    return _CHECKS[key](key, clean(text))


def read_accounts(text: str) -> tuple[OfficeAccount, ...]:
    """Read accounts as BIN:ACCOUNT:HOLDER, semicolons between them."""
    return tuple(_account(each) for each in text.split(";") if each.strip())


def _account(text: str) -> OfficeAccount:
    bank_bin, _, rest = text.partition(":")
    account, _, holder = rest.partition(":")
    found = OfficeAccount(bank_bin.strip(), account.strip(), clean(holder))
    try:
        Transfer(found.bank_bin, found.account)
    except PaymentFieldError as error:
        raise SettingAccountError(text.strip()) from error
    if not (0 < len(found.holder) <= _LONGEST_HOLDER and found.holder.isprintable()):
        raise SettingAccountError(text.strip())
    return found


def _checked_accounts(_key: SettingKey, text: str) -> str:
    accounts = read_accounts(text)
    if not accounts or len({(each.bank_bin, each.account) for each in accounts}) < len(accounts):
        raise SettingAccountError(text)
    return ";".join(each.text for each in accounts)


def _checked_amount(_key: SettingKey, text: str) -> str:
    amount = int(text.replace(".", "")) if _AMOUNT.fullmatch(text) else 0
    if not 0 < amount <= _MOST:
        raise SettingAmountError(text)
    return str(amount)


def _checked_days(_key: SettingKey, text: str) -> str:
    days = int(text) if _DAYS.fullmatch(text) else 0
    if not 0 < days <= _MOST_DAYS:
        raise SettingDaysError(text, _MOST_DAYS)
    return str(days)


def _choice(*known: str) -> Callable[[SettingKey, str], str]:
    def check(key: SettingKey, text: str) -> str:
        if text not in known:
            raise SettingChoiceError(key.value, text, ", ".join(known))
        return text

    return check


_CHECKS: Mapping[SettingKey, Callable[[SettingKey, str], str]] = {
    SettingKey.RECEIPT_FORM: _choice(*ReceiptForm),
    SettingKey.ACCOUNT: _checked_accounts,
    SettingKey.CASH_LIMIT: _checked_amount,
    SettingKey.CASH_DAYS: _checked_days,
    SettingKey.ODD_MONTHS: _choice(YES, NO),
    SettingKey.SHORT_GAP: _choice(*ShortGap),
}
