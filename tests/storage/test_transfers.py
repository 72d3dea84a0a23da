"""Transfers and credits on disk: put back, rescued, checked, guarded, and forgotten with their people."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from agent_app.domain.cancellation import CopyTwo
from agent_app.domain.household import HouseholdId, PersonId
from agent_app.domain.names import fold
from agent_app.domain.receipt import ReceiptId
from agent_app.domain.replica import HOUSEHOLD, PERSON, ServerRow
from agent_app.domain.transfer import AwaitedTransfer, CreditMatter, TransferState
from agent_app.runtime.paths import Home
from agent_app.services.cancelling import CancellationService, CancelReceipt
from agent_app.services.ports import ReplicaChange, ScopeCursor, SweepLimits, no_report
from agent_app.services.receipts import IssueReceipt
from agent_app.storage.backup_file import wraps_of
from agent_app.storage.engine import DriverError, RawConnection, open_ours, scalar
from agent_app.storage.rescue.rescuing import Rescuing
from agent_app.storage.store import Store
from tests.builders import NOW, TODAY, a_household, a_person, an_id
from tests.services.bench import Bench
from tests.services.teller import PAY_FIRST, PAY_SECOND, PRICE, Teller, a_line
from tests.storage.backing import a_home
from tests.storage.test_privacy import erase
from tests.storage.till import KEY, differences, opened

PUT_BACK = r"journal: \d+ receipts put back into the store, \d+ other operations lost, \d+ numbers taken"
PAY_ELSEWHERE = replace(PAY_FIRST, person_id=a_person(3).id)
NEVER = datetime(1971, 1, 1, tzinfo=NOW.tzinfo)
WORDS = f"NGUYEN THI ANH CK {a_person(1).phone}"


@dataclass(slots=True)
class Desk:
    """A home, its open store and the use cases on it."""

    home: Home
    store: Store
    teller: Teller

    def reopen(self, ids: int = 0) -> None:
        """Close the home and open it as another process does, with ids that are not yet used."""
        self.store.close()
        self.store = opened(self.home)
        bench = Bench(self.store.unit, self.store.queries)
        bench.ids.last = ids or self.teller.bench.ids.last + 1000
        bench.clock = self.teller.bench.clock
        self.teller = Teller(bench, self.teller.source, self.teller.serial)

    def codes(self) -> set[str]:
        """What a check finds."""
        return {each.code for each in self.store.checker.check(no_report)}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    home = a_home(tmp_path)
    store = opened(home)
    made = Desk(home, store, Teller(Bench(store.unit, store.queries)))
    made.teller.open_day()
    yield made
    made.store.close()
    assert differences(home) == []


@dataclass(frozen=True, slots=True)
class Day:
    """A transfer of each kind."""

    receipted: AwaitedTransfer
    partial: AwaitedTransfer
    given_up: AwaitedTransfer


def a_day(desk: Desk) -> Day:
    """One is receipted, one partial, one given up; two credits are nobody's."""
    teller = desk.teller
    one = teller.wait()
    two = teller.wait(PAY_SECOND)
    teller.transfers.give_up(two.id, "nộp tiền mặt")
    three = teller.wait(PAY_SECOND)
    teller.take_in(
        a_line(f"{WORDS} {one.code}", reference="FT1"),
        a_line(f"{three.code} thieu", 500_000, reference="FT2"),
        a_line("ai do", 1_000, reference="FT3"),
    )
    teller.statements.match(teller.credit("FT2").id, three.id, None)
    return Day(one, three, two)


def states(desk: Desk, day: Day) -> list[TransferState]:
    return [desk.teller.get(each.id).state for each in (day.receipted, day.partial, day.given_up)]


ALL = [TransferState.RECEIPTED, TransferState.PARTIAL, TransferState.GIVEN_UP]


def raw_of(home: Home) -> RawConnection:
    return open_ours(home.store, KEY)


