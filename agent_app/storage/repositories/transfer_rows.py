"""The rows of transfers, credits and their uses, and the domain's values made of them."""

from collections.abc import Iterable, Mapping, Sequence

from agent_app.domain.bank_statement import BankCredit
from agent_app.domain.grounds_body import kept_answers, read_kept_answers
from agent_app.domain.household import PersonId
from agent_app.domain.operation_body import line_body, read_line, subject_body
from agent_app.domain.plain import as_map, canonical, decode
from agent_app.domain.price_grounds_body import price_grounds_body, read_price_grounds
from agent_app.domain.purpose_code import PurposeCode
from agent_app.domain.receipt import ReceiptForm, ReceiptId, ReceiptLine
from agent_app.domain.transfer import AwaitedTransfer, CreditUse, GivenUpTransfer, PayeeAccount
from agent_app.storage.models import (
    AwaitedTransferRow,
    BankCreditRow,
    CreditUseRow,
    TransferGivenUpRow,
    TransferLineRow,
)
from agent_app.storage.models.subject import subject_columns

AWAITED, CREDITED = "awaited", "credited"
"""The stages of a line: as it was asked for, and as the day of the credit prices it."""


def transfer_values(transfer: AwaitedTransfer) -> dict[str, object]:
    """Spread a transfer over its columns, but for whose it is here."""
    return {
        "id": transfer.id,
        "awaited_household_id": transfer.household_id,
        "code": transfer.code,
        "amount": transfer.amount,
        "bank_bin": transfer.account.bank_bin,
        "account": transfer.account.number,
        "holder": transfer.account.holder,
        "awaited_on": transfer.awaited_on,
        "recorded_at": transfer.recorded_at,
        "payer": transfer.payer,
        "address": transfer.address,
        "agent_code": transfer.agent_code,
        "device_id": transfer.device_id,
        "grounds": canonical(price_grounds_body(transfer.grounds)),
        "replaces_id": transfer.replaces,
        "door": kept_answers(transfer.door),
        "overlap": transfer.door.overlap,
    }


def to_transfer(row: AwaitedTransferRow, lines: Iterable[ReceiptLine]) -> AwaitedTransfer:
    """Make the domain's value."""
    return AwaitedTransfer(
        row.id,
        row.awaited_household_id,
        PurposeCode(row.code),
        PayeeAccount(row.bank_bin, row.account, row.holder),
        row.awaited_on,
        row.recorded_at,
        row.payer,
        row.address,
        tuple(lines),
        row.agent_code,
        row.device_id,
        read_price_grounds(as_map(decode(row.grounds))),
        row.replaces_id,
        read_kept_answers(row.door, row.overlap),
    )


def line_values(
    transfer_id: ReceiptId, stage: str, lines: Sequence[ReceiptLine], who: Mapping[PersonId, PersonId]
) -> list[dict[str, object]]:
    """Spread lines over their columns: who they are about stands apart from their terms."""
    return [
        {
            "transfer_id": transfer_id,
            "stage": stage,
            "position": position,
            "person_id": who[line.subject.person_id],
            "scheme": line.scheme.value,
            "starts_on": line.period.start,
            "ends_on": line.period.end,
            "due": line.quote.due,
            "terms": canonical({**line_body(line), "subject": None}),
        }
        | subject_columns(line.subject)
        for position, line in enumerate(lines)
    ]


def to_transfer_line(row: TransferLineRow) -> ReceiptLine:
    """Make the domain's value."""
    return read_line({**as_map(decode(row.terms)), "subject": subject_body(row.subject)})


def credit_values(credit: BankCredit) -> dict[str, object]:
    """Spread a credit over its columns."""
    return {
        "id": credit.id,
        "account": credit.account,
        "reference": credit.reference,
        "credited_on": credit.credited_on,
        "amount": credit.amount,
        "text": credit.text,
        "sender": credit.sender,
        "codes": " ".join(credit.codes),
        "imported_at": credit.imported_at,
    }


def to_credit(row: BankCreditRow) -> BankCredit:
    """Make the domain's value."""
    return BankCredit(
        row.id,
        row.account,
        row.reference,
        row.credited_on,
        row.amount,
        row.text,
        row.sender,
        row.imported_at,
        tuple(map(PurposeCode, row.codes.split())),
    )


def use_values(use: CreditUse) -> dict[str, object]:
    """Spread a use of a credit over its columns."""
    return {
        "id": use.id,
        "credit_id": use.credit.id,
        "transfer_id": use.transfer_id,
        "used": use.used,
        "recorded_at": use.recorded_at,
        "reason": use.reason,
        "form": use.form.value if use.form else None,
    }


def to_use(row: CreditUseRow, credit: BankCreditRow, lines: Iterable[ReceiptLine]) -> CreditUse:
    """Make the domain's value; ``lines`` count where this use has paid the rest."""
    form = ReceiptForm(row.form) if row.form else None
    return CreditUse(
        row.id,
        row.transfer_id,
        to_credit(credit),
        row.used,
        row.recorded_at,
        row.reason,
        tuple(lines) if form else (),
        form,
    )


def to_given_up(row: TransferGivenUpRow) -> GivenUpTransfer:
    """Make the domain's value."""
    return GivenUpTransfer(row.transfer_id, row.given_up_on, row.recorded_at, row.reason)
