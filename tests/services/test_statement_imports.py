"""Statements that come in: each credit once, of the office's accounts alone, nothing by halves."""

from datetime import date

import pytest

from agent_app.domain.bank_statement import RejectedStatementLine
from agent_app.services.transfer_failures import AccountUnsaidError, NoAccountError, StatementAccountError
from tests.services.bench import Bench
from tests.services.teller import ACCOUNT, ACCOUNTS, OTHER, Teller, a_line


@pytest.fixture
def teller(bench: Bench) -> Teller:
    made = Teller(bench)
    made.open_day()
    return made


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
    assert [each.after_today for each in done.rejected] == [False, True]
    assert done.skipped == 1
