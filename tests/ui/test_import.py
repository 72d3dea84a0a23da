import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from agent_app.domain.due_layout import (
    ColumnReading,
    LetterEvidence,
    ListField,
    ListLayout,
    SheetLayout,
)
from agent_app.domain.due_list import RejectedRow
from agent_app.domain.legacy_text import Lettering
from agent_app.domain.text_encoding import StoredAs
from agent_app.services.due_lists import NoUsableRowError
from agent_app.services.import_lines import Comparison, ProposalKind, ProposalLine
from agent_app.services.ports import Report
from agent_app.ui.bench import Bench
from agent_app.ui.pages.due_list.import_result import Question
from agent_app.ui.pages.due_list.importing import Imported, ImportPresenter, Previewed, Stopped, Unread
from agent_app.ui.pages.due_list.view import DueListView
from agent_app.ui.states import Failed, Idle
from agent_app.workbooks.errors import WorkbookHeaderError
from tests.builders import an_id
from tests.ui.fake_core import FakeCore
from tests.ui.seeing import Eyes, Kept, texts
from tests.ui.test_due_list import shown_view

WORKBOOK = Path("danh-sach.xlsx")
CHANGED = LetterEvidence(40, 38, preview=(("NguyÔn ThÞ Hoµ", "Nguyễn Thị Hoà"), ("Hoµ", "Hoà")))
COLUMNS = (
    ColumnReading(0, "STT", ListField.ORDINAL, 1.0),
    ColumnReading(1, "Họ và tên", ListField.NAME, 0.98, lettering=Lettering.TCVN3, evidence=CHANGED),
    ColumnReading(2, "Mã số", ListField.INSURANCE_NO, 0.55, ((ListField.CITIZEN_ID, 0.5),)),
    ColumnReading(3, "Ghi gì đây"),
    ColumnReading(4, "Hạn thẻ", ListField.COVERED_TO, 0.9),
)
LAYOUT = ListLayout("xls", StoredAs.UTF_8, (SheetLayout("Sheet1", 140, (8, 9), COLUMNS, "abc"),))


@pytest.fixture
def view(bench: Bench, qtbot: QtBot, eyes: Eyes) -> DueListView:
    """The page with its list shown."""
    made = shown_view(bench, qtbot, eyes)
    made.resize(1158, 680)
    return made


def preview(view: DueListView, eyes: Eyes) -> None:
    view.importing.begin(WORKBOOK)
    eyes.settle()


def accept(view: DueListView, eyes: Eyes) -> None:
    preview(view, eyes)
    view.panel.preview.confirm.click()
    eyes.settle()


def test_a_file_is_shown_before_anything_is_stored(core: FakeCore, view: DueListView, eyes: Eyes) -> None:
    core.rejected = (RejectedRow(20, "identity", ""), RejectedRow(31, "date", "31/02/1980"))
    core.last = Comparison("2026-11", 3, 2, 5, 110)
    core.read_layout = LAYOUT
    preview(view, eyes)
    shown = texts(view)

    assert isinstance(view.importing.state, Previewed)
    assert "danh-sach.xlsx: danh sách tháng 11/2026 (do người nhập chọn)" in shown
    assert "118 dòng vào danh sách · 2 dòng bị loại · 2 dòng trùng" in shown
    assert "BHYT: 118 dòng, 161.211.600 đ" in shown
    assert "So với danh sách đang có của tháng: 3 mới, 2 không còn, 5 đổi, 110 như cũ" in shown
    assert "Thay danh sách tháng 11/2026" in shown
    assert not view.stack.isVisible()
    eyes.shoot(view, "preview")


def test_the_button_puts_the_list_in_the_months_place(view: DueListView, eyes: Eyes) -> None:
    accept(view, eyes)

    assert isinstance(view.importing.state, Imported)
    assert "danh-sach.xlsx: đã thay danh sách tháng 11/2026" in texts(view)
    assert view.stack.isVisible()
    assert view.filters.isVisible()


def test_the_keyboard_alone_imports_a_list(view: DueListView, eyes: Eyes) -> None:
    preview(view, eyes)
    button = view.panel.preview.confirm
    assert view.focusWidget() is button

    QTest.keyClick(button, Qt.Key.Key_Return)
    eyes.settle()

    assert isinstance(view.importing.state, Imported)


