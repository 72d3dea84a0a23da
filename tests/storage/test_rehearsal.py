import logging
import subprocess
import sys
from collections.abc import Iterator

import pytest
import sqlalchemy
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import OperationalError

from agent_app.runtime.paths import Home
from agent_app.services.lines import DueFilter
from agent_app.storage import rehearsal
from agent_app.storage.compiled_ahead import CompiledAhead, Statements
from agent_app.storage.engine import compiled_ahead
from agent_app.storage.rehearsal import rehearse
from agent_app.storage.store import Store
from tests.builders import a_household, a_person
from tests.storage.test_search import list_of
from tests.storage.till import reopened

# In a process of its own, as a program begins: here a thousand tests have asked before.
_OPENS = """
import logging, sys
from datetime import date
from pathlib import Path
from agent_app.runtime.paths import Home
from agent_app.services.due_choices import DueGrouping
from agent_app.services.lines import DueFilter
from agent_app.storage.store import prepare_store
from tests.storage.till import opened

folder, prepared, *typed = sys.argv[1:]
if prepared == "prepared":
    prepare_store()
logging.basicConfig(stream=sys.stdout, format="%(message)s")
logging.getLogger("sqlalchemy.engine").setLevel(logging.INFO)
store = opened(Home(Path(folder)))
store.queries.agent_code()
for text in typed:
    wanted = DueFilter(text=text, agent="5901", today=date(2026, 11, 20), grouping=DueGrouping.HAMLET)
    rows = store.queries.due_rows(wanted, "5901")
    assert len(rows.ids) == 1
    store.queries.due_lines_of(list(rows.ids))
store.queries.hamlets()
store.queries.due_months()
store.close()
"""


_TOLD = ("SELECT", "[generated", "[cached")


def generated(lines: list[str]) -> list[str]:
    """Pick the statements that had to be compiled out of what SQLAlchemy tells."""
    return [lines[at] for at, line in enumerate(lines[1:]) if line.startswith("[generated")]


def test_the_first_list_of_a_home_and_its_filter_wait_for_no_compiling(home: Home, store: Store) -> None:
    with store.unit() as unit:
        unit.households.add_households([a_household(1)], "import")
        unit.households.add_people([a_person(1)], "import")
        unit.commit()
    list_of(store, [a_person(1)])
    store.close()

    def compiled(prepared: str) -> list[str]:
        program = [sys.executable, "-c", _OPENS, str(home.folder), prepared, "", "n", "6"]
        done = subprocess.run(program, check=True, capture_output=True, text=True)
        return generated([line for line in done.stdout.splitlines() if line.startswith(_TOLD)])

    assert len(compiled("not prepared")) > 5
    of_opening = ("oplog", "signing_key")
    assert [each for each in compiled("prepared") if not any(name in each for name in of_opening)] == []


def test_it_is_rehearsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    ahead = CompiledAhead()
    monkeypatch.setattr(rehearsal, "compiled_ahead", ahead)
    rehearse()
    assert ahead.kept
    monkeypatch.setattr(rehearsal, "rehearsal_engine", None)

    rehearse()


@pytest.fixture
def engines() -> Iterator[list[Engine]]:
    """Three engines, the second and third of which are lent what the first has learnt."""
    made = [create_engine("sqlite://") for _number in range(3)]
    ahead, statements = CompiledAhead(), Statements()
    statements.serve(made[0])
    ask(made[0], 1)
    ahead.keep(statements)
    for engine in made[1:]:
        ahead.lend(engine)
    yield made
    for engine in made:
        engine.dispose()


def ask(engine: Engine, what: int) -> None:
    with engine.connect() as connection:
        connection.execute(sqlalchemy.select(*[sqlalchemy.literal(each) for each in range(what)]))


def test_what_one_home_asks_is_lent_to_no_other(
    engines: list[Engine], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "sqlalchemy.engine")
    _first, one, other = engines

    def compiled(engine: Engine, what: int) -> int:
        caplog.clear()
        ask(engine, what)
        return len(generated([record.getMessage() for record in caplog.records]))

    assert compiled(one, 1) == compiled(other, 1) == 0
    assert compiled(one, 2) == 1
    assert compiled(one, 2) == 0
    assert compiled(other, 2) == 1


def test_nobody_hears_the_errors_of_another_home(engines: list[Engine]) -> None:
    _first, one, other = engines
    heard: list[object] = []
    event.listen(one, "handle_error", heard.append)

    with other.connect() as connection, pytest.raises(OperationalError):
        connection.exec_driver_sql("SELECT x")

    assert heard == []


def test_a_memory_forgets_what_has_long_not_been_asked(engines: list[Engine]) -> None:
    statements = Statements(most=10)
    statements.serve(engines[0])
    for what in range(1, 60):
        ask(engines[0], what)

    assert len(statements) < 20


def test_without_a_rehearsal_an_engine_stays_as_it_is(engines: list[Engine]) -> None:
    before = engines[0].get_execution_options()

    CompiledAhead().lend(engines[0])

    assert engines[0].get_execution_options() == before


def test_a_home_that_is_opened_is_lent_what_was_rehearsed(
    home: Home, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.close()
    served: list[Engine] = []
    monkeypatch.setattr(compiled_ahead, "lend", served.append)

    with reopened(home) as again:
        assert again.queries.due_count(DueFilter()) == 0

    assert len(served) >= 2
