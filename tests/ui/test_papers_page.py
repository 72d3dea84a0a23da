import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from agent_app.domain.household import HouseholdId
from agent_app.domain.money import Dong
from agent_app.domain.print_log import PaperKind, PrintWay
from agent_app.domain.remittance import RemittanceId, RemittanceMethod
from agent_app.services.changes import Changed, Touched
from agent_app.services.day_paper_orders import DayListOrder, RemittanceOrder, SummaryOrder, week_of
from agent_app.services.evening_lines import RemittanceLine
from agent_app.services.notice_lines import NoticeSize
from agent_app.services.print_lines import PrintedLine
from agent_app.services.work import no_report
from agent_app.ui.bench import Bench
from agent_app.ui.pages.papers.view import PapersView
from agent_app.ui.places import Place
from agent_app.ui.printing.wanted import PaperWanted, PrintRun
from tests.builders import NOW, TODAY, an_id
from tests.ui.fake_core import FakeCore
from tests.ui.seeing import Eyes, texts


@pytest.fixture
def view(bench: Bench, qtbot: QtBot, eyes: Eyes) -> PapersView:
    """The page, seen."""
    made = PapersView(bench)
    qtbot.addWidget(made)
    made.resize(1190, 660)
    made.set_active(active=True)
    made.show()
    eyes.settle()
    return made


def press(view: PapersView, kind: PaperKind, words: str, qtbot: QtBot) -> PaperWanted:
    """Choose a paper by its words, and press."""
    row = view.rows[kind]
    row.choice.setCurrentText(words)
    assert row.choice.currentText() == words
    with qtbot.waitSignal(view.paper_wanted) as asked:
        row.button.click()
    wanted = asked.args[0]
    assert isinstance(wanted, PaperWanted)
    return wanted


def test_each_paper_says_what_it_is_for(view: PapersView, eyes: Eyes) -> None:
    words = texts(view)

    assert "Danh sách đi địa bàn" in words
    assert "Phát cho hộ trước khi thẻ hết hạn" in words
    assert "Chưa có lần nộp tiền nào" in words
    assert "Chưa in gì trên máy này" in words
    eyes.shoot(view, "papers")


def test_the_list_of_a_hamlet_is_asked_for(view: PapersView, core: FakeCore, qtbot: QtBot) -> None:
    wanted = press(view, PaperKind.DAY_LIST, "Thôn Đông Thành", qtbot)
    wanted.preview(core, no_report)
    wanted.logged(PrintRun(PrintWay.PRINTER, 2))(core, no_report)

    assert wanted.title == "Danh sách đi địa bàn · Thôn Đông Thành"
    assert core.day_papers.looked == [DayListOrder(hamlet="Thôn Đông Thành")]
    (printed,) = core.day_papers.printed
    assert (printed[1].way, printed[1].copies) == (PrintWay.PRINTER, 2)


def test_notices_are_made_for_whoever_is_chosen_four_on_a_page_or_fewer(
    view: PapersView, core: FakeCore, qtbot: QtBot
) -> None:
    core.notices.due = (HouseholdId(an_id(1)), HouseholdId(an_id(2)))
    wanted = press(view, PaperKind.NOTICE, "Thôn Đông Thành", qtbot)
    wanted.logged(PrintRun(PrintWay.PRINTER, 1))(core, no_report)
    wanted.others[0].logged(PrintRun(PrintWay.PDF, 1))(core, no_report)

    first, second = core.notices.printed
    assert (first.per_page, first.size, first.households) == (4, NoticeSize.A6, core.notices.due)
    assert (second.per_page, second.size) == (2, NoticeSize.A5)


def test_the_statement_of_a_remittance_is_asked_for(
    core: FakeCore, bench: Bench, qtbot: QtBot, eyes: Eyes
) -> None:
    remittance_id = RemittanceId(an_id(0x77))
    money = Dong(3_114_540)
    core.evening.handed.append(
        RemittanceLine(
            remittance_id, TODAY, RemittanceMethod.DESK, "UNC1", money, money, 1, money, 0, Dong(0), ""
        )
    )
    view = PapersView(bench)
    qtbot.addWidget(view)
    view.set_active(active=True)
    eyes.settle()
    wanted = press(view, PaperKind.REMITTANCE, "21/11/2026 · 3.114.540 đ", qtbot)
    wanted.preview(core, no_report)

    assert core.day_papers.looked == [RemittanceOrder(remittance_id)]


def test_the_week_is_summed_up(view: PapersView, core: FakeCore, qtbot: QtBot) -> None:
    press(view, PaperKind.SUMMARY, "Tuần này", qtbot).preview(core, no_report)

    assert core.day_papers.looked == [SummaryOrder(week_of(TODAY))]


def test_what_was_printed_is_listed_and_read_anew(
    view: PapersView, core: FakeCore, bench: Bench, eyes: Eyes, qtmodeltester: ModelTester
) -> None:
    qtmodeltester.check(view.table.model())  # type: ignore[no-untyped-call]
    core.day_papers.history = [
        PrintedLine(PaperKind.RECEIPT, PrintWay.PRINTER, 2, 1, 2, NOW, "0000124"),
        PrintedLine(PaperKind.NOTICE, PrintWay.PDF, 1, 250, 1, NOW),
    ]
    bench.runner.changed.emit(Changed.of(Touched.PRINTS))
    eyes.settle()
    qtmodeltester.check(view.table.model())  # type: ignore[no-untyped-call]
    cells = [[view.table.model().index(row, column).data() for column in range(4)] for row in range(2)]

    assert cells[0][1:] == ["Biên lai 0000124", "Máy in × 2", "2"]
    assert cells[1][1:] == ["Thông báo đến hạn đóng · 250 hộ", "Tệp PDF", "1"]
    eyes.shoot(view, "printed")


def test_what_was_chosen_stays_chosen_when_the_page_is_read_anew(
    view: PapersView, bench: Bench, eyes: Eyes
) -> None:
    view.rows[PaperKind.SUMMARY].choice.setCurrentText("Tuần trước")
    bench.runner.changed.emit(Changed.of(Touched.PRINTS))
    eyes.settle()

    assert view.rows[PaperKind.SUMMARY].choice.currentText() == "Tuần trước"


def test_the_key_prints_what_the_focus_is_at(view: PapersView, qtbot: QtBot) -> None:
    view.activateWindow()
    row = view.rows[PaperKind.STOCK]
    row.choice.setFocus()
    with qtbot.waitSignal(view.paper_wanted) as asked:
        view.print_page()
    wanted = asked.args[0]
    assert isinstance(wanted, PaperWanted)
    assert wanted.kind is PaperKind.STOCK

    QTest.keyClick(row.choice, Qt.Key.Key_Tab)
    assert row.button.hasFocus()


def test_receipts_are_printed_again_from_their_own_page(view: PapersView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.place_wanted) as asked:
        view.again.click()

    assert asked.args == [Place.COLLECT]


def test_without_a_due_list_the_page_says_what_is_missing(
    core: FakeCore, bench: Bench, qtbot: QtBot, eyes: Eyes
) -> None:
    core.queries.due = []
    view = PapersView(bench)
    qtbot.addWidget(view)
    view.set_active(active=True)
    view.show()
    eyes.settle()

    assert "Cần nhập danh sách đến hạn trước" in texts(view)
    assert view.rows[PaperKind.DAY_LIST].button.isHidden()
    assert not view.rows[PaperKind.SUMMARY].button.isHidden()
    view.print_page()
