"""Loading an area's households and persons: known ones are recognised, only what differs is a change."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from agent_app.domain.doubtful_row import DoubtfulRow, doubtful_rows
from agent_app.domain.due_list import AreaReading, AreaRow, RejectedRow
from agent_app.domain.names import fold, has_house
from provincial_server.database import Database
from provincial_server.enrolment import area_name
from provincial_server.errors import AreaFileEmptyError
from provincial_server.office import one_at_a_time
from provincial_server.officers import Officer, OfficerAct
from provincial_server.register import Register, load_register
from provincial_server.scope_log import append, area_scope, make_scope


@dataclass(frozen=True, slots=True)
class AreaLoad:
    """What a file did to an area: how many it names, how many rows changed, which lines to look at."""

    area: str
    households: int
    persons: int
    changed: int
    rejected: tuple[RejectedRow, ...]
    doubtful: tuple[DoubtfulRow, ...] = ()


def load_area(database: Database, area: str, reading: AreaReading, path: Path, officer: Officer) -> AreaLoad:
    """Bring an area up to a file, all or nothing; people whom the file does not name stay as they are."""
    area = area_name(area)
    placed = [row for row in reading.rows if row.household_no or row.address]
    homeless = [
        RejectedRow(row.row, "household_no", "")
        for row in reading.rows
        if not (row.household_no or row.address)
    ]
    rejected = [*reading.rejected, *homeless]
    if not placed:
        raise AreaFileEmptyError(str(path), len(rejected))
    with database.write() as session:
        one_at_a_time(session)
        register = _open(session, area, placed)
        households = 0
        persons = 0
        for members in _households(placed):
            taken = list(_enter(register, members, rejected))
            households += 1 if taken else 0
            persons += len(taken)
        changes = register.finish()
        officer.note(session, OfficerAct.AREA_LOADED, area)
        append(session, changes)
        doubtful = _doubtful(placed, rejected)
        return AreaLoad(area, households, persons, len(changes), _in_order(rejected), doubtful)


def _open(session: Session, area: str, rows: list[AreaRow]) -> Register:
    scope = area_scope(area)
    make_scope(session, scope)
    return load_register(session, scope, rows)


def _households(rows: list[AreaRow]) -> Iterator[list[AreaRow]]:
    """Put the rows of one household together: one code, or one house; else everybody is alone."""
    groups: dict[tuple[str, str, int | None], list[AreaRow]] = {}
    for place, row in enumerate(rows):
        address = row.address or ""
        joined = bool(row.household_no) or has_house(address)
        key = (row.household_no, "" if row.household_no else fold(address), None if joined else place)
        groups.setdefault(key, []).append(row)
    yield from groups.values()


def _enter(register: Register, members: list[AreaRow], rejected: list[RejectedRow]) -> Iterator[AreaRow]:
    household = register.household(members)
    for row in members:
        if register.person(household, row):
            yield row
        else:
            about = "insurance_no" if row.insurance_no else "citizen_id" if row.citizen_id else "name"
            rejected.append(RejectedRow(row.row, about, row.insurance_no or row.citizen_id or row.name))


def _doubtful(placed: list[AreaRow], rejected: list[RejectedRow]) -> tuple[DoubtfulRow, ...]:
    """Leave out what was not taken at all."""
    lost = {each.row for each in rejected}
    return doubtful_rows(row for row in placed if row.row not in lost)


def _in_order(rejected: list[RejectedRow]) -> tuple[RejectedRow, ...]:
    return tuple(sorted(rejected, key=lambda each: each.row))
