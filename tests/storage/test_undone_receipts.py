"""Cancellations and refunds on disk: guarded, checked, put back from the journal, rescued, forgotten."""

from datetime import timedelta
from pathlib import Path

import pytest

from agent_app.domain.cancellation import Cancellation, CopyTwo, RefundId, RefundRequest
from agent_app.domain.cancellation_body import cancellation_body, refund_body
from agent_app.domain.due_list import Scheme
from agent_app.domain.household import PersonId
from agent_app.domain.money import Dong
from agent_app.domain.operation import Entry, OperationKind
from agent_app.domain.receipt import Receipt, ReceiptState
from agent_app.runtime.paths import Home
from agent_app.services.cancelling import CancellationService, CancelReceipt
from agent_app.services.lines import DueFilter
from agent_app.services.ports import no_report
from agent_app.services.quotes import PaymentRequest
from agent_app.services.receipts import IssueReceipt
from agent_app.storage.engine import DriverError, RawConnection, open_ours
from agent_app.storage.store import Store
from tests.builders import NOW, TODAY, a_due_row, a_person, an_id
from tests.services.bench import LIST, Bench, sql_bench
from tests.storage.till import KEY, issue, reopened


def cancel(store: Store, receipt: Receipt, reason: str = "Ghi sai tháng") -> Cancellation:
    made = Cancellation(receipt.id, TODAY, NOW, reason, "Lê Văn Duyệt", CopyTwo.KEPT)
    entry = Entry(
        an_id(0x600 + (receipt.number or 0)), OperationKind.RECEIPT_CANCELLED, 1, NOW, cancellation_body(made)
    )
    with store.unit() as unit:
        unit.log.append(entry)
        unit.receipts.cancel(made, entry.op_id)
        unit.commit()
    return made


def ask_back(store: Store, receipt: Receipt) -> RefundRequest:
    number = receipt.number or 0
    made = RefundRequest(
        RefundId(an_id(0x700 + number)),
        receipt.id,
        0,
        "death",
        TODAY,
        TODAY,
        NOW,
        Dong(1000),
        computed=True,
        reason="Mất",
    )
    entry = Entry(an_id(0x800 + number), OperationKind.REFUND_REQUESTED, 1, NOW, refund_body(made))
    with store.unit() as unit:
        unit.log.append(entry)
        unit.receipts.ask_refund(made, entry.op_id)
        unit.commit()
    return made


def unguarded(home: Home) -> RawConnection:
    raw = open_ours(home.store, KEY)
    raw.execute("PRAGMA foreign_keys = OFF")
    for name, _sql in raw.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE(ABORT%'"
    ).fetchall():
        raw.execute(f"DROP TRIGGER {name}")
    return raw


def test_what_was_paid_a_few_days_before_is_found_unless_it_is_void(till: Store) -> None:
    (first, _), (second, _) = issue(till), issue(till)

    before = till.receipt_queries.paid_before(second.id, 7)
    cancel(till, first)

    assert before is not None
    assert before.receipt.id == first.id
    assert till.receipt_queries.paid_before(second.id, 7) is None


def test_what_was_paid_longer_ago_is_no_repetition(tmp_path: Path) -> None:
    wish = (PaymentRequest(a_person().id, Scheme.PENSION, 3, Dong(1_500_000)),)
    with sql_bench(tmp_path) as bench:
        bench.enrol()
        bench.settle_in()
        first = bench.receipts.issue(IssueReceipt(wish, "A", issued_on=TODAY - timedelta(days=7)))
        second = bench.receipts.issue(IssueReceipt(wish, "A", issued_on=TODAY))
    with reopened(Home(tmp_path / "home")) as store:
        week, less = (store.receipt_queries.paid_before(second.id, days) for days in (7, 6))

    assert week is not None
    assert week.receipt.id == first.id
    assert less is None