def test_another_month_can_be_chosen(view: DueListView, eyes: Eyes) -> None:
    preview(view, eyes)
    months = view.panel.preview.months
    assert months.currentText() == "Tháng 11/2026"

    months.setCurrentIndex(months.findData("2026-12"))
    eyes.settle()

    assert "Nhập danh sách tháng 12/2026" in texts(view)


def test_a_file_that_tells_no_month_is_asked_about(core: FakeCore, view: DueListView, eyes: Eyes) -> None:
    core.knows_no_month = True
    preview(view, eyes)
    assert "danh-sach.xlsx: tệp không cho biết tháng" in texts(view)
    assert view.panel.preview.months.currentData() == "2026-11"
    eyes.shoot(view, "month")

    months = view.panel.preview.months
    months.setCurrentIndex(months.findData("2026-10"))
    eyes.settle()

    assert "danh sách tháng 10/2026 (do người nhập chọn)" in texts(view)


def test_escape_puts_a_preview_away(view: DueListView, eyes: Eyes) -> None:
    preview(view, eyes)

    QTest.keyClick(view.panel.preview.confirm, Qt.Key.Key_Escape)

    assert isinstance(view.importing.state, Idle)
    assert view.stack.isVisible()
    assert view.panel.isHidden()


def test_rejected_lines_stand_with_their_reason(core: FakeCore, view: DueListView, eyes: Eyes) -> None:
    core.rejected = (RejectedRow(31, "date", "31/02/1980"), RejectedRow(20, "identity", ""))
    core.duplicates = 0
    preview(view, eyes)
    model = view.panel.preview.notes.rows
    rows = [[model.data(model.index(at, column)) for column in range(3)] for at in range(model.rowCount())]

    assert rows[:2] == [
        ["20", "Không nhận", "mã số BHXH, CCCD: để trống"],
        ["31", "Không nhận", "ngày tháng: trong tệp ghi «31/02/1980»"],
    ]


def test_a_column_that_nobody_is_sure_of_can_be_named(core: FakeCore, view: DueListView, eyes: Eyes) -> None:
    core.read_layout = LAYOUT
    preview(view, eyes)
    card = view.panel.preview
    assert card.parts.currentWidget() is card.board
    assert [*card.board.boxes][:2] == ["Mã số", "Ghi gì đây"]
    box = card.board.boxes["Ghi gì đây"]
    assert box.currentText() == "(không dùng)"

    box.setCurrentIndex(box.findData("phone"))
    assert card.again.isVisible()
    assert not card.confirm.isVisible()
    eyes.shoot(view, "columns")
    card.again.click()
    eyes.settle()

    assert core.columns == {"Ghi gì đây": "phone"}
    assert isinstance(view.importing.state, Previewed)


def test_old_letters_are_shown_before_and_after(core: FakeCore, view: DueListView, eyes: Eyes) -> None:
    core.read_layout = LAYOUT
    preview(view, eyes)
    card = view.panel.preview
    card.tabs.buttons[-1].click()
    eyes.shoot(view, "letters")

    assert card.parts.currentWidget() is card.letters
    assert card.letters.rows.rows[0] == (
        "Họ và tên · TCVN3 (.VnTime)",
        "NguyÔn ThÞ Hoµ",
        "Nguyễn Thị Hoà",
    )


def test_a_list_without_a_usable_line_can_only_be_put_away(
    core: FakeCore, view: DueListView, eyes: Eyes
) -> None:
    core.rejected = tuple(RejectedRow(at, "identity", "") for at in range(120))
    preview(view, eyes)

    assert not view.panel.preview.confirm.isEnabled()
    assert view.focusWidget() is view.panel.preview.drop


def test_a_first_list_replaces_nothing_and_takes_the_focus(
    core: FakeCore, bench: Bench, qtbot: QtBot, eyes: Eyes
) -> None:
    lines, core.queries.due = core.queries.due, []
    view = shown_view(bench, qtbot, eyes)

    def fill_in(_report: Report) -> None:
        core.queries.due = lines

    core.before_commit = fill_in
    preview(view, eyes)
    assert "Nhập danh sách tháng 11/2026" in texts(view)
    view.panel.preview.confirm.click()
    eyes.settle()

    assert "danh-sach.xlsx: đã nhập danh sách tháng 11/2026" in texts(view)
    assert view.import_button.isVisible()
    assert view.focusWidget() is view.table


def test_the_same_file_again_asks_nothing(core: FakeCore, view: DueListView, eyes: Eyes) -> None:
    core.same_file = True
    preview(view, eyes)

    assert "tệp này đã là danh sách tháng 11/2026, không có gì đổi" in texts(view)
    assert not view.panel.result.undo_button.isVisible()


