"""Receipt books: papers that are spoiled or lost, what goes back, and the proof of every number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agent_app.domain.book_body import passed_body
from agent_app.domain.book_report import BookLimits, BookReport, report_book
from agent_app.domain.book_stock import BookStock, Period, stock_of
from agent_app.domain.names import clean
from agent_app.domain.number_fate import (
    NumberFate,
    PassedDateError,
    PassedId,
    PassedNumbers,
    PassedReasonMissingError,
)
from agent_app.domain.operation import Entry
from agent_app.domain.receipt import ReceiptDateError
from agent_app.domain.receipt_book import ReceiptBook
from agent_app.services.failures import NotEnrolledError
from agent_app.services.lines import BookLine
from agent_app.services.ports import BookQueries, Clock, Ids, OpenUnit, Queries, UnitOfWork
from agent_app.services.receipts import business_date
from agent_app.services.typed_numbers import BookUnknownError


@dataclass(frozen=True, slots=True)
class SpoilNumbers:
    """Pass over the next papers of a book, for good; no ``on`` means today, or the last receipt's day."""

    symbol: str
    book: str
    first: int
    last: int
    reason: str
    lost: bool = False
    on: date | None = None


@dataclass(frozen=True, slots=True)
class ReturnBook:
    """Give the unused rest of a book back to the office; ``slip`` is the number of the office's paper."""

    symbol: str
    book: str
    reason: str
    slip: str | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class _Why:
    """Why numbers get no receipt; no ``on`` means today, or the last receipt's day."""

    fate: NumberFate
    reason: str
    slip: str | None
    on: date | None


@dataclass(frozen=True, slots=True)
class BookProof:
    """A book, the fate of each of its numbers, and why some got no receipt."""

    line: BookLine
    report: BookReport
    passed: tuple[PassedNumbers, ...]


@dataclass(frozen=True, slots=True)
class StockLine:
    """The stock of one book over a period."""

    symbol: str
    book: str
    first: int
    last: int
    stock: BookStock


@dataclass(frozen=True, slots=True)
class BookService:
    """Keeps account of the numbers in hand."""

    open_unit: OpenUnit
    queries: Queries
    numbers: BookQueries
    clock: Clock
    ids: Ids

    def spoil(self, command: SpoilNumbers) -> PassedNumbers:
        """Pass over papers that are spoiled or lost, and log it for the server, both or neither."""
        fate = NumberFate.LOST if command.lost else NumberFate.SPOILED
        why = _Why(fate, _reason(command.reason), None, command.on)
        with self.open_unit() as unit:
            book = _find(unit, command.symbol, command.book)
            book.set_aside(command.first, command.last)
            return self._keep(unit, book, (command.first, command.last), why)

    def give_back(self, command: ReturnBook) -> PassedNumbers:
        """Give back what is blank, and log it for the server; afterwards the book gives nothing."""
        slip = clean(command.slip or "") or None
        why = _Why(NumberFate.RETURNED, _reason(command.reason), slip, command.on)
        with self.open_unit() as unit:
            book = _find(unit, command.symbol, command.book)
            return self._keep(unit, book, book.give_back(), why)

    def proof(self, symbol: str, book: str) -> BookProof:
        """Say what became of each number of a book."""
        line = next(
            (each for each in self.queries.books() if (each.symbol, each.book) == (symbol, book)), None
        )
        if line is None:
            raise BookUnknownError(symbol, book)
        limits = BookLimits(symbol, book, line.first, line.last, line.next)
        report = report_book(limits, self.numbers.fates(symbol, book))
        return BookProof(line, report, tuple(self.numbers.passed(symbol, book)))

    def stock(self, period: Period) -> Sequence[StockLine]:
        """Count every book over a period."""
        left = self.numbers.leavings()
        return [
            StockLine(
                each.symbol,
                each.book,
                each.first,
                each.last,
                stock_of(
                    each.last - each.first + 1,
                    each.received_on,
                    left.get((each.symbol, each.book), ()),
                    period,
                ),
            )
            for each in self.queries.books()
        ]

    def _keep(
        self, unit: UnitOfWork, book: ReceiptBook, numbers: tuple[int, int], why: _Why
    ) -> PassedNumbers:
        identity, recorded_at = unit.device.identity(), self.clock.now()
        if identity.enrolment is None:
            raise NotEnrolledError
        try:
            on = business_date(why.on, recorded_at, unit.receipts.last_issued_on())
        except ReceiptDateError as error:
            raise PassedDateError(error.on, error.earliest, error.latest) from None
        passed = PassedNumbers(
            PassedId(self.ids.new()),
            book.symbol,
            book.book,
            *numbers,
            why.fate,
            on,
            recorded_at,
            why.reason,
            why.slip,
            identity.enrolment.agent_code,
            identity.device_id,
        )
        entry = Entry(self.ids.new(), passed.kind, 1, recorded_at, passed_body(passed))
        unit.receipts.save_book(book)
        unit.log.append(entry)
        unit.books.pass_over(passed, entry.op_id)
        unit.commit()
        return passed


def _find(unit: UnitOfWork, symbol: str, book: str) -> ReceiptBook:
    found = unit.receipts.find_book(symbol, book)
    if found is None:
        raise BookUnknownError(symbol, book)
    return found


def _reason(text: str) -> str:
    reason = clean(text)
    if not reason:
        raise PassedReasonMissingError
    return reason
