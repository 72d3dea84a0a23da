"""Asks a store that nobody has written into what a window asks first, so that no window waits for compiling.

SQLAlchemy compiles a statement when it is first run, which takes longer than running it. What comes of that
knows nothing of a home: the values that are asked for here are made up.
"""

from contextlib import closing
from datetime import date
from typing import cast
from uuid import UUID

from sqlalchemy import Engine

from agent_app.services.due_choices import DueGrouping
from agent_app.services.lines import DueFilter
from agent_app.storage.compiled_ahead import Statements
from agent_app.storage.engine import RawConnection, compiled_ahead, rehearsal_engine
from agent_app.storage.new_tables import make_tables
from agent_app.storage.queries.store_queries import SqlQueries

_NOBODY, _SOMEBODY, _DAY = UUID(int=0), "A", date(2026, 1, 1)
_LIST = "INSERT INTO due_list (id, month, file_hash, imported_at, shown) VALUES (?, '2026-01', x'00', 0, 1)"
# What has never been compiled is known by other keys afterwards, as its parts have got to know each other.
_UNTIL_KNOWN = 2


def rehearse() -> None:
    """Keep what the due list, a filter of it and the status compile to for the engines to come."""
    if compiled_ahead.kept:
        return
    statements, engine = Statements(), rehearsal_engine()
    statements.serve(engine)
    try:
        _make_list(engine)
        queries = SqlQueries(engine)
        for text in (*[""] * _UNTIL_KNOWN, "a", "1"):
            _read_list(queries, text)
        _read_status(queries)
    finally:
        engine.dispose()
    compiled_ahead.keep(statements)


def _make_list(engine: Engine) -> None:
    """Make a store that shows a list without any line: for one without a list, other questions are asked."""
    with closing(engine.raw_connection()) as connection:
        raw = cast("RawConnection", connection.driver_connection)
        make_tables(raw, _NOBODY)
        raw.execute(_LIST, (_NOBODY.hex,))


def _read_list(queries: SqlQueries, text: str) -> None:
    wanted = DueFilter(text=text, agent=_SOMEBODY, today=_DAY, grouping=DueGrouping.HAMLET)
    queries.agent_code()
    queries.due_rows(wanted, _SOMEBODY)
    queries.due_lines_of([_NOBODY])
    queries.hamlets()
    queries.due_months()


def _read_status(queries: SqlQueries) -> None:
    queries.due_count(DueFilter(unanswered=True, agent=_SOMEBODY))
    queries.sync_status()
    queries.books()
    queries.taken_on(_DAY)
