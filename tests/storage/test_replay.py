"""A store that is an older copy, or was cut short, gets its money back from the journal."""

import errno
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from agent_app.domain.cancellation import CopyTwo
from agent_app.domain.due_list import Scheme
from agent_app.domain.money import Dong
from agent_app.domain.operation import Position
from agent_app.domain.receipt import Receipt
from agent_app.runtime.paths import Home
from agent_app.services.cancelling import CancellationService, CancelReceipt
from agent_app.services.failures import KeptButUnwitnessedError
from agent_app.services.lines import DueFilter
from agent_app.services.ports import Finding, no_report
from agent_app.services.quotes import PaymentRequest
from agent_app.services.receipts import IssueReceipt
from agent_app.services.standing import Replay
from agent_app.storage.engine import open_ours, scalar
from agent_app.storage.journal import Journal
from agent_app.storage.store import Store
from tests.builders import NOW, a_book, a_due_row, a_household, a_person, an_enrolment, an_entry, an_id
from tests.services.bench import Bench
from tests.storage.till import KEY, contents, issue, opened, reopened, settle_in

PUT_BACK = r"journal: \d+ receipts put back into the store, \d+ other operations lost, \d+ numbers taken"

pytestmark = pytest.mark.logs_warning(PUT_BACK)


@dataclass(slots=True)
class Day:
    """A home whose store can be taken back to the morning."""

    home: Home
    morning: bytes = b""

    def keep(self) -> None:
        """Copy the store as a backup does."""
        self.morning = self.home.store.read_bytes()

    def fall_back(self) -> None:
        """Put the copy in its place."""
        self.home.store.write_bytes(self.morning)
        for suffix in ("-wal", "-shm"):
            self.home.store.with_name(f"store.db{suffix}").unlink(missing_ok=True)


@pytest.fixture
def day(home: Home) -> Day:
    """An enrolled home with two people; its copy was made before anyone paid."""
    made = Day(home)
    with reopened(home) as store:
        bench = Bench(store.unit, store.queries)
        bench.enrol(a_book(1, 50))
        bench.settle_in(a_person(1), a_person(2))
        bench.put_list(a_due_row(1))
        bench.due_lists.import_file(Path("d08a.xlsx"))
    made.keep()
    return made


def pay(store: Store, number: int = 1, months: int = 12, ids: int = 0) -> Receipt:
    """Take a person's money as the use case does: visit and receipt."""
    bench = Bench(store.unit, store.queries)
    bench.ids.last = 1000 * (ids or 1 + len(store.queries.receipts(100)))
    wish = PaymentRequest(a_person(number).id, Scheme.HEALTH, months)
    return bench.receipts.issue(IssueReceipt((wish,), "Nguyễn Thị Ánh"))


def receipts(store: Store) -> list[Receipt]:
    """Every receipt, by number."""
    return sorted((view.receipt for view in store.queries.receipts(100)), key=lambda each: each.number or 0)


def places(store: Store) -> list[tuple[int, int]]:
    """Every place in the log."""
    with store.unit() as unit:
        return [(each.epoch, each.dseq) for each in unit.log.after(0, 1000)]


def test_the_receipts_of_the_day_are_there_again_as_they_were_issued(day: Day) -> None:
    with reopened(day.home) as store:
        issued = [pay(store), pay(store, 2, 6)]
    day.fall_back()

    with reopened(day.home) as store:
        assert receipts(store) == issued
        assert store.replayed == Replay(NOW, 2, Dong(issued[0].total + issued[1].total), 2, 0)
        assert store.standing.standing(NOW).replays == (store.replayed,)
        assert store.queries.books()[0].next == 3


def test_what_comes_back_over_holes_begins_a_new_epoch(day: Day) -> None:
    with reopened(day.home) as store:
        pay(store)
        pay(store, 2)
    day.fall_back()

    with reopened(day.home) as store:
        assert places(store) == [(2, 1), (2, 2)]
        with store.unit() as unit:
            assert unit.device.identity().epoch == 2
            assert unit.log.acknowledged().dseq == 0
        assert store.checker.check(no_report) == []
        pay(store)
        assert places(store)[-2:] == [(2, 3), (2, 4)]
        assert store.checker.check(no_report) == []


def test_what_continues_the_log_is_put_back_at_its_own_place(home: Home) -> None:
    with reopened(home) as store:
        settle_in(store)
        issue(store)
    whole = Day(home)
    whole.keep()
    with reopened(home) as store:
        for _ in range(3):
            issue(store)
        before = Journal(home.journal, KEY).read().operations
    size = home.journal.stat().st_size
    whole.fall_back()

    with reopened(home) as store:
        assert places(store) == [(1, 1), (1, 2), (1, 3), (1, 4)]
        assert store.replayed is not None
        assert (store.replayed.receipts, store.replayed.others) == (3, 0)
        assert store.checker.check(no_report) == []
    assert Journal(home.journal, KEY).read().operations == before
    assert home.journal.stat().st_size == size


