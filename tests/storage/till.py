"""A household at whose door receipts are issued, over and over."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.orm import Session

from agent_app.domain.operation import Operation
from agent_app.domain.receipt import Receipt
from agent_app.runtime.paths import Home
from agent_app.storage.engine import read_engine
from agent_app.storage.search_index import differs
from agent_app.storage.store import Store, open_store
from tests.builders import TODAY, a_book, a_household, a_person, a_receipt, an_entry, granting
from tests.fakes import CountingIds, FixedClock

KEY = bytes(range(32))
LAST_NUMBER = 900_000


def opened(home: Home, key: bytes = KEY) -> Store:
    """Open a home's store as a process does."""
    return open_store(home, key, FixedClock(), CountingIds())


@contextmanager
def reopened(home: Home) -> Iterator[Store]:
    """Open a home's store for a while."""
    store = opened(home)
    try:
        yield store
    finally:
        store.close()


def settle_in(store: Store) -> None:
    """Put a household of two and a book of receipts into a new store."""
    with store.unit() as unit:
        unit.households.add_households([a_household()], "import")
        unit.households.add_people([a_person(1), a_person(2, "Đặng Văn Kỳ")], "import")
        unit.receipts.add_book(a_book(1, LAST_NUMBER))
        unit.device.enrol(granting(a_book(1, LAST_NUMBER)))
        unit.commit()


def issue(store: Store) -> tuple[Receipt, Operation]:
    """Issue the next receipt of the book, as the use case does."""
    with store.unit() as unit:
        book = unit.receipts.book(TODAY)
        receipt = a_receipt(book.tear())
        unit.receipts.save_book(book)
        unit.receipts.hold_places(a_household().id, TODAY.year, {a_person().id: 1})
        entry = an_entry(receipt)
        operation = unit.log.append(entry)
        unit.receipts.add(receipt, entry.op_id)
        unit.commit()
    return receipt, operation


def differences(home: Home) -> list[str]:
    """Name the indexes that do not say what the tables say."""
    engine = read_engine(home.store, KEY)
    try:
        with Session(engine) as session:
            return list(differs(session))
    finally:
        engine.dispose()


def contents(home: Home) -> dict[str, bytes]:
    """Read every file of a home that says something; the locks and the reserve say nothing."""
    return {
        str(path.relative_to(home.folder)): path.read_bytes()
        for path in sorted(home.folder.rglob("*"))
        if path.is_file() and path not in (home.lock, home.window_lock, home.reserve)
    }


def home_at(folder: Path) -> Home:
    """Name the home below a folder; its name is not plain ASCII, and has a space."""
    return Home(folder / "Máy chị Hoa")


def environment() -> dict[str, str]:
    """Give a child process what it needs to find the program and this module."""
    root = str(Path(__file__).resolve().parent.parent.parent)
    return os.environ | {"PYTHONPATH": root, "PYTHONUTF8": "1"}
