import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from agent_app.domain.receipt import ReceiptId
from agent_app.services.due_choices import DueGrouping
from agent_app.services.lines import DueFilter
from agent_app.ui.bench import Bench
from agent_app.ui.long_rows import PAGE_SIZE
from agent_app.ui.pages.due_list.presenter import DueListPresenter
from agent_app.ui.pages.due_list.reading import Page, Ready
from agent_app.ui.pages.due_list.view import DueListView
from agent_app.ui.states import Failed, Loading
from agent_app.ui.theme import Tone
from tests.builders import an_id
from tests.ui.fake_core import FakeCore, fill
from tests.ui.seeing import Eyes, Kept, texts


def ready(presenter: DueListPresenter) -> Ready:
    assert isinstance(presenter.state, Ready)
    return presenter.state


def shown_view(bench: Bench, qtbot: QtBot, eyes: Eyes) -> DueListView:
    view = DueListView(bench)
    qtbot.addWidget(view)
    view.presenter.set_active(active=True)
    view.show()
    eyes.settle()
    return view


def test_the_list_is_read_when_the_page_is_seen_and_not_before(bench: Bench, eyes: Eyes) -> None:
    presenter = DueListPresenter(bench)

    assert isinstance(presenter.state, Loading)
    assert not bench.runner.busy
    presenter.set_active(active=True)
    eyes.settle()
    assert ready(presenter).total == len(bench.core.queries.due_lines(DueFilter()))


def test_a_household_begins_once(bench: Bench, eyes: Eyes) -> None:
    presenter = DueListPresenter(bench)
    presenter.set_active(active=True)
    eyes.settle()
    rows = ready(presenter).rows
    begun = [row.line.household_id for row in rows if row.begins]

    assert len(begun) == len(set(begun)) == len({row.line.household_id for row in rows})


def test_a_filter_by_text_needs_no_accents(bench: Bench, eyes: Eyes) -> None:
    presenter = DueListPresenter(bench)
    presenter.filter_text("ngo thi trang")
    eyes.settle()

    assert {row.line.name for row in ready(presenter).rows} == {"Ngô Thị Trang"}


def test_a_filter_by_hamlet_leaves_only_that_hamlet(bench: Bench, eyes: Eyes) -> None:
    presenter = DueListPresenter(bench)
    presenter.filter_hamlet("Thôn Đông Thành")
    eyes.settle()

    assert {row.line.hamlet for row in ready(presenter).rows} == {"Thôn Đông Thành"}


def test_only_the_newest_question_is_answered(bench: Bench, eyes: Eyes) -> None:
    presenter = DueListPresenter(bench)
    kept = Kept(presenter)
    presenter.filter_text("le")
    presenter.filter_text("le quoc")
    eyes.settle()

    assert [state.wanted.text for state in kept.states if isinstance(state, Ready)] == ["le quoc"]


def test_a_long_list_is_read_by_pages(core: FakeCore, bench: Bench, eyes: Eyes) -> None:
    fill(core.queries, 30)
    presenter = DueListPresenter(bench)
    read: list[Page] = []
    presenter.page_read.connect(read.append)
    presenter.set_active(active=True)
    eyes.settle()
    first = ready(presenter)
    presenter.ask_page(1)
    eyes.settle()

    assert first.total == len(core.queries.due) > len(first.rows) == PAGE_SIZE
    assert [(page.number, len(page.rows)) for page in read] == [(1, min(PAGE_SIZE, first.total - PAGE_SIZE))]
    assert read[0].rows[0].line.id == first.listed.ids[PAGE_SIZE]


def test_of_pages_that_were_scrolled_past_only_the_last_few_are_read(
    core: FakeCore, bench: Bench, eyes: Eyes
) -> None:
    fill(core.queries, 200)
    presenter = DueListPresenter(bench)
    read: list[Page] = []
    missed: list[int] = []
    presenter.page_read.connect(read.append)
    presenter.page_missed.connect(missed.append)
    presenter.set_active(active=True)
    eyes.settle()
    for page in range(1, 8):
        presenter.ask_page(page)
    eyes.settle()

    assert [page.number for page in read] == [1, 7, 6, 5]
    assert missed == [2, 3, 4]


def test_a_household_goes_on_over_the_end_of_a_page(core: FakeCore, bench: Bench, eyes: Eyes) -> None:
    fill(core.queries, 30)
    same = core.queries.due[PAGE_SIZE - 1].household_id
    core.queries.due[PAGE_SIZE] = replace(core.queries.due[PAGE_SIZE], household_id=same)
    presenter = DueListPresenter(bench)
    presenter.set_active(active=True)
    eyes.settle()
    read: list[Page] = []
    presenter.page_read.connect(read.append)
    presenter.group_by(DueGrouping.NONE)
    eyes.settle()
    presenter.ask_page(1)
    eyes.settle()

    assert not read[0].rows[0].begins


@pytest.mark.logs_warning("failed")
def test_a_failure_is_told_in_one_calm_sentence(core: FakeCore, bench: Bench, eyes: Eyes) -> None:
    core.queries.error = ZeroDivisionError()
    presenter = DueListPresenter(bench)
    presenter.set_active(active=True)
    eyes.settle()

    assert isinstance(presenter.state, Failed)
    assert "vẫn nguyên trên máy" in presenter.state.text


def test_queries_never_run_in_the_gui_thread(core: FakeCore, bench: Bench, eyes: Eyes) -> None:
    presenter = DueListPresenter(bench)
    presenter.set_active(active=True)
    eyes.settle()

    assert threading.main_thread().name not in core.queries.threads


