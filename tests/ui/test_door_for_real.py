"""The household's page on an encrypted store: both forms of BHYT, a decision, the receipt of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from agent_app.bootstrap import Core, create_home, open_home
from agent_app.domain.due_list import Scheme
from agent_app.domain.household import HouseholdId
from agent_app.domain.household_quote import PremiumForm
from agent_app.domain.member_order import TakenPlace
from agent_app.domain.receipt import PlaceSource
from agent_app.runtime.messages import sentence
from agent_app.runtime.paths import Home
from agent_app.runtime.secrets import Argon2Cost
from agent_app.services.receipts import IssueReceipt
from agent_app.ui.bench import Bench
from agent_app.ui.look import Look
from agent_app.ui.pages.households.page import HouseholdsPage
from agent_app.ui.pages.households.payment_details import PaymentDetails
from agent_app.ui.pages.households.presenter import Draft, Ready
from agent_app.ui.pages.households.price import Priced
from agent_app.ui.tasks import TaskRunner
from tests.builders import a_book, a_household, a_person, granting
from tests.ui.doors import RIGHT as PASSWORD
from tests.ui.gui_watch import watching
from tests.ui.seeing import Eyes, texts

HOME = HouseholdId(a_household().id)
FIRST, SECOND = (a_person(number).id for number in (1, 2))


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Core]:
    """An open home with one household of average income, whose two members may choose the form."""
    home = Home(tmp_path / "Máy chị Hoa")
    create_home(home, PASSWORD, Argon2Cost(1, 8, 1))
    core = open_home(home, PASSWORD)
    with core.store.unit() as unit:
        unit.households.add_households([a_household()], "import")
        people = (a_person(1), a_person(2, "Đặng Văn Kỳ"))
        unit.households.add_people([replace(each, health_group="GB") for each in people], "import")
        unit.receipts.add_book(a_book())
        unit.device.enrol(granting(a_book()))
        unit.commit()
    yield core
    core.close()


@pytest.fixture
def page(real: Core, runner: TaskRunner, look: Look, qtbot: QtBot, eyes: Eyes) -> HouseholdsPage:
    """The page of that household, as the window shows it."""
    made = HouseholdsPage(Bench(real, runner, sentence, look))
    qtbot.addWidget(made)
    made.resize(1158, 680)
    made.set_active(active=True)
    made.show()
    made.open(HOME)
    eyes.settle()
    return made


def ready(page: HouseholdsPage) -> Ready:
    assert page.household.presenter.ready is not None
    return page.household.presenter.ready


def priced(page: HouseholdsPage) -> Priced:
    price = ready(page).price
    assert isinstance(price, Priced)
    return price


def tick_both(page: HouseholdsPage, eyes: Eyes) -> None:
    for cell in page.household.members.cells:
        if cell.tick[1] is Scheme.HEALTH:
            cell.box.click()
    eyes.settle()


def show_decision(dialog: PaymentDetails) -> int:
    """Type the decision that the household shows, which holds for longer than the cover begins."""
    assert dialog.health is not None
    fields = dialog.health.decision
    fields.number.setText("12/QĐ-UBND")
    fields.issuer.setText("UBND xã Tân Minh")
    fields.until.put(fields.since.value + timedelta(days=900))
    dialog.save()
    return 1


def test_a_household_is_priced_in_both_forms_and_proves_the_cheaper_one(
    page: HouseholdsPage, real: Core, qtbot: QtBot, eyes: Eyes, monkeypatch: pytest.MonkeyPatch
) -> None:
    household = page.household
    with watching(page) as seen:
        tick_both(page, eyes)
        # Nobody has shown a decision yet: neither can pay in the cheaper form.
        assert priced(page).lines == ()
        assert {each.tick[0] for each in priced(page).refusals} == {FIRST, SECOND}
        assert "Chưa có quyết định" in texts(page)
        assert not household.collect.isEnabled()

        # One of them shows it, the other pays as a household does.
        monkeypatch.setattr(PaymentDetails, "exec", show_decision)
        household.members.rows[0].due.details.click()
        eyes.settle()
        household.members.rows[1].below.strips[0].household_form.click()
        eyes.settle()
        eyes.shoot(page, "real-both-forms")
    seen.require_free()

    assert not priced(page).refusals
    first, second = priced(page).lines
    assert (first.group, first.place, second.group, second.place) == ("GB", None, "GD", 1)
    assert first.decision is not None
    assert first.decision.number == "12/QĐ-UBND"
    forms = priced(page).forms
    assert forms is not None
    assert forms.least <= min(forms.group, forms.household)

    with qtbot.waitSignal(household.presenter.drafted) as drafted:
        household.transfer.click()
    draft = drafted.args[0]
    assert isinstance(draft, Draft)
    assert draft.by_transfer
    receipt = real.receipts.issue(
        IssueReceipt(draft.requests, "Đặng Văn Kỳ", HOME, taken=draft.taken, local=draft.local)
    )

    assert receipt.total == draft.total
    assert receipt.lines == draft.lines
    eyes.settle()


def test_the_other_form_and_a_place_that_is_taken_reach_the_receipt(
    page: HouseholdsPage, real: Core, eyes: Eyes, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    tick_both(page, eyes)
    page.household.presenter.choose_form(PremiumForm.HOUSEHOLD)
    eyes.settle()
    assert [each.place for each in priced(page).lines] == [1, 2]
    dear = priced(page).total

    def say_that_one_paid_elsewhere(dialog: PaymentDetails) -> int:
        dialog.household.places[0].setChecked(True)
        dialog.save()
        return 1

    monkeypatch.setattr(PaymentDetails, "exec", say_that_one_paid_elsewhere)
    page.household.members.rows[0].due.details.click()
    eyes.settle()

    assert [each.place for each in priced(page).lines] == [2, 3]
    assert priced(page).total < dear
    with qtbot.waitSignal(page.household.presenter.drafted) as drafted:
        page.household.collect.click()
    draft = drafted.args[0]
    assert draft.taken == (TakenPlace(1, PlaceSource.ASKED),)
    receipt = real.receipts.issue(IssueReceipt(draft.requests, "Nguyễn Thị Ánh", HOME, taken=draft.taken))
    assert receipt.lines == draft.lines
    assert receipt.door.taken == (1,)


def test_the_real_page_shows_no_window_of_its_own(page: HouseholdsPage, eyes: Eyes) -> None:
    tick_both(page, eyes)
    strays = [each for each in page.findChildren(QWidget) if each.isWindow() and each.isVisible()]

    assert strays == []
