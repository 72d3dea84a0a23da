"""Taking money: dates, numbers, places, and one commit for number, money, visit and log."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from unicodedata import normalize

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import assume, given
from hypothesis import strategies as st

from agent_app.domain.due_list import Scheme
from agent_app.domain.member_order import TakenPlace
from agent_app.domain.money import Dong
from agent_app.domain.operation import receipt_payload
from agent_app.domain.operation_body import read_receipt, read_visit
from agent_app.domain.receipt import PlaceSource, Receipt, ReceiptDateError, ReceiptState
from agent_app.domain.receipt_book import NoReceiptBookError, ReceiptBookExhaustedError
from agent_app.domain.visit import Outcome
from agent_app.runtime.paths import Home
from agent_app.services.failures import NotEnrolledError
from agent_app.services.lines import ReceiptView, open_book
from agent_app.services.quotes import PaymentRequest
from agent_app.services.receipts import IssueReceipt, ReceiptUnwitnessedError, business_date
from tests.builders import (
    AGENT,
    BOOK,
    DEVICE,
    SYMBOL,
    TODAY,
    a_book,
    a_household,
    a_person,
    an_enrolment,
    an_id,
)
from tests.fakes import CrashError, Fuse, fused
from tests.services.bench import Bench, sql_bench

HOME = a_household().id
FIRST, SECOND = a_person(1).id, a_person(2).id
PAY_FIRST = PaymentRequest(FIRST, Scheme.HEALTH, 12)
PAY_SECOND = PaymentRequest(SECOND, Scheme.HEALTH, 12)
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
INSTANTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


def open_day(bench: Bench) -> None:
    """Make the bench an enrolled agent's, with two people at home."""
    bench.enrol()
    bench.settle_in(a_person(1), a_person(2))


def issue(bench: Bench, *requests: PaymentRequest, on: date | None = None) -> Receipt:
    """Take money."""
    return bench.receipts.issue(IssueReceipt(requests or (PAY_FIRST,), "Nguyễn Thị Ánh", issued_on=on))


def test_a_receipt_is_kept_as_it_was_issued(bench: Bench) -> None:
    open_day(bench)

    receipt = issue(bench, PAY_FIRST, PAY_SECOND)

    assert (receipt.symbol, receipt.book, receipt.shown_number) == (SYMBOL, BOOK, "0000001")
    assert (receipt.total, receipt.agent_code, receipt.device_id) == (1_366_200 + 956_340, AGENT, DEVICE)
    assert (receipt.issued_on, receipt.recorded_at) == (TODAY, bench.clock.instant)
    assert (receipt.household_id, receipt.address) == (HOME, a_household().address)
    with bench.open_unit() as unit:
        assert unit.receipts.places(HOME, 2026) == {FIRST: 1, SECOND: 2}
        assert unit.receipts.last_issued_on() == TODAY
    assert bench.queries.receipt(receipt.id) == ReceiptView(receipt, ReceiptState.SAVED)


def test_a_receipt_s_address_names_the_hamlet(bench: Bench) -> None:
    bench.enrol()
    bench.settle_in(a_person(1), households=(a_household(address="Số 10", hamlet="Thôn 3"),))

    assert issue(bench).address == "Số 10, Thôn 3"


def test_visit_and_receipt_are_logged_one_after_the_other(bench: Bench) -> None:
    open_day(bench)

    receipt = issue(
        bench, PAY_FIRST, replace(PAY_FIRST, scheme=Scheme.PENSION, months=3, income=Dong(1_500_000))
    )

    first, second = bench.operations()
    visit = read_visit(first.body)
    assert read_receipt(second.body) == receipt
    assert [each.subject.person_id for each in visit.outcomes] == [FIRST]
    assert {each.outcome for each in visit.outcomes} == {Outcome.PAID}
    assert (visit.household_id, visit.visited_on, visit.met) == (HOME, TODAY, receipt.payer)
    assert second.prev_hash == first.hash


