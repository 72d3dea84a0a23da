"""Walks through a day's work in the real windows, as an agent would, and takes a picture of each step."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from agent_app.app import Session, build_window
from agent_app.domain.due_list import Scheme
from agent_app.domain.money import grouped
from agent_app.domain.names import fold, hamlet_of
from agent_app.domain.receipt import ReceiptState
from agent_app.domain.visit import Outcome
from agent_app.doors import open_home_core
from agent_app.runtime.paths import Home
from agent_app.ui.dialogs.visit import VisitDialog
from agent_app.ui.look import Look
from agent_app.ui.main_window import MainWindow
from agent_app.ui.pages.collect.recent import Recent
from agent_app.ui.pages.collect.states import Drafted, Issued
from agent_app.ui.pages.due_list.importing import Imported, Previewed
from agent_app.ui.pages.due_list.reading import Ready
from agent_app.ui.pages.due_list.view import DueListView
from agent_app.ui.pages.households.price import Priced
from agent_app.ui.pages.sync.presenter import Done
from agent_app.ui.pages.sync.presenter import Ready as Standing
from agent_app.ui.places import Place
from agent_app.ui.printing.receipts import receipt_paper
from agent_app.ui.states import Failed, Loading
from agent_app.ui.tasks import TaskRunner
from agent_app.ui.theme import DARK
from scripts.demo_cast import Cast, Doorstep
from scripts.demo_hand import Hand, picture
from scripts.demo_stage import DemoError, Stage

_PAYING_TOGETHER = 2
_PROMISED_IN_DAYS = 3
_MONTHS_OF_THE_LAST = 6


@dataclass(slots=True)
class Album:
    """The numbered pictures, and what is said with each."""

    folder: Path
    say: Callable[[str], None]
    taken: int = 0

    def keep(self, name: str, words: str, window: QWidget, dialog: QWidget | None = None) -> None:
        """Take a picture and say what it shows and where it lies."""
        self.taken += 1
        path = self.folder / f"{self.taken:02d}-{name}.png"
        if not picture(window, dialog).save(str(path)):
            raise DemoError(f"Không ghi được {path}.")
        self.say(f"{words}\n      xem {path}")


@dataclass(slots=True)
class Walk:
    """One laptop's day; ``taken`` is the money on the buttons that were pressed, ``papers`` the PDFs."""

    stage: Stage
    cast: Cast
    hand: Hand
    album: Album
    session: Session
    taken: list[int] = field(default_factory=list)
    papers: list[Path] = field(default_factory=list)

    def run(self) -> None:
        """Go through the day."""
        self._unlock()
        self._import_list()
        self._visit_who_promises()
        self._take_money_of_two()
        self._take_money_once_more()
        self._sync()
        self._look_back()

    @property
    def window(self) -> MainWindow:
        """The main window."""
        if self.session.window is None:
            raise DemoError("Cửa sổ chính chưa mở.")
        return self.session.window

    def _unlock(self) -> None:
        unlock = self.session.unlock
        self.session.begin(None)
        self.hand.wait(unlock.isActiveWindow, "cửa sổ hỏi mật khẩu")
        self.hand.write(unlock.password, self.stage.password())
        self.album.keep("mo-so", "Mở sổ trên máy bằng mật khẩu.", unlock)
        self.hand.key(unlock.password, Qt.Key.Key_Return)
        self.hand.wait(lambda: self.session.window is not None, "cửa sổ chính")
        self.hand.wait(self.window.isActiveWindow, "cửa sổ chính")

    def _import_list(self) -> None:
        due, path = self.window.due, self.stage.due_list
        self.album.keep("hom-nay-trong", "Trang Hôm nay khi chưa có danh sách.", self.window)
        self.hand.key(self.window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
        self._wait_for(lambda: not isinstance(due.presenter.state, Loading), "trang Đến hạn")
        self.album.keep("den-han-trong", "Trang Đến hạn khi chưa có danh sách.", self.window)
        begin = next(each for each in due.begin.findChildren(QPushButton) if each.isVisible())
        self.hand.choose_file(path, lambda: self.hand.click(begin))
        self._wait_for(lambda: isinstance(due.importing.state, Previewed | Failed), "đọc xong danh sách")
        _refuse_failure(due.importing.state)
        self.album.keep("xem-truoc", "Máy hiểu tệp thế nào, trước khi nhập.", self.window)
        self.hand.click(due.panel.preview.confirm)
        self._wait_for(lambda: isinstance(due.importing.state, Imported | Failed), "nhập xong danh sách")
        _refuse_failure(due.importing.state)
        self._wait_for(lambda: due.table.rows.total > 0, "danh sách đến hạn")
        shown, listed = due.table.rows.total, len(self.stage.commune.due)
        if shown != listed:
            raise DemoError(f"Danh sách có {listed} dòng mà màn hình có {shown}.")
        words = f"Nhập tệp {path.name} của cơ quan BHXH: {shown} dòng đến hạn."
        self.album.keep("nhap-danh-sach", words, self.window)
        self.hand.click(due.panel.result.close_button)
        self._wait_for(due.panel.isHidden, "bảng kết quả nhập đóng lại")
        self.album.keep("den-han", "Ai đến hạn, xếp theo thôn và theo hộ.", self.window)

    def _visit_who_promises(self) -> None:
        self._search(self.cast.promising)
        household = self.window.households.household
        self.hand.click(household.quote.how)
        self._settle()
        words = "Trang của hộ: ai đến hạn, phải đóng bao nhiêu, tính thế nào."
        self.album.keep("ho-gia-dinh", words, self.window)
        self.hand.answer(VisitDialog, self._promise, lambda: self.hand.key(self.window, Qt.Key.Key_F8))
        presenter = household.presenter
        self._wait_for(lambda: presenter.ready is not None and bool(presenter.ready.told), "lưu kết quả")
        self.album.keep("da-ghi-ket-qua", "Kết quả lần đến đã lưu trên máy.", self.window)
        self.hand.click(household.quote.how)
        self.hand.key(self.window, Qt.Key.Key_Escape)
        self._wait_for(lambda: self.window.pages.currentWidget() is self.window.due, "trang Đến hạn")

    def _promise(self, dialog: VisitDialog) -> None:
        row = dialog.whole if dialog.whole.isVisible() else dialog.rows[0]
        self.hand.click(next(each for each in row.choices.buttons if each.value is Outcome.PROMISED))
        self.hand.click(next(each for each in row.quick.buttons if each.value == _PROMISED_IN_DAYS))
        self._settle()
        self.album.keep("ghi-ket-qua", "Ghi kết quả (F8): cả hộ hẹn ba ngày nữa.", self.window, dialog)
        self.hand.click(dialog.save_button)

    def _search(self, door: Doorstep) -> None:
        finder, text = self.window.finder, fold(door.due[0].name)
        self.hand.key(self.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        self.hand.write(self.window.search, text)
        self._wait_for(lambda: finder.presenter.answered() is not None, "kết quả tìm")
        self.album.keep("tim-nguoi", f"Tìm «{text}» (Ctrl+K), không cần gõ dấu.", self.window)
        people = [hit.person for hit in finder.popup.table.rows.rows]
        numbers = [person.household_no if person else None for person in people]
        if door.household_no not in numbers:
            raise DemoError(f"Tìm «{text}» mà không thấy hộ {door.household_no}.")
        for _each in range(numbers.index(door.household_no)):
            self.hand.key(self.window.search, Qt.Key.Key_Down)
        self.hand.key(self.window.search, Qt.Key.Key_Return)
        self._wait_for_price(door)

    def _open_from_list(self, door: Doorstep) -> None:
        due = self.window.due
        self.hand.key(self.window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
        self._settle()
        self._filter_due(fold(door.due[0].name))
        self.hand.open_row(due.table, _row_of(due, door.household_no))
        self._wait_for_price(door)
        due.text.clear()
        self._settle()

    def _filter_due(self, text: str) -> None:
        due = self.window.due
        self.hand.write(due.text, text)
        self._wait_for(lambda: due.presenter.wanted.text == text, f"danh sách của «{text}»")
        self._settle()

    def _wait_for_price(self, door: Doorstep) -> None:
        presenter = self.window.households.household.presenter

        def priced() -> bool:
            ready = presenter.ready
            if ready is None or ready.page.household.household_no != door.household_no:
                return False
            return isinstance(ready.price, Priced)

        self._wait_for(priced, f"giá của hộ {door.household_no}")

    def _take_money_of_two(self) -> None:
        door = self.cast.paying
        self._open_from_list(door)
        numbers = [row.insurance_no for row in door.payers if row.scheme is Scheme.HEALTH]
        self._tick(set(numbers[:_PAYING_TOGETHER]))
        self._wait_for_price(door)
        self._collect("Thu tiền (F9) của hai người trong một hộ")
        self.album.keep("bien-lai", self._issued_words(), self.window)
        self.hand.click(self.window.collect.issued.done_button)

    def _take_money_once_more(self) -> None:
        door = self.cast.last
        self._open_from_list(door)
        months = self.window.households.household.quote.health.choices
        if months.isVisible():
            self.hand.click(next(each for each in months.buttons if each.value == _MONTHS_OF_THE_LAST))
            self._wait_for_price(door)
        self._collect("Thu tiền của một hộ khác")
        self.album.keep("bien-lai", self._issued_words(), self.window)
        self.hand.click(self.window.collect.issued.done_button)

    def _tick(self, insurance_nos: set[str | None]) -> None:
        """Leave only these people's boxes for BHYT ticked."""
        household = self.window.households.household
        ready = household.presenter.ready
        members = ready.page.members if ready else ()
        wanted = {(each.id, Scheme.HEALTH) for each in members if each.insurance_no in insurance_nos}
        for cell in household.members.cells:
            if cell.box.isChecked() != (cell.tick in wanted):
                self.hand.click(cell.box)

    def _collect(self, words: str) -> None:
        collect = self.window.collect
        self.hand.key(self.window, Qt.Key.Key_F9)
        self._wait_for(lambda: isinstance(collect.presenter.state, Drafted), "tờ Thu tiền")
        amount = _amount_on(collect.draft.issue)
        self.album.keep("thu-tien", f"{words}: {grouped(amount)} đ.", self.window)
        self.hand.key(collect.draft.issue, Qt.Key.Key_Return)
        self._wait_for(lambda: isinstance(collect.presenter.state, Drafted | Issued), "biên lai")
        self.taken.append(amount)
        self._save_paper()

    def _save_paper(self) -> None:
        state, issued = self.window.collect.presenter.state, self.window.collect.issued
        if not isinstance(state, Issued):
            raise DemoError(f"Không lập được biên lai: {getattr(state, 'trouble', '')}")
        path = self.stage.folder / receipt_paper(state.receipt).file_name
        self.hand.choose_file(path, lambda: self.hand.click(issued.save_button))
        self._wait_for(path.exists, f"tệp {path.name}")
        self.papers.append(path)

    def _issued_words(self) -> str:
        state = self.window.collect.presenter.state
        receipt = state.receipt if isinstance(state, Issued) else None
        number = receipt.shown_number if receipt else ""
        return f"Biên lai {number} đã lập và lưu trên máy; bản in hai liên: {self.papers[-1]}"

    def _sync(self) -> None:
        sync = self.window.sync
        self.hand.key(self.window, Qt.Key.Key_8, Qt.KeyboardModifier.AltModifier)
        self._wait_for(lambda: isinstance(sync.presenter.state, Standing), "trang Đồng bộ")
        self.album.keep("dong-bo-truoc", "Trước khi đồng bộ: những gì còn chờ gửi.", self.window)
        self.hand.key(self.window, Qt.Key.Key_F5)
        self._wait_for(lambda: isinstance(sync.runs.state, Done | Failed), "đồng bộ xong")
        _refuse_failure(sync.runs.state)
        self.album.keep("dong-bo-sau", "Sau khi đồng bộ (F5): cơ quan BHXH đã nhận.", self.window)

    def _look_back(self) -> None:
        collect = self.window.collect
        self._open_from_list(self.cast.promising)
        words = "Đồng bộ đem về cả những người không đến hạn trong hộ."
        self.album.keep("ho-sau-dong-bo", words, self.window)
        self.hand.key(self.window, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
        self._wait_for(lambda: isinstance(collect.recent.state, Recent), "các biên lai")
        state = collect.recent.state
        receipts = state.receipts if isinstance(state, Recent) else ()
        if [each.state for each in receipts] != [ReceiptState.RECEIVED] * len(self.taken):
            raise DemoError("Có biên lai mà cơ quan BHXH chưa nhận sau khi đồng bộ.")
        self.album.keep("bien-lai-da-nhan", "Từng biên lai: cơ quan BHXH đã nhận.", self.window)
        self.hand.key(self.window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
        self._wait_for(lambda: bool(self.window.today.table.rows.rows), "trang Hôm nay")
        self.album.keep("hom-nay", "Trang Hôm nay: thứ tự đi, đã đến đâu, đã thu bao nhiêu.", self.window)

    def _settle(self) -> None:
        self._wait_for(lambda: True, "máy làm xong")

    def _wait_for(self, ready: Callable[[], bool], what: str) -> None:
        """Wait until something is so and no work is on its way that might change it."""
        self.hand.wait(lambda: not self.session.runner.busy and ready(), what)


def walk(stage: Stage, cast: Cast, say: Callable[[str], None]) -> Walk:
    """Walk through the day on a staged home; return what was taken."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise DemoError("Cửa sổ cần một QApplication.")
    hand, album = Hand(), Album(stage.folder, say)
    session = Session(app, Home(stage.home))
    day = Walk(stage, cast, hand, album, session)
    with hand.watching():
        try:
            day.run()
            day.window.close()
        finally:
            session.end()
        _look_at_night(app, day)
    return day


def _look_at_night(app: QApplication, day: Walk) -> None:
    """Open the home anew where the system asks for dark windows."""
    runner, look = TaskRunner(), Look(DARK)
    core = open_home_core(Home(day.stage.home), day.stage.password())
    look.dress(app)
    window = build_window(core, runner, look)
    try:
        window.begin()
        window.show()
        window.go(Place.DUE)
        _filter_by_hamlet(window, runner, day)
        words = "Mở lại sổ khi máy dùng nền tối: mọi việc vẫn còn đó, cả thôn vừa thu tiền."
        day.album.keep("nen-toi", words, window)
        window.close()
    finally:
        runner.shutdown()
        core.close()


def _filter_by_hamlet(window: MainWindow, runner: TaskRunner, day: Walk) -> None:
    due, number = window.due, day.cast.paying.household_no
    day.hand.wait(lambda: not runner.busy and due.table.rows.total > 0, "danh sách đến hạn")
    hamlet = hamlet_of(day.cast.paying.due[0].address or "") or ""
    day.hand.choose(due.filters.hamlets, hamlet)
    day.hand.wait(lambda: not runner.busy and due.presenter.wanted.hamlet == hamlet, "danh sách của một thôn")
    day.hand.click_row(due.table, _row_of(due, number))


def _row_of(due: DueListView, household_no: str) -> int:
    """Find the row of a household's first line among those that are read."""
    state = due.presenter.state
    numbers = [each.line.household_no for each in state.rows] if isinstance(state, Ready) else []
    if household_no not in numbers:
        raise DemoError(f"Danh sách đến hạn không có hộ {household_no}.")
    return due.table.rows.row_of(numbers.index(household_no))


def _amount_on(button: QPushButton) -> int:
    """Read the money off the button that says what it does."""
    said = button.text().rpartition("·")[2]
    return int("".join(letter for letter in said if letter.isdigit()))


def _refuse_failure(state: object) -> None:
    if isinstance(state, Failed):
        raise DemoError(state.text)
