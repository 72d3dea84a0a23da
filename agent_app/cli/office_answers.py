"""What the office has decided and signed, as answers."""

from datetime import date

import click

from agent_app.cli.answers import Fields, money, show_json
from agent_app.cli.session import Session
from agent_app.domain.book_grant import read_grant
from agent_app.domain.calendar import shown_date
from agent_app.domain.confirmation import read_confirmation
from agent_app.domain.e_receipt_number import read_number
from agent_app.domain.office_setting import OfficeSettings, Setting, SettingKey, read_setting
from agent_app.domain.payment_qr import BANKS
from agent_app.domain.receipt_book import shown_number
from agent_app.domain.signed_document import DocumentKind, SignedDocument
from agent_app.services.office_orders import Received

SETTING_WORDS = {
    SettingKey.RECEIPT_FORM: "Loại biên lai",
    SettingKey.ACCOUNT: "Tài khoản nhận chuyển khoản",
    SettingKey.CASH_LIMIT: "Mức tiền mặt được giữ",
    SettingKey.CASH_DAYS: "Số ngày được giữ tiền mặt",
    SettingKey.ODD_MONTHS: "BHYT đóng số tháng lẻ",
    SettingKey.SHORT_GAP: "Ngày bắt đầu thẻ khi gián đoạn ngắn",
}
_VALUE_WORDS = {
    "preprinted": "biên lai đặt in",
    "self_printed": "C45-BB tự in",
    "electronic": "biên lai điện tử",
    "yes": "được",
    "no": "không",
    "payment": "ngày nộp tiền",
    "next-day": "ngày sau ngày nộp tiền",
    "expiry": "ngày sau ngày hết hạn thẻ cũ",
}


def settings_answer(settings: OfficeSettings, day: date) -> Fields:
    """Spread what holds on a civil date, and the words of the office that it rests on."""
    held = settings.on(day)
    return {
        "on": day.isoformat(),
        "receipt_form": held.receipt_form.value,
        "accounts": [
            {
                "bank_bin": each.bank_bin,
                "bank": BANKS.get(each.bank_bin),
                "account": each.account,
                "holder": each.holder,
            }
            for each in held.accounts
        ],
        "cash_limit": held.cash_limit,
        "cash_days": held.cash_days,
        "odd_months": held.odd_months,
        "short_gap": held.short_gap.value,
        "said": [_setting(each) for each in settings.counting(day)],
    }


def show_settings(settings: OfficeSettings, day: date) -> None:
    """Write what holds on a civil date, one line a setting."""
    held = settings.on(day)
    values = {
        SettingKey.RECEIPT_FORM: _VALUE_WORDS[held.receipt_form.value],
        SettingKey.ACCOUNT: "; ".join(
            f"{each.account} ({BANKS.get(each.bank_bin, each.bank_bin)}, {each.holder})"
            for each in held.accounts
        )
        or "chưa có, chưa nhận chuyển khoản được",
        SettingKey.CASH_LIMIT: "không quy định" if held.cash_limit is None else money(held.cash_limit),
        SettingKey.CASH_DAYS: "không quy định" if held.cash_days is None else f"{held.cash_days} ngày",
        SettingKey.ODD_MONTHS: _VALUE_WORDS["yes" if held.odd_months else "no"],
        SettingKey.SHORT_GAP: _VALUE_WORDS[held.short_gap.value],
    }
    for key, value in values.items():
        word = settings.word(key, day)
        source = "mặc định" if word is None else f"cơ quan BHXH, từ {shown_date(word.since)}"
        click.echo(f"{SETTING_WORDS[key]}: {value} ({source})")


def take_file(session: Session, text: str) -> Received:
    """Take in a file of the office."""
    with session.core() as core:
        return core.office.receive(text)


def show_received(received: Received, *, as_json: bool) -> None:
    """Say what a file of the office has changed."""
    if as_json:
        show_json({"new": [_document(each) for each in received.new], "known": received.known})
        return
    for each in received.new:
        click.echo(_told(each))
    if not received.new:
        click.echo("Đã nhận trước đây, không có gì thay đổi.")


def _document(document: SignedDocument) -> Fields:
    return {"kind": document.kind.value, **document.body}


def _setting(setting: Setting) -> Fields:
    return {
        "key": setting.key,
        "value": setting.value,
        "since": setting.since.isoformat(),
        "issued_at": setting.issued_at.isoformat(),
    }


def _told(document: SignedDocument) -> str:
    match document.kind:
        case DocumentKind.SETTING:
            setting = read_setting(document)
            known = setting.key in list(SettingKey)
            name = SETTING_WORDS[SettingKey(setting.key)] if known else setting.key
            value = "thôi quy định" if setting.value is None else setting.value
            return f"{name}: {_VALUE_WORDS.get(value, value)}, từ {shown_date(setting.since)}"
        case DocumentKind.BOOK:
            block = read_grant(document).block
            numbers = f"số {shown_number(block.first)}–{shown_number(block.last)}"
            return f"Nhận quyển {block.book}, ký hiệu {block.symbol}, {numbers}"
        case DocumentKind.E_RECEIPT_NUMBER:
            number = read_number(document)
            return f"Biên lai điện tử {number.receipt_id}: {number.symbol} số {number.shown_number}"
        case DocumentKind.CONFIRMATION:
            said = read_confirmation(document)
            word = f"mã xác nhận {said.code}" if said.reason is None else f"chưa ghi nhận: {said.reason}"
            return f"Biên lai {said.receipt_id}: {word}"
