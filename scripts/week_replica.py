"""Reads what a laptop holds of the office's rows, as the office said them: without edits that wait."""

from typing import TypedDict

from sqlalchemy import select
from sqlalchemy.orm import Session

from agent_app.domain.household import Household, Person
from agent_app.domain.people_edit import row_values
from agent_app.domain.replica import HOUSEHOLD, PERSON
from agent_app.runtime.paths import Home
from agent_app.runtime.secrets import unwrap_data_key
from agent_app.storage.engine import close_for_good, read_engine
from agent_app.storage.models import AliasRow, BaseRow, CursorRow, HouseholdRow, PersonRow
from agent_app.storage.repositories.households import to_household, to_person


class Held(TypedDict):
    """One row of the office as a laptop holds it."""

    scope: str
    ver: int
    fields: dict[str, str | None]


class Replica(TypedDict):
    """Cursors by scope (generation, number, sum), rows by entity and id, and which ids stand for which."""

    cursors: dict[str, tuple[int, int, int]]
    rows: dict[str, Held]
    aliases: dict[str, str]


def read_replica(home: Home, password: str) -> Replica:
    """Read it in one snapshot, beside whoever works in the home."""
    engine = read_engine(home.store, unwrap_data_key(home.keys, password))
    try:
        with Session(engine) as session:
            return _read(session)
    finally:
        close_for_good(engine)


def _read(session: Session) -> Replica:
    bases: dict[str, dict[str, str | None]] = {}
    for base in session.scalars(select(BaseRow)):
        bases.setdefault(f"{base.entity} {base.id.hex}", {})[base.field] = base.server_value
    rows: dict[str, Held] = {}
    for home in session.scalars(select(HouseholdRow).where(HouseholdRow.scope.is_not(None))):
        rows |= _held(HOUSEHOLD, to_household(home), home.scope, home.ver, bases)
    for person in session.scalars(select(PersonRow).where(PersonRow.scope.is_not(None))):
        rows |= _held(PERSON, to_person(person), person.scope, person.ver, bases)
    cursors = {
        each.scope: (each.gen, each.seq, int.from_bytes(each.sum, "big"))
        for each in session.scalars(select(CursorRow))
    }
    aliases = {each.local_id.hex: each.server_id.hex for each in session.scalars(select(AliasRow))}
    return Replica(cursors=cursors, rows=rows, aliases=aliases)


def _held(
    entity: str,
    content: Household | Person,
    scope: str | None,
    ver: int | None,
    bases: dict[str, dict[str, str | None]],
) -> dict[str, Held]:
    key = f"{entity} {content.id.hex}"
    fields = row_values(content) | bases.get(key, {})
    return {key: Held(scope=scope or "", ver=ver or 0, fields=fields)}
