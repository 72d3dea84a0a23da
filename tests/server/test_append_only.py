"""What serving may only add, or only the state of which it may change, stays so whoever writes."""

from datetime import date

import pytest
from sqlalchemy import (
    Connection,
    Executable,
    TableClause,
    column,
    delete,
    insert,
    select,
    table,
    text,
    update,
)
from sqlalchemy.exc import DBAPIError

from provincial_server.backup_rows import KINDS, kind_of
from provincial_server.ids import new_id
from provincial_server.serving_role import RIGHTS
from provincial_server.tables import Base
from tests.server.conftest import Office

STATE = ("UPDATE (state)",)
KEPT = sorted(name for name, rights in RIGHTS.items() if rights in ((), STATE))
VALUES = {"bool": True, "bytes": bytes(32), "date": date(2026, 11, 21), "int": 1, "text": "x"}
# What the rules of a table ask for beyond the type.
ASKED = {"state": "held", "fate": "spoiled"}
# The statements that leave references unchecked, and check them again.
APART = {
    "sqlite": ("PRAGMA foreign_keys=OFF", "PRAGMA foreign_keys=ON"),
    "postgresql": ("SET session_replication_role=replica", "SET session_replication_role=origin"),
}


def kinds(name: str) -> dict[str, str]:
    return {each.name: kind_of(each) for each in Base.metadata.tables[name].columns}


def plain(name: str) -> TableClause:
    """Return a table as it lies in the database, whatever the program makes of its values."""
    return table(name, *(column(each, KINDS[kind]) for each, kind in kinds(name).items()))


def a_row(name: str) -> dict[str, object]:
    values = {each: new_id() if kind == "uuid" else VALUES[kind] for each, kind in kinds(name).items()}
    made = values | {each: asked for each, asked in ASKED.items() if each in values}
    return made | {"reason": None} if name == "confirmation" else made


def put(connection: Connection, name: str) -> dict[str, object]:
    """Put a row that refers to nothing into a table."""
    apart, back = APART[connection.dialect.name]
    row = a_row(name)
    # SQLite listens to this outside a transaction only.
    raw = connection.connection.driver_connection
    assert raw is not None
    raw.rollback()
    raw.execute(apart)
    connection.execute(insert(plain(name)), row)
    connection.commit()
    raw.execute(back)
    raw.commit()
    return row


@pytest.mark.parametrize("name", KEPT)
def test_no_row_goes_and_nothing_but_a_state_changes(office: Office, name: str) -> None:
    rows, engine = plain(name), office.database.engine
    with engine.connect() as connection:
        row = put(connection, name)
    past_triggers = {
        "postgresql": f"TRUNCATE {name} CASCADE",
        "sqlite": f"REPLACE INTO {name} SELECT * FROM {name}",  # noqa: S608
    }
    forbidden: list[Executable] = [delete(rows), text(past_triggers[engine.dialect.name])]
    forbidden += [update(rows).values({each: row[each]}) for each in kinds(name) if each != "state"]
    if RIGHTS[name] == ():
        forbidden += [update(rows).values({each: row[each]}) for each in kinds(name) if each == "state"]

    for statement in forbidden:
        with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
            connection.execute(statement)

    with engine.begin() as connection:
        if RIGHTS[name] == STATE:
            connection.execute(update(rows).values(state="accepted"))
        (left,) = connection.execute(select(rows)).mappings()
    assert dict(left) == (row | {"state": "accepted"} if RIGHTS[name] == STATE else row)