def test_the_journal_loses_no_record_and_a_second_fall_is_healed_as_well(day: Day) -> None:
    with reopened(day.home) as store:
        issued = [pay(store), pay(store, 2)]
    day.fall_back()
    with reopened(day.home) as store:
        issued.append(pay(store))
    first = Journal(day.home.journal, KEY).read().operations
    day.fall_back()

    with reopened(day.home) as store:
        assert receipts(store) == issued
        assert store.checker.check(no_report) == []
        assert places(store) == [(2, 1), (2, 2), (3, 3)]
    assert Journal(day.home.journal, KEY).read().operations[: len(first)] == first


def test_opening_again_puts_nothing_back_twice(day: Day) -> None:
    with reopened(day.home) as store:
        pay(store)
    day.fall_back()
    opened(day.home).close()
    before = contents(day.home)["receipts.jnl"]

    with reopened(day.home) as store:
        assert store.replayed is None
        assert len(receipts(store)) == 1
        assert len(store.standing.replays()) == 1
    assert day.home.journal.read_bytes() == before


def test_a_crash_between_store_and_journal_is_made_up_for(day: Day) -> None:
    with reopened(day.home) as store:
        pay(store)
    journal = day.home.journal.read_bytes()
    day.fall_back()
    opened(day.home).close()
    day.home.journal.write_bytes(journal)

    with reopened(day.home) as store:
        assert store.replayed is None
        assert store.checker.check(no_report) == []
    assert [(each.epoch, each.dseq) for each in Journal(day.home.journal, KEY).read().operations] == [
        (1, 2),
        (2, 1),
    ]


def test_the_agent_is_told_until_it_has_been_noted(day: Day) -> None:
    with reopened(day.home) as store:
        pay(store)
    day.fall_back()
    opened(day.home).close()

    with reopened(day.home) as store:
        assert len(store.standing.standing(NOW).replays) == 1
        store.standing.note_replays()
        assert store.standing.standing(NOW).replays == ()
        assert len(store.standing.replays()) == 1


def test_whoever_has_paid_is_answered_and_covered_again(day: Day) -> None:
    with reopened(day.home) as store:
        paid = pay(store)
        answered = [line.receipt_id for line in store.queries.due_lines(DueFilter())]
        page = store.queries.household(a_household().id, 2026)
    day.fall_back()

    with reopened(day.home) as store:
        assert [line.receipt_id for line in store.queries.due_lines(DueFilter())] == answered == [paid.id]
        again = store.queries.household(a_household().id, 2026)
        assert [(each.place, each.covers) for each in again.members] == [
            (each.place, each.covers) for each in page.members
        ]
        assert pay(store).lines[0].period.start > paid.lines[0].period.end


def test_people_whom_the_older_copy_does_not_know_are_made_from_the_receipt(day: Day) -> None:
    newcomer = replace(a_person(7, "Lò Thị Mới"), household_id=a_household(7).id)
    with reopened(day.home) as store:
        bench = Bench(store.unit, store.queries)
        bench.settle_in(newcomer, households=(a_household(7),))
        paid = pay(store, 7)
    day.fall_back()

    with reopened(day.home) as store:
        page = store.queries.household(a_household(7).id, 2026)
        assert page.household == replace(a_household(7), hamlet=None)
        assert [(each.id, each.name, each.insurance_no) for each in page.members] == [
            (newcomer.id, newcomer.name, newcomer.insurance_no)
        ]
        assert page.members[0].covers[0].receipt_id == paid.id
        assert [line.id for line in store.queries.search_people("lo thi moi")] == [newcomer.id]
        assert store.checker.check(no_report) == []


@pytest.mark.parametrize("known_by", ["insurance_no", "citizen_id"])
def test_somebody_who_is_known_under_another_id_is_not_made_twice(day: Day, known_by: str) -> None:
    server = replace(a_person(1), id=a_person(50).id, household_id=a_household(50).id)
    twin_home = replace(a_household(), id=a_household(50).id)
    if known_by == "citizen_id":
        server = replace(server, insurance_no=None)
    with reopened(day.home) as store:
        with store.unit() as unit:
            unit.households.add_households([twin_home], "test")
            unit.households.add_people([server], "test")
            unit.commit()
        paid = pay(store, 50)
    day.fall_back()

    with reopened(day.home) as store:
        assert store.queries.counts().people == 2
        members = store.queries.household(a_household().id, 2026).members
        assert {each.id: [cover.receipt_id for cover in each.covers] for each in members} == {
            a_person(1).id: [paid.id],
            a_person(2).id: [],
        }
        assert receipts(store) == [paid]
        assert store.checker.check(no_report) == []


