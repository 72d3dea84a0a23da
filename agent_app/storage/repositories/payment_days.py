"""The day that decides a payment: when the last of a transfer's money came, else that of its receipt."""

from datetime import date

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from agent_app.domain.household import HouseholdId, PersonId
from agent_app.domain.receipt import ReceiptId
from agent_app.storage.models import BankCreditRow, CreditUseRow, ReceiptLineRow, ReceiptRow


def payment_day(receipt: type[ReceiptRow]) -> ColumnElement[date]:
    """Ask for the day of a receipt's payment, whose year its places of the household's order belong to."""
    credited = (
        select(func.max(BankCreditRow.credited_on))
        .join(CreditUseRow, CreditUseRow.credit_id == BankCreditRow.id)
        .where(CreditUseRow.transfer_id == receipt.id)
        .correlate(receipt)
        .scalar_subquery()
    )
    return func.coalesce(credited, receipt.issued_on)


def paid_places() -> Select[ReceiptId, HouseholdId, date, int | None, PersonId]:
    """Ask where receipts that stand were paid: receipt, household, day of the payment, place, person."""
    return (
        select(
            ReceiptRow.id,
            ReceiptRow.household_id,
            payment_day(ReceiptRow),
            ReceiptLineRow.place,
            ReceiptLineRow.person_id,
        )
        .join(ReceiptLineRow, ReceiptLineRow.receipt_id == ReceiptRow.id)
        .where(ReceiptLineRow.place.is_not(None), ReceiptRow.cancelled_on.is_(None))
    )


def credited_on(session: Session, transfer_id: ReceiptId) -> date | None:
    """Return the day on which the last of a transfer's money came."""
    query = (
        select(func.max(BankCreditRow.credited_on))
        .join(CreditUseRow, CreditUseRow.credit_id == BankCreditRow.id)
        .where(CreditUseRow.transfer_id == transfer_id)
    )
    return session.scalar(query)
