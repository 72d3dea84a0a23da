"""Asks every book that knows of the demo's money, and compares what they say."""

import json
from dataclasses import dataclass

from agent_app.bootstrap import open_home
from agent_app.domain.money import grouped
from agent_app.domain.operation import OperationKind
from agent_app.domain.operation_body import read_receipt
from agent_app.runtime.paths import Home
from scripts.demo_stage import DemoError, Stage

_ALL = 10_000


@dataclass(frozen=True, slots=True)
class Books:
    """One sum as four books have it."""

    clicked: int
    receipts: int
    log: int
    office: int

    def agreed(self) -> int:
        """Return the sum; raise ``DemoError`` where any book has another."""
        if len({self.clicked, self.receipts, self.log, self.office}) != 1:
            words = (f"{name} {grouped(money)} đ" for name, money in self.named().items())
            raise DemoError("Tiền không khớp: " + ", ".join(words) + ".")
        return self.clicked

    def named(self) -> dict[str, int]:
        """Name the books as people would."""
        return {
            "đã bấm thu": self.clicked,
            "biên lai trên máy": self.receipts,
            "nhật ký trên máy": self.log,
            "cơ quan BHXH": self.office,
        }


def read_books(ready: Stage, clicked: int) -> Books:
    """Ask the laptop's receipts, its log and the office."""
    core = open_home(Home(ready.home), ready.password())
    try:
        receipts = sum(each.receipt.total for each in core.queries.receipts(_ALL))
        with core.open_unit() as unit:
            operations = unit.log.after(0, _ALL)
    finally:
        core.close()
    issued = (each for each in operations if each.kind == OperationKind.RECEIPT_ISSUED)
    log = sum(read_receipt(each.body).total for each in issued)
    return Books(clicked, receipts, log, _office_money(ready))


def check_home(ready: Stage) -> str:
    """Let the laptop check itself; it exits with an error where anything is wrong."""
    return ready.agent("check").strip()


def _office_money(ready: Stage) -> int:
    answer = ready.money()
    if answer["held"]:
        raise DemoError(f"Cơ quan BHXH giữ lại: {json.dumps(answer, ensure_ascii=False)}")
    total = answer["total"]
    return total if isinstance(total, int) else -1
