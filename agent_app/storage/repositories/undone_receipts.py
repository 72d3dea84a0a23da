"""Cancellations and requests for refunds, between rows and domain; the places that a cancellation frees."""

from uuid import UUID

from sqlalchemy import and_, delete, exists, extract, insert, select
from sqlalchemy.orm import Session, aliased

from agent_app.domain.cancellation import Cancellation, CopyTwo, RefundId, RefundRequest
from agent_app.storage.models import (
    HouseholdPlaceRow,
    ReceiptCancellationRow,
    ReceiptLineRow,
    ReceiptRefundRow,
    ReceiptRow,
)
from agent_app.storage.repositories.payment_days import payment_day
from agent_app.storage.repositories.transfers import credited_payers


def insert_cancellation(session: Session, cancellation: Cancellation, op_id: UUID) -> None:
    """Keep a cancellation, and free the places that its receipt alone has held.

    No money was taken in the end, so nobody has paid at that place: the next payer of the year takes it.
    """
    session.execute(
        insert(ReceiptCancellationRow).values(
            receipt_id=cancellation.receipt_id,
            op_id=op_id,
            cancelled_on=cancellation.on,
            recorded_at=cancellation.recorded_at,
            reason=cancellation.reason,
            approver=cancellation.approver,
            copy_two=cancellation.copy_two.value,
        )
    )
    free_places(session, cancellation)


def free_places(session: Session, cancellation: Cancellation) -> None:
    """Let go of places for which no receipt stands any more."""
    receipt, line = aliased(ReceiptRow), aliased(ReceiptLineRow)
    mine = select(ReceiptRow.household_id, extract("year", payment_day(ReceiptRow))).where(
        ReceiptRow.id == cancellation.receipt_id
    )
    found = session.execute(mine).first()
    if found is None:
        return
    household_id, year = found
    payers = select(ReceiptLineRow.person_id).where(
        ReceiptLineRow.receipt_id == cancellation.receipt_id, ReceiptLineRow.place.is_not(None)
    )
    still_paid = exists().where(
        line.person_id == HouseholdPlaceRow.person_id,
        line.place.is_not(None),
        receipt.id == line.receipt_id,
        receipt.household_id == household_id,
        extract("year", payment_day(receipt)) == year,
        receipt.cancelled_on.is_(None),
    )
    which = and_(
        HouseholdPlaceRow.household_id == household_id,
        HouseholdPlaceRow.year == year,
        HouseholdPlaceRow.person_id.in_(payers),
        HouseholdPlaceRow.person_id.not_in(credited_payers(session, household_id, year)),
        ~still_paid,
    )
    session.connection().execute(delete(HouseholdPlaceRow).where(which))
    session.expire_all()


def insert_refund(session: Session, refund: RefundRequest, op_id: UUID) -> None:
    """Keep a request for a refund."""
    session.execute(
        insert(ReceiptRefundRow).values(
            id=refund.id,
            op_id=op_id,
            receipt_id=refund.receipt_id,
            line=refund.line,
            cause=refund.cause,
            changed_on=refund.changed_on,
            requested_on=refund.requested_on,
            recorded_at=refund.recorded_at,
            amount=refund.amount,
            computed=refund.computed,
            reason=refund.reason,
        )
    )


def to_cancellation(row: ReceiptCancellationRow) -> Cancellation:
    """Make the domain's value."""
    return Cancellation(
        row.receipt_id, row.cancelled_on, row.recorded_at, row.reason, row.approver, CopyTwo(row.copy_two)
    )


def to_refund(row: ReceiptRefundRow) -> RefundRequest:
    """Make the domain's value."""
    return RefundRequest(
        RefundId(row.id),
        row.receipt_id,
        row.line,
        row.cause,
        row.changed_on,
        row.requested_on,
        row.recorded_at,
        row.amount,
        row.computed,
        row.reason,
    )