def test_the_devices_signature_covers_the_receipt(bench: Bench) -> None:
    open_day(bench)

    receipt = issue(bench)

    key = Ed25519PublicKey.from_public_bytes(bench.signer.public_keys()[0])
    key.verify(receipt.signature, receipt_payload(receipt))


def test_numbers_go_up_by_one(bench: Bench) -> None:
    open_day(bench)

    assert [issue(bench, PAY_FIRST).number for _ in range(4)] == [1, 2, 3, 4]


def test_a_refused_receipt_takes_no_number(bench: Bench) -> None:
    open_day(bench)
    with pytest.raises(ReceiptDateError):
        issue(bench, on=TODAY + timedelta(days=1))

    assert issue(bench).number == 1
    assert len(bench.operations()) == 2


def test_a_used_up_book_says_so_and_keeps_its_receipts(bench: Bench) -> None:
    bench.enrol(a_book(49, 50))
    bench.settle_in()
    assert [issue(bench).number, issue(bench).number] == [49, 50]

    with pytest.raises(ReceiptBookExhaustedError) as caught:
        issue(bench)

    assert caught.value.facts() == {"symbol": SYMBOL, "book": BOOK, "last": "0000050"}
    assert bench.queries.counts().receipts == 2


def test_the_next_book_follows_a_used_up_one(bench: Bench) -> None:
    bench.enrol(a_book(50, 50))
    bench.settle_in()
    with bench.open_unit() as unit:
        unit.receipts.add_book(replace(a_book(51, 100), id=an_id(0x3001), book="0002"))
        unit.commit()

    assert [(each.book, each.number) for each in (issue(bench), issue(bench))] == [("0001", 50), ("0002", 51)]


def test_without_a_book_or_an_enrolment_no_money_is_taken(bench: Bench) -> None:
    bench.settle_in()
    with pytest.raises(NotEnrolledError):
        issue(bench)
    with bench.open_unit() as unit:
        unit.device.enrol(an_enrolment())
        unit.commit()

    with pytest.raises(NoReceiptBookError):
        issue(bench)

    assert bench.operations() == []


def test_a_receipt_without_a_date_follows_one_of_tomorrow(bench: Bench) -> None:
    open_day(bench)
    bench.clock.instant += timedelta(days=1)
    issue(bench)
    bench.clock.instant -= timedelta(days=1)

    assert issue(bench).issued_on == TODAY + timedelta(days=1)


def test_a_receipt_never_goes_before_the_last_one(bench: Bench) -> None:
    open_day(bench)
    issue(bench)

    with pytest.raises(ReceiptDateError) as caught:
        issue(bench, on=TODAY - timedelta(days=1))

    assert caught.value.facts() == {"on": TODAY - timedelta(days=1), "earliest": TODAY, "latest": TODAY}


def test_the_day_begins_at_midnight_in_viet_nam(bench: Bench) -> None:
    open_day(bench)
    bench.clock.instant = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)

    receipt = issue(bench)

    assert receipt.issued_on == date(2027, 1, 1)
    with bench.open_unit() as unit:
        assert unit.receipts.places(HOME, 2027) == {FIRST: 1}
        assert unit.receipts.places(HOME, 2026) == {}


def test_a_second_payment_of_the_year_keeps_the_place_and_follows_the_cover(bench: Bench) -> None:
    open_day(bench)
    first = issue(bench, PAY_SECOND, PAY_FIRST)

    again = issue(bench, PAY_FIRST)

    assert (first.lines[1].place, again.lines[0].place) == (2, 2)
    assert again.lines[0].period.start == first.lines[1].period.end + timedelta(days=1)


def test_a_place_is_kept_with_what_it_rests_on(bench: Bench) -> None:
    open_day(bench)
    command = IssueReceipt((PAY_FIRST,), "Bà Ánh", taken=(TakenPlace(1, PlaceSource.ASKED),))

    made = bench.receipts.issue(command)

    assert (made.lines[0].place, made.lines[0].place_source) == (2, PlaceSource.ASKED)
    assert issue(bench, PAY_SECOND).lines[0].place == 1