def test_the_page_shows_urgency_by_word(
    bench: Bench, qtbot: QtBot, eyes: Eyes, qtmodeltester: ModelTester
) -> None:
    view = shown_view(bench, qtbot, eyes)
    model = view.table.rows
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    words = {model.cell(row, 3).text for row in range(model.rowCount())}

    assert any(word.startswith("Quá hạn 10 ngày") for word in words)
    assert any(word.startswith("Còn 8 ngày") for word in words)
    eyes.shoot(view, "due")


def test_in_a_small_window_the_address_can_still_be_read(bench: Bench, qtbot: QtBot, eyes: Eyes) -> None:
    view = shown_view(bench, qtbot, eyes)
    view.resize(900, 560)
    view.table.resize(850, 400)

    assert view.table.columnWidth(0) >= 150


def test_a_double_click_and_enter_open_the_household(bench: Bench, qtbot: QtBot, eyes: Eyes) -> None:
    view = shown_view(bench, qtbot, eyes)
    first = ready(view.presenter).rows[0].line.household_id
    with qtbot.waitSignal(view.household_opened) as opened:
        QTest.keyClick(view.table, Qt.Key.Key_Return)
    assert opened.args == [first]
    with qtbot.waitSignal(view.household_opened) as opened:
        view.table.doubleClicked.emit(view.table.rows.index(1, 0))
    assert opened.args == [first]


def test_an_empty_page_says_how_to_begin(core: FakeCore, bench: Bench, qtbot: QtBot, eyes: Eyes) -> None:
    core.queries.due = []
    view = shown_view(bench, qtbot, eyes)

    assert "Chưa có danh sách đến hạn" in texts(view)
    assert texts(view).splitlines().count(" Nhập danh sách…") == 1
    assert view.begin_button.isVisible()
    assert not view.import_button.isVisible()
    assert view.focusWidget() is view.begin_button
    eyes.shoot(view, "due-empty")


def test_households_are_told_apart_by_who_is_listed_first(bench: Bench, qtbot: QtBot, eyes: Eyes) -> None:
    view = shown_view(bench, qtbot, eyes)
    model = view.table.rows
    rows = ready(view.presenter).rows
    shown = [(row, model.cell(model.row_of(at), 0).text) for at, row in enumerate(rows)]

    assert all(words.endswith(f"Hộ {row.line.name}") for row, words in shown if row.begins)
    assert {words for row, words in shown if not row.begins} == {""}


def test_whoever_has_paid_is_still_listed_but_quietly(
    core: FakeCore, bench: Bench, qtbot: QtBot, eyes: Eyes
) -> None:
    paid = core.queries.due[0] = replace(core.queries.due[0], receipt_id=ReceiptId(an_id(9)))
    view = shown_view(bench, qtbot, eyes)
    model, total = view.table.rows, len(core.queries.due)

    place = ready(view.presenter).listed.ids.place(paid.id)
    assert place is not None
    cells = [model.cell(model.row_of(place), at) for at in range(model.columnCount())]
    assert cells[3].text == "Đã lập biên lai"
    assert {cell.tone for cell in cells} == {Tone.SOFT}
    assert f"còn {total - 1} trong {total} dòng" in view.subtitle.accessibleName()
    assert view.subtitle.accessibleName().endswith("xếp theo đường đi")


def test_a_filter_that_lets_nobody_through_says_so(bench: Bench, qtbot: QtBot, eyes: Eyes) -> None:
    view = shown_view(bench, qtbot, eyes)
    view.text.setText("zzz")
    view.text.ask()
    eyes.settle()

    assert "Không có ai khớp" in texts(view)
    assert view.text.isVisibleTo(view)


def share(core: FakeCore, count: int) -> None:
    """Give the first lines of the list to another collector."""
    due = core.queries.due
    core.queries.due = [replace(line, agent_code="NVT068012002") for line in due[:count]] + due[count:]


def test_lines_of_other_collectors_are_hidden_and_counted_until_the_whole_list_is_asked_for(
    core: FakeCore, bench: Bench, qtbot: QtBot, eyes: Eyes
) -> None:
    share(core, 3)
    everybody = len(core.queries.due)
    view = shown_view(bench, qtbot, eyes)

    assert ready(view.presenter).total == view.table.rows.total == everybody - 3
    assert "ẩn 3 dòng của người khác" in view.subtitle.accessibleName()
    eyes.shoot(view, "due-mine")

    mine, everything = view.filters.collectors.choices.buttons
    mine.setFocus()
    QTest.keyClick(mine, Qt.Key.Key_Right)
    assert everything.hasFocus()
    QTest.keyClick(everything, Qt.Key.Key_Space)
    eyes.settle()

    assert ready(view.presenter).total == view.table.rows.total == everybody
    assert "kể cả 3 dòng của người khác" in view.subtitle.accessibleName()
    eyes.shoot(view, "due-everybody")


def test_a_list_that_names_nobody_else_offers_no_choice(bench: Bench, qtbot: QtBot, eyes: Eyes) -> None:
    view = shown_view(bench, qtbot, eyes)

    assert not view.filters.collectors.isVisible()


def test_a_list_of_others_alone_says_how_to_see_it(
    core: FakeCore, bench: Bench, qtbot: QtBot, eyes: Eyes
) -> None:
    share(core, len(core.queries.due))
    view = shown_view(bench, qtbot, eyes)

    assert "Không có dòng nào của anh/chị" in texts(view)
    assert view.focusWidget() is view.filters.collectors.everybody
    assert view.filters.collectors.isVisible()
    assert view.filters.isVisible()
    eyes.shoot(view, "due-others-only")
