from agent_app.storage.models.base import Base
from agent_app.storage.models.due_lists import DueItemRow, DueListRow
from agent_app.storage.models.imports import DueImportRow, ImportNoteRow, ListMappingRow, ProposalRow
from agent_app.storage.models.log import CursorRow, DeviceRow, OperationRow, SyncRunRow
from agent_app.storage.models.people import AliasRow, HouseholdRow, PersonRow
from agent_app.storage.models.receipts import HouseholdPlaceRow, ReceiptBookRow, ReceiptLineRow, ReceiptRow
from agent_app.storage.models.visits import VisitOutcomeRow, VisitRow

__all__ = [
    "AliasRow",
    "Base",
    "CursorRow",
    "DeviceRow",
    "DueImportRow",
    "DueItemRow",
    "DueListRow",
    "HouseholdPlaceRow",
    "HouseholdRow",
    "ImportNoteRow",
    "ListMappingRow",
    "OperationRow",
    "PersonRow",
    "ProposalRow",
    "ReceiptBookRow",
    "ReceiptLineRow",
    "ReceiptRow",
    "SyncRunRow",
    "VisitOutcomeRow",
    "VisitRow",
]
