"""What the office has made of receipts: by its own signed word, or by batches that are done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from agent_app.domain.receipt import ReceiptId, ReceiptState
from agent_app.services.lines import ReceiptView
from agent_app.storage.models import BatchCodeRow, ConfirmationRow
from agent_app.storage.sorting import chunks

_MAY_BE_RECORDED = frozenset({ReceiptState.SAVED, ReceiptState.RECEIVED})


@dataclass(frozen=True, slots=True)
class _Word:
    """The office's word on one receipt: a code, or a reason."""

    code: str | None
    reason: str | None = None


def confirmed(session: Session, views: Sequence[ReceiptView]) -> list[ReceiptView]:
    """Let receipts that the office has answered say so; what needs a look, or is void, says that first."""
    ids = [each.receipt.id for each in views]
    # The office's own word counts before what an agent has copied from it.
    words = _typed(session, ids) | _signed(session, ids)
    return [_with_word(each, words.get(each.receipt.id)) for each in views]


def _typed(session: Session, ids: Iterable[ReceiptId]) -> dict[ReceiptId, _Word]:
    columns = select(BatchCodeRow.receipt_id, BatchCodeRow.code)
    return {
        receipt_id: _Word(code)
        for chunk in chunks(ids)
        for receipt_id, code in session.execute(columns.where(BatchCodeRow.receipt_id.in_(chunk)))
    }


def _signed(session: Session, ids: Iterable[ReceiptId]) -> dict[ReceiptId, _Word]:
    row = ConfirmationRow
    columns = select(row.receipt_id, row.code, row.reason)
    return {
        receipt_id: _Word(code, reason)
        for chunk in chunks(ids)
        for receipt_id, code, reason in session.execute(columns.where(row.receipt_id.in_(chunk)))
    }


def _with_word(view: ReceiptView, word: _Word | None) -> ReceiptView:
    if word is None:
        return view
    answered = ReceiptState.RECORDED if word.reason is None else ReceiptState.REVIEW
    state = answered if view.state in _MAY_BE_RECORDED else view.state
    return replace(view, state=state, confirmation=word.code, refusal=word.reason)
