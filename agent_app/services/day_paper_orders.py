"""Which of the agent's papers is asked for, and what each is about."""

from dataclasses import dataclass
from datetime import date
from typing import assert_never
from uuid import UUID, uuid5

from agent_app.domain.book_stock import Period
from agent_app.domain.calendar import add_months
from agent_app.domain.print_log import PaperKind
from agent_app.domain.remittance import RemittanceId

# What papers that are about no row of their own are named in.
_PAPERS = UUID("5b3e2a44-93f5-4c37-8a0e-2f5d1f1f9d10")


@dataclass(frozen=True, slots=True)
class DayListOrder:
    """Which day list is asked for: those of a hamlet, of all, or only those planned for the day.

    No ``on`` means today. ``phones`` shows whole phone numbers, which is logged.
    """

    on: date | None = None
    hamlet: str | None = None
    planned: bool = False
    phones: bool = False


@dataclass(frozen=True, slots=True)
class RemittanceOrder:
    """Ask for the statement of a remittance."""

    remittance_id: RemittanceId


@dataclass(frozen=True, slots=True)
class BookOrder:
    """Ask for the report of a period's receipts, of one book's (symbol, name), or of a book in a period."""

    period: Period | None = None
    book: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class StockOrder:
    """Ask for the stock of every book over a period."""

    period: Period


@dataclass(frozen=True, slots=True)
class SummaryOrder:
    """Ask what a period came to."""

    period: Period


PaperOrder = DayListOrder | RemittanceOrder | BookOrder | StockOrder | SummaryOrder


def month_of(day: date) -> Period:
    """Return the whole month of a day."""
    first = day.replace(day=1)
    return Period(first, date.fromordinal(add_months(first, 1).toordinal() - 1))


def week_of(day: date) -> Period:
    """Return the week of a day, from Monday to Sunday."""
    monday = day.toordinal() - day.weekday()
    return Period(date.fromordinal(monday), date.fromordinal(monday + 6))


def kind_of(order: PaperOrder) -> PaperKind:
    """Return the kind of paper that is asked for."""
    match order:
        case DayListOrder():
            return PaperKind.DAY_LIST
        case RemittanceOrder():
            return PaperKind.REMITTANCE
        case BookOrder():
            return PaperKind.BOOK
        case StockOrder():
            return PaperKind.STOCK
        case SummaryOrder():
            return PaperKind.SUMMARY


def about(order: PaperOrder, today: date) -> UUID:
    """Name what a paper is about: the same paper has the same name on every machine."""
    match order:
        case RemittanceOrder():
            return order.remittance_id
        case DayListOrder():
            words: tuple[str, ...] = (
                "day-list",
                f"{order.on or today}",
                order.hamlet or "",
                f"{order.planned}",
            )
        case BookOrder():
            whole = order.book is not None and order.period is None
            words = ("book", "" if whole else _days(order.period or month_of(today)), *(order.book or ()))
        case StockOrder() | SummaryOrder():
            kind = "stock" if isinstance(order, StockOrder) else "summary"
            words = (kind, _days(order.period))
        case _:
            assert_never(order)
    return uuid5(_PAPERS, "/".join(words))


def _days(period: Period) -> str:
    return f"{period.start}..{period.end}"
