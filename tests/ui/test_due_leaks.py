"""What is closed is gone: neither the list's page nor anything of a scanned card outlives its window."""

import gc
import weakref
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from agent_app.services.due_choices import DueGrouping, DueWindow
from agent_app.ui.bench import Bench
from agent_app.ui.card_reader import CardReader
from agent_app.ui.look import Look
from agent_app.ui.pages.due_list.view import DueListView
from agent_app.ui.parts.card_bar import CardBar
from agent_app.ui.scanner import Scanner
from tests.domain.test_card_qr import CITIZEN
from tests.ui.seeing import Eyes


def gone(made: Callable[[], QObject]) -> list[weakref.ref[QObject]]:
    """Make something, end it as Qt does, and return what is left of it."""
    one = made()
    kept = [weakref.ref(each) for each in (one, *one.findChildren(QObject))]
    one.deleteLater()
    del one
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    return [each for each in kept if (left := each()) is not None and isValid(left)]


def test_nothing_is_left_of_the_page_of_the_due_list(bench: Bench, qtbot: QtBot, eyes: Eyes) -> None:
    def used() -> QObject:
        page = DueListView(bench)
        page.set_active(active=True)
        with qtbot.waitExposed(page):
            page.show()
        eyes.settle()
        page.presenter.group_by(DueGrouping.HOUSEHOLD)
        page.presenter.filter_window(DueWindow.OVERDUE)
        eyes.settle()
        page.table.selectAll()
        page.plan.click()
        page.arrange.arranged.popup(page.mapToGlobal(page.rect().center()))
        page.arrange.arranged.close()
        eyes.settle()
        page.close()
        return page

    assert gone(used) == []


def test_nothing_is_left_of_a_card_and_its_bar(bench: Bench, look: Look, qtbot: QtBot, eyes: Eyes) -> None:
    def used() -> QObject:
        reader = CardReader(bench)
        bar = CardBar(look, reader)
        reader.setParent(bar)
        scanner = Scanner(bar)
        scanner.scanned.connect(reader.take)
        scanner.begin()
        with qtbot.waitExposed(bar):
            bar.show()
        reader.take(CITIZEN)
        eyes.settle()
        scanner.stop()
        bar.close()
        return bar

    assert gone(used) == []


def test_opening_and_closing_again_and_again_adds_no_widget(bench: Bench, qtbot: QtBot, eyes: Eyes) -> None:
    counts = []
    for _time in range(3):
        page = DueListView(bench)
        page.set_active(active=True)
        with qtbot.waitExposed(page):
            page.show()
        eyes.settle()
        page.close()
        page.deleteLater()
        del page
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        counts.append(len(QApplication.allWidgets()))

    assert counts[-1] <= counts[0]
