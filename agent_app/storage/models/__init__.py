from agent_app.storage.models.base import Base
from agent_app.storage.models.due_lists import DueItemRow, DueListRow
from agent_app.storage.models.log import CursorRow, DeviceRow, OperationRow, SyncRunRow
from agent_app.storage.models.people import AliasRow, HouseholdRow, PersonRow
from agent_app.storage.models.privacy import (
    AccessRow,
    ChangeAuthorRow,
    ChangeHistoryRow,
    ConsentRow,
    EmptyingRow,
    ErasureMarkRow,
    ErasureRow,
    SweepRow,
    TombstoneRow,
)
from agent_app.storage.models.receipts import HouseholdPlaceRow, ReceiptBookRow, ReceiptLineRow, ReceiptRow
from agent_app.storage.models.visits import VisitOutcomeRow, VisitRow

__all__ = [
    "AccessRow",
    "AliasRow",
    "Base",
    "ChangeAuthorRow",
    "ChangeHistoryRow",
    "ConsentRow",
    "CursorRow",
    "DeviceRow",
    "DueItemRow",
    "DueListRow",
    "EmptyingRow",
    "ErasureMarkRow",
    "ErasureRow",
    "HouseholdPlaceRow",
    "HouseholdRow",
    "OperationRow",
    "PersonRow",
    "ReceiptBookRow",
    "ReceiptLineRow",
    "ReceiptRow",
    "SweepRow",
    "SyncRunRow",
    "TombstoneRow",
    "VisitOutcomeRow",
    "VisitRow",
]
