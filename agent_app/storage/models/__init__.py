from agent_app.storage.models.base import Base
from agent_app.storage.models.due_lists import DueItemRow, DueListRow
from agent_app.storage.models.edits import BaseRow, HouseholdStatusRow
from agent_app.storage.models.evening import (
    BatchCodeRow,
    BatchReceiptRow,
    BatchRow,
    BatchStepRow,
    EnvelopeClosingRow,
    EnvelopeCountRow,
    EnvelopeReceiptRow,
    EnvelopeRow,
    RemittanceEnvelopeRow,
    RemittanceReceiptRow,
    RemittanceRow,
)
from agent_app.storage.models.imports import DueImportRow, ImportNoteRow, ListMappingRow, ProposalRow
from agent_app.storage.models.indexes import DueIndexRow, PersonIndexRow
from agent_app.storage.models.log import (
    BackupStateRow,
    CursorRow,
    DeviceRow,
    OperationRow,
    StagedRow,
    SyncRunRow,
)
from agent_app.storage.models.office import (
    ConfirmationRow,
    EnrolledBookRow,
    EReceiptNumberRow,
    OfficeDocumentRow,
    OfficeKeyRow,
)
from agent_app.storage.models.people import AliasRow, HouseholdRow, PersonRow
from agent_app.storage.models.prints import PrintRow
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
from agent_app.storage.models.receipts import (
    HouseholdPlaceRow,
    NumberFateRow,
    ReceiptBookRow,
    ReceiptCancellationRow,
    ReceiptLineRow,
    ReceiptRefundRow,
    ReceiptRow,
)
from agent_app.storage.models.replays import ReplayRow
from agent_app.storage.models.route import RouteRow
from agent_app.storage.models.signing import SigningKeyRow
from agent_app.storage.models.transfers import (
    AwaitedTransferRow,
    BankCreditRow,
    CreditUseRow,
    TransferGivenUpRow,
    TransferLineRow,
)
from agent_app.storage.models.visits import VisitOutcomeRow, VisitRow

__all__ = [
    "AccessRow",
    "AliasRow",
    "AwaitedTransferRow",
    "BackupStateRow",
    "BankCreditRow",
    "Base",
    "BaseRow",
    "BatchCodeRow",
    "BatchReceiptRow",
    "BatchRow",
    "BatchStepRow",
    "ChangeAuthorRow",
    "ChangeHistoryRow",
    "ConfirmationRow",
    "ConsentRow",
    "CreditUseRow",
    "CursorRow",
    "DeviceRow",
    "DueImportRow",
    "DueIndexRow",
    "DueItemRow",
    "DueListRow",
    "EReceiptNumberRow",
    "EmptyingRow",
    "EnrolledBookRow",
    "EnvelopeClosingRow",
    "EnvelopeCountRow",
    "EnvelopeReceiptRow",
    "EnvelopeRow",
    "ErasureMarkRow",
    "ErasureRow",
    "HouseholdPlaceRow",
    "HouseholdRow",
    "HouseholdStatusRow",
    "ImportNoteRow",
    "ListMappingRow",
    "NumberFateRow",
    "OfficeDocumentRow",
    "OfficeKeyRow",
    "OperationRow",
    "PersonIndexRow",
    "PersonRow",
    "PrintRow",
    "ProposalRow",
    "ReceiptBookRow",
    "ReceiptCancellationRow",
    "ReceiptLineRow",
    "ReceiptRefundRow",
    "ReceiptRow",
    "RemittanceEnvelopeRow",
    "RemittanceReceiptRow",
    "RemittanceRow",
    "ReplayRow",
    "RouteRow",
    "SigningKeyRow",
    "StagedRow",
    "SweepRow",
    "SyncRunRow",
    "TombstoneRow",
    "TransferGivenUpRow",
    "TransferLineRow",
    "VisitOutcomeRow",
    "VisitRow",
]
