"""The agent's papers from a real home: they agree with the screens; only what went out is logged."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from agent_app.bootstrap import Core
from agent_app.domain.access import AccessAction
from agent_app.domain.book_stock import Period
from agent_app.domain.calendar import civil_date
from agent_app.domain.money import Dong
from agent_app.domain.print_log import CopiesError, PaperKind
from agent_app.domain.receipt import PaymentMethod
from agent_app.domain.remittance import RemittanceId
from agent_app.runtime.paths import Home
from agent_app.services.day_lines import DoorFilter
from agent_app.services.day_paper_lines import Maker
from agent_app.services.day_paper_orders import (
    BookOrder,
    DayListOrder,
    RemittanceOrder,
    SummaryOrder,
    about,
    month_of,
    week_of,
)
from agent_app.services.day_papers import DayPrint
from agent_app.services.evening_failures import RemittanceUnknownError
from agent_app.services.failures import StoreReadOnlyError
from agent_app.services.lines import ReceiptFilter
from agent_app.services.ports import AccessFilter, CancelledWorkError, no_report
from scripts.papers_stage import KINDS, Stage, make_stage
from tests.builders import an_id
from tests.printing.test_papers import pages

USUAL, WORST = KINDS


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """A home after a day's work; only to be copied."""
    return make_stage(tmp_path_factory.mktemp("papers") / "usual", USUAL, 7, civil_date(datetime.now(UTC)))


@pytest.fixture
def stage(made: Stage, tmp_path: Path) -> Stage:
    """A home of one's own."""
    copied = shutil.copytree(made.home.folder, tmp_path / "Máy chị Hoa")
    return replace(made, home=Home(Path(copied)))


@pytest.fixture
def core(stage: Stage) -> Iterator[Core]:
    """The home, open."""
    with stage.core() as opened:
        yield opened


def maker(stage: Stage) -> Maker:
    return Maker(stage.enrolment.agent_name, stage.enrolment.office)


def test_a_day_list_is_the_walk_of_the_screen_line_by_line(core: Core, stage: Stage) -> None:
    told = core.day_papers.lists.gather(DayListOrder(), stage.today, maker(stage), no_report)
    doors = core.queries.doors(DoorFilter(stage.today, agent=core.queries.agent_code()))

    assert [each.door for each in told.entries] == doors
    assert [len(each.dues) for each in told.entries] == [each.open for each in doors]
    assert sum(len(each.dues) for each in told.entries) > 20
    for entry in told.entries:
        ends = [each.due_on for each in entry.dues if each.due_on]
        assert min(ends, default=None) == entry.door.due_on
        assert all(len(each.tail) == 4 for each in entry.dues)


def test_a_price_is_what_a_quote_would_say_and_else_the_list_s(core: Core, stage: Stage) -> None:
    told = core.day_papers.lists.gather(DayListOrder(), stage.today, maker(stage), no_report)
    dues = [due for entry in told.entries for due in entry.dues]

    assert any(not each.listed for each in dues)
    assert all(each.price for each in dues)
    listed = {door.household_id: door.amount for door in core.queries.doors(DoorFilter(stage.today))}
    for entry in told.entries:
        if all(each.listed for each in entry.dues):
            assert sum(each.price or 0 for each in entry.dues) == (listed[entry.door.household_id] or 0)


def test_the_sums_of_a_period_are_those_of_its_receipts(core: Core, stage: Stage) -> None:
    period = week_of(stage.today)
    told = core.day_papers.reports.summary(period, stage.today, maker(stage))
    views = core.receipt_queries.listed(ReceiptFilter(period.start, period.end))
    standing = [each.receipt for each in views if each.cancellation is None]

    assert told.activity.methods[PaymentMethod.CASH].count == len(standing)
    assert told.activity.methods[PaymentMethod.CASH].total == sum(each.total for each in standing)
    lines = [line for each in standing for line in each.lines]
    assert sum(each.count for each in told.activity.schemes.values()) == len(lines)
    assert sum(each.total for each in told.activity.schemes.values()) == sum(each.quote.due for each in lines)
    assert (
        sum(each.cash.total for each in told.activity.days) == told.activity.methods[PaymentMethod.CASH].total
    )
    assert told.now.states == core.evening.money_states()
    assert told.now.held == core.evening.cash_held(stage.today)
    assert [each.receipt.id for each in told.cancelled] == [stage.cancelled]
    assert [each.id for each in told.remittances] == [stage.remittance]
    assert [each.total for each in told.batches] == [each.total for each in core.evening.batches(10)]


