"""The store of dicts: the log, the server's rows and the device's identity."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from agent_app.domain.enrolment import Enrolment
from agent_app.domain.household import Household, HouseholdId, Person, PersonId, agree
from agent_app.domain.office_keys import KeyLink, trusted
from agent_app.domain.operation import GENESIS, Entry, Operation, OperationState, Position, link
from agent_app.domain.receipt import Receipt
from agent_app.domain.visit import Visit
from agent_app.runtime.office_signature import signed_with
from agent_app.services.lines import RunLine
from agent_app.services.ports import DeviceIdentity, DueItem, ReplicaChange, ScopeCursor
from tests.services.memory_tables import Tables

SERVER = "server"


@dataclass(slots=True)
class MemoryLog:
    """Fulfils ``ports.Log``."""

    tables: Tables

    def append(self, entry: Entry) -> Operation:
        operation = link(self.tables.identity.device_id, self.head(), entry)
        self.tables.operations.append(operation)
        return operation

    def head(self) -> Position:
        beginning = Position(self.tables.identity.epoch, 0, GENESIS)
        return self.tables.operations[-1].position if self.tables.operations else beginning

    def acknowledged(self) -> Position:
        return self.tables.acknowledged

    def hash_at(self, epoch: int, dseq: int) -> bytes | None:
        if dseq == 0:
            return GENESIS
        places = {(each.epoch, each.dseq): each.hash for each in self.tables.operations}
        return places.get((epoch, dseq))

    def after(self, dseq: int, limit: int) -> list[Operation]:
        return self.tables.operations[dseq : dseq + limit]

    def settle(self, outcomes: Iterable[tuple[UUID, OperationState, str | None]]) -> None:
        known = {each.op_id for each in self.tables.operations[: self.tables.acknowledged.dseq]}
        self.tables.outcomes |= {
            op_id: (state, reason) for op_id, state, reason in outcomes if op_id in known
        }

    def confirm(self, position: Position, custody: bytes, at: datetime) -> None:
        assert self.hash_at(position.epoch, position.dseq) == position.hash, "a position of another chain"
        if position.dseq >= self.tables.acknowledged.dseq:
            self.tables.acknowledged, self.tables.custody = position, (custody, at)

    def fall_back(self, position: Position) -> None:
        assert self.hash_at(position.epoch, position.dseq) == position.hash, "a position of another chain"
        self.tables.acknowledged = position
        for each in self.after(position.dseq, len(self.tables.operations)):
            self.tables.outcomes.pop(each.op_id, None)


@dataclass(slots=True)
class MemoryReplica:
    """Fulfils ``ports.Replica``."""

    tables: Tables

    def cursors(self) -> list[ScopeCursor]:
        return list(self.tables.cursors.values())

    def apply(self, cursor: ScopeCursor, changes: Sequence[ReplicaChange]) -> None:
        for change in changes:
            self._take(change, cursor.scope)
        self.tables.cursors[cursor.scope] = cursor
        came = frozenset(change.id for change in changes)
        if cursor.scope in self.tables.not_yet_again:
            self.tables.not_yet_again[cursor.scope] -= came

    def _take(self, change: ReplicaChange, scope: str) -> None:
        if change.row is None:
            self._drop(change.id)
        elif isinstance(change.row.content, Household):
            self._take_household(change.row.content)
        else:
            self._take_person(change.row.content)
        if change.row is not None:
            self.tables.scope_of[change.id] = (SERVER, scope)

    def _take_household(self, household: Household) -> None:
        tables = self.tables
        for each in [one for one in tables.households.values() if self._is_own_twin(one, household)]:
            tables.aliases[each.id] = household.id
            self._drop(each.id)
            movers = [one for one in tables.people.values() if one.household_id == each.id]
            tables.people |= {one.id: replace(one, household_id=household.id) for one in movers}
            tables.places = {
                (household.id if home == each.id else home, year, who): place
                for (home, year, who), place in tables.places.items()
            }
        tables.households[household.id] = household

    def _is_own_twin(self, mine: Household, theirs: Household) -> bool:
        made_here = self.tables.scope_of[mine.id][0] != SERVER
        return made_here and mine.household_no is not None and mine.household_no == theirs.household_no

    def _take_person(self, person: Person) -> None:
        tables = self.tables
        for each in [one for one in tables.people.values() if self._is_own_self(one, person)]:
            tables.aliases[each.id] = person.id
            self._drop(each.id)
            tables.due_lists = {
                key: replace(table, items=tuple(self._moved(item, each, person) for item in table.items))
                for key, table in tables.due_lists.items()
            }
            tables.places = {
                (home, year, person.id if who == each.id else who): place
                for (home, year, who), place in tables.places.items()
            }
        tables.people[person.id] = person

    def _is_own_self(self, mine: Person, theirs: Person) -> bool:
        if self.tables.scope_of[mine.id][0] == SERVER:
            return False
        same_number = mine.insurance_no is not None and mine.insurance_no == theirs.insurance_no
        same_card = mine.citizen_id is not None and mine.citizen_id == theirs.citizen_id
        return same_number or (same_card and agree(mine.insurance_no, theirs.insurance_no))

    @staticmethod
    def _moved(item: DueItem, before: Person, after: Person) -> DueItem:
        if item.person_id != before.id:
            return item
        return replace(item, person_id=after.id, household_id=after.household_id)

    def _drop(self, row_id: UUID) -> None:
        self.tables.people.pop(PersonId(row_id), None)
        self.tables.households.pop(HouseholdId(row_id), None)
        self.tables.scope_of.pop(row_id, None)

    def stage(self, cursor: ScopeCursor, changes: Sequence[ReplicaChange]) -> None:
        self.tables.staged[cursor.scope] = (*self.tables.staged.get(cursor.scope, ()), *changes)
        self.tables.cursors[cursor.scope] = cursor

    def is_staged(self, scope: str) -> bool:
        return bool(self.tables.staged.get(scope))

    def take_staged(self, scope: str) -> list[ReplicaChange]:
        return list(self.tables.staged.pop(scope, ()))

    def restart(self, scope: str) -> None:
        held = frozenset(each for each, origin in self.tables.scope_of.items() if origin == (SERVER, scope))
        self.tables.not_yet_again[scope] = held
        self.tables.cursors.pop(scope, None)

    def sweep(self, scope: str) -> None:
        named = self._referred_to()
        for each in self.tables.not_yet_again.pop(scope, frozenset()) - named:
            self._drop(each)

    def _referred_to(self) -> set[UUID]:
        visits = (each for visit in self.tables.visits.values() for each in visit.outcomes)
        lines = (line for receipt in self.tables.receipts.values() for line in receipt.lines)
        facts: list[Visit | Receipt] = [*self.tables.visits.values(), *self.tables.receipts.values()]
        subjects = [*(each.subject for each in visits), *(each.subject for each in lines)]
        people = {self.tables.present(each.person_id) for each in subjects}
        people |= {item.person_id for each in self.tables.due_lists.values() for item in each.items}
        return people | {self.tables.present(each.household_id) for each in facts}


@dataclass(slots=True)
class MemoryDevice:
    """Fulfils ``ports.Device``."""

    tables: Tables

    def identity(self) -> DeviceIdentity:
        return self.tables.identity

    def enrol(self, enrolment: Enrolment) -> None:
        held = self.tables.identity
        self.tables.identity = replace(held, enrolment=enrolment, claimed=False, turn_token=b"")

    def office_keys(self) -> tuple[str, ...]:
        enrolment = self.tables.identity.enrolment
        named = [bytes.fromhex(each) for each in enrolment.server_sign_keys] if enrolment else []
        return tuple(each.hex() for each in trusted(named, self.tables.key_links, signed_with))

    def learn_keys(self, links: Iterable[KeyLink], at: datetime) -> None:
        del at
        self.tables.key_links = (*self.tables.key_links, *links)

    def remember_turn(self, turn_token: bytes) -> None:
        self.tables.identity = replace(
            self.tables.identity, claimed=True, turn_token=turn_token, restored_at=None
        )

    def note_clock(self, ahead: timedelta) -> None:
        self.tables.clock_ahead = ahead

    def present_again(self) -> None:
        self.tables.identity = replace(self.tables.identity, claimed=False)

    def add_run(self, run: RunLine) -> None:
        self.tables.runs.append(run)

    def untold_runs(self) -> list[RunLine]:
        return self.tables.runs[self.tables.runs_told :][: self.tables.runs_wanted]

    def told_runs(self, count: int, wanted: int) -> None:
        self.tables.runs_told = min(self.tables.runs_told + count, len(self.tables.runs))
        self.tables.runs_wanted = wanted
