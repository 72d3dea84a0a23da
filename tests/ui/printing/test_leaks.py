"""What is closed is gone: neither the preview nor what it showed outlives it."""

import gc
import weakref

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from agent_app.ui.bench import Bench
from agent_app.ui.pages.papers.view import PapersView
from agent_app.ui.pages.settings.printers_card import PrintersCard
from agent_app.ui.pages.settings.printing import PrintersPresenter
from agent_app.ui.printing.desk import PrintDesk
from tests.ui.fake_printers import FakePrinters
from tests.ui.printing.papers import Batch, pdf
from tests.ui.seeing import Eyes
from tests.ui.test_due_leaks import gone


def test_nothing_is_left_of_a_preview_that_was_closed(desk: PrintDesk, eyes: Eyes) -> None:
    desk.show(Batch(pdf(3)).wanted())
    eyes.settle()
    dialog = desk.dialog
    assert dialog is not None
    dialog.view.larger()
    eyes.settle()
    kept = [weakref.ref(each) for each in (dialog, *dialog.findChildren(QObject))]
    dialog.reject()
    del dialog
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()

    assert [each for each in kept if (left := each()) is not None and isValid(left)] == []


def test_nothing_is_left_of_a_preview_that_has_printed(desk: PrintDesk, eyes: Eyes) -> None:
    counts = []
    for _time in range(3):
        desk.show(Batch(pdf(1)).wanted())
        eyes.settle()
        assert desk.dialog is not None
        desk.dialog.print()
        eyes.settle()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        counts.append(len(QApplication.allWidgets()))

    assert counts[-1] <= counts[0]


def test_a_preview_may_be_closed_while_its_paper_is_made(desk: PrintDesk, eyes: Eyes) -> None:
    desk.show(Batch(pdf(2)).wanted())
    desk.rest()
    eyes.settle()

    assert desk.dialog is None


def test_a_paper_goes_on_leaving_when_its_preview_is_closed(
    desk: PrintDesk, eyes: Eyes, printers: FakePrinters, qtbot: QtBot
) -> None:
    desk.show(Batch(pdf(12)).wanted())
    eyes.settle()
    assert desk.dialog is not None
    desk.dialog.print()
    desk.dialog.reject()
    qtbot.waitUntil(lambda: not desk.leaving.busy, timeout=20_000)

    assert len(printers.sizes()) == 12


@pytest.mark.parametrize("page", ["papers", "printers"])
def test_nothing_is_left_of_a_page_of_papers(
    page: str, bench: Bench, printers: FakePrinters, qtbot: QtBot, eyes: Eyes
) -> None:
    def used() -> QObject:
        widget: PapersView | PrintersCard
        if page == "papers":
            widget = PapersView(bench)
            widget.set_active(active=True)
        else:
            presenter = PrintersPresenter(bench, printers)
            widget = PrintersCard(bench.look, presenter)
            presenter.setParent(widget)
            presenter.set_active(active=True)
        with qtbot.waitExposed(widget):
            widget.show()
        eyes.settle()
        widget.close()
        return widget

    assert gone(used) == []
