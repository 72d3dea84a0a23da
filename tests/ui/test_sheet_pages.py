"""A paper of several pages on the screen: which page is seen, and the way to the others."""

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from agent_app.services.ports import ReceiptPaper
from agent_app.ui.look import Look
from agent_app.ui.paper import draw_copy
from agent_app.ui.parts.sheet_pages import SheetPages
from tests.printing.builders import a_crowded_receipt, an_enrolment
from tests.printing.test_papers import PAPERS


@pytest.fixture
def paper(qtbot: QtBot, look: Look) -> SheetPages:
    shown = SheetPages(look)
    qtbot.addWidget(shown)
    shown.resize(500, 420)
    shown.show()
    return shown


def page_of(colour: str) -> QImage:
    image = QImage(210, 148, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


def colour_seen(paper: SheetPages) -> str:
    QCoreApplication.sendPostedEvents()
    return paper.sheet.grab().toImage().pixelColor(60, 60).name()


def test_every_page_of_a_paper_can_be_turned_to(paper: SheetPages) -> None:
    paper.show_pages([page_of("#ff0000"), page_of("#0000ff")])
    assert (paper.which.text(), colour_seen(paper)) == ("Trang 1/2", "#ff0000")
    assert not paper.before.isEnabled()

    paper.after.click()

    assert (paper.which.text(), colour_seen(paper)) == ("Trang 2/2", "#0000ff")
    assert not paper.after.isEnabled()
    paper.before.click()
    assert paper.which.text() == "Trang 1/2"


def test_a_paper_of_one_page_needs_no_turning(paper: SheetPages) -> None:
    paper.show_pages([page_of("#ff0000")], "XEM TRƯỚC")

    assert paper.bar.isHidden()
    assert paper.mark == "XEM TRƯỚC"


def test_a_paper_drawn_anew_stays_at_its_page_and_another_one_begins_at_the_first(paper: SheetPages) -> None:
    two = [page_of("#ff0000"), page_of("#0000ff")]
    paper.show_pages(two)
    paper.after.click()

    paper.show_pages(two)
    again = paper.which.text()
    paper.show_pages([])
    assert paper.blank
    paper.show_pages(two)

    assert (again, paper.which.text()) == ("Trang 2/2", "Trang 1/2")


def test_the_keys_stay_at_the_paper_where_there_is_no_page_to_go_on_to(paper: SheetPages) -> None:
    paper.show_pages([page_of("#ff0000"), page_of("#0000ff")])
    paper.activateWindow()
    paper.after.setFocus()
    paper.after.click()

    assert paper.window().focusWidget() is paper.before


@pytest.mark.usefixtures("look")
def test_of_two_copies_the_first_is_drawn_whole() -> None:
    pdf = PAPERS.receipt(ReceiptPaper(a_crowded_receipt(), an_enrolment()))

    assert len(draw_copy(pdf, 300)) == 4
    assert [image.width() for image in draw_copy(pdf, 300, 2)] == [300, 300]
