"""Somebody who does whatever comes to mind in the window; a seed makes it the same each time."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QTableView, QWidget

from agent_app.services.lines import PersonLine
from agent_app.ui.main_window import MainWindow
from agent_app.ui.places import Place

Key, Mods = Qt.Key, Qt.KeyboardModifier
_WORDS = ("nguyen", "thi", "le quoc", "068", "0973", "thon 3", "zzz", "duc", "|", "  ")
_AFTER_WORDS = (Key.Key_Return, Key.Key_Down, Key.Key_Escape)
_KEYS = (
    *(Key.Key_Down, Key.Key_Up, Key.Key_PageDown, Key.Key_PageUp, Key.Key_Home, Key.Key_End),
    *(
        Key.Key_Tab,
        Key.Key_Backtab,
        Key.Key_Return,
        Key.Key_Escape,
        Key.Key_Space,
        Key.Key_Left,
        Key.Key_Right,
    ),
)


_LOOKING = (Key.Key_PageDown, Key.Key_PageUp, Key.Key_End, Key.Key_Plus, Key.Key_Minus, Key.Key_0)


@dataclass
class RandomUser:
    """Acts on a window; ``people`` are those whose cards may be scanned."""

    window: MainWindow
    random: Random
    people: list[PersonLine]

    def act(self) -> str:
        """Do one thing, and name it."""
        act = self.random.choice(self.acts)
        # A dialog that waits for an answer gets none.
        QTimer.singleShot(20, give_up)
        act()
        return act.__name__

    @property
    def acts(self) -> list[Callable[[], None]]:
        """What may come to mind, the more often the likelier."""
        return [
            self.go,
            self.go,
            self.search,
            self.press,
            self.press,
            self.press,
            self.filter_text,
            self.choose,
            self.choose,
            self.arrange,
            self.scroll,
            self.select,
            self.scan,
            self.function_key,
            self.resize,
            self.plan,
            self.export,
            self.click_row,
            self.print_something,
        ]

    def go(self) -> None:
        """Go to a page."""
        self.window.go(self.random.choice([each for each in Place if each in self.window.book]))

    def search(self) -> None:
        """Type into the search, and perhaps press Enter."""
        self.window.focus_search()
        QTest.keyClicks(self.window.search, self.random.choice(_WORDS))
        if self.random.random() < 0.5:
            QTest.keyClick(self.window.search, self.random.choice(_AFTER_WORDS))

    def press(self) -> None:
        """Press a key wherever the focus is, unless it opens a file dialog."""
        focus = QApplication.focusWidget()
        due = self.window.due
        if focus is not None and focus not in {due.import_button, due.begin_button}:
            QTest.keyClick(focus, self.random.choice(_KEYS))

    def filter_text(self) -> None:
        """Narrow the due list by words."""
        self.window.go(Place.DUE)
        field = self.window.due.text
        field.setFocus()
        field.clear()
        QTest.keyClicks(field, self.random.choice(_WORDS))

    def choose(self) -> None:
        """Choose something in one of the filters, or forget them."""
        self.window.go(Place.DUE)
        filters = self.window.due.filters
        if filters.forget.isVisible() and self.random.random() < 0.3:
            filters.forget.click()
            return
        boxes: list[QComboBox] = [filters.hamlets, filters.schemes, filters.windows, filters.visits]
        box = self.random.choice(boxes)
        if box.count():
            box.setCurrentIndex(self.random.randrange(box.count()))

    def arrange(self) -> None:
        """Sort, group, or show other columns."""
        arrange = self.window.due.arrange
        actions = [*arrange.orders.values(), *arrange.groupings.values(), *arrange.columns.values()]
        self.random.choice(actions).trigger()

    def scroll(self) -> None:
        """Scroll the due list somewhere."""
        self.window.go(Place.DUE)
        bar = self.window.due.table.verticalScrollBar()
        bar.setValue(self.random.randint(0, max(1, bar.maximum())))

    def select(self) -> None:
        """Choose several lines, or all."""
        table = self.window.due.table
        if table.rows.total and self.random.random() < 0.2:
            table.selectAll()
        elif table.rows.total:
            lines = [self.random.randrange(table.rows.total) for _ in range(self.random.randint(1, 5))]
            table.choose_lines(sorted(set(lines)), lines[0])

    def scan(self) -> None:
        """Scan somebody's card, or that of a stranger."""
        person = self.random.choice(self.people)
        number = person.citizen_id if self.random.random() < 0.7 else "001099000001"
        focus = QApplication.focusWidget() or self.window
        QTest.keyClicks(focus, f"{number}||Nguyen Van Minh|12031985|Nam|To 1|10052021")
        QTest.keyClick(focus, Key.Key_Return)

    def function_key(self) -> None:
        """Press one of the keys of the window that open no file."""
        keys = self.random.choice((Key.Key_F8, Key.Key_F9, Key.Key_Escape))
        QTest.keyClick(self.window, keys)

    def resize(self) -> None:
        """Make the window larger or smaller."""
        self.window.resize(self.random.randint(1024, 1920), self.random.randint(600, 1080))

    def plan(self) -> None:
        """Put what is chosen into today's walk, and perhaps take it out again."""
        due = self.window.due
        due.plan_chosen()
        if due.plan_bar.undo.isVisible():
            due.plan_bar.undo.click()

    def export(self) -> None:
        """Write lines to a workbook."""
        self.window.due.export_lines()

    def print_something(self) -> None:
        """Look at the paper of a page, and perhaps print it, or look around in it, before it is closed."""
        desk = self.window.desk
        self.window.pages.print_page()
        if self.random.random() < 0.6:
            QTest.qWait(15)
        if desk.dialog is not None and self.random.random() < 0.5:
            QTest.keyClick(desk.dialog.view, self.random.choice(_LOOKING))
        if desk.dialog is not None and self.random.random() < 0.5:
            desk.dialog.print()
        # Whoever has printed has perhaps not waited for the end.
        desk.rest()

    def click_row(self) -> None:
        """Click, or click twice, into a table that is seen."""
        tables = [each for each in self.window.findChildren(QTableView) if each.isVisible()]
        if not tables:
            return
        seen = self.random.choice(tables).viewport()
        across, down = (self.random.randrange(max(1, each)) for each in (seen.width(), seen.height()))
        click = self.random.choice((QTest.mouseClick, QTest.mouseDClick))
        click(seen, Qt.MouseButton.LeftButton, Mods.NoModifier, QPoint(across, down))


def give_up() -> None:
    """Close a dialog that waits, and whatever has popped up."""
    for open_one in (QApplication.activePopupWidget(), QApplication.activeModalWidget()):
        if isinstance(open_one, QWidget):
            open_one.close()