def test_what_undoes_a_receipt_is_shown_with_it_and_found_sound(till: Store) -> None:
    first, _ = issue(till)
    second, _ = issue(till)

    void, asked = cancel(till, first), ask_back(till, second)

    views = {each.receipt.id: each for each in till.queries.receipts(5)}
    assert (views[first.id].state, views[first.id].cancellation) == (ReceiptState.CANCELLED, void)
    assert (views[second.id].state, views[second.id].refunds) == (ReceiptState.REFUND_REQUESTED, (asked,))
    assert till.queries.taken_on(TODAY) == (1, second.total)
    assert till.checker.check(no_report) == []


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM receipt_cancellation",
        "UPDATE receipt_cancellation SET approver = 'x'",
        "UPDATE receipt_cancellation SET reason = '(đã xoá)'",
        "UPDATE receipt SET cancelled_on = NULL",
        "UPDATE receipt SET cancelled_on = '2026-01-01'",
        "UPDATE receipt SET overlap = 'x'",
        "UPDATE receipt_line SET grounds = NULL",
        "DELETE FROM receipt_refund",
        "UPDATE receipt_refund SET amount = 2",
    ],
)
def test_nothing_of_it_changes_in_the_tables(home: Home, till: Store, statement: str) -> None:
    receipt, _ = issue(till)
    cancel(till, receipt)
    ask_back(till, issue(till)[0])
    raw = open_ours(home.store, KEY)

    with pytest.raises(DriverError):
        raw.execute(statement)

    raw.close()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("UPDATE receipt_cancellation SET approver = 'x'", "cancellation.differs"),
        ("DELETE FROM receipt_cancellation", "cancellation.missing"),
        ("UPDATE receipt SET cancelled_on = NULL", "cancellation.mark"),
        ("UPDATE receipt SET cancelled_on = '2026-11-21'", "cancellation.mark"),
        ("UPDATE receipt_refund SET amount = 2", "refund.differs"),
        ("DELETE FROM receipt_refund", "refund.missing"),
        ("UPDATE oplog SET body = x'00' WHERE kind = 'receipt.cancelled'", "cancellation.unreadable"),
        ("UPDATE oplog SET body = x'00' WHERE kind = 'receipt.refund_requested'", "refund.unreadable"),
        ("UPDATE receipt_line SET grounds = NULL", "receipt.differs"),
        ("UPDATE receipt SET overlap = 'x'", "receipt.differs"),
    ],
)
def test_whatever_was_tampered_with_is_found(home: Home, till: Store, change: str, code: str) -> None:
    receipt, _ = issue(till)
    cancel(till, receipt)
    ask_back(till, issue(till)[0])
    raw = unguarded(home)
    raw.execute(change)
    raw.close()

    assert code in {each.code for each in till.checker.check(no_report)}


@pytest.mark.logs_warning("receipts put back")
def test_a_store_that_fell_back_hears_of_its_cancellations_from_the_journal(home: Home, till: Store) -> None:
    receipt, _ = issue(till)
    older = home.store.read_bytes() if checkpointed(home) else b""
    void = cancel(till, receipt)
    asked = ask_back(till, issue(till)[0])
    till.close()
    for name in ("store.db-wal", "store.db-shm"):
        home.folder.joinpath(name).unlink(missing_ok=True)
    home.store.write_bytes(older)

    with reopened(home) as store:
        views = store.queries.receipts(5)
        assert {each.state for each in views} == {ReceiptState.CANCELLED, ReceiptState.REFUND_REQUESTED}
        assert [each.cancellation for each in views if each.cancellation] == [void]
        assert [each.refunds for each in views if each.refunds] == [(asked,)]
        assert store.checker.check(no_report) == []


def checkpointed(home: Home) -> bool:
    """Put all that is committed into the store's file itself."""
    raw = open_ours(home.store, KEY)
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    return True


def paid(bench: Bench) -> tuple[PersonId, Receipt]:

    bench.enrol()
    bench.put_list(a_due_row())
    bench.due_lists.import_file(LIST)
    with bench.open_unit() as unit:
        person = unit.households.people_by_numbers([a_due_row().insurance_no or ""], [])[0]
    wish = PaymentRequest(person.id, Scheme.HEALTH, 12)
    return person.id, bench.receipts.issue(IssueReceipt((wish,), "Nguyễn Thị Ánh"))


def test_a_line_of_the_due_list_is_due_again(tmp_path: Path) -> None:

    with sql_bench(tmp_path) as bench:
        _person, receipt = paid(bench)
        assert bench.queries.due_lines(DueFilter(unanswered=True)) == []

        CancellationService(bench.open_unit, bench.clock, bench.ids).cancel(
            CancelReceipt(receipt.id, "Sai", "Lê Văn Duyệt", CopyTwo.KEPT)
        )

        [line] = bench.queries.due_lines(DueFilter(unanswered=True))
        assert line.receipt_id is None