def test_a_clean_import_does_not_count_what_was_never_a_person(
    core: FakeCore, view: DueListView, eyes: Eyes
) -> None:
    core.duplicates = 0
    accept(view, eyes)

    assert view.panel.result.counts.text() == "120 dòng vào danh sách"


def test_an_import_tells_what_it_came_to(core: FakeCore, view: DueListView, eyes: Eyes) -> None:
    core.rejected = (RejectedRow(20, "identity", ""), RejectedRow(31, "birth", "31/02/1980"))
    accept(view, eyes)

    words = "118 dòng vào danh sách · 2 dòng bị loại · 2 dòng trùng · 9 dòng tiêu đề, cộng, chữ ký"
    assert words in texts(view)
    assert [row.row for row in view.panel.result.table.rows.rows] == [20, 31]
    eyes.shoot(view, "import")
    view.panel.result.close_button.click()
    assert isinstance(view.importing.state, Idle)
    assert view.panel.isHidden()


@pytest.mark.parametrize(
    ("brings_back", "words"),
    [(True, "Tháng 11/2026 hiện lại danh sách trước: 120 dòng"), (False, "Tháng 11/2026 chưa có danh sách")],
)
def test_an_import_can_be_taken_back(
    *, brings_back: bool, words: str, core: FakeCore, view: DueListView, eyes: Eyes
) -> None:
    core.undo_brings_back = brings_back
    accept(view, eyes)

    view.panel.result.undo_button.click()
    eyes.settle()

    assert words in texts(view)


def test_reading_can_be_stopped(core: FakeCore, view: DueListView, qtbot: QtBot, eyes: Eyes) -> None:
    going, sleepless = threading.Event(), threading.Event()

    def endlessly(report: Report) -> None:
        while True:
            report(40, 120)
            going.set()
            sleepless.wait(0.001)

    core.before_import = endlessly
    view.importing.begin(WORKBOOK)
    qtbot.waitUntil(going.is_set)
    qtbot.waitUntil(lambda: "danh-sach.xlsx 40/120" in view.panel.working.words.text())
    eyes.shoot(view, "importing")
    view.panel.working.cancel.click()
    eyes.settle()

    assert "Danh sách cũ vẫn giữ nguyên" in texts(view)


def test_the_swap_can_be_stopped(core: FakeCore, view: DueListView, qtbot: QtBot, eyes: Eyes) -> None:
    going, sleepless = threading.Event(), threading.Event()

    def endlessly(report: Report) -> None:
        while True:
            report(40, 120)
            going.set()
            sleepless.wait(0.001)

    core.before_commit = endlessly
    preview(view, eyes)
    view.panel.preview.confirm.click()
    qtbot.waitUntil(going.is_set)
    view.panel.working.cancel.click()
    eyes.settle()

    assert isinstance(view.importing.state, Stopped)


def test_only_one_import_runs_at_a_time(bench: Bench, eyes: Eyes) -> None:
    presenter = ImportPresenter(bench)
    kept = Kept(presenter)
    presenter.begin(WORKBOOK)
    presenter.begin(Path("other.xlsx"))
    eyes.settle()

    assert kept.names.count("Previewed") == 1


def test_a_refused_workbook_keeps_the_last_list(core: FakeCore, view: DueListView, eyes: Eyes) -> None:
    core.import_error = NoUsableRowError(4, "3: name")
    preview(view, eyes)

    assert "Danh sách cũ vẫn giữ nguyên" in texts(view)
    assert view.table.rows.rowCount() > 0


def test_a_swap_that_fails_is_told(core: FakeCore, view: DueListView, eyes: Eyes) -> None:
    core.commit_error = NoUsableRowError(4, "3: name")
    accept(view, eyes)

    assert isinstance(view.importing.state, Failed)
    assert view.stack.isVisible()


def test_a_preview_stays_while_the_list_below_it_changes(
    core: FakeCore, view: DueListView, eyes: Eyes
) -> None:
    preview(view, eyes)
    core.queries.due = [replace(core.queries.due[0], phone=None)]
    view.presenter.reload()
    eyes.settle()

    assert not view.stack.isVisible()
    assert not view.filters.isVisible()
    assert view.panel.preview.isVisible()


def test_the_chosen_file_is_read(view: DueListView, eyes: Eyes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DueListView, "choose_file", chosen_workbook)
    view.import_button.click()
    eyes.settle()

    assert "danh-sach.xlsx: danh sách tháng 11/2026" in texts(view)


