"""What the office has signed lies in the store for ever, and a check tells what was made of it."""

from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from agent_app.domain.office_setting import SettingKey
from agent_app.domain.operation import OperationState
from agent_app.domain.receipt import ReceiptId, ReceiptState
from agent_app.domain.signed_document import SignedDocument, office_file
from agent_app.runtime.office_signature import signed_by_office
from agent_app.runtime.paths import Home
from agent_app.services.office_orders import DocumentIntake, OfficeService
from agent_app.services.ports import no_report
from agent_app.storage.engine import DriverError, RawConnection, open_ours
from agent_app.storage.store import Store
from tests.builders import NOW, a_book, an_enrolment, an_id, granting
from tests.fakes import FixedClock
from tests.office_documents import (
    ISSUED,
    OFFICE_PUBLIC,
    a_confirmation,
    a_grant,
    a_number,
    a_setting,
    document_id,
)
from tests.storage.till import KEY, issue, reopened, settle_in

LAST = 900_000
NEXT_BOOK = (LAST + 1, LAST + 50)
NAMED = {"office", "book", "e_receipt", "confirmation"}
SETTING = a_setting(SettingKey.CASH_LIMIT, "20000000")


def service(store: Store) -> OfficeService:
    return OfficeService(store.unit, DocumentIntake(signed_by_office), FixedClock())


def receive(store: Store, *documents: SignedDocument) -> None:
    service(store).receive(office_file(list(documents)))


@pytest.fixture
def office(till: Store) -> Store:
    """A till whose office has settled something, given a second book and named an e-receipt."""
    with till.unit() as unit:
        books = granting(a_book(1, LAST)).books
        unit.device.enrol(an_enrolment(books=books, server_sign_keys=(OFFICE_PUBLIC,)))
        unit.commit()
    receive(
        till,
        SETTING,
        a_grant("0002", *NEXT_BOOK),
        a_number(an_id(0x9001)),
        a_confirmation(an_id(0x9001)),
    )
    return till


@pytest.fixture
def raw(home: Home, office: Store) -> RawConnection:
    """A bare connection beside it, without the guards."""
    del office
    connection = open_ours(home.store, KEY)
    guards = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in guards:
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("PRAGMA foreign_keys = OFF")
    return connection


def codes(store: Store) -> list[str]:
    return sorted(finding.code for finding in store.checker.check(no_report))


def test_what_came_from_the_office_is_sound(office: Store) -> None:
    issue(office)

    assert codes(office) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            "UPDATE office_document SET signed = CAST(replace(CAST(signed AS BLOB), x'35', x'39') AS BLOB)",
            None,
        ),
        ("UPDATE office_document SET signed = x'00' WHERE kind = 'setting'", ["office.altered"]),
        ("UPDATE office_document SET serial = 99 WHERE kind = 'setting'", ["office.altered"]),
        ("UPDATE office_document SET kind = 'book' WHERE kind = 'setting'", ["office.altered"]),
        ("DELETE FROM office_document WHERE kind = 'book'", ["book.no_grant"]),
        ("UPDATE receipt_book SET last = last + 1 WHERE book = '0002'", ["book.no_grant"]),
        ("DELETE FROM enrolled_book", ["book.no_grant"]),
        ("UPDATE e_receipt_number SET number = 8", ["e_receipt.differs"]),
        ("DELETE FROM e_receipt_number", ["e_receipt.differs"]),
        ("UPDATE confirmation SET code = 'XN-0'", ["confirmation.differs"]),
        ("UPDATE confirmation SET code = NULL, reason = 'sai'", ["confirmation.differs"]),
        ("DELETE FROM confirmation", ["confirmation.differs"]),
        ("UPDATE device SET enrolment = NULL", None),
    ],
)
def test_whatever_was_altered_is_named(
    office: Store, raw: RawConnection, change: str, expected: list[str] | None
) -> None:
    with closing(raw):
        raw.execute(change)

        found = [code for code in codes(office) if code.split(".")[0] in NAMED]

    assert found == expected if expected else "office.altered" in found


@pytest.mark.parametrize(("before", "after"), [(SETTING.signature, b"\1" * 64), (b"20000000", b"90000000")])
def test_a_setting_that_was_altered_in_the_database_is_named(
    office: Store, raw: RawConnection, before: bytes, after: bytes
) -> None:
    encoded = SETTING.encoded().replace(before, after)
    with closing(raw):
        raw.execute("UPDATE office_document SET signed = ? WHERE kind = 'setting'", (encoded,))

        assert codes(office) == ["office.altered"]


