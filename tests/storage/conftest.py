"""A home with an open store."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent_app.runtime.paths import Home
from agent_app.storage.engine import RawConnection, open_ours
from agent_app.storage.store import Store
from tests.builders import DEVICE
from tests.ready_home import new_store
from tests.storage.restore_case import Case, a_case
from tests.storage.till import KEY, differences, home_at, issue, opened, settle_in


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with a new store, which nobody has opened yet."""
    home = home_at(tmp_path)
    new_store(home, KEY, DEVICE)
    return home


@pytest.fixture
def store(home: Home) -> Iterator[Store]:
    """An open store with nothing in it; whatever a test does to it, the indexes follow."""
    store = opened(home)
    yield store
    store.close()
    assert differences(home) == []


@pytest.fixture
def till(store: Store) -> Store:
    """An open store with a household, a book and an enrolment."""
    settle_in(store)
    return store


@pytest.fixture
def till_raw(home: Home, till: Store) -> Iterator[RawConnection]:
    """A bare connection to a store with one receipt."""
    issue(till)
    raw = open_ours(home.store, KEY)
    yield raw
    raw.close()


@pytest.fixture
def quiet_healing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a kill may or may not have left the journal behind, its healing is no news."""
    for module in ("store", "journal", "replay"):
        monkeypatch.setattr(f"agent_app.storage.{module}.log.warning", lambda *_: None)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """Two receipts are in the backup; the backup lies on a stick."""
    return a_case(tmp_path)