def test_a_book_that_the_older_copy_lacks_gives_no_number_until_it_is_known_again(home: Home) -> None:
    with reopened(home) as store:
        bench = Bench(store.unit, store.queries)
        bench.settle_in(a_person(1))
    day = Day(home)
    day.keep()
    with reopened(home) as store:
        bench = Bench(store.unit, store.queries)
        bench.enrol(a_book(1, 50))
        pay(store)
        pay(store)
    day.fall_back()

    with reopened(home) as store:
        assert [(book.first, book.next, book.left) for book in store.queries.books()] == [(1, 3, 0)]
        with store.unit() as unit:
            unit.device.enrol(an_enrolment())
            unit.receipts.add_book(replace(a_book(1, 50), id=an_id(0x3001)))
            unit.commit()
        assert [(book.first, book.next, book.left) for book in store.queries.books()] == [(1, 3, 48)]
        assert pay(store).number == 3


def test_a_book_never_goes_back(day: Day) -> None:
    with reopened(day.home) as store:
        pay(store)
    day.fall_back()
    raw = open_ours(day.home.store, KEY)
    raw.execute("UPDATE receipt_book SET next = 9")
    raw.close()

    with reopened(day.home) as store:
        assert store.queries.books()[0].next == 9


def test_a_number_that_another_receipt_has_by_now_is_named_and_nothing_is_replaced(day: Day) -> None:
    with reopened(day.home) as store:
        lost = pay(store)
    ahead = day.home.journal.read_bytes()
    day.fall_back()
    day.home.journal.unlink()
    with pytest.MonkeyPatch.context() as patch:
        for module in ("store", "journal"):
            patch.setattr(f"agent_app.storage.{module}.log.warning", lambda *_: None)
        with reopened(day.home) as store:
            kept = pay(store, 2, ids=9)
    day.home.journal.write_bytes(ahead)

    with reopened(day.home) as store:
        assert receipts(store) == [kept]
        assert kept.number == lost.number
        assert store.replayed == Replay(NOW, 0, Dong(0), 0, 1)
        with store.unit() as unit:
            sent = unit.log.after(0, 100)
        assert [(each.epoch, each.dseq) for each in sent] == [(1, 1), (1, 2), (2, 3)]
        assert store.checker.check(no_report) == [Finding("journal.number_taken", str(sent[-1].op_id))]
        assert pay(store).number == 2
    known = Journal(day.home.journal, KEY).read().latest()
    assert {each.op_id for each in sent if each.kind == "receipt.issued"} <= set(known)


def test_a_receipt_comes_back_though_the_one_that_it_replaces_does_not(day: Day) -> None:
    with reopened(day.home) as store:
        void = pay(store)
        bench = Bench(store.unit, store.queries)
        bench.ids.last = 5000
        cancelling = CancellationService(store.unit, bench.clock, bench.ids)
        cancelling.cancel(CancelReceipt(void.id, "ghi sai", "Lê Văn Duyệt", CopyTwo.KEPT))
        wish = PaymentRequest(a_person(1).id, Scheme.HEALTH, 12)
        again = bench.receipts.issue(IssueReceipt((wish,), "Nguyễn Thị Ánh", replaces=void.id))
    ahead = day.home.journal.read_bytes()
    day.fall_back()
    day.home.journal.unlink()
    with pytest.MonkeyPatch.context() as patch:
        for module in ("store", "journal"):
            patch.setattr(f"agent_app.storage.{module}.log.warning", lambda *_: None)
        with reopened(day.home) as store:
            kept = pay(store, 2, ids=9)
    day.home.journal.write_bytes(ahead)

    with reopened(day.home) as store:
        back = next(each for each in receipts(store) if each.id == again.id)
        assert [each.id for each in receipts(store)] == [kept.id, again.id]
        assert (back.number, back.total, back.signature) == (2, again.total, again.signature)
        assert "journal.number_taken" in {each.code for each in store.checker.check(no_report)}


