from dataclasses import dataclass, replace
from datetime import timedelta
from typing import ClassVar

import pytest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from agent_app.domain.due_list import Scheme
from agent_app.domain.errors import RuleError
from agent_app.domain.household import HouseholdId
from agent_app.domain.money import Dong
from agent_app.domain.visit import Outcome
from agent_app.services.changes import Changed, Touched
from agent_app.services.visits import OutcomeRequest, RecordVisit
from agent_app.ui.bench import Bench
from agent_app.ui.pages.households.page import HouseholdsPage
from agent_app.ui.pages.households.presenter import Draft, HouseholdPresenter, Ready
from agent_app.ui.pages.households.price import Priced, Refused
from agent_app.ui.people_search import Found, SearchPresenter
from agent_app.ui.states import Failed, Idle
from tests.builders import TODAY, an_id
from tests.ui.fake_core import FakeCore
from tests.ui.seeing import Eyes, texts

FIRST = HouseholdId(an_id(1))


@dataclass(eq=False)
class NotAllowedError(RuleError):
    code: ClassVar[str] = "quote.repeated"
    person_id: str = "x"


def opened(bench: Bench, eyes: Eyes, household_id: HouseholdId = FIRST) -> HouseholdPresenter:
    presenter = HouseholdPresenter(bench)
    presenter.set_active(active=True)
    presenter.open(household_id)
    eyes.settle()
    return presenter


def ready(presenter: HouseholdPresenter) -> Ready:
    assert presenter.ready is not None
    return presenter.ready


def priced(presenter: HouseholdPresenter) -> Priced:
    price = ready(presenter).price
    assert isinstance(price, Priced)
    return price


def shown_page(bench: Bench, qtbot: QtBot, eyes: Eyes) -> HouseholdsPage:
    page = HouseholdsPage(bench)
    qtbot.addWidget(page)
    page.set_active(active=True)
    page.open(FIRST)
    page.show()
    eyes.settle()
    return page


def test_whoever_is_due_is_ticked_and_priced(bench: Bench, eyes: Eyes) -> None:
    presenter = opened(bench, eyes)
    due = {
        (member.id, cover.scheme)
        for member in ready(presenter).page.members
        for cover in member.covers
        if cover.due_item
    }

    assert ready(presenter).wish.ticked == due
    assert {line.quote.due for line in priced(presenter).lines} >= {1_366_200, 956_340}


def test_fewer_months_cost_less(bench: Bench, eyes: Eyes) -> None:
    presenter = opened(bench, eyes)
    year = priced(presenter).total
    presenter.choose_months(Scheme.HEALTH, 3)
    eyes.settle()

    assert priced(presenter).total < year
    assert {line.months for line in priced(presenter).lines} == {3}


def test_ticking_nobody_costs_nothing(bench: Bench, eyes: Eyes) -> None:
    presenter = opened(bench, eyes)
    for tick in ready(presenter).wish.ticked:
        presenter.tick(tick, on=False)
    eyes.settle()

    assert type(ready(presenter).price).__name__ == "NotPriced"


def test_a_chosen_income_is_priced(bench: Bench, eyes: Eyes) -> None:
    presenter = opened(bench, eyes)
    before = priced(presenter).total
    presenter.choose_income(Dong(3_000_000))
    eyes.settle()

    assert priced(presenter).total > before


def test_a_refusal_by_rule_is_said_where_the_price_would_stand(
    core: FakeCore, bench: Bench, eyes: Eyes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_facts: object) -> None:
        raise NotAllowedError

    monkeypatch.setattr(core, "quote", refuse)
    presenter = opened(bench, eyes)

    assert isinstance(ready(presenter).price, Refused)


def test_an_unknown_household_is_a_sentence(bench: Bench, eyes: Eyes) -> None:
    presenter = opened(bench, eyes, HouseholdId(an_id(0xFFFF)))

    assert isinstance(presenter.state, Failed)


def test_a_recorded_visit_is_told_and_shown(bench: Bench, eyes: Eyes) -> None:
    presenter = opened(bench, eyes)
    member = ready(presenter).page.members[0]
    presenter.record(RecordVisit(FIRST, (OutcomeRequest(member.id, Outcome.ABSENT),), "hàng xóm"))
    eyes.settle()

    assert ready(presenter).told == "Đã lưu trên máy kết quả của 1 người."
    assert ready(presenter).page.visits[0].met == "hàng xóm"


def test_a_visit_that_is_refused_tells_why(bench: Bench, eyes: Eyes) -> None:
    presenter = opened(bench, eyes)
    member = ready(presenter).page.members[0]
    promise = OutcomeRequest(member.id, Outcome.PROMISED, TODAY - timedelta(1))
    presenter.record(RecordVisit(FIRST, (promise,)))
    eyes.settle()

    assert "ngày hẹn" in ready(presenter).trouble


