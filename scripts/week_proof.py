"""Holds everything that laptops and office know of a week against the invariants of the protocol."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from agent_app.domain.cancellation_body import read_cancellation
from agent_app.domain.household import HouseholdId, PersonId
from agent_app.domain.operation import (
    GENESIS,
    WITNESSED_KINDS,
    Entry,
    Operation,
    OperationKind,
    Position,
    body_hash,
    link,
)
from agent_app.domain.operation_body import read_receipt
from agent_app.domain.people_edit import row_values
from agent_app.domain.replica import (
    HOUSEHOLD,
    PERSON,
    answers_scope,
    change_sum,
    device_scope,
    is_of_office,
    read_household,
    read_person,
)
from agent_app.storage.repositories.take_over import KNOWN_FIELDS
from scripts.week_reading import Changed, Laptop, OfficeBooks, Received
from scripts.week_replica import Replica

_PEOPLE = (HOUSEHOLD, PERSON)
_BOOKED_AS = {"accepted": "accepted", "accepted_merged": "accepted", "held": "held"}


class ViolatedError(Exception):
    """An invariant does not hold; its name comes first."""

    def __init__(self, invariant: str, found: object) -> None:
        super().__init__(f"{invariant}: {found}")
        self.invariant = invariant


@dataclass(frozen=True, slots=True)
class Sum:
    """One sum of money, and of how many receipts."""

    name: str
    receipts: int
    total: int


@dataclass(frozen=True, slots=True)
class Proof:
    """The sums that are equal, and each invariant with what was looked at."""

    sums: tuple[Sum, ...]
    apart: tuple[Sum, ...]
    held: tuple[tuple[str, str], ...]


def require(invariant: str, found: Iterable[object]) -> None:
    """Raise ``ViolatedError`` where anything was found that contradicts an invariant."""
    for each in found:
        raise ViolatedError(invariant, each)


def prove(
    laptops: Sequence[Laptop],
    replicas: Sequence[Replica],
    office: OfficeBooks,
    acknowledged: Mapping[str, int],
) -> Proof:
    """Prove all of it, or raise ``ViolatedError`` at the first invariant that does not hold."""
    held: list[tuple[str, str]] = []

    def show(invariant: str, found: Iterable[object], looked_at: str) -> None:
        require(invariant, found)
        held.append((invariant, looked_at))

    logged = sum(len(each.operations) for each in laptops)
    changes = sum(len(each) for each in office.changes.values())
    rows = sum(len(each["rows"]) for each in replicas)
    cursors = sum(len(each["cursors"]) for each in replicas)
    receipts = sum(len(each.receipts) for each in laptops)
    show(
        "own check",
        (f for each in laptops for f in each.findings),
        f"{len(laptops)} homes find nothing amiss",
    )
    show("L1", (each.name for each in laptops if each.waiting), "nothing waits on any laptop")
    show("I1", _not_exactly_once(laptops, office), f"{logged} operations, each on the server exactly once")
    show("I2", _doubled(office), "no id and no place twice, equal ids have equal bodies")
    show("outcomes", _outcomes_amiss(laptops, office), f"{receipts} receipts, each with exactly one outcome")
    show("acknowledged", _forgotten(laptops, acknowledged), f"{len(acknowledged)} receipts were called safe")
    sums, apart = _money(laptops, office)
    show("I3", _unequal(sums), "tables, logs, journals and the office have the same money")
    show(
        "I4", _tables_amiss(replicas, office), f"{rows} rows on laptops as the office has them at the cursor"
    )
    show("I6", _outside(laptops, replicas, office), "no laptop holds an area that is not its agent's")
    show(
        "I7",
        _broken_logs(office),
        f"{changes} entries in {len(office.scopes)} scopes, contiguous, sums right",
    )
    show("I8", _numbers_amiss(office), "no number on two accepted receipts, none of a spoiled one")
    show("I9", _broken_chains(laptops, office), "chains verify on both sides, heads agree")
    show(
        "I10", cursors_amiss(replicas, office.changes, office), f"{cursors} cursors stand where their rows do"
    )
    return Proof(sums, apart, tuple(held))


# Operations


def _not_exactly_once(laptops: Sequence[Laptop], office: OfficeBooks) -> Iterable[str]:
    received = Counter(each.operation.op_id for each in office.received)
    hashes = {each.operation.op_id: each.operation.hash for each in office.received}
    for laptop in laptops:
        for each in (*laptop.operations, *laptop.witnessed):
            if received[each.op_id] != 1 or hashes[each.op_id] != each.hash:
                yield f"{laptop.name}: {each.kind} at {each.dseq} is there {received[each.op_id]} times"
        logged = {each.op_id for each in laptop.operations}
        witnessed = {each.op_id for each in laptop.operations if each.kind in WITNESSED_KINDS}
        if witnessed != {each.op_id for each in laptop.witnessed}:
            yield f"{laptop.name}: log and journal differ"
        strange = [each for each in office.received if each.device_id == laptop.device_id]
        if {each.operation.op_id for each in strange} != logged:
            yield f"{laptop.name}: the office has other operations than its log"


def _doubled(office: OfficeBooks) -> Iterable[str]:
    ids = Counter(each.operation.op_id for each in office.received)
    places = Counter((each.device_id, each.operation.epoch, each.operation.dseq) for each in office.received)
    yield from (f"{key} {count} times" for key, count in (ids | places).items() if count > 1)
    for each in (one.operation for one in office.received):
        if each.body and body_hash(each.kind, each.kver, each.recorded_at, each.body) != each.body_hash:
            yield f"operation {each.op_id} has another body"
    if office.quarantined:
        yield f"{office.quarantined} operations under another one's id"


def _outcomes_amiss(laptops: Sequence[Laptop], office: OfficeBooks) -> Iterable[str]:
    outcomes = {each.operation.op_id: each.outcome for each in office.received}
    booked = Counter((each.op_id, each.state) for each in office.booked)
    of_receipts = Counter(each.receipt_id for each in office.booked)
    for laptop in laptops:
        for each in laptop.operations:
            here, there = laptop.outcomes[each.op_id], outcomes[each.op_id]
            if here != there:
                yield f"{laptop.name}: {each.kind} at {each.dseq} is {here}, at the office {there}"
            if each.kind == OperationKind.RECEIPT_ISSUED:
                state = _BOOKED_AS.get(outcomes[each.op_id][0], "")
                if booked[each.op_id, state] != 1 or of_receipts[read_receipt(each.body).id] != 1:
                    yield f"{laptop.name}: receipt operation {each.op_id} is not booked as {state!r} once"


def _forgotten(laptops: Sequence[Laptop], acknowledged: Mapping[str, int]) -> Iterable[str]:
    kept = {key: each.total for laptop in laptops for key, each in laptop.receipts.items()}
    return (
        f"receipt {key} of {total} đ, found {kept.get(key)}"
        for key, total in acknowledged.items()
        if kept.get(key) != total
    )


# Money


def _money(laptops: Sequence[Laptop], office: OfficeBooks) -> tuple[tuple[Sum, ...], tuple[Sum, ...]]:
    kept = [each for laptop in laptops for each in laptop.receipts.values()]
    valid = [each.total for each in kept if not each.cancelled]
    money = office.money
    sums = (
        Sum("laptops' tables", len(valid), sum(valid)),
        _of_log("laptops' logs", [each for laptop in laptops for each in laptop.operations]),
        _of_log("laptops' journals", [each for laptop in laptops for each in laptop.witnessed]),
        _of_log("office's log", [each.operation for each in office.received]),
        Sum(
            "office: accepted and held, less cancelled", sum(each.receipts for each in money.by), money.total
        ),
    )
    void = [each.total for each in kept if each.cancelled]
    apart = (
        Sum("cancelled on laptops", len(void), sum(void)),
        Sum("cancelled at the office", len(void), money.cancelled),
        Sum("held at the office", sum(each.state == "held" for each in office.booked), money.held),
    )
    return sums, apart


def _of_log(name: str, operations: Iterable[Operation]) -> Sum:
    """Count what a log says was issued, without what it says was cancelled."""
    issued: dict[UUID, int] = {}
    void: set[UUID] = set()
    for each in operations:
        if each.kind == OperationKind.RECEIPT_ISSUED:
            receipt = read_receipt(each.body)
            issued[receipt.id] = receipt.total
        elif each.kind == OperationKind.RECEIPT_CANCELLED:
            void.add(read_cancellation(each.body).receipt_id)
    valid = [total for key, total in issued.items() if key not in void]
    return Sum(name, len(valid), sum(valid))


def _unequal(sums: Sequence[Sum]) -> Iterable[str]:
    if len({(each.receipts, each.total) for each in sums}) != 1:
        yield ", ".join(f"{each.name} {each.receipts} receipts {each.total} đ" for each in sums)


def _numbers_amiss(office: OfficeBooks) -> Iterable[str]:
    numbers = Counter(each.number for each in office.booked if each.state == "accepted" and each.number)
    yield from (f"{number} on {count} accepted receipts" for number, count in numbers.items() if count > 1)
    yield from (f"{number} was spoiled" for number in office.passed_over & numbers.keys())


# Chains


def _broken_chains(laptops: Sequence[Laptop], office: OfficeBooks) -> Iterable[str]:
    for laptop in laptops:
        yield from _broken_chain(f"{laptop.name}: log", laptop.device_id, laptop.operations)
        last = [(each.epoch, each.dseq, each.hash) for each in laptop.operations[-1:]]
        if last and office.heads.get(laptop.device_id) != last[0]:
            yield f"{laptop.name}: the office's head is another"
    for device_id, received in groupby(office.received, key=_device_of):
        yield from _broken_chain(f"office: {device_id}", device_id, [each.operation for each in received])


def _device_of(received: Received) -> UUID:
    return received.device_id


def _broken_chain(name: str, device_id: UUID, operations: Sequence[Operation]) -> Iterable[str]:
    head = Position(operations[0].epoch if operations else 0, 0, GENESIS)
    for each in operations:
        if each.epoch < head.epoch or link(device_id, head, Entry.of(each)) != each:
            yield f"{name}: operation {each.dseq} does not continue {head.dseq}"
            return
        head = each.position


# What comes down


def _broken_logs(office: OfficeBooks) -> Iterable[str]:
    for scope, counter in office.scopes.items():
        seq, total = counter.floor, 0
        for each in office.changes.get(scope, ()):
            seq += 1
            total = change_sum(total, each.seq, (each.entity, each.id, each.ver), each.body)
            if each.seq != seq or (each.sum != total and counter.floor == 0):
                yield f"{scope}: entry {each.seq} where {seq} should be, or another sum"
        if counter.seq != seq or (counter.sum != total and counter.floor == 0):
            yield f"{scope}: the counter says {counter.seq}, the log {seq}, or another sum"


Projection = dict[str, Changed]


def _projection(changes: Sequence[Changed], seq: int) -> Projection:
    """Return the last word on each row of a scope up to a number; what is gone is not there."""
    last = {
        f"{each.entity} {each.id.hex}": each for each in changes if each.seq <= seq and each.entity in _PEOPLE
    }
    return {key: each for key, each in last.items() if each.body is not None}


def cursors_amiss(
    replicas: Sequence[Replica], changes: Mapping[str, Sequence[Changed]], office: OfficeBooks | None = None
) -> Iterable[str]:
    """Name cursors whose sum is not the log's there, and rows that are not those of their cursor."""
    for replica in replicas:
        for scope, (gen, seq, total) in replica["cursors"].items():
            log = changes.get(scope, [])
            there = next((each.sum for each in log if each.seq == seq), 0)
            if total != there or (office is not None and gen != office.scopes[scope].gen):
                yield f"{scope}: the cursor at {seq} has another sum or generation than the log"
            if not is_of_office(scope):
                yield from _rows_amiss(replica, scope, _projection(log, seq))
        strange = {each["scope"] for each in replica["rows"].values()} - replica["cursors"].keys()
        yield from (f"{scope}: rows without a cursor" for scope in strange)


