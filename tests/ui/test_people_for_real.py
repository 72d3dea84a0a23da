"""The window and an encrypted store together: a card is scanned, its bearer added, corrected and merged."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from agent_app.bootstrap import Core, create_home, open_home
from agent_app.domain.due_list import Scheme
from agent_app.domain.person_fields import HouseholdFields, PersonFields
from agent_app.runtime.messages import sentence
from agent_app.runtime.paths import Home
from agent_app.runtime.secrets import Argon2Cost
from agent_app.services.people_commands import AddHousehold, SettleHousehold
from agent_app.services.people_lines import BecameOne, FieldsChanged, HistoryOf, Paid
from agent_app.services.ports import no_report
from agent_app.services.quotes import PaymentRequest
from agent_app.services.receipts import IssueReceipt
from agent_app.ui.bench import Bench
from agent_app.ui.dialogs.people.history import HistoryDialog
from agent_app.ui.dialogs.people.merge import MergeDialog
from agent_app.ui.dialogs.people.person import PersonDialog
from agent_app.ui.look import Look
from agent_app.ui.main_window import MainWindow
from agent_app.ui.places import Place
from agent_app.ui.tasks import TaskRunner
from tests.builders import an_enrolment
from tests.cli.terminal import PASSWORD
from tests.domain.test_card_qr import HEALTH
from tests.ui.gui_watch import watching
from tests.ui.seeing import Eyes, texts
from tests.ui.test_card_reader import scan
from tests.ui.test_people_bar import choose


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Core]:
    """An open, enrolled home with nobody in it."""
    home = Home(tmp_path / "Máy chị Hoa")
    create_home(home, PASSWORD, Argon2Cost(1, 8, 1))
    core = open_home(home, PASSWORD)
    core.enrol(an_enrolment())
    yield core
    core.close()


@pytest.fixture
def shown(real: Core, runner: TaskRunner, look: Look, qtbot: QtBot, eyes: Eyes) -> MainWindow:
    """The window of that home, at the due list."""
    made = MainWindow(Bench(real, runner, sentence, look))
    qtbot.addWidget(made)
    # No busy machine shall make a scanner as slow as a hand.
    made.scanner._clock = lambda: 1.0
    made.begin()
    with qtbot.waitExposed(made):
        made.show()
    made.go(Place.DUE)
    eyes.settle()
    return made


def test_a_card_is_scanned_and_its_bearer_is_added_corrected_and_found(
    real: Core, shown: MainWindow, eyes: Eyes
) -> None:
    bar = shown.households.people
    with watching(shown) as seen:
        scan(shown.search, HEALTH)
        eyes.settle()
        shown.card_bar.add.click()
        eyes.settle()
        dialog = bar.desk.dialog
        assert isinstance(dialog, PersonDialog)
        dialog.home.form.address.setText("Số 8, Thôn Láng Tre, xã Suối Trúc")
        eyes.shoot(dialog, "real-add")
        dialog.save()
        eyes.settle()
    seen.require_free()
    assert "Đã thêm hộ" in texts(bar.told)
    (found,) = real.queries.search_people("nguyen van minh")
    assert found.address == "Số 8, Thôn Láng Tre, xã Suối Trúc"
    ready = shown.households.household.presenter.ready
    assert ready is not None
    assert [each.id for each in ready.page.members] == [found.id]

    with watching(shown) as seen:
        choose(bar.edit, found.name)
        eyes.settle()
        edit = bar.desk.dialog
        assert isinstance(edit, PersonDialog)
        assert str(found.insurance_no) not in texts(edit)
        edit.form.phone.put("0911222333")
        edit.save()
        eyes.settle()
    seen.require_free()
    assert real.queries.search_people("0911222333")[0].id == found.id

    with watching(shown) as seen:
        bar.told.undo.click()
        eyes.settle()
        scan(shown.search, HEALTH)
        eyes.settle()
    seen.require_free()
    assert real.people_queries.person(found.id).person.phone is None
    assert not shown.card_bar.isVisible()
    assert real.checker.check(no_report) == []


def test_two_lines_of_one_person_become_one_and_the_money_is_kept(
    real: Core, shown: MainWindow, eyes: Eyes
) -> None:
    one = real.people.settle(
        SettleHousehold(
            AddHousehold(HouseholdFields("Số 8, Thôn Láng Tre, xã Suối Trúc")),
            PersonFields("Nguyễn Thị Ánh", "12/03/1980", insurance_no="6080000777"),
        )
    )
    other = real.people.settle(
        SettleHousehold(
            AddHousehold(HouseholdFields("Số 9, Thôn Láng Tre, xã Suối Trúc")),
            PersonFields("Nguyễn Thị Ánh", "1980", phone="0911222333"),
            insist=True,
        )
    )
    wish = PaymentRequest(other.person.id, Scheme.HEALTH, 12)
    receipt = real.receipts.issue(IssueReceipt((wish,), other.person.name, other.home.id))
    shown.open_household(one.home.id)
    eyes.settle()
    bar = shown.households.people
    choose(bar.merge, one.person.name)
    eyes.settle()
    dialog = bar.desk.dialog
    assert isinstance(dialog, MergeDialog)
    dialog.proposals[0].click()
    eyes.settle()
    assert "1 khoản đã thu" in dialog.sum.text()
    eyes.shoot(dialog, "real-merge")
    dialog.presenter.merge()
    dialog.presenter.merge()
    eyes.settle()

    held = real.people_queries.person(other.person.id)
    assert held.person.id == one.person.id
    assert (held.person.insurance_no, held.person.phone) == ("6080000777", "0911222333")
    kept = real.queries.receipt(receipt.id)
    assert kept.receipt.total == receipt.total
    choose(bar.history, "Nguyễn Thị Ánh")
    eyes.settle()
    history = bar.desk.dialog
    assert isinstance(history, HistoryDialog)
    eyes.shoot(history, "real-history")
    kinds = {
        type(each.what) for each in real.people_queries.history(HistoryOf(one.home.id, one.person.id), 50)
    }
    assert {BecameOne, Paid, FieldsChanged} <= kinds
    assert history.table.rows.rowCount() >= len(kinds)
    history.done(0)
    eyes.settle()
    assert real.checker.check(no_report) == []
    assert real.verifier.verify().findings == ()