def chosen_workbook(_view: DueListView) -> Path:
    return WORKBOOK


def nobody_knows(core: FakeCore) -> None:
    """Let the file have captions that nobody has ever seen."""
    core.import_error = WorkbookHeaderError("danh-sach.xlsx")
    strange = tuple(ColumnReading(at, caption) for at, caption in enumerate(("Ai", "Số nào")))
    core.layout_guessed = ListLayout("xlsx", StoredAs.UTF_8, (SheetLayout("T12", 9, (1, 1), strange),))


def test_columns_of_which_nobody_knows_one_can_be_named(
    core: FakeCore, view: DueListView, eyes: Eyes
) -> None:
    nobody_knows(core)
    preview(view, eyes)
    card = view.panel.unread
    assert isinstance(view.importing.state, Unread)
    assert "Máy không nhận ra tên cột trong tệp danh-sach.xlsx" in texts(view)
    assert view.focusWidget() is card.board.boxes["Ai"]
    assert not card.again.isEnabled()

    for caption, name in (("Ai", "name"), ("Số nào", "insurance_no")):
        box = card.board.boxes[caption]
        box.setCurrentIndex(box.findData(name))
    eyes.shoot(view, "unread")
    core.import_error = None
    card.again.click()
    eyes.settle()

    assert core.columns == {"Ai": "name", "Số nào": "insurance_no"}
    assert not view.panel.preview.isHidden()


def test_escape_puts_a_file_away_that_nobody_knows(core: FakeCore, view: DueListView, eyes: Eyes) -> None:
    nobody_knows(core)
    preview(view, eyes)

    QTest.keyClick(view.panel.unread.drop, Qt.Key.Key_Escape)

    assert isinstance(view.importing.state, Idle)
    assert view.stack.isVisible()


def test_a_file_without_any_caption_is_refused(core: FakeCore, view: DueListView, eyes: Eyes) -> None:
    nobody_knows(core)
    core.layout_guessed = ListLayout("xlsx", StoredAs.UTF_8, (SheetLayout("T12", 9),))
    preview(view, eyes)

    assert isinstance(view.importing.state, Failed)


def a_proposal(number: int, kind: ProposalKind = ProposalKind.PERSON) -> ProposalLine:
    where = "Số 8, Thôn Láng Gòn"
    return ProposalLine(an_id(number), kind, an_id(50), an_id(51), "Ánh", "Nguyễn Thị Ánh", where)


def test_who_may_be_one_is_asked_about(core: FakeCore, view: DueListView, eyes: Eyes) -> None:
    core.open_proposals = [a_proposal(1), a_proposal(2, ProposalKind.HOUSEHOLD), a_proposal(3)]
    accept(view, eyes)
    card = view.panel.result
    (first,) = card.questions.findChildren(Question)
    words = "Ánh trong danh sách có phải là Nguyễn Thị Ánh đã có trong sổ, ở Số 8, Thôn Láng Gòn?"
    assert first.yes.accessibleDescription() == words
    assert "Còn 2 câu hỏi như vậy." in texts(view)
    eyes.shoot(view, "questions")

    first.yes.click()
    eyes.settle()
    second = card.questions.findChildren(Question)[-1]
    assert "Ánh có ở cùng hộ với Nguyễn Thị Ánh" in second.no.accessibleDescription()
    second.no.click()
    eyes.settle()

    assert core.settled == [(an_id(1), True), (an_id(2), False)]
    assert isinstance(view.importing.state, Imported)


def test_the_report_is_written_where_the_agent_says(
    view: DueListView, eyes: Eyes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    out = tmp_path / "báo cáo.xlsx"
    monkeypatch.setattr(DueListView, "choose_report", lambda _view: out)
    accept(view, eyes)

    view.panel.result.report_button.click()
    eyes.settle()

    assert out.read_bytes() == f"report of {an_id(7)}".encode()
    assert "Đã ghi báo cáo báo cáo.xlsx" in texts(view)


@pytest.mark.logs_warning("file.unwritable")
def test_a_report_that_cannot_be_written_leaves_the_import_as_it_is(
    view: DueListView, eyes: Eyes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(DueListView, "choose_report", lambda _view: tmp_path)
    accept(view, eyes)

    view.panel.result.report_button.click()
    eyes.settle()

    assert isinstance(view.importing.state, Imported)
    assert "Không ghi được tệp" in texts(view)
