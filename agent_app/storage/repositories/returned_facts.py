"""Facts other than receipts that come back from the journal, each into its own tables."""

from collections.abc import Callable, Mapping

from sqlalchemy.orm import Session

from agent_app.domain.operation import Operation, OperationKind
from agent_app.services.ports import Ids
from agent_app.storage.repositories.returned_evening import ReturnedEvening
from agent_app.storage.repositories.returned_numbers import ReturnedNumbers
from agent_app.storage.repositories.returned_transfers import ReturnedTransfers
from agent_app.storage.repositories.returned_undoing import ReturnedUndoing

Returner = Callable[[Operation], None]
"""Lets the tables say again what an operation says; raises ``BodyUnreadableError`` where it says nothing."""


def returners(session: Session, ids: Ids) -> Mapping[OperationKind, Returner]:
    """Name who puts back which kind; the log keeps what nobody puts back."""
    evening, undoing = ReturnedEvening(session), ReturnedUndoing(session)
    numbers = ReturnedNumbers(session, ids)
    transfers = ReturnedTransfers(session, ids)
    return {
        OperationKind.ENVELOPE_CLOSED: evening.envelope,
        OperationKind.REMITTANCE_MADE: evening.remittance,
        OperationKind.BATCH_CHANGED: evening.batch,
        OperationKind.RECEIPT_CANCELLED: undoing.put_back_cancellation,
        OperationKind.REFUND_REQUESTED: undoing.put_back_refund,
        OperationKind.NUMBER_SPOILED: numbers.put_back,
        OperationKind.BOOK_RETURNED: numbers.put_back,
        OperationKind.TRANSFER_AWAITED: transfers.awaited,
        OperationKind.TRANSFER_CREDITED: transfers.credited,
        OperationKind.TRANSFER_GIVEN_UP: transfers.given_up,
    }
