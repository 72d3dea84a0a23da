"""What transfers hold about one person, as plain fields; others beside them are masked."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from agent_app.domain.household import PersonId
from agent_app.storage.models import (
    AwaitedTransferRow,
    BankCreditRow,
    CreditUseRow,
    TransferGivenUpRow,
    TransferLineRow,
)

OTHER = "•••"
"""Stands for anybody else."""

Fields = dict[str, object]


def transfers_of(session: Session, person_id: PersonId, named: Callable[[str], str]) -> list[Fields]:
    """Return the transfers that pay for a person; ``named`` shows a name where it is the person's own.

    A bank's words and a human's reasons may be about the others, and are shown where there are none.
    """
    own = select(TransferLineRow.transfer_id).where(TransferLineRow.person_id == person_id)
    rows = session.scalars(
        select(AwaitedTransferRow)
        .where(AwaitedTransferRow.id.in_(own))
        .order_by(AwaitedTransferRow.recorded_at)
    )
    return [_transfer(session, row, person_id, named) for row in rows.all()]


def _transfer(
    session: Session, row: AwaitedTransferRow, person_id: PersonId, named: Callable[[str], str]
) -> Fields:
    lines = session.scalars(select(TransferLineRow).where(TransferLineRow.transfer_id == row.id)).all()
    alone = all(line.person_id == person_id for line in lines)
    given = session.get(TransferGivenUpRow, row.id)
    found: Fields = {
        "id": str(row.id),
        "code": row.code,
        "awaited_on": row.awaited_on.isoformat(),
        "payer": named(row.payer),
        "address": row.address,
        "overlap": _shown(row.overlap, alone=alone),
        "lines": [_line(line) if line.person_id == person_id else {"subject_name": OTHER} for line in lines],
        "credits": _credits(session, row, alone=alone),
        "given_up": None if given is None else _shown(given.reason, alone=alone),
    }
    return found | ({"amount": row.amount} if alone else {})


def _line(line: TransferLineRow) -> Fields:
    return {
        "subject_name": line.subject_name,
        "subject_insurance_no": line.subject_insurance_no,
        "subject_citizen_id": line.subject_citizen_id,
        "subject_birth": line.subject_birth,
        "subject_household_no": line.subject_household_no,
        "scheme": line.scheme,
        "starts_on": line.starts_on.isoformat(),
        "ends_on": line.ends_on.isoformat(),
        "due": line.due,
    }


def _credits(session: Session, row: AwaitedTransferRow, *, alone: bool) -> list[Fields]:
    query = (
        select(CreditUseRow, BankCreditRow)
        .join(BankCreditRow, BankCreditRow.id == CreditUseRow.credit_id)
        .where(CreditUseRow.transfer_id == row.id)
        .order_by(CreditUseRow.recorded_at)
    )
    return [
        {
            "credited_on": credit.credited_on.isoformat(),
            "reference": credit.reference,
            "text": _shown(credit.text, alone=alone),
            "sender": _shown(credit.sender, alone=alone),
            "reason": _shown(use.reason, alone=alone),
        }
        for use, credit in session.execute(query)
    ]


def _shown(text: str | None, *, alone: bool) -> str | None:
    return text if alone or not text else OTHER
