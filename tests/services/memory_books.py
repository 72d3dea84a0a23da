"""Spoiled and returned numbers in a store of dicts."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from agent_app.domain.book_report import FateRun
from agent_app.domain.book_stock import Leaving
from agent_app.domain.number_fate import NumberFate, PassedNumbers
from agent_app.domain.receipt_book import ReceiptBook
from agent_app.services.ports.books import IssuedNumber
from tests.services.memory_tables import Tables


@dataclass(slots=True)
class MemoryBooks:
    """Fulfils ``ports.Books``."""

    tables: Tables

    def in_hand(self) -> list[ReceiptBook]:
        return self.tables.books_in_hand()

    def holder(self, symbol: str, book: str, number: int) -> IssuedNumber | PassedNumbers | None:
        for receipt in self.tables.receipts.values():
            if (receipt.symbol, receipt.book, receipt.number) == (symbol, book, number):
                return IssuedNumber(receipt.id, receipt.issued_on, None)
        among = (
            each
            for each in self.tables.passed.values()
            if (each.symbol, each.book) == (symbol, book) and each.first <= number <= each.last
        )
        return next(among, None)

    def pass_over(self, passed: PassedNumbers, op_id: UUID) -> None:
        for number in range(passed.first, passed.last + 1):
            assert self.holder(passed.symbol, passed.book, number) is None, "a number was given a second fate"
        self.tables.passed[op_id] = passed


@dataclass(slots=True)
class MemoryBookQueries:
    """Fulfils ``ports.BookQueries``."""

    tables: Callable[[], Tables]

    def fates(self, symbol: str, book: str) -> list[FateRun]:
        issued = [
            FateRun(each.number, each.number, NumberFate.ISSUED)
            for each in self.tables().receipts.values()
            if (each.symbol, each.book) == (symbol, book) and each.number is not None
        ]
        return [*issued, *(FateRun(each.first, each.last, each.fate) for each in self.passed(symbol, book))]

    def passed(self, symbol: str, book: str) -> list[PassedNumbers]:
        found = (each for each in self.tables().passed.values() if (each.symbol, each.book) == (symbol, book))
        return sorted(found, key=lambda each: each.first)

    def leavings(self) -> Mapping[tuple[str, str], Sequence[Leaving]]:
        left = defaultdict[tuple[str, str], list[Leaving]](list)
        for receipt in self.tables().receipts.values():
            if receipt.symbol is not None and receipt.book is not None:
                left[receipt.symbol, receipt.book].append(Leaving(receipt.issued_on, 1, NumberFate.ISSUED))
        for each in self.tables().passed.values():
            left[each.symbol, each.book].append(Leaving(each.on, each.last - each.first + 1, each.fate))
        return left
