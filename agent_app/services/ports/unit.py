"""One writing transaction over all repositories."""

from collections.abc import Callable
from types import TracebackType
from typing import Protocol, Self

from agent_app.services.ports.books import Books
from agent_app.services.ports.edits import Edits
from agent_app.services.ports.evening import Evening
from agent_app.services.ports.exchange import Device, Log, Replica
from agent_app.services.ports.imports import Imports
from agent_app.services.ports.office import OfficeOrders
from agent_app.services.ports.printing import PrintLog
from agent_app.services.ports.privacy import History, Privacy
from agent_app.services.ports.records import DueLists, Households, Receipts, Visits
from agent_app.services.ports.route import Route
from agent_app.services.ports.transfers import Transfers


class UnitOfWork(Protocol):
    """One writing transaction: all of it or nothing."""

    @property
    def households(self) -> Households:
        """Households and people."""
        ...

    @property
    def edits(self) -> Edits:
        """Changes of people and households that are made here, and decisions on their standing."""
        ...

    @property
    def due_lists(self) -> DueLists:
        """Monthly lists."""
        ...

    @property
    def imports(self) -> Imports:
        """What is kept of imports."""
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
    def books(self) -> Books:
        """The numbers of receipt books, and what became of each."""
        ...

    @property
    def office(self) -> OfficeOrders:
        """What the office has decided and signed."""
        ...

    @property
    def transfers(self) -> Transfers:
        """Transfers that are awaited, and credits that came."""
        ...

    @property
    def evening(self) -> Evening:
        """Envelopes, remittances and batches."""
        ...

    @property
    def route(self) -> Route:
        """The agent's own walking order."""
        ...

    @property
    def prints(self) -> PrintLog:
        """What was printed."""
        ...

    @property
    def log(self) -> Log:
        """The operation log."""
        ...

    @property
    def replica(self) -> Replica:
        """The server's rows."""
        ...

    @property
    def device(self) -> Device:
        """This home's identity."""
        ...

    @property
    def history(self) -> History:
        """Who changes what."""
        ...

    @property
    def privacy(self) -> Privacy:
        """Consents, erasures, retention and the access log."""
        ...

    def __enter__(self) -> Self:
        """Begin, with the right to write."""
        ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Undo whatever was not committed."""
        ...

    def commit(self) -> None:
        """Make it last: when this returns, the store and the journal of money are on disk.

        Raise ``KeptButUnwitnessedError`` where the store is on disk and only the journal is not.
        """
        ...


OpenUnit = Callable[[], UnitOfWork]
