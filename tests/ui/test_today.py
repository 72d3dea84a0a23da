"""The day's walk: its order, what may stand where, and what the day has come to."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from agent_app.domain.money import Dong
from agent_app.domain.visit import Outcome
from agent_app.services.day_lines import DoorLine
from agent_app.services.evening_lines import CashHeld, CashLimits
from agent_app.services.failures import FileUnwritableError
from agent_app.ui.bench import Bench
from agent_app.ui.main_window import MainWindow
from agent_app.ui.pages.today.presenter import Doors, DoorShown, TodayPresenter
from agent_app.ui.pages.today.view import TodayView
from agent_app.ui.pages.today.wording import door_sign, held_words, long_day
from agent_app.ui.places import Place
from agent_app.ui.theme import Tone
from tests.builders import TODAY, an_id
from tests.ui.fake_core import FakeCore, fill_receipts
from tests.ui.seeing import Eyes, Kept, texts

Key, Alt = Qt.Key, Qt.KeyboardModifier.AltModifier


@pytest.fixture(autouse=True)
def usual_day(core: FakeCore) -> None:
    """Nobody has promised anything, so that any door may stand anywhere in its hamlet."""
    core.queries.members = {
        home: tuple(replace(each, outcome=None, visited_on=None, promised_on=None) for each in members)
        for home, members in core.queries.members.items()
    }


@pytest.fixture
def day(window: MainWindow, eyes: Eyes) -> TodayView:
    """The page, seen in the window."""
    return seen(window, eyes)


def seen(window: MainWindow, eyes: Eyes) -> TodayView:
    """Show the page and read it anew."""
    window.go(Place.TODAY)
    window.today.presenter.reload()
    eyes.settle()
    return window.today


def ids(day: TodayView) -> list[object]:
    return [shown.line.household_id for shown in day.table.rows.rows]


def promise(core: FakeCore, at: int, days: int) -> None:
    home = list(core.queries.households)[at]
    first, *others = core.queries.members[home]
    visited = TODAY - timedelta(9)
    told = replace(first, outcome=Outcome.PROMISED, visited_on=visited, promised_on=TODAY + timedelta(days))
    core.queries.members[home] = (told, *others)


def test_the_day_begins_with_the_first_hamlet_and_says_what_it_is(day: TodayView, eyes: Eyes) -> None:
    assert "Thứ Bảy, 21/11/2026" in texts(day)
    assert "Thôn Láng Gòn · 12 hộ" in texts(day)
    assert day.hamlets.currentText() == "Thôn Láng Gòn"
    assert "0 trong 12 hộ" in texts(day.card)
    eyes.shoot(day.window(), "today")


def test_the_longest_expired_comes_first(day: TodayView) -> None:
    ends = [shown.line.due_on for shown in day.table.rows.rows]

    assert ends == sorted(ends, key=str)


def test_promises_come_first_wherever_they_live(window: MainWindow, core: FakeCore, eyes: Eyes) -> None:
    promise(core, 3, 0)
    promise(core, 0, 4)
    seen(window, eyes)
    rows = window.today.table.rows.rows

    assert rows[0].line.hamlet == "Thôn Đông Thành"
    assert door_sign(rows[0]).text == "Hẹn hôm nay"
    assert door_sign(rows[-1]).text == "Hẹn 25/11"


def test_alt_and_an_arrow_move_a_door_and_the_order_is_remembered(
    day: TodayView, core: FakeCore, eyes: Eyes
) -> None:
    before = ids(day)
    day.table.setFocus()
    QTest.keyClick(day.table, Key.Key_Down, Alt)
    QTest.keyClick(day.table, Key.Key_Down, Alt)
    assert ids(day)[:3] == [before[1], before[2], before[0]]
    assert day.table.currentIndex().row() == 2
    eyes.settle()
    day.presenter.reload()
    eyes.settle()

    assert ids(day)[:3] == [before[1], before[2], before[0]]
    assert core.queries.order == ids(day)
    QTest.keyClick(day.table, Key.Key_Up, Alt)
    assert ids(day)[1] == before[0]


def test_nothing_is_moved_beyond_the_ends(day: TodayView, core: FakeCore) -> None:
    QTest.keyClick(day.table, Key.Key_Up, Alt)

    assert core.queries.order == []
    assert not day.presenter.move(0, 99)
    assert day.table.currentIndex().row() == 0


def test_a_door_is_dragged_by_its_handle(day: TodayView, eyes: Eyes) -> None:
    before = ids(day)
    drag(day, 0, 2, below=True)
    assert ids(day)[:3] == [before[1], before[2], before[0]]
    drag(day, 2, 0, below=False)
    eyes.settle()

    assert ids(day) == before


def drag(day: TodayView, start: int, end: int, *, below: bool) -> None:
    view, left = day.table.viewport(), Qt.MouseButton.LeftButton
    first, last = (day.table.visualRect(day.table.rows.index(at, 0)) for at in (start, end))
    target = QPoint(last.center().x(), last.bottom() - 2 if below else last.top() + 2)
    QTest.mousePress(view, left, Qt.KeyboardModifier.NoModifier, first.center())
    QTest.mouseMove(view, last.center())
    QTest.mouseMove(view, target)
    day.table.grab()
    QTest.mouseRelease(view, left, Qt.KeyboardModifier.NoModifier, target)


def test_a_drag_that_ends_where_it_began_changes_nothing(day: TodayView, core: FakeCore) -> None:
    drag(day, 1, 1, below=True)

    assert core.queries.order == []


def test_a_promise_stays_first_and_a_line_says_why(window: MainWindow, core: FakeCore, eyes: Eyes) -> None:
    promise(core, 0, 0)
    seen(window, eyes)
    before = ids(window.today)
    QTest.keyClick(window.today.table, Key.Key_Down, Alt)

    assert ids(window.today) == before
    assert "Hộ hẹn hôm nay luôn đứng đầu" in texts(window.today)


def test_each_hamlet_has_an_order_of_its_own(day: TodayView, eyes: Eyes) -> None:
    day.presenter.choose(Doors.ALL)
    eyes.settle()
    last = max(shown.number for shown in day.table.rows.rows if shown.line.hamlet == "Thôn Láng Gòn")
    day.table.choose(last - 1)
    QTest.keyClick(day.table, Key.Key_Down, Alt)

    assert "Mỗi thôn có thứ tự riêng" in texts(day)


def test_the_own_order_can_be_given_up(day: TodayView, core: FakeCore, eyes: Eyes) -> None:
    before = ids(day)
    assert day.reset.isHidden()
    QTest.keyClick(day.table, Key.Key_Down, Alt)
    eyes.settle()
    day.reset.click()
    eyes.settle()

    assert ids(day) == before
    assert core.queries.order == []
    assert day.reset.isHidden()


@pytest.mark.logs_warning(r"not done: file\.")
def test_an_order_that_could_not_be_kept_is_taken_back_with_a_sentence(
    day: TodayView, core: FakeCore, eyes: Eyes
) -> None:
    before = ids(day)
    core.queries.not_written = FileUnwritableError("so.db")
    QTest.keyClick(day.table, Key.Key_Down, Alt)
    eyes.settle()

    assert ids(day) == before
    assert "so.db" in texts(day)


def test_another_hamlet_is_chosen_and_stays_chosen(day: TodayView, eyes: Eyes) -> None:
    day.hamlets.setCurrentIndex(day.hamlets.findText("Tổ 5"))
    day.hamlets.activated.emit(day.hamlets.currentIndex())
    eyes.settle()
    assert {shown.line.hamlet for shown in day.table.rows.rows} == {"Tổ 5"}
    day.presenter.reload()
    eyes.settle()

    assert "Tổ 5 · 4 hộ" in texts(day)


def test_whom_one_means_to_visit_are_the_day(window: MainWindow, core: FakeCore, eyes: Eyes) -> None:
    chosen = list(core.queries.households)[4:6]
    core.queries.plan(chosen, TODAY)
    seen(window, eyes)

    assert set(ids(window.today)) == set(chosen)
    assert "Đã chọn cho hôm nay (2)" in texts(window.today)


def test_money_and_doors_that_are_done_are_counted(window: MainWindow, core: FakeCore, eyes: Eyes) -> None:
    fill_receipts(core)
    window.go(Place.TODAY)
    window.today.presenter.choose("Thôn Đông Thành")
    eyes.settle()

    assert "2 trong 8 hộ" in texts(window.today.card)
    assert "3 biên lai" in texts(window.today.card)
    assert "3 biên lai chưa nộp, lâu nhất 2 ngày" in texts(window.today.card)
    assert "1 biên lai · 1.366.200 đ" in texts(window.today.card)
    assert window.navigation.buttons[Place.TODAY].count.text() == "6"
    window.today.card.sync.click()
    assert window.pages.currentWidget() is window.sync


def test_enter_opens_the_household_and_escape_comes_back(
    day: TodayView, window: MainWindow, eyes: Eyes
) -> None:
    day.table.setFocus()
    QTest.keyClick(day.table, Key.Key_Down)
    QTest.keyClick(day.table, Key.Key_Return)
    eyes.settle()
    assert window.pages.currentWidget() is window.households
    QTest.keyClick(window, Key.Key_Escape)
    eyes.settle()

    assert window.pages.currentWidget() is day
    assert QApplication.focusWidget() is day.table
    assert day.table.currentIndex().row() == 1


def test_without_a_list_the_page_says_how_to_begin(window: MainWindow, core: FakeCore, eyes: Eyes) -> None:
    core.queries.due = []
    seen(window, eyes)
    assert "Chưa có hộ nào để đến" in texts(window.today)
    window.today.to_list.click()

    assert window.pages.currentWidget() is window.due
    eyes.shoot(window, "today-empty")


@pytest.mark.logs_warning(r"failed")
def test_a_failure_is_told_on_the_page(bench: Bench, core: FakeCore, eyes: Eyes) -> None:
    presenter = TodayPresenter(bench)
    kept = Kept(presenter)
    core.queries.error = ValueError("a bug")
    presenter.set_active(active=True)
    eyes.settle()

    assert kept.names == ["Failed"]


def test_the_rows_are_a_sound_model(day: TodayView, eyes: Eyes) -> None:
    model = day.table.rows
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    day.presenter.move(0, 3)
    day.presenter.choose(Doors.ALL)
    eyes.settle()

    assert tester.model() is model


def test_with_large_texts_the_name_and_the_reason_stay_and_the_card_goes_below(
    day: TodayView, window: MainWindow, eyes: Eyes
) -> None:
    window.resize(1366, 768)
    window.settings.presenter.choose_text(200)
    eyes.settle()
    captions = [
        str(day.table.rows.headerData(at, Qt.Orientation.Horizontal))
        for at in range(day.table.rows.columnCount())
        if not day.table.isColumnHidden(at)
    ]
    assert "Hộ" in captions
    assert "Vì sao đến" in captions
    assert "Ở đâu" not in captions
    assert day.card.y() > day.table.y()
    window.settings.presenter.choose_text(100)
    eyes.settle()

    assert not day.table.isColumnHidden(3)


@pytest.mark.parametrize(
    ("changes", "words", "tone"),
    [
        ({}, "Còn 5 ngày", Tone.SOON),
        ({"paid": Dong(956_340), "open": 0}, "Đã đóng 956.340 đ", Tone.GOOD),
        ({"awaited": Dong(1_571_130)}, "Chờ tiền về 1.571.130 đ", Tone.SOON),
        ({"promised_on": TODAY - timedelta(3)}, "Lỡ hẹn 18/11", Tone.LATE),
        ({"outcome": Outcome.ABSENT, "visited_on": TODAY}, "Vắng nhà", Tone.SOFT),
        (
            {"outcome": Outcome.MOVED, "visited_on": TODAY - timedelta(1), "open": 0},
            "Chuyển đi 20/11",
            Tone.SOFT,
        ),
    ],
)
def test_a_door_says_what_waits_behind_it(changes: dict[str, object], words: str, tone: Tone) -> None:
    line = DoorLine(
        household_id=an_id(1),  # type: ignore[arg-type]
        name="Lê Quốc Dũng",
        address="Số 7, Thôn 2",
        hamlet="Thôn 2",
        people=3,
        open=1,
        due_on=TODAY + timedelta(5),
        amount=Dong(1_000),
        promised_on=None,
        outcome=None,
        visited_on=None,
        paid=Dong(0),
        placed=False,
        planned=False,
    )
    sign = door_sign(DoorShown(1, replace(line, **changes), TODAY))  # type: ignore[arg-type]

    assert (sign.text, sign.tone) == (words, tone)


def test_the_days_of_the_week_have_names() -> None:
    names = [long_day(TODAY + timedelta(days)).split(",")[0] for days in range(7)]

    assert names == ["Thứ Bảy", "Chủ Nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu"]


@pytest.mark.parametrize(
    ("cash", "words"),
    [
        (CashHeld(Dong(0), 0, None, 0), "Chưa giữ tiền của biên lai nào"),
        (CashHeld(Dong(9), 1, TODAY, 0), "1 biên lai chưa nộp"),
        (
            CashHeld(Dong(9), 1, TODAY, 3, CashLimits(Dong(8), 5)),
            "Quá mức 8 đ được giữ. Anh/chị nộp tiền sớm.",
        ),
        (
            CashHeld(Dong(9), 1, TODAY, 3, CashLimits(Dong(10), 2)),
            "Giữ 3 ngày, quá 2 ngày được giữ. Anh/chị nộp tiền sớm.",
        ),
    ],
)
def test_cash_in_hand_is_told_with_the_offices_limits(cash: CashHeld, words: str) -> None:
    assert held_words(cash) == words