def test_a_payers_name_is_kept_in_one_form(bench: Bench) -> None:
    open_day(bench)
    command = IssueReceipt((PAY_FIRST,), normalize("NFD", "Nguyễn Thị Ánh"))

    assert bench.receipts.issue(command).payer == "Nguyễn Thị Ánh"


def test_a_crash_at_any_call_leaves_nothing_of_a_receipt(bench: Bench) -> None:
    open_day(bench)
    crashes = 0
    while True:
        broken = replace(bench.receipts, open_unit=fused(bench.open_unit, Fuse(at=crashes + 1)))
        try:
            broken.issue(IssueReceipt((PAY_FIRST,), "Nguyễn Thị Ánh"))
        except CrashError:
            crashes += 1
            assert bench.operations() == []
            counts = bench.queries.counts()
            assert (counts.visits, counts.receipts) == (0, 0)
            with bench.open_unit() as unit:
                assert (unit.receipts.book(TODAY).next, unit.receipts.places(HOME, 2026)) == (1, {})
        else:
            break

    assert crashes > 10
    assert [each.dseq for each in bench.operations()] == [1, 2]
    with bench.open_unit() as unit:
        assert unit.receipts.book(TODAY).next == 2


@given(DAYS | st.none(), INSTANTS, DAYS | st.none())
def test_a_business_date_lies_between_the_last_one_and_today(
    wanted: date | None, now: datetime, last: date | None
) -> None:
    today = (now + timedelta(hours=7)).date()
    latest = max(today, last or today)
    if wanted is not None and not (last or wanted) <= wanted <= latest:
        with pytest.raises(ReceiptDateError) as caught:
            business_date(wanted, now, last)
        assert caught.value.facts() == {"on": wanted, "earliest": last, "latest": latest}
    else:
        assert business_date(wanted, now, last) == (wanted or latest)


@given(st.lists(st.tuples(INSTANTS, DAYS | st.none()), min_size=2))
def test_business_dates_never_go_back(calls: list[tuple[datetime, date | None]]) -> None:
    issued: list[date] = []
    for now, wanted in calls:
        try:
            issued.append(business_date(wanted, now, issued[-1] if issued else None))
        except ReceiptDateError:
            continue
    assume(len(issued) > 1)

    assert issued == sorted(issued)


def test_a_receipt_that_is_kept_without_its_witness_is_named(tmp_path: Path) -> None:
    with sql_bench(tmp_path) as bench:
        open_day(bench)
        issue(bench)
        journal = Home(tmp_path / "home").journal
        journal.unlink()
        journal.mkdir()

        with pytest.raises(ReceiptUnwitnessedError) as caught:
            issue(bench)

        kept = bench.queries.receipts(1)[0].receipt
        assert caught.value.facts() == {"number": kept.shown_number, "receipt_id": str(kept.id)}


def test_the_book_that_is_shown_next_is_the_one_that_is_torn(tmp_path: Path) -> None:
    with sql_bench(tmp_path) as bench:
        open_day(bench)
        with bench.open_unit() as unit:
            unit.receipts.add_book(replace(a_book(), id=an_id(77), symbol="ZZ/27", first=1, last=50, next=1))
            unit.commit()
        issue(bench)

        shown = open_book(bench.queries.books(), TODAY)

        assert shown is not None
        torn = issue(bench)
        assert (shown.symbol, shown.next) == (torn.symbol, torn.number) == (SYMBOL, 2)


def test_a_clock_set_back_two_years_dates_receipts_by_the_last_one_and_numbers_go_on(bench: Bench) -> None:
    open_day(bench)
    first = bench.receipts.issue(IssueReceipt((PAY_FIRST,), "Bà Hoa"))
    bench.clock.instant -= timedelta(days=731)

    later = [bench.receipts.issue(IssueReceipt((each,), "Bà Hoa")) for each in (PAY_SECOND, PAY_FIRST)]

    assert [each.issued_on for each in later] == [first.issued_on] * 2
    assert [each.number for each in (first, *later)] == [1, 2, 3]
    assert [each.recorded_at for each in later] == [bench.clock.instant] * 2
    assert later[1].lines[0].quote.basis == first.lines[0].quote.basis
    assert later[1].total == first.total
