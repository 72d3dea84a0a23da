"""Where the walk, the list and a household are seen, their papers are a press away."""

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from agent_app.domain.household import HouseholdId
from agent_app.domain.print_log import PaperKind, PrintWay
from agent_app.services.day_paper_orders import DayListOrder
from agent_app.services.work import no_report
from agent_app.ui.bench import Bench
from agent_app.ui.main_window import MainWindow
from agent_app.ui.pages.due_list.view import DueListView
from agent_app.ui.pages.today.view import TodayView
from agent_app.ui.places import Place
from agent_app.ui.printing.notices import of_doors, of_hamlet, of_lines, of_promises, of_today
from agent_app.ui.printing.wanted import PaperWanted, PrintRun
from tests.builders import an_id
from tests.ui.fake_core import FakeCore
from tests.ui.fake_printers import FakePrinters
from tests.ui.seeing import Eyes, texts

FIRST = HouseholdId(an_id(1))


class Wanted(QObject):
    """Keeps the papers that a page wants."""

    def __init__(self) -> None:
        super().__init__()
        self.papers: list[PaperWanted] = []

    def take(self, paper: PaperWanted) -> None:
        """Keep one."""
        self.papers.append(paper)


@pytest.fixture
def today(bench: Bench, qtbot: QtBot, eyes: Eyes) -> TodayView:
    """The page of the walk, seen."""
    made = TodayView(bench)
    qtbot.addWidget(made)
    made.resize(1190, 660)
    made.set_active(active=True)
    made.show()
    eyes.settle()
    return made


@pytest.fixture
def due(bench: Bench, qtbot: QtBot, eyes: Eyes) -> DueListView:
    """The due list, seen."""
    made = DueListView(bench)
    qtbot.addWidget(made)
    made.resize(1190, 660)
    made.set_active(active=True)
    made.show()
    eyes.settle()
    return made


def test_the_walk_that_is_seen_is_printed(today: TodayView, core: FakeCore, eyes: Eyes) -> None:
    wanted = Wanted()
    today.paper_wanted.connect(wanted.take)
    today.print_list.click()
    (paper,) = wanted.papers
    paper.preview(core, no_report)

    hamlet = today.hamlets.currentText()
    assert paper.kind is PaperKind.DAY_LIST
    assert core.day_papers.looked == [DayListOrder(hamlet=hamlet)]
    eyes.shoot(today, "today")


def test_notices_are_printed_for_the_doors_that_are_left(today: TodayView, core: FakeCore) -> None:
    wanted = Wanted()
    today.paper_wanted.connect(wanted.take)
    today.print_notices.click()
    (paper,) = wanted.papers
    paper.preview(core, no_report)
    paper.logged(PrintRun(PrintWay.PRINTER))(core, no_report)

    (order,) = core.notices.printed
    assert paper.kind is PaperKind.NOTICE
    assert order.households == tuple(each.line.household_id for each in today.table.rows.rows)


def test_notices_are_printed_for_the_lines_that_are_chosen(
    due: DueListView, core: FakeCore, eyes: Eyes
) -> None:
    wanted = Wanted()
    due.paper_wanted.connect(wanted.take)
    due.table.choose_lines([0, 1], 0)
    assert due.print_button.notices.text() == "Thông báo đến hạn cho 2 dòng đang chọn…"
    due.print_button.notices.trigger()
    (paper,) = wanted.papers
    paper.logged(PrintRun(PrintWay.PRINTER))(core, no_report)

    (order,) = core.notices.printed
    ready = due.presenter.state
    lines = core.queries.due_lines_of([ready.listed.ids[at] for at in (0, 1)])  # type: ignore[attr-defined]
    assert order.households == tuple(dict.fromkeys(each.household_id for each in lines))
    eyes.shoot(due, "due")


def test_the_list_to_walk_by_is_printed_for_the_hamlet_that_is_seen(
    due: DueListView, core: FakeCore, eyes: Eyes
) -> None:
    wanted = Wanted()
    due.paper_wanted.connect(wanted.take)
    due.presenter.filter_hamlet("Tổ 5")
    eyes.settle()
    due.print_button.day_list.trigger()
    wanted.papers[0].preview(core, no_report)

    assert core.day_papers.looked == [DayListOrder(hamlet="Tổ 5")]


def test_the_households_of_a_batch_are_found_when_it_is_made(core: FakeCore) -> None:
    core.notices.due = (FIRST,)
    line = core.queries.due[0]

    assert of_today(core) == of_hamlet(None, core) == (FIRST,)
    assert of_promises(core) == tuple(dict.fromkeys(each.household_id for each in core.queries.due))
    assert of_lines((line.id, line.id), core) == (line.household_id,)
    assert of_doors((FIRST,), core) == (FIRST,)


def test_one_key_prints_what_the_page_is_about_and_another_closes_it(
    window: MainWindow, printers: FakePrinters, eyes: Eyes, qtbot: QtBot
) -> None:
    window.desk.printers = printers
    for place, title in (
        (Place.TODAY, "Danh sách đi địa bàn"),
        (Place.DUE, "Thông báo đến hạn đóng"),
        (Place.PAPERS, "Danh sách đi địa bàn"),
    ):
        window.go(place)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        eyes.settle()
        if place is Place.DUE:
            window.due.table.choose_lines([0], 0)
        QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        dialog = window.desk.dialog
        assert dialog is not None, place
        eyes.settle()
        assert title in texts(dialog)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert window.desk.dialog is None


def test_the_notice_of_a_household_is_printed_from_its_page(
    window: MainWindow, printers: FakePrinters, core: FakeCore, eyes: Eyes
) -> None:
    window.desk.printers = printers
    window.open_household(FIRST)
    eyes.settle()
    window.households.household.notify.click()
    eyes.settle()
    assert window.desk.dialog is not None
    window.desk.dialog.print()
    eyes.settle()

    assert [each.households for each in core.notices.printed] == [(FIRST,)]
    assert "tới máy in Canon LBP2900" in texts(window)


def test_a_page_that_is_about_no_paper_wants_none(window: MainWindow, eyes: Eyes) -> None:
    for place in (Place.SYNC, Place.SETTINGS):
        window.go(place)
        eyes.settle()
        window.pages.print_page()
        assert window.desk.dialog is None