def test_a_book_of_ones_own_making_is_named(office: Store, raw: RawConnection) -> None:
    with closing(raw):
        raw.execute(
            "INSERT INTO receipt_book (id, symbol, book, first, last, next, device_id) "
            "SELECT ?, symbol, '0099', 1000001, 1000050, 1000001, device_id FROM receipt_book LIMIT 1",
            (an_id(0x77).hex,),
        )

        assert codes(office) == ["book.no_grant"]


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM office_document",
        "UPDATE office_document SET serial = 9",
        "DELETE FROM enrolled_book",
        "UPDATE enrolled_book SET last = last + 1",
        "DELETE FROM e_receipt_number",
        "UPDATE receipt_book SET last = 900001 WHERE book = '0001'",
        "UPDATE receipt_book SET first = 1 WHERE book = '0002'",
    ],
)
def test_the_database_itself_keeps_what_the_office_gave(office: Store, home: Home, change: str) -> None:
    with closing(open_ours(home.store, KEY)) as raw, pytest.raises(DriverError):
        raw.execute(change)

    assert codes(office) == []


def test_books_that_were_in_hand_before_grants_were_signed_are_granted(home: Home) -> None:
    with reopened(home) as store:
        settle_in(store)
        with closing(open_ours(home.store, KEY)) as raw:
            held = raw.execute("SELECT book, first, last FROM enrolled_book").fetchall()
        assert held == [("0001", 1, LAST)]
        assert codes(store) == []


def later(moment: datetime) -> Callable[[RawConnection], None]:
    """Let a home be one whose books of up to then may have given numbers that it does not know."""
    millis = int(moment.timestamp() * 1000)

    def doubt(raw: RawConnection) -> None:
        raw.execute("UPDATE device SET books_doubted_to = ?", (millis,))

    return doubt


@pytest.mark.parametrize(("hour", "frozen"), [(7, False), (8, True), (9, True)])
def test_a_book_of_before_a_doubtful_restore_comes_back_frozen(
    till: Store,
    home: Home,
    hour: int,
    frozen: bool,  # noqa: FBT001
) -> None:
    with till.unit() as unit:
        unit.device.enrol(an_enrolment(server_sign_keys=(OFFICE_PUBLIC,)))
        unit.commit()
    with closing(open_ours(home.store, KEY)) as raw:
        later(ISSUED.replace(hour=hour))(raw)

    receive(till, a_grant("0002", *NEXT_BOOK))

    assert [each.frozen for each in till.queries.books()] == [False, frozen]


def test_the_store_keeps_its_documents_over_a_closing(home: Home, tmp_path: Path) -> None:
    del tmp_path
    with reopened(home) as store:
        settle_in(store)
        with store.unit() as unit:
            unit.device.enrol(an_enrolment(server_sign_keys=(OFFICE_PUBLIC,)))
            unit.commit()
        receive(store, a_number(an_id(0x9001)))
    with reopened(home) as store, store.unit() as unit:
        found = unit.office.e_receipt_number(ReceiptId(an_id(0x9001)))
    assert found is not None
    assert found.id == document_id(21)


def test_the_offices_last_word_on_a_receipt_counts_in_whatever_order_it_comes(office: Store) -> None:
    receipt, _operation = issue(office)
    refused = a_confirmation(receipt.id, None, "thiếu chữ ký", serial=51, hour=9)
    recorded = a_confirmation(receipt.id, "XN-1", serial=52, hour=10)

    receive(office, refused)
    (before,) = office.queries.receipts(1)
    receive(office, recorded)
    (after,) = office.queries.receipts(1)
    receive(office, a_confirmation(receipt.id, None, "đến muộn", serial=53, hour=8))

    assert (before.state, before.confirmation, before.refusal) == (ReceiptState.REVIEW, None, "thiếu chữ ký")
    assert (after.state, after.confirmation, after.refusal) == (ReceiptState.RECORDED, "XN-1", None)
    assert office.queries.receipt(receipt.id) == after


def test_a_word_on_a_receipt_that_is_not_here_waits_for_it(office: Store) -> None:
    issue(office)

    receive(office, a_confirmation(an_id(0x9007), "XN-7", serial=61))

    assert office.queries.receipts(1)[0].confirmation is None
    assert codes(office) == []


def test_a_receipt_that_was_taken_and_not_recorded_is_to_be_looked_at_until_it_is(office: Store) -> None:
    receipt, operation = issue(office)
    receive(office, a_confirmation(receipt.id, None, "thiếu chữ ký", serial=51, hour=9))
    assert office.queries.sync_status().held == ()
    with office.unit() as unit:
        unit.log.confirm(operation.position, b"custody", NOW)
        unit.log.settle([(operation.op_id, OperationState.ACCEPTED, None)])
        unit.commit()

    (line,) = office.queries.sync_status().held
    receive(office, a_confirmation(receipt.id, "XN-1", serial=52, hour=10))

    assert (line.op_id, line.reason, line.refusal) == (operation.op_id, "not_recorded", "thiếu chữ ký")
    assert (line.receipt_number, line.amount) == ("0000001", receipt.total)
    assert office.queries.sync_status().held == ()
