"""What the provider of e-receipts has called receipts, straight from columns."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from agent_app.domain.receipt import ReceiptId
from agent_app.services.lines import EReceiptLine
from agent_app.storage.models import EReceiptNumberRow
from agent_app.storage.sorting import chunks


def e_receipt_numbers(session: Session, receipt_ids: Iterable[ReceiptId]) -> dict[ReceiptId, EReceiptLine]:
    """Return what is known of many receipts at once."""
    found: dict[ReceiptId, EReceiptLine] = {}
    for chunk in chunks(receipt_ids):
        rows = session.scalars(select(EReceiptNumberRow).where(EReceiptNumberRow.receipt_id.in_(chunk)))
        found |= {row.receipt_id: EReceiptLine(row.symbol, row.number, row.given_on) for row in rows}
    return found
