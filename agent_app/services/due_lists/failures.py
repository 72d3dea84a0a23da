"""What can speak against an import, an undo or a mapping; each leaves all lists as they are."""

from dataclasses import dataclass
from typing import ClassVar

from agent_app.domain.errors import InputError, RuleError


@dataclass(eq=False)
class NoUsableRowError(InputError):
    """Not one line of the list can be used, so the last list stays."""

    code: ClassVar[str] = "due_list.no_usable_row"
    rejected: int
    rows: str


@dataclass(eq=False)
class ListNotCleanError(InputError):
    """A list was wanted only if every line is beyond doubt."""

    code: ClassVar[str] = "due_list.not_clean"
    rejected: int
    doubtful: int
    rows: str


@dataclass(eq=False)
class NothingToUndoError(RuleError):
    """No list is shown whose import could be undone."""

    code: ClassVar[str] = "due_list.nothing_to_undo"


@dataclass(eq=False)
class ImportUnknownError(InputError):
    """There is no import with this id."""

    code: ClassVar[str] = "due_list.import_unknown"
    import_id: str


@dataclass(eq=False)
class MappingFileError(InputError):
    """A file that should hold mappings of columns does not."""

    code: ClassVar[str] = "due_list.mapping_file"
    file_name: str


@dataclass(eq=False)
class ProposalUnknownError(InputError):
    """There is no open proposal with this id."""

    code: ClassVar[str] = "due_list.proposal_unknown"
    proposal_id: str
