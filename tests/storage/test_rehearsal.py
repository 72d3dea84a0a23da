import logging

import pytest
import sqlalchemy
from sqlalchemy import Engine, create_engine, text

from agent_app.runtime.paths import Home
from agent_app.services.due_choices import DueGrouping
from agent_app.services.lines import DueFilter
from agent_app.storage import engine as engines
from agent_app.storage import rehearsal
from agent_app.storage.compiled_ahead import CompiledAhead
from agent_app.storage.rehearsal import rehearse
from agent_app.storage.store import Store
from tests.builders import a_household, a_person
from tests.storage.test_search import list_of
from tests.storage.till import reopened


@pytest.fixture
def ahead(monkeypatch: pytest.MonkeyPatch) -> CompiledAhead:
    """What engines are lent in a process that has just begun."""
    made = CompiledAhead()
    monkeypatch.setattr(engines, "create_engine", sqlalchemy.create_engine)
    for module in (engines, rehearsal):
        monkeypatch.setattr(module, "compiled_ahead", made)
    return made


def generated(caplog: pytest.LogCaptureFixture) -> list[str]:
    """The statements that had to be compiled, as SQLAlchemy tells of them; what was heard is forgotten."""
    told = [record.getMessage() for record in caplog.records if record.name.startswith("sqlalchemy.engine")]
    caplog.clear()
    return [told[at] for at, line in enumerate(told[1:]) if line.startswith("[generated")]


def a_store_with_a_list(store: Store) -> None:
    with store.unit() as unit:
        unit.households.add_households([a_household(1)], "import")
        unit.households.add_people([a_person(1)], "import")
        unit.commit()
    list_of(store, [a_person(1)])
    store.close()


def read_list(store: Store, typed: str) -> None:
    wanted = DueFilter(text=typed, agent="5901", grouping=DueGrouping.HAMLET)
    rows = store.queries.due_rows(wanted, "5901")
    assert len(rows.ids) == 1
    store.queries.due_lines_of(list(rows.ids))


@pytest.mark.parametrize("typed", ["", "n", "6"])
def test_the_first_list_of_a_home_waits_for_no_compiling(
    home: Home, store: Store, ahead: CompiledAhead, caplog: pytest.LogCaptureFixture, typed: str
) -> None:
    a_store_with_a_list(store)
    caplog.set_level(logging.INFO, "sqlalchemy.engine")
    with reopened(home) as cold:
        read_list(cold, typed)
    assert any("due_index" in each for each in generated(caplog))

    rehearse()
    assert ahead.kept
    caplog.clear()
    with reopened(home) as warm:
        read_list(warm, typed)
    assert [each for each in generated(caplog) if "due_index" in each] == []


def test_it_is_rehearsed_once(ahead: CompiledAhead, monkeypatch: pytest.MonkeyPatch) -> None:
    rehearse()
    assert ahead.kept
    monkeypatch.setattr(rehearsal, "rehearsal_engine", None)

    rehearse()


def an_engine() -> Engine:
    return create_engine("sqlite://")


def ask(engine: Engine, what: int) -> None:
    with engine.connect() as connection:
        connection.execute(sqlalchemy.select(*[sqlalchemy.literal(each) for each in range(what)]))


def test_what_one_home_asks_is_lent_to_no_other(caplog: pytest.LogCaptureFixture) -> None:
    ahead, first = CompiledAhead(), an_engine()
    ahead.learn_from(first)
    ask(first, 1)
    ahead.keep(first)
    caplog.set_level(logging.INFO, "sqlalchemy.engine")
    one, other = an_engine(), an_engine()
    for engine in (one, other):
        ahead.lend(engine)

    ask(one, 1)
    assert generated(caplog) == []
    ask(one, 2)
    assert len(generated(caplog)) == 1
    ask(other, 1)
    assert generated(caplog) == []
    ask(other, 2)
    assert len(generated(caplog)) == 1
    for engine in (first, one, other):
        engine.dispose()


def test_without_a_rehearsal_an_engine_stays_as_it_is() -> None:
    engine = an_engine()
    dialect = engine.dialect

    CompiledAhead().lend(engine)

    assert engine.dialect is dialect
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1
    engine.dispose()