def told_of(raw: RawConnection, words: list[str | None]) -> list[str]:
    """Which of these words any cell of the tables of transfers holds."""
    cells = [
        str(cell)
        for table in ("awaited_transfer", "transfer_line", "bank_credit", "credit_use", "transfer_given_up")
        for row in raw.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 (our own names)
        for cell in row
    ]
    held = fold(" ".join(cells))
    return [word for word in words if word and fold(word) in held]


def test_a_sound_day_is_found_sound(desk: Desk) -> None:
    day = a_day(desk)

    assert states(desk, day) == ALL
    assert desk.codes() == set()


def test_the_sums_of_each_state_are_apart(desk: Desk) -> None:
    day = a_day(desk)
    desk.teller.transfers.give_up(day.partial.id, "trả lại tiền")
    waiting = desk.teller.wait(PAY_SECOND)

    sums = desk.store.transfer_queries.sums()

    assert sums == {
        TransferState.AWAITED: (1, waiting.amount),
        TransferState.GIVEN_UP: (2, day.given_up.amount + day.partial.amount),
        TransferState.RECEIPTED: (1, PRICE),
    }
    listed = desk.store.transfer_queries.transfers([TransferState.RECEIPTED], 10)
    assert [(each.id, each.credited, each.credited_on, each.receipt_number) for each in listed] == [
        (day.receipted.id, PRICE, TODAY, "0000001")
    ]
    everything = desk.store.transfer_queries.transfers(None, 2, 1)
    assert [each.id for each in everything] == [day.partial.id, day.given_up.id]


@pytest.mark.logs_warning(PUT_BACK)
def test_a_store_that_fell_back_gets_its_transfers_from_the_journal(desk: Desk) -> None:
    desk.store.close()
    morning = desk.home.store.read_bytes()
    desk.reopen()
    day = a_day(desk)
    before = [desk.teller.get(each.id) for each in (day.receipted, day.partial, day.given_up)]
    desk.store.close()
    desk.home.store.write_bytes(morning)

    desk.reopen()

    after = [desk.teller.get(each.id) for each in (day.receipted, day.partial, day.given_up)]
    assert [each.transfer for each in after] == [each.transfer for each in before]
    assert [each.uses for each in after] == [each.uses for each in before]
    assert states(desk, day) == ALL
    assert desk.codes() == set()


@pytest.mark.logs_warning(PUT_BACK)
def test_a_statement_imported_again_after_a_fall_back_receipts_nothing_twice(desk: Desk) -> None:
    desk.store.close()
    morning = desk.home.store.read_bytes()
    desk.reopen()
    day = a_day(desk)
    desk.store.close()
    desk.home.store.write_bytes(morning)
    desk.reopen()

    again = desk.teller.take_in()

    # What no transfer had used was in the store alone: the statement brings it back, once.
    assert (again.fresh, again.matched) == (1, ())
    assert desk.teller.matters() == {"FT3": CreditMatter.NO_CODE}
    assert states(desk, day) == ALL


def test_rescue_carries_transfers_and_makes_lost_ones_again(desk: Desk) -> None:
    day = a_day(desk)
    desk.store.close()
    with closing(raw_of(desk.home)) as raw:
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("DELETE FROM transfer_line WHERE stage = 'credited'")
        raw.execute("DELETE FROM credit_use")
        raw.execute("DELETE FROM awaited_transfer WHERE code = ?", (day.partial.code,))

    Rescuing(desk.home, desk.home, KEY, NOW, uuid4, wraps_of(desk.home.keys)).run()

    desk.reopen()
    assert states(desk, day) == ALL
    assert desk.teller.get(day.partial.id).credited == 500_000
    assert {each for each in desk.codes() if each.startswith(("transfer", "credit", "log"))} == set()
    assert desk.teller.matters() == {"FT3": CreditMatter.NO_CODE}


