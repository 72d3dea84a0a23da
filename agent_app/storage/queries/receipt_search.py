"""Finding receipts by what people remember of them: a few digits, or who paid."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from agent_app.domain.operation import OperationState
from agent_app.domain.receipt import ReceiptState
from agent_app.domain.receipt_book import shown_number
from agent_app.services.day_lines import FoundReceipt
from agent_app.storage.models import OperationRow, ReceiptRow
from agent_app.storage.queries.proven import reached
from agent_app.storage.queries.receipt_views import STATES
from agent_app.storage.sorting import search_words, words_of

_PAGE = 500


def find_receipts(session: Session, text: str, limit: int) -> list[FoundReceipt]:
    """Fulfil ``ports.DayQueries.find_receipts``; an agent's receipts are few enough to look at each."""
    words, numbers = search_words(text)
    if not words and not numbers:
        return []
    query = (
        select(ReceiptRow, reached())
        .join(OperationRow, OperationRow.op_id == ReceiptRow.op_id)
        .order_by(OperationRow.dseq.desc())
    )
    found: list[FoundReceipt] = []
    for row, state in session.execute(query).yield_per(_PAGE):
        if _fits(row, words, numbers):
            found.append(_found(row, STATES[OperationState(state)]))
            if len(found) == limit:
                break
    return found


def _fits(row: ReceiptRow, words: list[str], numbers: list[str]) -> bool:
    number = "" if row.number is None else shown_number(row.number)
    payer = f" {words_of(row.payer)}"
    return all(f" {word}" in payer for word in words) and all(digits in number for digits in numbers)


def _found(row: ReceiptRow, state: ReceiptState) -> FoundReceipt:
    return FoundReceipt(
        row.id,
        "" if row.number is None else shown_number(row.number),
        row.book or "",
        row.payer,
        row.issued_on,
        row.total,
        state,
        row.cancelled_on is not None,
    )
