"""What is kept of imports: reports, lists that can come back, mappings of columns, proposals."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from agent_app.services.import_lines import (
    FullReport,
    ImportRecord,
    ImportReport,
    KeptLine,
    OriginalRow,
    Proposal,
    ProposalLine,
)

Mappings = Mapping[str, Mapping[str, str]]
"""Columns named by hand: by the layout's fingerprint, caption to field."""


class Imports(Protocol):
    """The imports of monthly lists."""

    def shown(self, month: str) -> UUID | None:
        """Return the list that a month shows."""
        ...

    def last_shown(self) -> UUID | None:
        """Return the shown list that was imported last, of any month."""
        ...

    def lines(self, list_id: UUID) -> list[KeptLine]:
        """Return a list's lines as they are compared, in the list's order."""
        ...

    def keep(self, list_id: UUID, replaced_id: UUID | None, file_name: str, report: ImportReport) -> None:
        """Keep what an import came to, beside its list."""
        ...

    def columns(self, list_id: UUID) -> bytes:
        """Return the hash of how a list's columns were taken, empty where that was not kept."""
        ...

    def record(self, list_id: UUID) -> ImportRecord:
        """Return an import with its report; raise ``ImportUnknownError``."""
        ...

    def originals(self, list_id: UUID) -> list[OriginalRow]:
        """Return the accepted lines' own cells, in the list's order."""
        ...

    def undo(self, list_id: UUID, at: datetime) -> None:
        """Show the list again that this one replaced, or none; both stay."""
        ...

    def mappings(self) -> Mappings:
        """Return all mappings."""
        ...

    def remember(self, layout: str, columns: Mapping[str, str], at: datetime) -> None:
        """Keep a layout's mapping in the place of an older one."""
        ...

    def propose(self, list_id: UUID, proposals: Sequence[Proposal]) -> None:
        """Keep proposals, without those that were made before."""
        ...

    def proposals(self) -> list[ProposalLine]:
        """Return those that nobody has decided on, while both sides are there."""
        ...

    def settle(self, proposal_id: UUID, *, joined: bool) -> None:
        """Join the two, or keep them apart for good; raise ``ProposalUnknownError``."""
        ...


class ReportWriter(Protocol):
    """Makes a workbook of an import's report."""

    def write(self, report: FullReport) -> bytes:
        """Return the .xlsx; each of its sheets bears the watermark."""
        ...