@pytest.mark.logs_warning(r"journal: (was gone; rebuilt|\d+ operations made up for)")
def test_rescue_logs_transfers_again_whose_operations_are_lost(desk: Desk) -> None:
    day = a_day(desk)
    desk.store.close()
    desk.home.journal.unlink()
    with closing(raw_of(desk.home)) as raw:
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("DELETE FROM oplog WHERE kind LIKE 'transfer.%'")

    Rescuing(desk.home, desk.home, KEY, NOW, uuid4, wraps_of(desk.home.keys)).run()

    desk.reopen()
    assert states(desk, day) == ALL
    assert {each for each in desk.codes() if each.startswith(("transfer", "credit", "log"))} == set()


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE awaited_transfer SET amount = amount + 1", "transfer.differs"),
        ("UPDATE awaited_transfer SET account = '999'", "transfer.differs"),
        ("UPDATE transfer_line SET ends_on = '2099-01-01'", "transfer.differs"),
        ("UPDATE bank_credit SET amount = amount + 1", "transfer.differs"),
        ("UPDATE bank_credit SET credited_on = '2026-01-01'", "transfer.differs"),
        ("UPDATE credit_use SET used = used + 1", "credit.overused"),
        ("UPDATE credit_use SET used = used - 1", "transfer.unpaid"),
        ("DELETE FROM transfer_given_up", "transfer.differs"),
        ("DELETE FROM credit_use", "transfer.unpaid"),
        ("DELETE FROM awaited_transfer", "transfer.missing"),
        ("UPDATE oplog SET body = x'01' WHERE kind = 'transfer.awaited'", "transfer.unreadable"),
    ],
)
def test_whatever_is_altered_directly_is_found(desk: Desk, statement: str, code: str) -> None:
    a_day(desk)
    with closing(raw_of(desk.home)) as raw:
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute(statement)

    assert code in desk.codes()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE awaited_transfer SET amount = 1",
        "UPDATE awaited_transfer SET code = 'BH'",
        "UPDATE awaited_transfer SET payer = 'Người khác'",
        "UPDATE awaited_transfer SET address = ''",
        "UPDATE transfer_line SET due = 1",
        "UPDATE transfer_line SET subject_name = 'Người khác'",
        "UPDATE transfer_line SET subject_citizen_id = NULL",
        "UPDATE bank_credit SET amount = 1",
        "UPDATE bank_credit SET text = 'khác'",
        "UPDATE credit_use SET used = 1",
        "UPDATE credit_use SET reason = 'khác'",
        "UPDATE transfer_given_up SET reason = 'khác'",
        "DELETE FROM awaited_transfer",
        "DELETE FROM transfer_line",
        "DELETE FROM credit_use",
        "DELETE FROM transfer_given_up",
        "DELETE FROM bank_credit",
    ],
)
def test_the_store_itself_keeps_transfers_as_they_are(desk: Desk, statement: str) -> None:
    a_day(desk)

    with closing(raw_of(desk.home)) as raw, pytest.raises(DriverError, match=r"rows (stay|never change)"):
        raw.execute(statement)


def test_an_erased_person_is_gone_from_transfers_and_from_what_the_bank_said(desk: Desk) -> None:
    day = a_day(desk)
    desk.teller.take_in(
        a_line("nguyenthianh nop them", 7, reference="FT4"), a_line("Ánh Nguyễn Thị khác", 8, reference="FT5")
    )

    erase(desk.store)

    person = a_person(1)
    with closing(raw_of(desk.home)) as raw:
        found = told_of(raw, [person.name, person.citizen_id, person.insurance_no, person.phone])
        said = raw.execute("SELECT reference, text FROM bank_credit").fetchall()
        texts = {str(row[0]): str(row[1]) for row in said}
    assert found == []
    assert [texts[each] for each in ("FT1", "FT4")] == ["", ""]
    assert "khác" in texts["FT5"]
    kept = desk.teller.get(day.receipted.id)
    assert (kept.credited, kept.state) == (PRICE, TransferState.RECEIPTED)
    assert fold(person.name) not in fold(kept.transfer.payer)
    assert kept.uses[0].credit.codes == (day.receipted.code,)
    assert desk.codes() == set()
    # The statement comes again, and nothing of it is new.
    assert desk.teller.take_in(a_line(f"{WORDS} {day.receipted.code}", reference="FT1")).fresh == 0


