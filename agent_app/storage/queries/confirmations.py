"""What the office has confirmed: receipts of batches that are done, each with its code."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from agent_app.domain.receipt import ReceiptState
from agent_app.services.lines import ReceiptView
from agent_app.storage.models import BatchCodeRow
from agent_app.storage.sorting import chunks

_MAY_BE_RECORDED = frozenset({ReceiptState.SAVED, ReceiptState.RECEIVED})


def confirmed(session: Session, views: Sequence[ReceiptView]) -> list[ReceiptView]:
    """Let receipts that the office has confirmed say so; what needs a look, or is void, says that first."""
    codes = {
        receipt_id: code
        for chunk in chunks(each.receipt.id for each in views)
        for receipt_id, code in session.execute(
            select(BatchCodeRow.receipt_id, BatchCodeRow.code).where(BatchCodeRow.receipt_id.in_(chunk))
        )
    }
    return [_with_code(each, codes.get(each.receipt.id)) for each in views]


def _with_code(view: ReceiptView, code: str | None) -> ReceiptView:
    if code is None:
        return view
    state = ReceiptState.RECORDED if view.state in _MAY_BE_RECORDED else view.state
    return replace(view, state=state, confirmation=code)
