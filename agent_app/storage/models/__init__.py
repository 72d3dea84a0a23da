from agent_app.storage.models.base import Base
from agent_app.storage.models.due_lists import DueItemRow, DueListRow
from agent_app.storage.models.indexes import DueIndexRow, PersonIndexRow
from agent_app.storage.models.log import BackupStateRow, CursorRow, DeviceRow, OperationRow, SyncRunRow
from agent_app.storage.models.people import AliasRow, HouseholdRow, PersonRow
from agent_app.storage.models.receipts import HouseholdPlaceRow, ReceiptBookRow, ReceiptLineRow, ReceiptRow
from agent_app.storage.models.replays import ReplayRow
from agent_app.storage.models.visits import VisitOutcomeRow, VisitRow

__all__ = [
    "AliasRow",
    "BackupStateRow",
    "Base",
    "CursorRow",
    "DeviceRow",
    "DueIndexRow",
    "DueItemRow",
    "DueListRow",
    "HouseholdPlaceRow",
    "HouseholdRow",
    "OperationRow",
    "PersonIndexRow",
    "PersonRow",
    "ReceiptBookRow",
    "ReceiptLineRow",
    "ReceiptRow",
    "ReplayRow",
    "SyncRunRow",
    "VisitOutcomeRow",
    "VisitRow",
]
