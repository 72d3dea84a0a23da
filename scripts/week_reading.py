"""Reads everything that a laptop and the office know of a week, each from its own files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from agent_app.bootstrap import open_home_with
from agent_app.domain.operation import Operation
from agent_app.domain.receipt import ReceiptState
from agent_app.runtime.paths import Home
from agent_app.runtime.secrets import unwrap_data_key
from agent_app.services.ports import no_report
from agent_app.storage.engine import close_for_good, read_engine
from agent_app.storage.journal import Journal
from agent_app.storage.models import OperationRow
from provincial_server.database import Database
from provincial_server.money import MoneyReport, report
from provincial_server.pushes import to_operation
from provincial_server.tables import (
    ChangeLogRow,
    DeviceRow,
    HouseholdRow,
    MembershipRow,
    NumberFateRow,
    OpRow,
    PersonRow,
    QuarantineRow,
    ReceiptRow,
    ScopeRow,
)

_ALL = 1_000_000
Outcome = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class KeptReceipt:
    """A receipt as a laptop's tables have it."""

    total: int
    cancelled: bool


@dataclass(frozen=True, slots=True)
class Laptop:
    """What one laptop has: its log with the office's answers, its journal, its receipts, its own check."""

    name: str
    device_id: UUID
    agent_code: str
    operations: tuple[Operation, ...]
    outcomes: Mapping[UUID, Outcome]
    witnessed: tuple[Operation, ...]
    receipts: Mapping[str, KeptReceipt]
    findings: tuple[str, ...]
    waiting: int


def read_laptop(name: str, home: Home, password: str) -> Laptop:
    """Open a home as the program does, and read all of it."""
    key = unwrap_data_key(home.keys, password)
    core = open_home_with(home, key)
    try:
        with core.open_unit() as unit:
            identity = unit.device.identity()
            operations = tuple(unit.log.after(0, _ALL))
        receipts = {
            str(each.receipt.id): KeptReceipt(each.receipt.total, each.state is ReceiptState.CANCELLED)
            for each in core.queries.receipts(_ALL)
        }
        findings = tuple(f"{each.code} {each.about}" for each in core.checker.check(no_report))
        waiting = core.queries.sync_status().waiting_operations
    finally:
        core.close()
    return Laptop(
        name,
        identity.device_id,
        identity.enrolment.agent_code if identity.enrolment else "",
        operations,
        _outcomes(home, key),
        tuple(Journal(home.journal, key).read().latest().values()),
        receipts,
        findings,
        waiting,
    )


def _outcomes(home: Home, key: bytes) -> dict[UUID, Outcome]:
    engine = read_engine(home.store, key)
    try:
        with Session(engine) as session:
            return {row.op_id: (row.state, row.reason) for row in session.scalars(select(OperationRow))}
    finally:
        close_for_good(engine)


@dataclass(frozen=True, slots=True)
class Received:
    """One operation as the office keeps it."""

    operation: Operation
    device_id: UUID
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Booked:
    """The money of one receipt operation."""

    op_id: UUID
    receipt_id: UUID
    total: int
    state: str
    number: tuple[str, int] | None


@dataclass(frozen=True, slots=True)
class Changed:
    """One entry of a scope's log."""

    seq: int
    entity: str
    id: UUID
    ver: int
    body: bytes | None
    sum: int


@dataclass(frozen=True, slots=True)
class Counter:
    """Where a scope's log stands."""

    gen: int
    seq: int
    sum: int
    floor: int


@dataclass(frozen=True, slots=True)
class OfficeBooks:
    """Everything that the office keeps, in one snapshot (but for its own report on money)."""

    received: tuple[Received, ...]
    heads: Mapping[UUID, tuple[int, int, bytes]]
    quarantined: int
    booked: tuple[Booked, ...]
    passed_over: frozenset[tuple[str, int]]
    scopes: Mapping[str, Counter]
    changes: Mapping[str, Sequence[Changed]]
    members: Mapping[str, frozenset[str]]
    register: Mapping[str, tuple[str, int]]
    money: MoneyReport


def read_office(database: Database) -> OfficeBooks:
    """Read it from the database, beside the server."""
    with database.read() as session:
        rows = session.scalars(select(OpRow).order_by(OpRow.device_id, OpRow.epoch, OpRow.dseq))
        return OfficeBooks(
            tuple(Received(to_operation(row), row.device_id, (row.outcome, row.reason)) for row in rows),
            {
                row.device_id: (row.epoch, row.head_dseq, row.head_hash)
                for row in session.scalars(select(DeviceRow))
            },
            len(session.scalars(select(QuarantineRow)).all()),
            tuple(_booked(row) for row in session.scalars(select(ReceiptRow))),
            frozenset(
                (row.symbol, number)
                for row in session.scalars(select(NumberFateRow).where(NumberFateRow.state == "accepted"))
                for number in range(row.first, row.last + 1)
            ),
            {
                row.scope: Counter(row.gen, row.seq, row.sum, row.floor_seq)
                for row in session.scalars(select(ScopeRow))
            },
            read_changes(session),
            _members(session),
            _register(session),
            report(database),
        )


def read_changes(session: Session) -> dict[str, list[Changed]]:
    """Read the logs of all scopes, in order."""
    found: dict[str, list[Changed]] = {}
    for row in session.scalars(select(ChangeLogRow).order_by(ChangeLogRow.scope, ChangeLogRow.seq)):
        entry = Changed(row.seq, row.entity, row.id, row.ver, row.body, row.sum)
        found.setdefault(row.scope, []).append(entry)
    return found


def _booked(row: ReceiptRow) -> Booked:
    number = None if row.symbol is None or row.number is None else (row.symbol, row.number)
    return Booked(row.op_id, row.receipt_id, row.total, row.state, number)


def _members(session: Session) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for row in session.scalars(select(MembershipRow)):
        found[row.agent_code] = found.get(row.agent_code, frozenset()) | {row.scope}
    return found


def _register(session: Session) -> dict[str, tuple[str, int]]:
    """Name every household and person of the office's tables with scope and version."""
    homes = {f"household {row.id.hex}": (row.scope, row.ver) for row in session.scalars(select(HouseholdRow))}
    people = {f"person {row.id.hex}": (row.scope, row.ver) for row in session.scalars(select(PersonRow))}
    return homes | people
