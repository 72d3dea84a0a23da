"""What every test gets: a far time zone, no display, a quiet log, a PostgreSQL when it asks for one."""

import gc
import os
import time
from collections.abc import Callable, Iterator

import pytest
from hypothesis import settings

from tests.compiled import compiled_once
from tests.long_run import LONG, counted, counts, take_over
from tests.postgres import PostgresServer, fresh_database
from tests.quiet_log import only_expected_warnings

# The clock of the machine is far from Vietnam's, so that code that asks for a local date shows itself. The
# zone is spelled out because a small system has no zone files.
os.environ["TZ"] = "EST5EDT,M3.2.0,M11.1.0"
if hasattr(time, "tzset"):
    time.tzset()

# Qt reads this when the first application object is made.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
# Nobody's own keyring is asked or written: tests run as on a machine that has none.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
for name in ("AGENT_APP_HOME", "AGENT_APP_PASSWORD_FILE", "PROVINCIAL_DATABASE_URL"):
    os.environ.pop(name, None)

settings.register_profile("quick", max_examples=25, stateful_step_count=15, derandomize=True, deadline=None)
settings.register_profile("long", max_examples=1000, stateful_step_count=50, deadline=None, print_blob=True)
settings.load_profile("long" if LONG else "quick")


@pytest.fixture(autouse=True)
def quiet_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that logs a warning it did not announce, or announces one that does not come."""
    with only_expected_warnings([mark.args[0] for mark in request.node.iter_markers("logs_warning")]):
        yield


@pytest.fixture(autouse=True)
def small_reserve(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hundreds of homes with a real reserve would fill the disk."""
    monkeypatch.setattr("agent_app.storage.room.RESERVE_BYTES", 64 * 1024)


@pytest.fixture(scope="session", autouse=True)
def statements_compiled_once() -> Iterator[None]:
    """Compile a statement once for all engines."""
    with compiled_once():
        yield


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the folders of whoever runs the tests out of them."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            patch.setenv(name, str(tmp_path_factory.mktemp(name.lower())))
        yield


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A running PostgreSQL, as the address of its first database; nothing is stored in that one."""
    if given := os.environ.get("TEST_PG_DSN"):
        yield given
        return
    with PostgresServer() as server:
        yield server.url


@pytest.fixture
def new_postgres_database(postgres_url: str) -> Iterator[Callable[[], str]]:
    """Makes empty databases and returns their addresses; they are dropped after the test."""
    with fresh_database(postgres_url) as make:
        yield make


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Let the collector of garbage pass by what stays until the end: half a second each time, else."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.collect()
        gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with those that are allowed longer than others, so that no process ends with one alone.

    Else their order stays as it was shuffled.
    """
    items.sort(key=lambda item: item.get_closest_marker("timeout") is None)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand on, where tests run in several processes, how much each slow harness did."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["counts"] = counted()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """Take over what one of several processes did."""
    take_over(getattr(node, "workeroutput", {}).get("counts", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show how much each slow harness did."""
    for line in counts():
        terminalreporter.write_line(line)
