"""Transfers and their credits as plain maps for the log, and back."""

from collections.abc import Mapping
from datetime import date

from agent_app.domain.bank_statement import BankCredit, CreditId
from agent_app.domain.errors import InputError
from agent_app.domain.grounds_body import answers_body, read_answers
from agent_app.domain.household import HouseholdId
from agent_app.domain.money import Dong
from agent_app.domain.operation import from_millis, to_millis
from agent_app.domain.operation_body import BodyUnreadableError, line_body, read_line
from agent_app.domain.payment_qr import PaymentFieldError
from agent_app.domain.plain import (
    Body,
    NotPlainError,
    as_int,
    as_list,
    as_map,
    as_text,
    as_text_or_none,
    as_uuid,
    canonical,
    decode,
)
from agent_app.domain.price_grounds_body import price_grounds_body, read_price_grounds
from agent_app.domain.purpose_code import PurposeCode
from agent_app.domain.receipt import ReceiptForm, ReceiptId
from agent_app.domain.transfer import (
    AwaitedTransfer,
    CreditUse,
    GivenUpTransfer,
    PayeeAccount,
)

_MISREAD = (KeyError, ValueError, ArithmeticError, InputError)


def awaited_body(transfer: AwaitedTransfer) -> bytes:
    """Encode an awaited transfer."""
    return canonical(
        {
            "id": transfer.id.bytes,
            "household_id": transfer.household_id.bytes,
            "code": transfer.code,
            "bank_bin": transfer.account.bank_bin,
            "account": transfer.account.number,
            "holder": transfer.account.holder,
            "awaited_on": transfer.awaited_on.isoformat(),
            "recorded_at": to_millis(transfer.recorded_at),
            "payer": transfer.payer,
            "address": transfer.address,
            "lines": [line_body(each) for each in transfer.lines],
            "total": int(transfer.amount),
            "grounds": price_grounds_body(transfer.grounds),
            "agent_code": transfer.agent_code,
            "device_id": transfer.device_id.bytes,
            "replaces": transfer.replaces.bytes if transfer.replaces else None,
            "door": answers_body(transfer.door),
            "overlap": transfer.door.overlap,
        }
    )


def read_awaited(body: bytes) -> AwaitedTransfer:
    """Read an awaited transfer; raise ``BodyUnreadableError`` where it is none or its sum is wrong."""
    try:
        value = as_map(decode(body))
        transfer = AwaitedTransfer(
            ReceiptId(as_uuid(value["id"])),
            HouseholdId(as_uuid(value["household_id"])),
            PurposeCode(as_text(value["code"])),
            PayeeAccount(as_text(value["bank_bin"]), as_text(value["account"]), as_text(value["holder"])),
            date.fromisoformat(as_text(value["awaited_on"])),
            from_millis(as_int(value["recorded_at"])),
            as_text(value["payer"]),
            as_text(value["address"]),
            tuple(read_line(as_map(each)) for each in as_list(value["lines"])),
            as_text(value["agent_code"]),
            as_uuid(value["device_id"]),
            read_price_grounds(as_map(value["grounds"])),
            None if value["replaces"] is None else ReceiptId(as_uuid(value["replaces"])),
            read_answers(value["door"], as_text_or_none(value["overlap"])),
        )
        _require_sound(transfer, as_int(value["total"]))
    except _MISREAD as error:
        raise BodyUnreadableError("transfer.awaited") from error
    return transfer


def _require_sound(transfer: AwaitedTransfer, stated: int) -> None:
    """Refuse a sum that is wrong, and what no bank could be asked for."""
    try:
        purpose = transfer.order.purpose
    except PaymentFieldError as error:
        raise NotPlainError("no transfer") from error
    if stated != transfer.amount or purpose != transfer.code or not transfer.lines:
        raise NotPlainError("no transfer")


def credit_body(credit: BankCredit) -> Body:
    """Spread a credit over a map."""
    return {
        "id": credit.id.bytes,
        "account": credit.account,
        "reference": credit.reference,
        "credited_on": credit.credited_on.isoformat(),
        "amount": int(credit.amount),
        "text": credit.text,
        "sender": credit.sender,
        "imported_at": to_millis(credit.imported_at),
        "codes": [*credit.codes],
    }


def read_credit(body: Mapping[str, object]) -> BankCredit:
    """Read a credit; raise ``KeyError`` or ``ValueError`` where it is none."""
    return BankCredit(
        CreditId(as_uuid(body["id"])),
        as_text(body["account"]),
        as_text(body["reference"]),
        date.fromisoformat(as_text(body["credited_on"])),
        Dong(as_int(body["amount"])),
        as_text(body["text"]),
        as_text(body["sender"]),
        from_millis(as_int(body["imported_at"])),
        tuple(PurposeCode(as_text(each)) for each in as_list(body["codes"])),
    )


def use_body(use: CreditUse) -> bytes:
    """Encode how much of a credit counted for a transfer."""
    return canonical(
        {
            "id": use.id.bytes,
            "transfer_id": use.transfer_id.bytes,
            "credit": credit_body(use.credit),
            "used": int(use.used),
            "recorded_at": to_millis(use.recorded_at),
            "reason": use.reason,
            "lines": [line_body(each) for each in use.lines],
            "form": use.form.value if use.form else None,
        }
    )


def read_use(body: bytes) -> CreditUse:
    """Read a use of a credit; raise ``BodyUnreadableError`` where it is none or more than the credit."""
    try:
        value = as_map(decode(body))
        form = as_text_or_none(value["form"])
        use = CreditUse(
            as_uuid(value["id"]),
            ReceiptId(as_uuid(value["transfer_id"])),
            read_credit(as_map(value["credit"])),
            Dong(as_int(value["used"])),
            from_millis(as_int(value["recorded_at"])),
            as_text_or_none(value["reason"]),
            tuple(read_line(as_map(each)) for each in as_list(value["lines"])),
            ReceiptForm(form) if form else None,
        )
        if not 0 < use.used <= use.credit.amount or use.completes != (use.form is not None):
            raise NotPlainError("no use of a credit")
    except _MISREAD as error:
        raise BodyUnreadableError("transfer.credited") from error
    return use


def given_up_body(given_up: GivenUpTransfer) -> bytes:
    """Encode that a transfer is no longer awaited."""
    return canonical(
        {
            "transfer_id": given_up.transfer_id.bytes,
            "given_up_on": given_up.given_up_on.isoformat(),
            "recorded_at": to_millis(given_up.recorded_at),
            "reason": given_up.reason,
        }
    )


def read_given_up(body: bytes) -> GivenUpTransfer:
    """Read that a transfer is no longer awaited; raise ``BodyUnreadableError`` where nothing says so."""
    try:
        value = as_map(decode(body))
        return GivenUpTransfer(
            ReceiptId(as_uuid(value["transfer_id"])),
            date.fromisoformat(as_text(value["given_up_on"])),
            from_millis(as_int(value["recorded_at"])),
            as_text(value["reason"]),
        )
    except _MISREAD as error:
        raise BodyUnreadableError("transfer.given_up") from error
