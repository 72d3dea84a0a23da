"""Receipts on screen and on paper, with what the office has said of them."""

from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from agent_app.domain.money import Dong
from agent_app.domain.operation import OperationState
from agent_app.domain.receipt import ReceiptId, ReceiptState
from agent_app.services.failures import ReceiptUnknownError
from agent_app.services.lines import BookLine, ReceiptView
from agent_app.storage.models import OperationRow, ReceiptBookRow, ReceiptRow
from agent_app.storage.queries.confirmations import confirmed
from agent_app.storage.repositories.receipts import lines_of, to_book, to_receipt

STATES = {
    OperationState.LOCAL: ReceiptState.SAVED,
    OperationState.ACCEPTED: ReceiptState.RECEIVED,
    OperationState.MERGED: ReceiptState.RECEIVED,
    OperationState.HELD: ReceiptState.REVIEW,
    OperationState.REFUSED: ReceiptState.REVIEW,
}


def _views(session: Session, query: Select[ReceiptRow, str, str | None]) -> list[ReceiptView]:
    rows = session.execute(query).all()
    lines = lines_of(session, (row.id for row, _, _ in rows))
    views = [
        ReceiptView(to_receipt(row, lines.get(row.id, ())), STATES[OperationState(state)], reason)
        for row, state, reason in rows
    ]
    return confirmed(session, views)


def _query() -> Select[ReceiptRow, str, str | None]:
    return select(ReceiptRow, OperationRow.state, OperationRow.reason).join(
        OperationRow, OperationRow.op_id == ReceiptRow.op_id
    )


def receipt(session: Session, receipt_id: ReceiptId) -> ReceiptView:
    """Fulfil ``ports.Queries.receipt``."""
    found = _views(session, _query().where(ReceiptRow.id == receipt_id))
    if not found:
        raise ReceiptUnknownError(str(receipt_id))
    return found[0]


def receipts(session: Session, limit: int, offset: int) -> list[ReceiptView]:
    """Fulfil ``ports.Queries.receipts``; the log's order is the order of issue."""
    return _views(session, _query().order_by(OperationRow.dseq.desc()).limit(limit).offset(offset))


def taken_on(session: Session, day: date) -> tuple[int, Dong]:
    """Fulfil ``ports.Queries.taken_on``."""
    query = select(func.count(), func.sum(ReceiptRow.total)).where(ReceiptRow.issued_on == day)
    count, money = session.execute(query).one()
    return count, Dong(money or 0)


def books(session: Session) -> list[BookLine]:
    """Fulfil ``ports.Queries.books``."""
    rows = session.scalars(select(ReceiptBookRow).order_by(ReceiptBookRow.symbol, ReceiptBookRow.first))
    return [
        BookLine(
            row.symbol,
            row.book,
            row.first,
            row.last,
            row.next,
            to_book(row).left,
            frozen=row.frozen_at is not None,
        )
        for row in rows
    ]
