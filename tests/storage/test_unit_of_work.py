import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.exc import IntegrityError

from agent_app.domain.errors import AppError
from agent_app.runtime.paths import Home
from agent_app.services.ports import OpenUnit, no_report
from agent_app.storage import engine
from agent_app.storage.errors import StoreBusyError, StoreFullError
from agent_app.storage.store import Store
from tests.builders import a_book, a_household, a_receipt, an_entry
from tests.storage.till import environment, issue, opened


def numbers(store: Store) -> list[int]:
    return sorted(view.receipt.number or 0 for view in store.queries.receipts(10_000))


def test_a_unit_fulfils_its_port(store: Store) -> None:
    open_unit: OpenUnit = store.unit

    with open_unit() as unit:
        assert unit.log.head().dseq == 0


def test_what_is_not_committed_is_undone(till: Store) -> None:
    with till.unit() as unit:
        entry = an_entry()
        unit.receipts.add(a_receipt(), entry.op_id)
        unit.log.append(entry)

    assert till.queries.receipts(10) == []
    assert till.queries.counts().operations == 0


def test_a_failure_in_the_middle_undoes_the_whole(till: Store) -> None:
    def fail() -> None:
        with till.unit() as unit:
            unit.receipts.save_book(a_book(1, 900_000, 7))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert till.queries.books()[0].next == 1


def test_a_receipt_without_its_operation_is_not_kept(till: Store) -> None:
    def fail() -> None:
        with till.unit() as unit:
            unit.receipts.add(a_receipt(), an_entry().op_id)
            unit.commit()

    with pytest.raises(IntegrityError, match="FOREIGN KEY"):
        fail()

    assert till.queries.receipts(10) == []


def test_a_unit_is_committed_once(store: Store) -> None:
    with store.unit() as unit:
        unit.commit()
        with pytest.raises(RuntimeError):
            unit.commit()
        with pytest.raises(RuntimeError):
            _ = unit.households


def test_a_unit_that_has_ended_reads_nothing_it_has_read_before(store: Store) -> None:
    with store.unit() as unit:
        unit.office.settings()
        unit.commit()
        with pytest.raises(RuntimeError):
            _ = unit.office


def test_a_unit_is_not_entered_twice(store: Store) -> None:
    with store.unit() as unit, pytest.raises(RuntimeError):
        unit.__enter__()


def test_a_unit_that_nobody_has_entered_does_nothing(store: Store) -> None:
    with pytest.raises(RuntimeError):
        store.unit().commit()


def test_reads_see_what_was_last_committed_while_somebody_writes(till: Store) -> None:
    with till.unit() as unit:
        unit.receipts.add(a_receipt(), an_entry().op_id)

        assert till.queries.taken_on(a_receipt().issued_on) == (0, 0)


def test_whoever_waits_too_long_for_the_right_to_write_is_told(
    home: Home, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "WAIT_SECONDS", 0.05)
    impatient = opened(home)

    with store.unit(), pytest.raises(StoreBusyError), impatient.unit():
        pass

    impatient.close()


def test_a_full_disk_is_told_and_keeps_nothing(home: Home, till: Store) -> None:
    def fill() -> None:
        with till.unit() as unit:
            connection = unit.log._session.connection()
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            unit.households.add_households([a_household(each) for each in range(2, 3_000)], "import")
            unit.commit()

    with pytest.raises(StoreFullError) as caught:
        fill()

    assert isinstance(caught.value, AppError)
    assert till.queries.counts().households == 1
    assert home.store.exists()


def test_threads_never_give_a_number_twice(till: Store) -> None:
    with ThreadPoolExecutor(6) as pool:
        given = [receipt.number or 0 for receipt, _ in pool.map(issue, [till] * 60)]

    assert sorted(given) == numbers(till) == list(range(1, 61))
    assert till.checker.check(no_report) == []


def test_processes_never_give_a_number_twice(home: Home, till: Store) -> None:
    command = [sys.executable, "-m", "tests.storage.issuer", str(home.folder), "20"]
    children = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment())
        for _ in range(3)
    ]

    given = [int(line) for child in children for line in child.communicate()[0].split()]

    assert [child.returncode for child in children] == [0, 0, 0]
    assert sorted(given) == numbers(till) == list(range(1, 61))
    assert till.checker.check(no_report) == []