def test_a_change_elsewhere_is_read_anew_and_the_wish_is_kept(bench: Bench, eyes: Eyes) -> None:
    presenter = opened(bench, eyes)
    presenter.choose_months(Scheme.HEALTH, 6)
    bench.runner.changed.emit(Changed.of(Touched.PEOPLE))
    eyes.settle()

    assert ready(presenter).wish.months_of(Scheme.HEALTH) == 6


def test_a_priced_wish_becomes_a_draft(bench: Bench, qtbot: QtBot, eyes: Eyes) -> None:
    presenter = opened(bench, eyes)
    with qtbot.waitSignal(presenter.drafted) as drafted:
        presenter.draft()
    draft = drafted.args[0]

    assert isinstance(draft, Draft)
    assert draft.total == priced(presenter).total
    assert len(draft.requests) == len(draft.lines)


def test_leaving_a_household_forgets_it(bench: Bench, eyes: Eyes) -> None:
    presenter = opened(bench, eyes)
    presenter.reload()
    presenter.leave()
    presenter.reload()
    eyes.settle()

    assert isinstance(presenter.state, Idle)


def test_the_page_names_the_household_after_its_head_and_masks_its_phone(
    bench: Bench, qtbot: QtBot, eyes: Eyes
) -> None:
    page = shown_page(bench, qtbot, eyes)
    words = texts(page)

    assert "Hộ Lê Quốc Dũng" in words
    assert "0973•••001" in words
    assert "0973000001" not in words
    assert "060079000001" not in words
    eyes.shoot(page, "household")


def test_ticking_a_box_changes_the_sum_on_the_button(bench: Bench, qtbot: QtBot, eyes: Eyes) -> None:
    page = shown_page(bench, qtbot, eyes)
    before = page.household.collect.text()
    page.household.members.cells[1].box.click()
    eyes.settle()

    assert page.household.collect.text() != before
    assert page.household.collect.isEnabled()


def test_the_arithmetic_unfolds(bench: Bench, qtbot: QtBot, eyes: Eyes) -> None:
    page = shown_page(bench, qtbot, eyes)
    assert "NĐ 161/2026/NĐ-CP" not in texts(page)
    page.household.quote.how.click()

    assert "NĐ 161/2026/NĐ-CP" in texts(page)
    eyes.shoot(page, "arithmetic")


def test_months_are_chosen_with_buttons(bench: Bench, qtbot: QtBot, eyes: Eyes) -> None:
    page = shown_page(bench, qtbot, eyes)
    page.household.quote.health.choices.buttons[0].click()
    eyes.settle()

    assert "113.850 × 3" in texts(page)


def test_a_typed_income_reaches_the_presenter(bench: Bench, qtbot: QtBot, eyes: Eyes) -> None:
    page = shown_page(bench, qtbot, eyes)
    field = page.household.quote.income
    field.setText("3000000")
    field.editingFinished.emit()
    eyes.settle()

    assert field.text() == "3.000.000"
    assert ready(page.household.presenter).wish.income == 3_000_000


def test_a_child_is_not_offered_a_pension(bench: Bench, qtbot: QtBot, eyes: Eyes) -> None:
    page = shown_page(bench, qtbot, eyes)
    child = page.household.members.cells[-1]

    assert child.tick[1] is Scheme.PENSION
    assert not child.box.isEnabled()


def test_a_search_finds_people_without_accents(bench: Bench, eyes: Eyes) -> None:
    presenter = SearchPresenter(bench)
    presenter.find("nguyen")
    eyes.settle()

    assert isinstance(presenter.state, Found)
    assert {person.name.split()[0] for person in presenter.state.people} == {"Nguyễn"}


def test_the_search_list_opens_a_household(
    bench: Bench, qtbot: QtBot, eyes: Eyes, qtmodeltester: ModelTester
) -> None:
    page = shown_page(bench, qtbot, eyes)
    page.look_for("le quoc nam")
    eyes.settle()
    eyes.shoot(page, "search")
    qtmodeltester.check(page.search.table.rows)  # type: ignore[no-untyped-call]
    assert "060079000003" not in texts(page)
    page.search.table.doubleClicked.emit(page.search.table.rows.index(0, 0))
    eyes.settle()

    assert "Hộ Lê Quốc Dũng" in texts(page)


def test_an_empty_search_says_how_to_search(bench: Bench, qtbot: QtBot, eyes: Eyes) -> None:
    page = shown_page(bench, qtbot, eyes)
    page.look_for("")
    assert "Tìm một người để mở hộ của họ" in texts(page)
    page.look_for("không có ai tên thế này")
    eyes.settle()

    assert "Không tìm thấy ai" in texts(page)


def test_more_people_than_fit_are_counted(core: FakeCore, bench: Bench, qtbot: QtBot, eyes: Eyes) -> None:
    page = shown_page(bench, qtbot, eyes)
    household, members = next(iter(core.queries.members.items()))
    core.queries.members[household] = tuple(replace(members[0], name="Trần A") for _each in range(150))
    page.look_for("tran a")
    eyes.settle()

    assert "100 người đầu trong" in texts(page)