@pytest.mark.logs_warning(PUT_BACK)
def test_whoever_was_erased_stays_so_when_transfers_come_back(desk: Desk) -> None:
    desk.store.close()
    morning = desk.home.store.read_bytes()
    desk.reopen()
    day = a_day(desk)
    erase(desk.store)
    desk.store.close()
    desk.home.store.write_bytes(morning)

    desk.reopen()

    person = a_person(1)
    with closing(raw_of(desk.home)) as raw:
        assert told_of(raw, [person.name, person.citizen_id, person.insurance_no]) == []
    assert desk.teller.get(day.receipted.id).credited == PRICE
    assert desk.codes() == set()


def test_all_that_is_held_about_a_person_has_their_transfers_and_hides_the_others(desk: Desk) -> None:
    teller = desk.teller
    transfer = teller.wait(PAY_FIRST, PAY_SECOND)
    teller.take_in(a_line(f"DANG VAN KY {transfer.code}", transfer.amount))

    held = desk.store.privacy_queries.person_file(a_person(1).id)

    sections = held.sections["transfers"]
    assert isinstance(sections, list)
    (found,) = sections
    assert (found["code"], found["payer"]) == (transfer.code, "Nguyễn Thị Ánh")
    assert [each["text"] for each in found["credits"]] == ["•••"]
    assert "Đặng Văn Kỳ" not in str(held.sections["transfers"])
    assert "DANG VAN KY" not in str(held.sections["operations"])


def test_old_words_of_banks_go_and_money_stays(desk: Desk) -> None:
    day = a_day(desk)
    far = NOW + timedelta(days=1)

    with desk.store.unit() as unit:
        unit.privacy.sweep(SweepLimits(NEVER, NEVER, NEVER, NEVER, NEVER, far, NEVER), TODAY, NOW)
        unit.commit()

    with closing(raw_of(desk.home)) as raw:
        assert scalar(raw, "SELECT group_concat(text, '') FROM bank_credit") == ""
        assert scalar(raw, "SELECT count(*) FROM bank_credit") == 2
    assert states(desk, day) == ALL
    assert desk.codes() == set()


def test_a_person_whom_the_office_names_anew_takes_their_transfers_along(desk: Desk) -> None:
    day = a_day(desk)
    home = replace(a_household(), id=HouseholdId(an_id(0x9001)))
    person = replace(a_person(1), id=PersonId(an_id(0x9002)), household_id=home.id)
    scope = ScopeCursor("area:22999", 1, 2, 0, 1)
    with desk.store.unit() as unit:
        unit.replica.apply(
            scope,
            [
                ReplicaChange(HOUSEHOLD, home.id, 1, ServerRow(home, 1, scope.scope)),
                ReplicaChange(PERSON, person.id, 1, ServerRow(person, 1, scope.scope)),
            ],
        )
        unit.commit()

    with closing(raw_of(desk.home)) as raw:
        whose = raw.execute("SELECT person_id FROM transfer_line").fetchall()
        assert [row[0] for row in whose].count(person.id.hex) == 2
        assert scalar(raw, "SELECT count(DISTINCT household_id) FROM awaited_transfer") == 1
    assert desk.codes() == set()
    assert states(desk, day) == ALL


