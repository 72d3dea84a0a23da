"""Asks every book that knows of a day's money, and holds them against one another."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from agent_app.bootstrap import open_home_with
from agent_app.domain.cancellation_body import read_cancellation
from agent_app.domain.operation import Operation, OperationKind
from agent_app.domain.operation_body import read_receipt
from agent_app.domain.receipt import ReceiptState
from agent_app.runtime.paths import Home
from agent_app.runtime.secrets import unwrap_data_key
from agent_app.services.ports import no_report
from agent_app.storage.journal import Journal
from scripts.evening_walk import Told

_ALL = 1_000_000

Plain = dict[str, object]


@dataclass(frozen=True, slots=True)
class Book:
    """One sum, and how many receipts it is of, where a book says so."""

    name: str
    total: int
    receipts: int | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """What every book says, what stands apart, and what the laptop's own check has found."""

    books: tuple[Book, ...]
    apart: tuple[Book, ...]
    findings: tuple[str, ...]

    @property
    def agreed(self) -> bool:
        """Whether all books say the same and nothing was found."""
        counts = {each.receipts for each in self.books if each.receipts is not None}
        return len({each.total for each in self.books}) == 1 and len(counts) == 1 and not self.findings


def prove(home: Home, password: str, told: Told, office: Plain, unmatched: Plain) -> Proof:
    """Ask the commands' answers, table, log, journal, envelope, remittance and office."""
    key = unwrap_data_key(home.keys, password)
    core = open_home_with(home, key)
    try:
        with core.open_unit() as unit:
            logged = unit.log.after(0, _ALL)
        kept = [each for each in core.queries.receipts(_ALL) if each.state is not ReceiptState.CANCELLED]
        findings = tuple(f"{each.code} {each.about}" for each in core.checker.check(no_report))
        credited = core.evening.money_states().transfers_listed
    finally:
        core.close()
    witnessed = Journal(home.journal, key).read().latest().values()
    envelope, remittance = told.envelope, told.remittance
    listed = [*_many(remittance["cash"]), *_many(remittance["transfers"])]
    books = (
        Book("biên lai không huỷ, theo lệnh đã trả lời", sum(told.valid.values()), len(told.valid)),
        Book("biên lai không huỷ, trong sổ", sum(each.receipt.total for each in kept), len(kept)),
        _of_log("nhật ký việc", logged),
        _of_log("nhật ký tiền", witnessed),
        Book(
            "tiền mặt trong phong bì + chuyển khoản đã về, đã lập biên lai",
            _whole(envelope["content"]) + credited.total,
            sum(not each["void"] for each in _many(envelope["receipts"])) + credited.count,
        ),
        Book("lần nộp: tiền mặt + chuyển khoản", _whole(remittance["total"]), len(listed)),
        Book("lần nộp: số tiền đã nộp + chuyển khoản", _whole(remittance["amount"]) + credited.total),
        Book(
            "cơ quan BHXH",
            _whole(office["accepted"]),
            sum(_whole(e["receipts"]) for e in _many(office["by"])),
        ),
        Book("cơ quan BHXH: đã nộp", _whole(office["remitted"])),
    )
    return Proof(books, tuple(_apart(told, office, unmatched)), findings)


def _of_log(name: str, operations: Iterable[Operation]) -> Book:
    """Count what a log says was issued, without what it says was cancelled."""
    issued: dict[object, int] = {}
    for each in operations:
        if each.kind == OperationKind.RECEIPT_ISSUED:
            receipt = read_receipt(each.body)
            issued[receipt.id] = receipt.total
        elif each.kind == OperationKind.RECEIPT_CANCELLED:
            issued.pop(read_cancellation(each.body).receipt_id)
    return Book(name, sum(issued.values()), len(issued))


def _apart(told: Told, office: Plain, unmatched: Plain) -> Iterable[Book]:
    """Name what is no receipt: part payments, unknown payers, what is awaited still, what was cancelled."""
    cancelled = [told.receipts[each] for each in told.cancelled]
    yield Book("biên lai đã huỷ", sum(cancelled), len(cancelled))
    credits_ = _many(unmatched["credits"])
    partial = [_whole(each["left"]) for each in credits_ if each["matter"] == "partial"]
    yield Book("chuyển khoản về thiếu", sum(partial), len(partial))
    unknown = [_whole(each["left"]) for each in credits_ if each["matter"] == "no_code"]
    yield Book("chuyển khoản không rõ của ai", sum(unknown), len(unknown))
    waiting = _many(unmatched["transfers"])
    yield Book("khoản chuyển còn chờ", sum(_whole(each["amount"]) for each in waiting), len(waiting))
    yield Book("cơ quan BHXH: đã huỷ", _whole(office["cancelled"]))
    yield Book("cơ quan BHXH: cần xem lại", _whole(office["held"]))
    yield Book("cơ quan BHXH: chưa nộp", _whole(office["not_remitted"]))


def _many(value: object) -> list[Plain]:
    return cast("list[Plain]", value)


def _whole(value: object) -> int:
    return cast("int", value)
