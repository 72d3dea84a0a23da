"""Spoiled and returned numbers in a store of dicts."""

from dataclasses import dataclass
from uuid import UUID

from agent_app.domain.number_fate import PassedNumbers
from agent_app.domain.receipt_book import ReceiptBook
from agent_app.services.ports.books import IssuedNumber
from tests.services.memory_tables import Tables


@dataclass(slots=True)
class MemoryBooks:
    """Fulfils ``ports.Books``."""

    tables: Tables

    def in_hand(self) -> list[ReceiptBook]:
        return self.tables.books_in_hand()

    def holder(self, symbol: str, number: int) -> IssuedNumber | PassedNumbers | None:
        for receipt in self.tables.receipts.values():
            if (receipt.symbol, receipt.number) == (symbol, number):
                return IssuedNumber(receipt.id, receipt.issued_on, None)
        among = (
            each
            for each in self.tables.passed.values()
            if each.symbol == symbol and each.first <= number <= each.last
        )
        return next(among, None)

    def pass_over(self, passed: PassedNumbers, op_id: UUID) -> None:
        for number in range(passed.first, passed.last + 1):
            assert self.holder(passed.symbol, number) is None, "a number was given a second fate"
        self.tables.passed[op_id] = passed
