"""The evening in an encrypted store: rows that never change, sums that are checked, facts that come back."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

import pytest

from agent_app.domain.batch import BatchState
from agent_app.domain.envelope import Envelope
from agent_app.domain.money import Dong
from agent_app.domain.receipt import PaymentMethod, Receipt, ReceiptState
from agent_app.domain.remittance import Remittance, RemittanceMethod
from agent_app.runtime.paths import Home
from agent_app.services.batches import MakeBatch, MoveBatch
from agent_app.services.books import SpoilNumbers
from agent_app.services.evening_lines import CashLimits, Sum
from agent_app.services.ports import no_report
from agent_app.services.remittances import MakeRemittance
from agent_app.storage.engine import DriverError, RawConnection, open_ours
from agent_app.storage.rescue.rescuing import Rescuing
from agent_app.storage.store import Store
from tests.builders import TODAY, a_person, an_id
from tests.services.bench import Bench
from tests.services.evening_case import (
    EACH,
    batches,
    close,
    closed,
    envelopes,
    remit,
    remittances,
    settle,
    take,
)
from tests.storage.test_privacy import erase
from tests.storage.till import KEY, reopened

TABLES = (
    "envelope",
    "envelope_receipt",
    "envelope_closing",
    "envelope_count",
    "remittance",
    "remittance_envelope",
    "remittance_receipt",
    "batch",
    "batch_receipt",
    "batch_step",
    "batch_code",
)


@dataclass(slots=True)
class Evening:
    """A home in which an evening was done: cash, a transfer, an envelope, a remittance, a batch."""

    bench: Bench
    store: Store
    receipts: list[Receipt]
    envelope: Envelope
    remittance: Remittance


@pytest.fixture
def evening(store: Store) -> Evening:
    """Do an evening."""
    bench = Bench(store.unit, store.queries)
    settle(bench)
    receipts = [take(bench, 1), take(bench, 2), take(bench, 3, PaymentMethod.TRANSFER)]
    made = batches(bench).make(MakeBatch())
    envelope = closed(bench)
    remittance = remit(bench, envelope)
    batches(bench).move(MoveBatch(made.id, BatchState.SENT))
    batches(bench).move(MoveBatch(made.id, BatchState.DONE, "XN-1"))
    return Evening(bench, store, receipts, envelope, remittance)


def codes(store: Store) -> set[str]:
    return {finding.code for finding in store.checker.check(no_report)}


@pytest.fixture
def bare(home: Home, evening: Evening) -> Iterator[RawConnection]:  # noqa: ARG001 (it comes first)
    """A bare connection to that home."""
    raw = open_ours(home.store, KEY)
    yield raw
    raw.close()


@pytest.mark.parametrize("table", TABLES)
def test_no_row_of_the_evening_is_deleted_or_changed(bare: RawConnection, table: str) -> None:
    with pytest.raises(DriverError, match="rows stay"):
        bare.execute(f"DELETE FROM {table}")  # noqa: S608
    (column,) = bare.execute(f"SELECT name FROM pragma_table_info('{table}') LIMIT 1").fetchone() or ("",)  # noqa: S608
    with pytest.raises(DriverError, match="never change"):
        bare.execute(f"UPDATE {table} SET {column} = {column}")  # noqa: S608


def test_a_closed_envelope_takes_nothing_more(bare: RawConnection, evening: Evening) -> None:
    late = take(evening.bench, 1)
    row = f"INSERT INTO envelope_receipt VALUES ('{late.id.hex}', '{evening.envelope.id.hex}')"  # noqa: S608

    with pytest.raises(DriverError, match="takes nothing more"):
        bare.execute(row)


def test_a_receipt_is_remitted_once_by_the_database_itself(bare: RawConnection) -> None:
    again = "INSERT INTO remittance_receipt SELECT * FROM remittance_receipt LIMIT 1"

    with pytest.raises(DriverError, match="UNIQUE"):
        bare.execute(again)


def test_a_sound_evening_is_said_to_be_one(evening: Evening) -> None:
    assert codes(evening.store) == set()


@pytest.mark.parametrize(
    ("table", "change", "expected"),
    [
        ("envelope_closing", "UPDATE envelope_closing SET expected = 1, note = 'x'", {"envelope.differs"}),
        ("envelope_closing", "UPDATE envelope_closing SET closed_on = '2026-01-01'", {"envelope.differs"}),
        ("envelope_count", "UPDATE envelope_count SET pieces = pieces + 1", {"envelope.differs"}),
        ("envelope_receipt", "DELETE FROM envelope_receipt", {"envelope.differs"}),
        ("remittance", "UPDATE remittance SET slip = 'x'", {"remittance.differs"}),
        ("remittance_receipt", "DELETE FROM remittance_receipt", {"remittance.differs"}),
        ("remittance_envelope", "DELETE FROM remittance_envelope", {"remittance.differs"}),
        ("remittance", "DELETE FROM remittance", {"remittance.missing", "store.reference"}),
        ("batch_step", "UPDATE batch_step SET state = 'sent'", {"batch.differs"}),
        ("batch_code", "UPDATE batch_code SET code = 'x'", {"batch.differs"}),
        ("batch_receipt", "DELETE FROM batch_receipt", {"batch.differs", "store.reference"}),
        ("batch_step", "DELETE FROM batch_step", {"batch.missing"}),
        (
            "envelope_closing",
            "DELETE FROM envelope_closing",
            {"envelope.missing", "store.reference"},
        ),
        (
            "receipt",
            "UPDATE receipt SET total = total - 200 WHERE number = 1",
            {"receipt.differs", "envelope.sum", "remittance.sum"},
        ),
    ],
)
def test_whatever_of_the_evening_was_tampered_with_is_found(
    evening: Evening, bare: RawConnection, table: str, change: str, expected: set[str]
) -> None:
    for trigger in ("stays", "is_kept"):
        bare.execute(f"DROP TRIGGER {table}_{trigger}")
    bare.execute("PRAGMA foreign_keys = OFF")

    bare.execute(change)

    assert codes(evening.store) == expected


def test_all_money_stands_in_one_state_each(evening: Evening) -> None:
    states = evening.store.evening_queries.money_states()

    assert (states.remitted_cash, states.transfers_listed) == (Sum(2, Dong(2 * EACH)), Sum(1, EACH))
    assert states.valid == Sum(3, Dong(3 * EACH))
    assert states.in_hand == states.counting == states.in_envelopes == Sum(0, Dong(0))


def test_cash_grows_old_until_it_is_remitted(store: Store) -> None:
    bench = Bench(store.unit, store.queries)
    settle(bench)
    first = take(bench, 1)
    take(bench, 2, PaymentMethod.TRANSFER)
    held = store.evening_queries.cash_held(TODAY.replace(day=24))

    assert (held.amount, held.receipts, held.oldest_on, held.days) == (EACH, 1, first.issued_on, 3)
    assert (held.over_limit, held.over_days) == (False, False)
    strict = replace(held, limits=CashLimits(Dong(EACH - 1), 2))
    assert (strict.over_limit, strict.over_days) == (True, True)
    exact = replace(held, limits=CashLimits(EACH, 3))
    assert (exact.over_limit, exact.over_days) == (False, False)
    remit(bench, closed(bench))
    assert store.evening_queries.cash_held(TODAY).receipts == 0


def test_lists_are_newest_first_and_paged(evening: Evening) -> None:
    bench, queries = evening.bench, evening.store.evening_queries
    take(bench, 1)
    open_one = envelopes(bench).open()

    lines = queries.envelopes(10)

    assert {each.id for each in lines} == {open_one.id, evening.envelope.id}
    assert len(queries.envelopes(1)) == 1
    shown = queries.envelope()
    assert shown is not None
    assert shown.id == open_one.id
    assert [each.id for each in queries.remittances(10)] == [evening.remittance.id]
    assert queries.remittance(evening.remittance.id) == evening.remittance
    batch = queries.batches(10, month="2026-11")[0]
    assert (batch.number, batch.receipts, batch.remitted, batch.total) == (1, 3, 3, 3 * EACH)
    assert set(queries.batch(batch.id).numbers.values()) == {"0000001", "0000002", "0000003"}
    assert queries.batches(10, month="2026-12") == []


def test_a_confirmed_receipt_says_so_with_its_code(evening: Evening) -> None:
    view = evening.store.queries.receipt(evening.receipts[0].id)

    assert (view.state, view.confirmation) == (ReceiptState.RECORDED, "XN-1")


@pytest.mark.logs_warning(r"journal: \d+ receipts put back into the store")
def test_an_older_copy_of_the_store_gets_the_evening_back_from_the_journal(home: Home) -> None:
    with reopened(home) as store:
        bench = Bench(store.unit, store.queries)
        settle(bench)
    morning = home.store.read_bytes()
    with reopened(home) as store:
        bench = Bench(store.unit, store.queries)
        bench.ids.last = 1000
        take(bench, 1)
        take(bench, 2, PaymentMethod.TRANSFER)
        envelope = closed(bench)
        remittance = remit(bench, envelope)
        gathered = batches(bench).make(MakeBatch())
        filed = batches(bench).move(MoveBatch(gathered.id, BatchState.SENT))
        with store.unit() as unit:
            taken = unit.evening.envelope(envelope.id)
    home.store.write_bytes(morning)
    for suffix in ("-wal", "-shm"):
        home.store.with_name(f"store.db{suffix}").unlink(missing_ok=True)

    with reopened(home) as store:
        with store.unit() as unit:
            assert unit.evening.envelope(envelope.id) == taken
            assert unit.evening.batch(filed.id) == filed
        assert store.evening_queries.remittance(remittance.id) == remittance
        assert codes(store) == set()


@pytest.mark.parametrize("table", TABLES)
def test_a_rescue_makes_the_evening_again_from_the_log(
    home: Home, evening: Evening, bare: RawConnection, tmp_path: Path, table: str
) -> None:
    bare.execute(f"DROP TRIGGER {table}_stays")
    bare.execute("PRAGMA foreign_keys = OFF")
    bare.execute(f"DELETE FROM {table}")  # noqa: S608
    bare.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    saved = Home(tmp_path / "cứu")

    Rescuing(home, saved, KEY, evening.bench.clock.instant, lambda: an_id(0x9999), b"").run()

    with reopened(saved) as after:
        assert codes(after) == set()
        assert after.evening_queries.remittance(evening.remittance.id) == evening.remittance


@pytest.mark.logs_warning(r"journal: (was gone; rebuilt|\d+ operations made up for)")
def test_a_rescue_logs_the_evening_again_whose_operations_are_lost(
    home: Home, evening: Evening, bare: RawConnection, tmp_path: Path
) -> None:
    bare.execute("PRAGMA foreign_keys = OFF")
    for (name,) in bare.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        bare.execute(f"DROP TRIGGER {name}")
    bare.execute("DELETE FROM oplog WHERE kind IN ('envelope.closed', 'remittance.made', 'batch.changed')")
    bare.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    home.journal.unlink()
    with evening.store.unit() as unit:
        batch = unit.evening.batch(evening.store.evening_queries.batches(1)[0].id)
    saved = Home(tmp_path / "cứu")

    Rescuing(home, saved, KEY, evening.bench.clock.instant, uuid4, b"").run()

    with reopened(saved) as after:
        assert codes(after) <= {"journal.rebuilt", "book.frozen"}
        assert after.evening_queries.remittance(evening.remittance.id) == evening.remittance
        with after.unit() as unit:
            assert unit.evening.batch(batch.id) == batch
            kinds = [each.kind for each in unit.log.after(0, 1000)]
        assert kinds.count("envelope.closed") == kinds.count("remittance.made") == 1
        assert kinds.count("batch.changed") == 3


def test_notes_that_name_an_erased_person_are_gone_and_nothing_else_of_them(home: Home, store: Store) -> None:
    bench = Bench(store.unit, store.queries)
    settle(bench)
    take(bench, 1)
    words = f"{a_person(1).name} đưa thiếu"
    bench.books.spoil(SpoilNumbers("AB/26", "0001", 2, 2, words))
    expected = envelopes(bench).open().expected
    envelope = close(bench, expected - 1000, words)
    handed = MakeRemittance((envelope.id,), RemittanceMethod.DESK, "PN-1", None, None, words)
    remittances(bench).make(handed)
    other = MakeRemittance((), RemittanceMethod.DESK, "PN-2", None, None, "nộp bù")
    take(bench, 2, PaymentMethod.TRANSFER)
    remittances(bench).make(other)
    gathered = batches(bench).make(MakeBatch())
    batches(bench).move(MoveBatch(gathered.id, BatchState.WITHDRAWN, reason=words))

    erase(store)

    assert codes(store) == set()
    raw = open_ours(home.store, KEY)
    for table, column in (
        ("envelope_closing", "note"),
        ("remittance", "note"),
        ("batch_step", "reason"),
        ("number_fate", "reason"),
    ):
        said = {str(text) for (text,) in raw.execute(f"SELECT {column} FROM {table}").fetchall()}  # noqa: S608
        assert "(đã xoá)" in said
        assert said <= {"(đã xoá)", "nộp bù", ""}
        with pytest.raises(DriverError, match="never change"):
            raw.execute(f"UPDATE {table} SET {column} = 'khác'")  # noqa: S608
        with pytest.raises(DriverError, match="never change"):
            raw.execute(f"UPDATE {table} SET {column} = '(đã xoá)', device_id = ''")  # noqa: S608
    raw.close()
