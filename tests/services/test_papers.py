"""Papers of receipts: looked at without a trace in the print log, printed only into it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Self, cast

import pytest

from agent_app.domain.cancellation import CopyTwo
from agent_app.domain.print_log import (
    CopiesError,
    PaperKind,
    PaperSize,
    Printing,
    PrintWay,
    SheetOnRollError,
)
from agent_app.domain.receipt import ReceiptForm, ReceiptId, ReceiptState
from agent_app.services.cancelling import CancellationService, CancelReceipt
from agent_app.services.failures import NotEnrolledError, ReceiptUnknownError
from agent_app.services.lines import ReceiptView
from agent_app.services.papers import PaperService, Printed
from agent_app.services.ports import OpenUnit, PrintLog, ReceiptPaper, ReceiptPrint, SendBytes, UnitOfWork
from agent_app.services.print_failures import PaperNotOutError, RollPrinterMissingError
from agent_app.services.receipts import IssueReceipt
from agent_app.storage.errors import StoreUnusableError
from tests.builders import NOW, an_enrolment, an_id
from tests.fakes import MemoryStore
from tests.services.bench import Bench, memory_bench, sql_bench
from tests.services.test_receipts import PAY_FIRST, issue, open_day

ROLL = ReceiptPrint(PrintWay.ROLL, size=PaperSize.ROLL_80)


class SpyPress:
    """Keeps what it was asked to print."""

    def __init__(self, error: Exception | None = None) -> None:
        self.asked: list[ReceiptPaper] = []
        self.error = error

    def receipt(self, paper: ReceiptPaper) -> bytes:
        self.asked.append(paper)
        if self.error is not None:
            raise self.error
        return b"%PDF" if paper.logged else b"%PDF unlogged"


class SpyRolls:
    """Printers of rolls: one is there, and takes what it is sent unless it is out of paper."""

    def __init__(self, *, empty: bool = False) -> None:
        self.sent: list[bytes] = []
        self.empty = empty

    @contextmanager
    def reach(self, address: str) -> Iterator[SendBytes]:
        if address != "net:printer":
            raise RollPrinterMissingError(address)
        yield self.send

    def send(self, content: bytes) -> None:
        if self.empty:
            raise OSError("no paper")
        self.sent.append(content)


@pytest.fixture(params=[memory_bench, sql_bench], ids=["memory", "sql"])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    """A store, one of each kind."""
    with request.param(tmp_path) as made:
        yield made


def papers(
    bench: Bench, press: SpyPress, open_unit: OpenUnit | None = None, rolls: SpyRolls | None = None
) -> PaperService:
    unit, found = open_unit or bench.open_unit, rolls or SpyRolls()
    return PaperService(bench.queries, unit, press, found, bench.register, bench.access)


def times(bench: Bench, receipt_id: ReceiptId, kind: PaperKind = PaperKind.RECEIPT) -> int:
    with bench.open_unit() as unit:
        return unit.prints.times(kind, receipt_id)


def test_a_paper_shows_what_is_kept_under_the_offices_name(bench: Bench) -> None:
    open_day(bench)
    receipt, press = issue(bench), SpyPress()

    paper = papers(bench, press).receipt(receipt.id)

    assert paper == b"%PDF"
    view = ReceiptView(receipt, ReceiptState.SAVED)
    assert press.asked == [ReceiptPaper(view, an_enrolment(), ReceiptPrint(copies=2))]


def test_looking_is_no_print_however_often(bench: Bench) -> None:
    open_day(bench)
    receipt, press = issue(bench), SpyPress()
    service = papers(bench, press)

    for _ in range(3):
        service.receipt(receipt.id)

    assert [each.nth for each in press.asked] == [1, 1, 1]
    assert times(bench, receipt.id) == 0


def test_every_print_after_the_first_is_told_so(bench: Bench) -> None:
    open_day(bench)
    receipt, other, press = issue(bench), issue(bench), SpyPress()
    service = papers(bench, press)

    printed = [service.print_receipt(receipt.id), service.print_receipt(receipt.id)]
    service.print_receipt(other.id)
    service.receipt(receipt.id)

    assert printed == [Printed(b"%PDF", 1), Printed(b"%PDF", 2)]
    assert [each.nth for each in press.asked] == [1, 2, 1, 3]
    assert times(bench, receipt.id) == 2


def test_a_print_stands_in_the_log_before_the_paper_is_handed_out(bench: Bench) -> None:
    open_day(bench)
    receipt = issue(bench)
    with bench.open_unit() as unit:
        notice = Printing(an_id(5), PaperKind.NOTICE, receipt.household_id, PrintWay.TEXT, 1, 1, NOW)
        unit.prints.add_all([notice])
        unit.commit()

    papers(bench, SpyPress()).print_receipt(receipt.id, ReceiptPrint(PrintWay.PRINTER, 3))

    with bench.open_unit() as unit:
        assert unit.prints.times(PaperKind.RECEIPT, receipt.id) == 1
        assert unit.prints.times(PaperKind.NOTICE, receipt.household_id) == 1
        assert unit.prints.times(PaperKind.NOTICE, receipt.id) == 0
        assert unit.prints.times(PaperKind.SUMMARY, None) == 0


def test_papers_about_nobody_are_counted_too(bench: Bench) -> None:
    with bench.open_unit() as unit:
        counted = [bench.register.enter(unit, PaperKind.SUMMARY, None, PrintWay.PDF) for _ in range(2)]
        batch = bench.register.enter_all(unit, PaperKind.NOTICE, [an_id(1), an_id(2)], PrintWay.PDF)

    assert counted == [1, 2]
    assert batch == (1, 1)


def test_a_paper_that_cannot_be_set_was_not_printed(bench: Bench) -> None:
    open_day(bench)
    receipt = issue(bench)

    with pytest.raises(ZeroDivisionError):
        papers(bench, SpyPress(ZeroDivisionError())).print_receipt(receipt.id)

    assert times(bench, receipt.id) == 0


@pytest.mark.parametrize("fails_at", ["entry", "commit"])
def test_a_store_that_takes_nothing_more_still_owes_the_paper(bench: Bench, fails_at: str) -> None:
    open_day(bench)
    receipt = issue(bench)

    class DriverError(Exception):
        pass

    class FullLog:
        def __init__(self, inner: PrintLog) -> None:
            self.times, self.times_of = inner.times, inner.times_of

        def add_all(self, _printings: Iterable[Printing]) -> None:
            raise DriverError

    class Full:
        def __init__(self) -> None:
            self.inner = bench.open_unit()

        def __enter__(self) -> Self:
            self.inner.__enter__()
            return self

        def __exit__(self, kind: object, error: object, trace: object) -> None:
            self.inner.__exit__(None, None, None)
            if isinstance(error, DriverError):  # only the end of a unit says what a driver's failure means
                raise StoreUnusableError

        def __getattr__(self, name: str) -> object:
            return getattr(self.inner, name)

        @property
        def prints(self) -> PrintLog:
            inner = self.inner.prints
            return cast("PrintLog", FullLog(inner)) if fails_at == "entry" else inner

        def commit(self) -> None:
            raise StoreUnusableError

    service = papers(bench, SpyPress(), lambda: cast("UnitOfWork", Full()))

    assert service.print_receipt(receipt.id) == Printed(b"%PDF unlogged", 1, logged=False)
    assert times(bench, receipt.id) == 0


@pytest.mark.parametrize("copies", [1, 0, 10])
def test_a_receipt_has_a_copy_to_keep_and_one_to_give(bench: Bench, copies: int) -> None:
    open_day(bench)
    receipt = issue(bench)

    with pytest.raises(CopiesError) as caught:
        papers(bench, SpyPress()).print_receipt(receipt.id, ReceiptPrint(copies=copies))

    assert caught.value.facts() == {"copies": copies, "least": 2, "most": 9}
    assert times(bench, receipt.id) == 0


def test_a_slip_has_one_copy() -> None:
    assert [ReceiptPrint().copies_of(form) for form in ReceiptForm] == [1, 2, 1]


def test_a_slip_on_a_roll_is_no_print_of_the_sheet(bench: Bench) -> None:
    open_day(bench)
    receipt, press = issue(bench), SpyPress()
    service = papers(bench, press)

    service.print_receipt(receipt.id, ROLL)
    service.print_receipt(receipt.id, ReceiptPrint(size=PaperSize.ROLL_58))
    service.print_receipt(receipt.id)

    assert [(each.nth, each.how.copies) for each in press.asked] == [(1, 1), (2, 1), (1, 2)]
    assert times(bench, receipt.id, PaperKind.RECEIPT_ROLL) == 2
    assert times(bench, receipt.id) == 1


def test_a_sheet_does_not_go_to_a_printer_of_rolls() -> None:
    with pytest.raises(SheetOnRollError):
        ReceiptPrint(PrintWay.ROLL)


def test_a_roll_is_sent_to_its_printer(bench: Bench) -> None:
    open_day(bench)
    receipt, rolls = issue(bench), SpyRolls()

    printed = papers(bench, SpyPress(), rolls=rolls).send_receipt(receipt.id, ROLL, "net:printer")

    assert (printed, rolls.sent) == (Printed(b"%PDF", 1), [b"%PDF"])


def test_a_printer_that_is_not_there_leaves_nothing_in_the_log(bench: Bench) -> None:
    open_day(bench)
    receipt = issue(bench)

    with pytest.raises(RollPrinterMissingError):
        papers(bench, SpyPress()).send_receipt(receipt.id, ROLL, "net:elsewhere")

    assert times(bench, receipt.id, PaperKind.RECEIPT_ROLL) == 0


def test_a_printer_that_stops_half_way_was_printed_on(bench: Bench) -> None:
    open_day(bench)
    receipt = issue(bench)

    with pytest.raises(PaperNotOutError) as caught:
        papers(bench, SpyPress(), rolls=SpyRolls(empty=True)).send_receipt(receipt.id, ROLL, "net:printer")

    assert caught.value.facts() == {"place": "net:printer", "nth": 1}
    assert times(bench, receipt.id, PaperKind.RECEIPT_ROLL) == 1


def test_a_paper_knows_the_receipts_before_and_after_it(bench: Bench) -> None:
    open_day(bench)
    first, press = issue(bench), SpyPress()
    CancellationService(bench.open_unit, bench.clock, bench.ids).cancel(
        CancelReceipt(first.id, "Sai tên", "Lê Văn Duyệt", CopyTwo.KEPT)
    )
    second = bench.receipts.issue(IssueReceipt((PAY_FIRST,), "Nguyễn Thị Ánh", replaces=first.id))
    service = papers(bench, press)

    service.receipt(first.id)
    service.receipt(second.id)

    old, new = press.asked
    assert (old.replaced_by and old.replaced_by.receipt.id, old.replaces) == (second.id, None)
    assert (new.replaces and new.replaces.receipt.id, new.replaced_by) == (first.id, None)


def test_no_paper_is_made_of_what_is_not_kept(bench: Bench) -> None:
    with pytest.raises(ReceiptUnknownError):
        papers(bench, SpyPress()).print_receipt(ReceiptId(an_id(77)))


def test_a_stranger_prints_nothing_and_nothing_is_logged(bench: Bench) -> None:
    open_day(bench)
    receipt, stranger = issue(bench), MemoryStore()
    stranger.tables.receipts[receipt.id] = replace(receipt)

    with pytest.raises(NotEnrolledError):
        papers(bench, SpyPress(), stranger.unit).print_receipt(receipt.id)

    assert stranger.tables.prints == []
    assert stranger.tables.accesses == []
