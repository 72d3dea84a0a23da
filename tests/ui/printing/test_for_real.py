"""A real, encrypted home, its papers and the window's desk together: looked at, printed, saved again."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from agent_app.bootstrap import Core, create_home, open_home
from agent_app.domain.due_list import Scheme
from agent_app.domain.print_log import PaperKind, PrintWay
from agent_app.domain.receipt import Receipt
from agent_app.runtime.messages import sentence
from agent_app.runtime.paths import Home
from agent_app.runtime.secrets import Argon2Cost
from agent_app.services.lines import DueFilter
from agent_app.services.ports import PrintFilter
from agent_app.services.quotes import PaymentRequest
from agent_app.services.receipts import IssueReceipt
from agent_app.ui.bench import Bench
from agent_app.ui.look import Look
from agent_app.ui.printing.desk import PrintDesk
from agent_app.ui.printing.notices import notice_paper, of_lines
from agent_app.ui.printing.preview import PreviewDialog
from agent_app.ui.printing.receipts import receipt_paper
from agent_app.ui.printing.wanted import PaperWanted
from agent_app.ui.tasks import TaskRunner
from benchmarks.store_village import load, make_village, put_list
from tests.builders import an_enrolment
from tests.cli.terminal import PASSWORD
from tests.ui.fake_printers import FakePrinters
from tests.ui.seeing import Eyes, texts


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Core]:
    """A home with a small list."""
    home = Home(tmp_path / "Máy chị Hoa")
    create_home(home, PASSWORD, Argon2Cost(1, 8, 1))
    core = open_home(home, PASSWORD)
    village = make_village(60)
    load(core.store, village)
    put_list(core.store, village)
    core.enrol(an_enrolment(agent_code=village.commune.agent_code))
    yield core
    core.close()


@pytest.fixture
def desk(
    real: Core, runner: TaskRunner, look: Look, printers: FakePrinters, qtbot: QtBot
) -> Iterator[PrintDesk]:
    """The desk on that home."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    made = PrintDesk(Bench(real, runner, sentence, look), window)
    made.printers = printers
    yield made
    made.rest()


def issued(core: Core) -> Receipt:
    """Take money from the first who can pay by the household."""
    line = next(each for each in core.queries.due_lines(DueFilter()) if each.group == "GD")
    request = PaymentRequest(line.person_id, Scheme.HEALTH, 12)
    return core.receipts.issue(IssueReceipt((request,), line.name, line.household_id))


def looked_at(desk: PrintDesk, wanted: PaperWanted, eyes: Eyes) -> PreviewDialog:
    desk.show(wanted)
    eyes.settle()
    eyes.settle()
    assert desk.dialog is not None
    return desk.dialog


def words_of(content: bytes) -> str:
    """Read the words of a paper's first page."""
    from pypdfium2 import PdfDocument  # noqa: PLC0415 (slow to load)

    with PdfDocument(content) as document:
        return str(document[0].get_textpage().get_text_bounded())


def test_a_receipt_is_looked_at_printed_and_printed_again(
    real: Core, desk: PrintDesk, eyes: Eyes, printers: FakePrinters, tmp_path: Path
) -> None:
    receipt = issued(real)
    wanted = receipt_paper(receipt)
    dialog = looked_at(desk, wanted, eyes)
    assert real.print_queries.recent(5) == []
    assert "2 trang" in texts(dialog)
    eyes.shoot(dialog, "receipt")
    dialog.print()
    eyes.settle()
    (first,) = real.print_queries.printed(PrintFilter())
    assert (first.kind, first.way, first.copies, first.nth) == (PaperKind.RECEIPT, PrintWay.PRINTER, 2, 1)
    assert [(round(each.width), round(each.height)) for each in printers.sizes()] == [(595, 420)] * 2

    again = looked_at(desk, wanted, eyes)
    target = tmp_path / wanted.file_name
    again.choose_target = lambda: target  # type: ignore[method-assign]
    again.save()
    eyes.settle()
    assert "In lại lần 1" in words_of(target.read_bytes())
    assert [each.nth for each in real.print_queries.printed(PrintFilter())] == [2, 1]
    assert real.print_queries.recent(1)[0].number == receipt.shown_number


def test_notices_of_chosen_lines_are_printed_and_logged_for_each_household(
    real: Core, desk: PrintDesk, eyes: Eyes, printers: FakePrinters
) -> None:
    lines = real.queries.due_lines(DueFilter(limit=6))
    whose = partial(of_lines, tuple(each.id for each in lines))
    households = whose(real)
    dialog = looked_at(desk, notice_paper(whose, "Thông báo"), eyes)
    assert "A4 dọc" in texts(dialog)
    dialog.print()
    eyes.settle()

    logged = real.print_queries.printed(PrintFilter(kind=PaperKind.NOTICE))
    assert {each.about for each in logged} == set(households)
    assert len(printers.sizes()) == -(-len(households) // 4)
