"""Repositories of the device, its log and its dealings with the server."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from agent_app.domain.enrolment import Enrolment
from agent_app.domain.office_keys import KeyLink
from agent_app.domain.operation import Entry, Operation, OperationState, Position
from agent_app.domain.replica import ServerRow
from agent_app.services.lines import RunLine


class Log(Protocol):
    """The device's operation log, which is the outbox."""

    def append(self, entry: Entry) -> Operation:
        """Chain one operation behind the head."""
        ...

    def head(self) -> Position:
        """Return the position of the newest operation."""
        ...

    def acknowledged(self) -> Position:
        """Return the last position that the server has confirmed."""
        ...

    def hash_at(self, epoch: int, dseq: int) -> bytes | None:
        """Return the chain's hash at a place, the genesis hash at 0, ``None`` beyond the head."""
        ...

    def after(self, dseq: int, limit: int) -> list[Operation]:
        """Return the operations that follow."""
        ...

    def settle(self, outcomes: Iterable[tuple[UUID, OperationState, str | None]]) -> None:
        """Keep what became of operations that the server has confirmed; nothing is believed of others."""
        ...

    def confirm(self, position: Position, custody: bytes, at: datetime) -> None:
        """Keep the server's confirmation of a position."""
        ...

    def fall_back(self, position: Position) -> None:
        """Take the server's lower position: what follows it waits again."""
        ...


@dataclass(frozen=True, slots=True)
class ScopeCursor:
    """How far one scope has come down; ``sum`` is its running sum there."""

    scope: str
    gen: int
    seq: int
    sum: int
    mver: int


@dataclass(frozen=True, slots=True)
class ReplicaChange:
    """One row of a scope's news; ``row`` is ``None`` for a tombstone of ``entity`` ``id``."""

    entity: str
    id: UUID
    ver: int
    row: ServerRow | None


class Replica(Protocol):
    """The server's rows as this device holds them."""

    def cursors(self) -> list[ScopeCursor]:
        """Return how far each scope has come."""
        ...

    def apply(self, cursor: ScopeCursor, changes: Sequence[ReplicaChange]) -> None:
        """Take in changes and move the cursor, together.

        A row that is the same person or household as one made here takes over its references and
        leaves an alias.
        """
        ...

    def stage(self, cursor: ScopeCursor, changes: Sequence[ReplicaChange]) -> None:
        """Keep a piece of a scope that begins, and move the cursor; it is seen with the last piece only."""
        ...

    def is_staged(self, scope: str) -> bool:
        """Tell whether pieces of a scope are kept that nobody sees yet."""
        ...

    def take_staged(self, scope: str) -> list[ReplicaChange]:
        """Hand out the pieces of a scope, the last word on each row, and keep them no longer."""
        ...

    def restart(self, scope: str) -> None:
        """Get ready to take a scope in again from its beginning, keeping its rows until ``sweep``."""
        ...

    def sweep(self, scope: str) -> None:
        """After a restart, remove the scope's rows that did not come again and that nothing refers to."""
        ...


@dataclass(frozen=True, slots=True)
class DeviceIdentity:
    """Who this home is to the server; ``restored_at`` until it knows that the home was restored."""

    device_id: UUID
    epoch: int
    enrolment: Enrolment | None
    claimed: bool
    turn_token: bytes
    restored_at: datetime | None = None


class Device(Protocol):
    """This home's identity and its dealings with the server."""

    def identity(self) -> DeviceIdentity:
        """Return it."""
        ...

    def enrol(self, enrolment: Enrolment) -> None:
        """Keep an enrolment."""
        ...

    def office_keys(self) -> tuple[str, ...]:
        """Return the office's signing keys (hex) that this home trusts, the newest first.

        They are those of its enrolment and what followed from them.
        """
        ...

    def learn_keys(self, links: Iterable[KeyLink], at: datetime) -> None:
        """Keep keys that follow from the newest one that is trusted."""
        ...

    def remember_turn(self, turn_token: bytes) -> None:
        """Keep the token for the next exchange; by then the office knows of enrolment and restoration."""
        ...

    def note_clock(self, ahead: timedelta) -> None:
        """Keep by how much this machine's clock is ahead of the office's."""
        ...

    def present_again(self) -> None:
        """Let the next exchange present the code of the enrolment once more."""
        ...

    def add_run(self, run: RunLine) -> None:
        """Keep a sync run that has ended."""
        ...

    def untold_runs(self) -> list[RunLine]:
        """Return the oldest runs that the office does not know, as many as it wants to hear at once."""
        ...

    def told_runs(self, count: int, wanted: int) -> None:
        """Keep that the office has heard so many of them, and how many it wants to hear the next time."""
        ...
