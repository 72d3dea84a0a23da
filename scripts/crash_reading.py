"""Reads everything that a home holds, each thing from every place that has it, as plain JSON."""

from collections.abc import Iterable
from typing import TypedDict
from uuid import UUID

from agent_app.bootstrap import Core
from agent_app.domain.errors import AppError
from agent_app.domain.operation import Operation, OperationKind
from agent_app.domain.operation_body import read_receipt, read_visit
from agent_app.runtime.paths import Home
from agent_app.services.lines import DueFilter
from agent_app.services.ports import no_report
from agent_app.storage.engine import open_ours
from agent_app.storage.journal import Journal
from scripts.crash_home import data_key, opened

_ALL = 1_000_000


class Reading(TypedDict, total=False):
    """What was found; receipts by id with their totals, ``failed`` is the code of a failure."""

    failed: str
    findings: list[str]
    numbers: list[int]
    receipts: dict[str, int]
    logged: dict[str, int]
    witnessed: dict[str, int]
    visits: list[str]
    logged_visits: list[str]
    due: int
    people: int
    agent: str | None


def read_home(home: Home) -> Reading:
    """Open a home, let it check itself and read all of it; a typed failure is an answer, too."""
    try:
        key = data_key(home)
        with opened(home) as core:
            reading = _read(core)
        reading["witnessed"] = _receipts(Journal(home.journal, key).read().operations)
        reading["visits"] = _visits(home, key)
    except AppError as error:
        return Reading(failed=error.code)
    return reading


def _read(core: Core) -> Reading:
    # What people see first, then what only a check sees: it must not be the check alone that notices.
    receipts = [each.receipt for each in core.queries.receipts(_ALL)]
    due = core.queries.due_lines(DueFilter())
    for household_id in {each.household_id for each in due}:
        core.queries.household(household_id, core.today().year)
    with core.open_unit() as unit:
        operations = unit.log.after(0, _ALL)
        enrolment = unit.device.identity().enrolment
    return Reading(
        findings=[f"{each.code} {each.about}" for each in core.checker.check(no_report)],
        numbers=sorted(each.number for each in receipts if each.number is not None),
        receipts={str(each.id): each.total for each in receipts},
        logged=_receipts(operations),
        logged_visits=[
            str(read_visit(each.body).id) for each in operations if each.kind == OperationKind.VISIT_RECORDED
        ],
        due=len(due),
        people=core.queries.counts().people,
        agent=enrolment.agent_code if enrolment else None,
    )


def _receipts(operations: Iterable[Operation]) -> dict[str, int]:
    bodies = (each.body for each in operations if each.kind == OperationKind.RECEIPT_ISSUED)
    return {str(receipt.id): receipt.total for receipt in map(read_receipt, bodies)}


def _visits(home: Home, key: bytes) -> list[str]:
    raw = open_ours(home.store, key)
    try:
        return [str(UUID(str(row[0]))) for row in raw.execute("SELECT id FROM visit").fetchall()]
    finally:
        raw.close()


def halves(reading: Reading) -> list[str]:
    """Name what is there only in part."""
    found = list(reading["findings"])
    if reading["numbers"] != list(range(1, len(reading["numbers"]) + 1)):
        found.append("numbers with a gap")
    if not reading["receipts"] == reading["logged"] == reading["witnessed"]:
        found.append("receipts, log and journal differ")
    if sorted(reading["visits"]) != sorted(reading["logged_visits"]):
        found.append("visits and log differ")
    return found