def test_what_the_office_knew_before_the_fall_stays_known(day: Day) -> None:
    with reopened(day.home) as store:
        pay(store)
        with store.unit() as unit:
            head = unit.log.head()
            unit.log.confirm(head, b"proof", NOW)
            unit.commit()
    day.keep()
    with reopened(day.home) as store:
        pay(store, 2)
    day.fall_back()

    with reopened(day.home) as store, store.unit() as unit:
        assert unit.log.acknowledged() == head
        assert unit.log.hash_at(head.epoch, head.dseq) == head.hash
        assert unit.log.head() == Position(2, 3, unit.log.after(2, 1)[0].hash)
        assert [each.prev_hash for each in unit.log.after(2, 1)] == [head.hash]


@pytest.mark.logs_warning("does not read as a receipt")
def test_an_operation_of_money_that_nobody_can_read_goes_to_the_office_all_the_same(home: Home) -> None:
    day = Day(home, home.store.read_bytes())
    with reopened(home) as store, store.unit() as unit:
        entry = an_entry()
        unit.log.append(replace(entry, body=b"\xa0"))
        unit.commit()
    day.fall_back()

    with reopened(home) as store:
        assert places(store) == [(1, 1)]
        assert [each.code for each in store.checker.check(no_report)] == ["receipt.unreadable"]
    opened(home).close()


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9])
def test_a_write_ahead_log_that_was_cut_short_costs_no_receipt(day: Day, keep: float) -> None:
    store = opened(day.home)
    issued = [pay(store), pay(store, 2), pay(store)]
    log = day.home.store.with_name("store.db-wal")
    held = bytearray(log.read_bytes())
    held[int(len(held) * keep)] ^= 1
    copied = Home(day.home.folder.with_name("Máy đã hỏng"))
    copied.make()
    for name in ("store.db", "receipts.jnl"):
        (copied.folder / name).write_bytes((day.home.folder / name).read_bytes())
    (copied.folder / "store.db-wal").write_bytes(held)
    store.close()

    with reopened(copied) as healed:
        assert receipts(healed) == issued
        assert healed.checker.check(no_report) == []


def test_the_row_that_remembers_it_holds_counts_only(day: Day) -> None:
    with reopened(day.home) as store:
        pay(store)
    day.fall_back()
    opened(day.home).close()

    raw = open_ours(day.home.store, KEY)
    assert scalar(raw, "SELECT count(*) FROM replay WHERE receipts = 1 AND others = 1 AND told = 0") == 1
    raw.close()


def refuse(monkeypatch: pytest.MonkeyPatch, errno: int) -> None:
    """Let the journal take no record any more."""

    def refused(*_: object) -> None:
        raise OSError(errno, os.strerror(errno))

    monkeypatch.setattr(Journal, "_append", refused)


@pytest.mark.logs_warning("journal: cannot be written")
def test_money_behind_a_replay_that_was_not_witnessed_is_witnessed_or_refused(day: Day) -> None:
    with reopened(day.home) as store:
        pay(store)
        pay(store, 2)
    day.fall_back()

    with pytest.MonkeyPatch.context() as patch:
        refuse(patch, errno.EIO)
        with reopened(day.home) as store:
            with pytest.raises(KeptButUnwitnessedError):
                pay(store)
            patch.undo()
            pay(store, 2)
            issued = receipts(store)
    day.fall_back()

    with reopened(day.home) as store:
        assert receipts(store) == issued
        assert len(issued) == 4
        assert pay(store).number == 5
        assert store.checker.check(no_report) == []


def test_an_opening_gives_the_reserve_up_to_have_what_came_back_witnessed(day: Day) -> None:
    with reopened(day.home) as store:
        pay(store)
    day.fall_back()
    assert day.home.reserve.exists()
    real = Journal._append

    def while_reserved(*parts: Any) -> None:  # noqa: ANN401
        if day.home.reserve.exists():
            raise OSError(errno.ENOSPC, "full")
        real(*parts)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Journal, "_append", while_reserved)
        opened(day.home).close()

    assert (2, 1) in [(each.epoch, each.dseq) for each in Journal(day.home.journal, KEY).read().operations]


@pytest.mark.logs_warning("bytes do not open; kept as")
@pytest.mark.parametrize("lost", [1, 400])
def test_a_power_cut_while_the_new_places_are_witnessed_keeps_nobody_out(day: Day, lost: int) -> None:
    with reopened(day.home) as store:
        issued = [pay(store), pay(store, 2)]
    day.fall_back()
    before = day.home.journal.stat().st_size
    opened(day.home).close()
    witnessed = day.home.journal.read_bytes()
    first = 4 + int.from_bytes(witnessed[before : before + 4], "big")
    day.home.journal.write_bytes(witnessed[: before + first - lost])

    with reopened(day.home) as store:
        assert receipts(store) == issued
        assert store.checker.check(no_report) == []
    assert len(day.home.journal.read_bytes()) == len(witnessed)
