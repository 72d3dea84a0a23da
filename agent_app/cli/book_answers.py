"""Answers about receipt books."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from agent_app.cli.answers import Fields
from agent_app.domain.book_choice import of_use
from agent_app.domain.book_report import BookReport
from agent_app.domain.book_stock import BookStock
from agent_app.domain.number_fate import NumberFate, PassedNumbers, shown_range
from agent_app.domain.receipt import Receipt
from agent_app.domain.receipt_book import BookState, shown_number
from agent_app.runtime.book_messages import few_left
from agent_app.runtime.finding_words import finding_sentence
from agent_app.services.books import BookProof, StockLine
from agent_app.services.lines import BookLine

if TYPE_CHECKING:
    from agent_app.bootstrap import Core

_AMISS = (("book.gap", "holes"), ("book.two_fates", "doubles"), ("book.not_given", "outside"))


def book_answer(line: BookLine) -> Fields:
    """Answer one line of ``book list``."""
    return {
        "symbol": line.symbol,
        "book": line.book,
        "from": shown_number(line.first),
        "to": shown_number(line.last),
        "next": shown_number(line.next) if line.left > 0 else None,
        "left": line.left,
        "low": line.low,
        "state": line.state.value,
        "received_on": line.received_on,
    }


def passed_answer(passed: PassedNumbers) -> Fields:
    """Answer ``book spoil`` and ``book return``."""
    return {
        "id": passed.id,
        "symbol": passed.symbol,
        "book": passed.book,
        "from": shown_number(passed.first),
        "to": shown_number(passed.last),
        "count": passed.last - passed.first + 1,
        "fate": passed.fate.value,
        "on": passed.on,
        "reason": passed.reason,
        "slip": passed.slip,
    }


def proof_answer(proof: BookProof) -> Fields:
    """Answer ``book report``."""
    report = proof.report
    return {
        **book_answer(proof.line),
        "ok": report.sound,
        "size": report.size,
        "counts": {fate.value: count for fate, count in report.counts.items()},
        "numbers": [
            {
                "from": shown_number(run.first),
                "to": shown_number(run.last),
                "count": run.count,
                "fate": run.fate.value,
            }
            for run in report.runs
        ],
        "passed": [passed_answer(each) for each in proof.passed],
        "findings": [
            {"code": code, "about": about, "text": finding_sentence(code, about)}
            for code, about in findings_of(report)
        ],
    }


def findings_of(report: BookReport) -> list[tuple[str, str]]:
    """Name what is amiss with a book, as ``check`` does."""
    return [
        (code, f"{report.symbol}/{report.book}/{shown_number(number)}")
        for code, field in _AMISS
        for number in getattr(report, field)
    ]


def run_words(report: BookReport) -> Sequence[tuple[str, int, NumberFate]]:
    """Spread a report over rows: numbers, how many, their fate."""
    return [(shown_range(run.first, run.last), run.count, run.fate) for run in report.runs]


def stock_answer(line: StockLine) -> Fields:
    """Answer one book of ``book stock``."""
    return {
        "symbol": line.symbol,
        "book": line.book,
        "from": shown_number(line.first),
        "to": shown_number(line.last),
        **stock_fields(line.stock),
    }


def stock_fields(stock: BookStock) -> Fields:
    """Name the counts of a stock."""
    return {
        "opening": stock.opening,
        "received": stock.received,
        "used": stock.used,
        "cancelled": stock.cancelled,
        "spoiled": stock.spoiled,
        "lost": stock.lost,
        "returned": stock.returned,
        "closing": stock.closing,
        "cancelled_later": stock.cancelled_later,
    }


def tell_few_left(core: "Core", receipt: Receipt) -> None:
    """Say on the side when the book that a receipt came from is nearly used up."""
    books = core.queries.books()
    named = (receipt.symbol, receipt.book)
    line = next((each for each in books if (each.symbol, each.book) == named), None)
    usable = of_use(books, receipt.issued_on)
    giving = sum(each.left for each in usable if each.state is BookState.OPEN)
    words = few_left(line, giving) if line else None
    if words:
        click.echo(words, err=True)
