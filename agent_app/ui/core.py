"""What the windows need of the core: its shape only, so that a test can put another in its place.

The first window must not wait for what the use cases are made of: it is named here, and never imported.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from agent_app.domain.errors import AppError
from agent_app.ui.core_door import DoorCore
from agent_app.ui.core_till import TillCore

if TYPE_CHECKING:
    from agent_app.domain.due_layout import ListLayout
    from agent_app.domain.household import HouseholdId
    from agent_app.domain.receipt import Receipt, ReceiptId
    from agent_app.domain.visit import Visit
    from agent_app.services.backups import BackupState
    from agent_app.services.due_lists import ImportResult, Prepared, Undone
    from agent_app.services.import_lines import ProposalLine
    from agent_app.services.papers import Printed
    from agent_app.services.ports import PeopleQueries, Queries, ReceiptPrint
    from agent_app.services.receipts import IssueReceipt
    from agent_app.services.standing import Standing
    from agent_app.services.visits import RecordVisit
    from agent_app.services.work import Report
    from agent_app.ui.core_notices import Notices
    from agent_app.ui.core_papers import DayPapers, Evening, PrintHistory
    from agent_app.ui.core_people import People, PeopleChecks

Say = Callable[[AppError], str]
"""Finds the Vietnamese sentence for an expected failure."""


class DueLists(Protocol):
    """Takes in monthly lists."""

    def prepare(
        self, path: Path, report: Report, month: str | None = None, columns: Mapping[str, str] | None = None
    ) -> Prepared:
        """Read a workbook and say what an import would come to; nothing is stored."""
        ...

    def layout(self, path: Path, report: Report, columns: Mapping[str, str]) -> ListLayout:
        """Say what the columns of a file may be about that is not known for a list."""
        ...

    def commit(self, prepared: Prepared, report: Report) -> ImportResult:
        """Put a prepared list in the place of the month's former one."""
        ...


class Imports(Protocol):
    """Looks after the imports that were made."""

    def workbook(self, import_id: UUID) -> bytes:
        """Return an import's report as a workbook."""
        ...

    def proposals(self) -> list[ProposalLine]:
        """Return who may be one, as far as nobody has said."""
        ...

    def settle(self, proposal_id: UUID, *, joined: bool) -> None:
        """Join two who are one, or keep them apart."""
        ...

    def undo(self, month: str | None = None) -> Undone:
        """Bring back the list that the last import replaced."""
        ...


class DueExports(Protocol):
    """Takes lines of the due list out."""

    def workbook(self, month: str, lines: Sequence[UUID], report: Report) -> bytes:
        """Return some lines of a month's list as a workbook."""
        ...


class Visits(Protocol):
    """Records visits."""

    def record(self, command: RecordVisit) -> Visit:
        """Keep a visit and log it."""
        ...


class Receipts(Protocol):
    """Issues receipts."""

    def issue(self, command: IssueReceipt) -> Receipt:
        """Issue a numbered receipt."""
        ...


class Routes(Protocol):
    """Keeps the agent's own walking order."""

    def arrange(self, shown: Sequence[HouseholdId]) -> None:
        """Keep the order in which households are shown."""
        ...

    def forget(self, shown: Sequence[HouseholdId]) -> None:
        """Let these stand where their due day puts them."""
        ...

    def plan(self, households: Sequence[HouseholdId], on: date | None) -> None:
        """Mean to visit these on a day; without one, no longer."""
        ...


class Papers(Protocol):
    """Makes papers."""

    def receipt(self, receipt_id: ReceiptId, how: ReceiptPrint = ...) -> bytes:
        """Return what the next print would be, to be looked at."""
        ...

    def print_receipt(self, receipt_id: ReceiptId, how: ReceiptPrint = ...) -> Printed:
        """Log a print and return it."""
        ...

    def send_receipt(self, receipt_id: ReceiptId, how: ReceiptPrint, address: str) -> Printed:
        """Print on a roll's printer, which must be there before anything is logged."""
        ...


class RunReport(Protocol):
    """What a sync run has moved, in operations and rows."""

    @property
    def sent(self) -> int:
        """Operations that the office has confirmed."""
        ...

    @property
    def received(self) -> int:
        """Rows that came down."""
        ...

    @property
    def waiting_operations(self) -> int:
        """Operations that still wait."""
        ...


class Sync(Protocol):
    """Exchanges with the office's server."""

    def run(self, report: Report, url: str | None = None) -> RunReport:
        """Send what waits and take in what is new."""
        ...


class Backups(Protocol):
    """Keeps copies of the store."""

    def state(self) -> BackupState:
        """Return what is remembered of them."""
        ...

    def make_if_due(self) -> object:
        """Make one if it is time; never raises for what the machine does not bear."""
        ...


class AccessLog(Protocol):
    """Keeps who looked at what."""

    def saw(self, entity: str, entity_id: UUID | None, fields: Sequence[str]) -> None:
        """Remember that somebody opened a page."""
        ...

    def revealed(self, entity: str, entity_id: UUID, fields: Sequence[str]) -> None:
        """Keep that masked numbers were uncovered."""
        ...


class Privacy(Protocol):
    """Keeps nothing for longer than needed."""

    def sweep_daily(self) -> None:
        """Remove what is too old, unless that was done today."""
        ...


class Core(DoorCore, TillCore, Protocol):
    """All use cases of one open home; every call may block, so only tasks make them."""

    @property
    def queries(self) -> Queries:
        """The read side."""
        ...

    @property
    def due_lists(self) -> DueLists:
        """Monthly lists."""
        ...

    @property
    def imports(self) -> Imports:
        """The imports that were made."""
        ...

    @property
    def due_exports(self) -> DueExports:
        """Lines that are taken out."""
        ...

    @property
    def people(self) -> People:
        """People and households."""
        ...

    @property
    def people_checks(self) -> PeopleChecks:
        """What is typed of them."""
        ...

    @property
    def people_queries(self) -> PeopleQueries:
        """What may be edited of them, and what has happened to them."""
        ...

    @property
    def visits(self) -> Visits:
        """Visits."""
        ...

    @property
    def receipts(self) -> Receipts:
        """Receipts."""
        ...

    @property
    def route(self) -> Routes:
        """The walking order."""
        ...

    @property
    def papers(self) -> Papers:
        """Papers."""
        ...

    @property
    def notices(self) -> Notices:
        """Due notices."""
        ...

    @property
    def day_papers(self) -> DayPapers:
        """The agent's own papers."""
        ...

    @property
    def print_queries(self) -> PrintHistory:
        """What was printed."""
        ...

    @property
    def evening(self) -> Evening:
        """Cash in hand, and what was handed over."""
        ...

    @property
    def sync(self) -> Sync:
        """The exchange with the office."""
        ...

    def standing(self) -> Standing:
        """Return what the user should know of this home before going on."""
        ...

    def note_replays(self) -> None:
        """Keep that the user knows what was put back from the journal of money."""
        ...

    @property
    def backups(self) -> Backups:
        """Copies of the store."""
        ...

    @property
    def access(self) -> AccessLog:
        """The access log."""
        ...

    @property
    def privacy(self) -> Privacy:
        """Retention."""
        ...

    def today(self) -> date:
        """Return the civil date in Viet Nam."""
        ...

    def close(self) -> None:
        """Let go of the store."""
        ...
