"""Holds the indexes of people and of the due list against the tables, and makes them again.

Triggers keep them (``migrations/step_0002_search.py``, ``step_0019_lines_text.py``); here is who notices if
they ever did not.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

import sqlcipher3
from sqlalchemy import column, select, table, text
from sqlalchemy.orm import Session

from agent_app.storage.engine import RawConnection
from agent_app.storage.migrations.step_0002_search import ADD_PEOPLE, SETTLE_DUE, UNDUE
from agent_app.storage.migrations.step_0019_lines_text import ADD_LINES
from agent_app.storage.models import PersonIndexRow

if TYPE_CHECKING:
    from sqlite3 import Connection

_PAGE = 1_000
_GRAM = 3
_FULL_TEXT = ("person_words", "person_numbers")
DERIVED = ("person_index", "due_index", *_FULL_TEXT)
"""Tables that say nothing of their own: whoever carries a store's rows elsewhere leaves them and rebuilds."""

_PEOPLE = "person_id, sort_key, name, place, numbers"
_LINES = (
    "due_list_id, walk, first_row, sheet_row, item_id, number, hamlet, agent_code, answered, amount, words, "
    "numbers"
)


def differs(session: Session) -> Iterator[str]:
    """Name each index that does not say what the tables say."""
    ought = (
        f"SELECT {_PEOPLE} FROM ({_selected(ADD_PEOPLE, 'person_id, undue, sort_key, name, place, numbers')})"  # noqa: S608
    )
    if _unlike(session, ought, f"SELECT {_PEOPLE} FROM person_index"):  # noqa: S608
        yield "person_index"
    if session.scalar(text(f"SELECT EXISTS (SELECT 1 FROM person_index WHERE undue IS NOT ({UNDUE}))")):  # noqa: S608
        yield "person_index.undue"
    if _unlike(session, _selected(ADD_LINES, _LINES), f"SELECT {_LINES} FROM due_index"):  # noqa: S608
        yield "due_index"
    expected = (Counter[str](), Counter[str]())
    query = select(PersonIndexRow.name, PersonIndexRow.place, PersonIndexRow.numbers)
    for name, place, numbers in session.execute(query).yield_per(_PAGE):
        expected[0].update(set(f"{name} {place}".split()))
        # The tokenizer of numbers does not tell capitals from small letters.
        figures = numbers.lower()
        expected[1].update({figures[at : at + _GRAM] for at in range(len(figures) - _GRAM + 1)})
    for full_text, counts in zip(_FULL_TEXT, expected, strict=True):
        if _held(session, full_text) != counts:
            yield full_text


def _selected(insertion: str, columns: str) -> str:
    """Make a query of a statement that fills an index."""
    return f"WITH ought ({columns}) AS ({insertion[insertion.index('SELECT') :]}) SELECT {columns} FROM ought"  # noqa: S608


def _unlike(session: Session, ought: str, held: str) -> bool:
    both_ways = ((ought, held), (held, ought))
    return any(
        session.execute(text(f"SELECT * FROM ({one}) EXCEPT SELECT * FROM ({other}) LIMIT 1")).first()  # noqa: S608
        for one, other in both_ways
    )


def _held(session: Session, full_text: str) -> Counter[str]:
    """Count in how many people a full-text table finds each of its words."""
    vocabulary = table(f"{full_text}_vocabulary", column("term"), column("doc"), schema="temp")
    # The look into the table is kept in memory, and nothing of the store is written.
    connection = session.connection()
    session.execute(text("PRAGMA query_only = OFF"))
    try:
        session.execute(
            text(f"CREATE VIRTUAL TABLE temp.{vocabulary.name} USING fts5vocab('main', '{full_text}', 'row')")
        )
        return Counter(dict(session.execute(select(vocabulary.c.term, vocabulary.c.doc)).all()))
    finally:
        if not connection.invalidated:  # a connection that damage has ended is gone with all it held
            session.execute(text(f"DROP TABLE IF EXISTS temp.{vocabulary.name}"))
            session.execute(text("PRAGMA query_only = ON"))


def rebuild(raw: RawConnection) -> None:
    """Make every index again from the tables, in one transaction; what they held does not matter."""
    # It is told of our driver before it looks for one, else it would not know its errors.
    sys.modules.setdefault("pysqlite3", sqlcipher3)
    from sqlite_utils import Database  # noqa: PLC0415 (a fifth of a second that no opening should wait for)

    store = Database(cast("Connection", raw), recursive_triggers=False, execute_plugins=False)
    people, lines = store.table("person_index"), store.table("due_index")
    triggers = [*people.triggers, *lines.triggers]
    with store.atomic():
        # Without them a damaged full-text table is not asked to forget what it may not hold.
        for trigger in triggers:
            store.execute(f"DROP TRIGGER {trigger.name}")
        lines.delete_where()
        people.delete_where()
        for statement in (ADD_PEOPLE, ADD_LINES, *SETTLE_DUE):
            store.execute(statement)
        for full_text in _FULL_TEXT:
            store.table(full_text).rebuild_fts()
        for trigger in triggers:
            store.execute(trigger.sql)
