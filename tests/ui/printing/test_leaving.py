import pytest
from pytestqt.qtbot import QtBot

from agent_app.services.work import Report
from agent_app.ui.bench import Bench
from agent_app.ui.core import Core
from agent_app.ui.printing.choice import PrintChoice, keep_roll_address, roll_printer
from agent_app.ui.printing.leaving import Leaving, LeavingPresenter, Left, Stopped
from agent_app.ui.printing.receipts import receipt_paper
from agent_app.ui.printing.wanted import PrintRun
from agent_app.ui.tasks import Lane
from tests.ui.fake_core import FakeCore, fill_receipts
from tests.ui.fake_printers import LASER, FakePrinters
from tests.ui.printing.lending import Lent
from tests.ui.printing.papers import Batch, pdf


class Drawn(Batch):
    """A long batch that says how far its drawing is."""

    def print(self, run: PrintRun, _core: Core, report: Report) -> bytes:
        self.runs.append(run)
        report(1000, 1000)
        return self.content


def until_paper_waits(leaving: LeavingPresenter, batch: Batch, qtbot: QtBot) -> None:
    """Wait until a print is logged and waits for the printer's lane."""
    qtbot.waitUntil(lambda: bool(batch.runs))
    qtbot.waitUntil(lambda: leaving._kept is not None)


def test_a_print_that_was_stopped_after_drawing_says_that_no_sheet_was_printed(
    leaving: LeavingPresenter, printers: FakePrinters, bench: Bench, qtbot: QtBot
) -> None:
    batch = Drawn(pdf(3))
    with Lent(bench, Lane.PAPER):
        leaving.print(batch.wanted(), PrintChoice(LASER), printers.open(LASER))
        until_paper_waits(leaving, batch, qtbot)
        under_way = leaving.state
        leaving.cancel()
    qtbot.waitUntil(lambda: not leaving.busy)

    assert under_way == Leaving("Đang in Thông báo đến hạn đóng")
    assert leaving.state == Stopped("Đã dừng, chưa in tờ nào.")


@pytest.mark.qt_log_ignore("QPainter::begin")
@pytest.mark.logs_warning("not done: printer.refused")
def test_a_print_that_could_not_leave_is_dropped_once_nobody_looks(
    leaving: LeavingPresenter, printers: FakePrinters, bench: Bench, qtbot: QtBot
) -> None:
    printers.jams = True
    batch = Batch(pdf(1))
    wanted = batch.wanted()
    with Lent(bench, Lane.PAPER):
        leaving.print(wanted, PrintChoice(LASER), printers.open(LASER))
        until_paper_waits(leaving, batch, qtbot)
        leaving.forget()
    qtbot.waitUntil(lambda: not leaving.busy)

    assert leaving._kept is None
    printers.jams = False
    leaving.print(wanted, PrintChoice(LASER))
    qtbot.waitUntil(lambda: not leaving.busy)
    assert len(batch.runs) == 2


def test_a_roll_does_not_wait_for_the_exchange_with_the_office(
    leaving: LeavingPresenter, core: FakeCore, bench: Bench, qtbot: QtBot
) -> None:
    fill_receipts(core)
    keep_roll_address("net:192.168.1.50")
    roll = receipt_paper(core.queries.views[0].receipt).others[0]
    with Lent(bench, Lane.NETWORK):
        leaving.print(roll, PrintChoice(roll_printer("net:192.168.1.50")))
        qtbot.waitUntil(lambda: not leaving.busy)

    assert isinstance(leaving.state, Left)
    assert core.papers.addresses == ["net:192.168.1.50"]