@pytest.mark.logs_warning(PUT_BACK)
def test_money_of_the_old_year_holds_a_place_of_the_old_year(desk: Desk) -> None:
    desk.store.close()
    morning = desk.home.store.read_bytes()
    desk.reopen()
    teller = desk.teller
    teller.set_clock(datetime(2026, 12, 30, 3, tzinfo=NOW.tzinfo))
    transfer = teller.wait()
    teller.set_clock(datetime(2027, 1, 4, 3, tzinfo=NOW.tzinfo))
    (done,) = teller.take_in(
        a_line(transfer.code, on=date(2026, 12, 30)), a_line("x", 5, on=date(2027, 1, 3), reference="FT2")
    ).matched
    assert done.receipt is not None
    assert (done.receipt.issued_on, done.use.credit.credited_on) == (date(2026, 12, 30), date(2026, 12, 30))
    second = teller.wait(PAY_SECOND)
    late = teller.take_in(a_line(second.code, PRICE, on=date(2027, 1, 4), reference="FT3")).matched
    assert [each.receipt.issued_on for each in late if each.receipt] == [date(2027, 1, 4)]
    assert desk.codes() == set()
    desk.store.close()
    desk.home.store.write_bytes(morning)

    desk.reopen()

    with desk.store.unit() as unit:
        assert unit.receipts.places(a_household().id, 2026) == {a_person(1).id: 1}
        assert unit.receipts.places(a_household().id, 2027) == {a_person(2).id: 1}


def test_a_credit_of_the_old_year_that_is_receipted_in_the_new_one_stays_sound(desk: Desk) -> None:
    teller = desk.teller
    teller.set_clock(datetime(2026, 12, 30, 3, tzinfo=NOW.tzinfo))
    transfer = teller.wait()
    teller.bench.settle_in(a_person(3, "Lê Văn Út", household=a_household(2)), households=(a_household(2),))
    teller.set_clock(datetime(2027, 1, 4, 3, tzinfo=NOW.tzinfo))
    teller.bench.receipts.issue(IssueReceipt((PAY_ELSEWHERE,), "Lê Văn Út"))

    (done,) = teller.take_in(a_line(transfer.code, on=date(2026, 12, 31))).matched

    assert done.receipt is not None
    assert done.receipt.issued_on == date(2027, 1, 4)
    with desk.store.unit() as unit:
        assert unit.receipts.places(a_household().id, 2026) == {a_person(1).id: 1}
        assert unit.receipts.places(a_household().id, 2027) == {}
    assert desk.codes() == set()
    cancel(desk, done.receipt.id)
    with desk.store.unit() as unit:
        assert unit.receipts.places(a_household().id, 2026) == {}
    assert desk.codes() == set()


def cancel(desk: Desk, receipt_id: ReceiptId) -> None:
    bench = desk.teller.bench
    service = CancellationService(bench.open_unit, bench.clock, bench.ids)
    service.cancel(CancelReceipt(receipt_id, "ghi sai tên", "Trưởng nhóm", CopyTwo.KEPT))


def test_money_of_a_cancelled_receipt_is_free_for_the_one_that_replaces_it(desk: Desk) -> None:
    teller = desk.teller
    transfer = teller.wait()
    teller.take_in(a_line(transfer.code))
    cancel(desk, transfer.id)
    again = teller.wait(replaces=transfer.id)

    (left,) = teller.statements.unmatched().credits
    done = teller.statements.match(left.credit.id, again.id, "thay biên lai huỷ")

    assert (left.left, left.matter) == (PRICE, CreditMatter.ALREADY_PAID)
    assert desk.store.transfer_queries.sums() == {TransferState.RECEIPTED: (1, PRICE)}
    assert done.receipt is not None
    assert (done.receipt.replaces, done.receipt.total) == (transfer.id, PRICE)
    assert teller.statements.unmatched().credits == ()
    assert desk.codes() == set()


def test_rescue_holds_no_place_for_a_transfer_whose_receipt_is_void(desk: Desk) -> None:
    transfer = desk.teller.wait()
    desk.teller.take_in(a_line(transfer.code))
    cancel(desk, transfer.id)
    desk.store.close()

    Rescuing(desk.home, desk.home, KEY, NOW, uuid4, wraps_of(desk.home.keys)).run()

    desk.reopen()
    with desk.store.unit() as unit:
        assert unit.receipts.places(a_household().id, 2026) == {}
