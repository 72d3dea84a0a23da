"""QR codes: transfers written, cards and transfers read."""

import sys
from pathlib import Path

import click

from agent_app.cli.answers import Fields, show_json
from agent_app.cli.values import ValueUnreadableError
from agent_app.domain.card_qr import CardKind, CitizenCardCode, HealthCardCode
from agent_app.domain.errors import InputError
from agent_app.domain.money import Dong
from agent_app.domain.payment_qr import Transfer, holds_person_number, transfer_to
from agent_app.domain.scanned import Scan, read_scan
from agent_app.domain.written import AmountUnreadableError, read_dong


@click.group()
def qr() -> None:
    """Mã QR: chuyển khoản, thẻ BHYT, CCCD."""


@qr.command()
@click.option("--bin", "bank_bin", required=True, help="Mã ngân hàng, 6 chữ số, ví dụ 970436.")
@click.option("--account", required=True, help="Số tài khoản hoặc số thẻ.")
@click.option("--amount", help="Số tiền; không có thì người chuyển tự nhập.")
@click.option("--purpose", help="Nội dung, tối đa 25 ký tự; dấu tiếng Việt được bỏ.")
@click.option("--out", type=click.Path(path_type=Path), help="Tệp PNG sẽ ghi.")
@click.option("--json", "_as_json", is_flag=True, help="Luôn trả lời bằng JSON.")
def vietqr(
    bank_bin: str,
    account: str,
    amount: str | None,
    purpose: str | None,
    out: Path | None,
    _as_json: bool,  # noqa: FBT001
) -> None:
    """Tạo mã VietQR từ đúng những gì được cho; giấy tờ chỉ lấy tài khoản trong danh sách có chữ ký."""
    made = transfer_to(bank_bin.strip(), account.strip(), _amount(amount), purpose)
    if out is not None:
        from agent_app.codes.images import write_qr_png  # noqa: PLC0415 (texts don't need images)

        write_qr_png(made.payload, out)
    answer: Fields = {
        "payload": made.payload,
        **_transfer_answer(made),
        "purpose_changed": (purpose or None) != made.purpose,
        "purpose_holds_person_number": holds_person_number(made.purpose or ""),
        "file": str(out) if out else None,
    }
    show_json(answer)


@qr.command()
@click.argument("text", required=False, metavar="[NỘI DUNG]")
@click.option("--image", type=click.Path(path_type=Path), help="Tệp ảnh chụp mã.")
@click.option("--json", "_as_json", is_flag=True, help="Luôn trả lời bằng JSON.")
def read(text: str | None, image: Path | None, _as_json: bool) -> None:  # noqa: FBT001
    """Đọc mã trên thẻ BHYT, CCCD hoặc mã chuyển khoản; nội dung là - thì đọc từ đầu vào chuẩn."""
    if (text is None) == (image is None):
        raise click.UsageError("Cần đúng một trong hai: NỘI DUNG hoặc --image TỆP.")
    show_json(_scan_answer(_scan_image(image) if image else read_scan(_typed(text or ""))))


def _typed(text: str) -> str:
    """Take the text, or standard input for "-"; bytes that are no UTF-8 stay visible as bad."""
    if text == "-":
        return sys.stdin.buffer.read().decode("utf-8", "replace")
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _scan_image(image: Path) -> Scan:
    """Read the first of an image's codes that means anything; papers may show others beside it."""
    from agent_app.codes.images import read_codes  # noqa: PLC0415 (texts don't need images)

    failures: list[InputError] = []
    for text in read_codes(image):
        try:
            return read_scan(text)
        except InputError as error:
            failures.append(error)
    raise failures[0]


def _amount(text: str | None) -> Dong | None:
    if text is None:
        return None
    try:
        return read_dong(text)
    except AmountUnreadableError as error:
        raise ValueUnreadableError("--amount", text, "1366200") from error


def _scan_answer(scan: Scan) -> Fields:
    repairs = {"repairs": [repair.value for repair in scan.repairs]}
    match scan.content:
        case HealthCardCode() as card:
            return {"kind": CardKind.HEALTH.value, **_health_answer(card), **repairs}
        case CitizenCardCode() as card:
            return {"kind": CardKind.CITIZEN.value, **_citizen_answer(card), **repairs}
        case Transfer() as transfer:
            return {"kind": "vietqr", **_transfer_answer(transfer), **repairs}


def _health_answer(card: HealthCardCode) -> Fields:
    return {
        "name": card.name,
        "citizen_id": _plain(card.citizen_id),
        "insurance_no": _plain(card.insurance_no),
        "card_no": _plain(card.card_no),
        "birth": card.birth,
        "sex": card.sex.value if card.sex else None,
        "address": card.address,
        "facility": _plain(card.facility),
        "from": card.valid_from,
        "to": card.valid_to,
        "issued_on": card.issued_on,
        "issued_at": card.issued_at,
        "file_no": card.file_no,
        "parent": card.parent,
        "residence": card.residence,
        "five_years_on": card.five_years_on,
        "benefit": card.benefit,
        "group": card.card_no.group if card.card_no else None,
        "mismatches": [each.value for each in card.mismatches],
    }


def _citizen_answer(card: CitizenCardCode) -> Fields:
    return {
        "name": card.name,
        "citizen_id": card.citizen_id.value,
        "insurance_no": None,
        "old_id": _plain(card.old_id),
        "birth": card.birth,
        "sex": card.sex.value if card.sex else None,
        "address": card.address,
        "issued_on": card.issued_on,
        "birth_province": card.citizen_id.birth_province,
        "mismatches": [each.value for each in card.mismatches],
    }


def _transfer_answer(transfer: Transfer) -> Fields:
    return {
        "bin": transfer.bank_bin,
        "bank": transfer.bank,
        "account": transfer.account,
        "service": transfer.service.value,
        "static": transfer.amount is None,
        "amount": transfer.amount,
        "purpose": transfer.purpose,
        "reference": transfer.reference,
    }


def _plain(value: object | None) -> str | None:
    return None if value is None else str(value)


COMMANDS = (qr,)
