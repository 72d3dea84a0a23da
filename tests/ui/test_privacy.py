"""What the windows hide, uncover, and offer to delete."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from agent_app.domain.due_list import RejectedRow
from agent_app.domain.household import HouseholdId
from agent_app.services.privacy import ERASED
from agent_app.ui.bench import Bench
from agent_app.ui.pages.due_list.view import DueListView
from agent_app.ui.pages.households.page import HouseholdsPage
from tests.builders import an_id
from tests.ui.fake_core import FakeCore
from tests.ui.seeing import Eyes, texts

FIRST, SECOND = HouseholdId(an_id(1)), HouseholdId(an_id(2))


@pytest.fixture
def page(bench: Bench, qtbot: QtBot, eyes: Eyes) -> HouseholdsPage:
    """The page of the first household."""
    made = HouseholdsPage(bench)
    made.resize(1158, 680)
    qtbot.addWidget(made)
    made.set_active(active=True)
    made.open(FIRST)
    made.show()
    eyes.settle()
    return made


def phone(core: FakeCore, household_id: HouseholdId = FIRST) -> str:
    return next(each.phone for each in core.queries.members[household_id] if each.phone)


def test_opening_a_household_is_remembered(core: FakeCore, page: HouseholdsPage) -> None:
    del page

    assert core.access.seen == [FIRST]


def test_a_phone_is_masked_until_somebody_asks_for_it(
    core: FakeCore, page: HouseholdsPage, eyes: Eyes
) -> None:
    number = phone(core)
    assert number not in texts(page)
    eyes.shoot(page, "masked")

    page.household.uncover.click()
    eyes.settle()

    assert core.access.uncovered == [("household", FIRST, ("phone",))]
    assert number in page.household.subtitle.text()
    assert not page.household.uncover.isVisible()
    eyes.qtbot.wait(50)
    eyes.shoot(page, "uncovered")


def test_the_next_household_is_masked_again(core: FakeCore, page: HouseholdsPage, eyes: Eyes) -> None:
    page.household.uncover.click()
    eyes.settle()
    page.open(SECOND)
    eyes.settle()

    assert phone(core, SECOND) not in page.household.subtitle.text()
    page.open(FIRST)
    eyes.settle()
    assert phone(core) not in page.household.subtitle.text()


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A workbook that may be deleted."""
    path = tmp_path / "danh-sach-thang-11.xlsx"
    path.write_bytes(b"PK...")
    return path


@pytest.fixture
def view(bench: Bench, qtbot: QtBot, eyes: Eyes) -> DueListView:
    """The due list."""
    made = DueListView(bench)
    made.resize(1158, 680)
    qtbot.addWidget(made)
    made.presenter.set_active(active=True)
    made.show()
    eyes.settle()
    return made


def take_in(view: DueListView, eyes: Eyes, workbook: Path) -> None:
    """Import a file as an agent does: look at it, then swap it in."""
    view.importing.begin(workbook)
    eyes.settle()
    assert not view.panel.offer.isVisible()
    view.importing.confirm()
    eyes.settle()


def test_a_file_that_came_in_whole_can_be_deleted(view: DueListView, eyes: Eyes, workbook: Path) -> None:
    take_in(view, eyes, workbook)
    offer = view.panel.offer
    assert offer.isVisible()
    assert workbook.name in offer.question.text()
    eyes.shoot(view, "offer")

    offer.delete.click()
    eyes.settle()

    assert not workbook.exists()
    assert "Đã ghi đè và xoá" in offer.notice.text.text()
    assert not offer.line.isVisible()
    eyes.shoot(view, "deleted")


def test_a_file_that_is_kept_stays_and_is_not_asked_about_again(
    view: DueListView, eyes: Eyes, workbook: Path, tmp_path: Path
) -> None:
    take_in(view, eyes, workbook)

    view.panel.offer.keep.click()

    assert not view.panel.offer.isVisible()
    view.importing.save_report(tmp_path / "bao-cao.xlsx")
    eyes.settle()
    assert not view.panel.offer.isVisible()
    assert workbook.exists()


def test_a_file_with_rejected_lines_is_not_offered(
    core: FakeCore, view: DueListView, eyes: Eyes, workbook: Path
) -> None:
    core.rejected = (RejectedRow(20, "name", ""),)
    take_in(view, eyes, workbook)

    assert not view.panel.offer.isVisible()


def test_lines_of_the_erased_do_not_keep_the_file_that_names_them(
    core: FakeCore, view: DueListView, eyes: Eyes, workbook: Path
) -> None:
    core.rejected = (RejectedRow(20, ERASED, ""),)
    take_in(view, eyes, workbook)

    view.panel.offer.delete.click()
    eyes.settle()

    assert not workbook.exists()


def test_a_file_that_was_saved_anew_before_the_answer_stays(
    view: DueListView, eyes: Eyes, workbook: Path
) -> None:
    take_in(view, eyes, workbook)
    workbook.write_bytes(b"PK, and what nobody has read")

    view.panel.offer.delete.click()
    eyes.settle()

    assert workbook.read_bytes() == b"PK, and what nobody has read"
    assert "đã được ghi lại" in view.panel.offer.notice.text.text()


@pytest.mark.logs_warning("not done: privacy.file_not_deleted")
def test_a_file_that_cannot_be_deleted_is_said(view: DueListView, eyes: Eyes, workbook: Path) -> None:
    take_in(view, eyes, workbook)
    workbook.unlink()

    view.panel.offer.delete.click()
    eyes.settle()

    assert "Không xoá được tệp" in view.panel.offer.notice.text.text()
    view.panel.result.close_button.click()
    assert view.panel.isHidden()


def test_a_list_that_is_taken_back_leaves_its_file_alone(
    view: DueListView, eyes: Eyes, workbook: Path
) -> None:
    take_in(view, eyes, workbook)
    view.importing.undo()
    eyes.settle()

    assert not view.panel.offer.isVisible()
    assert workbook.exists()
