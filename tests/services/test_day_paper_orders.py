"""What each paper is about, so that its second print knows of the first."""

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.book_stock import Period
from agent_app.domain.print_log import PaperKind
from agent_app.domain.remittance import RemittanceId
from agent_app.services.day_paper_orders import (
    BookOrder,
    DayListOrder,
    RemittanceOrder,
    StockOrder,
    SummaryOrder,
    about,
    kind_of,
    month_of,
    week_of,
)

TODAY = date(2026, 11, 21)
MONTH = Period(date(2026, 11, 1), date(2026, 11, 30))
ORDERS = (
    DayListOrder(),
    DayListOrder(date(2026, 11, 22)),
    DayListOrder(hamlet="Thôn 3"),
    DayListOrder(planned=True),
    RemittanceOrder(RemittanceId(UUID(int=7))),
    BookOrder(),
    BookOrder(book=("AB/26", "0001")),
    BookOrder(MONTH, ("AB/26", "0001")),
    StockOrder(MONTH),
    SummaryOrder(MONTH),
    SummaryOrder(Period(TODAY, TODAY)),
)


def test_no_two_papers_are_about_the_same() -> None:
    assert len({(kind_of(each), about(each, TODAY)) for each in ORDERS}) == len(ORDERS)
    assert {kind_of(each) for each in ORDERS} == {
        PaperKind.DAY_LIST,
        PaperKind.REMITTANCE,
        PaperKind.BOOK,
        PaperKind.STOCK,
        PaperKind.SUMMARY,
    }


def test_a_day_that_is_named_and_today_are_one_paper() -> None:
    assert about(DayListOrder(), TODAY) == about(DayListOrder(TODAY), TODAY)
    assert about(BookOrder(), TODAY) == about(BookOrder(MONTH), TODAY)
    assert about(DayListOrder(phones=True), TODAY) == about(DayListOrder(), TODAY)


def test_a_remittance_is_about_itself() -> None:
    assert about(RemittanceOrder(RemittanceId(UUID(int=7))), TODAY) == UUID(int=7)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_weeks_begin_on_monday_and_months_on_their_first(day: date) -> None:
    week, month = week_of(day), month_of(day)

    assert (week.start.weekday(), week.end - week.start) == (0, timedelta(days=6))
    assert week.start <= day <= week.end
    assert (month.start.day, (month.end + timedelta(days=1)).day) == (1, 1)
    assert month.start <= day <= month.end