def test_a_month_s_report_holds_all_its_receipts_and_a_book_s_its_numbers(core: Core, stage: Stage) -> None:
    month = month_of(stage.today)
    use = core.day_papers.reports.book(month, None, stage.today, maker(stage))
    views = core.receipt_queries.listed(ReceiptFilter(month.start, month.end))
    assert {each.receipt.id for each in use.receipts} == {each.receipt.id for each in views}

    assert core.store.day_paper_queries.begun_on() == min(each.receipt.issued_on for each in use.receipts)
    line = core.queries.books()[0]
    whole = core.day_papers.reports.book(None, (line.symbol, line.book), stage.today, maker(stage))
    told = [each.receipt.number or 0 for each in whole.receipts]
    told += [number for each in whole.passed for number in range(each.first, each.last + 1)]
    assert sorted(told) == list(range(line.first, line.next))


def test_a_statement_s_receipts_are_those_of_its_envelopes(core: Core, stage: Stage) -> None:
    told = core.day_papers.reports.remittance(stage.remittance, maker(stage))

    assert [each.receipt.id for each in told.cash] == [each.receipt_id for each in told.remittance.cash]
    assert Dong(sum(each.receipt.total for each in told.cash)) == told.remittance.cash_total
    assert [each.id for each in told.envelopes] == list(told.remittance.envelopes)


def test_a_preview_says_what_the_next_print_will_and_is_no_print(core: Core, stage: Stage) -> None:
    order = RemittanceOrder(stage.remittance)
    seen = core.day_papers.preview(order)
    first = core.day_papers.print_paper(order)
    again = core.day_papers.print_paper(order, DayPrint(copies=2))

    assert (seen, first.nth, again.nth) == (first.content, 1, 2)
    assert all("In lại lần 1" in text for text in pages(again.content))
    assert core.day_papers.preview(order) != again.content
    with core.open_unit() as unit:
        assert unit.prints.times(PaperKind.REMITTANCE, stage.remittance) == 2


def test_work_that_is_given_up_leaves_nothing_in_the_log(core: Core, stage: Stage) -> None:
    def give_up(done: int, total: int) -> None:
        if done * 4 > total * 3:
            raise CancelledWorkError

    order = DayListOrder()
    with pytest.raises(CancelledWorkError):
        core.day_papers.print_paper(order, report=give_up)
    with core.open_unit() as unit:
        assert unit.prints.times(PaperKind.DAY_LIST, about(order, stage.today)) == 0
    assert core.day_papers.print_paper(order).nth == 1


def test_a_store_that_cannot_be_written_gives_no_paper_away(core: Core, stage: Stage) -> None:
    order = DayListOrder(phones=True)
    core.store._condition.damaged = True

    with pytest.raises(StoreReadOnlyError):
        core.day_papers.print_paper(order)
    with core.open_unit() as unit:
        assert unit.prints.times(PaperKind.DAY_LIST, about(order, stage.today)) == 0


def test_whole_phone_numbers_are_kept_as_revealed_even_when_they_are_only_looked_at(core: Core) -> None:
    core.day_papers.preview(DayListOrder())
    core.access.flush()
    wanted = AccessFilter()
    assert not [
        each for each in core.store.privacy_queries.accesses(wanted) if each.action is AccessAction.REVEAL
    ]

    core.day_papers.preview(DayListOrder(phones=True))
    [revealed] = [
        each for each in core.store.privacy_queries.accesses(wanted) if each.action is AccessAction.REVEAL
    ]
    assert (revealed.entity, revealed.fields) == ("list", ("phone",))


def test_what_is_unknown_or_too_much_is_refused(core: Core) -> None:
    with pytest.raises(RemittanceUnknownError):
        core.day_papers.preview(RemittanceOrder(RemittanceId(an_id(0x999))))
    with pytest.raises(CopiesError):
        core.day_papers.print_paper(BookOrder(), DayPrint(copies=10))


def test_a_day_long_ago_has_an_empty_summary(core: Core) -> None:
    day = datetime(2020, 1, 1, tzinfo=UTC).date()
    text = " ".join(pages(core.day_papers.preview(SummaryOrder(Period(day, day)))))

    assert "Chưa ghi lần đến nào." in text
    assert "Số biên lai 0 0 0 0 0 0" in text
