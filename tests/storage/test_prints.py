"""The print log in a real store: swept but for what counts, and gone with whom it was about."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError

from agent_app.domain.erasure import ErasureId, ErasureRequest
from agent_app.domain.household import Subject
from agent_app.domain.operation import Entry, OperationKind
from agent_app.domain.print_log import PaperKind, Printing, PrintWay
from agent_app.domain.privacy_body import erasure_body
from agent_app.domain.receipt import Receipt
from agent_app.services.ports import SweepLimits
from agent_app.storage.store import Store
from tests.builders import NOW, TODAY, a_household, an_id
from tests.storage.test_privacy import ANH, KY, NEVER, erase, lived_in  # noqa: F401 (a fixture)


def printed(store: Store, kind: PaperKind, about: UUID | None, nth: int = 1, at: datetime = NOW) -> None:
    number = an_id(0x900 + 16 * list(PaperKind).index(kind) + nth)
    keep(store, Printing(number, kind, about, PrintWay.PDF, 2, nth, at))


def keep(store: Store, printing: Printing) -> None:
    with store.unit() as unit:
        unit.prints.add_all([printing])
        unit.commit()


def times(store: Store, kind: PaperKind, about: UUID | None) -> int:
    with store.unit() as unit:
        return unit.prints.times(kind, about)


def test_prints_are_counted_by_paper(till: Store) -> None:
    printed(till, PaperKind.RECEIPT, an_id(1))
    printed(till, PaperKind.RECEIPT, an_id(1), 2)
    printed(till, PaperKind.NOTICE, an_id(1))
    printed(till, PaperKind.SUMMARY, None)

    assert times(till, PaperKind.RECEIPT, an_id(1)) == 2
    assert times(till, PaperKind.NOTICE, an_id(1)) == 1
    assert times(till, PaperKind.RECEIPT, an_id(2)) == 0
    assert times(till, PaperKind.SUMMARY, None) == 1
    assert times(till, PaperKind.STOCK, None) == 0


def test_a_print_has_a_copy_at_least(till: Store) -> None:
    with pytest.raises(IntegrityError):
        keep(till, Printing(an_id(1), PaperKind.RECEIPT, an_id(1), PrintWay.PDF, 0, 1, NOW))


def test_a_sweep_forgets_old_prints_and_not_how_often_a_paper_went_out(till: Store) -> None:
    old = NOW - timedelta(days=800)
    for nth in (1, 2, 3):
        printed(till, PaperKind.RECEIPT, an_id(1), nth, old)
    printed(till, PaperKind.SUMMARY, None, 1, old)
    printed(till, PaperKind.STOCK, None)

    with till.unit() as unit:
        limit = NOW - timedelta(days=700)
        unit.privacy.sweep(SweepLimits(NEVER, NEVER, NEVER, NEVER, NEVER, NEVER, limit), TODAY, NOW)
        unit.commit()

    assert times(till, PaperKind.RECEIPT, an_id(1)) == 3
    assert times(till, PaperKind.SUMMARY, None) == 0
    assert times(till, PaperKind.STOCK, None) == 1


def test_who_is_erased_last_takes_the_notices_of_the_home_along(till: Store) -> None:
    printed(till, PaperKind.NOTICE, a_household().id)
    printed(till, PaperKind.RECEIPT, an_id(1))
    erase(till, KY.id)
    assert times(till, PaperKind.NOTICE, a_household().id) == 1

    with till.unit() as unit:
        last = ErasureRequest(ErasureId(an_id(0x710)), Subject.of(ANH, a_household()), "", TODAY, NOW)
        entry = Entry(an_id(0x711), OperationKind.ERASURE_REQUESTED, 1, NOW, erasure_body(last))
        unit.log.append(entry)
        unit.privacy.erase(last, entry.op_id)
        unit.commit()

    assert times(till, PaperKind.NOTICE, a_household().id) == 0
    assert times(till, PaperKind.RECEIPT, an_id(1)) == 1


def test_the_file_of_a_person_says_what_was_printed(lived_in: tuple[Store, Receipt]) -> None:  # noqa: F811
    store, receipt = lived_in
    printed(store, PaperKind.NOTICE, a_household().id)
    printed(store, PaperKind.RECEIPT, receipt.id)
    printed(store, PaperKind.RECEIPT, an_id(0x777), 2)

    held = store.privacy_queries.person_file(receipt.lines[0].subject.person_id)

    prints = held.sections["prints"]
    assert isinstance(prints, list)
    assert sorted((each["kind"], each["copies"], each["nth"]) for each in prints) == [
        ("notice", 2, 1),
        ("receipt", 2, 1),
    ]


def test_what_went_out_together_is_one_line_of_what_was_printed(till: Store) -> None:
    later = NOW + timedelta(minutes=5)
    for at in (1, 2, 3):
        keep(till, Printing(an_id(0xA00 + at), PaperKind.NOTICE, an_id(at), PrintWay.PDF, 1, at, NOW))
    printed(till, PaperKind.SUMMARY, None, at=later)
    summary, notices = till.print_queries.recent(10)

    assert (summary.kind, summary.papers, summary.nth) == (PaperKind.SUMMARY, 1, 1)
    assert (notices.kind, notices.papers, notices.nth) == (PaperKind.NOTICE, 3, 3)
    assert notices.printed_at == NOW
    assert till.print_queries.recent(1) == [summary]


def test_what_was_printed_is_read_from_its_newest_end(till: Store) -> None:
    moments = [NOW + timedelta(minutes=at) for at in range(60)]
    for at, moment in enumerate(moments):
        keep(till, Printing(an_id(0xA00 + at), PaperKind.RECEIPT, an_id(at), PrintWay.PDF, 2, 1, moment))
    engine, heard = till._files.read, list[tuple[str, tuple[object, ...]]]()

    @event.listens_for(engine, "before_cursor_execute")
    def _hear(
        _connection: object, _cursor: object, statement: str, values: tuple[object, ...], *_: object
    ) -> None:
        heard.append((statement, values))

    recent = till.print_queries.recent(3)
    statement, parameters = next(each for each in heard if "SELECT" in each[0])
    with engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()

    assert [each.printed_at for each in recent] == moments[:-4:-1]
    assert any("SEARCH print_log USING INDEX ix_print_log_printed_at" in row[-1] for row in plan)


def test_a_printed_receipt_is_named_by_its_number(lived_in: tuple[Store, Receipt]) -> None:  # noqa: F811
    store, receipt = lived_in
    printed(store, PaperKind.RECEIPT, receipt.id)

    assert store.print_queries.recent(1)[0].number == receipt.shown_number
