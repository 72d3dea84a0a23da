"""Receipts on screen and on paper, with what the office has said of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import Session, aliased

from agent_app.domain.cancellation import Cancellation, RefundRequest
from agent_app.domain.money import Dong
from agent_app.domain.operation import OperationState
from agent_app.domain.receipt import Receipt, ReceiptId, ReceiptState
from agent_app.services.failures import ReceiptUnknownError
from agent_app.services.lines import BookLine, EReceiptLine, ReceiptFilter, ReceiptView
from agent_app.storage.models import (
    OperationRow,
    ReceiptCancellationRow,
    ReceiptLineRow,
    ReceiptRefundRow,
    ReceiptRow,
)
from agent_app.storage.queries.confirmations import confirmed
from agent_app.storage.queries.e_receipts import e_receipt_numbers
from agent_app.storage.queries.proven import reached
from agent_app.storage.repositories.books import books_in_hand
from agent_app.storage.repositories.receipts import lines_of, to_receipt
from agent_app.storage.repositories.undone_receipts import to_cancellation, to_refund
from agent_app.storage.sorting import chunks

STATES = {
    OperationState.LOCAL: ReceiptState.SAVED,
    OperationState.ACCEPTED: ReceiptState.RECEIVED,
    OperationState.MERGED: ReceiptState.RECEIVED,
    OperationState.HELD: ReceiptState.REVIEW,
    OperationState.REFUSED: ReceiptState.REVIEW,
}


def _views(session: Session, query: Select[ReceiptRow, str, str | None]) -> list[ReceiptView]:
    rows = session.execute(query).all()
    ids = [row.id for row, _, _ in rows]
    lines, later = lines_of(session, ids), _undoing(session, ids)
    views = [
        _view(to_receipt(row, lines.get(row.id, ())), OperationState(state), reason, later)
        for row, state, reason in rows
    ]
    return confirmed(session, views)


@dataclass(frozen=True, slots=True)
class _Aftermath:
    cancellations: Mapping[ReceiptId, Cancellation]
    replacements: Mapping[ReceiptId, ReceiptId]
    refunds: Mapping[ReceiptId, list[RefundRequest]]
    e_receipts: Mapping[ReceiptId, EReceiptLine]


def _undoing(session: Session, ids: Sequence[ReceiptId]) -> _Aftermath:
    """Find what has undone or named these receipts: a page of them, or one."""
    cancellations, replacements = dict[ReceiptId, Cancellation](), dict[ReceiptId, ReceiptId]()
    refunds: dict[ReceiptId, list[RefundRequest]] = {}
    for chunk in chunks(ids):
        void = select(ReceiptCancellationRow).where(ReceiptCancellationRow.receipt_id.in_(chunk))
        cancellations |= {row.receipt_id: to_cancellation(row) for row in session.scalars(void)}
        replaced = select(ReceiptRow.replaces_id, ReceiptRow.id).where(ReceiptRow.replaces_id.in_(chunk))
        replacements |= {old: new for old, new in session.execute(replaced) if old is not None}
        asked = select(ReceiptRefundRow).where(ReceiptRefundRow.receipt_id.in_(chunk))
        for row in session.scalars(asked.order_by(ReceiptRefundRow.line)):
            refunds.setdefault(row.receipt_id, []).append(to_refund(row))
    return _Aftermath(cancellations, replacements, refunds, e_receipt_numbers(session, ids))


def _view(receipt: Receipt, state: OperationState, reason: str | None, undoing: _Aftermath) -> ReceiptView:
    cancellation, refunds = undoing.cancellations.get(receipt.id), undoing.refunds.get(receipt.id, [])
    shown = STATES[state]
    if cancellation is not None:
        shown = ReceiptState.CANCELLED
    elif refunds:
        shown = ReceiptState.REFUND_REQUESTED
    replaced_by = undoing.replacements.get(receipt.id)
    e_receipt = undoing.e_receipts.get(receipt.id)
    return ReceiptView(receipt, shown, reason, cancellation, replaced_by, tuple(refunds), e_receipt=e_receipt)


def _query() -> Select[ReceiptRow, str, str | None]:
    return select(ReceiptRow, reached(), OperationRow.reason).join(
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


def listed(session: Session, wanted: ReceiptFilter) -> list[ReceiptView]:
    """Fulfil ``ports.ReceiptQueries.listed``."""
    query = _query().order_by(OperationRow.dseq.desc())
    if wanted.since is not None:
        query = query.where(ReceiptRow.issued_on >= wanted.since)
    if wanted.until is not None:
        query = query.where(ReceiptRow.issued_on <= wanted.until)
    if wanted.method is not None:
        query = query.where(ReceiptRow.method == wanted.method.value)
    if wanted.state is not None:
        query = query.where(_in_state(wanted.state))
    return _views(session, query)


def views_of(session: Session, *which: ColumnElement[bool]) -> list[ReceiptView]:
    """Return the receipts of which something is so, the newest first."""
    return _views(session, _query().where(*which).order_by(OperationRow.dseq.desc()))


def by_number(view: ReceiptView) -> tuple[bool, str, str, int, date, int, str]:
    """Give the order of books and their numbers; what has no number of a book comes last, by its day."""
    made, named = view.receipt, view.e_receipt
    book = (made.symbol or "", made.book or "", made.number or 0)
    return made.number is None, *book, made.issued_on, named.number if named else 0, str(made.id)


def paid_before(session: Session, receipt_id: ReceiptId, days: int) -> ReceiptView | None:
    """Fulfil ``ports.ReceiptQueries.paid_before``."""
    day = session.scalar(select(ReceiptRow.issued_on).where(ReceiptRow.id == receipt_id))
    if day is None:
        raise ReceiptUnknownError(str(receipt_id))
    line = aliased(ReceiptLineRow)
    same = and_(line.person_id == ReceiptLineRow.person_id, line.scheme == ReceiptLineRow.scheme)
    others = (
        select(ReceiptLineRow.receipt_id)
        .join(line, same)
        .where(line.receipt_id == receipt_id, ReceiptLineRow.receipt_id != receipt_id)
    )
    query = _query().where(
        ReceiptRow.id.in_(others),
        ReceiptRow.issued_on.between(day - timedelta(days=days), day),
        ReceiptRow.cancelled_on.is_(None),
    )
    return next(iter(_views(session, query.order_by(OperationRow.dseq.desc()).limit(1))), None)


def _in_state(state: ReceiptState) -> ColumnElement[bool]:
    """Ask for the receipts that are shown in a state: what has undone one says more than how far it came."""
    void = ReceiptRow.cancelled_on.is_not(None)
    asked_back = exists().where(ReceiptRefundRow.receipt_id == ReceiptRow.id)
    if state is ReceiptState.CANCELLED:
        return void
    if state is ReceiptState.REFUND_REQUESTED:
        return and_(~void, asked_back)
    states = [each.value for each, shown in STATES.items() if shown is state]
    return and_(~void, ~asked_back, reached().in_(states))


def taken_on(session: Session, day: date) -> tuple[int, Dong]:
    """Fulfil ``ports.Queries.taken_on``."""
    standing = ReceiptRow.issued_on == day, ReceiptRow.cancelled_on.is_(None)
    query = select(func.count(), func.sum(ReceiptRow.total)).where(*standing)
    count, money = session.execute(query).one()
    return count, Dong(money or 0)


def books(session: Session) -> list[BookLine]:
    """Fulfil ``ports.Queries.books``."""
    return [
        BookLine(
            each.symbol,
            each.book,
            each.first,
            each.last,
            each.next,
            each.left,
            frozen=each.frozen,
            returned=each.returned,
            foreign=each.foreign,
            received_on=each.received_on,
        )
        for each in books_in_hand(session)
    ]
