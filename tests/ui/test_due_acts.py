"""What is done with lines of the due list: chosen, planned, written to a workbook; and how they are shown."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from agent_app.domain.due_list import Scheme
from agent_app.domain.visit import Outcome
from agent_app.services.due_choices import DueGrouping, DueOrder, DueWindow
from agent_app.ui.bench import Bench
from agent_app.ui.long_rows import MOST_PAGES, PAGE_SIZE
from agent_app.ui.pages.due_list.display import DueDisplay, kept_display
from agent_app.ui.pages.due_list.exporting import Exported, ExportStopped
from agent_app.ui.pages.due_list.lines import due_columns
from agent_app.ui.pages.due_list.planning import Planned, Unplanned
from agent_app.ui.pages.due_list.reading import Ready
from agent_app.ui.pages.due_list.view import DueListView
from agent_app.ui.states import Failed
from tests.builders import TODAY
from tests.ui.fake_core import FakeCore, fill
from tests.ui.seeing import Eyes, Kept, texts

Key = Qt.Key


@pytest.fixture
def view(bench: Bench, qtbot: QtBot, eyes: Eyes) -> DueListView:
    """The page, shown and settled."""
    made = DueListView(bench)
    qtbot.addWidget(made)
    made.resize(1150, 640)
    made.set_active(active=True)
    made.show()
    eyes.settle()
    return made


def ready(view: DueListView) -> Ready:
    assert isinstance(view.presenter.state, Ready)
    return view.presenter.state


def choose(box: QComboBox, text: str, eyes: Eyes) -> None:
    box.setCurrentIndex(box.findText(text))
    eyes.settle()


def test_headers_stand_between_the_lines_and_cannot_be_chosen(
    core: FakeCore, view: DueListView, qtmodeltester: ModelTester
) -> None:
    rows, hamlets = view.table.rows, sorted({line.hamlet for line in core.queries.due if line.hamlet})
    qtmodeltester.check(rows)  # type: ignore[no-untyped-call]
    headers = [(at, words) for at in range(rows.rowCount()) if (words := rows.header_at(at)) is not None]

    assert [words.split(" · ")[0] for _, words in headers] == hamlets
    assert rows.rowCount() == len(core.queries.due) + len(hamlets)
    assert all(not rows.flags(rows.index(at, 0)) & Qt.ItemFlag.ItemIsSelectable for at, _ in headers)
    assert [rows.line_at(rows.row_of(line)) for line in range(rows.total)] == list(range(rows.total))


def test_a_header_of_a_household_is_named_by_its_first_line(view: DueListView, eyes: Eyes) -> None:
    view.presenter.group_by(DueGrouping.HOUSEHOLD)
    eyes.settle()
    first = ready(view).rows[0].line
    words = view.table.rows.header_at(0)

    assert words is not None
    assert f"Hộ {first.name}" in words
    assert "dòng" in words
    assert view.table.isColumnHidden(0)


def test_filters_narrow_one_another_and_are_forgotten_together(
    core: FakeCore, view: DueListView, eyes: Eyes
) -> None:
    filters, whole = view.filters, ready(view).total
    choose(filters.windows, "Quá hạn", eyes)
    overdue = ready(view).total
    choose(filters.schemes, "Chỉ BHXH tự nguyện", eyes)
    choose(filters.visits, "Chưa đến lần nào", eyes)

    wanted = ready(view).wanted
    assert (wanted.window, wanted.scheme, wanted.unvisited) == (DueWindow.OVERDUE, Scheme.PENSION, True)
    assert 0 < overdue == sum(line.due_on is not None and line.due_on < TODAY for line in core.queries.due)
    assert "Không có ai khớp" in texts(view)

    filters.forget.click()
    eyes.settle()
    assert ready(view).total == whole
    assert not filters.forget.isVisible()
    assert filters.windows.currentText() == "Mọi hạn"


def test_an_outcome_is_filtered_by_its_word(view: DueListView, eyes: Eyes) -> None:
    choose(view.filters.visits, "Hẹn ngày", eyes)

    assert {row.line.outcome for row in ready(view).rows} == {Outcome.PROMISED}


def test_only_the_unpaid_can_be_shown(view: DueListView, eyes: Eyes) -> None:
    view.filters.unanswered.click()
    eyes.settle()

    assert ready(view).wanted.unanswered


def test_a_click_on_a_column_sorts_by_it_and_another_turns_it_around(view: DueListView, eyes: Eyes) -> None:
    header = view.table.horizontalHeader()
    at = [each.order for each in due_columns()].index(DueOrder.AMOUNT)
    place = header.sectionViewportPosition(at) + 5
    for falling in (False, True):
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place, 10))
        eyes.settle()
        assert (ready(view).display.order, ready(view).display.descending) == (DueOrder.AMOUNT, falling)
        assert header.sortIndicatorSection() == at


def test_a_column_without_an_order_sorts_nothing(view: DueListView, eyes: Eyes) -> None:
    before = ready(view)
    view.table.sorted_by.emit([each.key for each in due_columns()].index("phone"))
    eyes.settle()

    assert ready(view) is before


def test_how_the_list_is_shown_is_kept_for_the_next_time(view: DueListView, eyes: Eyes) -> None:
    view.arrange.orders[DueOrder.DUE].trigger()
    view.arrange.groupings[DueGrouping.NONE].trigger()
    view.arrange.columns["phone"].trigger()
    view.arrange.columns["amount"].trigger()
    eyes.settle()

    kept = kept_display()
    assert kept == DueDisplay(DueOrder.DUE, False, DueGrouping.NONE, ("amount", "months", "agent"))  # noqa: FBT003
    assert ready(view).display == kept
    keys = [each.key for each in due_columns()]
    assert view.table.isColumnHidden(keys.index("amount"))
    assert not view.table.isColumnHidden(keys.index("phone"))


def test_phone_numbers_are_masked(core: FakeCore, view: DueListView, eyes: Eyes) -> None:
    view.arrange.columns["phone"].trigger()
    eyes.settle()
    at = [each.key for each in due_columns()].index("phone")
    words = view.table.rows.cell(view.table.rows.row_of(0), at).text

    assert "•" in words
    assert words not in {line.phone for line in core.queries.due}


def test_lines_that_are_chosen_stay_so_when_the_list_is_sorted_anew(view: DueListView, eyes: Eyes) -> None:
    view.table.choose_lines([2, 5, 9], 5)
    ids = {ready(view).listed.ids[line] for line in (2, 5, 9)}
    current = ready(view).listed.ids[5]
    view.presenter.sort_by(DueOrder.NAME)
    view.presenter.sort_by(DueOrder.NAME)
    view.presenter.group_by(DueGrouping.NONE)
    eyes.settle()

    assert {ready(view).listed.ids[line] for line in view.table.chosen_lines()} == ids
    line = view.table.current_line()
    assert line is not None
    assert ready(view).listed.ids[line] == current


def test_all_lines_are_chosen_by_the_keys_alone(view: DueListView) -> None:
    view.table.setFocus()
    QTest.keyClick(view.table, Key.Key_A, Qt.KeyboardModifier.ControlModifier)

    assert view.table.chosen_lines() == list(range(view.table.rows.total))
    assert view.export.text().strip() == f"Xuất {view.table.rows.total} dòng đã chọn…"


def test_lines_that_are_chosen_are_written_to_a_workbook(
    core: FakeCore, view: DueListView, eyes: Eyes, tmp_path: Path
) -> None:
    path = tmp_path / "đến hạn.xlsx"
    view.choose_workbook = lambda: path  # type: ignore[method-assign]
    view.table.choose_lines([1, 3], 1)
    view.export.click()
    eyes.settle()

    ids = ready(view).listed.ids
    assert core.due_exports.asked == [("2026-11", (ids[1], ids[3]))]
    assert path.read_bytes() == b"2 lines"
    assert view.exporting.state == Exported(path.name, 2)
    assert "nhật ký truy cập" in texts(view.export_bar)
    eyes.shoot(view, "exported")


def test_where_one_line_is_chosen_all_that_the_filter_lets_through_are_written(
    core: FakeCore, view: DueListView, eyes: Eyes, tmp_path: Path
) -> None:
    view.choose_workbook = lambda: tmp_path / "a.xlsx"  # type: ignore[method-assign]
    choose(view.filters.windows, "Quá hạn", eyes)
    view.export.click()
    eyes.settle()

    assert core.due_exports.asked == [("2026-11", tuple(ready(view).listed.ids))]


def test_nothing_is_written_where_no_place_was_chosen(core: FakeCore, view: DueListView, eyes: Eyes) -> None:
    view.choose_workbook = lambda: None  # type: ignore[method-assign]
    view.export.click()
    eyes.settle()

    assert core.due_exports.asked == []


@pytest.mark.logs_warning("not done")
def test_a_workbook_that_cannot_be_written_is_told(
    core: FakeCore, view: DueListView, eyes: Eyes, tmp_path: Path
) -> None:
    view.choose_workbook = lambda: tmp_path / "no" / "a.xlsx"  # type: ignore[method-assign]
    view.export.click()
    eyes.settle()

    assert isinstance(view.exporting.state, Failed)
    assert core.due_exports.asked


def test_an_export_can_be_stopped(view: DueListView, eyes: Eyes, tmp_path: Path) -> None:
    kept = Kept(view.exporting)
    view.choose_workbook = lambda: tmp_path / "a.xlsx"  # type: ignore[method-assign]
    view.export.click()
    view.export_bar.working.cancel.click()
    eyes.settle()

    assert kept.names[0] == "Exporting"
    assert isinstance(view.exporting.state, ExportStopped | Exported)


def test_households_of_lines_that_are_chosen_go_into_todays_walk_and_out_again(
    core: FakeCore, view: DueListView, eyes: Eyes
) -> None:
    homes = [row.line.household_id for row in ready(view).rows]
    core.queries.plans[homes[0]] = TODAY
    others = [at for at, home in enumerate(homes) if home != homes[0]]
    view.table.choose_lines([0, others[0], others[-1]], 0)
    view.plan.click()
    eyes.settle()

    new = {homes[others[0]], homes[others[-1]]}
    state = view.planning.state
    assert isinstance(state, Planned)
    assert (state.households, set(state.new)) == (3, new)
    assert core.queries.plans == dict.fromkeys({homes[0], *new}, TODAY)
    assert "Đã đưa thêm 2 hộ vào hôm nay; 1 hộ đã có sẵn." in texts(view.plan_bar)
    eyes.shoot(view, "planned")

    view.plan_bar.undo.click()
    eyes.settle()
    assert core.queries.plans == {homes[0]: TODAY}
    assert view.planning.state == Unplanned(2)
    view.plan_bar.close_button.click()
    assert not view.plan_bar.isVisible()


def test_a_long_list_fetches_the_pages_that_are_looked_at_and_keeps_a_few(
    core: FakeCore, bench: Bench, qtbot: QtBot, eyes: Eyes
) -> None:
    fill(core.queries, 400)
    many = [
        replace(line, id=type(line.id)(int=0xABC0000 + at)) for at, line in enumerate(core.queries.due * 2)
    ]
    core.queries.due = many
    view = DueListView(bench)
    qtbot.addWidget(view)
    view.set_active(active=True)
    view.show()
    eyes.settle()
    view.presenter.group_by(DueGrouping.NONE)
    eyes.settle()
    bar = view.table.verticalScrollBar()
    for part in range(1, 21):
        bar.setValue(bar.maximum() * part // 20)
        view.table.viewport().repaint()
        eyes.settle()
    rows = view.table.rows

    assert rows.total == len(many) > PAGE_SIZE * 8
    assert rows.cell(rows.total - 1, 1).text == many[-1].name
    assert len(rows.held) <= MOST_PAGES


def test_enter_on_a_header_opens_nobody(view: DueListView, qtbot: QtBot) -> None:
    view.table.setCurrentIndex(view.table.rows.index(0, 0))
    with qtbot.assertNotEmitted(view.household_opened):
        QTest.keyClick(view.table, Key.Key_Return)