def _rows_amiss(replica: Replica, scope: str, wanted: Projection) -> Iterable[str]:
    # A household that comes later than its people has its place held, with a version below any.
    held = {key: row["ver"] for key, row in replica["rows"].items() if row["scope"] == scope and row["ver"]}
    for key in held.keys() | wanted.keys():
        ver = wanted[key].ver if key in wanted else None
        if held.get(key) != ver:
            yield f"{scope}: {key} has version {held.get(key)}, at the cursor it is {ver}"


def _tables_amiss(replicas: Sequence[Replica], office: OfficeBooks) -> Iterable[str]:
    projected: dict[str, tuple[str, Changed]] = {}
    for scope, changes in office.changes.items():
        if not is_of_office(scope):
            end = office.scopes[scope].seq
            projected |= {key: (scope, each) for key, each in _projection(changes, end).items()}
    if {key: (scope, each.ver) for key, (scope, each) in projected.items()} != office.register:
        yield "the office's tables are not what its logs say"
    for replica in replicas:
        for key, row in replica["rows"].items():
            _scope, said = projected[key]
            wanted = _fields(said)
            home = wanted.get("household_id")
            if home is not None:
                wanted["household_id"] = replica["aliases"].get(home, home)
            for name, value in wanted.items():
                # What is known here and not at the office stays.
                if row["fields"][name] != value and (value is not None or name not in KNOWN_FIELDS):
                    yield f"{key}: {name} is another than the office's"


def _fields(said: Changed) -> dict[str, str | None]:
    body = said.body or b""
    if said.entity == HOUSEHOLD:
        return row_values(read_household(HouseholdId(said.id), body))
    return row_values(read_person(PersonId(said.id), body))


def _outside(laptops: Sequence[Laptop], replicas: Sequence[Replica], office: OfficeBooks) -> Iterable[str]:
    for laptop, replica in zip(laptops, replicas, strict=True):
        mine = {device_scope(laptop.device_id), answers_scope(laptop.device_id), "province"}
        allowed = office.members[laptop.agent_code] | mine
        yield from (f"{laptop.name}: {scope}" for scope in replica["cursors"].keys() - allowed)
