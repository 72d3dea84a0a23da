"""Credits against awaited transfers: what fits exactly is receipted, all else is told and never guessed."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from agent_app.domain.bank_statement import CreditId
from agent_app.domain.due_list import Scheme
from agent_app.domain.local_support import LocalBasis, LocalSupport
from agent_app.domain.member_order import TakenPlace
from agent_app.domain.money import Dong
from agent_app.domain.operation import OperationKind
from agent_app.domain.operation_body import read_receipt
from agent_app.domain.pension_contribution import PensionGroup
from agent_app.domain.receipt import PaymentMethod, PlaceSource, Receipt, ReceiptForm, ReceiptId
from agent_app.domain.receipt_book import NumberNotNextError, ReceiptBookExhaustedError
from agent_app.domain.transfer import (
    AwaitedTransfer,
    CreditMatter,
    CreditUsedError,
    TransferGivenUpError,
    TransferOverpaidError,
    TransferSettledError,
    TransferState,
)
from agent_app.domain.transfer_body import read_use
from agent_app.services.crediting import Credited
from agent_app.services.payments import LocalTerms, PaymentRequest, ShownDecision
from agent_app.services.receipts import IssueReceipt, NumberUnwantedError
from agent_app.services.transfer_failures import (
    CreditUnknownError,
    ReasonMissingError,
    TransferNotCreditedError,
)
from tests.builders import TODAY, a_book, a_household, a_person, an_id
from tests.services.bench import Bench
from tests.services.teller import (
    ACCOUNT,
    ACCOUNTS,
    OTHER,
    PAY_FIRST,
    PAY_SECOND,
    PRICE,
    Teller,
    a_line,
)

WHOLE = (
    OperationKind.TRANSFER_AWAITED,
    OperationKind.TRANSFER_CREDITED,
    OperationKind.VISIT_RECORDED,
    OperationKind.RECEIPT_ISSUED,
)
LATER = datetime(2026, 11, 25, 3, tzinfo=UTC)


@pytest.fixture
def teller(bench: Bench) -> Teller:
    made = Teller(bench)
    made.open_day()
    return made


def receipt_of(done: Credited) -> Receipt:
    assert done.receipt is not None
    return done.receipt


def match(
    teller: Teller,
    transfer: AwaitedTransfer,
    reference: str = "FT1",
    reason: str | None = None,
    number: int | None = None,
) -> Credited:
    """Decide by hand."""
    return teller.statements.match(teller.credit(reference).id, transfer.id, reason, number)


def test_money_that_fits_exactly_is_receipted(teller: Teller) -> None:
    transfer = teller.wait()

    done = teller.take_in(
        a_line(f"NGUYEN THI ANH chuyen tien {transfer.code}"), a_line("khac", 5, reference="FT2")
    )

    (credited,) = done.matched
    receipt = receipt_of(credited)
    assert (receipt.id, receipt.method, receipt.total) == (transfer.id, PaymentMethod.TRANSFER, PRICE)
    assert (receipt.number, receipt.issued_on, receipt.credit_id) == (1, TODAY, credited.use.credit.id)
    assert teller.get(transfer.id).state is TransferState.RECEIPTED
    assert (done.lines, done.fresh, done.debits) == (2, 2, 2)
    assert [each.matter for each in done.unmatched] == [CreditMatter.NO_CODE]
    with teller.bench.open_unit() as unit:
        assert unit.receipts.places(a_household().id, 2026) == {a_person(1).id: 1}


def test_credit_visit_and_receipt_are_logged_in_this_order(teller: Teller) -> None:
    teller.take_in(a_line(teller.wait().code))

    operations = teller.bench.operations()
    assert [each.kind for each in operations] == [*WHOLE]
    use, receipt = read_use(operations[1].body), read_receipt(operations[3].body)
    assert (use.credit.id, use.used, use.lines) == (receipt.credit_id, receipt.total, receipt.lines)


@pytest.mark.parametrize(
    "written",
    [
        "{}",
        "MBVCB.12345.{}.CT tu 001 NGUYEN THI ANH toi 002",
        "chuyen tien{}dong BHYT",
    ],
)
@pytest.mark.parametrize("cut", ["{}", "small", "spaced", "dashed"])
def test_a_code_is_found_in_whatever_a_bank_has_made_of_it(bench: Bench, written: str, cut: str) -> None:
    teller = Teller(bench)
    teller.open_day()
    code: str = teller.wait().code
    shown = {"small": code.lower(), "spaced": f"{code[:4]} {code[4:]}", "dashed": "-".join(code)}.get(
        cut, code
    )

    assert len(teller.take_in(a_line(written.format(shown))).matched) == 1


def test_a_place_of_the_order_that_another_member_took_meanwhile_changes_the_price(teller: Teller) -> None:
    transfer = teller.wait()
    teller.bench.receipts.issue(IssueReceipt((PAY_SECOND,), "Đặng Văn Kỳ"))

    done = teller.take_in(a_line(transfer.code))

    assert done.matched == ()
    assert teller.matters() == {"FT1": CreditMatter.PRICE_CHANGED}
    # The money is more than the second place costs: by hand the rest is kept apart.
    assert receipt_of(match(teller, transfer, reason="hộ đồng ý")).total == 956_340
    assert [each.left for each in teller.statements.unmatched().credits] == [PRICE - 956_340]


def test_both_days_are_kept(teller: Teller) -> None:
    transfer = teller.wait()
    teller.set_clock(LATER)
    home, second = a_household(2), a_person(3)
    other = a_person(3, "Lê Văn Út", household=home)
    teller.bench.settle_in(other, households=(home,))
    pay = PaymentRequest(second.id, PAY_FIRST.scheme, 12)
    teller.bench.receipts.issue(IssueReceipt((pay,), "Lê Văn Út", issued_on=date(2026, 11, 24)))

    (done,) = teller.take_in(a_line(transfer.code, on=date(2026, 11, 23))).matched

    receipt = receipt_of(done)
    assert (done.use.credit.credited_on, receipt.issued_on) == (date(2026, 11, 23), date(2026, 11, 24))
    assert receipt.lines[0].period.start == date(2026, 12, 23)


def test_a_price_that_changed_before_the_money_came_is_told(bench: Bench) -> None:
    teller = Teller(bench)
    teller.open_day()
    teller.set_clock(datetime(2026, 6, 29, 3, tzinfo=UTC))
    transfer = teller.wait()
    teller.set_clock(datetime(2026, 7, 3, 3, tzinfo=UTC))

    done = teller.take_in(a_line(transfer.code, transfer.amount, on=date(2026, 7, 2)))

    assert (transfer.amount, done.matched) == (1_263_600, ())
    assert [each.matter for each in done.unmatched] == [CreditMatter.PRICE_CHANGED]
    # By hand it counts as a part of what the day of the credit asks for.
    part = match(teller, transfer, reason="hộ sẽ chuyển thêm")
    assert (part.receipt, teller.get(transfer.id).state) == (None, TransferState.PARTIAL)
    teller.take_in(a_line("BH them", PRICE - 1_263_600, on=date(2026, 7, 3), reference="FT2"))
    rest = match(teller, transfer, "FT2", reason="chuyển thêm")
    assert receipt_of(rest).total == PRICE


def test_each_matter_is_told_and_nothing_is_receipted(teller: Teller) -> None:
    one, two = teller.wait(), teller.wait(PAY_SECOND)
    teller.transfers.give_up(two.id, "nhầm")
    foreign = "BHAU7694AJC"

    done = teller.take_in(
        a_line("ung ho", reference="none"),
        a_line(foreign, reference="unknown"),
        a_line(f"{one.code} {foreign}", reference="several"),
        a_line(one.code, PRICE - 1, reference="partial"),
        a_line(one.code, PRICE + 1, reference="excess"),
        a_line(one.code, on=date(2026, 11, 20), reference="early"),
        a_line(two.code, reference="given up"),
    )

    assert done.matched == ()
    assert teller.matters() == {
        "none": CreditMatter.NO_CODE,
        "unknown": CreditMatter.UNKNOWN_CODE,
        "several": CreditMatter.SEVERAL_CODES,
        "partial": CreditMatter.PARTIAL,
        "excess": CreditMatter.EXCESS,
        "early": CreditMatter.TOO_EARLY,
        "given up": CreditMatter.GIVEN_UP,
    }
    assert [each.transfer for each in teller.statements.unmatched().transfers] == [one]


def test_money_on_another_account_of_the_office_waits_for_a_human(bench: Bench) -> None:
    teller = Teller(bench)
    teller.open_day(accounts=f"{ACCOUNTS};970436:{OTHER}:BHXH TINH")
    transfer = teller.wait(account=ACCOUNT)

    teller.take_in(a_line(transfer.code, account=OTHER))

    assert teller.matters() == {"FT1": CreditMatter.OTHER_ACCOUNT}
    assert receipt_of(match(teller, transfer, reason="đúng hộ này")).total == PRICE


def test_a_second_transfer_for_what_is_paid_is_told(teller: Teller) -> None:
    transfer = teller.wait()
    teller.take_in(a_line(transfer.code))

    teller.take_in(a_line(transfer.code, reference="FT2"))

    assert teller.matters() == {"FT2": CreditMatter.ALREADY_PAID}
    with pytest.raises(TransferSettledError):
        match(teller, transfer, "FT2", reason="chuyển hai lần")


def test_whoever_has_paid_in_cash_meanwhile_is_not_receipted_twice(teller: Teller) -> None:
    transfer = teller.wait()
    teller.bench.receipts.issue(IssueReceipt((PAY_FIRST,), "Nguyễn Thị Ánh", overlap="Hộ chưa chuyển"))

    done = teller.take_in(a_line(transfer.code))

    assert done.matched == ()
    assert teller.matters() == {"FT1": CreditMatter.PAID_OTHERWISE}


def test_a_credit_is_not_matched_twice(teller: Teller) -> None:
    one, two = teller.wait(), teller.wait(PAY_SECOND)
    (done,) = teller.take_in(a_line(one.code)).matched

    with pytest.raises(CreditUsedError):
        teller.statements.match(done.use.credit.id, two.id, "nhầm")


def test_a_part_is_completed_by_a_second_credit_of_the_same_code(teller: Teller) -> None:
    transfer = teller.wait()
    teller.take_in(a_line(transfer.code, 1_000_000))

    part = match(teller, transfer)
    state = teller.get(transfer.id)
    done = teller.take_in(a_line(f"con thieu {transfer.code}", 366_200, on=TODAY, reference="FT2"))

    assert (part.receipt, part.use.used, state.state, state.credited) == (
        None,
        1_000_000,
        TransferState.PARTIAL,
        1_000_000,
    )
    assert receipt_of(done.matched[0]).total == PRICE
    assert [each.used for each in teller.get(transfer.id).uses] == [1_000_000, 366_200]


def test_the_last_part_decides_the_day(teller: Teller) -> None:
    teller.set_clock(LATER)
    transfer = teller.wait(issued_on=date(2026, 11, 21))
    teller.take_in(a_line(transfer.code, 1_000_000, on=date(2026, 11, 24), reference="late"))
    match(teller, transfer, "late")

    done = teller.take_in(a_line(transfer.code, 366_200, on=date(2026, 11, 22)))

    assert receipt_of(done.matched[0]).issued_on == date(2026, 11, 24)


def test_what_is_too_much_is_kept_apart_and_told(teller: Teller) -> None:
    transfer = teller.wait()
    teller.take_in(a_line(transfer.code, PRICE + 33_800))

    with pytest.raises(ReasonMissingError):
        match(teller, transfer)
    done = match(teller, transfer, reason="hộ chuyển tròn số")

    assert (receipt_of(done).total, done.use.used, done.use.reason) == (PRICE, PRICE, "hộ chuyển tròn số")
    (rest,) = teller.statements.unmatched().credits
    assert (rest.matter, rest.left) == (CreditMatter.REST, 33_800)


def test_one_credit_for_two_households_payments_is_divided_by_hand(teller: Teller) -> None:
    one, two = teller.wait(), teller.wait(PAY_SECOND)
    total = one.amount + two.amount
    teller.take_in(a_line(f"{one.code} va {two.code}", total))

    match(teller, one, reason="chuyển chung")
    # The first member has the first place by now, so the second one pays less.
    rest = match(teller, two, reason="chuyển chung")

    assert receipt_of(rest).total == 956_340
    (left,) = teller.statements.unmatched().credits
    assert left.left == total - PRICE - 956_340


def test_unknown_money_is_matched_only_with_a_reason(teller: Teller) -> None:
    transfer = teller.wait()
    teller.take_in(a_line("nop tien bao hiem cho me"))

    with pytest.raises(ReasonMissingError):
        match(teller, transfer)
    assert receipt_of(match(teller, transfer, reason="con gái hộ xác nhận")).total == PRICE


def test_money_of_a_transfer_given_up_is_free_for_another(teller: Teller) -> None:
    transfer = teller.wait()
    teller.take_in(a_line(transfer.code, 1_000_000))
    match(teller, transfer)
    teller.transfers.give_up(transfer.id, "đổi sang 6 tháng")
    half = teller.wait(PaymentRequest(PAY_FIRST.person_id, PAY_FIRST.scheme, 6))

    with pytest.raises(TransferGivenUpError):
        match(teller, transfer, reason="nhầm")
    done = match(teller, half, reason="đổi sang 6 tháng")

    assert (receipt_of(done).total, teller.matters()) == (683_100, {"FT1": CreditMatter.REST})


def test_more_than_the_price_is_never_counted_for_one_transfer(bench: Bench) -> None:
    teller = Teller(bench)
    teller.open_day()
    teller.set_clock(datetime(2026, 11, 21, 3, tzinfo=UTC))
    transfer = teller.wait()
    teller.take_in(a_line(transfer.code, PRICE - 1))
    match(teller, transfer)
    teller.bench.receipts.issue(IssueReceipt((PAY_SECOND,), "Đặng Văn Kỳ"))
    teller.take_in(a_line(transfer.code, 1, reference="FT2"))

    # Meanwhile the second member has taken the first place, and the price has fallen below what is there.
    with pytest.raises(TransferOverpaidError):
        match(teller, transfer, "FT2", reason="bù")


def test_a_printed_receipt_waits_for_the_number_on_its_paper(bench: Bench) -> None:
    teller = Teller(bench)
    teller.open_day(form=ReceiptForm.PREPRINTED)
    transfer = teller.wait()

    (done,) = teller.take_in(a_line(transfer.code)).matched

    assert done.receipt is None
    assert teller.get(transfer.id).state is TransferState.CREDITED
    assert [each.state for each in teller.statements.unmatched().transfers] == [TransferState.CREDITED]
    with bench.open_unit() as unit:
        assert unit.receipts.places(a_household().id, 2026) == {a_person(1).id: 1}
    with pytest.raises(NumberNotNextError):
        teller.statements.write_number(transfer.id, 2)
    receipt = teller.statements.write_number(transfer.id, 1)
    assert (receipt.form, receipt.number, receipt.total) == (ReceiptForm.PREPRINTED, 1, PRICE)
    assert receipt.credit_id == done.use.credit.id
    with pytest.raises(TransferSettledError):
        teller.statements.write_number(transfer.id, 2)


def test_a_match_by_hand_may_bring_the_number_along(bench: Bench) -> None:
    teller = Teller(bench)
    teller.open_day(form=ReceiptForm.PREPRINTED)
    transfer = teller.wait()
    teller.take_in(a_line("me nop"))

    assert receipt_of(match(teller, transfer, reason="đúng người", number=1)).number == 1


def test_a_number_is_typed_only_for_a_printed_receipt(teller: Teller) -> None:
    transfer = teller.wait()
    teller.take_in(a_line("me nop"))

    with pytest.raises(NumberUnwantedError):
        match(teller, transfer, reason="đúng người", number=1)
    with pytest.raises(TransferNotCreditedError):
        teller.statements.write_number(transfer.id, 1)
    assert teller.get(transfer.id).state is TransferState.AWAITED


def test_an_electronic_receipt_has_no_number_of_its_own(bench: Bench) -> None:
    teller = Teller(bench)
    teller.open_day(form=ReceiptForm.ELECTRONIC)
    transfer = teller.wait()

    (done,) = teller.take_in(a_line(transfer.code)).matched

    receipt = receipt_of(done)
    assert (receipt.form, receipt.symbol, receipt.book, receipt.number) == (
        ReceiptForm.ELECTRONIC,
        None,
        None,
        None,
    )


def test_a_book_that_is_used_up_holds_the_receipt_up_and_loses_nothing(bench: Bench) -> None:
    teller = Teller(bench)
    teller.open_day(book=a_book(1, 1))
    one, two = teller.wait(), teller.wait(PAY_SECOND)
    teller.put(a_line(one.code), a_line("hai", PRICE, reference="FT2"))

    teller.take_in()
    with pytest.raises(ReceiptBookExhaustedError):
        match(teller, two, "FT2", reason="đúng người")

    assert teller.get(two.id).state is TransferState.AWAITED
    with bench.open_unit() as unit:
        unit.receipts.add_book(replace(a_book(2, 9), id=an_id(0x3001), book="0002"))
        unit.commit()
    assert receipt_of(match(teller, two, "FT2", reason="đúng người")).number == 2


def test_a_credit_that_fits_waits_while_no_number_is_left_and_is_receipted_later(bench: Bench) -> None:
    teller = Teller(bench)
    teller.open_day(book=a_book(1, 1, 2))
    transfer = teller.wait()

    refused = teller.take_in(a_line(transfer.code))

    assert [(each.matter, type(each.error)) for each in refused.unmatched] == [
        (CreditMatter.REFUSED, ReceiptBookExhaustedError)
    ]
    assert teller.matters() == {"FT1": CreditMatter.READY}
    with bench.open_unit() as unit:
        unit.receipts.add_book(replace(a_book(2, 9), id=an_id(0x3001), book="0002"))
        unit.commit()
    assert receipt_of(teller.take_in().matched[0]).number == 2


def test_what_nobody_knows_cannot_be_matched(teller: Teller) -> None:
    with pytest.raises(CreditUnknownError):
        teller.statements.match(CreditId(an_id(1)), ReceiptId(an_id(2)), "nhầm")


def test_all_that_a_price_rests_on_is_there_on_the_day_of_the_credit(teller: Teller) -> None:
    pension = PaymentRequest(
        a_person(2).id,
        Scheme.PENSION,
        3,
        Dong(1_500_000),
        PensionGroup.NEAR_POOR,
        12,
        decision=ShownDecision("12/QĐ-UBND", "UBND xã Suối Trúc", date(2026, 1, 1), date(2027, 12, 31)),
    )
    local = LocalTerms(((Scheme.HEALTH, LocalSupport(LocalBasis.AMOUNT, Decimal(10_000))),))
    card = replace(PAY_FIRST, previous_end=date(2026, 11, 30))
    transfer = teller.wait(
        card, pension, local=local, taken=(TakenPlace(1, PlaceSource.ASKED),), answers=(("other_card", True),)
    )
    teller.set_clock(LATER)

    (done,) = teller.take_in(a_line(transfer.code, transfer.amount, on=date(2026, 11, 23))).matched

    receipt = receipt_of(done)
    assert receipt.total == transfer.amount
    assert [each.quote.local_support for each in receipt.lines] == [120_000, 0]
    assert (receipt.lines[0].place, receipt.lines[0].period.start) == (2, date(2026, 12, 1))
    assert (receipt.lines[1].group, receipt.lines[1].supported_before) == ("can-ngheo", 12)
    assert receipt.door == transfer.door
    assert receipt.door.taken == (1,)
