"""Credits against awaited transfers: what fits exactly is receipted, all else is told and never guessed."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent_app.domain.bank_statement import CreditId, RejectedStatementLine
from agent_app.domain.operation import OperationKind
from agent_app.domain.operation_body import read_receipt
from agent_app.domain.receipt import PaymentMethod, Receipt, ReceiptForm, ReceiptId
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
from agent_app.services.receipts import IssueReceipt
from agent_app.services.transfer_failures import (
    AccountUnsaidError,
    CreditUnknownError,
    NoAccountError,
    NumberUnwantedError,
    ReasonMissingError,
    StatementAccountError,
    TransferNotCreditedError,
)
from tests.builders import TODAY, a_book, a_household, a_person, an_id
from tests.services.bench import Bench, memory_bench
from tests.services.teller import ACCOUNT, ACCOUNTS, OTHER, PAY_FIRST, PAY_SECOND, PRICE, Teller, a_line

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
    assert [each.kind for each in operations] == [
        OperationKind.TRANSFER_AWAITED,
        OperationKind.TRANSFER_CREDITED,
        OperationKind.VISIT_RECORDED,
        OperationKind.RECEIPT_ISSUED,
    ]
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


def test_the_same_statement_adds_nothing_the_second_time(teller: Teller) -> None:
    transfer = teller.wait()
    teller.take_in(a_line(transfer.code), a_line("khac", 5, reference="FT2"))
    before = teller.bench.operations()

    again = teller.take_in()

    assert (again.lines, again.fresh, again.known, again.matched) == (2, 0, 2, ())
    assert teller.bench.operations() == before


def test_statements_that_overlap_keep_each_line_once(teller: Teller) -> None:
    first, second, third = (a_line(f"khac {n}", n, reference=f"FT{n}") for n in (1, 2, 3))

    teller.take_in(first, second)
    overlapping = teller.take_in(second, third)

    assert (overlapping.fresh, overlapping.known) == (1, 1)
    assert sorted(teller.matters()) == ["FT1", "FT2", "FT3"]


def test_alike_lines_without_a_reference_are_as_many_credits_in_every_statement(teller: Teller) -> None:
    twins = (a_line("nop tien", reference=""), a_line("nop tien", reference="", row=8))

    assert teller.take_in(*twins).fresh == 2
    assert teller.take_in(*twins).fresh == 0


def test_a_line_that_a_file_repeats_with_its_reference_is_one_credit(teller: Teller) -> None:
    assert teller.take_in(a_line("khac"), a_line("khac", row=9)).lines == 1


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
    pay = type(PAY_FIRST)(second.id, PAY_FIRST.scheme, 12)
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
    teller.bench.receipts.issue(IssueReceipt((PAY_FIRST,), "Nguyễn Thị Ánh"))

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
    transfer = teller.wait(awaited_on=date(2026, 11, 21))
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
    half = teller.wait(type(PAY_FIRST)(PAY_FIRST.person_id, PAY_FIRST.scheme, 6))

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


def test_a_statement_of_somebody_elses_account_is_refused_whole(teller: Teller) -> None:
    with pytest.raises(StatementAccountError):
        teller.take_in(a_line("a"), a_line("b", account="999888777", reference="FT2"))

    assert teller.matters() == {}


def test_a_masked_account_is_the_offices_where_its_figures_fit(teller: Teller) -> None:
    transfer = teller.wait()

    assert len(teller.take_in(a_line(transfer.code, account="0011xxxxx2418")).matched) == 1
    assert teller.take_in(a_line(transfer.code, account=ACCOUNT)).fresh == 0


def test_a_statement_without_an_account_is_of_the_offices_only_one(bench: Bench) -> None:
    teller = Teller(bench)
    teller.open_day(accounts=f"{ACCOUNTS};970436:{OTHER}:BHXH TINH")
    line = a_line("khac", account=None)

    with pytest.raises(AccountUnsaidError):
        teller.take_in(line)
    assert teller.take_in(line, account=OTHER).fresh == 1
    assert teller.credit("FT1").account == OTHER


def test_where_the_office_has_named_no_account_no_statement_is_taken(bench: Bench) -> None:
    teller = Teller(bench)
    teller.open_day(accounts=None)

    with pytest.raises(NoAccountError):
        teller.take_in(a_line("khac"))


def test_a_day_that_has_not_come_is_named_as_unreadable(teller: Teller) -> None:
    teller.put(
        a_line("mai", on=date(2026, 11, 22)),
        rejected=(RejectedStatementLine(9, "credit", "1.2"),),
    )

    done = teller.take_in()

    assert (done.lines, [(each.about, each.value) for each in done.rejected]) == (
        0,
        [("credit", "1.2"), ("date", "22/11/2026")],
    )


def test_what_nobody_knows_cannot_be_matched(teller: Teller) -> None:
    with pytest.raises(CreditUnknownError):
        teller.statements.match(CreditId(an_id(1)), ReceiptId(an_id(2)), "nhầm")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, 2_000_000), min_size=1, max_size=6), st.data())
def test_never_does_more_count_than_came_nor_for_a_receipt_than_it_says(
    amounts: list[int], data: st.DataObject
) -> None:
    with memory_bench(Path()) as bench:
        teller = Teller(bench)
        teller.open_day()
        waiting = [teller.wait(), teller.wait(PAY_SECOND)]
        teller.take_in(
            *(
                a_line(
                    data.draw(st.sampled_from([waiting[0].code, waiting[1].code, "x"])),
                    amount,
                    reference=f"F{n}",
                )
                for n, amount in enumerate(amounts)
            )
        )
        for opened in teller.statements.unmatched().credits:
            transfer = data.draw(st.sampled_from(waiting))
            try:
                teller.statements.match(opened.credit.id, transfer.id, "thử")
            except (TransferSettledError, TransferOverpaidError, CreditUsedError):
                continue
        with bench.open_unit() as unit:
            left = sum(each.left for each in unit.transfers.credits_left())
            followed = [unit.transfers.get(each.id) for each in waiting]
        assert sum(each.credited for each in followed) + left == sum(amounts)
        for each in followed:
            assert each.receipted == (each.completion is not None)
            if each.completion is not None:
                assert each.credited == sum(line.quote.due for line in each.completion.lines)
