"""Gathers what reports say: a remittance, the use and the stock of numbers, what a day or a week came to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from agent_app.domain.book_report import BookLimits
from agent_app.domain.book_stock import Period
from agent_app.domain.envelope import Envelope, EnvelopeId
from agent_app.domain.money import Dong
from agent_app.domain.remittance import RemittanceId
from agent_app.services.books import BookService
from agent_app.services.day_paper_lines import (
    BookUse,
    Maker,
    RemittanceStatement,
    Standings,
    StockReport,
    Summary,
)
from agent_app.services.day_paper_ports import DayPaperQueries
from agent_app.services.evening_lines import BatchLine, RemittanceLine, Sum
from agent_app.services.ports import EveningQueries, Queries, TransferQueries
from agent_app.services.statements import StatementService
from agent_app.services.typed_numbers import BookUnknownError

_PAGE = 200


@dataclass(frozen=True, slots=True)
class DayReportGatherer:
    """Reads what the reports say."""

    queries: Queries
    papers: DayPaperQueries
    evening: EveningQueries
    transfers: TransferQueries
    books: BookService
    statements: StatementService

    def remittance(self, remittance_id: RemittanceId, maker: Maker) -> RemittanceStatement:
        """Gather a remittance; raise ``RemittanceUnknownError``."""
        made = self.evening.remittance(remittance_id)
        return RemittanceStatement(
            made,
            maker,
            tuple(self._envelopes(made.envelopes)),
            tuple(self.papers.receipts([each.receipt_id for each in made.cash])),
            tuple(self.papers.receipts([each.receipt_id for each in made.transfers])),
        )

    def book(self, period: Period | None, book: tuple[str, str] | None, until: date, maker: Maker) -> BookUse:
        """Gather the receipts of a period, of a book, or of a book in a period.

        Without a period it is all that the book has seen, up to ``until``. Raises ``BookUnknownError``.
        """
        limits = None if book is None else self._limits(*book)
        shown = period or Period(min(until, self.papers.begun_on(book) or until), until)
        voided = self.papers.cancelled(shown, book)
        return BookUse(
            shown,
            maker,
            tuple(self.papers.issued(shown, book)),
            tuple(self.papers.passed(shown, book)),
            tuple(each for each in voided if each.receipt.issued_on < shown.start),
            limits,
        )

    def stock(self, period: Period, maker: Maker) -> StockReport:
        """Gather the stock of every book over a period."""
        return StockReport(period, maker, self.books.stock(period))

    def summary(self, period: Period, today: date, maker: Maker) -> Summary:
        """Gather what a period came to, and where money is now."""
        return Summary(
            period,
            maker,
            self.papers.activity(period),
            tuple(self.papers.cancelled(period)),
            tuple(self.papers.passed(period)),
            tuple(reversed(list(self._remittances(period)))),
            tuple(reversed(list(self._batches(period)))),
            self._standings(today),
        )

    def _envelopes(self, ids: tuple[EnvelopeId, ...]) -> Iterator[Envelope]:
        for each in ids:
            envelope = self.evening.envelope(each)
            if envelope is not None:
                yield envelope

    def _limits(self, symbol: str, book: str) -> BookLimits:
        for each in self.queries.books():
            if (each.symbol, each.book) == (symbol, book):
                return BookLimits(symbol, book, each.first, each.last, each.next)
        raise BookUnknownError(symbol, book)

    def _remittances(self, period: Period) -> Iterator[RemittanceLine]:
        """Return those of a period, newest first."""
        at = 0
        while lines := self.evening.remittances(_PAGE, at):
            yield from (each for each in lines if period.start <= each.remitted_on <= period.end)
            at += _PAGE

    def _batches(self, period: Period) -> Iterator[BatchLine]:
        """Return those that were moved in a period, or are on their way, newest first."""
        at = 0
        while lines := self.evening.batches(_PAGE, at):
            yield from (each for each in lines if period.start <= each.moved_on <= period.end)
            at += _PAGE

    def _standings(self, today: date) -> Standings:
        opened = self.statements.unmatched().credits
        return Standings(
            self.evening.cash_held(today),
            self.evening.money_states(),
            self.transfers.sums(),
            Sum(len(opened), Dong(sum(each.left for each in opened))),
            self.queries.sync_status(),
        )
