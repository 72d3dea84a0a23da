"""Monthly lists: who every line is about, what an import comes to, and how it is taken back."""

from agent_app.services.due_lists.failures import (
    ImportUnknownError,
    ListNotCleanError,
    MappingFileError,
    NothingToUndoError,
    NoUsableRowError,
    ProposalUnknownError,
)
from agent_app.services.due_lists.imports import ImportService, Undone
from agent_app.services.due_lists.service import DueListService, ImportResult, Prepared

__all__ = [
    "DueListService",
    "ImportResult",
    "ImportService",
    "ImportUnknownError",
    "ListNotCleanError",
    "MappingFileError",
    "NoUsableRowError",
    "NothingToUndoError",
    "Prepared",
    "ProposalUnknownError",
    "Undone",
]
