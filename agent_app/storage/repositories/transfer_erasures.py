"""Takes an erased person out of transfers and of what banks have told of them."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from agent_app.domain.household import HouseholdId
from agent_app.domain.names import fold
from agent_app.storage.models import (
    AwaitedTransferRow,
    BankCreditRow,
    Base,
    CreditUseRow,
    TransferGivenUpRow,
    TransferLineRow,
)
from agent_app.storage.pseudonyms import GONE
from agent_app.storage.repositories.import_erasures import Sought


def forget_in_transfers(
    session: Session, sought: Sought, home: HouseholdId, names: frozenset[str], *, alone: bool
) -> int:
    """Pseudonymise a person's transfers and empty the bank's words beside them; return how many rows changed.

    ``names`` are folded: a bank writes them in capitals, without marks and often without spaces.
    """
    lines = TransferLineRow.person_id == sought.id
    own = select(TransferLineRow.transfer_id).where(lines)
    subject = {
        "subject_name": sought.pseudonym,
        "subject_insurance_no": None,
        "subject_citizen_id": None,
        "subject_birth": None,
        "subject_household_no": None,
    }
    transfer = AwaitedTransferRow
    papers = or_(transfer.household_id == home, transfer.id.in_(own))
    payers = session.execute(select(transfer.id, transfer.payer).where(papers))
    payer_of = [transfer_id for transfer_id, payer in payers if sought.named(payer)]
    used = select(CreditUseRow.credit_id).where(CreditUseRow.transfer_id.in_(own))
    told = [*_telling(session, sought, names)]
    rows = _change(session, TransferLineRow, lines, subject)
    rows += _change(session, transfer, transfer.id.in_(payer_of), {"payer": sought.pseudonym})
    told_at_door = transfer.id.in_(own) & transfer.overlap.is_not(None)
    rows += _change(session, transfer, told_at_door, {"overlap": GONE})
    if alone:
        rows += _change(session, transfer, transfer.household_id == home, {"address": ""})
    words = or_(BankCreditRow.id.in_(used), BankCreditRow.id.in_(told))
    rows += _change(session, BankCreditRow, words, {"text": "", "sender": ""})
    for table in (CreditUseRow, TransferGivenUpRow):
        mine = table.transfer_id.in_(own) & table.reason.is_not(None)
        rows += _change(session, table, mine, {"reason": GONE})
    return rows


def sweep_credits(session: Session, limit: datetime) -> None:
    """Delete credits that no transfer used and are too old; of the used ones the bank's words go."""
    old = BankCreditRow.imported_at < limit
    used = exists().where(CreditUseRow.credit_id == BankCreditRow.id)
    session.connection().execute(delete(BankCreditRow).where(old, ~used))
    words = (BankCreditRow.text != "") | (BankCreditRow.sender != "")
    _change(session, BankCreditRow, old & words, {"text": "", "sender": ""})


def _telling(session: Session, sought: Sought, names: frozenset[str]) -> list[object]:
    """Find the credits whose text or sender names the person, or has a number of theirs."""
    together = [name.replace(" ", "") for name in names if " " in name]
    credit = BankCreditRow
    query = select(credit.id, credit.text, credit.sender).where(or_(credit.text != "", credit.sender != ""))
    return [
        credit_id
        for credit_id, text, sender in session.execute(query)
        if sought.told_by((text, sender)) or any(name in fold(text).replace(" ", "") for name in together)
    ]


def _change(
    session: Session, table: type[Base], which: ColumnElement[bool], values: Mapping[str, object]
) -> int:
    return session.connection().execute(update(table).where(which).values(values)).rowcount
