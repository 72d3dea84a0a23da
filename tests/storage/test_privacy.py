"""What an erasure, a sweep and the log's chain come to in a real store."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent_app.domain.consent import Consent, ConsentHow, ConsentId, Purpose
from agent_app.domain.due_list import DueListReading
from agent_app.domain.erasure import ErasureId, ErasureRequest, pseudonym, traits
from agent_app.domain.household import PersonId, Subject
from agent_app.domain.operation import Entry, OperationKind, OperationState
from agent_app.domain.operation_body import visit_body
from agent_app.domain.privacy_body import consent_body, erasure_body
from agent_app.domain.receipt import Receipt
from agent_app.domain.replica import PERSON, ServerRow
from agent_app.domain.visit import VisitId
from agent_app.runtime.paths import Home
from agent_app.services.failures import PersonUnknownError
from agent_app.services.lines import DueFilter
from agent_app.services.ports import (
    DueItem,
    Erased,
    ReplicaChange,
    ScopeCursor,
    SweepLimits,
    Swept,
    no_report,
)
from agent_app.storage.engine import DriverError, RawConnection, open_ours, write_engine
from agent_app.storage.store import Store
from tests.builders import (
    DEVICE,
    NOW,
    TODAY,
    a_due_row,
    a_household,
    a_person,
    a_receipt,
    a_subject,
    a_visit,
    an_entry,
    an_id,
    an_outcome,
)
from tests.ready_home import new_store
from tests.storage.till import KEY, home_at, issue, opened, settle_in
from tests.storage.traces import traces

ANH, KY = a_person(), a_person(2, "Đặng Văn Kỳ", phone="0973000002")
WHO = {1: ANH, 2: KY}
FAR = NOW + timedelta(days=4000)
NEVER = datetime.min.replace(tzinfo=NOW.tzinfo, year=1971)
MONTH = "2026-12"


def put_list(store: Store, *people: int, month: str = MONTH) -> None:
    items = [
        DueItem(
            an_id(0x60 + each),
            a_person(each).id,
            a_household().id,
            replace(
                a_due_row(each, WHO[each].name),
                original={"Họ và tên": WHO[each].name, "SĐT": WHO[each].phone or ""},
            ),
        )
        for each in people
    ]
    reading = DueListReading(month, tuple(each.row for each in items), (), 0, 0, bytes(32))
    with store.unit() as unit:
        unit.due_lists.replace(an_id(0x50), reading, items, NOW)
        unit.commit()


def visit(store: Store, number: int = 1, subject: Subject | None = None) -> UUID:
    outcome = replace(an_outcome(), subject=subject or a_subject())
    made = replace(a_visit(outcome), id=VisitId(an_id(0x200 + number)), met=ANH.name)
    entry = Entry(an_id(0x300 + number), OperationKind.VISIT_RECORDED, 1, NOW, visit_body(made))
    with store.unit() as unit:
        unit.visits.add(made)
        unit.log.append(entry)
        unit.commit()
    return entry.op_id


def agree(store: Store, number: int = 1) -> None:
    made = Consent(
        ConsentId(an_id(0x400 + number)), a_subject(), Purpose.REMINDER, ConsentHow.PHONE, TODAY, NOW
    )
    entry = Entry(an_id(0x500 + number), OperationKind.CONSENT_RECORDED, 1, NOW, consent_body(made))
    with store.unit() as unit:
        unit.log.append(entry)
        unit.privacy.add_consent(made, entry.op_id)
        unit.commit()


def erase(store: Store, person_id: PersonId = ANH.id) -> Erased:
    with store.unit() as unit:
        person = unit.households.person(person_id)
        subject = Subject.of(person, unit.households.get(person.household_id))
        request = ErasureRequest(ErasureId(an_id(0x700)), subject, "Tự yêu cầu", TODAY, NOW)
        entry = Entry(an_id(0x701), OperationKind.ERASURE_REQUESTED, 1, NOW, erasure_body(request))
        unit.log.append(entry)
        done = unit.privacy.erase(request, entry.op_id)
        unit.commit()
    return done


def acknowledge(
    store: Store, dseq: int | None = None, state: OperationState = OperationState.ACCEPTED
) -> None:
    with store.unit() as unit:
        operations = unit.log.after(0, 1000)[:dseq]
        unit.log.confirm(operations[-1].position, bytes(64), NOW)
        unit.log.settle((each.op_id, state, None) for each in operations)
        unit.commit()


def sweep(
    store: Store,
    money: datetime = NEVER,
    other: datetime = NEVER,
    lists: datetime = NEVER,
    reports: datetime = NEVER,
) -> Swept:
    with store.unit() as unit:
        swept = unit.privacy.sweep(SweepLimits(money, other, lists, reports, NEVER, NEVER, NEVER), TODAY, NOW)
        unit.commit()
    return swept


def bodies(store: Store) -> list[tuple[str, bool]]:
    with store.unit() as unit:
        return [(each.kind, bool(each.body)) for each in unit.log.after(0, 1000)]


@pytest.fixture
def lived_in(till: Store) -> tuple[Store, Receipt]:
    """A store with a list, a visit, a consent, a change and a receipt about one of two people."""
    put_list(till, 1, 2)
    visit(till)
    agree(till)
    receipt, _ = issue(till)
    return till, receipt


@pytest.fixture
def raw(home: Home, lived_in: tuple[Store, Receipt]) -> Iterator[RawConnection]:
    """A bare connection to that store."""
    del lived_in
    connection = open_ours(home.store, KEY)
    connection.execute("PRAGMA foreign_keys = ON")
    yield connection
    connection.close()


OF_ANH = (ANH.name, ANH.insurance_no, ANH.citizen_id)


def test_nothing_but_money_says_anything_of_who_was_erased_once_custody_covers_it(
    lived_in: tuple[Store, Receipt], raw: RawConnection
) -> None:
    store, _ = lived_in
    assert set(traces(raw, OF_ANH)) == set(OF_ANH)

    erase(store)
    acknowledge(store)
    sweep(store)

    assert traces(raw, OF_ANH) == []
    assert traces(raw, (KY.name, KY.insurance_no)) == [KY.name, KY.insurance_no]


def test_the_address_of_who_lived_alone_goes_too(till: Store, home: Home) -> None:
    street = "Số 99, Thôn Đèo Cả"
    alone = replace(a_household(7, address=street, hamlet="Thôn Đèo Cả"))
    hermit = replace(a_person(9, "Lý Thị Độc", phone="0973000009"), household_id=alone.id)
    with till.unit() as unit:
        unit.households.add_households([alone], "import")
        unit.households.add_people([hermit], "import")
        unit.commit()
    raw = open_ours(home.store, KEY)
    words = (street, "Thôn Đèo Cả", hermit.name, hermit.phone, alone.household_no)
    assert traces(raw, words) == list(words)

    erase(till, hermit.id)
    acknowledge(till)
    sweep(till)

    assert traces(raw, words) == []
    raw.close()


def test_bodies_wait_for_custody_and_go_right_after_it(lived_in: tuple[Store, Receipt]) -> None:
    store, _ = lived_in

    assert erase(store).waiting == 3
    assert all(there for _, there in bodies(store))

    acknowledge(store)
    assert sweep(store).bodies == 3
    assert bodies(store) == [
        ("visit.recorded", False),
        ("consent.recorded", False),
        ("receipt.issued", True),
        ("person.erasure_requested", False),
    ]


def test_what_custody_covers_already_is_emptied_with_the_erasure(lived_in: tuple[Store, Receipt]) -> None:
    store, _ = lived_in
    acknowledge(store)

    assert (erase(store).emptied, bodies(store)[-1]) == (2, ("person.erasure_requested", True))


def test_an_answer_without_custody_empties_nothing(lived_in: tuple[Store, Receipt]) -> None:
    store, _ = lived_in
    with store.unit() as unit:
        unit.log.settle((each.op_id, OperationState.ACCEPTED, None) for each in unit.log.after(0, 10))
        unit.commit()
    erase(store)

    assert sweep(store, FAR, FAR).bodies == 0
    assert all(there for _, there in bodies(store))


def test_the_erased_are_found_nowhere_and_their_money_stays(lived_in: tuple[Store, Receipt]) -> None:
    store, receipt = lived_in
    erase(store)

    assert [each.name for each in store.queries.search_people("")] == [KY.name]
    assert store.queries.search_count("Ánh") == 0
    page = store.queries.household(a_household().id, TODAY.year)
    assert [each.id for each in page.members] == [KY.id]
    assert page.household == a_household()
    assert {line.person_id for line in store.queries.due_lines(DueFilter())} == {KY.id}
    assert (store.queries.counts().people, store.queries.counts().due) == (1, 1)
    shown = store.queries.receipt(receipt.id).receipt
    assert shown.total == receipt.total
    assert {line.subject.name for line in shown.lines} == {pseudonym(ANH.id)}
    assert shown.payer == pseudonym(ANH.id)
    (told,) = page.visits
    assert (told.met, told.outcomes[0][0]) == (pseudonym(ANH.id), pseudonym(ANH.id))


@pytest.mark.parametrize(
    ("payer", "gone"),
    [
        ("Bà NGUYỄN THỊ ÁNH (vợ)", True),
        ("Nguyễn Thị Ánh Hồng", True),
        ("Nguyễn Thị Ánhh", False),
        ("Nguyễn Thị Ánh Kỳ", False),
        ("Kỳ", False),
    ],
)
def test_a_payer_or_somebody_met_goes_where_the_text_has_the_full_name(
    till: Store, payer: str, *, gone: bool
) -> None:
    receipt = a_receipt(payer=payer)
    housemate = a_person(5, "Nguyễn Thị Ánh Kỳ")
    with till.unit() as unit:
        unit.households.add_people([housemate], "import")
        entry = an_entry(receipt)
        unit.log.append(entry)
        unit.receipts.add(receipt, entry.op_id)
        unit.visits.add(a_visit(met=payer))
        unit.commit()

    erase(till)

    expected = pseudonym(ANH.id) if gone else payer
    assert till.queries.receipt(receipt.id).receipt.payer == expected
    assert till.queries.household(a_household().id, TODAY.year).visits[0].met == expected


def test_a_check_takes_the_pseudonym_for_the_person(lived_in: tuple[Store, Receipt]) -> None:
    store, _ = lived_in
    erase(store)
    acknowledge(store)
    sweep(store, money=FAR, other=FAR)

    assert not any(there for _, there in bodies(store))
    assert store.checker.check(no_report) == []


def test_a_check_still_finds_a_receipt_whose_name_was_changed_otherwise(
    home: Home, lived_in: tuple[Store, Receipt]
) -> None:
    store, _ = lived_in
    erase(store)
    raw = open_ours(home.store, KEY)
    raw.execute("DROP TRIGGER receipt_line_is_kept")
    raw.execute("UPDATE receipt_line SET subject_name = 'Ai Đó'")
    raw.close()

    assert {each.code for each in store.checker.check(no_report)} == {"receipt.differs"}


def test_the_receipt_is_printed_as_it_was_issued_until_its_body_goes(lived_in: tuple[Store, Receipt]) -> None:
    store, receipt = lived_in
    erase(store)
    acknowledge(store)

    with store.unit() as unit:
        assert unit.privacy.issued(receipt.id) == receipt
    sweep(store, money=FAR)
    with store.unit() as unit:
        assert unit.privacy.issued(receipt.id) is None


def test_nobody_records_anything_more_about_the_erased(lived_in: tuple[Store, Receipt]) -> None:
    store, _ = lived_in
    erase(store)

    with store.unit() as unit, pytest.raises(PersonUnknownError):
        unit.households.person(ANH.id)
    with pytest.raises(PersonUnknownError):
        erase(store)


def test_the_server_does_not_bring_the_erased_back_under_the_same_id(till: Store) -> None:
    area = ScopeCursor("area:1", 1, 1, 1, 1)
    for_anh = replace(ANH, phone="0973000099")
    change = ReplicaChange(PERSON, ANH.id, 1, ServerRow(for_anh, 1, area.scope))
    with till.unit() as unit:
        unit.replica.apply(area, [change])
        unit.commit()
    erase(till)
    for again in (replace(change, ver=2, row=ServerRow(for_anh, 2, area.scope)), change):
        with till.unit() as unit:
            unit.replica.restart(area.scope)
            unit.replica.apply(area, [again])
            unit.replica.sweep(area.scope)
            unit.commit()

    assert till.queries.search_count("Ánh") == 0


def test_the_erased_are_remembered_by_a_keyed_hash_alone(
    lived_in: tuple[Store, Receipt], raw: RawConnection
) -> None:
    store, _ = lived_in
    erase(store)

    known = traits(ANH.name, ANH.insurance_no, ANH.citizen_id, ANH.birth)
    with store.unit() as unit:
        assert unit.privacy.erased({*known, "citizen_id:000"}) == dict.fromkeys(known, MONTH)
    marks = [row[0] for row in raw.execute("SELECT mark FROM erasure_mark").fetchall()]
    assert len(marks) == 2
    assert all(isinstance(mark, bytes) and len(mark) == 32 for mark in marks)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE receipt_line SET subject_name = 'Người đã xoá #000000'",
        "UPDATE receipt_line SET due = 1, subject_name = subject_name",
        "UPDATE receipt SET payer = 'Ai Đó'",
        "UPDATE receipt SET address = ''",
        "UPDATE receipt SET total = 1",
        "UPDATE oplog SET body = x'00'",
        "UPDATE oplog SET body = x'', hash = prev_hash",
    ],
)
def test_an_erasure_opens_no_door_to_other_changes(
    lived_in: tuple[Store, Receipt], raw: RawConnection, change: str
) -> None:
    store, _ = lived_in
    acknowledge(store)
    erase(store)

    with pytest.raises(DriverError, match="never change"):
        raw.execute(change)


def test_a_body_that_the_office_has_not_answered_for_cannot_be_emptied(
    lived_in: tuple[Store, Receipt], raw: RawConnection
) -> None:
    store, _ = lived_in
    with pytest.raises(DriverError, match="never change"):
        raw.execute("UPDATE oplog SET body = x''")

    acknowledge(store)
    raw.execute("UPDATE oplog SET body = x''")
    assert not any(there for _, there in bodies(store))


def test_old_bodies_go_by_their_kind_and_held_ones_stay(lived_in: tuple[Store, Receipt]) -> None:
    store, _ = lived_in
    acknowledge(store, 3)
    visit(store, 2)
    acknowledge(store, state=OperationState.HELD)
    acknowledge(store, 3)

    assert sweep(store, other=FAR).bodies == 2
    assert [there for _, there in bodies(store)] == [False, False, True, True]
    assert sweep(store, money=FAR, other=FAR).bodies == 1


def test_a_list_that_was_replaced_goes_when_it_is_old_and_the_shown_one_stays(till: Store) -> None:
    put_list(till, 1, 2)
    with till.unit() as unit:
        items = [DueItem(an_id(0x90), KY.id, a_household().id, a_due_row(2, KY.name))]
        reading = DueListReading(MONTH, tuple(each.row for each in items), (), 0, 0, bytes([1]) * 32)
        unit.due_lists.replace(an_id(0x51), reading, items, NOW)
        unit.commit()

    assert sweep(till, lists=NOW).list_lines == 0
    assert sweep(till, lists=FAR).list_lines == 2
    assert len(till.queries.due_lines(DueFilter())) == 1


def test_a_sweep_remembers_its_day(till: Store) -> None:
    with till.unit() as unit:
        assert unit.privacy.last_sweep() is None
    sweep(till)
    with till.unit() as unit:
        assert unit.privacy.last_sweep() == TODAY


@settings(max_examples=15, deadline=None)
@given(
    steps=st.lists(
        st.sampled_from(["visit", "agree", "issue", "acknowledge", "sweep"]), min_size=3, max_size=9
    ),
    limit=st.sampled_from([NEVER, FAR]),
)
def test_whatever_has_been_emptied_the_chain_verifies(steps: list[str], limit: datetime) -> None:
    with TemporaryDirectory() as folder:
        home = home_at(Path(folder))
        new_store(home, KEY, DEVICE)
        store = opened(home)
        settle_in(store)
        visit(store, 99)
        for number, step in enumerate(steps):
            match step:
                case "visit":
                    visit(store, number)
                case "agree":
                    agree(store, number)
                case "issue":
                    issue(store)
                case "acknowledge":
                    acknowledge(store)
                case _:
                    sweep(store, money=limit, other=FAR)
        findings = store.checker.check(no_report)
        with store.unit() as unit:
            emptied = [each for each in unit.log.after(0, 100) if not each.body]
            assert all(len(each.body_hash) == 32 for each in emptied)
        store.close()

    assert findings == []


def test_an_emptied_link_that_was_tampered_with_is_found(home: Home, lived_in: tuple[Store, Receipt]) -> None:
    store, _ = lived_in
    acknowledge(store)
    sweep(store, other=FAR)
    raw = open_ours(home.store, KEY)
    raw.execute("DROP TRIGGER operation_is_kept")
    raw.execute("UPDATE oplog SET body_hash = zeroblob(32) WHERE dseq = 1")
    raw.close()

    assert {each.code for each in store.checker.check(no_report)} == {"log.link"}


def test_what_is_emptied_leaves_zeros_in_its_page(home: Home, till: Store) -> None:
    engine = write_engine(home.store, KEY)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA secure_delete").scalar() == 1
    engine.dispose()
    del till


def test_of_the_erased_nothing_waits_in_the_pieces_of_an_area(lived_in: tuple[Store, Receipt]) -> None:
    store, _ = lived_in
    came = ReplicaChange(PERSON, ANH.id, 3, ServerRow(ANH, 3, "area:22999"))
    with store.unit() as unit:
        unit.replica.stage(ScopeCursor("area:22999", 1, 1, 0, 1), [came])
        unit.commit()
    erase(store)

    with store.unit() as unit:
        assert unit.replica.take_staged("area:22999") == [ReplicaChange(PERSON, ANH.id, 3, None)]
